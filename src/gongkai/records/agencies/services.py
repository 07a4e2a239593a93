"""Acts on agencies: set up, rename, reclassify, move, merge; and opening a site.

Each takes effect on a day (`since`), which may lie in the past (the register is brought up to date) but not before the
agency was set up, and not in the future: what is announced is entered when it happens.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext

from gongkai.records.agencies.models import Agency, AgencyName, AgencyParent, AgencyStanding, Dated, Kind, Level, Site
from gongkai.records.agencies.policies import may_manage
from gongkai.records.agencies.rules import Fault, credit_code_fault, day_fault, name_fault
from gongkai.records.agencies.selectors import tree_on
from gongkai.records.base import clock
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound
from gongkai.records.base.log import chain


@act("agencies.register")
def register(
    step: Step,
    name: str,
    kind: Kind,
    level: Level,
    parent: UUID | None,
    since: date,
    credit_code: str = "",
    vertical: bool = False,
) -> dict[str, Any]:
    """Sets up an agency under `parent` on `since`; without a parent it is the root, and there is one root.
    `vertical`: it is led by its own ministry or department above (垂直管理)."""
    above = _seen(parent) if parent else None
    step.allow(may_manage, above)
    name, credit_code = name.strip(), credit_code.strip().upper()
    _check_name(step, name)
    _check_day(step, since)
    kind, level = Kind(kind), Level(level)
    if parent is None:
        lock_tree()
        step.require(
            not Agency.objects.filter(parent=None, ended_on=None).exists(),
            gettext("本系统已有最上级单位，一个系统只有一棵机构树；请选择上级单位后再登记。"),
            "second_root",
        )
    else:
        # The parent is held, so that it is not merged away at this moment; but the new agency is the act's record.
        above = _held(parent)
        _check_exists(step, above, since)
    _check(step, credit_code_fault(credit_code))
    step.require(
        not credit_code or not Agency.objects.filter(credit_code=credit_code).exists(),
        gettext("统一社会信用代码“%(code)s”已登记在另一单位名下，请核对。") % {"code": credit_code},
        "credit_code_used",
    )
    agency = step.create(
        Agency(
            credit_code=credit_code,
            set_up_on=since,
            name=name,
            kind=kind.value,
            level=level.value,
            vertical=vertical,
            parent=above,
        )
    )
    for row in first_rows(agency):
        step.add(row)
    step.log(registered(agency))
    return {"agency": agency.pk}


def first_rows(agency: Agency) -> tuple[AgencyName, AgencyStanding, AgencyParent]:
    """The dated rows of an agency that is new: what it is from the day it was set up on."""
    since = agency.set_up_on
    return (
        AgencyName(agency=agency, since=since, name=agency.name),
        AgencyStanding(agency=agency, since=since, kind=agency.kind, level=agency.level, vertical=agency.vertical),
        AgencyParent(agency=agency, since=since, parent_id=agency.parent_id),
    )


def registered(agency: Agency) -> dict[str, Any]:
    """What the log says of an agency that is new."""
    return {
        "name": agency.name,
        "kind": agency.kind,
        "level": agency.level,
        "vertical": agency.vertical,
        "parent": agency.parent_id,
        "since": agency.set_up_on,
        "code": agency.credit_code,
    }


@act("agencies.rename")
def rename(step: Step, agency: UUID, name: str, since: date) -> None:
    """The agency is called `name` from `since` on."""
    step.allow(may_manage, _seen(agency))
    held = step.lock(Agency, agency)
    _check_name(step, name := name.strip())
    _check_change(step, held, since, AgencyName)
    step.add(AgencyName(agency=held, since=since, name=name))
    if _is_latest(held, AgencyName, since):
        step.project(held, name=name)
    step.log({"name": name, "since": since})


@act("agencies.reclassify")
def reclassify(step: Step, agency: UUID, kind: Kind, level: Level, since: date, vertical: bool = False) -> None:
    """The agency is of this kind and level, led from above or not, from `since` on."""
    step.allow(may_manage, _seen(agency))
    held = step.lock(Agency, agency)
    kind, level = Kind(kind), Level(level)
    _check_change(step, held, since, AgencyStanding)
    step.add(AgencyStanding(agency=held, since=since, kind=kind.value, level=level.value, vertical=vertical))
    if _is_latest(held, AgencyStanding, since):
        step.project(held, kind=kind.value, level=level.value, vertical=vertical)
    step.log({"kind": kind.value, "level": level.value, "vertical": vertical, "since": since})


@act("agencies.move")
def move(step: Step, agency: UUID, parent: UUID, since: date) -> None:
    """The agency stands under `parent` from `since` on. The mover has to manage both where it was and where it comes."""
    lock_tree()
    step.allow(may_manage, _seen(agency))
    step.allow(may_manage, _seen(parent))
    held = step.lock(Agency, agency)
    above = step.lock(Agency, parent)
    step.require(held.parent_id is not None, gettext("最上级单位没有上级，不能移动。"), "root_moved")
    _check_change(step, held, since, AgencyParent)
    _check_exists(step, above, since)
    _check_no_circle(step, held, above, since)
    step.add(AgencyParent(agency=held, since=since, parent=above))
    if _is_latest(held, AgencyParent, since):
        step.project(held, parent=above)
    step.log({"parent": parent, "since": since})


@act("agencies.merge")
def merge(step: Step, agency: UUID, into: UUID, since: date) -> dict[str, Any]:
    """The agency is no more from `since` on; `into` is its successor, and takes over what stands under it."""
    lock_tree()
    step.allow(may_manage, _seen(agency))
    step.allow(may_manage, _seen(into))
    held = step.lock(Agency, agency)
    successor = step.lock(Agency, into)
    step.require(held.pk != successor.pk, gettext("不能并入本单位自身，请另选并入的单位。"), "merged_into_itself")
    step.require(held.parent_id is not None, gettext("最上级单位不能被撤并。"), "root_merged")
    _check_day(step, since)
    _check_exists(step, held, since)
    _check_exists(step, successor, since)
    step.require(
        not any(model._default_manager.filter(agency=held, since__gte=since).exists() for model in _DATED),
        gettext("“%(name)s”在该日或之后还有变更登记，撤并日期应晚于最后一次变更。") % {"name": held.name},
        "changes_after_end",
    )
    # Every change of the tree holds its lock, so nothing can come under the agency between this look and the end.
    children = list(Agency.objects.filter(Q(ended_on=None) | Q(ended_on__gt=since), parent=held).order_by("id"))
    left = {node.id for node in tree_on(since).children(held.pk)} - {child.pk for child in children}
    step.require(
        not left,
        gettext("有 %(count)s 个单位在该日仍隶属“%(name)s”、此后才移出，撤并日期应晚于其移出日期。")
        % {"count": len(left), "name": held.name},
        "child_left_after_end",
    )
    moved = []
    for child in children:
        below = step.lock(Agency, child.pk)
        step.require(
            not AgencyParent.objects.filter(agency=below, since__gte=since).exists() and below.set_up_on < since,
            gettext("下级单位“%(name)s”在该日或之后有隶属变更，请先核对其隶属关系。") % {"name": below.name},
            "child_changes_after_end",
        )
        to = successor if below.pk != successor.pk else held.parent
        step.add(AgencyParent(agency=below, since=since, parent=to))
        step.project(below, parent=to)
        step.log({"parent": to.pk if to else None, "since": since, "because": held.pk}, record=below)
        moved.append(below.pk)
    step.require(
        held.pk not in tree_on(since).path(successor.pk)[1:],
        gettext("并入的单位隶属于被撤并单位，请先调整其隶属关系。"),
        "merged_below_itself",
    )
    step.project(held, ended_on=since, successor=successor)
    step.log({"into": into, "since": since, "moved": moved})
    step.log({"took_over": agency, "since": since}, record=successor)
    return {"moved": moved}


@act("agencies.give_credit_code")
def give_credit_code(step: Step, agency: UUID, credit_code: str) -> None:
    """The agency's 统一社会信用代码, where none is registered yet or the one registered is wrong."""
    step.allow(may_manage, _seen(agency))
    held = step.lock(Agency, agency)
    code = credit_code.strip().upper()
    step.require(bool(code), gettext("请填写统一社会信用代码。"), "credit_code_invalid")
    _check(step, credit_code_fault(code))
    step.require(
        not Agency.objects.filter(credit_code=code).exclude(pk=agency).exists(),
        gettext("统一社会信用代码“%(code)s”已登记在另一单位名下，请核对。") % {"code": code},
        "credit_code_used",
    )
    before = held.credit_code
    step.project(held, credit_code=code)
    step.log({"code": code, "before": before})


