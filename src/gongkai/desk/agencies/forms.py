"""Forms of the acts on agencies. What is lawful is the act's to say; a form knows fields and how they are written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy

from gongkai.desk.forms import UploadField
from gongkai.records.agencies.models import (
    Agency,
    AgencyContacts,
    Group,
    GroupKind,
    GroupMember,
    Kind,
    Level,
    MemberRole,
    Post,
    PostHolding,
    Resource,
    ResourceKind,
)
from gongkai.records.agencies.organisation_services import CONTACTS

REQUIRED = {"required": gettext_lazy("请填写本项。")}
CHOSEN = {"required": gettext_lazy("请选择。"), "invalid_choice": gettext_lazy("请在列出的各项中选择。")}


def field_label(model: type[models.Model], name: str) -> str:
    """What a field of a record is called."""
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A legal date."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={**REQUIRED, "invalid": gettext_lazy("请按“2026-03-01”的样子填写日期。")},
    )


def line(model: Any, name: str, *, required: bool = True, label: Any = "", help_text: Any = "") -> forms.CharField:
    """A line of text, labelled and limited as the model's field."""
    field = model._meta.get_field(name)
    most = field.max_length
    return forms.CharField(
        label=label or field.verbose_name,
        required=required,
        max_length=most,
        help_text=help_text,
        error_messages={**REQUIRED, "max_length": gettext_lazy("最多 %(limit_value)d 字，请缩短。")},
    )


def text(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    """A paragraph."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": 4}), error_messages=REQUIRED
    )


def choice(label: Any, choices: Any) -> forms.ChoiceField:
    """One of the codes of the records."""
    return forms.ChoiceField(label=label, choices=choices, error_messages=CHOSEN)


class AgencyChoice(forms.ModelChoiceField):
    """An agency, said with its superior: villages of several townships have the same names."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.parent.name}）" if obj.parent else obj.name


def agency_choice(label: Any) -> AgencyChoice:
    """An agency out of those the screen allows (`build` gives the queryset)."""
    return AgencyChoice(label=label, queryset=Agency.objects.none(), error_messages=CHOSEN)


EFFECTIVE = gettext_lazy("生效日期")


class RegisterForm(forms.Form):
    """A new agency below another."""

    name = line(Agency, "name", label=gettext_lazy("单位全称"))
    kind = choice(gettext_lazy("类型"), Kind.choices)
    level = choice(gettext_lazy("层级"), Level.choices)
    since = day(gettext_lazy("设立日期"))
    credit_code = line(
        Agency, "credit_code", required=False, help_text=gettext_lazy("18 位，按登记证书填写；村和内设机构没有的不填。")
    )
    vertical = forms.BooleanField(label=gettext_lazy("垂直管理（不计入本级汇总）"), required=False)


class RenameForm(forms.Form):
    """A new name from a day on."""

    name = line(Agency, "name", label=gettext_lazy("新的单位全称"))
    since = day(EFFECTIVE)


class ReclassifyForm(forms.Form):
    """Another kind or level from a day on."""

    kind = choice(gettext_lazy("类型"), Kind.choices)
    level = choice(gettext_lazy("层级"), Level.choices)
    vertical = forms.BooleanField(label=gettext_lazy("垂直管理（不计入本级汇总）"), required=False)
    since = day(EFFECTIVE)


class CreditCodeForm(forms.Form):
    """The code of the certificate."""

    credit_code = line(Agency, "credit_code", help_text=gettext_lazy("18 位，按登记证书填写。"))


class MoveForm(forms.Form):
    """Another superior from a day on."""

    parent = agency_choice(gettext_lazy("新的上级单位"))
    since = day(EFFECTIVE)


class MergeForm(forms.Form):
    """The successor, and the first day without the agency."""

    into = agency_choice(gettext_lazy("并入的单位"))
    since = day(gettext_lazy("撤并日期"), help_text=gettext_lazy("自这一天起单位不再存在。"))


class ContactsForm(forms.Form):
    """Codes and contacts; every field may stay empty."""

    since = day(EFFECTIVE)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in CONTACTS:
            if name == "duties":
                self.fields[name] = text(field_label(AgencyContacts, name))
            else:
                self.fields[name] = line(AgencyContacts, name, required=False)
        self.order_fields([*CONTACTS, "since"])


class GroupForm(forms.Form):
    """A leading or supervision group and the document that founded it."""

    kind = choice(gettext_lazy("类型"), GroupKind.choices)
    name = line(Group, "name")
    office_of = forms.ModelChoiceField(
        label=gettext_lazy("是哪个小组的办公室"), queryset=Group.objects.none(), required=False, error_messages=CHOSEN
    )
    since = day(gettext_lazy("成立日期"))
    document_title = line(Group, "document_title", required=False)
    document_number = line(Group, "document_number", required=False)
    document = UploadField(
        label=gettext_lazy("成立文件的扫描件"), required=False, help_text=gettext_lazy("PDF 或照片，不超过 20 MB。")
    )
    duties = text(gettext_lazy("职责"))
    phone = line(Group, "phone", required=False)
    shown = forms.BooleanField(label=gettext_lazy("对外公布小组和成员"), required=False)


class ShownForm(forms.Form):
    """Whether the public board names the group."""

    shown = forms.BooleanField(label=gettext_lazy("对外公布小组和成员"), required=False)


class EndForm(forms.Form):
    """The last day."""

    until = day(gettext_lazy("最后一天"))


class EndGroupForm(EndForm):
    """The last day, and why."""

    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200, error_messages=REQUIRED)


