"""Acts on what an agency is made of: contacts, groups and members, posts and hand-over, resources.

Who edits the organisation of an agency does so at it; nothing is overwritten or deleted, only dated and ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext

from gongkai.records.agencies.models import (
    Agency,
    AgencyContacts,
    Group,
    GroupKind,
    GroupMember,
    Held,
    MemberRole,
    Post,
    PostHolding,
    Resource,
    ResourceKind,
)
from gongkai.records.agencies.policies import may_edit_organisation
from gongkai.records.agencies.rules import CONTACTS, contact_faults
from gongkai.records.base import clock
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound
from gongkai.records.base.files import services as files
from gongkai.records.base.files.store import Written


@act("agencies.set_contacts")
def set_contacts(step: Step, agency: UUID, values: Mapping[str, str], since: date) -> dict[str, Any]:
    """Codes and contacts of the agency from `since` on: a whole new row, what is not given stays as it was."""
    place = _agency(step, agency)
    unknown = set(values) - set(CONTACTS)
    step.require(not unknown, gettext("没有“%(what)s”这一项。") % {"what": "、".join(sorted(unknown))}, "field_unknown")
    _check_since(step, place, since)
    before = place.contacts.filter(since__lte=since).order_by("-since").first()
    now = {name: getattr(before, name) if before else "" for name in CONTACTS}
    now.update({name: value.strip() for name, value in values.items()})
    _check_contacts(step, now)
    step.require(
        not place.contacts.filter(since__gt=since).exists(),
        gettext("“%(name)s”在该日之后还有信息变更登记，请从最近一次变更之后填写。") % {"name": place.name},
        "later_row",
    )
    same_day = place.contacts.filter(since=since).first()
    if same_day is not None:
        step.project(same_day, **now)
    else:
        step.add(AgencyContacts(agency=place, since=since, **now))
    changed = [name for name in CONTACTS if not before or now[name] != getattr(before, name)]
    step.log({"since": since, "changed": changed})
    return {"changed": changed}


@act("agencies.found_group")
def found_group(
    step: Step,
    agency: UUID,
    kind: GroupKind,
    name: str,
    since: date,
    document_title: str = "",
    document_number: str = "",
    document: Written | None = None,
    document_type: str = "",
    duties: str = "",
    phone: str = "",
    office_of: UUID | None = None,
    shown: bool = False,
) -> dict[str, Any]:
    """A leading or supervision group, or the office of one, with the document that founded it."""
    place = _agency(step, agency)
    _check_text(step, Group, name=name, document_title=document_title, document_number=document_number, phone=phone)
    step.require(bool(name.strip()), gettext("请填写小组名称。"), "name_missing")
    _check_since(step, place, since)
    of = None
    if office_of is not None:
        of = Group.objects.filter(pk=office_of, agency=place).first()
        step.require(of is not None, gettext("找不到所属的领导小组，请重新选择。"), "group_missing")
    group = step.create(
        Group(
            agency=place,
            kind=GroupKind(kind).value,
            name=name.strip(),
            since=since,
            office_of=of,
            document_title=document_title.strip(),
            document_number=document_number.strip(),
            document=files.keep(document, document_type) if document else None,
            duties=duties.strip(),
            phone=phone.strip(),
            shown=shown,
        )
    )
    step.log({"kind": group.kind, "name": group.name, "since": since})
    return {"group": group.pk}


@act("agencies.show_group")
def show_group(step: Step, group: UUID, shown: bool) -> None:
    """Whether the public board names the group and its members."""
    held = _held_by_agency(step, Group, group)
    step.project(held, shown=shown)
    step.log({"shown": shown})


@act("agencies.end_group")
def end_group(step: Step, group: UUID, until: date, reason: str) -> None:
    """The group is no more after `until`; its members' time ends with it."""
    held = _held_by_agency(step, Group, group)
    _end(step, held, until)
    for member in held.members.filter(models.Q(until=None) | models.Q(until__gt=until), since__lte=until):
        step.project(member, until=until)
    step.log({"until": until, "reason": reason.strip()})


