"""The tree of a day as the workbook that `planning.plan` reads, and the empty template."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from gongkai.records.agencies.importing.columns import COLUMNS, SHEET
from gongkai.records.agencies.models import Agency, AgencyContacts, Kind, Level
from gongkai.records.agencies.rules import CONTACTS
from gongkai.records.agencies.selectors import Tree, tree_on
from gongkai.records.base.sheets import workbook


def template() -> bytes:
    """The empty workbook: the columns, with a second sheet that says how to fill them in."""
    return workbook(COLUMNS, sheet=SHEET, notes=_notes())


def export(day: date, top: UUID | None = None, seen: Collection[UUID] | None = None) -> bytes:
    """The tree as it stood on a day, from `top` (the root) down; of the agencies in `seen` only, where it is given."""
    title = gettext("机构树（%(day)s）") % {"day": f"{day.year}年{day.month}月{day.day}日"}
    return workbook(COLUMNS, lines(day, top, seen), sheet=SHEET, title=title, notes=_notes())


def lines(day: date, top: UUID | None = None, seen: Collection[UUID] | None = None) -> Iterator[Mapping[str, Any]]:
    """The agencies of a day as lines of the workbook, superiors first. Six queries."""
    tree = tree_on(day)
    tops = [top] if top is not None else [node.id for node in tree.roots]
    own = {pk: (code, since) for pk, code, since in Agency.objects.values_list("id", "credit_code", "set_up_on")}
    rows = AgencyContacts.objects.filter(since__lte=day).order_by("agency_id", "since").values_list("agency_id", *CONTACTS)
    contacts = {agency: dict(zip(CONTACTS, values, strict=True)) for agency, *values in rows}
    count: dict[str, int] = {}
    for node in tree.nodes.values():
        count[node.name] = count.get(node.name, 0) + 1
    for start in tops:
        for node in tree.below(start):
            if seen is not None and node.id not in seen:
                continue
            code, since = own[node.id]
            yield {
                "name": node.name,
                "parent": _parent(tree, node.parent, count),
                "kind": Kind(node.kind).label,
                "level": Level(node.level).label,
                "vertical": node.vertical,
                "credit_code": code,
                "set_up_on": since.isoformat(),
                **contacts.get(node.id, {}),
            }


def _parent(tree: Tree, parent: UUID | None, count: Mapping[str, int]) -> str:
    """A superior's name; where several have it, with the name above it."""
    if parent is None:
        return ""
    path = [tree.nodes[step].name for step in tree.path(parent)]
    return path[0] if count[path[0]] == 1 or len(path) == 1 else f"{path[1]}/{path[0]}"


def _notes() -> list[str]:
    return [
        gettext("列的先后不限，可删去不用的列，也可增加自用的列（导入时不读）。"),
        gettext("有一行有误，整份文件都不导入；先预览，逐行改正后再导入。"),
        gettext("已登记且一致的单位自动跳过；与登记不一致的，请在该单位页面办理改名、调整隶属等事项，导入不改动已登记的内容。"),
    ]
