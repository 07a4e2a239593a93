"""The report as a page: whole in itself, and open to those who hear it read out."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from gongkai.annual import AnnualReport
from gongkai.annual.forms import FORMS, TABLES, form
from gongkai.annual.write import write
from tests import tools
from tests.annual.write.reports import example, reports

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def _page(report: AnnualReport) -> LexborHTMLParser:
    return LexborHTMLParser(write(report, "html").decode())


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", FORMS)
def test_every_value_names_its_row_and_column_and_all_they_belong_to(name: str) -> None:
    report = example(name)
    page = _page(report)
    for key in TABLES:
        table = page.css_first(f"table.{key}")
        assert table is not None
        headings = {th.attributes["id"]: _plain(th.text()) for th in table.css("th")}
        assert len(headings) == len(table.css("th")), "ids are unique"
        values = iter(table.css("td[headers]"))
        for row, column in form(name).tables[key].cells():
            cell = next(values)
            said = [headings[i] for i in (cell.attributes["headers"] or "").split()]
            wanted = [*row.path, row.label, *column.path]
            assert {_plain(w) for w in wanted} <= set(said), (row.key, column.key)
            assert _plain(column.label) in {re.sub("（单位：.*", "", s) for s in said} | set(said)
            if row.heading:
                assert row.heading in said
            assert float(cell.text()) == report.cell(key, row.key, column.key)
        assert next(values, None) is None


def test_a_value_stands_under_no_heading_of_another_block() -> None:
    page = _page(example("2021"))
    fee = page.css("table.table2 td[headers]")[-1]
    headings = [_plain(page.css_first(f"#{i}").text()) for i in (fee.attributes["headers"] or "").split()]  # type: ignore[union-attr]
    assert headings == ["行政事业性收费", "第二十条第（八）项", "本年收费金额（单位：万元）"]


def test_the_page_says_its_language_title_and_sections_and_each_table_has_a_caption() -> None:
    report = example("2021")
    page = _page(report)
    assert page.css_first("html").attributes["lang"] == "zh-CN"  # type: ignore[union-attr]
    assert page.css_first("title").text() == page.css_first("h1").text() == report.title  # type: ignore[union-attr]
    assert [h.text() for h in page.css("h2")] == [s.heading for s in form("2021").sections]
    captions = [c.text() for c in page.css("caption")]
    assert captions == [
        "表二 主动公开政府信息情况",
        "表三 收到和处理政府信息公开申请情况",
        "表四 政府信息公开行政复议、行政诉讼情况",
    ]


def test_the_page_needs_nothing_from_elsewhere_and_runs_no_script() -> None:
    text = write(example("2019"), "html").decode()
    assert not re.search(r"<script|<link|<img|@import|url\(|https?:|\son\w+=", text)


def test_marks_of_the_markup_in_a_text_stay_text() -> None:
    report = example("2021")
    report.title = "<b>甲</b>2024年政府信息公开工作年度报告"
    report.sections["5"] = "<script>alert('5 & 6')</script>"
    text = write(report, "html").decode()
    page = LexborHTMLParser(text)
    assert not page.css("script") and not page.css("b")
    assert report.sections["5"] in page.body.text()  # type: ignore[union-attr]


def test_an_absent_cell_and_a_blank_one_look_different() -> None:
    report = example("2021")
    del report.tables["table3"]["granted"]["research"]
    report.tables["table3"]["granted"]["commercial"] = None
    page = _page(report)
    absent = page.css("td.absent")
    assert [(c.text(), c.attributes["title"]) for c in absent] == [("缺", "原报告没有这一格")]
    assert sum(c.text() == "" for c in page.css("td[headers]")) == 1


@settings(max_examples=30)
@given(reports())
def test_every_heading_a_value_names_is_there(report: AnnualReport) -> None:
    page = _page(report)
    ids = {th.attributes["id"] for th in page.css("th")}
    for cell in page.css("td[headers]"):
        assert set((cell.attributes["headers"] or "").split()) <= ids


@pytest.mark.needs("chromium", "axe")
@pytest.mark.parametrize("name", FORMS)
def test_axe_finds_nothing_and_no_screen_is_too_narrow(browser: Browser, tmp_path: Path, name: str) -> None:
    report = example(name)
    del report.tables["table3"]["granted"]["research"]
    report.tables["table4"]["review"]["upheld"] = None
    path = tmp_path / "report.html"
    path.write_bytes(write(report, "html"))
    page = browser.new_page()
    try:
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            page.evaluate(tools.AXE.read_text(encoding="utf-8"))
            found: dict[str, Any] = page.evaluate("axe.run(document)")
            assert [(v["id"], v["nodes"][0]["html"][:160]) for v in found["violations"]] == []
    finally:
        page.close()


@pytest.mark.needs("chromium", "pdftotext")
def test_printed_each_table_stands_on_one_page(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(write(example("2021"), "html"))
    page = browser.new_page()
    page.goto(path.as_uri())
    page.pdf(path=str(tmp_path / "report.pdf"), prefer_css_page_size=True)
    page.close()
    command = ["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"]
    sheets = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")
    for first, last in (
        ("第二十条第（一）项", "行政事业性收费"),
        ("本年新收政府", "结转下年度"),
        ("未经复议直接起诉", "复议后起诉"),
    ):
        assert any(first in _plain(sheet) and last in _plain(sheet) for sheet in sheets)
