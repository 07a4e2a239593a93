"""Forms of a decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.desk.agencies.forms import CHOSEN, day
from gongkai.desk.forms import UploadField
from gongkai.records.accounts.models import ANSWERS

_ANSWERS = [(answer.value, answer.label) for answer in ANSWERS]


class AnswerForm(forms.Form):
    """The answer: `outcome` comes from the button that was pressed."""

    comment = forms.CharField(
        label=gettext_lazy("意见"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("同意可以不写；退回须写明怎样修改。"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": gettext_lazy("最多 %(limit_value)d 字，请缩短。")},
    )
    version_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    outcome = forms.ChoiceField(
        choices=_ANSWERS,
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("请按“同意”或“退回”。"), "invalid_choice": CHOSEN["invalid_choice"]},
    )


class PaperForm(forms.Form):
    """What a leader decided on paper, with its proof."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("领导的意见"), choices=_ANSWERS, widget=forms.RadioSelect, error_messages=CHOSEN
    )
    decided_on = day(gettext_lazy("签批日期"), help_text=gettext_lazy("签批单上写的日期。"))
    comment = forms.CharField(
        label=gettext_lazy("批语"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("照签批单抄录；退回须写明意见。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    proof = UploadField(
        label=gettext_lazy("签批单的照片或扫描件"),
        help_text=gettext_lazy("JPG、PNG 或 PDF，不超过 20 MB；签名和日期要看得清。"),
    )
    version_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
