"""The rules about the tables, case by case: what each finds and where it is silent."""

from __future__ import annotations

import pytest

from gongkai.annual.check import check
from gongkai.annual.forms import form
from gongkai.annual.report import AnnualReport
from tests.annual.check.cases import Case, add, become, both, drop, note, nothing, put
from tests.annual.check.made import right

COLUMNS = [c.key for c in form("2021").tables["table3"].columns]

IDENTITIES = [
    *(Case("t3_identity", f"column {c}", add(f"table3.new_received.{c}", 1), "error", f"table3.total.{c}") for c in COLUMNS),
    Case("t3_identity", "blank counts as 0", both(put("table3.*.*", None), put("table3.granted.research", 0))),
    Case(
        "t3_identity",
        "a blank where there was a number",
        put("table3.new_received.natural_person", None),
        "error",
        "table3",
        seed=11,
        kind="county",
    ),
    Case(
        "t3_identity",
        "without the row 结转下年 it cannot be judged",
        both(add("table3.new_received.total", 3), drop("table3.carried_forward")),
    ),
    Case("t3_identity", "without the column it cannot be judged", drop("table3.*.total")),
    Case("t3_identity", "form 2019", add("table3.new_received.research", 2), "error", "table3.total.research", year=2020),
    *(
        Case("t3_result_total", f"row {row.key}", add(f"table3.{row.key}.commercial", 1), "error", "table3.total.commercial")
        for row in form("2021").tables["table3"].rows
        if row.path and row.key != "total"
    ),
    Case(
        "t3_result_total", "the one row 其他处理 of 2019", add("table3.other.commercial", 1), "error", "table3.total", year=2019
    ),
    Case(
        "t3_result_total",
        "a province added result rows",
        both(note("extra_rows", "table3", "（六）其他"), add("table3.granted.total", 1)),
    ),
    Case("t3_result_total", "a result row is missing", both(drop("table3.partial"), add("table3.granted.total", 1))),
    Case("t3_row_sum", "a kind too many", add("table3.granted.legal_service", 1), "error", "table3.granted.total"),
    Case("t3_row_sum", "all zero", put("table3.*.*", 0)),
    Case("t3_row_sum", "no 总计 column", drop("table3.*.total")),
    Case(
        "t3_row_sum", "a column of their own", both(note("extra_columns", "table3", "港澳台"), add("table3.granted.total", 1))
    ),
    *(
        Case("t4_row_sum", f"group {row.key}", add(f"table4.{row.key}.upheld", 1), "error", f"table4.{row.key}.total")
        for row in form("2021").tables["table4"].rows
    ),
    Case("t4_row_sum", "blank counts as 0", both(put("table4.review.*", None), put("table4.review.total", 0))),
    Case("t4_row_sum", "a group without 总计", both(drop("table4.review.total"), add("table4.review.upheld", 3))),
    Case(
        "t2_public_total",
        "fewer public in all than this year",
        both(put("table2.normative_documents.published", 9), put("table2.normative_documents.total_public", 8)),
        "warning",
        "table2.normative_documents.total_public",
        year=2019,
    ),
    Case(
        "t2_public_total",
        "as many as this year",
        both(put("table2.normative_documents.published", 9), put("table2.normative_documents.total_public", 9)),
        year=2019,
    ),
]

