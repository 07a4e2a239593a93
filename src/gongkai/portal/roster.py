"""Who must report, out of this installation's tree of agencies: offered where there is a tree, shown before it is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from gongkai.annual.rollup import KIND_NAMES, Expected
from gongkai.annual.rollup.names import is_superior
from gongkai.records.agencies.members import Changes, changes_in, end_of, members_of, superiors_on
from gongkai.records.agencies.selectors import Node
from gongkai.records.base.errors import Refused


@dataclass(frozen=True, slots=True)
class Taken:
    """The list of a superior's members at the end of a year, and what is said of it."""

    superior: str
    expected: list[Expected]
    said: str
    changed: list[str]


def superiors(year: int | None) -> list[Node]:
    """The agencies of the tree that rolled others up at the end of the year; [] where there is no tree."""
    return superiors_on(end_of(year)) if year is not None else []


def likely(found: Iterable[Node], agency: str) -> UUID | None:
    """Which of them is the one the roll-up is for."""
    return next((node.id for node in found if agency and is_superior(node.name, agency)), None)


def take(superior: str, year: int | None) -> Taken:
    """The members of an agency (its id as text) at the end of the year, organs of state systems too: whether those count
    is said elsewhere. Raises Refused with a sentence."""
    if year is None:
        raise Refused(_("请选汇总哪一年度，再取名单。"))
    node = next((node for node in superiors(year) if str(node.id) == superior), None)
    if node is None:
        said = _("%(year)d 年底的机构树里，所选的上级机关没有应当报送年报的单位。请另选上级机关或年度。")
        raise Refused(said % {"year": year})
    expected = members_of(node.id, end_of(year), vertical=True)
    return Taken(node.name, expected, _counted(node.name, year, expected), _said(changes_in(node.id, year)))


def _counted(superior: str, year: int, expected: list[Expected]) -> str:
    kinds = Counter(one.kind for one in expected)
    parts = [f"{label} {kinds[kind]}" for kind, label in KIND_NAMES.items() if kinds[kind]]
    if kinds[None]:
        parts.append(_("其他 %(n)d") % {"n": kinds[None]})
    words = {"superior": superior, "year": year, "n": len(expected), "kinds": "、".join(parts)}
    return _("已从机构树取得“%(superior)s”%(year)d 年底的应报单位 %(n)d 个（%(kinds)s）。请核对、增删后再汇总。") % words


def _said(changes: Changes) -> list[str]:
    """What changed within the year, a line each."""
    lines = [_("“%(before)s”年内改名为“%(after)s”。") % {"before": a, "after": b} for a, b in changes.renamed]
    lines += [_("“%(name)s”年内撤并或划出，不在名单上。") % {"name": name} for name in changes.gone]
    lines += [_("“%(name)s”年内新设或划入，已在名单上。") % {"name": name} for name in changes.new]
    return lines
