"""The sheet “自查”: every identity at every place, with what it should be, what it is, and how they differ, live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.annual.report import AnnualReport, Number
from gongkai.annual.write.plan import PrintedTable
from gongkai.annual.write.sheet.checks import TOLERANCE, Check, Instance, Side, checks, holds, side_sum
from gongkai.annual.write.sheet.places import Spot, ranges, spots, words_in

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from gongkai.annual.write.sheet.workbook import Book

REVIEW = "自查"
_HEAD = ("核对处", "左边（应为）", "右边（现填）", "相差", "结果", "上年数")
_HOLDS, _BROKEN, _WORDS, _UNFILLED, _NO_PREVIOUS = "相符", "不符", "有文字，未核对", "未填", "上年数未填"
_LAST_COLUMN = len(_HEAD) - 1


def write_review(book: Book, tables: list[PrintedTable], report: AnnualReport) -> None:
    """Add the sheet for these tables."""
    sheet = book.sheet(REVIEW)
    for column, width in enumerate((44, 13, 13, 10, 16, 12)):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, _LAST_COLUMN, f"{REVIEW}：勾稽关系和填写情况", book.style("title"))
    sheet.set_row(0, 30)
    states: list[str] = []
    row = _below_the_summary(tables)
    body = row
    for table in tables:
        for check in checks(table.form, table.key):
            row = _check(book, sheet, row, table, check, report, states)
    _summary(book, sheet, tables, report, states, (body, row - 1))
    for word, style in ((_BROKEN, "is_red"), (_WORDS, "is_orange"), (_HOLDS, "is_green")):
        sheet.conditional_format(
            body, 4, row, 4, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": book.style(style)}
        )
    sheet.conditional_format(1, 1, 1, 1, {"type": "cell", "criteria": ">", "value": 0, "format": book.style("is_red")})
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _below_the_summary(tables: list[PrintedTable]) -> int:
    return 1 + 1 + len(tables) + 1


def _summary(
    book: Book, sheet: Worksheet, tables: list[PrintedTable], report: AnnualReport, states: list[str], body: tuple[int, int]
) -> None:
    """How many identities are broken, and how many cells of each table hold a number."""
    label, fact = book.style("fact_label"), book.style("fact")
    sheet.write_string(1, 0, "不符的勾稽关系（处）", label)
    sheet.write_formula(1, 1, f'=COUNTIF(E{body[0] + 1}:E{body[1] + 1},"{_BROKEN}")', fact, states.count(_BROKEN))
    for row, table in enumerate(tables, 2):
        where = list(spots(table.form, table.key).values())
        left = len(where) - sum(cell.state == "number" for cells in table.rows for cell in cells)
        counted = ",".join(ranges(where, sheet=table.name))
        sheet.write_string(row, 0, f"{table.name}还没有填数的格（共 {len(where)} 格）", label)
        sheet.write_formula(row, 1, f"={len(where)}-COUNT({counted})", fact, left)


def _check(
    book: Book, sheet: Worksheet, row: int, table: PrintedTable, check: Check, report: AnnualReport, states: list[str]
) -> int:
    """One identity: its words, the heads of the columns, and a line for each place."""
    last = _LAST_COLUMN if check.needs_previous else _LAST_COLUMN - 1
    sheet.merge_range(row, 0, row, last, f"{table.name}：{check.words}", book.style("check_words"))
    sheet.set_row(row, 34 if len(check.words) > 38 else 20)
    head = book.style("check_head")
    for column, text in enumerate(_HEAD[: last + 1]):
        sheet.write_string(row + 1, column, text, head)
    row += 2
    where = spots(table.form, table.key)
    label, number = book.style("row"), book.style("label")
    for instance in check.instances:
        last_year = f"$F${row + 1}" if check.needs_previous else ""
        left, right = (_side(side, where, table.name, last_year) for side in (instance.left, instance.right))
        sums = side_sum(report, table.key, instance.left), side_sum(report, table.key, instance.right)
        state = _state(table, instance, report, sums, check)
        at = row + 1
        sheet.write_string(row, 0, instance.place, label)
        known = state in (_HOLDS, _BROKEN)
        shown: tuple[Number | str, ...] = (*sums, sums[0] - sums[1]) if known else ("", "", "")
        test = f'OR(E{at}="{_HOLDS}",E{at}="{_BROKEN}")'
        for column, formula in ((1, left), (2, right), (3, f"ROUND(({left})-({right}),6)")):
            sheet.write_formula(row, column, f'=IF({test},{formula},"")', number, shown[column - 1])
        sheet.write_formula(row, 4, _state_formula(instance, where, table.name, left, right, last_year, check), number, state)
        if last_year:
            sheet.write_blank(row, 5, None, book.style("entry"))
            sheet.data_validation(
                row,
                5,
                row,
                5,
                {
                    "validate": "decimal",
                    "criteria": ">=",
                    "value": 0,
                    "error_title": "这里只能填数字",
                    "error_message": "请填上年报告里同一格的数；没有的填 0。",
                },
            )
        states.append(state)
        row += 1
    return row + 1


def _side(side: Side, where: dict[tuple[str, str], Spot], sheet: str, last_year: str) -> str:
    """A side of an identity as a formula without the equals sign."""
    parts = []
    if side.plus:
        parts.append(f"SUM({','.join(ranges((where[c] for c in side.plus), sheet=sheet))})")
    if side.previous:
        parts.append(last_year)
    text = "+".join(parts) or "0"
    return text + "".join(f"-SUM({r})" for r in ranges((where[c] for c in side.minus), sheet=sheet))


def _state_formula(
    instance: Instance,
    where: dict[tuple[str, str], Spot],
    sheet: str,
    left: str,
    right: str,
    last_year: str,
    check: Check,
) -> str:
    terms = ranges((where[c] for c in instance.cells), sheet=sheet)
    apart = f"({left})-({right})" if check.identity.relation == "at_most" else f"ABS(({left})-({right}))"
    compared = f'IF({apart}>{TOLERANCE:.6f},"{_BROKEN}","{_HOLDS}")'
    if last_year:
        compared = f'IF(COUNT({last_year})=0,"{_NO_PREVIOUS}",{compared})'
    return f'=IF({words_in(terms)}>0,"{_WORDS}",IF(COUNT({",".join(terms)})=0,"{_UNFILLED}",{compared}))'


def _state(table: PrintedTable, instance: Instance, report: AnnualReport, sums: tuple[Number, Number], check: Check) -> str:
    """What the formula gives for the report as it is."""
    if not all(report.has_cell(table.key, *cell) for cell in instance.cells):
        return _WORDS
    if all(report.cell(table.key, *cell) is None for cell in instance.cells):
        return _UNFILLED
    if check.needs_previous:
        return _NO_PREVIOUS
    return _HOLDS if holds(*sums, check.identity.relation) else _BROKEN
