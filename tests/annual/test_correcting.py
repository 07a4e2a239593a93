"""A report corrected by hand: what was typed is read like print, and what it makes untrue falls away."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual import AnnualReport, Note, read
from gongkai.annual.check import check
from gongkai.annual.correcting import correct, corrections, places, refusals, shown
from gongkai.annual.forms import FORMS, TABLES, form
from gongkai.annual.report import ABSENT_MARK
from gongkai.annual.write import write
from tests import tools
from tests.generator.cases import Case
from tests.generator.defects import DEFECTS

SAMPLES = sorted((tools.REPOSITORY / "src/gongkai/portal/samples").glob("*_20*"))
TOTAL = "table3.total.natural_person"
FEES = "table2.fees.amount_wan"


def report(name: str = FORMS[-1], **changes: object) -> AnnualReport:
    """A report with zeros in every cell of a form."""
    made = AnnualReport(
        title="云水县白石渡镇人民政府2023年政府信息公开工作年度报告",
        agency="云水县白石渡镇人民政府",
        agency_as_written=["云水县白石渡镇人民政府"],
        year=2023,
        form=name,
        forms={"table2": name, "table3": name},
        signed_on="2024-01-05",
        sections={"intro": "", "1": "全年公开信息 30 条。", "6": "无。", "end": "云水县白石渡镇人民政府\n2024年1月5日"},
        tables={t: {r.key: {c.key: 0 for c in r.columns} for r in form(name).tables[t].rows} for t in TABLES},
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def value(edits: dict[str, str], place: str = TOTAL) -> object:
    table, row, column = place.split(".")
    corrected = correct(report(), edits)
    return corrected.cell(table, row, column) if corrected.has_cell(table, row, column) else "absent"


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("12", 12),
        (" １２ ", 12),
        ("1,200", 1200),
        ("12件", 12),
        ("-3", -3),
        ("3.50", 3.5),
        ("", None),
        ("/", None),
        ("无", None),
    ],
)
def test_what_is_typed_into_a_cell_is_read_like_a_printed_cell(typed: str, read_as: object) -> None:
    assert value({TOTAL: typed}) == read_as
    assert refusals(report(), {TOTAL: typed}) == {}


@pytest.mark.parametrize("typed", ["十二", "若干", "1.2.3", "9" * 40, "12 34 五"])
def test_what_is_no_number_is_refused_by_the_name_of_its_cell_and_the_old_value_stays(typed: str) -> None:
    assert value({TOTAL: typed}) == 0
    assert "“（七）总计”的“自然人”" in refusals(report(), {TOTAL: typed})[TOTAL]
    assert "请填数字" in refusals(report(), {TOTAL: typed})[TOTAL]


@pytest.mark.parametrize(
    ("place", "typed", "said"),
    [
        ("year", "二三", "年度“二三”不对"),
        ("year", "1998", "四位数的年份"),
        ("signed_on", "2024-02-30", "请写成"),
        ("unit.table2.fees.amount_wan", "美元", "不认识"),
        ("form.table2", "2008", "没有“2008”年的格式"),
        ("title", "长" * 201, "最多 200 字"),
        ("section.1", "长" * 100_001, "超过 100000 字"),
        ("notes", "x", "没有这一处"),
        ("section.7", "x", "没有这一处"),
        ("unit.table3", "元", "没有这一处"),
    ],
)
def test_what_cannot_stand_at_a_place_is_refused_in_a_sentence(place: str, typed: str, said: str) -> None:
    assert said in refusals(report(), {place: typed})[place]
    assert corrections(report(), {place: typed}) == []


def test_the_report_given_is_not_changed() -> None:
    given_report = report(notes=[Note("not_a_number", TOTAL, "x")])
    before = copy.deepcopy(given_report.to_json())
    correct(
        given_report, {TOTAL: "5", "section.1": "别的", "title": "云水县教育局2022年政府信息公开工作年度报告", "year": "2021"}
    )
    assert given_report.to_json() == before


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_typing_what_stands_there_changes_nothing(path: Path) -> None:
    found = read(path)
    as_shown = {place: shown(found, place) for place in places(found)}
    assert (corrections(found, as_shown), refusals(found, as_shown)) == ([], {})
    assert correct(found, as_shown).tables == found.tables


def test_an_absent_cell_stays_absent_until_something_is_typed() -> None:
    damaged = report()
    del damaged.tables["table3"]["total"]["natural_person"]
    assert not correct(damaged, {TOTAL: ""}).has_cell("table3", "total", "natural_person")
    assert not correct(damaged, {TOTAL: ABSENT_MARK}).has_cell("table3", "total", "natural_person")
    assert correct(damaged, {TOTAL: "0"}).cell("table3", "total", "natural_person") == 0


def test_a_table_that_is_not_there_is_filled_in_the_form_of_the_year() -> None:
    empty = report(tables={}, forms={}, form=None, year=2020)
    corrected = correct(empty, {"table3.granted.total": "4", "table3.other.total": "1", "table3.other_misc.total": "1"})
    assert (corrected.form, corrected.forms["table3"]) == ("2019", "2019")
    assert corrected.tables == {"table3": {"granted": {"total": 4}, "other": {"total": 1}}}


def test_a_typed_title_gives_agency_and_year_as_in_reading() -> None:
    corrected = correct(report(sections={"end": ""}), {"title": "云水县教育局2024年政府信息公开工作年度报告"})
    assert (corrected.agency, corrected.year) == ("云水县教育局", 2024)


def test_a_typed_ending_gives_signature_and_date_as_in_reading() -> None:
    corrected = correct(report(), {"section.end": "白石渡镇人民政府\n2024年1月19日"})
    assert (corrected.signed_on, corrected.agency) == ("2024-01-19", "云水县白石渡镇人民政府")
    assert corrected.agency_as_written == ["云水县白石渡镇人民政府", "白石渡镇人民政府"]
    assert correct(report(), {"section.end": ""}).signed_on is None


def test_agency_year_and_date_typed_by_themselves_stand_in_the_document_too() -> None:
    edits = {"agency": "云水县黑石镇人民政府", "year": "2024", "signed_on": "2025年1月9日"}
    corrected = correct(report(), edits)
    assert (corrected.agency, corrected.year, corrected.signed_on) == ("云水县黑石镇人民政府", 2024, "2025-01-09")
    assert corrected.title == "云水县黑石镇人民政府2024年政府信息公开工作年度报告"
    assert corrected.sections["end"] == "云水县黑石镇人民政府\n2025年1月9日"
    again = read(write(corrected, "docx"), "改正.docx")
    assert (again.agency, again.year, again.signed_on) == (corrected.agency, corrected.year, corrected.signed_on)


def test_figures_are_taken_from_the_text_anew() -> None:
    corrected = correct(report(), {"section.1": "2023年全年共公开政府信息 45 条。"})
    assert [(f.name, f.value, f.year) for f in corrected.figures] == [("proactive_total", 45, 2023)]


def test_corrections_tell_before_and_after_in_the_order_of_the_document() -> None:
    made = corrections(report(), {"section.6": "没有。", TOTAL: "7", "title": "云水县教育局2023年政府信息公开工作年度报告"})
    assert [(c.place, c.before, c.after) for c in made if c.place in (TOTAL, "section.6")] == [
        (TOTAL, "0", "7"),
        ("section.6", "无。", "没有。"),
    ]
    assert [c.place for c in made][:2] == ["title", "agency"], "what follows from an edit is told with it"


@pytest.mark.parametrize(
    ("note", "edits", "stays"),
    [
        (Note("not_a_number", TOTAL, "x", "若干"), {TOTAL: "3"}, False),
        (Note("not_a_number", TOTAL, "x", "若干"), {"table3.granted.total": "3"}, True),
        (Note("cells_left_out", "table3.total", "x"), {TOTAL: "3"}, False),
        (Note("cells_left_out", "table3.total", "x"), {"table3.granted.total": "3"}, True),
        (Note("blank_table", "table4", "x"), {"table4.review.total": "1"}, False),
        (Note("table_as_picture", "table4", "x"), {}, True),
        (Note("misread_column", "table3", "x"), {"form.table3": "2019"}, False),
        (Note("paragraph_split", "section1", "x"), {"section.1": "别的话。"}, False),
        (Note("paragraph_split", "section1", "x"), {"section.6": "别的话。"}, True),
        (Note("year_from_text", "title", "x"), {"year": "2022"}, False),
        *(
            (Note(code, "table3", "x"), {}, False)
            for code in ("label_variant", "table_split", "unnamed_column", "unit_in_cell")
        ),
        *((Note(code, "title", "x"), {}, False) for code in ("title_split", "two_reports", "hidden_text", "tracked_changes")),
        (Note("section_title", "section5", "x"), {}, False),
        (Note("ocr_doubtful", "", "x"), {TOTAL: "3", "title": "别的", "section.1": "别的"}, True),
    ],
)
def test_a_note_goes_when_it_no_longer_holds_and_only_then(note: Note, edits: dict[str, str], stays: bool) -> None:
    assert bool(correct(report(notes=[note]), edits).notes) is stays


def test_another_form_keeps_the_cells_both_have_and_leaves_the_new_ones_to_be_filled() -> None:
    old = report("2019")
    old.tables["table3"]["granted"]["total"] = 8
    corrected = correct(old, {"form.table3": "2021", "form.table2": "2021", "table3.other_misc.total": "1"})
    assert (corrected.form, corrected.cell("table3", "granted", "total")) == ("2021", 8)
    assert "other" not in corrected.tables["table3"]
    assert corrected.tables["table3"]["other_misc"] == {"total": 1}
    assert not [f for f in check(corrected) if f.code == "format_mismatch"]


def test_the_unit_of_a_money_cell_is_chosen_and_the_forms_own_is_no_remark() -> None:
    place = f"unit.{FEES}"
    assert correct(report(), {place: "元"}).units == {FEES: "元"}
    assert correct(report(units={FEES: "元"}), {place: "万元"}).units == {}
    procurement = "table2.procurement.amount"
    assert correct(report("2019"), {}).units == {procurement: None}
    assert correct(report("2019"), {f"unit.{procurement}": "万元"}).units == {procurement: "万元"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_corrected_report_is_checked_as_the_document_written_from_it(path: Path) -> None:
    found = read(path)
    corrected = correct(found, {"table3.new_received.commercial": "77", "section.6": "本年度未收取信息处理费。"})
    again = read(write(corrected, "docx"), "改正.docx")
    assert (again.tables, again.agency, again.year, again.signed_on) == (
        corrected.tables,
        corrected.agency,
        corrected.year,
        corrected.signed_on,
    )
    assert sorted((f.code, f.where) for f in check(again)) == sorted((f.code, f.where) for f in check(corrected))


SAID_OTHERWISE = {"words_for_count", "table_is_a_picture", "fee_in_yuan"}
"""The document prints no word for a number, no picture, and the unit in its heading: there the same fault has another name."""


@pytest.mark.parametrize("defect", [name for name in list(DEFECTS)[::4] if name not in SAID_OTHERWISE])
def test_of_a_broken_report_the_page_says_what_will_be_said_of_its_document(defect: str) -> None:
    case = Case("html_fragment", "plain", 1009, defect)
    file = case.file(case.report())
    corrected = correct(read(file.data, file.name), {})
    again = read(write(corrected, "docx"), "改正.docx")
    assert sorted((f.code, f.where) for f in check(again)) == sorted((f.code, f.where) for f in check(corrected))


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.dictionaries(
        st.one_of(st.sampled_from(places(report("2019")) + places(report())), st.text(max_size=12)),
        st.one_of(st.text(max_size=30), st.sampled_from(["2019", "2021", "5", "元", "2024-01-01", ""])),
        max_size=8,
    )
)
def test_whatever_is_typed_is_taken_or_refused_and_nothing_breaks(edits: dict[str, str]) -> None:
    refused = refusals(report(), edits)
    corrected = correct(report(), edits)
    made = {c.place for c in corrections(report(), edits)}
    assert all(sentence.endswith("。") for sentence in refused.values())
    assert not made & set(refused) or all(place in ("title", "agency", "year", "signed_on", "section.end") for place in made)
    kept = {place: text for place, text in edits.items() if place not in refused}
    assert correct(report(), kept) == corrected
    assert AnnualReport.from_json(corrected.to_json()) == corrected
    check(corrected)
