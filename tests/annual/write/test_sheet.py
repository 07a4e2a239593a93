"""The report as a workbook and the form to fill in: read back without loss, live sums and checks, proof against offices."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.workbook import Workbook

from gongkai import annual
from gongkai.annual.forms import FORMS, TABLES, form
from gongkai.annual.report import ABSENT_MARK, AnnualReport
from gongkai.annual.write import write
from gongkai.annual.write.sheet import empty_form, write_xlsx
from gongkai.annual.write.sheet.checks import checks, totals
from gongkai.annual.write.sheet.places import reference, spots
from gongkai.documents.errors import Unreadable
from gongkai.law import parameters
from tests.annual.write.reports import differing_cells, example, reports, same
from tests.generator.layouts import Rendered, office

SHEETS = ["填写说明", "基本情况", "表二", "表三", "表四", "文字部分", "自查"]
NAMES = dict(zip(TABLES, SHEETS[2:5], strict=True))
YEARS = {"2019": 2020, "2021": 2023}
SAMPLES = ("seed_000.txt", "seed_001.txt", "seed_002.txt", "seed_003.txt", "seed_004.txt", "huaian_city_2024.pdf")
WEIRD = "A&B<c>“d”'e'\"f]]>\x00\x0b\ud800\ufffe—…🌾𠮷\u2028\u200b\t½ ＡＢ =1+1 _x0041_"
WORDS = {
    "引言": "根据规定，现公布本机关年度报告。统计期限自1月1日起，至12月31日止。",
    "主动公开": "全年主动公开政府信息120条。",
    "办理申请": "申请均按期办理。",
    "主要问题": "存在的问题是解读形式单一。\n改进措施是增加图表。",
    "信息处理费": "没有收取信息处理费。",
    "其他需要": "没有其他需要报告的事项。",
}


def opened(data: bytes, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell_of(book: Workbook, name: str, table: str, row: str, column: str):
    return book[NAMES[table]][reference(spots(name, table)[row, column])]


def filled_in(name: str, report: AnnualReport) -> Workbook:
    """What a clerk does with the blank form: only unlocked cells, and no sums."""
    book = opened(empty_form(YEARS[name]))
    book["基本情况"]["B2"], book["基本情况"]["B5"] = report.agency, dt.date.fromisoformat(report.signed_on or "")
    for table in TABLES:
        for (row, column), spot in spots(name, table).items():
            cell = book[NAMES[table]][reference(spot)]
            if not cell.protection.locked:
                cell.value = report.cell(table, row, column)
    for (cell,) in book["文字部分"].iter_rows(max_col=1):
        if str(cell.value).startswith("（请填写"):
            known = next((text for key, text in WORDS.items() if key in cell.value), None)
            cell.value = known or cell.value
    return book


def recalculated(*files: bytes, target: str) -> list[bytes]:
    return [file.data for file in office.convert([Rendered(data, "表.xlsx") for data in files], target)]


# ---- a report as a workbook


@given(report=reports())
@settings(max_examples=60, derandomize=True)
def test_a_written_report_is_read_back_the_same(report: AnnualReport) -> None:
    assert same(report, annual.read(write_xlsx(report), "报告.xlsx")) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_real_reports_keep_their_tables_and_words(reports_dir: Path, name: str) -> None:
    report = annual.read(reports_dir / name)
    assert same(report, annual.read(write_xlsx(report), "报告.xlsx")) == []


def test_the_same_report_gives_the_same_bytes_and_write_gives_them_too() -> None:
    assert write_xlsx(example("2021", 3)) == write_xlsx(example("2021", 3)) == write(example("2021", 3), "xlsx")
    assert empty_form(2023) == empty_form(2023)


def test_odd_and_long_texts_break_nothing() -> None:
    report = example("2021", 1)
    report.agency = WEIRD
    report.sections["1"] = f"{WEIRD}\n{'本机关主动公开政府信息若干条。' * 3000}\n短段。"
    again = annual.read(write_xlsx(report), "报告.xlsx")
    assert again.tables == report.tables
    assert "=1+1 _x0041_" in again.sections["1"]
    assert again.sections["1"].count("若干条。") == 3000


def test_a_report_without_tables_or_without_anything_is_still_a_workbook() -> None:
    for report in (AnnualReport(), AnnualReport(sections={"1": "字"}), AnnualReport(year=1, signed_on="2024-1-5")):
        assert opened(write_xlsx(report)).sheetnames[-1] == "文字部分"


def test_a_sum_is_a_formula_where_it_equals_its_parts_and_stands_as_a_number_where_it_does_not() -> None:
    report = example("2021", 4)
    report.tables["table4"]["review"]["total"] += 1
    third = report.tables["table3"]
    empty = next(row for row, cells in third.items() if not any(cells.values()))
    third[empty] = dict.fromkeys(third[empty], None)
    del third["partial"]["commercial"]
    book = opened(write_xlsx(report))
    for table in TABLES:
        for (row, column), parts in totals("2021", table).items():
            value = cell_of(book, "2021", table, row, column).value
            wrong = (table, row) == ("table4", "review")
            lacking = ("partial", "commercial") in parts
            if wrong or lacking:
                assert value == report.cell(table, row, column)
            else:
                assert str(value).startswith("=IF(COUNT("), (table, row, column)
    assert cell_of(book, "2021", "table3", "partial", "commercial").value == ABSENT_MARK
    shown = opened(write_xlsx(report), values=True)
    assert cell_of(shown, "2021", "table3", empty, "total").value in (None, "")
    assert cell_of(shown, "2021", "table3", "total", "total").value == report.cell("table3", "total", "total")


# ---- the form


@pytest.mark.parametrize("name", FORMS)
def test_the_form_says_what_it_is_and_locks_what_is_not_to_be_filled_in(name: str) -> None:
    year = YEARS[name]
    book = opened(empty_form(year, "云水县财政局"))
    definition = form(name)
    assert book.sheetnames == SHEETS
    assert str(year) in book.properties.title and definition.basis in book.properties.subject
    assert {p.name: str(p.value) for p in book.custom_doc_props.props} == {"年报格式": name, "报告年度": str(year)}
    facts = book["基本情况"]
    assert (facts["B2"].value, facts["B3"].value) == ("云水县财政局", year)
    assert definition.basis in facts["B4"].value
    for sheet in book:
        assert sheet.protection.sheet and sheet.protection.password is None
        assert sheet.freeze_panes
    for table in TABLES:
        sheet, summed = book[NAMES[table]], totals(name, table)
        entries = {reference(spot) for cell, spot in spots(name, table).items() if cell not in summed}
        unlocked = {c.coordinate for line in sheet.iter_rows() for c in line if not c.protection.locked}
        assert entries <= unlocked and not {reference(spots(name, table)[cell]) for cell in summed} & unlocked
        assert all(sheet[c].value is None for c in entries)
        assert sheet.page_setup.paperSize == 9 and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book["表四"].page_setup.orientation == "landscape"


@pytest.mark.parametrize("name", FORMS)
def test_every_cell_of_values_has_a_rule_of_its_kind_with_words_that_say_what_to_fill_in(name: str) -> None:
    book = opened(empty_form(YEARS[name]))
    wanted = {"count": ("whole", "greaterThanOrEqual"), "money": ("decimal", "greaterThanOrEqual"), "change": ("whole", None)}
    for table in TABLES:
        rules = book[NAMES[table]].data_validations.dataValidation
        for row, column in form(name).tables[table].cells():
            place = reference(spots(name, table)[row.key, column.key])
            (rule,) = [rule for rule in rules if place in rule]
            assert (rule.type, rule.operator) == wanted[column.value]
            assert re.search("[一-鿿]{4}", rule.error) and rule.showErrorMessage
    (day,) = book["基本情况"].data_validations.dataValidation
    assert (day.type, str(day.sqref)) == ("date", "B5")


@pytest.mark.parametrize("name", FORMS)
def test_the_review_has_a_line_for_every_identity_of_the_form_at_every_place(name: str) -> None:
    lines = list(opened(empty_form(YEARS[name]))["自查"].iter_rows(min_col=5, max_col=5, values_only=True))
    places = sum(len(check.instances) for table in TABLES for check in checks(name, table))
    assert sum(str(value).startswith("=IF(SUMPRODUCT") for (value,) in lines) == places
    assert {i.code for t in TABLES for i in form(name).tables[t].identities} == {
        c.identity.code for t in TABLES for c in checks(name, t)
    }


def test_the_instructions_name_the_days_of_the_law_and_the_basis_of_each_rule() -> None:
    sheet = opened(empty_form(2023))["填写说明"]
    text = "\n".join(str(v) for row in sheet.iter_rows(values_only=True) for v in row if v)
    for level in ("department", "township", "government"):
        day = parameters.get(f"annual_report.deadline.{level}", on=dt.date(2024, 1, 1)).in_year(2024)
        assert f"{day.year}年{day.month}月{day.day}日" in text
    for topic in parameters.for_year("annual_report.overview.topics", 2023):
        assert topic in text
    assert text.count(form("2021").basis) > 5 and "{" not in text


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("agency", [None, "云水县财政局"])
def test_an_unfilled_form_is_refused_as_such(name: str, agency: str | None) -> None:
    with pytest.raises(Unreadable) as told:
        annual.read(empty_form(YEARS[name], agency), "表.xlsx")
    assert told.value.code == "empty_form"


@pytest.mark.parametrize("year", [1999, 2018, 20230])
def test_a_year_without_a_form_is_refused_in_a_sentence(year: int) -> None:
    with pytest.raises(ValueError, match=f"{year}.*请"):
        empty_form(year)


# ---- what offices do with it


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("target", ["xlsx", "ods", "xls"])
def test_a_form_filled_in_and_saved_by_an_office_program_is_read_whole(target: str) -> None:
    made = {name: example(name, 3, YEARS[name], "云水县财政局") for name in FORMS}
    forms = [saved(filled_in(name, report)) for name, report in made.items()]
    written = [write_xlsx(report) for report in made.values()]
    done = recalculated(*forms, *written, empty_form(2023), target=target)
    for (name, report), data in zip(made.items(), done[:2], strict=True):
        again = annual.read(data, f"表.{target}")
        assert differing_cells(report, again) == [], name
        assert (again.year, again.form, again.agency) == (YEARS[name], name, report.agency)
        assert again.signed_on == report.signed_on
        assert again.title == f"{report.agency}{report.year}年政府信息公开工作年度报告"
        assert "（请填写" not in "".join(again.sections.values())
        assert again.sections["1"] == f"（一）主动公开情况\n{WORDS['主动公开']}\n（二）依申请公开情况\n{WORDS['办理申请']}"
        assert again.sections["5"] == WORDS["主要问题"] and again.sections["2"] == ""
        assert again.notes == []
    for report, data in zip(made.values(), done[2:4], strict=True):
        assert same(report, annual.read(data, f"表.{target}")) == []
    with pytest.raises(Unreadable) as told:
        annual.read(done[4], f"表.{target}")
    assert told.value.code == "empty_form"


def _renamed(book: Workbook) -> None:
    for number, sheet in enumerate(book.worksheets, 1):
        sheet.title = f"第{number}页"


def _without_review(book: Workbook) -> None:
    del book["自查"]


def _only_report(book: Workbook) -> None:
    del book["自查"], book["填写说明"]


def _row_inserted(book: Workbook) -> None:
    sheet = book["文字部分"]
    at = next(cell.row for (cell,) in sheet.iter_rows(max_col=1) if str(cell.value).startswith("六、"))
    sheet.insert_rows(at)
    sheet.cell(at, 1).value = "另外插入的一段。"


def _as_text(book: Workbook) -> None:
    cell_of(book, "2021", "table3", "new_received", "natural_person").value = "12件"
    cell_of(book, "2021", "table3", "new_received", "commercial").value = "１２"
    cell_of(book, "2021", "table2", "licensing", "decisions").value = " 1,024 "
    cell_of(book, "2021", "table4", "review", "upheld").value = "/"


def _written_otherwise(book: Workbook) -> None:
    book["文字部分"]["A1"].value = "政府信息公开工作年度报告"
    book["基本情况"]["B5"].value = "2024.1.5"


@pytest.mark.parametrize("change", [_renamed, _without_review, _only_report, _row_inserted, _as_text, _written_otherwise])
def test_what_offices_do_to_it_does_not_confuse_the_reader(change: Callable[[Workbook], None]) -> None:
    report = example("2021", 6, 2023, "云水县财政局")
    if change is _written_otherwise:
        report.sections["end"], report.signed_on = "", None
    book = opened(write_xlsx(report), values=True)
    change(book)
    again = annual.read(saved(book), "表.xlsx")
    if change is _as_text:
        for row, column, value in (("new_received", "natural_person", 12), ("new_received", "commercial", 12)):
            assert again.cell("table3", row, column) == value
        assert again.cell("table2", "licensing", "decisions") == 1024
        assert again.has_cell("table4", "review", "upheld") and again.cell("table4", "review", "upheld") is None
        assert {n.code for n in again.notes} == {"unit_in_cell", "printed_mark"}
        return
    if change is _written_otherwise:
        report.signed_on = "2024-01-05"
    if change is _row_inserted:
        report.sections["5"] += "\n另外插入的一段。"
    assert same(report, again) == []


# ---- sums and checks that live


@pytest.mark.needs("soffice")
def test_a_changed_number_moves_the_sums_and_the_review_and_turns_the_cells_red() -> None:
    made = {name: example(name, 2, YEARS[name]) for name in FORMS}
    good, changed = {name: write_xlsx(report) for name, report in made.items()}, {}
    for name, report in made.items():
        book = opened(good[name])
        before = report.cell("table3", "granted", "natural_person")
        cell_of(book, name, "table3", "granted", "natural_person").value = before + 7
        cell_of(book, name, "table4", "review", "total").value = 99
        changed[name] = saved(book)
    for (name, report), data in zip(made.items(), recalculated(*changed.values(), target="xlsx"), strict=True):
        shown = opened(data, values=True)
        for row in ("total", "granted"):
            assert cell_of(shown, name, "table3", row, "total").value == report.cell("table3", row, "total") + 7
        lines = {row[0]: row for row in shown["自查"].iter_rows(values_only=True) if row[4] == "不符"}
        review = sum(report.cell("table4", "review", c) for c in ("upheld", "corrected", "other_result", "pending"))
        assert lines["行政复议"][1:4] == (review, 99, review - 99)
        assert set(lines) == {"自然人", "总计", "行政复议"}
        assert shown["自查"]["B2"].value == 3
    pages = [page.decode() for page in recalculated(*good.values(), *changed.values(), target="html")]
    for quiet, loud in zip(pages[:2], pages[2:], strict=True):
        assert _red(quiet) == []
        assert {"99", "不符"} <= set(_red(loud))


def _red(page: str) -> list[str]:
    """What stands in the red cells; the colour samples of the instructions are empty."""
    found = re.findall(r'bgcolor="#FF9B9B"[^>]*>(?:<[^>]*>)*([^<]*)', page, re.I)
    return [text.strip() for text in found if text.strip()]
