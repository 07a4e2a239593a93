"""Workbooks that people fill in and bring back: columns found by label, bad rows named, templates and lists written.

read(data, name, COLUMNS)                       → Table: lines with their row numbers, and what is wrong with the columns
workbook(COLUMNS, lines, sheet="机构")           → the bytes of an .xlsx that `read` reads again; with no lines, a template

An import is planned first (`Problem` for each bad row), shown, and then done by one act; this module only reads and writes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext

from gongkai.documents.errors import Unreadable
from gongkai.documents.rows import NumberedRow, RowsOfSheet, read_rows_apart
from gongkai.records.base.errors import Refused

HEADING_WITHIN = 20  # rows from the top in which the heading is looked for
LONGEST = 10_000  # rows of one import
LARGEST = 5 * 1024 * 1024  # bytes of its file, on the desk and over the API
_ASIDE = re.compile(r"[（(].*?[)）]|[\s*＊:：]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column as data: its label, how else people call it, what it is for. `choices` become a list to choose from."""

    key: str
    label: str
    variants: tuple[str, ...] = ()
    required: bool = False
    note: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    width: int = 16


@dataclass(frozen=True, slots=True)
class Line:
    """A filled row: `values` by the columns' keys, "" where a cell is empty. `number` as an office program shows it."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row, in which column, with which value, and what to do. `row` 0: with the file as a whole."""

    row: int
    column: str
    value: str
    message: str
    code: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def sentence(self) -> str:
        """In one sentence, for texts: 第 3 行“上级单位”：…"""
        where = gettext("第 %(row)d 行") % {"row": self.row} if self.row else ""
        column = f"“{self.column}”" if self.column else ""
        return f"{where}{column}：{self.message}" if where or column else self.message


@dataclass(slots=True)
class Table:
    """What was read: the lines, the columns that are there, headings that mean nothing here, and what is wrong with them."""

    sheet: str
    lines: list[Line]
    found: list[str]
    ignored: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(data: bytes, name: str, columns: Sequence[Column]) -> Table:
    """The sheet of a file whose heading has all required columns, read in a child process.

    Raises Refused (file_unreadable, heading_missing, too_many_rows, nothing_in_it) with what to do.
    """
    try:
        sheets = read_rows_apart(data, name)
    except Unreadable as error:
        raise Refused(gettext("“%(name)s”读不了：%(why)s") % {"name": name, "why": error.message}, "file_unreadable") from error
    return of_sheets(sheets, columns)


def of_sheets(sheets: Sequence[RowsOfSheet], columns: Sequence[Column]) -> Table:
    """The same for what was read already."""
    labels = {plain(label): column.key for column in columns for label in (column.label, *column.variants)}
    required = [column for column in columns if column.required]
    best: tuple[int, RowsOfSheet, int] | None = None
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:HEADING_WITHIN]):
            known = {labels[plain(cell)] for cell in row.cells if plain(cell) in labels}
            if all(column.key in known for column in required) and (best is None or len(known) > best[0]):
                best = (len(known), sheet, at)
    if best is None:
        names = "、".join(f"“{column.label}”" for column in required)
        raise Refused(
            gettext("没有找到列标题%(names)s。请下载模板，按模板的列标题整理后再导入。") % {"names": names}, "heading_missing"
        )
    _, sheet, at = best
    table = _below(sheet, at, labels, columns)
    if len(table.lines) > LONGEST:
        raise Refused(gettext("一次最多导入 %(most)d 行，请拆分后分次导入。") % {"most": LONGEST}, "too_many_rows")
    if not table.lines:
        raise Refused(gettext("列标题下面没有内容，请填写后再导入。"), "nothing_in_it")
    return table


def plain(label: str) -> str:
    """A heading without spaces, asterisks, colons and what stands in brackets: “* 单位名称（全称）” is 单位名称."""
    bare = _ASIDE.sub("", label)
    return bare or "".join(label.split())


def workbook(
    columns: Sequence[Column],
    lines: Iterable[Mapping[str, Any]] = (),
    *,
    sheet: str,
    title: str = "",
    notes: Sequence[str] = (),
) -> bytes:
    """An .xlsx with the columns as headings and a line each; a second sheet says what each column is for. All cells are text,
    so that codes keep their zeros and nothing that looks like a formula is one."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format(
        {"bold": True, "bg_color": "#E8EEF5", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    must = book.add_format(
        {"bold": True, "bg_color": "#F6E3E1", "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    page = book.add_worksheet(sheet)
    top = 0
    if title:
        page.merge_range(0, 0, 0, max(1, len(columns) - 1), title, book.add_format({"bold": True, "font_size": 14}))
        page.set_row(0, 24)
        top = 1
    page.set_row(top, 30)
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width, text)
        page.write_string(top, at, column.label, must if column.required else head)
        if column.choices:
            page.data_validation(
                top + 1,
                at,
                top + LONGEST,
                at,
                {"validate": "list", "source": list(column.choices), "ignore_blank": True, "show_error": False},
            )
    for number, line in enumerate(lines, top + 1):
        for at, column in enumerate(columns):
            page.write_string(number, at, _shown(line.get(column.key)), text)
    page.freeze_panes(top + 1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    _explain(book, columns, notes, head)
    book.close()
    return out.getvalue()


def _explain(book: Any, columns: Sequence[Column], notes: Sequence[str], head: Any) -> None:
    wrap = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    page = book.add_worksheet(gettext("填写说明"))
    for at, (label, width) in enumerate(
        ((gettext("列"), 22), (gettext("必填"), 6), (gettext("怎样填"), 60), (gettext("例"), 30))
    ):
        page.set_column(at, at, width)
        page.write_string(0, at, label, head)
    for number, column in enumerate(columns, 1):
        note = column.note
        if column.choices:
            note += ("；" if note else "") + gettext("可填：") + "、".join(column.choices)
        cells = (column.label, gettext("是") if column.required else "", note, column.example)
        for at, cell in enumerate(cells):
            page.write_string(number, at, cell, wrap)
    for number, note in enumerate(notes, len(columns) + 2):
        page.write_string(number, 0, note)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    return str(value)


def _below(sheet: RowsOfSheet, at: int, labels: Mapping[str, str], columns: Sequence[Column]) -> Table:
    heading = sheet.rows[at]
    names = {column.key: column.label for column in columns}
    where: dict[str, int] = {}
    table = Table(sheet.name, [], [])
    for position, cell in enumerate(heading.cells):
        key = labels.get(plain(cell))
        if key is None:
            if cell.strip():
                table.ignored.append(cell.strip())
        elif key in where:
            message = gettext("这一列出现了两次，请只保留一列。")
            table.problems.append(Problem(heading.number, names[key], cell.strip(), message, "column_twice"))
        else:
            where[key] = position
    table.found = list(where)
    for row in sheet.rows[at + 1 :]:
        line = _line(row, where, columns)
        if line is not None:
            table.lines.append(line)
    return table


def _line(row: NumberedRow, where: Mapping[str, int], columns: Sequence[Column]) -> Line | None:
    def cell(key: str) -> str:
        position = where.get(key)
        return row.cells[position].strip() if position is not None and position < len(row.cells) else ""

    values = {column.key: cell(column.key) for column in columns}
    return Line(row.number, values) if any(values.values()) else None
