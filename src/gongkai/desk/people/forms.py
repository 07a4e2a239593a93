"""Forms of the people screens. Choices that depend on the person are given by the screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.records.accounts.models import Factor
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies.models import Agency
from gongkai.web.widgets import FileInput


def _day(label: Any, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def _reason(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=100, help_text=help_text)


class PersonChoice(forms.ModelChoiceField):
    """A person with where they work."""

    def label_from_instance(self, obj: Any) -> str:
        """Name, agency, post."""
        return f"{obj.name}（{obj.agency.name}{'，' + obj.post if obj.post else ''}）"


class EnrolForm(forms.Form):
    """Somebody new."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=64)
    username = forms.CharField(label=gettext_lazy("用户名"), max_length=64, help_text=gettext_lazy("登录用，全系统不能重复。"))
    agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(queryset=None, label=gettext_lazy("所在单位"))
    post = forms.CharField(label=gettext_lazy("职务"), max_length=100, required=False)
    phone = forms.CharField(label=gettext_lazy("手机"), max_length=20, required=False)


_WHY_CHANGED = gettext_lazy("如录入有误、本人改名。")


class NameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=64)
    reason = _reason(gettext_lazy("更改原因"), _WHY_CHANGED)


class UsernameForm(forms.Form):
    """Another user name."""

    username = forms.CharField(label=gettext_lazy("用户名"), max_length=64, help_text=gettext_lazy("登录用，全系统不能重复。"))
    reason = _reason(gettext_lazy("更改原因"), _WHY_CHANGED)


class GrantForm(forms.Form):
    """A role."""

    role = forms.ChoiceField(label=gettext_lazy("角色"), choices=Role.choices)
    agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(queryset=None, label=gettext_lazy("在哪个单位"))
    since = _day(gettext_lazy("自"))
    until = _day(gettext_lazy("至"), required=False, help_text=gettext_lazy("空着为长期。"))


class EndForm(forms.Form):
    """The last day of something."""

    until = _day(gettext_lazy("到哪一天为止（含当天）"))


class TransferForm(forms.Form):
    """Another agency."""

    agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(queryset=None, label=gettext_lazy("调往单位"))


class ReasonForm(forms.Form):
    """Why."""

    reason = _reason(gettext_lazy("原因"))


class NothingForm(forms.Form):
    """Nothing to ask."""


class IdentityForm(forms.Form):
    """The person at the unified sign-in."""

    subject = forms.CharField(
        label=gettext_lazy("统一身份认证平台里的用户标识"),
        max_length=191,
        help_text=gettext_lazy("由认证平台的管理员提供，一人一个。"),
    )


class SubstituteForm(forms.Form):
    """Who stands in, from when until when."""

    substitute = PersonChoice(queryset=None, label=gettext_lazy("代理人"))
    since = _day(gettext_lazy("自"))
    until = _day(gettext_lazy("至（含当天）"))
    reason = _reason(gettext_lazy("事由"), gettext_lazy("如请假、出差、学习。"))


class VouchForm(forms.Form):
    """How it was made sure."""

    how = _reason(gettext_lazy("怎样核实的"), gettext_lazy("如当面询问、拨打本人手机。"))


class HandOverForm(forms.Form):
    """Everything to another."""

    to = PersonChoice(queryset=None, label=gettext_lazy("接手人"))
    roles = forms.BooleanField(
        label=gettext_lazy("角色一并移交，自今天起（管理账号的角色不移交）"), required=False, initial=True
    )
    reason = _reason(gettext_lazy("原因"), gettext_lazy("如轮岗、调离、退休。"))


class DemandForm(forms.Form):
    """A second factor for an agency or a role."""

    agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(queryset=None, label=gettext_lazy("单位（含下级）"))
    role = forms.ChoiceField(
        label=gettext_lazy("对谁"), required=False, choices=[("", gettext_lazy("全体人员")), *Role.choices]
    )
    factor = forms.ChoiceField(label=gettext_lazy("方式"), choices=Factor.choices)


class ImportForm(forms.Form):
    """A workbook."""

    file = forms.FileField(
        label=gettext_lazy("人员表（xlsx、xls、et 或 csv）"),
        widget=FileInput(attrs={"accept": ".xlsx,.xls,.et,.csv"}),
    )
