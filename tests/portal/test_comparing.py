"""Two reports of a visit compared in a browser: last year's, another version, another agency's, one's own corrections."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gongkai.portal import jobs, matching, visits
from gongkai.portal.checking import result_name
from gongkai.portal.folder import Folder
from gongkai.portal.models import CheckFile
from gongkai.portal.uploads import Bytes
from gongkai.records.base import faults
from tests.annual.rollup.county import AGENCIES
from tests.portal.conftest import NARROW
from tests.portal.county_files import as_file, two_years
from tests.portal.test_screens import Visitor, Work, hand_over
from tests.portal.test_visits import Killed, killer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs("chromium", "axe")]
TOWN, SISTER = AGENCIES[19], AGENCIES[20]


def wrong_carry_over() -> tuple[dict[str, object], dict[str, object]]:
    """This year's and last year's file of a town; this year's carries over three more than last year's carried forward."""
    this, before = two_years(TOWN)
    now = this.tables["table3"]["carried_over"]
    for column in ("natural_person", "total"):
        now[column] = int(now[column] or 0) + 3
    return as_file("今年", this, "text_tabs"), as_file("去年", before, "text_tabs")


def test_two_years_of_an_agency_dropped_together_are_checked_and_compared_with_each_other(
    visitor: Visitor, site: str, work: Work, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    page = visitor()
    now, before = wrong_carry_over()
    hand_over(page, site, before, now)
    work()
    page.wait_for_selector("h1:has-text('体检结果')")
    assert TOWN.name in page.inner_text(".agency-head")
    assert "有 1 份报告的上年报告也在其中" in page.inner_text(".together")
    rows = page.locator("table.files tbody tr:not(.agency-head)")
    assert "今年.txt" in rows.nth(0).inner_text() and "已与上年核对" in rows.nth(0).inner_text(), "the later year comes first"
    axe(page)
    shot(page, "files-two-years")
    page.click("text=今年.txt")
    assert "已与本次交来的上年报告“去年.txt”核对" in page.inner_text(".meta")
    expect(page.locator(".finding:has-text('上年结转'):has-text('不一致')")).to_have_count(1)
    expect(page.locator("td .previous:visible").first, "last year's numbers stand beside").to_be_attached()
    page.click("summary:has-text('比较')")
    page.click("text=与上年比较")
    assert page.text_content("h1") == "与上年比较"
    assert "不符" in page.inner_text(".cmp")
    expect(page.locator(".cmp table.table3 td.moved").first).to_be_attached()
    axe(page)
    shot(page, "comparison")
    for kind, holds in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
        page.set_viewport_size({"width": 1280, "height": 800})
        data = download(page, kind)
        assert holds in zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert json.loads(download(page, "json"))["kind"] == "last_year"
    assert "<title>" in download(page, "html").decode()


def download(page: Page, kind: str) -> bytes:
    page.locator("details.menu").evaluate("e => e.open = true")
    with page.expect_download() as taken:
        page.click(f".kinds a:text-is('{kind}')")
    return Path(taken.value.path()).read_bytes()


def test_a_comparison_in_the_wrong_order_is_turned_round(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    now, before = wrong_carry_over()
    hand_over(page, site, now, before)
    work()
    page.wait_for_selector("h1:has-text('体检结果')")
    page.goto(f"{page.url}2/compare/1/")
    assert page.url.endswith("/1/compare/2/")


def test_last_years_report_given_by_itself_is_compared_with(
    visitor: Visitor, site: str, work: Work, sample_file: Callable[[str], Path], axe: Callable[[Page], None]
) -> None:
    page = visitor(viewport=NARROW, java_script_enabled=True)
    hand_over(page, site, sample_file("tingsong_2024.docx"), previous=sample_file("tingsong_2023.txt"))
    work()
    page.wait_for_selector(".findings")
    page.click("summary:has-text('比较')")
    page.click("text=与上年比较")
    assert page.url.endswith("/1/compare/previous/")
    assert "2024年" in page.inner_text(".cmp") and "2023年" in page.inner_text(".cmp")
    axe(page)


def test_versions_sisters_and_any_two_files_can_be_chosen_without_scripts_too(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor(java_script_enabled=False)
    this, _before = two_years(TOWN)
    later = two_years(TOWN)[0]
    later.tables["table3"]["new_received"]["natural_person"] = 99
    sister = two_years(SISTER)[0]
    files = [
        as_file("初稿", this, "text_tabs"),
        as_file("更正稿", later, "text_tabs"),
        as_file("邻镇", sister, "text_tabs"),
    ]
    hand_over(page, site, *files)
    work()
    page.reload()
    page.click("text=与更正前比较")
    assert page.text_content("h1") == "两个版本比较"
    assert "更正稿.txt" in page.inner_text(".cmp .sides >> dd >> nth=0")
    assert "99" in page.inner_text(".cmp table.table3")
    page.click("text=换一份比较")
    assert page.locator("#this option:checked").inner_text().startswith("更正稿.txt")
    assert "同年度的另一单位" in page.inner_text("#other")
    page.select_option("#other", label=page.locator("#other option", has_text="邻镇").inner_text())
    page.click("button:text-is('比较')")
    assert page.text_content("h1") == "与其他机关比较"
    page.goto(page.url.rsplit("/", 4)[0] + "/compare/?this=1&other=1")
    assert "选的是同一份" in page.inner_text("[role=alert]")


def test_what_was_corrected_in_the_page_is_what_is_compared_and_the_page_says_so(
    visitor: Visitor, site: str, work: Work, sample_file: Callable[[str], Path]
) -> None:
    page = visitor(java_script_enabled=False)
    hand_over(page, site, sample_file("ziran_2024.html"))
    work()
    page.reload()
    page.click("text=改正")
    page.fill("[name='e.table3.new_received.natural_person']", "77")
    page.click("text=保存并重新体检")
    page.click("text=原体检结果")
    page.click("summary:has-text('比较')")
    page.click("text=改正后与原文件比较")
    assert "用的是在页面上改正了 1 处的版本" in page.inner_text(".alert")
    assert "ziran_2024.html（页面上改正 1 处）" in page.inner_text(".cmp .sides")
    assert "77" in page.inner_text(".cmp table.table3")


def test_nobody_else_can_open_a_comparison_or_a_roll_up(visitor: Visitor, site: str, work: Work) -> None:
    page, stranger = visitor(), visitor()
    now, before = wrong_carry_over()
    hand_over(page, site, now, before)
    work()
    page.wait_for_selector("h1:has-text('体检结果')")
    hand_over(stranger, site, before)
    addresses = ["compare/", "1/compare/2/", "1/compare/2/comparison.json", "rollup/", "rollup/result/"]
    for address in [*addresses, "rollup/result.json", "rollup/report.docx"]:
        answer = stranger.context.request.get(page.url + address)
        assert (address, answer.status) == (address, 404)
        assert "云水县" not in answer.text()
    for address in ("1/compare/1/", "1/compare/7/", "1/compare/previous/", "1/compare/original/", "1/compare/x/"):
        assert page.context.request.get(page.url + address).status == 404, address
    assert page.context.request.get(f"{page.url}1/compare/2/comparison.exe").status == 404


def test_a_worker_killed_between_two_years_loses_nothing() -> None:
    now, before = wrong_carry_over()
    uploads = [Bytes(str(file["name"]), file["buffer"]) for file in (now, before)]  # type: ignore[arg-type]
    begun = visits.begin(visits.Material(uploads), "visitor")
    folder = Folder(begun.visit.pk)
    for position in (1, 2):
        jobs.check_file.call(str(begun.visit.pk), position)
    with faults.injected(killer("portal.check/years")), pytest.raises(Killed):
        jobs.check_years.call(str(begun.visit.pk))
    jobs.check_years.call(str(begun.visit.pk))
    assert jobs.check_years.call(str(begun.visit.pk)) == "checked", "and it bears being done twice"
    result = folder.read_json(result_name(1))
    assert "t3_carry_over" in {finding["code"] for finding in result["findings"]}
    row = CheckFile.objects.get(visit=begun.visit, position=1)
    assert row.warnings == result["counts"]["warning"]
    assert matching.open_pairs(begun.visit, folder) == (0, 1)
    visits.delete(begun.visit)
    assert jobs.check_years.call(str(begun.visit.pk)) == "deleted"


def test_nobody_waits_for_a_check_with_last_years_report_that_does_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    now, before = wrong_carry_over()
    uploads = [Bytes(str(file["name"]), file["buffer"]) for file in (now, before)]  # type: ignore[arg-type]
    begun = visits.begin(visits.Material(uploads), "visitor")
    folder = Folder(begun.visit.pk)
    for position in (1, 2):
        jobs.check_file.call(str(begun.visit.pk), position)
    assert matching.open_pairs(begun.visit, folder) == (1, 1)
    monkeypatch.setattr(matching, "_PATIENCE", -1)
    assert matching.open_pairs(begun.visit, folder) == (0, 1)
