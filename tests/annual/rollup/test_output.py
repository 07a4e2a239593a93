"""A roll-up as people get it: the workbook in LibreOffice, the page in a browser."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from gongkai.annual.check.official import cell_name
from gongkai.annual.forms.layout import layout
from gongkai.annual.rollup import Expected, Member, RollUp, roll_up
from gongkai.annual.rollup.output import summary
from gongkai.annual.rollup.output.page import as_fragment, as_page
from gongkai.annual.rollup.output.workbook import write_workbook
from tests import tools
from tests.annual.rollup.county import AGENCIES, COUNTY, county, expected, member

TABLE_NAMES = {"table2": "表二", "table3": "表三", "table4": "表四"}


def busy() -> RollUp:
    """A county with something of everything: missing, doubled, refused, left out, unexpected, warnings."""
    members = county(AGENCIES[3:])
    reports = [m.report for m in members if m.report]
    reports[0].tables["table3"]["granted"]["research"] = None
    del reports[1].tables["table3"]["granted"]["total"]
    reports[2].tables["table3"]["total"]["total"] += 4  # type: ignore[operator]
    reports[3].tables["table2"]["fees"]["amount_wan"] = 35000.5
    reports[3].units["table2.fees.amount_wan"] = "元"
    for report in reports:
        del report.tables["table4"]["review"]["pending"]
    members += [
        member(AGENCIES[10], 1, file="甲.docx", signed_on=None),
        member(AGENCIES[12], 1, file="乙（更正）.docx", signed_on=None),
        member(AGENCIES[14], year=2022, file="<b>丙</b>.docx"),
        Member(None, "坏.pdf", "文件不完整或已损坏，请重新取得该文件。"),
        member(AGENCIES[3], file="丁.docx", agency="云水县气象局"),
        member(AGENCIES[3], file="戊.docx", agency="云水县烟草局"),
    ]
    for n in (7, 9):
        members[n].report.signed_on = None  # type: ignore[union-attr]
    return roll_up(members, agency=COUNTY, expected=[*expected(), Expected("气象局", "vertical")])


@pytest.fixture(scope="module")
def rolled() -> RollUp:
    return busy()


def test_the_summary_names_first_what_must_be_done(rolled: RollUp) -> None:
    said = summary(rolled)
    assert said[0] == "应报未报 3 个：财政局（部门）、教育局（部门）、民政局（部门）。"
    assert [line.split()[0] for line in said[1:6]] == [
        "重复而待定",
        "不能汇总",
        "不在名单、没有计入",
        "交来多份、已取一份的",
        "按要求不计入",
    ]


@pytest.fixture(scope="module")
def recalculated(rolled: RollUp, tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    """The workbook with the values LibreOffice works its formulas out to."""
    folder = tmp_path_factory.mktemp("汇总")
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(rolled)))
    # openpyxl keeps no worked-out values: whatever comes back was computed by LibreOffice.
    book.save(folder / "in.xlsx")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "out", "in.xlsx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return openpyxl.load_workbook(folder / "out" / "in.xlsx", data_only=True)


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("table", TABLE_NAMES)
def test_the_workbooks_formulas_give_the_sums_in_the_official_form(
    rolled: RollUp, recalculated: openpyxl.Workbook, table: str
) -> None:
    printed = [list(row) for row in recalculated[TABLE_NAMES[table]].iter_rows(min_row=2)]
    spans = recalculated[TABLE_NAMES[table]].merged_cells.ranges
    shown = [
        c.value
        for row in printed
        for c in row
        if not any(c.coordinate in r and c.coordinate != r.start_cell.coordinate for r in spans)
    ]
    wanted: list[object] = []
    for row in layout("2021", table):
        for cell in row:
            if cell.kind != "value":
                wanted.append(cell.text)
            elif rolled.report.has_cell(table, cell.row or "", cell.column or ""):
                wanted.append(rolled.report.cell(table, cell.row or "", cell.column or ""))
            else:
                wanted.append("缺")
    assert len(shown) == len(wanted)
    for got, want in zip(shown, wanted, strict=True):
        assert got == pytest.approx(want) if isinstance(want, float) else got == want


def test_each_source_sheet_has_a_row_a_member_and_each_list_its_sheet(rolled: RollUp) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(rolled)))
    lists = ["应报未报", "重复与版本", "不予汇总及原因", "核对事项", "各单位文字数据", "文字数据原文"]
    assert book.sheetnames == ["汇总说明", *TABLE_NAMES.values(), *(f"{n}来源" for n in TABLE_NAMES.values()), *lists]
    for name in TABLE_NAMES.values():
        sheet = book[f"{name}来源"]
        assert [sheet.cell(5 + n, 1).value for n in range(len(rolled.members))] == [m.agency for m in rolled.members]
        assert str(sheet.cell(5 + len(rolled.members), 3).value).startswith("=SUM(")
    assert [row[1].value for row in book["应报未报"].iter_rows(min_row=2)] == ["财政局", "教育局", "民政局"]


def test_a_roll_up_of_nothing_can_be_written_too() -> None:
    nothing = roll_up([], agency=COUNTY, expected=["财政局"])
    assert openpyxl.load_workbook(io.BytesIO(write_workbook(nothing))).sheetnames[0] == "汇总说明"
    assert "财政局" in as_page(nothing)


@pytest.fixture(scope="module")
def page(browser: Browser, rolled: RollUp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page in a browser that runs no script of it."""
    path: Path = tmp_path_factory.mktemp("页") / "汇总.html"
    path.write_text(as_page(rolled), "utf-8")
    opened = browser.new_page()
    opened.goto(path.as_uri())
    yield opened
    opened.close()


@pytest.mark.needs("chromium", "axe")
def test_each_cell_of_the_page_opens_to_its_members(rolled: RollUp, page: Page) -> None:
    cells = page.locator("details").count()
    assert cells == sum(len(row) for table in rolled.report.tables.values() for row in table.values())
    where = "table3.new_received.total"
    name = cell_name(*where.split("."))
    summary_of = page.locator(f"summary[aria-label^='{name} ']")
    assert not page.locator("details[open]").count()
    summary_of.click()
    opened = page.locator("details[open]")
    shown = {line.split("\n")[0]: line.split("\n")[-1] for line in opened.locator("li").all_inner_texts()}
    assert shown == {rolled.members[s.member].agency: str(s.value) for s in rolled.shares[where] if s.value}
    zeros = sum(not s.value for s in rolled.shares[where])
    assert f"{zeros} 个单位都是 0" in opened.inner_text()


@pytest.mark.needs("chromium", "axe")
def test_the_page_is_accessible_and_fits_any_screen(page: Page) -> None:
    page.evaluate(tools.AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})")
    assert [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found["violations"]] == []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_says_who_is_missing_first_needs_nothing_else_and_escapes_names(rolled: RollUp) -> None:
    text = as_page(rolled)
    assert text.index("应报未报 3 个") < text.index("应报未报</h2>") < text.index("点一个数") < text.index("<svg")
    assert "<b>丙</b>" not in text and "&lt;b&gt;丙" in text
    assert "<script" not in text and "src=" not in text and "http" not in text
    assert "<style" not in as_fragment(rolled, style=False)


def test_the_pages_elements_are_closed_in_order(rolled: RollUp) -> None:
    open_elements: list[str] = []

    class Strict(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in ("meta", "br"):
                open_elements.append(tag)

        def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            pass

        def handle_endtag(self, tag: str) -> None:
            assert open_elements.pop() == tag

    Strict().feed(as_page(rolled))
    assert open_elements == []
