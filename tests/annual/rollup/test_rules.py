"""Who counts, who does not, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gongkai.annual.rollup import Expected, Member, RollUpError, roll_up, superior_of
from tests.annual.rollup.county import AGENCIES, COUNTY, YEAR, county, data, department, member
from tests.annual.write.reports import example
from tests.generator.model import Agency

FEW = AGENCIES[:4]
ONE = AGENCIES[4]


def rolled(extra: list[Member], **given: Any) -> Any:
    return roll_up([*county(FEW), *extra], agency=COUNTY, **given)


def agencies(result: Any) -> set[str]:
    return {m.agency for m in result.members}


DAY = {"signed_on": "2024-01-10"}
LATER = {"signed_on": "2024-01-15"}
NONE = {"signed_on": None}
DOUBLES = [
    # first file, its changes · second file, its changes and seed · which counts · by which rule
    ("a.docx", DAY, "b.docx", LATER, 1, "b.docx", "later_date"),
    ("a.docx", LATER, "b.docx", DAY, 1, "a.docx", "later_date"),
    ("a.docx", DAY, "a更正.docx", DAY, 1, "a更正.docx", "marked"),
    ("a（修订）.docx", NONE, "b.docx", NONE, 1, "a（修订）.docx", "marked"),
    ("a.docx", DAY, "a更正.docx", LATER, 1, "a更正.docx", "later_date"),
    ("a.docx", DAY, "b.docx", DAY, 0, "a.docx", "same_content"),
    ("a.docx", DAY, "b.docx", LATER, 0, "b.docx", "later_date"),
    ("a.docx", DAY, "b.docx", DAY, 1, None, "undecided"),
    ("a.docx", NONE, "b.docx", LATER, 1, None, "undecided"),
    ("a更正.docx", DAY, "b更正.docx", DAY, 1, None, "undecided"),
    ("a更正.docx", DAY, "b.docx", LATER, 1, None, "undecided"),
]


@pytest.mark.parametrize(("first", "one", "second", "other", "seed", "chosen", "rule"), DOUBLES)
def test_of_several_reports_of_one_agency_the_later_version_counts_or_none(
    first: str, one: dict[str, Any], second: str, other: dict[str, Any], seed: int, chosen: str | None, rule: str
) -> None:
    result = rolled([member(ONE, file=first, **one), member(ONE, seed, file=second, **other)])
    (doubled,) = result.doubles
    assert (doubled.chosen, doubled.rule, set(doubled.files)) == (chosen, rule, {first, second})
    assert [m.file for m in result.members if m.agency == ONE.name] == ([chosen] if chosen else [])
    assert {o.file for o in result.refused} == (set() if chosen else {first, second})
    assert result.complete == (rule == "same_content")


def test_equal_tables_with_other_words_count_once_and_say_so() -> None:
    texts = {**data(ONE).sections, "5": "问题：少数信息公开不及时。"}
    result = rolled([member(ONE, file="a.docx", **NONE), member(ONE, file="b.docx", sections=texts, **NONE)])
    assert result.doubles[0].rule == "same_tables" and "文字不同" in result.doubles[0].message


def test_a_person_says_which_report_counts() -> None:
    both = [member(ONE, file="年报/a.docx", **DAY), member(ONE, 1, file="年报/b.docx", **DAY)]
    result = rolled(both, choose={"水务局": "b.docx"})
    assert (result.doubles[0].chosen, result.doubles[0].settled, result.complete) == ("年报/b.docx", True, True)
    with pytest.raises(RollUpError, match="没有这个单位的这一份"):
        rolled(both, choose={"水务局": "c.docx"})
    with pytest.raises(RollUpError, match="没有这个单位的这一份"):
        rolled(both, choose={"审计局": "b.docx"})


def test_a_chosen_report_that_cannot_be_added_is_not_replaced_unseen() -> None:
    both = [member(ONE, file="a.docx"), member(ONE, 1, file="b.docx", year=2022)]
    result = rolled(both, choose={ONE.name: "b.docx"})
    assert ONE.name not in agencies(result) and {o.file for o in result.refused} == {"a.docx", "b.docx"}


def test_another_version_that_could_not_be_added_is_mentioned() -> None:
    result = rolled([member(ONE, file="a.docx"), member(ONE, 1, file="a更正.docx", tables={})])
    assert ONE.name in agencies(result)
    assert [(w.code, w.file) for w in result.warnings] == [("other_version", "a更正.docx")]


def _without_table4() -> Member:
    report = data(ONE)
    return Member(replace(report, tables={k: v for k, v in report.tables.items() if k != "table4"}), "x.docx")


REFUSED = [
    ("wrong_year", lambda: member(ONE, year=2022, file="x.docx")),
    ("wrong_form", lambda: Member(example("2019", year=YEAR, agency=ONE.name), "x.docx")),
    ("mixed_forms", lambda: member(ONE, file="x.docx", forms={"table2": "2021", "table3": "2019"})),
    ("missing_table", _without_table4),
    ("no_agency", lambda: member(ONE, file="x.docx", agency=None)),
    ("no_year", lambda: Member(replace(data(ONE), year=None), "x.docx")),
    ("other_place", lambda: member(ONE, file="x.docx", agency="白石县水务局")),
    ("unreadable", lambda: Member(None, "x.docx", "文件已损坏，请重新取得该文件。")),
]


@pytest.mark.parametrize(("code", "handed_in"), REFUSED)
def test_what_cannot_be_added_is_refused_with_the_next_step(code: str, handed_in: Any) -> None:
    result = rolled([handed_in()])
    (refused,) = result.refused
    assert (refused.code, refused.file) == (code, "x.docx") and "请" in refused.message
    assert agencies(result) == {who.name for who in FEW} and not result.complete


def test_an_agency_that_sent_last_years_report_is_missing_and_one_that_sent_a_broken_one_is_not() -> None:
    names = [who.name for who in FEW] + [ONE.name]
    late = rolled([member(ONE, year=2022, file="旧.docx")], expected=names)
    assert [(m.name, "旧.docx" in (m.note or "")) for m in late.missing] == [(ONE.name, True)]
    broken = rolled([_without_table4()], expected=names)
    assert broken.missing == [] and broken.refused


def test_who_is_not_on_the_list_does_not_count() -> None:
    result = rolled([member(ONE)], expected=[who.place for who in FEW])
    assert [(o.agency, o.code) for o in result.unexpected] == [(ONE.name, "not_expected")]
    assert ONE.name not in agencies(result)


def test_without_a_list_nobody_can_be_missing_and_the_result_says_so() -> None:
    result = rolled([])
    assert (result.missing, result.listed, result.complete) == ([], False, True)


TAX = Agency("国家税务总局云水县税务局", "国家税务总局云水县税务局", "department", "云水县", "我局", "我局")
WEATHER = department("气象局")


@pytest.mark.parametrize("vertical", [False, True])
def test_organs_of_state_systems_count_by_flag(vertical: bool) -> None:
    """税务 by its own name; 气象 only because the list says so."""
    listed = [Expected(who.place) for who in FEW] + [Expected("税务局", "vertical"), Expected("气象局", "vertical")]
    result = rolled([member(TAX), member(WEATHER)], expected=listed, vertical=vertical)
    out = {o.agency for o in result.left_out}
    assert out == (set() if vertical else {TAX.name, WEATHER.name}) and result.complete
    assert (WEATHER.name in agencies(rolled([member(WEATHER)]))) is True
    assert [m.name for m in rolled([], expected=listed, vertical=vertical).missing] == (
        ["税务局", "气象局"] if vertical else []
    )


OFFICE = Agency("云水县人民政府办公室", "云水县人民政府办公室", "department", "云水县", "我办", "我办")


@pytest.mark.parametrize("own", [False, True])
def test_the_superiors_own_office_counts_by_flag(own: bool) -> None:
    result = rolled([member(OFFICE)], own=own)
    assert (OFFICE.name in agencies(result)) is own
    assert [o.code for o in result.left_out] == ([] if own else ["own"])


def test_a_report_of_the_superior_that_holds_the_others_is_not_added_again() -> None:
    before = roll_up(county(), agency=COUNTY).report
    result = roll_up([*county(), Member(before, "全县汇总.docx")], agency=COUNTY)
    assert [(o.file, o.code) for o in result.refused] == [("全县汇总.docx", "contains_others")]
    assert result.report.tables == before.tables
    said = roll_up([*county(), Member(before, "全县汇总.docx")], agency=COUNTY, choose={COUNTY: "全县汇总.docx"})
    assert len(said.members) == len(AGENCIES) + 1


def test_a_small_report_of_the_superior_counts_and_is_pointed_out() -> None:
    small = replace(data(AGENCIES[-1]), agency=COUNTY)
    result = roll_up([*county(AGENCIES[:8]), Member(small, "本级.docx")], agency=COUNTY)
    assert COUNTY in agencies(result) and [w.code for w in result.warnings] == ["contains_others"]


def test_blanks_count_as_0_and_are_named_and_absent_cells_too() -> None:
    one = member(ONE)
    assert one.report
    one.report.tables["table3"]["granted"]["research"] = None
    del one.report.tables["table4"]["review"]["pending"]
    result = rolled([one])
    assert {(w.code, w.cells) for w in result.warnings} == {
        ("blank_cells", ("table3.granted.research",)),
        ("absent_cells", ("table4.review.pending",)),
    }
    number = next(n for n, m in enumerate(result.members) if m.agency == ONE.name)
    share = result.shares["table3.granted.research"][number]
    assert (share.state, share.value, share.counted) == ("blank", None, 0)
    share = result.shares["table4.review.pending"][number]
    assert (share.state, share.value, share.counted) == ("absent", None, None)


def test_a_cell_that_nobody_has_stays_absent() -> None:
    members = county(FEW)
    for one in members:
        assert one.report
        del one.report.tables["table3"]["granted"]["research"]
    assert not roll_up(members, agency=COUNTY).report.has_cell("table3", "granted", "research")


def test_broken_identities_of_members_are_pointed_out() -> None:
    one = member(ONE)
    assert one.report
    one.report.tables["table4"]["review"]["total"] = 1 + (one.report.tables["table4"]["review"]["total"] or 0)
    result = rolled([one])
    assert [(w.code, w.agency, w.where) for w in result.warnings] == [("identity", ONE.name, "table4.review.total")]


def _with_fee(who: Agency, amount: float, unit: str | None = "万元") -> Member:
    report = data(who)
    report.tables["table2"]["fees"]["amount_wan"] = amount
    if unit != "万元":
        report.units["table2.fees.amount_wan"] = unit
    return Member(report, f"{who.place}.docx")


def test_yuan_and_wan_yuan_are_converted_and_said() -> None:
    result = roll_up([_with_fee(FEW[0], 0.1), _with_fee(FEW[1], 2000, "元"), _with_fee(FEW[2], 0)], agency=COUNTY)
    assert result.report.cell("table2", "fees", "amount_wan") == 0.3
    assert result.report.units == {"table2.fees.amount_wan": "万元"}
    assert [(w.code, w.agency) for w in result.warnings] == [("unit_converted", FEW[1].name)]
    share = next(s for s in result.shares["table2.fees.amount_wan"] if s.value == 2000)
    assert share.to_json() == {"member": share.member, "value": 2000, "unit": "元", "counted": 0.2}


PURCHASES = [
    # (amount, unit) of each member · sum · its unit · warnings
    ([(4.5, "万元"), (2, "万元")], 6.5, "万元", []),
    ([(45000, "元"), (2, "元")], 45002, "元", []),
    ([(4.5, "万元"), (20, "元")], 45020, "元", ["unit_converted"]),
    ([(4.5, "万元"), (20, None)], 4.5, "万元", ["unit_unknown"]),
    ([(4.5, None), (20, None)], 24.5, None, ["unit_unknown", "unit_unknown"]),
    ([(4.5, "万元"), (0, None)], 4.5, "万元", []),
]


@pytest.mark.parametrize(("amounts", "total", "unit", "codes"), PURCHASES)
def test_purchases_without_a_unit_are_not_guessed(
    amounts: list[tuple[float, str | None]], total: float, unit: str | None, codes: list[str]
) -> None:
    members = []
    for n, (amount, printed) in enumerate(amounts):
        report = example("2019", seed=n, year=2020, agency=AGENCIES[n].name)
        report.tables["table2"]["procurement"]["amount"] = amount
        report.units = {"table2.procurement.amount": printed}
        members.append(Member(report, f"{n}.docx"))
    result = roll_up(members, agency=COUNTY)
    assert result.report.cell("table2", "procurement", "amount") == total
    assert result.report.units.get("table2.procurement.amount") == unit
    assert [w.code for w in result.warnings] == codes


def test_the_year_is_the_one_most_members_report_and_never_guessed_between_two() -> None:
    assert rolled([member(ONE, year=2022)]).year == YEAR
    with pytest.raises(RollUpError, match="2022 年和 2023 年"):
        roll_up([member(ONE, year=2022), member(FEW[0])], agency=COUNTY)
    assert roll_up([member(ONE, year=2022), member(FEW[0])], agency=COUNTY, year=2022).members[0].agency == ONE.name


def test_reports_of_years_without_a_form_are_refused() -> None:
    result = roll_up([_of_2018(who) for who in FEW], agency=COUNTY)
    assert {o.code for o in result.refused} == {"no_form"} and result.report.tables == {}


def _of_2018(who: Agency) -> Member:
    return Member(replace(data(who), year=2018, form=None, forms={}, tables={}), f"{who.place}.docx")


SAME = [
    ("财政局", "云水县财政局"),
    ("县财政局", "云水县财政局"),
    ("青川市云水县财政局", "云水县财政局"),
    ("县政府办公室", "云水县人民政府办公室"),
    ("清河乡", "云水县清河乡人民政府"),
    ("城关街道办", "云水县城关街道办事处"),
    ("税务局", "国家税务总局云水县税务局"),
    ("市场监督管理局", "云水县市场监督管理局"),
]
OTHER = [
    ("青川市财政局", "云水县财政局"),
    ("住建局", "云水县住房和城乡建设局"),
    ("清河镇", "云水县清河乡人民政府"),
    ("财政局", "云水县财政所"),
    ("云水县教育局", "云水县教育体育局"),
]


@pytest.mark.parametrize(("listed", "reports", "one"), [(*p, True) for p in SAME] + [(*p, False) for p in OTHER])
def test_names_are_one_with_or_without_the_county_and_never_by_likeness(listed: str, reports: str, one: bool) -> None:
    result = roll_up([member(ONE, agency=reports)], agency=COUNTY, expected=[listed], vertical=True)
    assert (result.missing == []) is one


SUPERIORS = [
    (["云水县财政局", "云水县清河乡人民政府", "城关镇人民政府"], "云水县人民政府"),
    (["青川市云水县财政局", "青川市云水县教育局", "国家税务总局云水县税务局"], "云水县人民政府"),
    (["青川市财政局", "青川市云水县人民政府"], "青川市人民政府"),
    (["云水县财政局"], None),
    (["云水县财政局", "白石县财政局"], None),
    (["财政局", "教育局"], None),
]


@pytest.mark.parametrize(("names", "superior"), SUPERIORS)
def test_the_superior_is_told_from_the_members_or_not_at_all(names: list[str], superior: str | None) -> None:
    assert superior_of(names) == superior