@act("agencies.open_site")
def open_site(step: Step, root: UUID, host: str, site_name: str, site_id_code: str = "") -> dict[str, Any]:
    """A site for the agency `root` and what stands below it, under `host`."""
    step.allow(may_manage, _seen(root))
    agency = _held(root)
    site = Site(root=agency, host=host.strip().lower(), site_name=site_name.strip(), site_id_code=site_id_code.strip().lower())
    try:
        site.clean_fields(exclude=["id", "root"])
    except ValidationError as error:
        step.require(False, gettext("站点信息不完整或有误：%(why)s") % {"why": "；".join(error.messages)}, "site_invalid")
    step.require(
        not Site.objects.filter(host=site.host).exists(),
        gettext("主机名“%(host)s”已用于另一站点。") % {"host": site.host},
        "host_used",
    )
    step.create(site)
    step.log({"root": root, "host": site.host, "name": site.site_name, "code": site.site_id_code})
    return {"site": site.pk}


_DATED: tuple[type[Dated], ...] = (AgencyName, AgencyStanding, AgencyParent)
_TREE = UUID(int=0)


def lock_tree() -> None:
    """Acts that look at the shape of the tree go one after another."""
    chain.lock_key("agencies.tree", _TREE)


def _seen(agency: UUID) -> Agency:
    found = Agency.objects.filter(pk=agency).first()
    if found is None:
        raise NotFound(gettext("找不到该单位，请返回机构列表重新选择。"))
    return found


