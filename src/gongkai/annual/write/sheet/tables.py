"""The sheets of the statutory tables: the official form with entry rules, live sums, and red where an identity is broken."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gongkai.annual.forms import form
from gongkai.annual.report import ABSENT_MARK, AnnualReport
from gongkai.annual.write.plan import PrintedCell, PrintedTable
from gongkai.annual.write.sheet.checks import TOLERANCE, Check, checks, totals
from gongkai.annual.write.sheet.places import Cell, Spot, areas, letters, ranges, reference, spots, words_in

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from gongkai.annual.write.sheet.workbook import Book

_WIDTHS = {
    "table2": (9.0, 13.0, *(9.5,) * 6),
    "table3": (5.0, 11.0, 31.0, *(7.6,) * 7),
    "table4": (8.2,) * 15,
}
"""Column widths in characters: with them every table fills one page of A4."""
_LEAST_HEIGHT = {"table2": 27.0, "table3": 18.0, "table4": 32.0}
_LINE = 14.5
_CHARACTER = 2.05
"""Height of a line in points, and width of a Chinese character in characters of the sheet's own font, at 10.5 points."""
_MOST = 10**9
_RULES = {
    "count": {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_title": "这里只能填件数",
        "error_message": "请填 0 或正整数；没有的填 0，不要填“/”“无”，也不要带单位。",
    },
    "money": {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_title": "这里只能填金额",
        "error_message": "请填 0 或正数，可以有小数；没有的填 0，不要带单位。",
    },
    "change": {
        "validate": "integer",
        "criteria": "between",
        "minimum": -_MOST,
        "maximum": _MOST,
        "error_title": "这里只能填增减数",
        "error_message": "请填整数，减少的填负数；没有变化的填 0，不要带单位。",
    },
}


def write_table(book: Book, printed: PrintedTable, report: AnnualReport) -> None:
    """Add the sheet of a table. A sum is a formula where it gives what the report states, else the number itself."""
    sheet = book.sheet(printed.name)
    width = printed.width
    sheet.merge_range(0, 0, 0, width - 1, f"{printed.name}　{printed.title}", book.style("title"))
    sheet.set_row(0, 30)
    for column, size in enumerate(_WIDTHS[printed.key]):
        sheet.set_column(column, column, size)
    summed = totals(printed.form, printed.key)
    where = spots(printed.form, printed.key)
    for cells, line in zip(printed.rows, areas(printed.form, printed.key), strict=True):
        for cell, area in zip(cells, line, strict=True):
            value: object = cell.text
            style = "label" if cell.kind in ("heading", "column", "corner") or printed.key == "table2" else "row"
            if cell.kind == "value" and cell.row and cell.column:
                parts = summed.get((cell.row, cell.column))
                live = parts is not None and _is_sum(report, printed.key, cell, parts)
                style = "sum" if live else "entry"
                value = cell.value
                if live and parts:
                    value = f'=IF(COUNT({(r := ",".join(ranges(where[p] for p in parts)))})=0,"",SUM({r}))'
                elif cell.state == "absent":
                    value = ABSENT_MARK
            _put(book, sheet, (area.top, area.left, area.bottom, area.right), value, style, cell)
    for row, height in _heights(printed):
        sheet.set_row(row, height)
    _rules(sheet, printed)
    _colours(book, sheet, printed)
    _page(sheet, printed)
    first = next(iter(where.values()))
    sheet.set_selection(*first, *first)


