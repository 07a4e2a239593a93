"""Whether the tables are the statutory ones: the right form, every row, column and cell, official labels, real tables."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.check.official import (
    BASIS_FORMS,
    TABLE_KEYS,
    TABLE_NAMES,
    column_name,
    definition,
    noted,
    place_name,
    present,
    row_name,
)
from gongkai.annual.forms import Table, form_for_year
from gongkai.annual.report import Number

_SAME_IN_BOTH_FORMS = "table4"
_NAMED = 6
_LEAST_ROWS = 2
_UNREAD = {"not_a_number", "misread_column", "duplicate_row", "cells_left_out"}
"""Notes of the reader that explain why a cell is not in the data although the document prints something there."""


@rule("format_mismatch", Severity.ERROR, basis=BASIS_FORMS, tables=True)
def form_fits_the_report_year(context: Context, say: Say) -> None:
    """2019 and 2020 reports use the form of 2019, later ones that of 2021; judged table by table, because reports mix them."""
    due = form_for_year(context.year)
    if due is None:
        return
    for table in TABLE_KEYS:
        used = context.report.forms.get(table)
        if used and used != due.form and table != _SAME_IN_BOTH_FORMS and present(context, table):
            say(
                table,
                f"{context.year}年度报告的{TABLE_NAMES[table]}用的是{used}年的格式，"
                f"应使用{due.form}年的格式（{due.basis}）。请换用当年的表式重新填写。",
                expected=due.form,
                found=used,
            )


@rule("missing_tables", Severity.ERROR, basis=BASIS_FORMS, tables=True)
def all_three_tables_are_there(context: Context, say: Say) -> None:
    """Tables 二, 三 and 四. A table pasted as a picture or left wholly blank is said by its own rule. Unknown year: info."""
    if context.year is not None and form_for_year(context.year) is None:
        return
    for table in TABLE_KEYS:
        if present(context, table) or noted(context, "table_as_picture", table) or noted(context, "blank_table", table):
            continue
        say(
            table,
            f"没有找到{TABLE_NAMES[table]}（{_section_title(table)}）。请补上法定表格；确实没有数据的，各格填“0”，不能省略表格。",
            found="没有",
            severity=None if context.year is not None else Severity.INFO,
        )


def _section_title(table: str) -> str:
    from gongkai.annual.forms import form

    return next(s.heading for s in form("2021").sections if s.table == table)


@rule("table_as_picture", Severity.ERROR, basis="国办公开办函〔2021〕30号；表格应能机读", tables=True)
def tables_are_no_pictures(context: Context, say: Say) -> None:
    """A table pasted as a picture cannot be searched, copied or rolled up."""
    for note in context.report.notes:
        if note.code == "table_as_picture":
            name = place_name(note.where)
            say(note.where, f"{name}是一张图片，数据无法读取和汇总。请换成可以编辑的表格。", found="图片")


@rule("missing_rows", Severity.ERROR, basis=BASIS_FORMS, tables=True)
def no_row_is_missing(context: Context, say: Say) -> None:
    """Every row of the table's own form is there."""
    for table, spec in _filled_tables(context):
        rows = context.report.tables[table]
        unread = {n.where.split(".")[1] for n in context.report.notes if n.code in _UNREAD and n.where.startswith(f"{table}.")}
        missing = [row.key for row in spec.rows if not rows.get(row.key) and row.key not in unread]
        missing += [key for key in _noted_keys(context, "missing_rows", table) if key not in missing]
        if missing:
            names = "、".join(f"“{row_name(table, key)}”" for key in missing[:_NAMED])
            more = f"等{len(missing)}行" if len(missing) > _NAMED else ""
            say(
                table,
                f"{TABLE_NAMES[table]}缺少{names}{more}。请按格式补齐，没有发生的填“0”。",
                expected=len(spec.rows),
                found=len(spec.rows) - len(missing),
                cells=[f"{table}.{key}" for key in missing],
            )


@rule("missing_columns", Severity.ERROR, basis=BASIS_FORMS, tables=True)
def no_column_is_missing(context: Context, say: Say) -> None:
    """Every column of the table's own form is there: a column is missing when no row that should have it does."""
    for table, spec in _filled_tables(context):
        absent = _absent_columns(context, table, spec)
        # A column without a heading is there, only unread: it stands for the first of those that were not found.
        missing = absent[_unnamed(context, table) :]
        missing += [key for key in _noted_keys(context, "missing_columns", table) if key not in missing]
        if missing:
            names = "、".join(f"“{column_name(table, key)}”" for key in missing)
            whole = {c.key for row in spec.rows for c in row.columns}
            say(
                table,
                f"{TABLE_NAMES[table]}缺少{names}{len(missing)}列，合计关系无法核对。请按格式补齐各列。",
                expected=len(whole),
                found=len(whole) - len(missing),
                cells=[f"{table}.{row.key}.{c.key}" for row in spec.rows for c in row.columns if c.key in missing],
            )


