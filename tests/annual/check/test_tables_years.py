"""This year's tables beside last year's."""

from __future__ import annotations

import pytest

from tests.annual.check.cases import Case, Change, add, become, both, note, nothing, put
from tests.annual.check.made import right_pair

SEED = next(s for s in range(100) if right_pair(s, kind="county")[0].year in (2023, 2024, 2025))
OLD = next(s for s in range(100) if right_pair(s, kind="county")[0].year == 2021)


def case(code: str, name: str, change: Change, severity: str | None = None, where: str = "", **more: object) -> Case:
    """A case on a pair of reports of a county."""
    given = {"kind": "county", "pair": True, "seed": SEED} | more
    return Case(code, name, change, severity, where, **given)  # type: ignore[arg-type]


CASES = [
    case(
        "t3_carry_over",
        "one column",
        nothing,
        "warning",
        "table3.carried_over.research",
        previous=add("table3.carried_forward.research", 2),
    ),
    case(
        "t3_carry_over",
        "several columns",
        nothing,
        "warning",
        "table3.carried_over",
        previous=put("table3.carried_forward.*", 99999),
    ),
    case("t3_carry_over", "they agree", nothing),
    case("t3_carry_over", "not the year before", become(year=2030), previous=add("table3.carried_forward.research", 2)),
    case("t3_carry_over", "last year's table was blank", nothing, previous=put("table3.*.*", None)),
    case(
        "t4_pending",
        "fewer than pending",
        nothing,
        "warning",
        "table4.review.total",
        previous=put("table4.review.pending", 99999),
    ),
    case("t4_pending", "as many", put("table4.review.total", 4), previous=put("table4.review.pending", 4)),
    case(
        "t2_in_force",
        "does not follow",
        nothing,
        "warning",
        "table2.normative_documents.in_force",
        previous=add("table2.normative_documents.in_force", 4),
    ),
    case("t2_in_force", "follows", nothing),
    case("t2_in_force", "last year in the form of 2019", nothing, seed=OLD),
    case(
        "implausible_value",
        "a jump by 250",
        put("table2.penalty.decisions", 250 * 30),
        "warning",
        "table2.penalty.decisions",
        previous=put("table2.penalty.decisions", 30),
    ),
    case(
        "implausible_value",
        "a fall to a 250th",
        put("table2.penalty.decisions", 30),
        "warning",
        "table2.penalty.decisions",
        previous=put("table2.penalty.decisions", 250 * 30),
    ),
    case(
        "implausible_value",
        "from one to two hundred",
        put("table2.penalty.decisions", 200),
        previous=put("table2.penalty.decisions", 1),
    ),
    case("implausible_value", "tenfold", put("table2.penalty.decisions", 300), previous=put("table2.penalty.decisions", 30)),
    case(
        "unit",
        "万元 after 元",
        both(become(units={"table2.procurement.amount": "万元"}), put("table2.procurement.amount", 3)),
        "warning",
        "table2.procurement.amount",
        previous=become(units={"table2.procurement.amount": "元"}),
        seed=next(s for s in range(200) if right_pair(s, kind="county")[0].year == 2020),
    ),
    case(
        "blank_cells",
        "a note of last year is none of this year",
        nothing,
        previous=note("printed_mark", "table3.granted.total", "/"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_beside_last_year_finds_its_fault_and_nothing_else(case: Case) -> None:
    case.holds()


@pytest.mark.parametrize("case", [c for c in CASES if c.severity], ids=str)
def test_without_last_years_report_there_is_nothing_to_say(case: Case) -> None:
    report, _ = right_pair(case.seed, kind="county")
    case.change(report)
    from gongkai.annual.check import check

    assert not [f for f in check(report) if f.code == case.code and str(f.severity) == case.severity]