CELLS = [
    Case("not_a_count", "negative", put("table3.granted.total", -1), "error", "table3.granted.total"),
    Case("not_a_count", "fractional", put("table2.licensing.decisions", 2.5), "error", "table2.licensing.decisions"),
    Case(
        "not_a_count",
        "a word",
        note("not_a_number", "table2.licensing.decisions", "若干"),
        "error",
        "table2.licensing.decisions",
    ),
    Case("not_a_count", "2.0 is a count", put("table2.licensing.decisions", 2.0)),
    Case("not_a_count", "本年增/减 may be negative", put("table2.licensing.change", -3), year=2020),
    Case(
        "not_a_count", "half an item less", put("table2.licensing.change", -0.5), "error", "table2.licensing.change", year=2020
    ),
    Case("not_a_count", "money has decimals", put("table2.fees.amount_wan", 3.25)),
    Case("not_a_count", "money below zero", put("table2.fees.amount_wan", -3.25), "error", "table2.fees.amount_wan"),
    Case("blank_cells", "one blank", put("table3.denied_state_secret.research", None), "warning", "table3"),
    Case(
        "blank_cells",
        "a slash",
        both(put("table4.review.upheld", None), note("printed_mark", "table4.review.upheld", "/")),
        "warning",
        "table4",
    ),
    Case("blank_cells", "all zero is no blank", put("table3.*.*", 0)),
    Case("blank_cells", "a wholly blank table is blank_table only", put("table3.*.*", None)),
    Case("blank_table", "a table without a number", put("table3.*.*", None), "error", "table3"),
    Case(
        "blank_table", "the reader saw an empty table", both(drop("table4"), note("blank_table", "table4")), "error", "table4"
    ),
    Case("blank_table", "one number is enough", both(put("table3.*.*", None), put("table3.granted.total", 0))),
    Case(
        "unit_in_cell",
        "4批",
        note("unit_in_cell", "table2.procurement.projects", "4批"),
        "info",
        "table2.procurement.projects",
        year=2019,
    ),
    Case(
        "unit_in_cell",
        "a remark",
        note("remark_in_cell", "table2.normative_documents.issued", "3（其中修订1件）"),
        "info",
        "table2",
    ),
    Case("unit_in_cell", "plain numbers", nothing),
    Case(
        "unit",
        "元 where the form wants 万元",
        both(put("table2.fees.amount_wan", 300), become(units={"table2.fees.amount_wan": "元"})),
        "warning",
        "table2.fees.amount_wan",
    ),
    Case(
        "unit",
        "万元 as the form wants",
        both(put("table2.fees.amount_wan", 3), become(units={"table2.fees.amount_wan": "万元"})),
    ),
    Case(
        "unit",
        "an amount that does not say its unit",
        both(put("table2.procurement.amount", 93.5), become(units={})),
        "info",
        "table2.procurement.amount",
        year=2019,
    ),
    Case(
        "unit",
        "an amount with its unit",
        both(put("table2.procurement.amount", 93.5), become(units={"table2.procurement.amount": "万元"})),
        year=2019,
    ),
    Case("unit", "seven decimals of 万元", put("table2.fees.amount_wan", 1.2345678), "info", "table2.fees.amount_wan"),
    Case(
        "implausible_value",
        "a township with 规章",
        put("table2.regulations.in_force", 6),
        "warning",
        "table2.regulations.in_force",
    ),
    Case(
        "implausible_value",
        "a county with 规章",
        put("table2.regulations.issued", 1),
        "warning",
        "table2.regulations",
        kind="county",
    ),
    Case(
        "implausible_value",
        "a city with districts may make them",
        both(put("table2.regulations.in_force", 6), become(agency="淮安市人民政府")),
        kind="city",
    ),
    Case(
        "implausible_value",
        "a 市 that nobody knows",
        both(put("table2.regulations.in_force", 6), become(agency="云水市人民政府")),
        "info",
        "table2.regulations",
        kind="city",
    ),
    Case("implausible_value", "zero", put("table2.regulations.*", 0)),
]

LAYOUT = [
    Case("format_mismatch", "table 二 of 2019 in 2023", become(forms={"table2": "2019", "table3": "2021"}), "error", "table2"),
    Case(
        "format_mismatch",
        "table 三 of 2021 in 2020",
        become(forms={"table2": "2019", "table3": "2021"}),
        "error",
        "table3",
        year=2020,
    ),
    Case("format_mismatch", "the right form", nothing),
    Case("format_mismatch", "an unknown year", become(year=None, forms={"table2": "2019", "table3": "2019"})),
    Case("format_mismatch", "before there were forms", become(year=2018, forms={"table2": None, "table3": None}, form=None)),
    *(Case("missing_tables", t, drop(t), "error", t) for t in ("table2", "table3", "table4")),
    Case("missing_tables", "unknown year: info", both(drop("table4"), become(year=None)), "info", "table4"),
    Case("missing_tables", "before there were forms", become(tables={}, year=2017, form=None, forms={})),
    Case("missing_tables", "a picture is said otherwise", both(drop("table3"), note("table_as_picture", "table3"))),
    Case("missing_tables", "an empty one is said otherwise", both(drop("table3"), note("blank_table", "table3"))),
    Case("table_as_picture", "a picture", both(drop("table3"), note("table_as_picture", "table3")), "error", "table3"),
    Case("table_as_picture", "a table", nothing),
    Case("missing_rows", "a result row", drop("table3.refused_publication"), "error", "table3"),
    Case("missing_rows", "a row of table 二", drop("table2.coercion"), "error", "table2"),
    Case("missing_rows", "a group of table 四", drop("table4.litigation_direct"), "error", "table4"),
    Case(
        "missing_rows",
        "the table's own form decides",
        become(form="2019", forms={"table2": "2019", "table3": "2019"}, year=2023),
        year=2020,
    ),
    Case("missing_rows", "all rows", nothing),
    Case(
        "missing_rows",
        "a row whose only cell is a word",
        both(drop("table2.licensing"), note("not_a_number", "table2.licensing.decisions", "若干")),
    ),
    Case("missing_rows", "a blank table", put("table3.*.*", None)),
    Case("missing_columns", "总计", drop("table3.*.total"), "error", "table3"),
    Case("missing_columns", "现行有效件数", drop("table2.*.in_force"), "error", "table2"),
    Case("missing_columns", "the reader says so", note("missing_columns", "table3", "total"), "error", "table3"),
    Case(
        "missing_columns",
        "a column without a heading is there",
        both(drop("table3.*.other_org"), note("unnamed_column", "table3.header")),
    ),
    Case("missing_columns", "all columns", nothing),
    Case("missing_cell", "one cell", drop("table3.granted.total"), "error", "table3.granted.total"),
    Case(
        "missing_cell",
        "a word is not missing",
        both(drop("table3.granted.total"), note("not_a_number", "table3.granted.total", "若干")),
    ),
    Case("missing_cell", "a whole column is missing_columns", drop("table3.*.total")),
    Case("missing_cell", "a whole row is missing_rows", drop("table3.granted")),
    Case(
        "label_variant",
        "处理决定数量",
        note("label_variant", "table2.header", "处理决定数量", "本年处理决定数量"),
        "info",
        "table2",
    ),
    Case("label_variant", "a lost heading", note("heading_lost", "table3.header", None, "总计"), "info", "table3.header"),
    Case("label_variant", "a column without a name", note("unnamed_column", "table3.header"), "info", "table3.header"),
    Case("label_variant", "official labels", nothing),
    Case("misread_column", "shifted", note("misread_column", "table3", message="各列数字右移一列"), "warning", "table3"),
    Case("misread_column", "in place", nothing),
    Case("table_split", "torn", note("table_split", "table3"), "info", "table3"),
    Case("table_split", "whole", nothing),
]

