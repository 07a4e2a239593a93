"""Corrections that a finding leaves no doubt about, offered at a click."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.annual.check import check
from gongkai.annual.correcting import edited, form_of
from gongkai.annual.forms import form
from gongkai.annual.report import AnnualReport
from gongkai.portal.sheet.numbering import Fix, NumberedFinding
from gongkai.portal.sheet.tables import shown

_SUMS = frozenset(("t3_result_total", "t3_row_sum", "t4_row_sum"))
_IDENTITIES = frozenset(("t3_identity", "t2_public_total"))
_EMPTY = frozenset(("blank_cells", "missing_cell", "missing_rows", "missing_columns"))


def fix(finding: NumberedFinding, report: AnnualReport) -> Fix | None:
    """The correction of this finding, None where a person has to think: a total is the sum of its parts, where that sum
    breaks no other; cells left empty are 0 if nothing happened, which the label asks; a table takes the form of its year;
    a title its official wording."""
    if finding.code in _SUMS and isinstance(finding.expected, int | float) and finding.expected >= 0:
        edits = {finding.where: shown(finding.expected)}
        return Fix(f"总计填 {shown(finding.expected)}", edits) if _broken(edited(report, edits)) < _broken(report) else None
    if finding.code in _EMPTY:
        zeros = dict.fromkeys(_cells(finding, report), "0")
        return Fix(f"没有发生，{len(zeros)} 格填 0" if len(zeros) > 1 else "没有发生，填 0", zeros) if zeros else None
    if finding.code == "format_mismatch":
        return Fix(f"换用 {finding.expected} 年的格式", {f"form.{finding.where}": str(finding.expected)})
    if finding.code == "title_error" and _whole_title(finding.expected):
        return Fix("改用规范的标题", {"title": finding.expected})
    return None


def _broken(report: AnnualReport) -> int:
    """How many sums and identities of the tables do not hold."""
    return sum(found.code in _SUMS or found.code in _IDENTITIES for found in check(report, only_tables=True))


def _cells(finding: NumberedFinding, report: AnnualReport) -> list[str]:
    """The cells the finding names; rows it names stand for all their cells that hold nothing."""
    out: list[str] = []
    for where in finding.cells:
        table, row, column = (*where.split("."), "")[:3]
        definition = form(name).tables[table].row(row) if (name := form_of(report, table)) else None
        columns = [column] if column else [c.key for c in definition.columns] if definition else []
        out += [f"{table}.{row}.{key}" for key in columns if report.cell(table, row, key) is None]
    return out


def _whole_title(expected: Any) -> bool:
    return isinstance(expected, str) and "年度报告" in expected and "××" not in expected and "…" not in expected


def field_of(finding: NumberedFinding, known: Mapping[str, Any]) -> str:
    """The place of correction a finding leads to: its own cell, else the first cell it concerns, else its text; "" where
    there is none. `known` has the places as keys."""
    head = finding.where.partition(".")[0]
    own = {"intro": "section.intro", "end": "section.end"}.get(head, finding.where)
    if head.startswith("section"):
        own = f"section.{head.removeprefix('section')}"
    return next((place for place in (own, *finding.cells, f"form.{head}") if place in known), "")
