"""What an agency is made of besides its place in the tree: contacts, groups and their members, posts, resources.

Nothing here is overwritten: contacts are dated rows, memberships and holdings have a first and a last day.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.records.agencies.tree import Agency, Dated
from gongkai.records.base.files.models import StoredFile
from gongkai.records.base.record import Record


class AgencyContacts(Dated):
    """Codes and contacts from a day on: what the disclosure guide of article 12 must say about the agency and its office."""

    division_code = models.CharField("行政区划代码", max_length=12, blank=True)  # GB/T 2260; townships and villages 12 digits
    address = models.CharField("办公地址", max_length=200, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    office_hours = models.CharField("办公时间", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    fax = models.CharField("传真", max_length=60, blank=True)
    email = models.CharField("电子邮箱", max_length=120, blank=True)
    website = models.CharField("网址", max_length=200, blank=True)
    head = models.CharField("负责人姓名", max_length=64, blank=True)
    office_name = models.CharField("政府信息公开工作机构", max_length=100, blank=True)
    office_address = models.CharField("工作机构地址", max_length=200, blank=True)
    office_phone = models.CharField("工作机构电话", max_length=60, blank=True)
    duties = models.TextField("机构职能", blank=True)

    class Meta(Dated.Meta):
        default_related_name = "contacts"
        constraints = [models.UniqueConstraint(fields=["agency", "since"], name="agencies_one_contacts_row_a_day")]


class HeldOn(models.QuerySet):
    """Rows that have a first and a last day."""

    def on(self, day: object) -> HeldOn:
        """Those that hold on a day."""
        return self.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))


class Held(models.Model):
    """Something that holds from a day until a day, both included; open when `until` is empty. Ended, never deleted."""

    since = models.DateField("自")
    until = models.DateField("至", null=True)

    objects = HeldOn.as_manager()

    class Meta:
        abstract = True

    def holds_on(self, day: object) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or self.until >= day)  # type: ignore[operator]


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name=name)


class GroupKind(models.TextChoices):
    """What a group is for."""

    LEADING = "leading", "领导小组"
    SUPERVISION = "supervision", "监督小组"
    OFFICE = "office", "领导小组办公室"
    WORKING = "working", "工作专班"


class Group(Record, Held):
    """A leading or supervision group of an agency; `office_of` is the group whose office this one is."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="groups", verbose_name="所属单位")
    kind = models.CharField("类型", max_length=20, choices=GroupKind.choices)
    name = models.CharField("名称", max_length=100)
    office_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="offices")
    document_title = models.CharField("成立文件", max_length=200, blank=True)
    document_number = models.CharField("文号", max_length=60, blank=True)
    document = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    duties = models.TextField("职责", blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    shown = models.BooleanField("对外公布", default=False)

    class Meta:
        verbose_name = "工作小组"
        ordering = ["since", "id"]
        constraints = [_in_order("agencies_group_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.name


class MemberRole(models.TextChoices):
    """What somebody is in a group."""

    HEAD = "head", "组长"
    DEPUTY = "deputy", "副组长"
    OFFICE_HEAD = "office_head", "办公室主任"
    MEMBER = "member", "成员"


class GroupMember(Record, Held):
    """Somebody in a group, with the post they hold elsewhere. `person` is their actor key where they work here too."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    name = models.CharField("姓名", max_length=64)
    post = models.CharField("职务", max_length=100, blank=True)
    role = models.CharField("组内职务", max_length=20, choices=MemberRole.choices)
    person = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = "小组成员"
        ordering = ["since", "id"]
        constraints = [_in_order("agencies_member_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.name


class Post(Record, Held):
    """A post for the work of disclosure (公开专干, 信息员 …), whoever holds it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts", verbose_name="所属单位")
    name = models.CharField("岗位", max_length=60)
    unit = models.CharField("所在科室", max_length=60, blank=True)
    duties = models.TextField("职责", blank=True)
    full_time = models.BooleanField("专职", default=False)

    class Meta:
        verbose_name = "岗位"
        ordering = ["since", "id"]
        constraints = [_in_order("agencies_post_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.name


class PostHolding(Record, Held):
    """Who held a post when, and what was handed over to the next: `handed_over` lists the things by name."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    name = models.CharField("姓名", max_length=64)
    person = models.CharField(max_length=100, blank=True)
    handed_over = models.JSONField("交接事项", default=list)
    remarks = models.TextField("备注", blank=True)
    proof = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "任职"
        ordering = ["since", "id"]
        constraints = [_in_order("agencies_holding_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.name


class ResourceKind(models.TextChoices):
    """What an agency puts into the work."""

    STAFF = "staff", "人员"
    FUNDS = "funds", "经费"
    EQUIPMENT = "equipment", "设备"
    PLACE = "place", "场所"


class Resource(Record, Held):
    """Staff, funds, equipment or places for the work of disclosure. Amounts are in yuan."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="resources", verbose_name="所属单位")
    kind = models.CharField("类型", max_length=20, choices=ResourceKind.choices)
    name = models.CharField("名称", max_length=100)
    quantity = models.DecimalField("数量", max_digits=12, decimal_places=2, null=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2, null=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "保障资源"
        ordering = ["since", "id"]
        constraints = [_in_order("agencies_resource_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.name
