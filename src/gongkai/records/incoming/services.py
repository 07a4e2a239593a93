"""Acts on doors and on what comes in through them: open, close, receive, take, decline."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from gongkai.law import standard
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.accounts.selectors import holders
from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import PARTS, place_of
from gongkai.records.base import clock
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from gongkai.records.base.files.store import Written
from gongkai.records.base.log import chain
from gongkai.records.base.tasks import services as tasks
from gongkai.records.incoming.models import Door, IncomingItem, IncomingPhoto, IncomingState
from gongkai.records.incoming.policies import may_handle, may_send
from gongkai.records.incoming.selectors import is_open, open_door_of

TASK = "incoming.handle"
MOST_PHOTOS = 9
LONGEST = 200
PHOTO_TYPE = "image/jpeg"
MOST_AN_HOUR, MOST_A_DAY = 30, 120
"""Items through one door: a village that publishes everything at once has fewer, a stranger with the address soon has more."""


@act("incoming.open_door")
def open_door(step: Step, agency: UUID) -> dict[str, Any]:
    """A new address for a village or an inner unit. The one before is closed at once: a poster that was lost opens nothing."""
    place = _agency(agency)
    step.allow(may_handle, place)
    step.require(place.kind in PARTS, gettext("只为村（居）和内设机构设置扫码入口。"), "no_village")
    step.require(place.ended_on is None, gettext("“%(name)s”已撤并，不能设置入口。") % {"name": place.name}, "agency_ended")
    chain.lock_key("incoming.doors", place.pk)
    before = _close_open(step, place)
    door = step.create(Door(agency=place, since=clock.today(), token=secrets.token_urlsafe(24)))
    step.log({"agency": place.pk, "replaces": before})
    return {"door": door.pk}


@act("incoming.close_door")
def close_door(step: Step, door: UUID, reason: str) -> None:
    """The address leads nowhere from now on; what came through it stays."""
    found = Door.objects.select_related("agency").filter(pk=door).first()
    if found is None:
        raise NotFound(gettext("找不到该入口，请返回列表重新选择。"))
    step.allow(may_handle, found.agency)
    held = step.lock(Door, door)
    step.require(is_open(found), gettext("该入口已经停用。"), "door_closed")
    step.require(bool(reason.strip()), gettext("请写明停用原因。"), "reason_missing")
    step.project(held, until=clock.today() - timedelta(days=1))
    step.log({"closed": reason.strip()[:200]})


@act("incoming.receive")
def receive(step: Step, door: UUID, about: str, place: str, photos: Sequence[Written]) -> dict[str, Any]:
    """What somebody leaves behind a door: what it is about, where it was put up, photos (cleaned JPEGs in the store). A task
    for those who handle it; internal until an officer uses it."""
    found = Door.objects.select_related("agency").filter(pk=door).first()
    step.allow(may_send, found)
    held = step.lock(Door, door)
    held.agency = _agency(held.agency_id)
    step.require(is_open(held), gettext("这个二维码已停用，请向乡镇（街道）索取新的二维码。"), "door_closed")
    about, place = " ".join(about.split()), " ".join(place.split())
    step.require(len(about) > 0, gettext("请填写公开内容，例如“2026年一季度村级财务”。"), "about_missing")
    step.require(len(about) <= LONGEST, gettext("公开内容不超过 200 字，请写短一些。"), "about_long")
    step.require(len(place) <= LONGEST, gettext("公开地点或说明不超过 200 字，请写短一些。"), "place_long")
    step.require(len(photos) > 0, gettext("请至少拍一张或选一张照片。"), "photo_missing")
    step.require(len(photos) <= MOST_PHOTOS, gettext("一次最多交 9 张照片，其余的请再交一次。"), "photos_many")
    step.require(
        all(photo.file_class == FileClass.INTERNAL for photo in photos), gettext("照片没有存好，请重新选择。"), "photo_class"
    )
    now = clock.now()
    for hours, most in ((1, MOST_AN_HOUR), (24, MOST_A_DAY)):
        step.require(
            held.items.filter(received_at__gt=now - timedelta(hours=hours)).count() < most,
            gettext("这个二维码短时间内交来的太多，暂时收不了。请过一小时再交；着急的请给乡镇（街道）打电话。"),
            "too_many",
        )
    item = step.create(IncomingItem(door=held, agency=held.agency, about=about, place=place, received_at=now))
    step.add_all(
        [
            IncomingPhoto(item=item, position=position, file=files.keep(photo, PHOTO_TYPE))
            for position, photo in enumerate(photos, 1)
        ]
    )
    law, today = standard(), clock.today()
    due = law.calendar.add_workdays(today, law.get("publication.publish.workdays", on=today)).date
    reason = gettext("%(village)s交来：%(about)s") % {"village": held.agency.name, "about": about}
    for person in handlers(held.agency):
        tasks.open_task(item, person, TASK, reason[:200], due)
    # What a stranger typed may name people: the log keeps that something came, not what it said.
    step.log({"item": item.pk, "photos": len(photos)})
    step.log({"door": held.pk, "agency": held.agency.pk, "photos": len(photos)}, record=item)
    return {"item": item.pk}


@act("incoming.take")
def take(step: Step, item: UUID, answer: str = "") -> None:
    """The item is used: an officer will publish it, or has."""
    _answer(step, item, IncomingState.TAKEN, answer)


@act("incoming.decline")
def decline(step: Step, item: UUID, answer: str) -> None:
    """The item is not used; the answer says why."""
    _answer(step, item, IncomingState.DECLINED, answer)


def handlers(agency: Agency) -> list[User]:
    """Who is told of an item: officers and liaisons of the agency's place; where there is none, the supervisors above."""
    place = place_of(agency)
    people = {person.pk: person for role in (Role.OFFICER, Role.LIAISON) for person in holders(role, place.own)} or {
        person.pk: person for person in holders(Role.SUPERVISOR, (*place.own, *place.above))
    }
    return list(people.values())


def _answer(step: Step, item: UUID, state: IncomingState, answer: str) -> None:
    found = IncomingItem.objects.select_related("agency").filter(pk=item).first()
    if found is None:
        raise NotFound(gettext("找不到该来件，请返回来件列表重新选择。"))
    step.allow(may_handle, found.agency)
    held = step.lock(IncomingItem, item)
    answer = " ".join(answer.split())
    step.require(
        held.state == IncomingState.NEW,
        gettext("该来件已处理（%(state)s）。") % {"state": IncomingState(held.state).label},
        "handled_already",
    )
    step.require(
        state is IncomingState.TAKEN or bool(answer), gettext("不采用的，请写明原因，便于告知对方。"), "answer_missing"
    )
    step.require(len(answer) <= LONGEST, gettext("处理意见不超过 200 字。"), "answer_long")
    step.project(held, state=state.value, answer=answer)
    tasks.close(held, step.actor, TASK)
    step.log({"state": state.value})


def _close_open(step: Step, agency: Agency) -> UUID | None:
    before = open_door_of(agency)
    if before is None:
        return None
    # The last day it holds, both ends included, is the day before: from now on it holds no more.
    step.project(before, until=clock.today() - timedelta(days=1))
    return before.pk


def _agency(agency: UUID) -> Agency:
    found = Agency.objects.filter(pk=agency).first()
    if found is None:
        raise NotFound(gettext("找不到该单位，请返回机构列表重新选择。"))
    return found
