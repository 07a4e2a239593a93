"""A county drops its agencies' reports in a browser: who is missing, doubled, of the wrong form; sums that open; files."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from gongkai.annual import read
from gongkai.annual.check.official import cell_name
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Kind, Level
from gongkai.records.base.actors import OPERATOR
from tests.annual.rollup.county import AGENCIES, COUNTY, YEAR, made
from tests.portal.conftest import NARROW
from tests.portal.county_files import DOUBLED, LISTING, MISSING, OLD_FORM, Parcel, as_file, county, undated
from tests.portal.test_screens import Visitor, Work, hand_over

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs("chromium", "axe")]
WHERE = ("table3", "new_received", "total")


def total(parcel: Parcel, table: str, row: str, column: str) -> Decimal:
    """What the counted reports say together."""
    return sum((Decimal(str(r.tables[table][row][column] or 0)) for r in parcel.counted.values()), Decimal(0))


def open_cell(page: Page, *where: str) -> str:
    """Open the sum at this table, row and column by keyboard; what it shows."""
    cell = page.locator(f"details:has(> summary[aria-label^='{cell_name(*where)} '])").first
    cell.locator("summary").press("Enter")
    return str(cell.locator("div").inner_text())


def taken(page: Page, section: str, kind: str) -> bytes:
    """A file out of the menu of downloads."""
    page.locator("details.menu").evaluate("e => e.open = true")
    with page.expect_download() as download:
        page.click(f".menu-body section:has(h2:text-is('{section}')) a:text-is('{kind}')")
    return Path(download.value.path()).read_bytes()


def test_a_county_of_thirty_is_dropped_sorted_and_rolled_up(
    visitor: Visitor, site: str, work: Work, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    parcel = county()
    page = visitor()
    hand_over(page, site, *parcel.files)
    work()
    page.wait_for_selector("h1:has-text('体检结果')")
    assert [head.strip() for head in page.locator(".agency-head th").all_inner_texts()] == [
        f"{DOUBLED[0].name}2 份：{YEAR}",
        f"{DOUBLED[1].name}2 份：{YEAR}",
    ]
    shot(page, "files-county")
    page.click(f"text=汇总 {YEAR} 年 27 个单位")
    assert page.input_value("#agency") == COUNTY, "told from the names"
    page.fill("#names", LISTING)
    axe(page)
    shot(page, "rollup-form")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.click("button:text-is('汇总')")
    assert page.text_content("h1") == f"{COUNTY} {YEAR} 年政府信息公开工作年度报告汇总"

    headings = page.locator("#content h2:visible").all_inner_texts()
    assert headings[0] == "应报未报", "who is missing stands first"
    missing = page.locator("section:has(#missing-title) tbody tr").all_inner_texts()
    assert [line.split("\t")[0] for line in missing] == [who.place.removeprefix("云水县") for who in MISSING]
    refused = page.inner_text("section:has(h2:text-is('不予汇总'))")
    assert OLD_FORM.name in refused and "格式不符" in refused and "不能相加" in refused
    marked, undecided = (page.inner_text(f"fieldset.double:has(legend:text-is('{who.name}'))") for who in DOUBLED)
    assert "由文件判断：用" in marked and "更正" in marked
    assert "看不出哪份在后" in undecided

    second = page.locator("fieldset.double.open input[type=radio]").nth(1)
    second.check()
    page.click("text=按选定的重新汇总")
    parcel.counted[DOUBLED[1].name] = made(DOUBLED[1], seed=2)
    expect(page.locator("fieldset.double.open")).to_have_count(0)
    assert "已指定用" in page.inner_text(f"fieldset.double:has(legend:text-is('{DOUBLED[1].name}'))")
    assert page.locator(".standing li").first.inner_text().split() == ["26", "已汇总"]

    wanted = total(parcel, *WHERE)
    opened = open_cell(page, *WHERE)
    shares = {r.agency.name: r.tables["table3"]["new_received"]["total"] for r in parcel.counted.values()}
    assert all(f"{name}\n{value}" in opened for name, value in shares.items() if value), opened
    open_cell(page, "table4", "review", "total")
    expect(page.locator(".rollup td details[open]"), "one at a time").to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".rollup td details[open]")).to_have_count(0)
    open_cell(page, *WHERE)
    data = json.loads(taken(page, "汇总结果", "json"))
    for table, rows in data["report"]["tables"].items():
        for row, cells in rows.items():
            for column, value in cells.items():
                assert Decimal(str(value)) == total(parcel, table, row, column), (table, row, column)
    assert data["report"]["tables"]["table3"]["new_received"]["total"] == wanted
    axe(page)
    shot(page, "rollup-result")
    page.set_viewport_size({"width": 1280, "height": 800})

    for kind in ("docx", "txt", "xlsx"):
        report = read(taken(page, "汇总成的年度报告", kind), f"汇总.{kind}")
        assert (report.agency, report.year) == (COUNTY, YEAR) and Decimal(str(report.cell(*WHERE))) == wanted
    assert taken(page, "汇总成的年度报告", "pdf").startswith(b"%PDF")
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(taken(page, "汇总结果", "xlsx"))).namelist()
    assert MISSING[0].place.removeprefix("云水县") in taken(page, "汇总结果", "html").decode()


def few(*changes: str) -> list[dict[str, Any]]:
    """Files of three departments."""
    return [as_file(who.place.removeprefix("云水县"), made(who), "text_tabs") for who in AGENCIES[:3]]


def test_a_list_may_be_a_file_and_what_is_not_on_it_is_told_all_without_scripts_on_a_phone(
    visitor: Visitor, site: str, work: Work
) -> None:
    page = visitor(java_script_enabled=False, viewport=NARROW)
    hand_over(page, site, *few())
    work()
    page.reload()
    page.click("text=汇总 2023 年 3 个单位")
    page.set_input_files(
        "#list",
        {"name": "名单.csv", "mimeType": "text/csv", "buffer": "单位名称,类型\n财政局,部门\n教育局,部门\n审计局,部门".encode()},
    )
    page.click("button:text-is('汇总')")
    assert "审计局" in page.inner_text("section:has(#missing-title)")
    assert "云水县民政局" in page.inner_text("section:has(h2:text-is('不在应报名单'))")
    opened = open_cell(page, *WHERE)
    assert "云水县财政局" in opened or "都是 0" in opened
    page.click("text=改名单和设定")
    assert page.input_value("#names").splitlines() == ["财政局\t部门", "教育局\t部门", "审计局\t部门"], (
        "the list stays, to be changed"
    )
    page.fill("#names", "财政局\n教育局\n民政局")
    page.click("button:text-is('汇总')")
    assert "应报的都已报齐" in page.inner_text(".alert.good")


def test_what_is_wrong_with_the_settings_is_told(visitor: Visitor, site: str, work: Work, axe: Callable[[Page], None]) -> None:
    page = visitor()
    hand_over(page, site, *few())
    work()
    page.wait_for_selector("h1:has-text('体检结果')")
    page.goto(f"{page.url}rollup/result/")
    assert page.text_content("h1") == "汇总", "without settings there is no result"
    page.fill("#names", "123")
    page.click("button:text-is('汇总')")
    assert "没有读到单位名称" in page.inner_text("[role=alert]")
    axe(page)
    page.fill("#names", "")
    page.set_input_files("#list", {"name": "坏.xlsx", "mimeType": "application/zip", "buffer": b"PK\x03\x04broken"})
    assert page.inner_text(".picked") == "坏.xlsx"
    page.click("button:text-is('汇总')")
    assert "坏.xlsx" in page.inner_text("[role=alert]")
    page.evaluate("document.getElementById('agency').removeAttribute('required')")
    page.fill("#agency", "")
    page.click("button:text-is('汇总')")
    assert "请写明汇总到哪个机关" in page.inner_text("[role=alert]")
    assert "请自己填" in page.inner_text("#agency-help"), "nothing was filled in, so nothing is said to be"


def test_own_office_and_organs_of_state_systems_count_as_the_boxes_say(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    own = made(AGENCIES[3])
    own.title = [f"云水县人民政府办公室{YEAR}年政府信息公开工作年度报告"]
    tax = made(AGENCIES[4])
    tax.title = [f"国家税务总局云水县税务局{YEAR}年政府信息公开工作年度报告"]
    for report in (own, tax):
        report.end = [line for line in report.end if "云水县" not in line]
    hand_over(page, site, *few(), as_file("办公室", own, "text_tabs"), as_file("税务", tax, "text_tabs"))
    work()
    page.click("text=/汇总 2023 年/")
    page.click("button:text-is('汇总')")
    assert page.locator(".standing li").first.inner_text().split()[0] == "4"
    assert "国家税务总局云水县税务局" in page.inner_text("section:has(h2:text-is('按要求不计入'))")
    page.click("text=改名单和设定")
    page.uncheck("#own")
    page.check("#vertical")
    page.click("button:text-is('汇总')")
    outside = page.inner_text("section:has(h2:text-is('按要求不计入'))")
    assert "云水县人民政府办公室" in outside and "税务" not in outside


def test_a_report_corrected_in_the_page_is_summed_as_corrected_and_the_page_says_so(
    visitor: Visitor, site: str, work: Work
) -> None:
    page = visitor(java_script_enabled=False)
    hand_over(page, site, *few())
    work()
    page.reload()
    page.click("text=财政局.txt")
    page.click("text=改正")
    page.fill("[name='e.table2.licensing.decisions']", "4321")
    page.click("text=保存并重新体检")
    page.click("a:has-text('本次 3 份')")
    assert "已在页面上改正 1 处" in page.inner_text("table.files")
    page.click("text=汇总 2023 年 3 个单位")
    page.click("button:text-is('汇总')")
    assert "有 1 份用的是在页面上改正后的版本：财政局.txt（页面上改正 1 处）" in page.inner_text("#content")
    assert "4321" in open_cell(page, "table2", "licensing", "decisions")


def test_a_choice_that_no_longer_holds_is_told_and_can_be_taken_back(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor(java_script_enabled=False)
    two = [as_file(f"{n}稿", undated(made(AGENCIES[3], seed=n)), "text_tabs") for n in (1, 2)]
    hand_over(page, site, *few(), *two)
    work()
    page.reload()
    listing = page.url
    page.click("text=/汇总 2023 年/")
    page.click("button:text-is('汇总')")
    result = page.url
    page.locator("fieldset.double.open input[type=radio]").first.check()
    page.click("text=按选定的重新汇总")
    page.goto(f"{listing}4/edit/")
    page.fill("[name='e.agency']", "云水县审计局")
    page.click("text=保存并重新体检")
    page.goto(result)
    assert page.locator(".standing li").first.inner_text().split()[0] == "5", "two agencies now, a file each"
    page.goto(f"{listing}4/edit/")
    page.fill("[name='e.agency']", "云水县司法局")
    page.fill("[name='e.year']", "2022")
    page.click("text=保存并重新体检")
    page.goto(result)
    assert "已指定用" in page.inner_text("section:has(h2:text-is('不予汇总'))")
    page.click("text=取消全部人工指定")
    assert "已指定用" not in page.inner_text("#content")
    assert page.locator(".standing li").first.inner_text().split()[0] == "4"


def test_what_files_and_lists_say_never_becomes_markup(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    files = few()
    files[0]["name"] = "<img src=x onerror=alert(1)>.txt"
    hand_over(page, site, *files)
    work()
    page.wait_for_selector("h1:has-text('体检结果')")
    address = page.url
    page.goto(f"{address}1/compare/2/")
    assert page.locator("main img").count() == 0 and "<img" in page.inner_text(".cmp .sides")
    page.goto(f"{address}rollup/")
    page.fill("#names", "<b>粗体局</b>\n财政局")
    page.click("button:text-is('汇总')")
    expect(page.locator("main img, main b:text('粗体局')")).to_have_count(0)
    assert "<b>粗体局</b>" in page.inner_text("section:has(#missing-title)")
    assert "<img" in page.inner_text(".rollup")


def registered(name: str, kind: Kind = Kind.DEPARTMENT, above: UUID | None = None, **more: Any) -> UUID:
    """An agency of the installation's tree, since 2020."""
    return agencies.register(name, kind, Level.COUNTY, above, date(2020, 1, 1), actor=OPERATOR, **more).record_id


