"""The identities between two years, as the rules of the check judge them."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.annual.check import check
from gongkai.annual.check.context import Context
from gongkai.annual.check.official import TABLE_NAMES, definition
from gongkai.annual.compare.model import YearCheck
from gongkai.annual.report import AnnualReport

_NAMES = {
    "t3_carry_over": "表三“上年结转”等于上年的“结转下年度继续办理”",
    "t2_in_force": "表二“现行有效件数”等于上年现行有效加本年制发减本年废止",
    "t4_pending": "表四“总计”不少于上年的“尚未审结”",
}
"""The rules of annual/check/across_years that tie two years together, in words."""
_PREVIOUS = "previous."

Term = tuple[AnnualReport, str, str]
"""A report, a row and a column."""


def year_checks(report: AnnualReport, previous: AnnualReport) -> list[YearCheck]:
    """What this year's tables must agree with in last year's. The rules judge; here is only whether they could."""
    findings = check(report, previous=previous, only_tables=True)
    out = []
    for code, name in _NAMES.items():
        found = [finding for finding in findings if finding.code == code]
        if found:
            cells = [cell for finding in found for cell in finding.cells]
            out.append(YearCheck(code, name, False, "\n".join(finding.message for finding in found), cells))
        else:
            hindrance = _hindrance(report, previous, code)
            out.append(YearCheck(code, name, None if hindrance else True, hindrance))
    return out


def _hindrance(report: AnnualReport, previous: AnnualReport, code: str) -> str | None:
    """Why a rule had nothing to judge; None where it had."""
    table = f"table{code[1]}"
    for one, whose in ((report, "本年"), (previous, "上年")):
        if not any(value is not None for row in one.tables.get(table, {}).values() for value in row.values()):
            return f"{whose}报告没有可用的{TABLE_NAMES[table]}，无法核对。"
    if any(all(one.has_cell(table, row, column) for one, row, column in terms) for terms in _terms(report, previous, code)):
        return None
    return "两年的表格不同，没有可以对照的栏目，无法核对。"


def _terms(report: AnnualReport, previous: AnnualReport, code: str) -> Iterator[list[Term]]:
    """The cells that the rule ties together, one list for each time it applies."""
    table = f"table{code[1]}"
    spec = definition(Context(report), table)
    if spec is None:
        return
    if code == "t4_pending":
        for row in spec.rows:
            yield [(report, row.key, "total"), (previous, row.key, "pending")]
    for identity in spec.identities:
        if identity.code != code:
            continue
        terms = [term.lstrip("-") for term in (*identity.left, *identity.right)]
        whose = [previous if term.startswith(_PREVIOUS) else report for term in terms]
        names = [term.removeprefix(_PREVIOUS) for term in terms]
        if identity.rows:
            for key in identity.rows:
                yield [(one, key, name) for one, name in zip(whose, names, strict=True)]
        else:
            for column in spec.columns:
                yield [(one, name, column.key) for one, name in zip(whose, names, strict=True)]
