"""The handbooks' pictures and words are those of the screens (tests/handbooks.py)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from gongkai.records.agencies.models import Kind
from tests import tools
from tests.annual.rollup.county import AGENCIES, YEAR, made
from tests.handbooks import HANDBOOKS, LARGEST, SCREEN, Walk, unsaid
from tests.portal.county_files import as_file, undated
from tests.portal.test_editing import saved
from tests.portal.test_rolling import registered
from tests.portal.test_screens import Visitor, Work, hand_over

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs("chromium", "axe")]
CLERK, COUNTY = HANDBOOKS / "体检与改正年报.md", HANDBOOKS / "按文件收集与汇总.md"


@pytest.fixture
def walk(visitor: Visitor) -> Iterator[Walk]:
    yield Walk(visitor(viewport=SCREEN))


def test_the_clerks_handbook_shows_the_screens_as_they_are(
    walk: Walk, site: str, work: Work, sample_file: Callable[[str], Path]
) -> None:
    page = walk.page
    page.goto(f"{site}/check/form/")
    page.fill("#agency", "云水县白石渡镇人民政府")
    walk.see("空白填报表")
    page.goto(f"{site}/check/")
    page.set_input_files("#files", sample_file("ziran_2024.html"))
    walk.see("交来体检")
    page.click("text=开始体检")
    page.wait_for_url(re.compile("/check/v/"))
    work()
    page.wait_for_selector(".findings")
    page.locator(".finding.error .where").first.click()
    walk.see("看哪里不对", at=".table3 caption", above=40)
    page.click("a:has-text('改正') >> nth=0")
    page.wait_for_selector("#edit")
    walk.see()
    page.fill('[name="e.table3.carried_forward.natural_person"]', "3")
    saved(page)
    walk.see("改正", at="#part-3 .table3 tr:nth-last-child(9)", above=90)
    page.evaluate("window.scrollTo(0, 0)")
    page.click("summary:has-text('下载')")
    walk.see("下载")
    page.goto(page.url.replace("/edit/", "/"))
    page.click("summary:has-text('比较')")
    expect(page.locator("text=改正后与原文件比较")).to_be_visible()
    walk.see()
    hand_over(page, site, sample_file("tingsong_2024.docx"), previous=sample_file("tingsong_2023.txt"))
    work()
    page.wait_for_selector(".findings")
    walk.see()
    page.goto(f"{site}/check/")
    walk.see()
    assert unsaid(CLERK, walk.words) == []


def test_the_countys_handbook_shows_the_screens_as_they_are(walk: Walk, site: str, work: Work) -> None:
    county = registered("云水县人民政府", Kind.GOVERNMENT)
    for who in AGENCIES[:18]:
        registered(who.name, above=county)
    page = walk.page
    uneven = made(AGENCIES[9])
    uneven.tables["table3"]["granted"]["total"] = int(uneven.tables["table3"]["granted"]["total"] or 0) + 2
    files = [as_file("交通运输局", uneven, "text_tabs")]
    files += [as_file(who.place.removeprefix("云水县"), made(who)) for who in AGENCIES[3:8]]
    files += [as_file("林业局（更正）", undated(made(AGENCIES[7], seed=1)), "text_tabs")]
    files += [as_file(f"城关街道{n}", undated(made(AGENCIES[29], seed=n)), "text_tabs") for n in (1, 2)]
    this, last = made(AGENCIES[17], seed=4), made(AGENCIES[17], seed=3, year=YEAR - 1)
    old = as_file("青石镇", made(AGENCIES[21], year=2020), "html_cms")
    old["buffer"] = old["buffer"].decode().replace("2020年", f"{YEAR}年").encode()
    files += [as_file(f"人社局{report.year}", report, "text_tabs") for report in (this, last)] + [old]
    page.goto(f"{site}/check/form/")
    walk.see()
    page.goto(f"{site}/check/")
    walk.see()
    hand_over(page, site, *files)
    walk.see()
    work()
    page.wait_for_selector("h1:has-text('体检结果')")
    walk.see("清单", at=".together", above=100)
    page.click("text=青石镇.html")
    walk.see()
    page.go_back()
    page.click("text=比较两份报告")
    walk.see()
    page.go_back()
    page.click("text=与上年比较")
    walk.see("比较", at=".cmp h3:has-text('表三')", above=20)
    page.goto(page.url.split("/compare/")[0].rsplit("/", 1)[0] + "/")
    page.click("text=/^汇总 2023 年/")
    page.click("button:text-is('取名单')")
    expect(page.locator("#taken")).to_be_visible()
    walk.see()
    page.go_back()
    page.fill("#names", "交通运输局\n城关街道\n水务局\n统计局\n林业局\n财政局\n教育局\n司法局\n人力资源和社会保障局\n青石镇")
    walk.see("汇总设定")
    page.click("button:text-is('汇总')")
    walk.see("汇总结果")
    page.click(".rollup summary[aria-label*='新收'][aria-label*='总计']")
    walk.see("点开一格", at=".rollup h2 >> nth=1", above=10)
    page.click("summary:has-text('下载')")
    walk.see()
    assert unsaid(COUNTY, walk.words) == []


@pytest.mark.parametrize("handbook", sorted(HANDBOOKS.glob("*.md")), ids=lambda path: path.stem)
def test_every_picture_and_page_a_handbook_names_is_there_and_small(handbook: Path) -> None:
    text = handbook.read_text(encoding="utf-8")
    for picture in re.findall(r"!\[.+?\]\((.+?)\)", text):
        assert 0 < (handbook.parent / picture).stat().st_size <= LARGEST, picture
    for page in re.findall(r"(?<!!)\[[^\]]+?\]\(([^)#:]+\.md)\)", text):
        assert (handbook.parent / page).exists(), page


def test_every_picture_is_in_a_handbook_and_both_readmes_name_the_handbooks() -> None:
    told = "".join(page.read_text(encoding="utf-8") for page in HANDBOOKS.glob("*.md"))
    assert [p.name for p in (HANDBOOKS / "图").glob("*.png") if f"图/{p.name}" not in told] == []
    for readme in ("README.md", "README.zh-CN.md"):
        text = (tools.REPOSITORY / readme).read_text(encoding="utf-8")
        assert [page.name for page in (CLERK, COUNTY) if page.name not in text] == []
