"""The findings as 修改意见: plain text to paste into a message or a letter to the agency."""

from __future__ import annotations

from gongkai.portal.sheet.numbering import SEVERITY_NAMES, NumberedFinding
from gongkai.portal.sheet.report import Sheet

_NUMERALS = "一二三四五"


def plain_text(sheet: Sheet) -> str:
    """修改意见 as text, lines ended by newlines."""
    out = [f"关于《{sheet.title}》的修改意见", ""]
    if not sheet.findings:
        return "\n".join([*out, "体检未发现问题。", ""])
    counts = "，".join(f"{SEVERITY_NAMES[s]} {n} 处" for s, n in sheet.counts.items() if n)
    out += [f"体检共提出 {len(sheet.findings)} 条：{counts}。", ""]
    for numeral, group in zip(_NUMERALS, sheet.groups, strict=False):
        out.append(f"{numeral}、{group.name}（{group.advice}）")
        out += [_line(finding) for finding in group.findings]
        out.append("")
    return "\n".join(out)


def _line(finding: NumberedFinding) -> str:
    text = f"{finding.number}. 【{finding.place}】{finding.message}"
    if finding.basis:
        text += f"（依据：{finding.basis}）"
    if finding.reason:
        text += f"\n   单位说明：{finding.reason}"
    return text
