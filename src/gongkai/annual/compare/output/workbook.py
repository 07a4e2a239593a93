"""The comparison as a workbook: summary, one sheet a table with the differences as formulas, the figures, the text."""

from __future__ import annotations

import io
from typing import Any

from gongkai.annual.compare.model import CellPair, Comparison, ParagraphPair
from gongkai.annual.compare.output import story as told
from gongkai.annual.compare.output.story import Names

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST = 32_000
"""Excel holds some more characters in a cell."""


def as_workbook(comparison: Comparison) -> bytes:
    """The bytes of an .xlsx file. Text that looks like a formula stays text."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    names = told.names(comparison)
    looks = _Looks(book)
    _summary(book.add_worksheet("摘要"), comparison, names, looks)
    for table in comparison.tables:
        _cells(book.add_worksheet(table.name), table.cells, names, looks)
    if comparison.figures:
        _figures(book.add_worksheet("文中数据"), comparison, names, looks)
    if comparison.sections:
        _texts(book.add_worksheet("文字"), comparison, names, looks)
    book.close()
    return out.getvalue()


class _Looks:
    """The formats of the workbook."""

    def __init__(self, book: Any) -> None:
        def made(**properties: Any) -> Any:
            return book.add_format({"font_name": "宋体", "font_size": 11, "valign": "vcenter", **properties})

        self.title = made(bold=True, font_size=16)
        self.head = made(bold=True, bg_color="#F2F2F2", border=1, border_color="#7F7F7F", align="center")
        self.text = made(text_wrap=True)
        self.line = made(text_wrap=True, border=1, border_color="#BFBFBF")
        self.number = made(border=1, border_color="#BFBFBF", num_format="#,##0.######;-#,##0.######;0", align="right")
        self.whole = made(border=1, border_color="#BFBFBF", num_format="#,##0;-#,##0;0", align="right")
        self.difference = made(border=1, border_color="#BFBFBF", num_format="+#,##0.######;-#,##0.######;0", align="right")
        self.whole_difference = made(border=1, border_color="#BFBFBF", num_format="+#,##0;-#,##0;0", align="right")
        self.percent = made(border=1, border_color="#BFBFBF", num_format="+0.0%;-0.0%;0%", align="right")
        self.state = made(border=1, border_color="#BFBFBF", align="right", font_color="#595959")
        self.share = made(border=1, border_color="#BFBFBF", num_format="0%", align="right")
        self.new = book.add_format({"underline": 1, "font_color": "#1F6B3A"})
        self.gone = book.add_format({"font_strikeout": True, "font_color": "#A3261D"})
        self.new_line = made(text_wrap=True, border=1, border_color="#BFBFBF", underline=1, font_color="#1F6B3A")
        self.gone_line = made(text_wrap=True, border=1, border_color="#BFBFBF", font_strikeout=True, font_color="#A3261D")
        self.same = book.add_format({})


def _summary(sheet: Any, comparison: Comparison, names: Names, looks: _Looks) -> None:
    sheet.set_column(0, 0, 26, looks.text)
    sheet.set_column(1, 1, 90, looks.text)
    sheet.write(0, 0, f"政府信息公开工作年度报告{told.KINDS[comparison.kind]}", looks.title)
    lines: list[tuple[str, str]] = [
        (names.this, told.title_of(comparison.this)),
        (names.other, told.title_of(comparison.other)),
        ("比较方式", comparison.kind_reason),
    ]
    lines += [("摘要" if n == 0 else "", sentence) for n, sentence in enumerate(told.story(comparison).sentences)]
    lines += [("说明" if n == 0 else "", note) for n, note in enumerate(comparison.notes)]
    words = {True: "相符", False: "不符", None: "无法核对"}
    lines += [(check.name, f"{words[check.holds]}。{check.message or ''}") for check in comparison.checks]
    for row, (name, text) in enumerate(lines, 2):
        sheet.write_string(row, 0, name, looks.text)
        sheet.write_string(row, 1, text[:_LONGEST], looks.text)
        _fit(sheet, row, (name, 26), (text, 90))
    row = len(lines) + 3
    _head(sheet, row, ["部分", "沿用的文字"], looks)
    for n, section in enumerate((s for s in comparison.sections if s.share is not None), row + 1):
        sheet.write_string(n, 0, section.heading, looks.line)
        sheet.write_number(n, 1, section.share, looks.share)
    _printed(sheet, landscape=False)


def _cells(sheet: Any, cells: list[CellPair], names: Names, looks: _Looks) -> None:
    _head(sheet, 0, ["栏目", names.this, names.other, "增减", "增幅", "说明"], looks)
    for column, width in enumerate((70, 14, 14, 14, 12, 46)):
        sheet.set_column(column, column, width)
    for row, cell in enumerate(cells, 1):
        sheet.write_string(row, 0, cell.path.partition("·")[2] or cell.path, looks.line)
        decimal = isinstance(cell.value, float) or isinstance(cell.comparable, float)
        number = looks.number if decimal else looks.whole
        for column, value, state in ((1, cell.value, cell.state), (2, cell.comparable, cell.other_state)):
            if value is None:
                sheet.write_string(row, column, told.beside(cell, value, state), looks.state)
            else:
                sheet.write_number(row, column, value, number)
        line = row + 1
        if cell.difference is None:
            sheet.write_blank(row, 3, None, looks.state)
        else:
            look = looks.difference if decimal else looks.whole_difference
            formula = f"=ROUND(B{line}-C{line},10)" if decimal else f"=B{line}-C{line}"
            sheet.write_formula(row, 3, formula, look, cell.difference)
        if cell.growth is None:
            sheet.write_blank(row, 4, None, looks.state)
        else:
            sheet.write_formula(row, 4, f'=IF(C{line}>0,(B{line}-C{line})/C{line},"")', looks.percent, cell.growth / 100)
        unit = f"单位：{cell.unit}" if cell.unit else ""
        sheet.write_string(row, 5, "；".join(filter(None, [unit, told.remark(cell)])), looks.line)
        _fit(sheet, row, (cell.path, 70), (told.remark(cell), 46))
    sheet.autofilter(0, 0, max(len(cells), 1), 5)
    _printed(sheet)


def _figures(sheet: Any, comparison: Comparison, names: Names, looks: _Looks) -> None:
    _head(sheet, 0, ["文中的数", names.this, names.other, "增减", "增幅", f"{names.this}的原文", f"{names.other}的原文"], looks)
    for column, width in enumerate((34, 12, 12, 12, 12, 50, 50)):
        sheet.set_column(column, column, width)
    for row, figure in enumerate(comparison.figures, 1):
        sheet.write_string(row, 0, figure.label, looks.line)
        for column, value in ((1, figure.value), (2, figure.other_value)):
            if value is None:
                sheet.write_string(row, column, "未写", looks.state)
            else:
                sheet.write_number(row, column, value, looks.number if isinstance(value, float) else looks.whole)
        line = row + 1
        if figure.difference is None:
            sheet.write_blank(row, 3, None, looks.state)
        else:
            sheet.write_formula(row, 3, f"=B{line}-C{line}", looks.whole_difference, figure.difference)
        if figure.growth is None:
            sheet.write_blank(row, 4, None, looks.state)
        else:
            sheet.write_formula(row, 4, f"=(B{line}-C{line})/C{line}", looks.percent, figure.growth / 100)
        sheet.write_string(row, 5, (figure.quote or "")[:_LONGEST], looks.line)
        sheet.write_string(row, 6, (figure.other_quote or "")[:_LONGEST], looks.line)
        _fit(sheet, row, (figure.label, 34), (figure.quote or "", 50), (figure.other_quote or "", 50))
    _printed(sheet)


def _texts(sheet: Any, comparison: Comparison, names: Names, looks: _Looks) -> None:
    _head(sheet, 0, ["部分", "变化", names.other, names.this], looks)
    for column, width in enumerate((24, 18, 70, 70)):
        sheet.set_column(column, column, width)
    row = 1
    for section in comparison.sections:
        for pair in section.paragraphs:
            sheet.write_string(row, 0, section.heading, looks.line)
            sheet.write_string(row, 1, told.paragraph_words(pair, comparison), looks.line)
            _half(sheet, row, 2, pair, "gone", looks)
            _half(sheet, row, 3, pair, "new", looks)
            _fit(
                sheet,
                row,
                (section.heading, 24),
                (told.paragraph_words(pair, comparison), 18),
                *((t or "", 70) for t in (pair.other_text, pair.text)),
            )
            row += 1
    sheet.autofilter(0, 0, max(row - 1, 1), 3)
    _printed(sheet)


def _half(sheet: Any, row: int, column: int, pair: ParagraphPair, own: str, looks: _Looks) -> None:
    """One side of a pair, what only it has marked."""
    text = pair.text if own == "new" else pair.other_text
    mark = looks.new if own == "new" else looks.gone
    parts = [s for s in pair.segments if s.kind in ("same", own)]
    if text is None or len(text) > _LONGEST or len(parts) < 2:
        whole = (looks.new_line if own == "new" else looks.gone_line) if pair.change == own else looks.line
        sheet.write_string(row, column, (text or "（无此段）")[:_LONGEST], whole if text else looks.line)
        return
    rich: list[Any] = []
    for segment in parts:
        rich += [looks.same if segment.kind == "same" else mark, segment.text]
    sheet.write_rich_string(row, column, *rich, looks.line)


def _fit(sheet: Any, row: int, *cells: tuple[str, int]) -> None:
    """Make a row as high as its longest text needs (text, column width): not every program does so by itself."""
    lines = 1
    for text, width in cells:
        lines = max(lines, sum(-(-_width(line) // (width - 1)) or 1 for line in text.split("\n")))
    sheet.set_row(row, min(15.5 * lines + 3, 409))


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def _head(sheet: Any, row: int, titles: list[str], looks: _Looks) -> None:
    for column, title in enumerate(titles):
        sheet.write_string(row, column, title, looks.head)
    if row == 0:
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)


def _printed(sheet: Any, landscape: bool = True) -> None:
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
