"""A list as a workbook: every row the person may see under the present filters, every column."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gongkai.desk.listing.listing import Look
from gongkai.records.base import clock

MOST = 50_000


def as_xlsx(look: Look) -> bytes:
    """The rows in their order; at most MOST. Texts are texts: nothing a person typed becomes a formula or a link."""
    import xlsxwriter

    columns = [column for column in look.listing.columns if column.exported]
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bg_color": "#E9EBE9", "border": 1, "text_wrap": True, "valign": "vcenter"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"})
        widths = [2.0 * len(str(column.label)) + 2 for column in columns]
        for n, column in enumerate(columns):
            sheet.write_string(0, n, str(column.label), head)
        rows = list(look.narrowed()[:MOST])
        for start in range(0, len(rows), 500):
            look.listing.prepare(look.here, rows[start : start + 500])
        for line, row in enumerate(rows, start=1):
            for n, column in enumerate(columns):
                value = column.of(row)
                if isinstance(value, datetime):
                    sheet.write_datetime(line, n, clock.local(value).replace(tzinfo=None), instant)
                elif isinstance(value, date):
                    sheet.write_datetime(line, n, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 a plain day
                elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                    sheet.write_number(line, n, value, plain)
                else:
                    sheet.write_string(line, n, _text(value), plain)
                if line <= 200:
                    widths[n] = max(widths[n], min(48.0, 1.9 * len(column.said(row)) + 2))
        for n, width in enumerate(widths):
            sheet.set_column(n, n, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), max(0, len(columns) - 1))
        sheet.repeat_rows(0)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return out.getvalue()


def _text(value: Any) -> str:
    return "" if value is None else str(value)[:32_000]
