"""What a comparison says of cells, forms, years, figures and kinds."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema
import pytest

from gongkai.annual import AnnualReport, Figure
from gongkai.annual.compare import KINDS, compare, in_order, schema
from gongkai.annual.compare.model import CellPair, Comparison
from gongkai.annual.forms import TABLES, form
from tests.annual.check.made import right_pair
from tests.annual.write.reports import example

TOWN, OTHER_TOWN = "云水县青石镇人民政府", "云水县白鹭乡人民政府"
CELL = ("table3", "granted", "natural_person")


def year(number: int, seed: int = 1, agency: str = TOWN) -> AnnualReport:
    return example("2019" if number < 2021 else "2021", seed, number, agency)


def with_cell(report: AnnualReport, value: Any, place: tuple[str, str, str] = CELL) -> AnnualReport:
    """A copy with another value in a cell; "absent" takes the cell away."""
    report = copy.deepcopy(report)
    table, row, column = place
    if value == "absent":
        report.tables[table][row].pop(column, None)
    else:
        report.tables[table].setdefault(row, {})[column] = value
    return report


def cell(comparison: Comparison, where: str) -> CellPair:
    (found,) = [c for table in comparison.tables for c in table.cells if c.where == where]
    return found


@pytest.mark.parametrize(
    ("now", "then", "change", "difference", "growth"),
    [
        (84, 81, "changed", 3, 3.7),
        (81, 84, "changed", -3, -3.6),
        (5, 5, "same", 0, 0.0),
        (0, 0, "same", 0, None),
        (7, 0, "changed", 7, None),  # from nothing there is no growth
        (0, 7, "changed", -7, -100.0),
        (2.5, 2.2, "changed", 0.3, 13.6),  # no noise of floating point
        (None, None, "same", None, None),
        (4, None, "filled", None, None),
        (None, 4, "emptied", None, None),
        (0, None, "filled", None, None),
        (4, "absent", "new", None, None),
        (None, "absent", "new", None, None),
        ("absent", 4, "gone", None, None),
        ("absent", None, "gone", None, None),
    ],
)
def test_zero_blank_and_absent_are_three_facts_and_growth_only_where_it_has_a_meaning(
    now: Any, then: Any, change: str, difference: Any, growth: Any
) -> None:
    pair = cell(compare(with_cell(year(2023), now), with_cell(year(2022), then)), ".".join(CELL))
    assert (pair.change, pair.difference, pair.growth) == (change, difference, growth)
    states = {"absent": "absent", None: "blank"}
    assert (pair.state, pair.other_state) == (states.get(now, "number"), states.get(then, "number"))


def test_a_cell_that_neither_report_has_is_not_compared() -> None:
    comparison = compare(with_cell(year(2023), "absent"), with_cell(year(2022), "absent"))
    assert not [c for t in comparison.tables for c in t.cells if c.where == ".".join(CELL)]


def test_every_cell_of_the_form_is_there_with_its_label_in_chinese() -> None:
    comparison = compare(year(2023), year(2022))
    wanted = {f"{key}.{row.key}.{column.key}" for key in TABLES for row, column in form("2021").tables[key].cells()}
    assert {c.where for t in comparison.tables for c in t.cells} == wanted
    assert cell(comparison, "table2.licensing.decisions").path == "表二·行政许可·本年处理决定数量"


def test_growth_of_an_increase_has_no_meaning() -> None:
    place = ("table2", "licensing", "change")
    pair = cell(compare(with_cell(year(2020), 4, place), with_cell(year(2019), 2, place)), ".".join(place))
    assert (pair.difference, pair.growth) == (2, None)


# ---- the two forms


def test_across_the_forms_what_is_the_same_thing_is_compared() -> None:
    new, old = year(2021), year(2020)
    for key, value in (("other_overdue_correction", 1), ("other_unpaid_fee", 2), ("other_misc", 3)):
        new = with_cell(new, value, ("table3", key, "total"))
    old = with_cell(old, 4, ("table3", "other", "total"))
    comparison = compare(new, old)
    assert cell(comparison, "table2.penalty.decisions").change in ("same", "changed")
    wheres = "+".join(f"table3.{key}.total" for key in ("other_overdue_correction", "other_unpaid_fee", "other_misc"))
    together = cell(comparison, wheres)
    assert (together.value, together.other_value, together.difference, together.other_where) == (6, 4, 2, "table3.other.total")
    assert together.path == "表三·（六）其他处理·总计" and "各行之和" in (together.note or "")


@pytest.mark.parametrize("swapped", [False, True])
def test_what_only_one_form_has_is_shown_with_the_reason(swapped: bool) -> None:
    pair = (year(2020), year(2021)) if swapped else (year(2021), year(2020))
    comparison = compare(*pair)
    only_old = cell(comparison, "table2.regulations.total_public")
    only_new = cell(comparison, "table2.regulations.in_force")
    assert {only_old.change, only_new.change} == {"not_comparable"}
    assert only_old.note == "2021年的表格没有这一栏，不能比较。" and only_new.note == "2019年的表格没有这一栏，不能比较。"
    assert only_old.path == "表二·规章·对外公开总数量"
    assert (only_old.state == "absent") is not swapped
    assert any("含义相同" in note for note in comparison.notes)


def test_a_blank_among_summed_rows_counts_as_nothing_and_all_blank_stay_blank() -> None:
    new, old = year(2021), year(2020)
    for key in ("other_overdue_correction", "other_unpaid_fee", "other_misc"):
        new = with_cell(new, None, ("table3", key, "total"))
    summed = [c for c in compare(new, old).tables[1].cells if "+" in c.where and c.where.endswith("total")]
    assert [c.state for c in summed] == ["blank"]
    new = with_cell(new, 2, ("table3", "other_misc", "total"))
    summed = [c for c in compare(new, old).tables[1].cells if "+" in c.where and c.where.endswith("total")]
    assert [c.value for c in summed] == [2]


def test_money_in_another_unit_is_converted_and_said() -> None:
    place = ("table2", "fees", "amount_wan")
    now, then = with_cell(year(2023), 12.5, place), with_cell(year(2022), 100000, place)
    then.units[".".join(place)] = "元"
    comparison = compare(now, then)
    pair = cell(comparison, ".".join(place))
    assert (pair.other_value, pair.other_converted, pair.difference, pair.growth) == (100000, 10, 2.5, 25.0)
    assert (pair.unit, pair.other_unit) == ("万元", "元") and any("换算为万元" in note for note in comparison.notes)
    then.tables["table2"]["fees"]["amount_wan"] = 125000
    assert cell(compare(now, then), ".".join(place)).change == "same"


def test_money_whose_unit_one_report_does_not_say_is_compared_with_a_warning() -> None:
    now, then = year(2020), year(2019)
    now.units["table2.procurement.amount"] = "万元"
    then.units.pop("table2.procurement.amount", None)
    assert "没有写明单位" in (cell(compare(now, then), "table2.procurement.amount").note or "")


def test_a_table_that_only_one_report_has_is_told() -> None:
    now, then = year(2023), year(2022)
    del then.tables["table4"]
    comparison = compare(now, then)
    table = comparison.table("table4")
    assert table and {c.change for c in table.cells} == {"new"} and "表四只有本报告有。" in comparison.notes


# ---- kinds


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        (year(2023), year(2022), "last_year"),
        (year(2023), year(2023, seed=2), "corrected"),
        (year(2023), year(2023, agency=OTHER_TOWN), "sister"),
        (year(2022), year(2023), "other"),
        (year(2023), year(2020), "other"),
        (year(2023), year(2022, agency=OTHER_TOWN), "other"),
        (year(2023, agency="青石镇人民政府"), year(2022), "last_year"),
    ],
)
def test_the_kind_is_told_by_agency_and_year_and_said(one: AnnualReport, two: AnnualReport, kind: str) -> None:
    comparison = compare(one, two)
    assert comparison.kind == kind and comparison.kind_reason.endswith("。")


def test_a_kind_that_was_asked_for_is_kept_and_one_that_is_none_is_refused() -> None:
    comparison = compare(year(2023), year(2022), "other")
    assert comparison.kind == "other" and "指定" in comparison.kind_reason
    with pytest.raises(ValueError, match="没有“younger”这种比较方式"):
        compare(year(2023), year(2022), "younger")  # type: ignore[arg-type]


def test_last_years_report_given_first_is_noticed() -> None:
    assert in_order(year(2023), year(2022)) and not in_order(year(2022), year(2023))
    assert in_order(year(2022), year(2023, agency=OTHER_TOWN))


# ---- identities between years


def test_the_identities_between_years_are_judged_by_the_rules_of_the_check() -> None:
    now, then = right_pair(7)
    assert {check.code: check.holds for check in compare(now, then).checks} == {
        "t3_carry_over": True,
        "t2_in_force": True,
        "t4_pending": True,
    }
    now.tables["table3"]["carried_over"]["total"] = 999
    wrong = [check for check in compare(now, then).checks if check.holds is False]
    assert [check.code for check in wrong] == ["t3_carry_over"]
    assert "999" in (wrong[0].message or "") and wrong[0].cells == ["table3.carried_over.total"]


def test_where_an_identity_cannot_be_judged_it_is_said_why() -> None:
    checks = {check.code: check for check in compare(year(2021), year(2020)).checks}
    assert checks["t2_in_force"].holds is None and "表格不同" in (checks["t2_in_force"].message or "")
    now, then = year(2023), year(2022)
    del then.tables["table3"]
    checks = {check.code: check for check in compare(now, then).checks}
    assert checks["t3_carry_over"].message == "上年报告没有可用的表三，无法核对。"
    assert not compare(year(2023), year(2023, agency=OTHER_TOWN)).checks


# ---- figures of the text


def test_figures_of_the_text_stand_side_by_side_by_name_and_label() -> None:
    now, then = year(2023), year(2022)
    now.figures = [
        Figure("website", 120, 2023),
        Figure("website", 100, 2022),  # said of last year: no figure of this year
        Figure("proactive_items", 5, 2023, label="医疗卫生"),
        Figure("trainings", 2, 2023),
        Figure("trainings", 2, 2023),
    ]
    then.figures = [Figure("website", 100, 2022, approximate=True), Figure("proactive_items", 8, 2022, label="义务教育")]
    pairs = compare(now, then).figures
    assert [(p.label, p.value, p.other_value, p.growth) for p in pairs] == [
        ("政府网站", 120, 100, 20.0),
        ("主动公开分类：医疗卫生", 5, None, None),
        ("培训", 2, None, None),
        ("主动公开分类：义务教育", None, 8, None),
    ]
    assert pairs[0].other_approximate


# ---- as data


def test_the_data_fit_the_published_schema_whatever_was_compared() -> None:
    validator = jsonschema.Draft202012Validator(schema())
    validator.check_schema(schema())
    for one, two in (
        (year(2023), year(2022)),
        (year(2021), year(2020)),
        (year(2023), year(2023, agency=OTHER_TOWN)),
        (AnnualReport(), AnnualReport()),
        (year(2023), AnnualReport()),
    ):
        for kind in (None, *KINDS):
            data = compare(one, two, kind).to_json()
            assert data["schema"] == "gongkai.annual-report-comparison/1"
            assert not list(validator.iter_errors(data))
