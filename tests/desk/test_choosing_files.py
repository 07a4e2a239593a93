"""A file input speaks Chinese whatever the browser's language is, with the keyboard too, and is a plain one without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.desk.conftest import County

Seat = Callable[..., Page]
CHOOSE, NOTHING = "选择文件", "没有选择文件"


@pytest.mark.parametrize("address", ["people:import", "desk:agency-import"])
def test_an_english_browser_shows_the_desk_s_words_and_the_file_s_name(
    address: str, seat: Seat, site: str, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    page = seat("administrator", locale="en-US")
    page.goto(site + reverse(address))
    pick = page.locator(".pick", has=page.locator("[name=file]"))
    expect(pick.locator("label")).to_have_text(CHOOSE)
    expect(pick.locator(".picked")).to_have_text(NOTHING)
    box = pick.locator("input").bounding_box()
    assert box is not None and box["width"] <= 1, "the browser's own button"
    axe(page)
    pick.locator("input").focus()
    assert pick.locator("label").evaluate("label => getComputedStyle(label).outlineStyle") == "solid"
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Enter")
    file = tmp_path / "名册.csv"
    file.write_text("姓名,用户名\n", encoding="utf-8")
    chosen.value.set_files(file)
    expect(pick.locator(".picked")).to_have_text("名册.csv")


def test_a_file_that_goes_up_in_pieces_is_chosen_in_the_same_way(
    made: County, seat: Seat, site: str, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    page = seat("officer", locale="en-US")
    page.goto(site + reverse("desk:rule-new"))
    pick = page.locator("[data-upload-box]")
    expect(pick.locator("label")).to_have_text(CHOOSE)
    expect(pick.locator(".upload-said")).to_have_text(NOTHING)
    axe(page)
    file = tmp_path / "制度.pdf"
    file.write_bytes(b"%PDF-1.4\n%%EOF\n")
    with page.expect_file_chooser() as chosen:
        pick.locator("label").click()
    chosen.value.set_files(file)
    expect(pick.locator(".upload-said")).to_have_text("已上传：制度.pdf")


def test_without_scripts_the_browser_s_own_input_sends_the_file(seat: Seat, site: str, tmp_path: Path) -> None:
    page = seat("administrator", java_script_enabled=False)
    page.goto(site + reverse("people:import"))
    box: Any = page.locator("[name=file]").bounding_box()
    assert box["width"] > 100 and page.get_by_text(CHOOSE, exact=True).is_hidden()
    file = tmp_path / "名册.csv"
    file.write_text("姓名\n", encoding="utf-8")
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="检查").click()
    assert page.locator(".problem, #problems").first.is_visible()


def test_the_portal_s_input_is_the_same(visitor: Seat, site: str, tmp_path: Path) -> None:
    page = visitor(locale="en-US")
    page.goto(site + reverse("portal:check"))
    page.get_by_text("对照上年报告（选填）").click()
    pick = page.locator(".pick", has=page.locator("#previous"))
    expect(pick.locator("label")).to_have_text(CHOOSE)
    file = tmp_path / "上年.txt"
    file.write_text("年度报告", encoding="utf-8")
    page.set_input_files("#previous", file)
    expect(pick.locator(".picked")).to_have_text("上年.txt")