def _held(agency: UUID) -> Agency:
    return Agency.objects.select_for_update().get(pk=agency)


def _check(step: Step, fault: Fault | None) -> None:
    if fault is not None:
        step.require(False, *fault)


def _check_name(step: Step, name: str) -> None:
    _check(step, name_fault(name))


def _check_day(step: Step, since: date) -> None:
    _check(step, day_fault(since, clock.today()))


def _check_exists(step: Step, agency: Agency, day: date) -> None:
    step.require(
        agency.set_up_on <= day and (agency.ended_on is None or agency.ended_on > day),
        gettext("“%(name)s”在 %(day)s 不存在，请核对单位和日期。") % {"name": agency.name, "day": day.isoformat()},
        "agency_not_there",
    )


def _check_change(step: Step, agency: Agency, since: date, model: type[Dated]) -> None:
    _check_day(step, since)
    _check_exists(step, agency, since)
    step.require(
        not model._default_manager.filter(agency=agency, since=since).exists(),
        gettext("“%(name)s”在该日已有同类变更登记，请核对日期。") % {"name": agency.name},
        "changed_that_day",
    )


def _check_no_circle(step: Step, agency: Agency, above: Agency, since: date) -> None:
    """On no day from `since` until the agency's next move may it stand above its new parent."""
    following = AgencyParent.objects.filter(agency=agency, since__gt=since).order_by("since").first()
    changes = AgencyParent.objects.filter(since__gt=since)
    if following:
        changes = changes.filter(since__lt=following.since)
    for day in [since, *changes.order_by("since").values_list("since", flat=True).distinct()]:
        step.require(
            agency.pk not in tree_on(day).path(above.pk),
            gettext("“%(above)s”隶属于“%(name)s”，不能作为其上级。") % {"above": above.name, "name": agency.name},
            "circle",
        )


def _is_latest(agency: Agency, model: type[Dated], since: date) -> bool:
    return not model._default_manager.filter(agency=agency, since__gt=since).exists()