@act("agencies.add_member")
def add_member(
    step: Step, group: UUID, name: str, role: MemberRole, since: date, post: str = "", person: str = ""
) -> dict[str, Any]:
    """Somebody in the group from `since` on. `person` is their actor key where they work here."""
    held = _held_by_agency(step, Group, group)
    _check_text(step, GroupMember, name=name, post=post)
    step.require(bool(name.strip()), gettext("请填写成员姓名。"), "name_missing")
    step.require(held.holds_on(since), gettext("该日小组还没有成立或已经撤销，请核对日期。"), "group_not_there")
    role = MemberRole(role)
    if role is MemberRole.HEAD:
        step.require(
            not held.members.filter(role=role.value).filter(models.Q(until=None) | models.Q(until__gte=since)).exists(),
            gettext("小组已有组长，请先为现任组长填写离任日期。"),
            "second_head",
        )
    member = step.add(
        GroupMember(group=held, name=name.strip(), post=post.strip(), role=role.value, since=since, person=person)
    )
    step.log({"member": member.pk, "role": role.value, "since": since})
    return {"member": member.pk}


@act("agencies.end_member")
def end_member(step: Step, member: UUID, until: date) -> None:
    """The member leaves the group after `until`."""
    found = GroupMember.objects.filter(pk=member).first()
    if found is None:
        raise NotFound(gettext("找不到该成员，请刷新页面。"))
    _held_by_agency(step, Group, found.group_id)
    row = GroupMember.objects.select_for_update().get(pk=member)
    _end(step, row, until)
    step.log({"member": member, "until": until})


@act("agencies.set_up_post")
def set_up_post(
    step: Step, agency: UUID, name: str, since: date, unit: str = "", duties: str = "", full_time: bool = False
) -> dict[str, Any]:
    """A post for the work of disclosure."""
    place = _agency(step, agency)
    _check_text(step, Post, name=name, unit=unit)
    step.require(bool(name.strip()), gettext("请填写岗位名称。"), "name_missing")
    _check_since(step, place, since)
    post = step.create(
        Post(agency=place, name=name.strip(), unit=unit.strip(), duties=duties.strip(), full_time=full_time, since=since)
    )
    step.log({"name": post.name, "unit": post.unit, "full_time": full_time, "since": since})
    return {"post": post.pk}


@act("agencies.take_post")
def take_post(
    step: Step,
    post: UUID,
    name: str,
    since: date,
    person: str = "",
    handed_over: Sequence[str] = (),
    remarks: str = "",
    proof: Written | None = None,
    proof_type: str = "",
) -> dict[str, Any]:
    """Somebody takes the post on `since`; who had it leaves the day before, and hands over the things listed."""
    held = _held_by_agency(step, Post, post)
    _check_text(step, PostHolding, name=name)
    step.require(bool(name.strip()), gettext("请填写姓名。"), "name_missing")
    step.require(held.holds_on(since), gettext("该日岗位还没有设立或已经撤销，请核对日期。"), "post_not_there")
    step.require(since <= clock.today(), gettext("到岗日期不能晚于今天，请到岗后登记。"), "since_in_future")
    before = held.holdings.filter(since__lte=since).filter(models.Q(until=None) | models.Q(until__gte=since)).first()
    if before is not None:
        step.require(
            before.since < since,
            gettext("“%(name)s”当日已到岗，接任日期应晚于其到岗日期。") % {"name": before.name},
            "taken_that_day",
        )
        step.require(bool(handed_over), gettext("请列出交接事项（如账号、台账、在办件），没有的写“无”。"), "handover_missing")
        step.project(
            before,
            until=date.fromordinal(since.toordinal() - 1),
            handed_over=[item.strip() for item in handed_over if item.strip()],
            remarks=remarks.strip(),
            proof=files.keep(proof, proof_type) if proof else None,
        )
    holding = step.add(PostHolding(post=held, name=name.strip(), person=person, since=since))
    step.log({"holding": holding.pk, "since": since, "handed_over": len(handed_over)})
    return {"holding": holding.pk}


