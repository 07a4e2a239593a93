"""The catalogue as a workbook, in the columns of the official table; `reading` reads the same rows out of it again."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.records.catalogue.exchange.layout import ABSENT_TITLE, Column, columns, domain_name, heads, parts
from gongkai.records.catalogue.rows import Row

_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True, "border": 1}
_CENTRED = frozenset({"number", "level1", "level2", "limit", "subject"})
_TICKS = frozenset({"audience_public", "audience_particular", "proactive", "on_application", "county", "township", "village"})


def write_workbook(title: str, rows: Sequence[Row], absent: Mapping[str, str] | None = None, *, blank: int = 0) -> bytes:
    """The workbook: title, two-row heading that repeats on every page, a title row a domain, merged first names; a second
    sheet with the domains that do not concern the agency. `blank`: so many empty lines to fill in (a form)."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title})
    looks = {
        "title": book.add_format({"font_name": "方正小标宋简体", "font_size": 18, "align": "center", "valign": "vcenter"}),
        "head": book.add_format({**_FONT, "font_name": "黑体", "align": "center"}),
        "domain": book.add_format({**_FONT, "font_name": "黑体", "bg_color": "#DCE6F2"}),
        "text": book.add_format(_FONT),
        "centre": book.add_format({**_FONT, "align": "center"}),
    }
    shown = columns(rows, more=True)
    sheet = book.add_worksheet("公开目录")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1, 2)
    sheet.freeze_panes(3, 3)
    sheet.set_footer("&C— &P —")
    for at, column in enumerate(shown):
        sheet.set_column(at, at, column.width)
    sheet.merge_range(0, 0, 0, len(shown) - 1, title, looks["title"])
    sheet.set_row(0, 32)
    _head(sheet, shown, looks["head"])
    line = 3
    for part in parts(rows):
        sheet.merge_range(line, 0, line, len(shown) - 1, part.title, looks["domain"])
        line += 1
        for printed in part.lines:
            for at, column in enumerate(shown):
                centred = column.key in _TICKS or column.key in _CENTRED
                look = looks["centre" if centred else "text"]
                if column.key == "number":
                    sheet.write_number(line, at, printed.number, look)
                elif column.key == "level1" and printed.merged > 1:
                    sheet.merge_range(line, at, line + printed.merged - 1, at, printed.texts["level1"], look)
                elif column.key != "level1" or printed.merged:
                    sheet.write_string(line, at, printed.texts[column.key], look)
            line += 1
    for _ in range(blank):
        for at in range(len(shown)):
            sheet.write_blank(line, at, None, looks["text"])
        line += 1
    if absent:
        _absent(book, absent, looks)
    book.close()
    return out.getvalue()


def _head(sheet: Any, shown: Sequence[Column], look: Any) -> None:
    for group, at, end in heads(shown):
        if not group:
            sheet.merge_range(1, at, 2, at, shown[at].label, look)
            continue
        if end - at > 1:
            sheet.merge_range(1, at, 1, end - 1, group, look)
        else:
            sheet.write_string(1, at, group, look)
        for column in range(at, end):
            sheet.write_string(2, column, shown[column].label, look)


def _absent(book: Any, absent: Mapping[str, str], looks: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(ABSENT_TITLE)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 70)
    sheet.write_string(0, 0, "领域", looks["head"])
    sheet.write_string(0, 1, "说明", looks["head"])
    for line, (code, why) in enumerate(absent.items(), 1):
        sheet.write_string(line, 0, domain_name(code), looks["text"])
        sheet.write_string(line, 1, why, looks["text"])
