"""The tables of two reports, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from gongkai.annual.check.output import place
from gongkai.annual.compare.forms import Cell, Match, matches
from gongkai.annual.compare.model import CellChange, CellPair, State, TablePair
from gongkai.annual.forms import FORMS, TABLES, form, form_for_year
from gongkai.annual.report import AnnualReport, Number

_YUAN = {"元": Decimal(1), "万元": Decimal(10) ** 4, "亿元": Decimal(10) ** 8}
_TENTH = Decimal("0.1")


def tables(report: AnnualReport, other: AnnualReport) -> list[TablePair]:
    """The statutory tables that at least one of the reports has."""
    return [_table(key, report, other) for key in TABLES if report.tables.get(key) or other.tables.get(key)]


def growth(now: Number, then: Number) -> float | None:
    """By how many percent `now` is more than `then`, one decimal; None from 0 or from a negative number."""
    if then <= 0:
        return None
    if now == then:
        return 0.0
    a, b = _exact(now), _exact(then)
    return float(((a - b) * 100 / b).quantize(_TENTH, ROUND_HALF_UP))


def difference(now: Number, then: Number) -> Number:
    """now − then without the noise of floating point."""
    if type(now) is int and type(then) is int:
        return now - then
    return _number(_exact(now) - _exact(then))


def _exact(value: Number) -> Decimal:
    return Decimal(value) if isinstance(value, int) else Decimal(repr(value))


def _number(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else float(value)


def _table(key: str, report: AnnualReport, other: AnnualReport) -> TablePair:
    mine, theirs = _form(report, key), _form(other, key)
    chosen = mine or theirs or FORMS[-1]
    pair = TablePair(key, form(chosen).tables[key].name, mine, theirs)
    seen: set[Cell] = set()
    for match in matches(key, chosen, theirs or chosen):
        seen.update(match.mine, match.theirs)
        made = _pair(key, match, report, other, mine, theirs)
        if made is not None:
            pair.cells.append(made)
    for cell in _beyond(key, report, other, seen):
        where = f"{key}.{cell[0]}.{cell[1]}"
        made = _pair(key, Match(where, place(where), "count", (cell,), (cell,)), report, other, mine, theirs)
        if made is not None:
            pair.cells.append(made)
    return pair


def _form(report: AnnualReport, key: str) -> str | None:
    """The form of a report's table; None where the report has no such table."""
    if not report.tables.get(key):
        return None
    name = report.forms.get(key) or report.form
    if name in FORMS:
        return name
    due = form_for_year(report.year)
    return due.form if due else FORMS[-1]


def _beyond(key: str, report: AnnualReport, other: AnnualReport, seen: set[Cell]) -> Iterator[Cell]:
    """Cells that neither form has: columns a province added."""
    for one in (report, other):
        for row, cells in one.tables.get(key, {}).items():
            for column in cells:
                if (row, column) not in seen:
                    seen.add((row, column))
                    yield row, column


def _pair(
    key: str, match: Match, report: AnnualReport, other: AnnualReport, mine: str | None, theirs: str | None
) -> CellPair | None:
    """One pair; None where neither report has the cell."""
    value, state = _value(key, match.mine, report)
    other_value, other_state = _value(key, match.theirs, other)
    if state == "absent" and other_state == "absent":
        return None
    pair = CellPair(match.where, match.path, value, state, other_value, other_state, "same", other_where=match.other_where)
    if mine and theirs and not (match.mine and match.theirs):
        pair.change = "not_comparable"
        pair.note = f"{theirs if match.mine else mine}年的表格没有这一栏，不能比较。"
        return pair
    pair.change = _change(value, state, other_value, other_state)
    if match.value == "money":
        _convert(pair, _unit(report, match.mine, key, match.unit), _unit(other, match.theirs, key, match.other_unit))
    if (rows := max(len(match.mine), len(match.theirs))) > 1:
        pair.note = f"{mine if len(match.mine) > 1 else theirs}年的表格分列{rows}行，这里取各行之和。"
    if value is not None and (then := pair.comparable) is not None:
        pair.difference = difference(value, then)
        if pair.difference == 0 and pair.change == "changed":
            pair.change = "same"
        if match.value != "change":
            pair.growth = growth(value, then)
    return pair


def _value(key: str, cells: tuple[Cell, ...], report: AnnualReport) -> tuple[Number | None, State]:
    """The value of a cell, or the sum of several: absent where one of them is, blank where all are."""
    rows = report.tables.get(key, {})
    if len(cells) == 1:
        row, column = cells[0]
        known = rows.get(row)
        if known is None or column not in known:
            return None, "absent"
        value = known[column]
        return value, "blank" if value is None else "number"
    if not cells or any(column not in rows.get(row, {}) for row, column in cells):
        return None, "absent"
    values = [value for row, column in cells if (value := rows[row][column]) is not None]
    if not values:
        return None, "blank"
    return _number(sum((_exact(value) for value in values), Decimal(0))), "number"


def _change(value: Number | None, state: State, other_value: Number | None, other_state: State) -> CellChange:
    if state == "absent":
        return "gone"
    if other_state == "absent":
        return "new"
    if state == other_state:
        return "same" if value == other_value else "changed"
    return "filled" if state == "number" else "emptied"


def _unit(report: AnnualReport, cells: tuple[Cell, ...], key: str, usual: str | None) -> str | None:
    if not cells:
        return None
    return report.units.get(f"{key}.{cells[0][0]}.{cells[0][1]}") or usual


def _convert(pair: CellPair, unit: str | None, other_unit: str | None) -> None:
    """Bring the other value to this one's unit, and say so."""
    pair.unit, pair.other_unit = unit, other_unit
    if pair.value is None or pair.other_value is None or unit == other_unit:
        return
    if unit in _YUAN and other_unit in _YUAN:
        pair.other_converted = _number(_exact(pair.other_value) * _YUAN[other_unit] / _YUAN[unit])
        pair.note = f"单位不同：另一份以{other_unit}计，已换算为{unit}。"
        if pair.change == "same":
            pair.change = "changed"
    else:
        pair.note = f"有一份没有写明单位（另一份是{unit or other_unit}），按数字直接比较，请核对单位。"
