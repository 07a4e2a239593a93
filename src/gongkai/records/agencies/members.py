"""Who reports to an agency: the list of expected annual reports out of the tree of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongkai.annual.rollup import Expected
from gongkai.annual.rollup import Kind as RollUpKind
from gongkai.annual.rollup.names import is_own
from gongkai.records.agencies.models import Agency, Kind, Level
from gongkai.records.agencies.selectors import Node, tree_on

_REPORTING = frozenset({Kind.GOVERNMENT, Kind.OFFICE, Kind.DEPARTMENT, Kind.ASSIGNED, Kind.AUTHORISED})
"""Kinds that report under article 49; villages, inner units and public enterprises do not."""


def members_of(agency: UUID, day: date, vertical: bool = False) -> list[Expected]:
    """The agencies whose annual reports the agency rolls up, as the tree of `day` had them, under their names of that day:
    what stands directly under it, in the order it was registered. For a year's reports ask with its 31 December.

    `vertical`: agencies led by their own ministry too (they report to it, and are outside a county's sums by default).
    Kinds: own (the agency's own office), department, township, vertical; None for governments that are no townships.
    [] where the agency did not exist that day. Five queries.
    """
    tree = tree_on(day)
    superior = tree.nodes.get(agency)
    if superior is None:
        return []
    children = [node for node in tree.children(agency) if node.kind in _REPORTING and (vertical or not node.vertical)]
    codes = dict(Agency.objects.filter(pk__in=[node.id for node in children]).values_list("pk", "credit_code"))
    return [Expected(node.name, _kind(node, superior), codes.get(node.id) or None) for node in children]


def end_of(year: int) -> date:
    """The day whose tree says who reports for a year."""
    return date(year, 12, 31)


def superiors_on(day: date) -> list[Node]:
    """The agencies that had somebody to roll up on a day, the highest first. Four queries."""
    tree = tree_on(day)
    above = {node.parent for node in tree.nodes.values() if node.kind in _REPORTING}
    found = [node for root in tree.roots for node in tree.below(root.id) if node.id in above]
    return sorted(found, key=lambda node: len(tree.path(node.id)))


@dataclass(frozen=True)
class Changes:
    """What became of an agency's members within a year; names of its end, of those that are gone their last ones."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]
    """Old name, new name."""


def changes_in(agency: UUID, year: int) -> Changes:
    """Members that came, left (dissolved, merged, under another superior) or changed their names in a year, against the end
    of the year before. Eight queries; nothing for an agency's own first year."""
    before, after = tree_on(end_of(year - 1)), tree_on(end_of(year))
    if agency not in before.nodes:
        return Changes((), (), ())
    then, now = ({node.id: node.name for node in tree.children(agency) if node.kind in _REPORTING} for tree in (before, after))
    return Changes(
        tuple(name for identity, name in now.items() if identity not in then),
        tuple(name for identity, name in then.items() if identity not in now),
        tuple((then[identity], name) for identity, name in now.items() if then.get(identity, name) != name),
    )


def _kind(node: Node, superior: Node) -> RollUpKind | None:
    if node.vertical:
        return "vertical"
    if is_own(node.name, superior.name):
        return "own"
    if node.kind in (Kind.GOVERNMENT, Kind.OFFICE):
        return "township" if node.level == Level.TOWNSHIP else None
    return "department"
