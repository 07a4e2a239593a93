"""The official form behind a table of the report, and the Chinese names of its cells for messages."""

from __future__ import annotations

import re
from functools import cache

from gongkai.annual.check.context import Context
from gongkai.annual.forms import FORMS, Table, form, form_for_year

TABLE_KEYS = ("table2", "table3", "table4")
TABLE_NAMES = {"table2": "表二", "table3": "表三", "table4": "表四"}
BASIS_FORMS = "国办公开办函〔2019〕60号、〔2021〕30号"


def definition(context: Context, table: str) -> Table | None:
    """The form definition that rules this table: its own form, else the report's, else the one of the report year.

    Real reports mix forms, so each table is judged by what it is; whether it should be so is `format_mismatch`'s matter.
    """
    name = context.report.forms.get(table) or context.form
    if name not in FORMS:
        due = form_for_year(context.year)
        if due is None:
            return None
        name = due.form
    return form(name).tables[table]


def present(context: Context, table: str) -> bool:
    """Whether the report has this table with at least one cell."""
    return any(context.report.tables.get(table, {}).values())


def noted(context: Context, code: str, table: str) -> bool:
    """Whether the reader left a note with this code on this table."""
    prefix = table + "."
    return any(n.code == code and (n.where == table or n.where.startswith(prefix)) for n in context.report.notes)


@cache
def _labels(form_name: str, table: str) -> tuple[dict[str, str], dict[str, str]]:
    spec = form(form_name).tables[table]
    rows = {row.key: _short(row.label) for row in spec.rows}
    columns = {column.key: column.label for row in spec.rows for column in row.columns}
    return rows, columns


def _short(label: str) -> str:
    """A row label without its explanation in brackets."""
    head = (
        re.sub(r"(?<=.)（.*", "", label) if not label.startswith("（") else re.sub(r"(?<=[^（一二三四五六七])（.*", "", label)
    )
    return head or label


def row_name(table: str, row: str) -> str:
    """The official label of a row: “（二）部分公开”. The key itself where no form knows it."""
    for name in reversed(FORMS):
        label = _labels(name, table)[0].get(row)
        if label:
            return label
    return row


def column_name(table: str, column: str) -> str:
    """The official label of a column."""
    for name in reversed(FORMS):
        label = _labels(name, table)[1].get(column)
        if label:
            return label
    return column


def cell_name(table: str, row: str, column: str) -> str:
    """“表三‘（一）予以公开’的‘自然人’”, with Chinese quotation marks."""
    return f"{TABLE_NAMES[table]}“{row_name(table, row)}”的“{column_name(table, column)}”"


def place_name(where: str) -> str:
    """A `where` in words: 标题, 第一部分（二）, 表三, 表三表头 …"""
    head, _, rest = where.partition(".")
    if head in TABLE_NAMES:
        if not rest:
            return TABLE_NAMES[head]
        row, _, column = rest.partition(".")
        if row == "header":
            return f"{TABLE_NAMES[head]}表头"
        return cell_name(head, row, column) if column else f"{TABLE_NAMES[head]}“{row_name(head, row)}”"
    if head.startswith("section") and head[7:] in _NUMERALS:
        part = f"第{_NUMERALS[head[7:]]}部分"
        return f"{part}（{_NUMERALS.get(rest, rest)}）" if rest else part
    return {"title": "标题", "intro": "引言", "end": "落款"}.get(head, where)


_NUMERALS = dict(zip("123456789", "一二三四五六七八九", strict=True))


def numeral_of(key: str) -> str:
    """ "1" → 一: the number of a section as the form prints it."""
    return _NUMERALS.get(key, key)


def plain(value: float | int | None) -> str:
    """A number as a message prints it: no trailing “.0”, no float noise."""
    if value is None:
        return "空白"
    return str(value) if isinstance(value, int) else f"{value:.6f}".rstrip("0").rstrip(".")
