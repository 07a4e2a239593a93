"""Results of checks for people: text, a self-contained page, a workbook. Input is the JSON object of each file."""

from __future__ import annotations

SEVERITIES = {"error": "错误", "warning": "提醒", "info": "建议"}

_TABLES = {"table2": "表二", "table3": "表三", "table4": "表四"}
_NUMBERS = dict(zip("123456", "一二三四五六", strict=True))


def place(where: str) -> str:
    """A finding's `where` in words: “标题”, “第一部分（二）”, “表三·自然人列”."""
    from gongkai.annual.forms import FORMS, form

    head, _, rest = where.partition(".")
    fixed = {"title": "标题", "intro": "引言", "end": "落款", "": "全文"}
    if head in fixed:
        return fixed[head]
    if head.startswith("section") and head[7:] in _NUMBERS:
        part = f"第{_NUMBERS[head[7:]]}部分"
        return f"{part}（{'一二三四五六七八九十'[int(rest) - 1]}）" if rest.isdigit() and 0 < int(rest) <= 10 else part
    if head in _TABLES:
        name = _TABLES[head]
        if not rest:
            return name
        if rest == "header":
            return f"{name}表头"
        row_key, _, column_key = rest.partition(".")
        found = ""
        for form_name in reversed(FORMS):
            row = form(form_name).tables[head].row(row_key)
            if row is None:
                columns = {c.key: c.label for c in form(form_name).tables[head].columns}
                if row_key in columns:
                    return f"{name}·{columns[row_key]}列"
                continue
            if column := row.column(column_key):
                return f"{name}·{row.label}·{column.label}"
            found = found or f"{name}·{row.label}"
        return found or name
    return where
