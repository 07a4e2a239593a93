"""修改意见 as plain text: what a supervising office would write to the agency."""

from __future__ import annotations

from typing import Any

from gongkai.annual.check.output import SEVERITIES, place


def as_text(result: dict[str, Any]) -> str:
    """One file's result as lines: heading, counts, then the findings numbered by severity."""
    if not result["readable"]:
        return f"{result['file']}\n  读不了：{result['error']['message']}\n"
    report = result["report"]
    counts = result["counts"]
    lines = [
        result["file"],
        f"  {report['title'] or '（无标题）'}",
        f"  {report['agency'] or '单位不明'}　{_year(report)}　{_form(report)}",
        "  " + ("　".join(f"{SEVERITIES[s]} {counts[s]}" for s in SEVERITIES) if any(counts.values()) else "未发现问题"),
    ]
    number = 0
    for severity, label in SEVERITIES.items():
        for finding in result["findings"]:
            if finding["severity"] != severity:
                continue
            number += 1
            kept = f"（已说明理由：{finding['reason']}）" if finding.get("reason") else ""
            lines.append(f"  {number}. [{label}] {place(finding['where'])}：{finding['message']}{kept}")
            if finding.get("basis"):
                lines.append(f"{'':{len(str(number)) + 4}}依据：{finding['basis']}")
    return "\n".join(lines) + "\n"


def _year(report: dict[str, Any]) -> str:
    return f"{report['year']} 年度" if report["year"] else "年度不明"


def _form(report: dict[str, Any]) -> str:
    return f"{report['form']} 年格式" if report["form"] else "无法定表格"
