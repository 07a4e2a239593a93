"""What a report prints, whatever the kind of file."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual import AnnualReport
from gongkai.annual.forms import FORMS, TABLES, form
from gongkai.annual.write.plan import PrintedTable, plan, printed_number
from tests.annual.write.reports import example, reports


def _table(report: AnnualReport, key: str) -> PrintedTable:
    return next(p.table for p in plan(report).parts if p.table is not None and p.table.key == key)


@settings(max_examples=60)
@given(reports())
def test_every_cell_of_a_table_that_is_there_is_printed_once_and_in_its_state(report: AnnualReport) -> None:
    for key in report.tables:
        table = _table(report, key)
        values = [cell for row in table.rows for cell in row if cell.kind == "value"]
        demanded = [(r.key, c.key) for r, c in form(table.form).tables[key].cells()]
        assert sorted((c.row or "", c.column or "") for c in values) == sorted(demanded)
        for cell in values:
            assert cell.row and cell.column and cell.where == f"{key}.{cell.row}.{cell.column}"
            assert cell.value == report.cell(key, cell.row, cell.column)
            there = report.has_cell(key, cell.row, cell.column)
            assert cell.state == ("absent" if not there else "blank" if cell.value is None else "number")


@settings(max_examples=60)
@given(reports())
def test_the_cells_of_a_table_fill_its_raster_without_gap_or_overlap(report: AnnualReport) -> None:
    for table in (p.table for p in plan(report).parts if p.table is not None):
        taken: set[tuple[int, int]] = set()
        for r, row in enumerate(table.rows):
            at = 0
            for cell in row:
                while (r, at) in taken:
                    at += 1
                covered = {(r + y, at + x) for y in range(cell.rowspan) for x in range(cell.colspan)}
                assert not covered & taken
                taken |= covered
        assert taken == {(r, c) for r in range(len(table.rows)) for c in range(table.width)}


@given(st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e12, 1e12)))
@settings(max_examples=60)
def test_a_number_is_printed_to_its_last_digit_and_without_exponent(value: float) -> None:
    text = printed_number(value)
    assert Decimal(text) == Decimal(repr(value))
    assert "e" not in text.lower()


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"),
        (-3, "-3"),
        (93.8605, "93.8605"),
        (93.0, "93"),
        (0.00001, "0.00001"),
        (1200.50, "1200.5"),
        (1e14, "100000000000000"),
    ],
)
def test_numbers_are_printed_as_people_write_them(value: float, printed: str) -> None:
    assert printed_number(value) == printed


def test_parts_stand_in_the_order_of_the_form_with_its_headings() -> None:
    report = example("2021")
    report.sections = dict(reversed(report.sections.items()))
    printed = plan(report)
    assert [p.heading for p in printed.parts] == [None, *(s.heading for s in form("2021").sections)]
    assert [p.table.key for p in printed.parts if p.table] == list(TABLES)


def test_a_section_the_report_does_not_have_is_not_printed_but_a_table_brings_its_heading() -> None:
    report = example("2021")
    del report.sections["5"], report.sections["2"]
    assert [p.key for p in plan(report).parts] == ["intro", "1", "2", "3", "4", "6"]


def test_each_table_keeps_its_own_form() -> None:
    report = example("2021")
    old = example("2019")
    report.forms["table3"], report.tables["table3"] = "2019", old.tables["table3"]
    assert (_table(report, "table2").form, _table(report, "table3").form) == ("2021", "2019")
    assert plan(report).form == "2021"


@pytest.mark.parametrize(
    ("name", "unit", "label"),
    [
        ("2021", None, "本年收费金额（单位：万元）"),
        ("2021", "元", "本年收费金额（单位：元）"),
        ("2019", None, "采购总金额"),
        ("2019", "万元", "采购总金额（单位：万元）"),
    ],
)
def test_the_unit_of_money_stands_in_the_heading(name: str, unit: str | None, label: str) -> None:
    report = example(name)
    where = "table2.fees.amount_wan" if name == "2021" else "table2.procurement.amount"
    report.units = {where: unit} if unit else {}
    assert label in [cell.text for row in _table(report, "table2").rows for cell in row]


def test_a_report_without_title_gets_the_usual_one() -> None:
    report = example("2021", year=2024, agency="云水县自然资源局")
    report.title = None
    assert plan(report).title == "云水县自然资源局2024年政府信息公开工作年度报告"


@pytest.mark.parametrize("name", FORMS)
def test_what_stands_at_the_end_is_the_signature(name: str) -> None:
    report = example(name)
    assert "\n".join(plan(report).signature) == report.sections["end"]


def test_long_words_at_the_end_are_paragraphs_not_a_signature() -> None:
    report = example("2021")
    report.sections["end"] += "\n（本报告在云水县人民政府门户网站政府信息公开专栏同步公布，欢迎查阅并提出宝贵意见和建议。）"
    printed = plan(report)
    assert printed.signature == () and printed.parts[-1].key == "end"


def test_characters_no_document_can_hold_are_left_out_and_runs_of_blanks_are_one() -> None:
    report = example("2021")
    report.title = "云水县\x00水利局2024年政府信息公开\x0b工作年度报告"
    report.sections["5"] = "存在\ud800问题：\t一是　　形式单一\x07。\n\n \n二是不及时。"
    printed = plan(report)
    assert printed.title == "云水县水利局2024年政府信息公开工作年度报告"
    assert next(p for p in printed.parts if p.key == "5").paragraphs == ("存在问题： 一是 形式单一。", "二是不及时。")
