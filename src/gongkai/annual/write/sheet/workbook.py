"""The whole workbook: its sheets in order, its properties, its styles."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from typing import TYPE_CHECKING, Any

from gongkai.annual.forms import FORMS, TABLES, Form, form, form_for_year
from gongkai.annual.report import AnnualReport
from gongkai.annual.write.plan import Printed, clean, plan
from gongkai.annual.write.sheet.facts import write_facts, write_guide
from gongkai.annual.write.sheet.guide import guide
from gongkai.annual.write.sheet.review import write_review
from gongkai.annual.write.sheet.styles import STYLES
from gongkai.annual.write.sheet.tables import write_table
from gongkai.annual.write.sheet.texts import write_texts

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CREATED = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)
"""The same in every file, so that equal reports give equal bytes."""
_LAST_YEAR = 2099
"""Readers know years of this century."""
_USUAL_UNIT = "万元"
"""Printed over an amount to fill in where the form leaves its unit open: a number without a unit says nothing."""


class Book:
    """A workbook in the making. Styles are made when first used; `header` stands at the head of printed pages."""

    def __init__(self) -> None:
        import xlsxwriter

        self._out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self._out, _OPTIONS)
        self._styles: dict[str, Format] = {}
        self.header = ""

    def style(self, name: str) -> Format:
        """One of `styles.STYLES`."""
        if name not in self._styles:
            self._styles[name] = self.book.add_format(STYLES[name])
        return self._styles[name]

    def sheet(self, name: str) -> Any:
        """A new sheet behind the others; year and form stand at the head of its printed pages. A
        Worksheet of `_sheet_class`."""
        sheet = self.book.add_worksheet(name, _sheet_class())
        sheet.set_header(self.header)
        return sheet

    def finish(self) -> bytes:
        """The file."""
        self.book.close()
        return self._out.getvalue()


@cache
def _sheet_class() -> type[Worksheet]:
    """Sheets that take formulas as they are, and whose rows may be given a height and still grow with their text.

    XlsxWriter looks every formula through for some hundred functions newer than 2007, more work than all the rest, and
    ours use none; and it fixes every height that it is given.
    """
    from xlsxwriter.worksheet import Worksheet

    class Sheet(Worksheet):
        def __init__(self) -> None:
            super().__init__()
            self.growing: set[int] = set()

        def set_growing_row(self, row: int, height: float) -> None:
            """The height the row has now; office programs may change it when its text changes."""
            self.set_row(row, height)
            self.growing.add(row + 1)

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            return formula.removeprefix("=")

        def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]]) -> None:
            if tag == "row" and attributes[0][1] in self.growing:
                attributes = [(name, value) for name, value in attributes if name != "customHeight"]
            super()._xml_start_tag_unencoded(tag, attributes)

    return Sheet


def write_xlsx(report: AnnualReport) -> bytes:
    """The report as a workbook, with live sums and checks."""
    return _workbook(report, plan(report), blank=False)


def empty_form(year: int, agency: str | None = None) -> bytes:
    """The form to fill in for a report year, with the agency's name if given. Raises ValueError, in Chinese, for a year
    without a statutory form."""
    if year > _LAST_YEAR:
        raise ValueError(f"{year} 不像一个报告年度。请写四位的年份，如 2025。")
    definition = form_for_year(year)
    if definition is None:
        first = form(FORMS[0]).from_year
        raise ValueError(f"{year} 年度的报告没有统一的表样：统一格式自 {first} 年度起使用。请改用 {first} 年或以后的年份。")
    report = AnnualReport(agency=agency, year=year, form=definition.form)
    report.forms = dict.fromkeys(TABLES, definition.form)
    for key, table in definition.tables.items():
        report.tables[key] = {row.key: {column.key: None for column in row.columns} for row in table.rows}
        for row, column in table.cells():
            if column.value == "money" and column.unit is None:
                report.units[f"{key}.{row.key}.{column.key}"] = _USUAL_UNIT
    report.sections = {section.key: "" for section in definition.sections}
    return _workbook(report, plan(report), blank=True)


def _workbook(report: AnnualReport, printed: Printed, *, blank: bool) -> bytes:
    book = Book()
    definition = form(printed.form) if printed.form else None
    if definition is not None and report.year is not None:
        book.header = f"&R&9 {report.year}年度　{definition.basis}"
    tables = [part.table for part in printed.parts if part.table]
    words = guide(definition, _guide_year(report, definition)) if definition is not None else None
    if definition is not None and words is not None:
        write_guide(book, definition, words)
    write_facts(book, report, definition)
    for table in tables:
        write_table(book, table, report)
    write_texts(book, report, printed, words, blank=blank)
    if tables:
        write_review(book, tables, report)
    _properties(book, printed, definition)
    return book.finish()


def _guide_year(report: AnnualReport, definition: Form) -> int:
    """The report year where its form was in force then; else the first or last year of the form."""
    year = report.year
    if year is None or not definition.from_year <= year <= _LAST_YEAR:
        return definition.from_year
    return min(year, definition.to_year or year)


def _properties(book: Book, printed: Printed, definition: Form | None) -> None:
    properties = {"title": printed.title, "company": clean(printed.agency or ""), "created": _CREATED}
    if definition is not None:
        properties["subject"] = f"{definition.name}（{definition.basis}）"
        book.book.set_custom_property("年报格式", definition.form)
    if printed.year is not None:
        book.book.set_custom_property("报告年度", printed.year)
    book.book.set_properties(properties)
