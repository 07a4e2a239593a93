"""Each cell of the superior's tables with every member's share of it. Sums are exact: whole numbers or Decimal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gongkai.annual.forms import TABLES, Column, Form
from gongkai.annual.report import AnnualReport, Number, Table, is_plausible
from gongkai.annual.rollup.model import Share, exact, plain

_NOTHING: dict[str, Number | None] = {}
_GONE = object()
_YUAN = {"元": Decimal(1), "百元": Decimal(100), "千元": Decimal(1000), "万元": Decimal(10_000), "万": Decimal(10_000)}
_YUAN |= {"百万元": Decimal(1_000_000), "亿元": Decimal(100_000_000)}

Notice = Callable[[str, int, str], None]
"""What the sums say of a member: code, member, cell."""


@dataclass(slots=True)
class Sums:
    """The summed tables, their units, and the shares of each cell (`table3.total.natural_person`)."""

    tables: dict[str, Table] = field(default_factory=dict)
    units: dict[str, str | None] = field(default_factory=dict)
    shares: dict[str, list[Share]] = field(default_factory=dict)


def add_up(reports: Sequence[AnnualReport], form: Form, notice: Notice) -> Sums:
    """Add the reports' tables up, cell by cell of the form.

    A blank counts as 0; an absent cell counts for nothing, and a cell that no report has stays absent. Money is added in the
    unit its column prints, else in 元; an amount without a unit beside others that have one cannot be added and is not.
    """
    sums = Sums()
    if not reports:
        return sums
    # Most cells of most reports are 0: each member has one such share.
    zeros = [Share(n, 0, None, "number", 0) for n in range(len(reports))]
    for table in TABLES:
        tables = [report.tables.get(table) or {} for report in reports]
        summed: Table = {}
        for row in form.tables[table].rows:
            rows = [rows_of.get(row.key) or _NOTHING for rows_of in tables]
            cells: dict[str, Number | None] = {}
            for column in row.columns:
                where = f"{table}.{row.key}.{column.key}"
                values = [cells_of.get(column.key, _GONE) for cells_of in rows]
                if column.value == "money":
                    shares, unit = _money(reports, where, values, column, notice)
                    if unit:
                        sums.units[where] = unit
                else:
                    shares = _counts(where, values, zeros, column, notice)
                sums.shares[where] = shares
                if any(share.state != "absent" for share in shares):
                    cells[column.key] = total(shares)
            if cells:
                summed[row.key] = cells
        if summed:
            sums.tables[table] = summed
    return sums


def total(shares: Sequence[Share]) -> Number:
    """The exact sum of what the shares count, as the nearest number that JSON can hold (fifteen digits are exact)."""
    counted = [share.counted for share in shares]
    if set(map(type, counted)) == {int}:
        return sum(counted)  # type: ignore[arg-type]
    return plain(sum((exact(n) for n in counted if n is not None), Decimal(0))) or 0


def _counts(where: str, values: list[Any], zeros: list[Share], column: Column, notice: Notice) -> list[Share]:
    if set(map(type, values)) == {int} and (column.value == "change" or min(values) >= 0):
        return [Share(n, value, None, "number", value) if value else zeros[n] for n, value in enumerate(values)]
    shares = []
    for n, value in enumerate(values):
        if value is None:
            notice("blank_cells", n, where)
            shares.append(Share(n, None, None, "blank", 0))
        elif not is_plausible(value):
            notice("absent_cells", n, where)
            shares.append(Share(n, None, None, "absent", None))
        else:
            if (value < 0 and column.value == "count") or value != int(value):
                notice("not_a_count", n, where)
            shares.append(Share(n, value, None, "number", value))
    return shares


def _money(
    reports: Sequence[AnnualReport], where: str, values: list[Any], column: Column, notice: Notice
) -> tuple[list[Share], str | None]:
    # A unit that a report states wins over the column's own; None in `units` means it states one that cannot be told.
    units = [report.units.get(where, column.unit) for report in reports]
    stated = {unit for value, unit in zip(values, units, strict=True) if unit in _YUAN and is_plausible(value) and value}
    without = [n for n, value in enumerate(values) if is_plausible(value) and value and units[n] not in _YUAN]
    if not stated and without and len({units[n] for n in without}) == 1:
        target = units[without[0]]  # nobody states a unit that is known: the numbers stand as they are, in the same one
    else:
        target = column.unit or (next(iter(stated)) if len(stated) == 1 else "元")
    shares = []
    for n, (value, unit) in enumerate(zip(values, units, strict=True)):
        if value is None:
            notice("blank_cells", n, where)
            shares.append(Share(n, None, unit, "blank", 0))
        elif not is_plausible(value):
            notice("absent_cells", n, where)
            shares.append(Share(n, None, None, "absent", None))
        elif not value or unit == target:
            if value and unit not in _YUAN:
                notice("unit_unknown", n, where)
            if value < 0:
                notice("not_a_count", n, where)
            shares.append(Share(n, value, unit, "number", value))
        elif unit in _YUAN and target in _YUAN:
            notice("unit_converted", n, where)
            shares.append(Share(n, value, unit, "number", exact(value) * _YUAN[unit] / _YUAN[target]))
        else:
            notice("unit_not_counted", n, where)
            shares.append(Share(n, value, unit, "no_unit", None))
    return shares, target if any(is_plausible(value) for value in values) else None
