"""The identities of a form laid out cell by cell: what the formulas of a workbook sum and compare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gongkai.annual.forms import Identity, Table, form
from gongkai.annual.report import AnnualReport, Number
from gongkai.annual.write.sheet.places import Cell

TOLERANCE = 1e-6
"""Sums of decimals differ by less only through floating point."""
_PREVIOUS = "previous."
_REMARK = re.compile(r"(?<=[^）])（.*")
_MOST_TERMS = 3
_LONGEST = 22


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an identity: cells added, cells taken off, and last year's cell that is added, if there is one."""

    plus: tuple[Cell, ...]
    minus: tuple[Cell, ...] = ()
    previous: Cell | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """An identity at one place: a column, or a row. `place` names it."""

    place: str
    left: Side
    right: Side

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells of this year's table it speaks of."""
        return self.left.plus + self.left.minus + self.right.plus + self.right.minus


@dataclass(frozen=True, slots=True)
class Check:
    """An identity with all its places. `words` say it: “甲 + 乙 = 丙”."""

    identity: Identity
    words: str
    instances: tuple[Instance, ...]

    @property
    def needs_previous(self) -> bool:
        """Whether last year's figures belong to it."""
        return self.identity.scope == "previous_year"


@cache
def checks(form_name: str, table: str) -> tuple[Check, ...]:
    """All identities of a table, in the order of the form."""
    definition = form(form_name).tables[table]
    return tuple(_check(definition, identity) for identity in definition.identities)


@cache
def totals(form_name: str, table: str) -> dict[Cell, tuple[Cell, ...]]:
    """Every cell that an identity defines as a sum → its parts."""
    out: dict[Cell, tuple[Cell, ...]] = {}
    for check in checks(form_name, table):
        if check.needs_previous or check.identity.relation != "equal":
            continue
        for instance in check.instances:
            if len(instance.right.plus) == 1 and not instance.left.minus:
                out[instance.right.plus[0]] = instance.left.plus
    return out


def side_sum(report: AnnualReport, table: str, side: Side) -> Number:
    """A side of an identity out of a report; blank and absent count as 0. Last year's cell is left out."""
    cells = report.tables.get(table, {})
    value = lambda cell: cells.get(cell[0], {}).get(cell[1]) or 0  # noqa: E731
    return sum(value(cell) for cell in side.plus) - sum(value(cell) for cell in side.minus)


def holds(left: Number, right: Number, relation: str) -> bool:
    """Whether the two sides stand in the relation, floating point forgiven."""
    return left <= right + TOLERANCE if relation == "at_most" else abs(left - right) <= TOLERANCE


def _check(table: Table, identity: Identity) -> Check:
    by_row = identity.scope == "row" or (identity.scope == "previous_year" and bool(identity.rows))
    instances = []
    if by_row:
        for row in table.rows:
            if not identity.rows or row.key in identity.rows:
                name = _short(row.label) if not row.path or table.key == "table3" else f"{row.path[0]}：{row.label}"
                instances.append(_instance(identity, name, [(row.key, t) for t in _bare(identity)]))
        labels = {c.key: c.label for row in table.rows for c in row.columns}
    else:
        for column in table.columns:
            name = f"{column.path[0]}：{column.label}" if column.path else column.label
            instances.append(_instance(identity, name, [(t, column.key) for t in _bare(identity)]))
        labels = {row.key: _short(row.label) for row in table.rows}
    relation = "≤" if identity.relation == "at_most" else "="
    return Check(identity, f"{_words(identity.left, labels)} {relation} {_words(identity.right, labels)}", tuple(instances))


def _bare(identity: Identity) -> list[str]:
    return [term.removeprefix("-").removeprefix(_PREVIOUS) for term in (*identity.left, *identity.right)]


def _instance(identity: Identity, place: str, cells: list[Cell]) -> Instance:
    cut = len(identity.left)
    return Instance(place, _side(identity.left, cells[:cut]), _side(identity.right, cells[cut:]))


def _side(terms: tuple[str, ...], cells: list[Cell]) -> Side:
    both = list(zip(terms, cells, strict=True))
    return Side(
        tuple(cell for term, cell in both if not term.startswith(("-", _PREVIOUS))),
        tuple(cell for term, cell in both if term.startswith("-")),
        next((cell for term, cell in both if term.startswith(_PREVIOUS)), None),
    )


def _words(terms: tuple[str, ...], labels: dict[str, str]) -> str:
    named = []
    for term in terms:
        label = labels[term.removeprefix("-").removeprefix(_PREVIOUS)]
        named.append((" − " if term.startswith("-") else " + ") + ("上年" if term.startswith(_PREVIOUS) else "") + label)
    if len(named) > 2 * _MOST_TERMS:
        return f"{named[0][3:]} 至 {named[-1][3:]} 各项之和"
    return "".join(named)[3:]


def _short(label: str) -> str:
    """A label without the explanation in brackets behind it."""
    short = _REMARK.sub("", label)
    return short if len(short) <= _LONGEST else short[: _LONGEST - 1] + "…"
