"""年报体检 tried in a browser: by mouse, by keyboard, without scripts, on a phone, by one who has no business here."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gongkai.portal.samples import samples
from tests.portal.conftest import NARROW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs("chromium", "axe")]

Visitor = Callable[..., Page]
Work = Callable[[], int]


def hand_over(page: Page, site: str, *files: Path | dict[str, Any], previous: Path | None = None) -> None:
    """Choose files and send them."""
    page.goto(f"{site}/check/")
    page.set_input_files("#files", files[0] if len(files) == 1 else list(files))  # type: ignore[arg-type]
    if previous:
        page.click("text=对照上年报告")
        page.set_input_files("#previous", previous)
    page.click("text=开始体检")
    page.wait_for_url(re.compile("/check/v/"))


def try_sample(page: Page, site: str, key: str) -> None:
    page.goto(f"{site}/check/")
    page.click(f'form[action="/check/samples/{key}/"] button')
    page.wait_for_url(re.compile("/check/v/"))


def test_the_home_page_says_what_this_is_and_leads_to_the_check(
    visitor: Visitor, site: str, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    page = visitor()
    page.goto(site)
    assert page.text_content("h1") == "政府信息公开工作平台"
    axe(page)
    shot(page, "home")
    page.click("text=开始年报体检")
    assert page.text_content("h1") == "年报体检"
    axe(page)
    shot(page, "check")


def test_a_file_is_uploaded_its_progress_seen_and_its_result_shown(
    visitor: Visitor,
    site: str,
    work: Work,
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    sample_file: Callable[[str], Path],
) -> None:
    page = visitor()
    hand_over(page, site, sample_file("ziran_2024.html"))
    assert "已完成 0 份，共 1 份" in page.inner_text("#progress")
    axe(page)
    shot(page, "progress")
    work()
    page.wait_for_selector(".findings")
    assert page.text_content("h1") == "ziran_2024.html"
    assert "云水县自然资源局" in page.inner_text(".meta")
    axe(page)
    shot(page, "sheet")


def test_a_click_on_a_finding_leads_to_its_cell_and_a_click_on_the_mark_leads_back(
    visitor: Visitor, site: str, work: Work
) -> None:
    page = visitor()
    try_sample(page, site, "ziran")
    work()
    page.wait_for_selector(".findings")
    finding = page.locator(".finding", has_text="表三“自然人”列").first
    number = finding.get_attribute("data-number")
    finding.locator(".where").click()
    mark = page.locator(f"#m{number}")
    assert page.url.endswith(f"#m{number}")
    box = mark.bounding_box()
    assert box is not None and 0 <= box["y"] <= 800
    assert page.locator(f'td.lit[data-f~="{number}"]').count() >= 2, "all cells of the sum light up"
    mark.click()
    assert page.url.endswith(f"#f{number}")
    assert "lit" in (page.get_attribute(f"#f{number}", "class") or "")


def test_findings_and_marks_all_lead_somewhere(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    for sample in samples():
        if len(sample.files) > 1:
            continue
        try_sample(page, site, sample.key)
        work()
        page.wait_for_selector(".findings")
        dead = page.evaluate(
            """[...document.querySelectorAll('a[href^="#"]')].map(a => a.hash)
               .filter(hash => !document.getElementById(hash.slice(1)))"""
        )
        assert dead == [], sample.key
        doubled = page.evaluate(
            "(ids => ids.filter((id, i) => ids.indexOf(id) !== i))([...document.querySelectorAll('[id]')].map(e => e.id))"
        )
        assert doubled == [], sample.key


def test_the_filter_shows_one_severity(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    try_sample(page, site, "baishidu")
    work()
    page.wait_for_selector(".findings")
    everything = page.locator(".finding:visible").count()
    page.click("label[for=show-error]")
    errors = page.locator(".finding:visible").count()
    assert 0 < errors < everything
    expect(page.locator(".finding.error:visible")).to_have_count(errors)
    page.click(".mark.warning >> nth=0")
    expect(page.locator(".finding:visible"), "a mark leads to a finding the filter hid").to_have_count(everything)


def test_all_works_without_scripts(
    visitor: Visitor, site: str, work: Work, sample_file: Callable[[str], Path], shot: Callable[[Page, str], None]
) -> None:
    page = visitor(java_script_enabled=False)
    hand_over(page, site, sample_file("baishidu_2023.txt"))
    expect(page.locator("noscript meta[http-equiv=refresh]")).to_have_count(1)
    assert "已完成 0 份" in page.inner_text("#progress")
    work()
    page.reload()
    assert page.text_content("h1") == "baishidu_2023.txt"
    page.locator(".finding .where").first.click()
    assert page.url.endswith("#m1")
    shadow = "e => getComputedStyle(e).boxShadow"
    assert page.locator("#m1").evaluate(shadow) != "none", "the target is shown"
    page.click("label[for=show-warning]")
    expect(page.locator(".finding.error:visible")).to_have_count(0)
    page.click("text=修改意见")
    assert "一、错误" in page.input_value("#opinions-text")
    assert page.locator("text=复制全文").is_hidden()
    with page.expect_download() as download:
        page.click("text=下载文本")
    assert "修改意见" in download.value.suggested_filename


def test_pasted_text_is_checked(visitor: Visitor, site: str, work: Work, sample_file: Callable[[str], Path]) -> None:
    page = visitor()
    page.goto(f"{site}/check/")
    page.click("text=没有文件，粘贴文字")
    page.fill("#text", sample_file("baishidu_2023.txt").read_text(encoding="utf-8"))
    page.click("text=开始体检")
    page.wait_for_url(re.compile("/check/v/"))
    work()
    page.wait_for_selector(".findings")
    assert page.text_content("h1") == "粘贴的文字.txt"
    expect(page.locator(".finding.error").first).to_be_attached()


def test_a_file_can_be_dropped(visitor: Visitor, site: str) -> None:
    page = visitor()
    page.goto(f"{site}/check/")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["一、总体情况"], "拖来的.txt"));
          document.getElementById("drop").dispatchEvent(new DragEvent("drop", {dataTransfer: data, cancelable: true}));
        }"""
    )
    assert "拖来的.txt" in page.inner_text("#chosen")
    assert page.evaluate("document.getElementById('files').files.length") == 1


