"""Act forms of doors and items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.desk.forms import ActScreen
from gongkai.desk.here import Here
from gongkai.desk.incoming.views import to_doors, to_items
from gongkai.records.agencies.models import Agency
from gongkai.records.base.acts import Done
from gongkai.records.base.errors import Refused
from gongkai.records.incoming import services
from gongkai.records.incoming.models import IncomingItem
from gongkai.records.incoming.selectors import item_for, open_door_of, village_for


class AnswerForm(forms.Form):
    """What the village is told."""

    answer = forms.CharField(label=gettext_lazy("处理意见"), max_length=services.LONGEST, required=False)


class WhyForm(forms.Form):
    """Why an item is not used."""

    answer = forms.CharField(
        label=gettext_lazy("不采用的原因"), max_length=services.LONGEST, help_text=gettext_lazy("如“照片看不清，请重拍”。")
    )


class ReasonForm(forms.Form):
    """Why a door is closed."""

    reason = forms.CharField(label=gettext_lazy("停用原因"), max_length=200)


class OfItem(ActScreen):
    """What the forms about an item share."""

    help_topic = "incoming"

    def load(self, here: Here, **address: Any) -> IncomingItem:
        return item_for(here.user, address["identity"])

    def next(self, here: Here, subject: IncomingItem, done: Done) -> str:
        return reverse("desk:incoming")

    def crumbs(self, here: Here, subject: IncomingItem) -> Sequence[tuple[str, str]]:
        return [to_items(), (subject.about, reverse("desk:incoming-item", args=[subject.pk]))]


class Take(OfItem):
    name, title, form = "incoming.take", gettext_lazy("采用"), AnswerForm
    why = gettext_lazy("采用后，这件来件不再提醒。对外公开仍要按程序审核。")
    submit, done = gettext_lazy("采用"), gettext_lazy("已采用。")

    def act(self, here: Here, subject: IncomingItem, data: dict[str, Any], **call: Any) -> Done:
        return services.take(subject.pk, data["answer"], **call)


class Decline(OfItem):
    name, title, form = "incoming.decline", gettext_lazy("不采用"), WhyForm
    submit, done = gettext_lazy("不采用"), gettext_lazy("已登记不采用。")

    def act(self, here: Here, subject: IncomingItem, data: dict[str, Any], **call: Any) -> Done:
        return services.decline(subject.pk, data["answer"], **call)


class OfDoor(ActScreen):
    """What the forms about a village's door share."""

    versioned, help_topic = False, "incoming"

    def load(self, here: Here, **address: Any) -> Agency:
        return village_for(here.user, address["agency"])

    def next(self, here: Here, subject: Agency, done: Done) -> str:
        return reverse("desk:door", args=[subject.pk])

    def crumbs(self, here: Here, subject: Agency) -> Sequence[tuple[str, str]]:
        return [to_items(), to_doors(), (subject.name, reverse("desk:door", args=[subject.pk]))]


class Open(OfDoor):
    name, title, form = "incoming.open_door", gettext_lazy("开放或更换二维码"), forms.Form
    why = gettext_lazy("生成一个新的二维码。原来的二维码（如有）立即失效，请重新打印海报并换下旧的。")
    submit, done, keeps_draft = gettext_lazy("生成二维码"), gettext_lazy("新的二维码已生成，请打印海报。"), False

    def act(self, here: Here, subject: Agency, data: dict[str, Any], **call: Any) -> Done:
        call.pop("expected_version")
        return services.open_door(subject.pk, **call)


class Close(OfDoor):
    name, title, form = "incoming.close_door", gettext_lazy("停用二维码"), ReasonForm
    why = gettext_lazy("停用后扫码不能再交；以前交来的都保留。")
    submit, done, danger = gettext_lazy("停用"), gettext_lazy("二维码已停用。"), True

    def act(self, here: Here, subject: Agency, data: dict[str, Any], **call: Any) -> Done:
        call.pop("expected_version")
        door = open_door_of(subject)
        if door is None:
            raise Refused(gettext("该入口已经停用。"), "door_closed")
        return services.close_door(door.pk, data["reason"], **call)
