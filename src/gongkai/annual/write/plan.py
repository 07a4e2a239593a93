"""What a report prints, before any file form: title, parts in order, each with paragraphs and a table of spanned cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from gongkai.annual.forms import FORMS, Column, form, form_for_year
from gongkai.annual.forms.layout import CellKind, layout
from gongkai.annual.report import ABSENT_MARK, AnnualReport, Number

State = Literal["label", "number", "blank", "absent"]

_UNIT_IN_LABEL = re.compile(r"（单位：[^）]*）$")
_XML_FORBIDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_SIGNATURE = 40


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One printed cell. `where` (`table3.total.natural_person`) and `value` belong to the cells of values; a blank prints
    nothing, an absent one `ABSENT_MARK`."""

    kind: CellKind
    state: State
    text: str
    rowspan: int = 1
    colspan: int = 1
    row: str | None = None
    column: str | None = None
    where: str | None = None
    value: Number | None = None


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A statutory table as its form lays it out; merged cells are given once, at their upper left corner."""

    key: str
    form: str
    name: str
    title: str
    """The title of its section: the table's caption for those who cannot see where it stands."""
    rows: tuple[tuple[PrintedCell, ...], ...]
    width: int
    """How many grid columns a row spans."""
    head: int
    """How many of the upper rows are headings over the whole table (0: headings stand within, as in 表二)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part: `key` as in `sections` (intro, 1–6, end), its heading as printed (None for intro and end)."""

    key: str
    heading: str | None
    paragraphs: tuple[str, ...]
    table: PrintedTable | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole report as printed. `signature` are the lines that stand at the right below everything."""

    title: str
    agency: str | None
    year: int | None
    form: str | None
    parts: tuple[Part, ...]
    signature: tuple[str, ...]


def plan(report: AnnualReport) -> Printed:
    """Lay a report out. Every table has its whole form; sections that the report does not have are not printed. A report
    without statutory form (before 2019) prints its text only."""
    chosen = _form(report)
    parts: list[Part] = []
    texts = report.sections
    if texts.get("intro"):
        parts.append(Part("intro", None, _paragraphs(texts["intro"])))
    for section in form(chosen or FORMS[-1]).sections:
        table = section.table if section.table in report.tables else None
        if section.key not in texts and table is None:
            continue
        printed = _table(report, table, chosen) if table else None
        heading = section.heading if chosen else None
        parts.append(Part(section.key, heading, _paragraphs(texts.get(section.key, "")), printed))
    ending = _paragraphs(texts.get("end", ""))
    closing: tuple[str, ...] = ()
    if any(len(line) > _LONGEST_SIGNATURE for line in ending):
        closing, ending = ending, ()
    signature = ending + _unsigned(report, closing + ending)
    if closing:
        parts.append(Part("end", None, closing))
    return Printed(title_of(report), report.agency, report.year, chosen, tuple(parts), signature)


def title_of(report: AnnualReport) -> str:
    """The title; where the report has none, the usual one of its agency and year."""
    if report.title:
        return clean(report.title).replace("\n", "")
    year = f"{report.year}年" if report.year is not None else ""
    return f"{report.agency or ''}{year}政府信息公开工作年度报告"


def printed_number(value: Number) -> str:
    """A number as printed: no exponent, no needless zeros (`0.00001`, `93.8605`, `-3`)."""
    if isinstance(value, int):
        return str(value)
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def clean(text: str) -> str:
    """Text without the characters that no document can hold."""
    return _XML_FORBIDS.sub("", text)


def chinese_date(day: str) -> str:
    """`2024-01-05` as 2024年1月5日."""
    year, month, date = day.split("-")
    return f"{int(year)}年{int(month)}月{int(date)}日"


def _form(report: AnnualReport) -> str | None:
    if report.form:
        return report.form
    in_force = form_for_year(report.year)
    if in_force is not None:
        return in_force.form
    return FORMS[-1] if report.tables else None


def _paragraphs(text: str) -> tuple[str, ...]:
    """Paragraphs as printed: runs of white space (tabs, which would make cells of a text file, too) are one space."""
    return tuple(line for raw in clean(text).split("\n") if (line := " ".join(raw.split())))


def _unsigned(report: AnnualReport, ending: tuple[str, ...]) -> tuple[str, ...]:
    """The lines that sign the report where its own ending does not."""
    said = "".join(ending)
    lines = []
    if report.signed_on and not said:
        if report.agency:
            lines.append(report.agency)
        lines.append(chinese_date(report.signed_on))
    return tuple(lines)


def _table(report: AnnualReport, key: str, chosen: str | None) -> PrintedTable:
    name = report.forms.get(key) or chosen or FORMS[-1]
    definition = form(name).tables[key]
    section = next(s for s in form(name).sections if s.key == definition.section)
    rows = []
    for layout_row in layout(name, key):
        cells = []
        for cell in layout_row:
            if cell.kind == "value" and cell.row and cell.column:
                text, state, value = _value(report, key, cell.row, cell.column)
                where = f"{key}.{cell.row}.{cell.column}"
                cells.append(PrintedCell("value", state, text, cell.rowspan, cell.colspan, cell.row, cell.column, where, value))
                continue
            label = cell.text
            if cell.kind == "column" and cell.column:
                label = _label(report, key, cell.column, cell.text, name)
            cells.append(PrintedCell(cell.kind, "label", label, cell.rowspan, cell.colspan, cell.row, cell.column))
        rows.append(tuple(cells))
    width = sum(cell.colspan for cell in rows[0])
    head = 0 if key == "table2" else next(i for i, row in enumerate(rows) if any(c.kind == "value" for c in row))
    return PrintedTable(key, name, definition.name, section.title, tuple(rows), width, head)


def _value(report: AnnualReport, key: str, row: str, column: str) -> tuple[str, State, Number | None]:
    if not report.has_cell(key, row, column):
        return ABSENT_MARK, "absent", None
    value = report.cell(key, row, column)
    return ("", "blank", None) if value is None else (printed_number(value), "number", value)


def _label(report: AnnualReport, key: str, column: str, label: str, name: str) -> str:
    """A column's label with the unit the report states for its money (`采购总金额（单位：元）`)."""
    table = form(name).tables[key]
    concerned = [(row, money) for row in table.rows if (money := _money(row.column(column)))]
    if not concerned:
        return label
    units = {report.units.get(f"{key}.{row.key}.{column}", money.unit) for row, money in concerned}
    unit = next(iter(units)) if len(units) == 1 else None
    if unit == concerned[0][1].unit:
        return label
    bare = _UNIT_IN_LABEL.sub("", label)
    return f"{bare}（单位：{unit}）" if unit else bare


def _money(column: Column | None) -> Column | None:
    return column if column is not None and column.value == "money" else None
