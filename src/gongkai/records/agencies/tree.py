"""Agencies and sites.

Parent, name, kind and level are dated rows: on any day the tree is what it was that day. The agency's own columns are the
copies of today's values for listing, written by the same acts (selectors.projection says what they must be).
"""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

from gongkai.records.base.record import Record


class Kind(models.TextChoices):
    """What an agency is."""

    GOVERNMENT = "government", "人民政府"
    OFFICE = "office", "派出机关"  # 街道办事处、行政公署
    DEPARTMENT = "department", "政府部门"
    ASSIGNED = "assigned", "派出机构"
    AUTHORISED = "authorised", "法律法规授权组织"
    PUBLIC_SERVICE = "public_service", "公共企事业单位"
    VILLAGE = "village", "村（居）民委员会"
    UNIT = "unit", "内设机构"


class Level(models.TextChoices):
    """On which level of government an agency stands."""

    STATE = "state", "国家级"
    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "设区的市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡镇（街道）级"
    VILLAGE = "village", "村（社区）级"


class Agency(Record):
    """An agency, from the day it is set up until the day it is merged or ends. Villages and inner units are agencies too."""

    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    set_up_on = models.DateField("设立日期")
    ended_on = models.DateField("撤并日期", null=True)  # the first day on which it is no more
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")

    # copies of what is true today
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类型", max_length=20, choices=Kind.choices)
    level = models.CharField("层级", max_length=20, choices=Level.choices)
    vertical = models.BooleanField("垂直管理", default=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")

    class Meta:
        verbose_name = "行政机关"
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=~models.Q(credit_code=""), name="agencies_one_agency_a_credit_code"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Dated(models.Model):
    """A value of an agency from a day on, until the next row."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    since = models.DateField("自")

    class Meta:
        abstract = True
        ordering = ["agency", "since"]


class AgencyName(Dated):
    name = models.CharField(max_length=100)

    class Meta(Dated.Meta):
        default_related_name = "names"
        constraints = [models.UniqueConstraint(fields=["agency", "since"], name="agencies_one_name_a_day")]


class AgencyStanding(Dated):
    kind = models.CharField(max_length=20, choices=Kind.choices)
    level = models.CharField(max_length=20, choices=Level.choices)
    vertical = models.BooleanField("垂直管理", default=False)  # led by its ministry: outside the county's roll-up by default

    class Meta(Dated.Meta):
        default_related_name = "standings"
        constraints = [models.UniqueConstraint(fields=["agency", "since"], name="agencies_one_standing_a_day")]


class AgencyParent(Dated):
    parent = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Dated.Meta):
        default_related_name = "parents"
        constraints = [models.UniqueConstraint(fields=["agency", "since"], name="agencies_one_parent_a_day")]


class Site(Record):
    """A public site of the installation: a root agency under a host name, with the two names every page of it carries.

    SiteName and SiteIDCode are meta tags of government web pages; the code has ten characters (digits; bm… for ministries).
    """

    root = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="sites")
    host = models.CharField("主机名", max_length=253, unique=True)
    site_name = models.CharField("网站名称", max_length=100)
    site_id_code = models.CharField(
        "网站标识码",
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"\A(?:\d{10}|bm\d{8})\Z", "网站标识码应为 10 位。")],
    )

    class Meta:
        verbose_name = "站点"

    def __str__(self) -> str:
        return self.site_name
