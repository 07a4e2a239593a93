"""Forms of the acts on catalogues."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.desk.catalogue.matters import LEVELS
from gongkai.desk.catalogue.seen import DOMAINS
from gongkai.desk.forms import UploadField
from gongkai.law import matters
from gongkai.records.catalogue.exchange.limits import read_limit
from gongkai.records.catalogue.models import Audience, Frequency, LimitUnit, Manner, Period
from gongkai.records.catalogue.rows import Row

MB = 1024 * 1024
_NONE = ("", gettext_lazy("（不选）"))


def _several(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **more)


class MatterForm(forms.Form):
    """A matter. Where 时限单位 is left open, the words of 公开时限 say what is counted."""

    domain = forms.ChoiceField(label=gettext_lazy("领域"), choices=[("", gettext_lazy("其他事项")), *DOMAINS], required=False)
    level1 = forms.CharField(label=gettext_lazy("一级事项"), max_length=200)
    level2 = forms.CharField(label=gettext_lazy("二级事项"), max_length=300, required=False)
    elements = forms.CharField(label=gettext_lazy("公开内容（要素）"), widget=forms.Textarea, required=False)
    basis = forms.CharField(label=gettext_lazy("公开依据"), widget=forms.Textarea, required=False)
    limit_text = forms.CharField(
        label=gettext_lazy("公开时限"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("照目录的写法填写，如“信息形成或者变更之日起20个工作日内”“每季度终了后15日内”。"),
    )
    limit_unit = forms.ChoiceField(
        label=gettext_lazy("时限单位"), choices=[("", gettext_lazy("按公开时限的文字推算")), *LimitUnit.choices], required=False
    )
    limit_days = forms.IntegerField(label=gettext_lazy("时限天数"), min_value=0, max_value=3650, required=False)
    frequency = forms.ChoiceField(
        label=gettext_lazy("公开频次"), choices=[("", gettext_lazy("按公开时限的文字推算")), *Frequency.choices], required=False
    )
    period = forms.ChoiceField(label=gettext_lazy("周期（定期公开的）"), choices=[_NONE, *Period.choices], required=False)
    subject = forms.CharField(
        label=gettext_lazy("公开主体"), max_length=300, required=False, help_text=gettext_lazy("写单位名称，不写“同上”。")
    )
    channels = _several(gettext_lazy("公开渠道和载体"), [(c.code, c.name) for c in matters.channels()])
    channels_note = forms.CharField(label=gettext_lazy("渠道说明"), max_length=200, required=False)
    audience = forms.ChoiceField(label=gettext_lazy("公开对象"), choices=Audience.choices, widget=forms.RadioSelect)
    audience_note = forms.CharField(label=gettext_lazy("特定群体"), max_length=200, required=False)
    manner = forms.ChoiceField(label=gettext_lazy("公开方式"), choices=Manner.choices, widget=forms.RadioSelect)
    levels = _several(gettext_lazy("公开层级"), LEVELS)
    items = forms.MultipleChoiceField(
        label=gettext_lazy("条例条款"),
        choices=[(i.code, f"{i.code} {i.name}") for i in (*matters.items(), *matters.additions())],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    note = forms.CharField(label=gettext_lazy("备注"), max_length=300, required=False)
    reason = forms.CharField(
        label=gettext_lazy("调整理由"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("承接自上级目录的事项，与上级不同的须写明理由。"),
    )

    def clean(self) -> dict[str, Any]:
        """Fills in what the words of the limit say."""
        data = super().clean() or {}
        said = read_limit(data.get("limit_text") or "")
        if not data.get("limit_unit"):
            data["limit_unit"], data["limit_days"] = said.unit, said.days
        if not data.get("frequency"):
            data["frequency"] = "periodic" if data.get("period") else said.frequency
            data["period"] = data.get("period") or said.period
        return data

    def values(self, data: dict[str, Any]) -> dict[str, Any]:
        """The values of a row."""
        return {name: data[name] for name in self.base_fields if name in data}


def initial(row: Row) -> dict[str, Any]:
    """A row as the initial values of the form; what the words of the limit say is left to them."""
    said = read_limit(row.limit_text)
    values = {name: getattr(row, name) for name in MatterForm.base_fields}
    values |= {name: list(values[name]) for name in ("channels", "levels", "items")}
    if (said.unit, said.days) == (row.limit_unit, row.limit_days):
        values |= {"limit_unit": "", "limit_days": None}
    if (said.frequency, said.period) == (row.frequency, row.period):
        values |= {"frequency": "", "period": ""}
    return values


class OpenForm(forms.Form):
    """A new catalogue."""

    title = forms.CharField(label=gettext_lazy("目录名称"), max_length=200)
    take_over = forms.BooleanField(label=gettext_lazy("承接上级目录中本层级的事项"), required=False, initial=True)


class DomainForm(forms.Form):
    """A domain that does not concern the agency."""

    domain = forms.ChoiceField(label=gettext_lazy("领域"), choices=DOMAINS)
    explanation = forms.CharField(
        label=gettext_lazy("说明（随目录公开）"),
        max_length=300,
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("写明为什么不涉及，如“本镇没有国有土地上房屋征收事项”。留空表示取消不涉及。"),
    )


class ExplainForm(forms.Form):
    """Why a matter does not concern the agency."""

    explanation = forms.CharField(
        label=gettext_lazy("不涉及的说明（随目录公开）"),
        max_length=300,
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("留空表示取消不涉及。"),
    )


class MoveForm(forms.Form):
    """Where a matter goes."""

    after = forms.ChoiceField(label=gettext_lazy("排在哪一项之后"), required=False)


class DomainsForm(forms.Form):
    """Some domains, or all."""

    domains = _several(gettext_lazy("领域"), DOMAINS, help_text=gettext_lazy("不勾选表示全部。"))


class CopyForm(DomainsForm):
    """Another agency's catalogue in force."""

    other = forms.ChoiceField(label=gettext_lazy("借用哪个单位的目录"))
    field_order = ("other", "domains")


class SubmitForm(forms.Form):
    """Who decides, and from when it holds."""

    decider = forms.ChoiceField(label=gettext_lazy("签批人"), help_text=gettext_lazy("本单位有审核或签发角色的人员。"))
    effective_on = forms.DateField(
        label=gettext_lazy("施行日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    due = forms.DateField(
        label=gettext_lazy("请在此日前审定"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ReasonForm(forms.Form):
    """Why a draft is given up."""

    reason = forms.CharField(label=gettext_lazy("作废原因"), max_length=300)


class ImportForm(forms.Form):
    """The file and how it is brought in."""

    file = UploadField(
        label=gettext_lazy("目录文件"),
        types=("application/vnd.openxmlformats-officedocument", "application/msword"),
        most=20 * MB,
        help_text=gettext_lazy("xlsx、xls 或 docx。按表头文字认列，合并的格子、“同上”、■□ 都能读。"),
    )
    replace = forms.ChoiceField(
        label=gettext_lazy("导入方式"),
        choices=[
            ("", gettext_lazy("并入：同名事项更新，其余增加，原有的保留")),
            ("1", gettext_lazy("替换：文件里没有的自有事项删除，承接上级的保留")),
        ],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
