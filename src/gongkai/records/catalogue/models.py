"""Catalogues, their versions, and the matters in them.

A version is edited while it is a draft and never after: what was in force on a day stays what it was. A matter is the same
matter in every version (`key`), so that publications, coverage and the calendar follow it; a township's matter points to the
county's it was taken over from (`inherited_key`), and differs from it only with a reason.
"""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q

from gongkai.records.agencies.models import Agency
from gongkai.records.base.files.models import StoredFile
from gongkai.records.base.ids import uuid7
from gongkai.records.base.record import Record


class Catalogue(Record):
    """The catalogue of an agency. `above`: the superior's catalogue it takes matters over from."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="catalogue", verbose_name="单位")
    title = models.CharField("名称", max_length=200)
    above = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="adapted")

    class Meta:
        verbose_name = "公开目录"

    def __str__(self) -> str:
        return self.title


class VersionState(models.TextChoices):
    """How far a version is. In force on a day is computed: the approved version with the latest `effective_on` not after it."""

    DRAFT = "draft", "草稿"
    WAITING = "waiting", "待审定"
    APPROVED = "approved", "已审定"
    DROPPED = "dropped", "已作废"


class CatalogueVersion(Record):
    """A version of a catalogue. `content_hash` is what was approved: canonical JSON of its matters, domains and day,
    SHA-256."""

    catalogue = models.ForeignKey(Catalogue, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    state = models.CharField("状态", max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    effective_on = models.DateField("施行日期", null=True)
    content_hash = models.CharField(max_length=64, blank=True)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    above_version = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")  # what it was imported from
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "目录版本"
        ordering = ["catalogue", "number"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "number"], name="catalogue_one_number_a_version"),
            models.UniqueConstraint(
                fields=["catalogue"],
                condition=Q(state__in=["draft", "waiting"]),
                name="catalogue_one_version_in_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.catalogue} 第 {self.number} 版"


class Frequency(models.TextChoices):
    """How often a matter must be published."""

    LONG_TERM = "long_term", "长期公开"
    PERIODIC = "periodic", "定期公开"
    STAGED = "staged", "分阶段公开"
    AT_ONCE = "at_once", "随时公开"


class Period(models.TextChoices):
    """The period of a matter that is published periodically."""

    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    HALF_YEAR = "half_year", "每半年"
    YEAR = "year", "每年"


class LimitUnit(models.TextChoices):
    """In what the limit counts, from the day the information is formed or changed (or the period ends)."""

    WORKING_DAYS = "working_days", "个工作日"
    CALENDAR_DAYS = "calendar_days", "日"
    AT_ONCE = "at_once", "实时"


class Manner(models.TextChoices):
    """How a matter is disclosed."""

    PROACTIVE = "proactive", "主动公开"
    ON_APPLICATION = "on_application", "依申请公开"


class Audience(models.TextChoices):
    """To whom a matter is disclosed."""

    PUBLIC = "public", "全社会"
    PARTICULAR = "particular", "特定群体"


class Matter(models.Model):
    """A row of the catalogue (公开事项). Codes of domain and channels are those of `law.matters`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(CatalogueVersion, on_delete=models.CASCADE, related_name="matters")
    key = models.UUIDField(default=uuid7)
    inherited_key = models.UUIDField(null=True)
    position = models.PositiveIntegerField("序号")
    domain = models.CharField("领域", max_length=10, blank=True)
    items = models.JSONField("条例条款", default=list)  # codes 20-1 … 21-T8
    level1 = models.CharField("一级事项", max_length=200)
    level2 = models.CharField("二级事项", max_length=300, blank=True)
    elements = models.TextField("公开内容（要素）")
    basis = models.TextField("公开依据")
    limit_text = models.CharField("公开时限", max_length=300)
    limit_unit = models.CharField("时限单位", max_length=20, choices=LimitUnit.choices, blank=True)
    limit_days = models.PositiveIntegerField("时限天数", null=True)
    frequency = models.CharField("公开频次", max_length=20, choices=Frequency.choices, default=Frequency.AT_ONCE)
    period = models.CharField("周期", max_length=20, choices=Period.choices, blank=True)
    subject = models.CharField("公开主体", max_length=300)
    channels = models.JSONField("公开渠道和载体", default=list)
    channels_note = models.CharField("渠道说明", max_length=200, blank=True)
    audience = models.CharField("公开对象", max_length=20, choices=Audience.choices, default=Audience.PUBLIC)
    audience_note = models.CharField("特定群体", max_length=200, blank=True)
    manner = models.CharField("公开方式", max_length=20, choices=Manner.choices, default=Manner.PROACTIVE)
    levels = models.JSONField("公开层级", default=list)  # county, township, village
    note = models.CharField("备注", max_length=300, blank=True)
    reason = models.CharField("调整理由", max_length=300, blank=True)
    """Why this matter differs from the superior's it was taken over from."""
    not_applicable = models.CharField("不涉及的说明", max_length=300, blank=True)
    """Why the matter does not concern the agency; empty where it does."""
    demanded_from = models.DateField("自何日起要求公开", null=True, editable=False)
    """Since when a version in force demands the matter: the first day of the first version that has it; written when a version
    is approved, empty before. Nothing is due before it."""

    class Meta:
        verbose_name = "公开事项"
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="catalogue_one_matter_a_version")]

    def __str__(self) -> str:
        return f"{self.level1} {self.level2}".strip()

    @property
    def identity(self) -> UUID:
        """What stays the same from version to version."""
        return self.key


class DomainAbsent(models.Model):
    """A whole domain that does not concern the agency (未涉及领域), with the explanation that is published."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(CatalogueVersion, on_delete=models.CASCADE, related_name="absent_domains")
    domain = models.CharField("领域", max_length=10)
    explanation = models.CharField("说明", max_length=300)

    class Meta:
        verbose_name = "未涉及领域"
        ordering = ["version", "domain"]
        constraints = [models.UniqueConstraint(fields=["version", "domain"], name="catalogue_one_absence_a_domain")]


class Booklet(Record):
    """The 汇编 of an approved version as a file, made once and kept."""

    version = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="booklets")
    kind = models.CharField("格式", max_length=10, choices=[("docx", "Word 文档"), ("pdf", "PDF")])
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "目录汇编"
        ordering = ["version", "kind"]
        constraints = [models.UniqueConstraint(fields=["version", "kind"], name="catalogue_one_booklet_a_kind")]
