"""Where a finding stands, in the words of the form: `table3.granted.total` → “表三·（一）予以公开·总计”."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.annual.forms import FORMS, TABLES, Column, Row, Table, form

_FIXED = {"title": "标题", "intro": "引言", "end": "落款", "document": "全文", "report": "全文"}
_NUMERALS = "一二三四五六七八九十"
_ORDER = {"title": 0, "document": 0, "report": 0, "intro": 1, "end": 90}


def table_form(forms: Mapping[str, str | None], table: str, default: str | None) -> str:
    """The form a table of this report is drawn in: its own, else the report's, else the newest."""
    name = forms.get(table) or default
    return name if name in FORMS else FORMS[-1]


class Places:
    """Names places of one report; `forms` and `default` are the report's `forms` and `form`."""

    def __init__(self, forms: Mapping[str, str | None] | None = None, default: str | None = None) -> None:
        self._tables: dict[str, Table] = {
            key: form(table_form(forms or {}, key, default)).tables[key] for key in TABLES
        }
        self._sections = {s.key: s for s in form(default if default in FORMS else FORMS[-1]).sections}

    def table(self, key: str) -> Table:
        """The definition this report's table is drawn by."""
        return self._tables[key]

    def section_heading(self, key: str) -> str:
        """“一、总体情况” for "1"; the key itself for a section no form knows."""
        section = self._sections.get(key)
        return section.heading if section else key

    def name(self, where: str) -> str:
        """The place in Chinese; a place nobody knows is returned as it is."""
        head, _, rest = where.partition(".")
        if head in _FIXED:
            return _FIXED[head]
        if head.startswith("section"):
            heading = self.section_heading(head.removeprefix("section"))
            return f"{heading}（{_NUMERALS[int(rest) - 1]}）" if rest.isdigit() and 0 < int(rest) <= len(_NUMERALS) else heading
        if head in self._tables:
            return self._table_place(self._tables[head], rest)
        return where

    def row_name(self, table: Table, row: Row) -> str:
        """A row with the groups it needs to be told apart: “（三）不予公开 1.属于国家秘密”."""
        depth = max(len(r.path) for r in table.rows)
        groups = row.path[1:] if depth > 1 else row.path
        return " ".join([*groups, row.label])

    def order(self, where: str) -> tuple[int, int, int]:
        """A sort key that follows the printed report from top to bottom."""
        head, _, rest = where.partition(".")
        if head.startswith("section"):
            number = head.removeprefix("section")
            return (int(number) * 10 if number.isdigit() else 80, 0, 0)
        if head in self._tables:
            table = self._tables[head]
            row_key, _, column_key = rest.partition(".")
            row = table.row(row_key)
            r = table.rows.index(row) + 1 if row else 0
            c = next((i + 1 for i, col in enumerate(row.columns) if col.key == column_key), 0) if row else 0
            return (int(table.section) * 10 + 5, r, c)
        return (_ORDER.get(head, 95), 0, 0)

    def _table_place(self, table: Table, rest: str) -> str:
        if not rest:
            return table.name
        row_key, _, column_key = rest.partition(".")
        if row_key == "header":
            return f"{table.name}·表头"
        row = table.row(row_key)
        if row is None:
            heading = next((c for r in table.rows for c in r.columns if c.key == row_key), None)
            return f"{table.name}·“{_column_name(heading)}”列" if heading else table.name
        parts = [table.name, self.row_name(table, row)]
        column = row.column(column_key) if column_key else None
        if column:
            parts.append(_column_name(column))
        return "·".join(parts)


def _column_name(column: Column) -> str:
    """A heading of two characters (其他) says nothing alone: its group comes with it."""
    return f"{column.path[-1]}（{column.label}）" if column.path and len(column.label) <= 2 else column.label
