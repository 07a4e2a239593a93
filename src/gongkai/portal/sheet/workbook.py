"""One checked report as an Excel workbook; that of many files is `annual.check.output.workbook`."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gongkai.portal.sheet.numbering import NumberedFinding
from gongkai.portal.sheet.report import Sheet
from gongkai.portal.sheet.tables import DrawnCell, DrawnTable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_TINTS = {"error": "#F6D9D5", "warning": "#F8E8C8", "info": "#DDE9F2"}
_FINDING_COLUMNS = (
    *(("序号", 6), ("级别", 9), ("位置", 34), ("问题与建议", 70)),
    *(("应为", 16), ("现为", 16), ("依据", 34), ("代码", 20)),
)
_NO_MAGIC = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Words of a report that begin with "=" must stay words."""


class _Book:
    """A workbook in memory with the few formats it needs."""

    def __init__(self) -> None:
        import xlsxwriter

        self._out = io.BytesIO()
        self.book: Workbook = xlsxwriter.Workbook(self._out, _NO_MAGIC)
        base = {"valign": "vcenter", "text_wrap": True, "font_name": "宋体", "font_size": 10}
        self.text = self.book.add_format({**base, "valign": "top"})
        self.head = self.book.add_format({**base, "bold": True, "bg_color": "#E9EDF1", "border": 1})
        self.label = self.book.add_format({**base, "border": 1})
        self.title = self.book.add_format({**base, "bold": True, "font_size": 13, "text_wrap": False})
        self._cell = {**base, "border": 1, "align": "center"}
        self._tinted: dict[tuple[str, str], Format] = {}

    def cell(self, state: str, severity: str) -> Format:
        """The format of a value cell."""
        key = (state, severity)
        if key not in self._tinted:
            properties: dict[str, Any] = dict(self._cell)
            if severity:
                properties["bg_color"] = _TINTS[severity]
            elif state == "absent":
                properties.update({"pattern": 14, "fg_color": "#BBBBBB"})
            self._tinted[key] = self.book.add_format(properties)
        return self._tinted[key]

    def columns(self, page: Worksheet, row: int, columns: Sequence[tuple[str, int]]) -> None:
        """Column headings with widths, kept in sight."""
        for c, (name, width) in enumerate(columns):
            page.set_column(c, c, width)
            page.write_string(row, c, name, self.head)
        page.freeze_panes(row + 1, 0)

    def close(self) -> bytes:
        """The finished workbook."""
        self.book.close()
        return self._out.getvalue()


def report_workbook(sheet: Sheet) -> bytes:
    """One report: 修改意见, the three tables as drawn with marks as comments, the figures of the text."""
    book = _Book()
    page = book.book.add_worksheet("修改意见")
    page.write_string(0, 0, sheet.title, book.title)
    book.columns(page, 2, _FINDING_COLUMNS)
    for r, finding in enumerate(sheet.findings, 3):
        _finding(book, page, r, 0, finding)
    for table in sheet.tables:
        if table.present:
            _table(book, table, sheet.findings)
    if sheet.figures:
        _figures(book, sheet)
    return book.close()


def _finding(book: _Book, page: Worksheet, row: int, column: int, finding: NumberedFinding) -> None:
    page.write_number(row, column, finding.number, book.text)
    words = (
        finding.severity_name,
        finding.place,
        finding.message,
        _words(finding.expected),
        _words(finding.found),
        finding.basis or "",
        finding.code,
    )
    for c, word in enumerate(words, column + 1):
        page.write_string(row, c, word, book.text)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "、".join(_words(v) for v in value)
    return str(value)


def _table(book: _Book, table: DrawnTable, findings: Sequence[NumberedFinding]) -> None:
    page = book.book.add_worksheet(table.name)
    page.set_column(0, 20, 9)
    if table.key == "table3":
        page.set_column(2, 2, 38)
    messages = {f.number: f.message for f in findings}
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(table.rows):
        c = 0
        for cell in row:
            while (r, c) in taken:
                c += 1
            _write(book, page, r, c, cell)
            if cell.concerns:
                page.write_comment(r, c, "\n".join(f"{n}. {messages[n]}" for n in cell.concerns), {"x_scale": 2.4})
            taken |= {(r + i, c + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
            c += cell.colspan


def _write(book: _Book, page: Worksheet, r: int, c: int, cell: DrawnCell) -> None:
    if cell.kind == "value":
        style = book.cell(cell.state, cell.severity)
    else:
        style = book.head if cell.kind in ("heading", "column", "corner") else book.label
    if cell.rowspan > 1 or cell.colspan > 1:
        page.merge_range(r, c, r + cell.rowspan - 1, c + cell.colspan - 1, "", style)
    if cell.kind == "value" and cell.text:
        page.write_number(r, c, float(cell.text), style)
    else:
        page.write_string(r, c, cell.text, style) if cell.text else page.write_blank(r, c, None, style)


def _figures(book: _Book, sheet: Sheet) -> None:
    page = book.book.add_worksheet("文中数据")
    book.columns(page, 0, (("名称", 24), ("数值", 14), ("约数", 8), ("年度", 8), ("原文", 80)))
    for r, figure in enumerate(sheet.figures, 1):
        page.write_string(r, 0, figure.label, book.text)
        page.write_number(r, 1, float(figure.value), book.text)
        page.write_string(r, 2, "约" if figure.approximate else "", book.text)
        page.write_string(r, 3, str(figure.year or ""), book.text)
        page.write_string(r, 4, figure.quote, book.text)
