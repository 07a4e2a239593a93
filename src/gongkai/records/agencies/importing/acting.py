"""The act that brings a whole tree in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from gongkai.records.agencies.importing.planning import NewAgency, Plan, plan_lines
from gongkai.records.agencies.models import Agency, AgencyContacts
from gongkai.records.agencies.policies import may_manage
from gongkai.records.agencies.rules import CONTACTS
from gongkai.records.agencies.services import first_rows, lock_tree, registered
from gongkai.records.base.acts import Step, act
from gongkai.records.base.sheets import Line


def as_rows(plan: Plan) -> list[dict[str, Any]]:
    """The lines of a plan as plain JSON, for a form that comes back: the argument of the act."""
    return [{"number": line.number, "values": {k: v for k, v in line.values.items() if v}} for line in plan.lines]


@act("agencies.import_tree")
def import_tree(
    step: Step, rows: Sequence[Mapping[str, Any]], set_up_on: date, file: str = "", sha256: str = ""
) -> dict[str, Any]:
    """All agencies of a file at once, or none. `rows`: as `as_rows` gives them; they are planned again under the lock of the
    tree, and a row that is bad by now refuses the whole. `file`, `sha256`: what they were read from, for the log.

    Who imports has to manage every registered agency under which a row stands; a new root only the operator may bring.
    The act's record is that agency (of several the root; of a new tree its root).
    """
    lock_tree()
    lines = [Line(int(row["number"]), {str(k): str(v) for k, v in row["values"].items()}) for row in rows]
    planned = plan_lines(lines, set_up_on)
    root = Agency.objects.filter(parent=None, ended_on=None).first()
    under = list(Agency.objects.filter(pk__in=superiors(planned)).order_by("id"))
    places: list[Agency | None] = [*under] or [root]
    for place in places:
        step.allow(may_manage, place)
    at = places[0] if len(places) == 1 else root
    held = step.lock(Agency, at.pk) if at is not None else None
    step.require(not planned.problems, _first(planned), "rows_bad")
    step.require(
        bool(planned.new), gettext("文件中的 %(count)d 个单位都已登记，没有新增。") % {"count": len(lines)}, "nothing_new"
    )
    made = _made(planned.new)
    agencies = list(made.values())
    step.create_all(agencies, [{**registered(agency), "row": number} for number, agency in made.items()])
    names, standings, parents = zip(*(first_rows(agency) for agency in agencies), strict=True)
    step.add_all(names)
    step.add_all(standings)
    step.add_all(parents)
    step.add_all(list(_contacts(planned.new, made)))
    if held is not None:
        step.log({"imported": len(agencies), "equal": len(planned.equal), "file": file, "sha256": sha256})
    return {"made": len(agencies), "equal": len(planned.equal), "root": None if held is not None else agencies[0].pk}


def _first(planned: Plan) -> str:
    if not planned.problems:
        return ""
    first = planned.problems[0].sentence()
    more = len(planned.problems) - 1
    return first + (gettext("（另有 %(more)d 处，请返回预览逐一改正）") % {"more": more} if more else "")


def _made(rows: Sequence[NewAgency]) -> dict[int, Agency]:
    """Row number → its agency, superiors first, so that ids follow the order of the tree."""
    made: dict[int, Agency] = {}
    for row in rows:
        parent = made[row.parent].pk if isinstance(row.parent, int) else row.parent
        made[row.number] = Agency(
            credit_code=row.credit_code,
            set_up_on=row.set_up_on,
            name=row.name,
            kind=row.kind.value,
            level=row.level.value,
            vertical=row.vertical,
            parent_id=parent,
        )
    return made


def _contacts(rows: Sequence[NewAgency], made: Mapping[int, Agency]) -> Iterable[AgencyContacts]:
    for row in rows:
        if row.contacts:
            values = {name: row.contacts.get(name, "") for name in CONTACTS}
            yield AgencyContacts(agency=made[row.number], since=row.set_up_on, **values)


def superiors(plan: Plan) -> set[UUID]:
    """The registered agencies under which new rows stand."""
    return {row.parent for row in plan.new if isinstance(row.parent, UUID)}