@act("agencies.end_post")
def end_post(step: Step, post: UUID, until: date) -> None:
    """The post is no more after `until`."""
    held = _held_by_agency(step, Post, post)
    _end(step, held, until)
    for holding in held.holdings.filter(until=None):
        step.project(holding, until=until)
    step.log({"until": until})


@act("agencies.add_resource")
def add_resource(
    step: Step,
    agency: UUID,
    kind: ResourceKind,
    name: str,
    since: date,
    quantity: Decimal | None = None,
    unit: str = "",
    amount: Decimal | None = None,
    note: str = "",
    until: date | None = None,
) -> dict[str, Any]:
    """Staff, funds, equipment or a place for the work; `amount` in yuan."""
    place = _agency(step, agency)
    _check_text(step, Resource, name=name, unit=unit, note=note)
    step.require(bool(name.strip()), gettext("请填写名称。"), "name_missing")
    step.require(until is None or until >= since, gettext("结束日期不能早于开始日期。"), "dates_reversed")
    for value, label in ((quantity, gettext("数量")), (amount, gettext("金额"))):
        step.require(
            value is None or 0 <= value < Decimal(10) ** 10,
            gettext("%(label)s应为不小于 0 的数。") % {"label": label},
            "number_invalid",
        )
    resource = step.create(
        Resource(
            agency=place,
            kind=ResourceKind(kind).value,
            name=name.strip(),
            since=since,
            until=until,
            quantity=quantity,
            unit=unit.strip(),
            amount=amount,
            note=note.strip(),
        )
    )
    step.log({"kind": resource.kind, "name": resource.name, "since": since})
    return {"resource": resource.pk}


@act("agencies.end_resource")
def end_resource(step: Step, resource: UUID, until: date) -> None:
    """The resource is there no more after `until`."""
    held = _held_by_agency(step, Resource, resource)
    _end(step, held, until)
    step.log({"until": until})


def _agency(step: Step, agency: UUID) -> Agency:
    found = Agency.objects.filter(pk=agency).first()
    if found is None:
        raise NotFound(gettext("找不到该单位，请返回机构列表重新选择。"))
    step.allow(may_edit_organisation, found)
    return step.lock(Agency, agency)


def _held_by_agency(step: Step, model: type[Any], record: UUID) -> Any:
    found = model._default_manager.select_related("agency").filter(pk=record).first()
    if found is None:
        raise NotFound(gettext("找不到该记录，请刷新页面。"))
    step.allow(may_edit_organisation, found.agency)
    return step.lock(model, record)


def _check_since(step: Step, agency: Agency, since: date) -> None:
    step.require(since <= clock.today(), gettext("生效日期不能晚于今天，请在变更生效后登记。"), "since_in_future")
    step.require(
        agency.set_up_on <= since and (agency.ended_on is None or agency.ended_on > since),
        gettext("“%(name)s”在 %(day)s 不存在，请核对单位和日期。") % {"name": agency.name, "day": since.isoformat()},
        "agency_not_there",
    )


def _end(step: Step, row: Held, until: date) -> None:
    step.require(row.since <= until, gettext("结束日期不能早于开始日期。"), "dates_reversed")
    step.require(row.until is None or until < row.until, gettext("该记录已在更早的日期结束。"), "already_ended")
    step.project(row, until=until)


def _check_text(step: Step, model: type[models.Model], **values: str) -> None:
    for name, value in values.items():
        field = model._meta.get_field(name)
        most = getattr(field, "max_length", None) or 0
        step.require(
            len(value.strip()) <= most,
            gettext("“%(field)s”不超过 %(most)d 字。") % {"field": getattr(field, "verbose_name", name), "most": most},
            "too_long",
        )


def _check_contacts(step: Step, values: Mapping[str, str]) -> None:
    for _, message, code in contact_faults(values):
        step.require(False, message, code)
