"""Which cells of two reports are the same thing, also across the two statutory forms. All labels and rows come from the
forms; nothing about a single row stands here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gongkai.annual.check.output import place
from gongkai.annual.forms import Row, Table, ValueKind, form

Cell = tuple[str, str]
"""Row and column key."""


@dataclass(frozen=True, slots=True)
class Match:
    """A cell of one form and what it is in the other: the cells whose sum is the same thing; () where that form has none."""

    where: str
    path: str
    value: ValueKind
    mine: tuple[Cell, ...]
    theirs: tuple[Cell, ...]
    other_where: str | None = None
    unit: str | None = None
    other_unit: str | None = None


@cache
def matches(table: str, mine: str, theirs: str) -> tuple[Match, ...]:
    """Every cell of a table in form `mine` or form `theirs`, once, in the order of `mine`; what only `theirs` has follows.

    The same row and column are the same thing. A row of one form that is a group of rows in the other (（六）其他处理) is
    the sum of the group. Everything else is in one form only.
    """
    a, b = form(mine).tables[table], form(theirs).tables[table]
    out: list[Match] = []
    done: set[Cell] = set()
    for row, column in a.cells():
        cell = (row.key, column.key)
        found = _same_thing(b, row, column.key)
        if found == (cell,):
            done.add(cell)
        other = b.row(row.key)
        theirs_column = other.column(column.key) if other else None
        out.append(
            Match(
                _where(table, (cell,)),
                place(_where(table, (cell,))),
                column.value,
                (cell,),
                found,
                _where(table, found) if found and found != (cell,) else None,
                column.unit,
                theirs_column.unit if theirs_column else None,
            )
        )
    for row, column in b.cells():
        cell = (row.key, column.key)
        if cell in done:
            continue
        parts = _same_thing(a, row, column.key)
        where = _where(table, (cell,))
        own = _where(table, parts) if parts else where
        out.append(Match(own, place(where), column.value, parts, (cell,), where if parts else None, None, column.unit))
    return tuple(out)


def _same_thing(table: Table, row: Row, column: str) -> tuple[Cell, ...]:
    """The cells of a table that are the cell of another form's row and column."""
    if known := table.row(row.key):
        return ((row.key, column),) if known.column(column) else ()
    return tuple((member.key, column) for member in table.rows if row.label in member.path and member.column(column))


def _where(table: str, cells: tuple[Cell, ...]) -> str:
    return "+".join(f"{table}.{row}.{column}" for row, column in cells)
