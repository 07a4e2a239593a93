"""The sheets “填写说明” (how to fill the form in) and “基本情况” (whose report of which year it is)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gongkai.annual.forms import Form
from gongkai.annual.report import AnnualReport
from gongkai.annual.write.plan import clean
from gongkai.annual.write.sheet.guide import Guide

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from gongkai.annual.write.sheet.workbook import Book

GUIDE, FACTS = "填写说明", "基本情况"
AGENCY, YEAR, SIGNED_ON = (f"'{FACTS}'!$B${row}" for row in (2, 3, 5))
"""Where formulas of other sheets find these."""

_EARLIEST = dt.date(2000, 1, 1)


def write_facts(book: Book, report: AnnualReport, definition: Form | None) -> None:
    """Agency, year, form, date and contact, each beside its label."""
    sheet = book.sheet(FACTS)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 48)
    sheet.set_column(2, 2, 40)
    sheet.merge_range(0, 0, 0, 1, FACTS, book.style("title"))
    sheet.set_row(0, 36)
    form_name = f"{definition.name}（{definition.basis}）" if definition is not None else ""
    lines: tuple[tuple[str, object, str, str], ...] = (
        ("机关名称", clean(report.agency or ""), "fact_entry", "写全称，与印章一致"),
        ("报告年度", report.year, "fact" if report.year is not None else "fact_entry", "表样随年度而定，不能改"),
        ("年报格式", form_name, "fact", ""),
        ("成文日期", _day(report.signed_on), "fact_date", "如 2024-1-15"),
        ("联系人", "", "fact_entry", "供收表单位核对时联系，不写入报告"),
        ("联系电话", "", "fact_entry", "供收表单位核对时联系，不写入报告"),
    )
    for row, (label, value, style, hint) in enumerate(lines, 1):
        sheet.set_row(row, 28)
        sheet.write_string(row, 0, label, book.style("fact_label"))
        look = book.style(style)
        if isinstance(value, dt.date):
            sheet.write_datetime(row, 1, value, look)
        elif isinstance(value, int):
            sheet.write_number(row, 1, value, look)
        elif value:
            sheet.write_string(row, 1, str(value), look)
        else:
            sheet.write_blank(row, 1, None, look)
        sheet.write_string(row, 2, hint, book.style("hint"))
    sheet.data_validation(
        4,
        1,
        4,
        1,
        {
            "validate": "date",
            "criteria": ">=",
            "value": _EARLIEST,
            "error_title": "这里只能填日期",
            "error_message": "请按“年-月-日”填写报告成文的日期，如 2024-1-15。",
        },
    )
    sheet.set_selection(1, 1, 1, 1)
    _page(sheet)


def _day(text: str | None) -> dt.date | str | None:
    """A day as workbooks keep it; as text where they cannot."""
    try:
        day = dt.date.fromisoformat(text or "")
    except ValueError:
        return text
    return day if day >= _EARLIEST else text


def write_guide(book: Book, definition: Form, words: Guide) -> None:
    """How to fill in, by when, what the colours mean, and how to count."""
    sheet = book.sheet(GUIDE)
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 62)
    sheet.set_column(2, 2, 30)
    title = f"{GUIDE}：{words.year}年政府信息公开工作年度报告"
    sheet.merge_range(0, 0, 0, 2, title, book.style("title"))
    sheet.set_row(0, 36)
    row = _heading(book, sheet, 1, f"格式：{definition.name}（{definition.basis}）")
    row = _heading(book, sheet, row, "怎样填")
    for n, step in enumerate(words.steps, 1):
        sheet.write_number(row, 0, n, book.style("guide_number"))
        row = _wide(book, sheet, row, step)
    row = _heading(book, sheet, row, "颜色")
    for key, style in (("entry", "fact_entry"), ("sum", "sum"), ("right", "red"), ("text", "orange")):
        sheet.write_blank(row, 0, None, book.style(style))
        row = _wide(book, sheet, row, words.colours[key])
    row = _heading(book, sheet, row, "什么时候报送并公布")
    for line in words.deadlines:
        row = _wide(book, sheet, row, line)
    row = _heading(book, sheet, row, "报送给谁（由布置填报的单位写）")
    for label in ("报送至", "截止日期", "联系电话"):
        sheet.merge_range(row, 0, row, 1, f"{label}：", book.style("fact_entry"))
        sheet.set_row(row, 22)
        row += 1
    row = _heading(book, sheet, row, "怎样计数")
    for n, (rule, basis) in enumerate(words.counting, 1):
        sheet.write_number(row, 0, n, book.style("guide_number"))
        sheet.write_string(row, 1, rule, book.style("guide"))
        sheet.write_string(row, 2, basis, book.style("basis"))
        sheet.set_row(row, 15 * max(-(-len(rule) // 30), -(-len(basis) // 14)) + 2)
        row += 1
    _page(sheet)


def _heading(book: Book, sheet: Worksheet, row: int, text: str) -> int:
    sheet.write_string(row, 0, text, book.style("heading"))
    sheet.set_row(row, 23)
    return row + 1


def _wide(book: Book, sheet: Worksheet, row: int, text: str) -> int:
    sheet.merge_range(row, 1, row, 2, text, book.style("guide"))
    sheet.set_row(row, 15 * -(-len(text) // 45) + 2)
    return row + 1


def _page(sheet: Worksheet) -> None:
    sheet.set_paper(9)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.7)
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
