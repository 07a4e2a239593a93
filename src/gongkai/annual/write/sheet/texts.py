"""The sheet “文字部分”: title, introduction, sections and ending, one paragraph a cell, top down as the report reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongkai.annual.report import AnnualReport
from gongkai.annual.write.plan import Printed, clean, title_of
from gongkai.annual.write.sheet.facts import AGENCY, SIGNED_ON, YEAR
from gongkai.annual.write.sheet.guide import Guide

if TYPE_CHECKING:
    from gongkai.annual.write.sheet.workbook import Book

TEXTS = "文字部分"
_WIDTH = 88
_A_LINE = 38
"""Chinese characters that fill a line of the sheet at 12 points."""
_LINE = 17.0
_MOST_LINES = 23
"""A row is at most 409 points high: what is longer runs over several rows."""
_LONGEST_CELL = 15_000
"""A cell holds 32,767 characters; longer paragraphs are cut at the end of a sentence."""
_SENTENCES = re.compile(r"[^。；]*[。；]?")


def write_texts(book: Book, report: AnnualReport, printed: Printed, words: Guide | None, *, blank: bool) -> None:
    """Add the sheet. Where sections 一, 五 and 六 are empty, prompts stand in them; `blank`: also in the others, and title
    and signature are formulas over “基本情况”."""
    sheet = book.sheet(TEXTS)
    sheet.set_column(0, 0, _WIDTH)
    sheet.set_column(1, 1, 1)
    prompts = words.prompts if words is not None else {}
    if report.title is None and report.year is not None:
        formula = f'=IF({AGENCY}="","",{AGENCY}&{YEAR}&"年{title_of(AnnualReport())}")'
        sheet.write_formula(0, 0, formula, book.style("report_title"), title_of(report) if report.agency else "")
    else:
        sheet.write_string(0, 0, printed.title, book.style("report_title"))
    sheet.set_row(0, 52)
    row = 1
    if blank:
        row = _entries(book, sheet, row, (prompts.get("intro", ""),))
    for part in printed.parts:
        if part.heading is not None:
            sheet.write_string(row, 0, part.heading, book.style("heading"))
            sheet.set_row(row, 28)
            row += 1
        lines = part.paragraphs
        if not lines and words is not None and part.key in ("1", "5", "6"):
            lines = tuple(line for topic in words.topics for line in topic) if part.key == "1" else (prompts[part.key],)
        elif not lines and blank and part.table is not None:
            lines = (prompts["table"].format(table=part.table.name),)
        row = _entries(book, sheet, row, lines)
        if part.key in ("1", "5", "6"):
            row = _entries(book, sheet, row, ("",))
    row = _ending(book, sheet, row, printed, blank=blank)
    sheet.conditional_format(
        1, 0, row - 1, 0, {"type": "formula", "criteria": '=LEFT(A2,4)="（请填写"', "format": book.style("is_grey")}
    )
    sheet.set_selection(0, 0, 0, 0)
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    sheet.set_margins(left=0.8, right=0.8, top=0.9, bottom=0.8)
    sheet.print_area(0, 0, row - 1, 1)  # LibreOffice fits a page to its columns only where there are several
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.protect("", {"insert_rows": True, "delete_rows": True, "format_rows": True, "format_cells": True})


def _entries(book: Book, sheet: Any, row: int, lines: tuple[str, ...]) -> int:
    look = book.style("body")
    for line in lines:
        if not line:
            sheet.write_blank(row, 0, None, look)
            row += 1
            continue
        for text in _pieces(line):
            height = -(-sum(2 if char > "\xff" else 1 for char in text) // (2 * _A_LINE))
            rows = -(-height // _MOST_LINES)
            if rows == 1:
                sheet.write_string(row, 0, text, look)
                sheet.set_growing_row(row, height * _LINE + 4)
            else:
                sheet.merge_range(row, 0, row + rows - 1, 0, text, look)
                for r in range(row, row + rows):
                    sheet.set_row(r, -(-height // rows) * _LINE)
            row += rows
    return row


def _ending(book: Book, sheet: Any, row: int, printed: Printed, *, blank: bool) -> int:
    look = book.style("signature")
    if blank:
        sheet.write_formula(row, 0, f'=IF({AGENCY}="","",{AGENCY})', look, clean(printed.agency or ""))
        date = f'YEAR({SIGNED_ON})&"年"&MONTH({SIGNED_ON})&"月"&DAY({SIGNED_ON})&"日"'
        sheet.write_formula(row + 1, 0, f'=IF({SIGNED_ON}="","",{date})', look, "")
        return row + 2
    lines = printed.signature or ("", "")
    for line in lines:
        for text in _pieces(line) or [""]:
            if text:
                sheet.write_string(row, 0, text, look)
            else:
                sheet.write_blank(row, 0, None, look)
            row += 1
    return row


def _pieces(line: str) -> list[str]:
    """A paragraph as texts short enough for a cell."""
    if len(line) <= _LONGEST_CELL:
        return [line] if line else []
    out = [""]
    for sentence in _SENTENCES.findall(line):
        for start in range(0, len(sentence), _LONGEST_CELL):
            piece = sentence[start : start + _LONGEST_CELL]
            if len(out[-1]) + len(piece) > _LONGEST_CELL:
                out.append("")
            out[-1] += piece
    return [text for text in out if text]