@pytest.fixture
def tree() -> UUID:
    """云水县 with what changed in and after 2023: one renamed and one dissolved within the year, one renamed after it."""
    county = registered(COUNTY, Kind.GOVERNMENT)
    for name in ("云水县财政局", "云水县民政局"):
        registered(name, above=county)
    registered("国家税务总局云水县税务局", above=county, vertical=True)
    water, education = registered("云水县水利局", above=county), registered("云水县教育局", above=county)
    gone = registered("云水县扶贫办公室", above=county)
    agencies.rename(water, "云水县水务局", date(2023, 6, 1), actor=OPERATOR)
    agencies.merge(gone, water, date(2023, 9, 1), actor=OPERATOR)
    agencies.rename(education, "云水县教育和体育局", date(2024, 3, 1), actor=OPERATOR)
    return county


def test_the_list_comes_out_of_the_tree_of_the_year_and_may_be_changed_without_scripts(
    tree: UUID, visitor: Visitor, site: str, work: Work
) -> None:
    page = visitor(java_script_enabled=False)
    hand_over(page, site, *few())
    work()
    page.reload()
    page.click("text=汇总 2023 年 3 个单位")
    assert page.locator("#superior option:checked").inner_text() == COUNTY, "told from the names"
    page.check("#vertical")
    page.click("button:text-is('取名单')")
    assert page.input_value("#names").splitlines() == [
        "云水县财政局\t部门",
        "云水县民政局\t部门",
        "国家税务总局云水县税务局\t垂直管理单位",
        "云水县水务局\t部门",
        "云水县教育局\t部门",
    ], "names of the end of 2023, without what was dissolved in it"
    said = page.inner_text("#taken")
    assert "2023 年底的应报单位 5 个（部门 4、垂直管理单位 1）" in said
    assert "“云水县水利局”年内改名为“云水县水务局”" in said
    assert "“云水县扶贫办公室”年内撤并或划出" in said
    assert page.is_checked("#vertical"), "what was set stays"
    page.uncheck("#vertical")
    page.fill("#names", page.input_value("#names") + "\n云水县统计局\t部门")
    page.click("button:text-is('汇总')")
    missing = page.locator("section:has(#missing-title) tbody tr").all_inner_texts()
    assert [line.split("\t")[:2] for line in missing] == [["云水县水务局", "部门"], ["云水县统计局", "部门"]]
    page.click("text=改名单和设定")
    page.check("#vertical")
    page.click("button:text-is('汇总')")
    assert "国家税务总局云水县税务局" in page.inner_text("section:has(#missing-title)"), "organs of state systems by the box"


def test_the_choice_from_the_tree_looks_right_and_enter_rolls_up(
    tree: UUID, visitor: Visitor, site: str, work: Work, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    page = visitor()
    hand_over(page, site, *few())
    work()
    page.click("text=汇总 2023 年 3 个单位")
    page.click("button:text-is('取名单')")
    page.wait_for_selector("#taken")
    axe(page)
    shot(page, "rollup-form-tree")
    page.press("#agency", "Enter")
    page.wait_for_selector("#missing-title")
    assert "云水县水务局" in page.inner_text("section:has(#missing-title)")


def test_without_a_tree_there_is_no_choice_and_an_invented_superior_is_refused(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    hand_over(page, site, *few())
    work()
    page.click("text=汇总 2023 年 3 个单位")
    expect(page.locator("#names")).to_be_visible()
    expect(page.locator("#superior, [name=take]")).to_have_count(0)
    page.evaluate("document.querySelector('form.setting').insertAdjacentHTML('beforeend', '<input name=take value=1>')")
    page.click("button:text-is('汇总')")
    assert "没有取到名单" in page.inner_text("[role=alert]")
    assert "2023 年底的机构树里" in page.inner_text("[role=alert]")