def test_a_zip_is_a_batch_with_a_list_and_one_bad_file_does_not_stop_the_others(
    visitor: Visitor,
    site: str,
    work: Work,
    tmp_path: Path,
    sample_file: Callable[[str], Path],
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    parcel = tmp_path / "全县.zip"
    with zipfile.ZipFile(parcel, "w") as archive:
        archive.write(sample_file("ziran_2024.html"), "云水县/自然资源局.html")
        archive.write(sample_file("tongzhi.txt"), "云水县/通知.txt")
        archive.writestr("云水县/坏的.docx", b"PK\x03\x04 broken")
        archive.write(sample_file("baishidu_2023.txt"), "云水县/白石渡镇.txt")
    page = visitor()
    hand_over(page, site, parcel)
    work()
    page.wait_for_selector("h1:has-text('体检结果')")
    rows = page.locator("table.files tbody tr")
    assert [rows.nth(i).locator(".state").inner_text() for i in range(4)] == ["已体检", "读不了", "读不了", "已体检"]
    assert "没有找到" in rows.nth(1).inner_text()
    axe(page)
    shot(page, "files")
    with page.expect_download() as download:
        page.click("text=JSON Lines")
    lines = [json.loads(line) for line in Path(download.value.path()).read_text(encoding="utf-8").splitlines()]
    assert [(line["file"], line["readable"]) for line in lines] == [
        ("自然资源局.html", True),
        ("通知.txt", False),
        ("坏的.docx", False),
        ("白石渡镇.txt", True),
    ]
    with page.expect_download() as download:
        page.click("text=下载全部意见")
    assert zipfile.is_zipfile(download.value.path())
    page.click("text=通知.txt")
    assert page.text_content("h1") == "这份文件读不了"
    axe(page)
    shot(page, "unreadable")


def test_last_years_report_stands_beside(
    visitor: Visitor, site: str, work: Work, sample_file: Callable[[str], Path], axe: Callable[[Page], None]
) -> None:
    page = visitor()
    hand_over(page, site, sample_file("tingsong_2024.docx"), previous=sample_file("tingsong_2023.txt"))
    work()
    page.wait_for_selector(".findings")
    assert page.locator(".finding:has-text('上年')").count() >= 3
    beside = page.locator("td .previous:visible")
    assert beside.count() > 0
    axe(page)
    page.click("text=并列 2023 年的数")
    expect(beside).to_have_count(0)


def test_last_years_report_that_cannot_be_read_is_told_and_this_years_checked(
    visitor: Visitor, site: str, work: Work, sample_file: Callable[[str], Path]
) -> None:
    page = visitor()
    hand_over(page, site, sample_file("baishidu_2023.txt"), previous=sample_file("tongzhi.txt"))
    work()
    page.wait_for_selector(".findings")
    assert "上年报告读不了，没有对照" in page.inner_text(".alert.warning")


def test_the_correct_sample_has_nothing_to_correct(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    try_sample(page, site, "qinghe")
    work()
    page.wait_for_selector(".findings")
    assert "没有发现问题" in page.inner_text(".findings")


def test_opinions_can_be_copied_printed_and_taken_away(
    visitor: Visitor, site: str, work: Work, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    try_sample(page, site, "jiaoyu")
    work()
    page.wait_for_selector(".findings")
    page.click("text=修改意见")
    axe(page)
    shot(page, "opinions")
    page.click("text=复制全文")
    page.wait_for_selector("text=已复制")
    assert page.evaluate("navigator.clipboard.readText()").splitlines() == page.input_value("#opinions-text").splitlines()
    with page.expect_download() as download:
        page.click("text=下载 xlsx")
    assert zipfile.is_zipfile(download.value.path())
    page.emulate_media(media="print")
    assert page.locator("#opinions-text").is_hidden()
    assert page.locator(".top").is_hidden()
    expect(page.locator(".letter")).to_be_visible()


def test_the_visitor_deletes_the_material_and_it_is_gone(
    visitor: Visitor, site: str, work: Work, visits_folder: Path, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    page = visitor()
    try_sample(page, site, "ziran")
    work()
    page.wait_for_selector(".findings")
    address = page.url
    page.click("text=删除本次材料")
    assert page.text_content("h1") == "材料已删除"
    axe(page)
    assert list(visits_folder.iterdir()) == []
    answer = page.goto(address)
    assert answer is not None and answer.status == 404
    axe(page)
    shot(page, "gone")


def test_nobody_else_can_open_a_visit(visitor: Visitor, site: str, work: Work) -> None:
    page, stranger = visitor(), visitor()
    try_sample(page, site, "ziran")
    work()
    page.wait_for_selector(".findings")
    visit = page.url.rsplit("1/", 1)[0]
    try_sample(stranger, site, "baishidu")
    of_one = ["", "opinions/", "opinions.txt", "result.json", "result.xlsx"]
    for ending in ["", "status/", "results.jsonl", "results.xlsx", *(f"1/{address}" for address in of_one)]:
        answer = stranger.context.request.get(visit + ending)
        assert (ending, answer.status) == (ending, 404)
        assert "自然资源局" not in answer.text()
    stranger.goto(f"{site}/check/")
    token = stranger.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    assert stranger.context.request.post(f"{visit}delete/", form={"csrfmiddlewaretoken": token}).status == 404
    assert page.reload().status == 200  # type: ignore[union-attr]


def test_a_visitor_who_lost_the_page_finds_the_visit_again_and_may_delete_all(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    try_sample(page, site, "batch")
    address = page.url
    page.goto(f"{site}/check/")
    page.click("text=交来的 6 份")
    assert page.url == address
    page.goto(f"{site}/check/")
    page.click("text=全部删除")
    assert page.text_content("h1") == "材料已删除"
    page.goto(f"{site}/check/")
    expect(page.locator("text=还保留的材料")).to_have_count(0)


def test_what_a_visit_shows_is_kept_by_no_cache(visitor: Visitor, site: str) -> None:
    page = visitor()
    try_sample(page, site, "ziran")
    headers = page.reload().headers  # type: ignore[union-attr]
    assert headers["cache-control"] == "private, no-store"
    assert headers["x-robots-tag"] == "noindex"
    assert "script-src 'self'" in headers["content-security-policy"]


def test_sending_nothing_is_told_with_and_without_scripts(visitor: Visitor, site: str, axe: Callable[[Page], None]) -> None:
    for scripts in (True, False):
        page = visitor(java_script_enabled=scripts)
        page.goto(f"{site}/check/")
        page.click("text=开始体检")
        assert "请先选择文件" in page.inner_text("[role=alert]:visible")
        if scripts:
            axe(page)


def test_all_is_done_by_keyboard(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    page.goto(f"{site}/check/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    for _ in range(40):
        page.keyboard.press("Tab")
        if "白石渡" in page.evaluate("document.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/check/v/"))
    work()
    page.wait_for_selector(".findings")
    page.focus("#show-all")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".finding.warning:visible")).to_have_count(0)
    page.locator(".finding .where").first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#m1")


def test_on_a_phone_findings_come_first_and_tables_scroll_in_their_own_box(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor(viewport=NARROW, has_touch=True, is_mobile=True)
    try_sample(page, site, "ziran")
    work()
    page.wait_for_selector(".findings")
    findings, paper = page.locator(".findings").bounding_box(), page.locator(".paper").bounding_box()
    assert findings and paper and findings["y"] + findings["height"] <= paper["y"]
    wider = "e => e.scrollWidth > e.clientWidth"
    assert page.locator(".scroll:has(.table3)").evaluate(wider)
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_a_county_may_add_its_own_demands(
    visitor: Visitor, site: str, work: Work, tmp_path: Path, sample_file: Callable[[str], Path]
) -> None:
    demands = tmp_path / "要求.yaml"
    demand = "{id: seal, kind: mention, section: end, any: [盖章], message: 落款应注明盖章}"
    demands.write_text(f"name: 云水县\ndemands:\n- {demand}\n", encoding="utf-8")
    page = visitor()
    page.goto(f"{site}/check/")
    page.set_input_files("#files", sample_file("baishidu_2023.txt"))
    page.click("text=本地要求（选填）")
    page.set_input_files("#profile", demands)
    page.click("text=开始体检")
    page.wait_for_url(re.compile("/check/v/"))
    work()
    page.wait_for_selector(".findings")
    expect(page.locator(".finding:has-text('落款应注明盖章')")).to_have_count(1)