CASES = [*IDENTITIES, *CELLS, *LAYOUT]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_of_the_tables_finds_its_fault_and_nothing_else(case: Case) -> None:
    case.holds()


def test_the_message_of_a_broken_identity_names_both_sums_and_the_difference() -> None:
    report = right(7, kind="township", year=2023)
    put("table3.*.*", 0)(report)
    put("table3.new_received.natural_person", 5)(report)
    put("table3.granted.natural_person", 3)(report)
    put("table3.total.natural_person", 3)(report)
    (finding,) = [f for f in check(report) if f.code == "t3_identity"]
    assert "= 5" in finding.message and "= 3" in finding.message and "相差2" in finding.message
    assert (finding.expected, finding.found) == (5, 3)
    assert "table3.new_received.natural_person" in finding.cells and "table3.carried_forward.natural_person" in finding.cells


def test_a_blank_table_is_that_and_only_that() -> None:
    report = right(7, kind="township", year=2023)
    put("table3.*.*", None)(report)
    assert {f.code for f in check(report, only_tables=True) if f.where.startswith("table3")} == {"blank_table"}


def test_one_finding_names_all_blank_cells_of_a_table() -> None:
    report = right(7, kind="township", year=2023)
    put("table3.denied_state_secret.*", None)(report)
    (finding,) = [f for f in check(report) if f.code == "blank_cells"]
    assert len(finding.cells) == 7 and finding.found == 7 and "175格中有7格" in finding.message


def test_entry_screens_run_the_rules_of_the_tables_alone() -> None:
    report = right(7, kind="township", year=2023)
    report.sections = {"1": "××"}
    put("table3.granted.total", -1)(report)
    codes = {f.code for f in check(report, only_tables=True)}
    assert "not_a_count" in codes and "placeholder" not in codes and "missing_section" not in codes


ROWS = {"new_received": (5, 2, 0, 1, 0, 0), "granted": (4, 1, 0, 1, 0, 0), "carried_forward": (1, 1, 0, 0, 0, 0)}


def _third_table(*, swapped: bool) -> AnnualReport:
    columns = [c.key for c in form("2021").tables["table3"].columns]
    rows = {row: [*kinds, sum(kinds)] for row, kinds in ROWS.items()}
    if swapped:
        rows = {row: [cells[-1], *cells[1:-1], cells[0]] for row, cells in rows.items()}
    table = {row: dict(zip(columns, cells, strict=True)) for row, cells in rows.items()}
    return AnnualReport(year=2023, form="2021", forms={"table3": "2021"}, tables={"table3": table})


def test_a_total_under_another_heading_is_told_from_a_wrong_sum() -> None:
    found = [f for f in check(_third_table(swapped=True)) if f.code == "misread_column"]
    assert [(f.severity, f.where, f.found) for f in found] == [("warning", "table3", "natural_person")]
    assert not [f for f in check(_third_table(swapped=False)) if f.code == "misread_column"]