class _Person(forms.Form):
    """Somebody by name; where they work here, the person too."""

    person = forms.ChoiceField(
        label=gettext_lazy("系统内人员"),
        required=False,
        choices=(),
        help_text=gettext_lazy("本人在系统内有账号的请选择。"),
        error_messages=CHOSEN,
    )


class MemberForm(_Person):
    """A member of a group."""

    name = line(GroupMember, "name")
    post = line(GroupMember, "post", required=False)
    role = choice(gettext_lazy("组内职务"), MemberRole.choices)
    since = day(gettext_lazy("任职日期"))
    field_order = ("name", "person", "post", "role", "since")


class PostForm(forms.Form):
    """A post."""

    name = line(Post, "name", help_text=gettext_lazy("如公开专干、信息员。"))
    unit = line(Post, "unit", required=False)
    duties = text(gettext_lazy("职责"))
    full_time = forms.BooleanField(label=gettext_lazy("专职"), required=False)
    since = day(gettext_lazy("设立日期"))


class TakePostForm(_Person):
    """Who takes the post, and what the one before hands over."""

    name = line(PostHolding, "name", label=gettext_lazy("到岗人员姓名"))
    since = day(gettext_lazy("到岗日期"))
    handed_over = text(
        gettext_lazy("交接事项"), help_text=gettext_lazy("一行一项，如账号、台账、在办件；没有的写“无”。首次到岗可以不填。")
    )
    remarks = text(gettext_lazy("备注"))
    proof = UploadField(
        label=gettext_lazy("签字的交接单"), required=False, help_text=gettext_lazy("PDF 或照片，不超过 20 MB。")
    )
    field_order = ("name", "person", "since", "handed_over", "remarks", "proof")

    def clean_handed_over(self) -> list[str]:
        """The lines that say something."""
        return [one.strip() for one in self.cleaned_data["handed_over"].splitlines() if one.strip()]


class ResourceForm(forms.Form):
    """Something the agency puts into the work."""

    kind = choice(gettext_lazy("类型"), ResourceKind.choices)
    name = line(Resource, "name")
    quantity = forms.DecimalField(
        label=gettext_lazy("数量"),
        required=False,
        max_digits=12,
        decimal_places=2,
        error_messages={"invalid": gettext_lazy("请填写数字。")},
    )
    unit = line(Resource, "unit", required=False)
    amount = forms.DecimalField(
        label=gettext_lazy("金额（元）"),
        required=False,
        max_digits=14,
        decimal_places=2,
        error_messages={"invalid": gettext_lazy("请填写数字。")},
    )
    note = line(Resource, "note", required=False)
    since = day(gettext_lazy("自"))
    until = day(gettext_lazy("至"), required=False)
