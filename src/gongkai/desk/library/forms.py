"""What is typed about rules and guides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.desk.forms import UploadField
from gongkai.records.library.guide import LONGEST_PASSAGE
from gongkai.records.library.models import RuleKind

DOCUMENTS = ("application/pdf", "application/vnd.openxmlformats-officedocument", "application/msword")


def day(label: Any, **more: Any) -> forms.DateField:
    """A day, chosen with the browser's own picker."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class WordingForm(forms.Form):
    """A wording of a rule."""

    document_number = forms.CharField(label=gettext_lazy("文号"), max_length=60, required=False)
    issued_on = day(gettext_lazy("成文日期"))
    effective_on = day(gettext_lazy("施行日期"))
    ends_on = day(
        gettext_lazy("有效期届满、不再施行的日期"),
        required=False,
        help_text=gettext_lazy("文件自带有效期（如试行两年）的填写；到期前 60 天提醒。"),
    )
    file = UploadField(
        label=gettext_lazy("附件"), types=DOCUMENTS, required=False, help_text=gettext_lazy("Word、PDF 文件，不超过 20 MB。")
    )
    read = forms.BooleanField(label=gettext_lazy("正文没有填写时，从附件读出"), required=False, initial=True)
    text = forms.CharField(
        label=gettext_lazy("正文"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("公众看到、能查找的是正文。不填的，从附件读出。"),
    )


class RuleForm(WordingForm):
    """A rule with its first wording."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=RuleKind.choices)
    title = forms.CharField(label=gettext_lazy("名称"), max_length=200)
    shown = forms.BooleanField(label=gettext_lazy("在“政府信息公开制度”栏目对外公布"), required=False, initial=True)
    field_order = ["title", "kind", "shown"]


class RepealForm(forms.Form):
    """The end of a rule."""

    repealed_on = day(gettext_lazy("废止日期"), help_text=gettext_lazy("自这一天起不再有效；可以填以后的日子。"))
    basis = forms.CharField(
        label=gettext_lazy("废止依据"), max_length=200, help_text=gettext_lazy("文件名称和文号，对外公布。")
    )


class BasisForm(forms.Form):
    """Why a rule goes on."""

    basis = forms.CharField(label=gettext_lazy("继续施行的依据"), max_length=200)


class ShowForm(forms.Form):
    """Whether a rule is shown."""

    shown = forms.BooleanField(label=gettext_lazy("在“政府信息公开制度”栏目对外公布"), required=False)


def _passage(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_PASSAGE,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GuideForm(forms.Form):
    """The agency's own passages; everything else comes from the records and the law."""

    preamble = _passage(gettext_lazy("引言补充"))
    places = _passage(gettext_lazy("主动公开的其他途径"), gettext_lazy("查阅点、公示栏、新媒体等，每行一段。"))
    channels = _passage(gettext_lazy("申请渠道补充"), gettext_lazy("在线申请网址、注意事项等。对外公布的渠道就要有人收件。"))
    supervision = _passage(gettext_lazy("监督方式补充"))
    other = _passage(gettext_lazy("其他需要说明的事项"))
