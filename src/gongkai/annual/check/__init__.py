"""Check an annual report: every rule in the modules below, each finding with its place, both values, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import RULES, Finding, Rule, Severity
from gongkai.annual.report import AnnualReport, with_plausible_cells

__all__ = ["RULES", "Context", "Finding", "Rule", "Severity", "check", "check_by", "counts", "is_open"]

_MODULES = (
    "identities",
    "across_years",
    "cells",
    "layout",
    "structure",
    "title",
    "signature",
    "wording",
    "marks",
    "personal",
    "text_law",
    "text_lists",
    "text_numbers",
    "text_substance",
    "text_years",
    "local",
)
for _name in _MODULES:
    import_module(f"{__name__}.{_name}")

_ORDER = {
    "title": 0,
    "intro": 1,
    "section1": 2,
    "section2": 3,
    "table2": 4,
    "section3": 5,
    "table3": 6,
    "section4": 7,
    "table4": 8,
}
_ORDER |= {"section5": 9, "section6": 10, "end": 11}
_YEARS = (2008, 2999)
"""A report of another year cannot be: the first ones are of 2008. Such a year is taken as unknown."""


class _Voice:
    """How one rule speaks into the list of findings."""

    __slots__ = ("findings", "reasons", "rule")

    def __init__(self, rule: Rule, findings: list[Finding], reasons: Mapping[str, str]) -> None:
        self.rule = rule
        self.findings = findings
        self.reasons = reasons

    def __call__(
        self,
        where: str,
        message: str,
        *,
        expected: Any = None,
        found: Any = None,
        severity: Severity | None = None,
        cells: list[str] | None = None,
        quote: str | None = None,
        code: str | None = None,
    ) -> None:
        name = code or self.rule.code
        reason = self.reasons.get(f"{name}@{where}") if self.reasons else None
        self.findings.append(
            Finding(
                name,
                severity or self.rule.severity,
                where,
                message,
                expected,
                found,
                self.rule.basis,
                cells or [],
                quote,
                reason,
            )
        )


def check(
    report: AnnualReport,
    previous: AnnualReport | None = None,
    profile: Mapping[str, Any] | None = None,
    only_tables: bool = False,
) -> list[Finding]:
    """Everything the rules say about a report, in the order of the document.

    `previous` is last year's report of the same agency; `profile` a county's demands as
    `annual.profiles.load_profile` gives them; `only_tables` runs the fast group that entry screens need.

    A value that a rule questions may be kept for a reason (`report.reasons["code@where"]`). Such a finding keeps its
    severity, so that the next level sees what is questioned, and carries the reason; `is_open` and `counts` leave it out.
    """
    report = with_plausible_cells(report)
    previous = with_plausible_cells(previous) if previous is not None else None
    context = Context(report, previous, dict(profile) if profile is not None else None)
    if context.year is not None and not _YEARS[0] <= context.year <= _YEARS[1]:
        context.year = None
    findings: list[Finding] = []
    reasons = report.reasons
    for rule in _TABLE_RULES if only_tables else RULES:
        rule.apply(context, _Voice(rule, findings, reasons))
    findings.sort(key=_place)
    return findings


def check_by(report: AnnualReport, codes: Sequence[str]) -> list[Finding]:
    """What the rules of these codes alone say about a report, rule by rule in this order; the report as it is."""
    context = Context(report)
    findings: list[Finding] = []
    for rule in (next(rule for rule in RULES if rule.code == code) for code in codes):
        rule.apply(context, _Voice(rule, findings, report.reasons))
    return findings


def _place(finding: Finding) -> tuple[int, str]:
    head, _, rest = finding.where.partition(".")
    return (_ORDER.get(head, 12), rest if head.startswith("section") else "")


_TABLE_RULES = [rule for rule in RULES if rule.needs_tables]


def is_open(finding: Finding) -> bool:
    """Whether the finding still stands: no reason was given for keeping the value."""
    return not finding.reason


def counts(findings: list[Finding]) -> dict[str, int]:
    """How many findings of each severity still stand. `counts(…)["error"] > 0` is what makes a check fail."""
    out = {"error": 0, "warning": 0, "info": 0}
    for finding in findings:
        if is_open(finding):
            out[finding.severity] += 1
    return out
