"""Rules (制度) and guides (指南). A version is made once and never changed; which one holds on a day is computed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.records.agencies.models import Agency
from gongkai.records.base.files.models import StoredFile
from gongkai.records.base.record import Record


class RuleKind(models.TextChoices):
    """What a rule is about; the column 政府信息公开制度 holds no policy documents of other kinds."""

    LAW = "law", "法律法规"
    REVIEW = "review", "公开审查"
    SECRECY = "secrecy", "保密审查"
    THREE_REVIEWS = "three_reviews", "三审三校"
    PUBLICATION = "publication", "信息发布"
    APPLICATION = "application", "依申请公开"
    ASSESSMENT = "assessment", "考核评议"
    ACCOUNTABILITY = "accountability", "责任追究"
    ANNUAL_REPORT = "annual_report", "年度报告"
    ATTRIBUTE = "attribute", "公开属性源头认定"
    TRAINING = "training", "培训"
    OTHER = "other", "其他"


class Rule(Record):
    """A rule of an agency, whatever its wording became over the years."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="rules", verbose_name="单位")
    kind = models.CharField("类别", max_length=20, choices=RuleKind.choices)
    title = models.CharField("名称", max_length=200)
    shown = models.BooleanField("对外公布", default=True)

    class Meta:
        verbose_name = "制度"
        ordering = ["kind", "title"]

    def __str__(self) -> str:
        return self.title


class RuleVersion(Record):
    """The wording of a rule from a day until a day. Text, a file, or both."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    document_number = models.CharField("文号", max_length=60, blank=True)
    issued_on = models.DateField("成文日期")
    effective_on = models.DateField("施行日期")
    repealed_on = models.DateField("废止日期", null=True)
    repeal_basis = models.CharField("废止依据", max_length=200, blank=True)
    text = models.TextField("正文", blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    content_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "制度文本"
        ordering = ["rule", "number"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="library_one_number_a_version"),
            models.CheckConstraint(
                condition=Q(repealed_on=None) | Q(repealed_on__gte=F("effective_on")), name="library_repealed_after_effective"
            ),
        ]


class GuideVersion(Record):
    """The disclosure guide of an agency (article 12) as it was made on a day out of the agency's data and its own words.

    `data` is what the records said that day; when they say something else, a reminder asks for a new version.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="guides", verbose_name="单位")
    number = models.PositiveIntegerField("版本")
    made_on = models.DateField("更新日期")
    data = models.JSONField(default=dict)
    text = models.TextField("正文")
    content_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "政府信息公开指南"
        ordering = ["agency", "number"]
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="library_one_number_a_guide")]
