"""Results as a workbook: one sheet with a line a report, one with a line a finding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from gongkai.annual.check.output import SEVERITIES, place

_SUMMARY = ["文件", "单位", "年份", "格式", "错误", "提醒", "建议", "读取情况"]
_FINDINGS = ["文件", "单位", "级别", "位置", "问题", "应为", "现为", "依据", "保留理由", "代码"]


def write_workbook(results: Iterable[dict[str, Any]], out: BinaryIO) -> None:
    """Write the workbook to an open binary file. Text that looks like a formula stays text."""
    import xlsxwriter

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    bold = book.add_format({"bold": True, "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    summary, listing = book.add_worksheet("汇总"), book.add_worksheet("修改意见")
    for sheet, titles, widths in (
        (summary, _SUMMARY, [40, 30, 8, 8, 8, 8, 8, 50]),
        (listing, _FINDINGS, [30, 26, 8, 24, 60, 16, 16, 26, 24, 22]),
    ):
        sheet.freeze_panes(1, 0)
        for column, (title, width) in enumerate(zip(titles, widths, strict=True)):
            sheet.write(0, column, title, bold)
            sheet.set_column(column, column, width, wrap)
    at = 1
    for line, result in enumerate(results, 1):
        report = result["report"] or {}
        state = "已读取" if result["readable"] else result["error"]["message"]
        counts = [result["counts"][s] for s in SEVERITIES] if result["readable"] else ["", "", ""]
        cells = [result["file"], report.get("agency") or "", report.get("year") or "", report.get("form") or "", *counts, state]
        for column, value in enumerate(cells):
            summary.write(line, column, value)
        for finding in result["findings"]:
            row = [
                result["file"],
                report.get("agency") or "",
                SEVERITIES[finding["severity"]],
                place(finding["where"]),
                finding["message"],
                _plain(finding["expected"]),
                _plain(finding["found"]),
                finding["basis"] or "",
                finding.get("reason") or "",
                finding["code"],
            ]
            for column, value in enumerate(row):
                listing.write(at, column, value)
            at += 1
    book.close()


def _plain(value: Any) -> Any:
    return "" if value is None else value if isinstance(value, int | float | str) else str(value)