def _put(book: Book, sheet: Worksheet, area: tuple[int, int, int, int], value: object, style: str, cell: PrintedCell) -> None:
    top, left, bottom, right = area
    look = book.style(style)
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", look)
    if isinstance(value, str) and cell.kind == "value" and value.startswith("="):
        sheet.write_formula(top, left, value, look, "" if cell.value is None else cell.value)
    elif isinstance(value, str):
        sheet.write_string(top, left, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(top, left, value, look)
    else:
        sheet.write_blank(top, left, None, look)


def _is_sum(report: AnnualReport, table: str, total: PrintedCell, parts: tuple[Cell, ...]) -> bool:
    """Whether the formula over the parts gives the very value the report has: a blank for blanks, else the same number."""
    if total.state == "absent" or not all(report.has_cell(table, *part) for part in parts):
        return False
    filled = [value for part in parts if (value := report.cell(table, *part)) is not None]
    return total.value == sum(filled) if filled and total.value is not None else not filled and total.value is None


def _heights(printed: PrintedTable) -> list[tuple[int, float]]:
    """Rows high enough for their labels: merged cells do not grow by themselves."""
    widths = _WIDTHS[printed.key]
    out = []
    for cells, line in zip(printed.rows, areas(printed.form, printed.key), strict=True):
        lines = max(
            (
                -(-len(cell.text) * _CHARACTER // (sum(widths[area.left : area.right + 1]) - 1))
                for cell, area in zip(cells, line, strict=True)
                if area.top == area.bottom and cell.text
            ),
            default=1,
        )
        out.append((line[0].top, max(_LEAST_HEIGHT[printed.key], lines * _LINE + 3.5)))
    return out


def _rules(sheet: Worksheet, printed: PrintedTable) -> None:
    """What may be typed into which cell, in one rule a kind."""
    for kind, (first, cells) in _cells_of_kind(printed.form, printed.key).items():
        sheet.data_validation(*first, *first, {**_RULES[kind], "multi_range": cells, "ignore_blank": True})


@cache
def _cells_of_kind(form_name: str, table: str) -> dict[str, tuple[Spot, str]]:
    """Kind of value → (its first cell, all its cells)."""
    where = spots(form_name, table)
    kinds: dict[str, list[Spot]] = {}
    for row, column in form(form_name).tables[table].cells():
        kinds.setdefault(column.value, []).append(where[row.key, column.key])
    return {kind: (places[0], " ".join(_blocks(places))) for kind, places in kinds.items()}


def _blocks(places: list[Spot]) -> list[str]:
    """Positions as rectangles where equal rows lie below each other."""
    rows: dict[int, list[Spot]] = {}
    for spot in places:
        rows.setdefault(spot[0], []).append(spot)
    out: list[tuple[int, int, list[int]]] = []
    for row, line in sorted(rows.items()):
        columns = sorted(column for _, column in line)
        if out and out[-1][1] == row - 1 and out[-1][2] == columns:
            out[-1] = (out[-1][0], row, columns)
        else:
            out.append((row, row, columns))
    texts = []
    for top, bottom, columns in out:
        for first, last in _stretches(columns):
            texts.append(f"{letters(first)}{top + 1}:{letters(last)}{bottom + 1}")
    return texts


def _stretches(columns: list[int]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for column in columns:
        if out and out[-1][1] == column - 1:
            out[-1] = (out[-1][0], column)
        else:
            out.append((column, column))
    return out


def _colours(book: Book, sheet: Worksheet, printed: PrintedTable) -> None:
    for first, cells, formula, style in _conditions(printed.form, printed.key):
        sheet.conditional_format(
            *first, *first, {"type": "formula", "criteria": formula, "format": book.style(style), "multi_range": cells}
        )


@cache
def _conditions(form_name: str, table: str) -> tuple[tuple[Spot, str, str, str], ...]:
    """All conditions of a table: (first cell, cells, formula as seen from the first cell, style). Words where a number
    belongs come first, then the right sides of broken identities, then their other cells."""
    where = spots(form_name, table)
    everything = list(where.values())
    first = everything[0]
    word = reference(first)
    out = [
        (
            first,
            " ".join(_blocks(everything)),
            f'=AND(ISTEXT({word}),LEN({word})>0,{word}<>"{ABSENT_MARK}")',
            "is_orange",
        )
    ]
    own = [check for check in checks(form_name, table) if not check.needs_previous]
    for side, style in (("right", "is_red"), ("left", "is_pale")):
        for check in own:
            for formula, places in _broken(check, where, side):
                out.append((places[0], " ".join(_blocks(places)), formula, style))
    return tuple(out)


def _broken(check: Check, where: dict[Cell, Spot], side: str) -> list[tuple[str, list[Spot]]]:
    """(condition, cells of this side) of a check: one for all its places where they lie side by side, else one for each."""
    located = [
        [[where[cell] for cell in part.plus + part.minus] for part in (instance.left, instance.right)]
        for instance in check.instances
    ]
    index = 0 if side == "left" else 1
    steps = {_step(located[0], other, n) for n, other in enumerate(located)} - {"same"}
    if len(steps) == 1 and (step := steps.pop()) in ("row", "column"):
        fixed = "column" if step == "row" else "row"
        places = sorted(spot for one in located for spot in one[index])
        return [(broken_formula(check, located[0], fixed), places)]
    return [(broken_formula(check, one, "both"), one[index]) for one in located]


def _step(base: list[list[Spot]], other: list[list[Spot]], n: int) -> str:
    """Whether `other` is `base` moved by n rows or by n columns."""
    flat = [spot for part in base for spot in part], [spot for part in other for spot in part]
    moves = {(b[0] - a[0], b[1] - a[1]) for a, b in zip(*flat, strict=True)}
    return {frozenset({(0, 0)}): "same", frozenset({(n, 0)}): "row", frozenset({(0, n)}): "column"}.get(
        frozenset(moves), "apart"
    )


def broken_formula(check: Check, located: list[list[Spot]], fixed: str) -> str:
    """True where all terms are numbers or blank and the identity does not hold."""
    left, right = (ranges(part, fixed=fixed) for part in located)
    apart = f"SUM({','.join(left)})-SUM({','.join(right)})"
    if check.identity.relation != "at_most":
        apart = f"ABS({apart})"
    return f"=AND({words_in((*left, *right))}=0,{apart}>{TOLERANCE:.6f})"


def _page(sheet: Worksheet, printed: PrintedTable) -> None:
    """One page of A4, 表四 across; the labels stay in sight while the numbers move."""
    sheet.set_paper(9)
    if printed.key == "table4":
        sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)
    if printed.key == "table3":
        where = spots(printed.form, printed.key)
        sheet.freeze_panes(*next(iter(where.values())))
    else:
        sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": False})
