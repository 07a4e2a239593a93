"""A report corrected in the page: by typing, pasting, at a click, by keyboard, without scripts, in two tabs, on a phone."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gongkai.annual import read
from gongkai.annual.write import KINDS
from tests.portal.conftest import NARROW
from tests.portal.test_screens import Visitor, Work, hand_over, try_sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs("chromium", "axe")]

Axe = Callable[[Page], None]
Shot = Callable[[Page, str], None]

PUT_RIGHT = {
    "table3.carried_forward.natural_person": "3",
    "table3.carried_forward.legal_service": "0",
    "table2.coercion.decisions": "0",
    "table2.fees.amount_wan": "0.032",
}
"""What the ledgers of the made-up bureau say; the sums are filled in at a click."""
SAID = {"部分公开5件": "部分公开4件", "其他处理1件": "其他处理2件", "不予公开31件": "不公开的31份"}


def cell(place: str) -> str:
    """The selector of a field."""
    return f'[name="e.{place}"]'


def saved(page: Page) -> None:
    """Wait until everything typed is kept."""
    expect(page.locator("#edit-status")).to_have_text("已保存")


def counted(page: Page) -> str:
    """What the bar says of findings and changes."""
    return " ".join(page.inner_text("#edit-summary").split())


def correcting(page: Page, site: str, work: Work, sample: str) -> None:
    """A sample, checked, on the page for correcting it."""
    try_sample(page, site, sample)
    work()
    page.goto(page.url)
    page.goto(f"{page.url}edit/")


def put_right(page: Page) -> None:
    """Correct the broken sample until nothing is left to say."""
    for place, text in PUT_RIGHT.items():
        page.fill(cell(place), text)
    text = page.input_value(cell("section.1"))
    for wrong, right in SAID.items():
        text = text.replace(wrong, right)
    page.fill(cell("section.1"), text)
    saved(page)
    while page.locator(".fix button").count():
        page.locator(".fix button").first.click()
        saved(page)


def test_a_broken_report_is_corrected_until_all_is_quiet_taken_away_and_dropped_again_in_silence(
    visitor: Visitor, site: str, work: Work, tmp_path: Path, sample_file: Callable[[str], Path], axe: Axe, shot: Shot
) -> None:
    page = visitor()
    hand_over(page, site, sample_file("ziran_2024.html"))
    work()
    page.wait_for_selector(".findings")
    page.click("a:has-text('改正') >> nth=0")
    page.wait_for_selector("#edit")
    put_right(page)
    expect(page.locator("#findings")).to_contain_text("没有发现问题")
    assert counted(page).startswith("没有发现问题 改动")
    shot(page, "edit")
    page.click("summary:has-text('下载')")
    axe(page)
    page.fill(cell("table2.licensing.decisions"), "287")  # no pause: what is taken away has it all the same
    for kind in ("docx", "pdf", "xlsx"):
        with page.expect_download() as download:
            page.click(f"section:has-text('改正后的年度报告') >> text={kind}")
        assert download.value.suggested_filename == f"ziran_2024-改正.{kind}"
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        assert read(path).cell("table2", "licensing", "decisions") == 287, kind
    hand_over(page, site, tmp_path / "ziran_2024-改正.docx")
    work()
    page.wait_for_selector(".findings")
    assert "没有发现问题" in page.inner_text(".findings")


def test_what_is_typed_is_checked_at_once_and_neither_focus_nor_place_is_lost(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    correcting(page, site, work, "ziran")
    assert counted(page) == "体检意见 错误 4 提醒 5 建议 0 改动 0 处"
    page.click(".finding:has-text('未经复议') .where")
    assert page.evaluate("document.activeElement.name") == "e.table4.litigation_direct.total"
    top = page.evaluate("window.pageYOffset")
    page.keyboard.type("2")
    saved(page)
    assert counted(page) == "体检意见 错误 3 提醒 5 建议 0 改动 1 处"
    assert page.evaluate("document.activeElement.name") == "e.table4.litigation_direct.total"
    assert abs(page.evaluate("window.pageYOffset") - top) <= 1
    box = page.locator('[data-place="table4.litigation_direct.total"]')
    assert "changed" in (box.get_attribute("class") or "")
    assert box.locator("del").inner_text() == "3"
    assert page.inner_text(".changes li").split("\n")[0].strip().endswith("总计")
    page.reload()
    assert page.input_value(cell("table4.litigation_direct.total")) == "2", "kept on the server"


def test_a_finding_of_the_text_leads_to_its_words(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    correcting(page, site, work, "ziran")
    page.click(".finding:has-text('不予公开31件') .where")
    chosen = "(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.activeElement)"
    assert page.evaluate(chosen) == "不予公开31件"


def test_a_sum_is_filled_in_at_a_click_and_a_place_or_all_is_taken_back(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    correcting(page, site, work, "ziran")
    wrong_both_ways = page.locator(".finding:has-text('“（七）总计”行')")
    expect(wrong_both_ways.locator(".fix"), "no sum is offered that would break another").to_have_count(0)
    page.click(".finding:has-text('“法律服务机构”列') .fix button")
    expect(page.locator(cell("table3.total.legal_service"))).to_have_value("2")
    page.fill(cell("section.6"), "无其他需要报告的事项。")
    saved(page)
    assert "改动 2 处" in counted(page)
    page.click(".changes li:has-text('其他需要报告的事项') button")
    expect(page.locator(cell("section.6"))).to_have_value(re.compile("320元"))
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("text=全部还原")
    expect(page.locator(cell("table3.total.legal_service"))).to_have_value("1")
    assert "改动 0 处" in counted(page)
    expect(page.locator("td.changed")).to_have_count(0)


def test_what_is_no_number_is_refused_by_name_and_the_old_value_kept(visitor: Visitor, site: str, work: Work, axe: Axe) -> None:
    page = visitor()
    correcting(page, site, work, "ziran")
    page.fill(cell("table3.granted.total"), "十五件")
    expect(page.locator("#edit-problems")).to_contain_text("表三“（一）予以公开”的“总计”填的“十五件”不是数字")
    assert page.get_attribute(cell("table3.granted.total"), "aria-invalid") == "true"
    page.fill(cell("table3.granted.total"), "15件")
    saved(page)
    page.keyboard.press("Tab")
    expect(page.locator(cell("table3.granted.total"))).to_have_value("15")
    assert page.inner_text("#edit-problems") == ""
    assert "改动 0 处" in counted(page)


def test_cells_are_walked_and_filled_as_in_a_spreadsheet(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    correcting(page, site, work, "ziran")

    def here() -> str:
        return str(page.evaluate("document.activeElement.name"))

    page.focus(cell("table3.granted.natural_person"))
    for key, place in (
        ("ArrowDown", "table3.partial.natural_person"),
        ("Enter", "table3.denied_state_secret.natural_person"),
        ("Shift+Enter", "table3.partial.natural_person"),
        ("ArrowRight", "table3.partial.commercial"),
        ("Tab", "table3.partial.research"),
        ("ArrowUp", "table3.granted.research"),
        ("ArrowLeft", "table3.granted.commercial"),
    ):
        page.keyboard.press(key)
        assert here() == f"e.{place}", key
    page.focus(cell("table2.normative_documents.in_force"))
    page.keyboard.press("ArrowDown")
    assert here() == "e.table2.licensing.decisions", "rows with other columns: the nearest cell"
    page.focus(cell("table3.granted.natural_person"))
    page.keyboard.type("99")
    page.keyboard.press("Escape")
    assert page.input_value(cell("table3.granted.natural_person")) == "11"
    page.evaluate(
        """selector => {
          const data = new DataTransfer();
          data.setData("text/plain", "4\\t5\\t\\r\\n6\\t1,200\\t8\\r\\n");
          document.querySelector(selector).dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }""",
        cell("table3.granted.natural_person"),
    )
    saved(page)
    rows = ("granted", "partial"), ("natural_person", "commercial", "research")
    filled = [[page.input_value(cell(f"table3.{row}.{column}")) for column in rows[1]] for row in rows[0]]
    assert filled == [["4", "5", ""], ["6", "1200", "8"]]


def test_all_is_corrected_without_scripts(visitor: Visitor, site: str, work: Work, sample_file: Callable[[str], Path]) -> None:
    page = visitor(java_script_enabled=False)
    hand_over(page, site, sample_file("ziran_2024.html"))
    work()
    page.reload()
    page.click("a:has-text('改正') >> nth=0")
    page.fill(cell("table4.litigation_direct.total"), "2")
    page.fill(cell("table3.granted.total"), "许多")
    page.click("text=保存并重新体检")
    assert "填的“许多”不是数字" in page.inner_text("#edit-problems")
    assert page.input_value(cell("table3.granted.total")) == "许多"
    page.fill(cell("table3.granted.total"), "15")
    page.keyboard.press("Enter")
    assert counted(page) == "体检意见 错误 3 提醒 5 建议 0 改动 1 处"
    page.click(".finding:has-text('“法律服务机构”列') .fix button")
    assert page.input_value(cell("table3.total.legal_service")) == "2"
    page.click(".changes li:has-text('未经复议') button")
    assert page.input_value(cell("table4.litigation_direct.total")) == "3"
    page.click("text=全部还原")
    assert "改动 0 处" in counted(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_of_two_tabs_each_place_keeps_what_was_written_last_and_nothing_is_lost(
    scripts: bool, visitor: Visitor, site: str, work: Work
) -> None:
    first = visitor()
    correcting(first, site, work, "ziran")
    second = first.context.new_page()
    if not scripts:
        first.route("**/edit.js", lambda route: route.abort())
        second.route("**/edit.js", lambda route: route.abort())
        first.reload()
    second.goto(first.url)

    def keep(page: Page) -> None:
        if scripts:
            saved(page)
        else:
            with page.expect_navigation():
                page.evaluate("document.getElementById('edit').requestSubmit()")

    first.fill(cell("table3.granted.total"), "1")
    first.fill(cell("table3.partial.total"), "1")
    keep(first)
    second.fill(cell("table3.granted.total"), "2")
    second.fill(cell("title"), "别的标题")
    keep(second)
    first.reload()
    shown = [first.input_value(cell(place)) for place in ("table3.granted.total", "table3.partial.total", "title")]
    assert shown == ["2", "1", "别的标题"]


def test_a_report_in_the_old_form_changes_over_at_a_click(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    correcting(page, site, work, "jiaoyu")
    expect(page.locator(cell("table3.other.total"))).to_have_count(1)
    expect(page.locator(cell("unit.table2.procurement.amount"))).to_have_count(1)
    kept = page.input_value(cell("table3.new_received.total"))
    for table in ("二", "三"):
        page.click(f".finding:has-text('年度报告的表{table}用的是2019年的格式') .fix button")
        page.wait_for_selector(f"table.table{'23'['二三'.index(table)]}[data-form='2021']")
    expect(page.locator(cell("table3.other.total"))).to_have_count(0)
    assert page.input_value(cell("table3.new_received.total")) == kept
    assert page.get_attribute(cell("table3.other_misc.total"), "placeholder") == "缺"
    page.click("button:has-text('格填 0') >> nth=0")
    saved(page)
    page.click("button:has-text('格填 0') >> nth=0")
    expect(page.locator("#findings")).not_to_contain_text("缺少“1.申请人")


def test_on_a_phone_labels_stay_and_are_equally_wide(visitor: Visitor, site: str, work: Work, axe: Axe) -> None:
    page = visitor(viewport=NARROW, has_touch=True, is_mobile=True)
    correcting(page, site, work, "ziran")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    axe(page)
    for address in (page.url, page.url.removesuffix("edit/")):
        page.goto(address)
        page.eval_on_selector(".scroll:has(.table3)", "e => { e.scrollLeft = 160; }")
        ends = page.eval_on_selector_all(
            ".table3 th.row:last-of-type", "all => all.map(e => Math.round(e.getBoundingClientRect().right))"
        )
        assert max(ends) - min(ends) <= 2, "all labels end where the numbers begin"


def test_a_report_is_taken_away_in_every_kind_as_read_and_as_corrected(visitor: Visitor, site: str, work: Work) -> None:
    page = visitor()
    correcting(page, site, work, "ziran")
    page.fill(cell("table4.litigation_direct.total"), "2")
    saved(page)
    folder = page.url.removesuffix("edit/")
    for kind in KINDS:
        for which, total in (("report", 3), ("corrected", 2)):
            answer = page.context.request.get(f"{folder}{which}.{kind}")
            assert (kind, answer.status) == (kind, 200)
            assert "attachment" in answer.headers["content-disposition"]
            found = read(answer.body(), f"a.{kind}").tables if kind != "json" else json.loads(answer.body())["tables"]
            assert found["table4"]["litigation_direct"]["total"] == total, kind
    commented = page.context.request.get(f"{folder}commented.docx")
    assert commented.status == 200
    with zipfile.ZipFile(io.BytesIO(commented.body())) as archive:
        assert "未经复议直接起诉" in archive.read("word/comments.xml").decode()
    assert page.context.request.get(f"{folder}report.exe").status == 404


def test_missing_fonts_are_told_in_a_sentence(
    visitor: Visitor, site: str, work: Work, axe: Axe, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from gongkai.documents import typesetting

    monkeypatch.setattr(typesetting, "_FONTS", tmp_path)
    monkeypatch.setattr(typesetting, "_compilers", {})
    page = visitor()
    correcting(page, site, work, "ziran")
    answer = page.goto(page.url.replace("edit/", "report.pdf"))
    assert answer is not None and answer.status == 503
    assert "字体没有装好" in page.inner_text("main")
    axe(page)


def test_the_empty_form_of_a_year_is_taken_away(visitor: Visitor, site: str, axe: Axe, shot: Shot, tmp_path: Path) -> None:
    page = visitor()
    page.goto(f"{site}/check/")
    page.click("a:has-text('空白填报表')")
    assert page.text_content("h1") == "空白填报表"
    axe(page)
    shot(page, "form")
    page.select_option("#year", "2023")
    page.fill("#agency", "云水县听松乡人民政府")
    with page.expect_download() as download:
        page.click("text=下载空白表")
    assert download.value.suggested_filename == "云水县听松乡人民政府2023年政府信息公开工作年度报告（空白表）.xlsx"
    assert zipfile.is_zipfile(download.value.path())
    for query in ("year=2008", "year=9999", "year=x", "", "year=２０２３"):
        assert page.context.request.get(f"{site}/check/form/form.xlsx?{query}").status == 404
    assert page.context.request.get(f"{site}/check/form/form.xlsx?year=2023&agency={'长' * 61}").status == 422
    page.goto(f"{site}/check/form/form.xlsx?year=2008")
    assert "请从列出的年度中选择" in page.inner_text("main")
    axe(page)


def test_nobody_else_corrects_or_takes_away(visitor: Visitor, site: str, work: Work) -> None:
    page, stranger = visitor(), visitor()
    correcting(page, site, work, "ziran")
    address = page.url
    try_sample(stranger, site, "baishidu")
    stranger.goto(f"{site}/check/")
    token = stranger.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    form = {"csrfmiddlewaretoken": token, "partial": "1", "e.title": "改掉"}
    assert stranger.context.request.post(address, form=form).status == 404
    for ending in ("edit/", "report.docx", "corrected.docx", "commented.docx"):
        answer = stranger.context.request.get(address.replace("edit/", ending))
        assert (ending, answer.status) == (ending, 404)
        assert "自然资源局" not in answer.text()
    page.reload()
    assert "自然资源局" in page.input_value(cell("title"))