@rule("missing_cell", Severity.ERROR, basis=BASIS_FORMS, tables=True)
def no_cell_is_missing(context: Context, say: Say) -> None:
    """A single cell that its row and column should have. What the reader could not read for certain is not missing."""
    unread = {n.where for n in context.report.notes if n.code in _UNREAD}
    for table, spec in _filled_tables(context):
        rows = context.report.tables[table]
        gone = None
        missing = []
        for row in spec.rows:
            cells = rows.get(row.key)
            if not cells or all(column.key in cells for column in row.columns):
                continue
            if gone is None:
                gone = set(_absent_columns(context, table, spec))
            missing += [f"{table}.{row.key}.{c.key}" for c in row.columns if c.key not in cells and c.key not in gone]
        missing = [
            where for where in missing if where not in unread and where.rpartition(".")[0] not in unread and table not in unread
        ]
        if missing:
            names = "、".join(place_name(where).removeprefix(TABLE_NAMES[table]) for where in missing[:_NAMED])
            more = f"等{len(missing)}格" if len(missing) > _NAMED else ""
            say(
                missing[0] if len(missing) == 1 else table,
                f"{TABLE_NAMES[table]}缺少{names}{more}。请补齐单元格，没有发生的填“0”。",
                found=len(missing),
                cells=missing,
            )


@rule("label_variant", Severity.INFO, basis=BASIS_FORMS, tables=True)
def labels_are_official(context: Context, say: Say) -> None:
    """A row or column label that is not the official wording; a heading that is lost."""
    for note in context.report.notes:
        if note.code == "label_variant":
            say(
                note.where,
                f"{place_name(note.where)}的“{note.found or ''}”不是规定的名称，应为“{note.expected or ''}”。请改正。",
                expected=note.expected,
                found=note.found,
            )
        elif note.code == "unnamed_column":
            say(
                note.where,
                f"{place_name(note.where)}有一列没有列名{_in_brackets(note.found)}，这一列的数无法读取。请补上规定的列名。",
                found=note.found,
            )
        elif note.code == "heading_lost":
            say(
                note.where,
                f"{place_name(note.where)}的表头有缺失{_in_brackets(note.expected)}，只能按位置对应。请补齐表头。",
                expected=note.expected,
                found=note.found,
            )


@rule("misread_column", Severity.WARNING, basis=BASIS_FORMS, tables=True)
def cells_stand_under_their_headings(context: Context, say: Say) -> None:
    """Cells stand under the wrong headings."""
    for note in context.report.notes:
        if note.code == "misread_column":
            say(
                note.where,
                f"{place_name(note.where)}的数字与表头对不上{_in_brackets(note.message.rstrip('。'))}。"
                "请核对合并单元格和列次，把数字填到对应的列。",
                expected=note.expected,
                found=note.found,
            )
    table = context.report.tables.get("table3")
    if table and (column := _column_that_is_the_sum(context, table)) is not None:
        name = column_name("table3", column)
        say(
            "table3",
            f"表三各行“{name}”一列的数正好等于其余各列之和，“总计”一列却不是，像是数字填错了列。请核对列次，把数字填到对应的列。",
            expected="total",
            found=column,
            cells=[f"table3.{row}.{column}" for row, cells in table.items() if cells.get(column)],
        )


def _column_that_is_the_sum(context: Context, table: Mapping[str, Mapping[str, Number | None]]) -> str | None:
    """A column other than 总计 that is the sum of all others in each row with numbers (at least two), while 总计 is not."""
    spec = definition(context, "table3")
    if spec is None:
        return None
    columns = [c.key for c in spec.columns]
    rows = [[cells.get(c) or 0 for c in columns] for cells in table.values() if any(cells.values())]
    distinct = {tuple(row) for row in rows}
    if len(distinct) < _LEAST_ROWS or any(2 * row[-1] == sum(row) for row in distinct):
        return None
    found = [c for i, c in enumerate(columns[:-1]) if all(2 * row[i] == sum(row) and row[i] for row in distinct)]
    return found[0] if len(found) == 1 else None


@rule("table_split", Severity.INFO, basis="排版要求", tables=True)
def tables_are_in_one_piece(context: Context, say: Say) -> None:
    """A table is torn into pieces by headings, page breaks or stray paragraphs."""
    for note in context.report.notes:
        if note.code == "table_split":
            say(note.where, f"{place_name(note.where)}被拆成了几段。请合并成一张完整的表格。", found=note.found)


def _filled_tables(context: Context) -> list[tuple[str, Table]]:
    """Tables that are there and not wholly blank, each with the form it is written in."""
    out = []
    for table in TABLE_KEYS:
        spec = definition(context, table)
        rows = context.report.tables.get(table)
        if spec and rows and any(v is not None for cells in rows.values() for v in cells.values()):
            out.append((table, spec))
    return out


def _absent_columns(context: Context, table: str, spec: Table) -> list[str]:
    """The columns that no row has."""
    rows = context.report.tables[table]
    missing: list[str] = []
    seen: set[str] = set()
    for row in spec.rows:
        if cells := rows.get(row.key):
            seen.update(cells)
    for row in spec.rows:
        if rows.get(row.key):
            missing += [c.key for c in row.columns if c.key not in seen and c.key not in missing]
    return missing


def _unnamed(context: Context, table: str) -> int:
    """How many columns the reader saw without a heading it knows."""
    return sum(1 for n in context.report.notes if n.code == "unnamed_column" and n.where.partition(".")[0] == table)


def _noted_keys(context: Context, code: str, table: str) -> list[str]:
    """The keys in the reader's note of this code on this table, as far as the form knows them."""
    keys: list[str] = []
    for note in context.report.notes:
        if note.code == code and note.where.partition(".")[0] == table and note.found:
            keys += [key.strip() for key in note.found.split(",") if key.strip()]
    return keys


def _in_brackets(words: str | None) -> str:
    return f"（{words}）" if words else ""
