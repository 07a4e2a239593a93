"""The desk as it is worked with: lists with scripts and without, on a phone, a double click, files over a dropping line."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Page, Route, expect

from gongkai.desk.forms import uploads
from gongkai.records.accounts.models import Draft, PartialUpload
from gongkai.records.agencies import organisation_services as organisation
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Agency, Group, Kind, Level
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.clock import Frozen
from gongkai.records.base.log import chain
from tests.desk.conftest import DAY, SET_UP, County
from tests.papers import PDF
from tests.portal.conftest import NARROW

pytestmark = pytest.mark.django_db
Desk = Callable[[str], Client]
Seat = Callable[..., Page]
browser_test = pytest.mark.needs("chromium")


def begun(client: Client, name: str, size: int, stamp: str = "1") -> dict[str, Any]:
    return json.loads(client.post("/desk/uploads/", {"name": name, "size": size, "stamp": stamp}).content)


def sent(client: Client, identity: str, offset: int, piece: bytes) -> int:
    data = {"offset": offset, "piece": SimpleUploadedFile("piece", piece)}
    return int(json.loads(client.post(f"/desk/uploads/{identity}/", data).content)["received"])


def test_pieces_come_in_order_twice_or_not_at_all_and_make_one_file(made: County, desk: Desk) -> None:
    client, content = desk("officer"), PDF + bytes(range(256)) * 20
    upload = begun(client, "../../成立通知.pdf", len(content))
    identity = upload["id"]
    assert sent(client, identity, 0, content[:1000]) == 1000
    assert sent(client, identity, 0, content[:1000]) == 1000, "the answer was lost and the piece came again"
    assert sent(client, identity, 3000, content[3000:]) == 1000, "a piece that does not follow changes nothing"
    assert begun(client, "../../成立通知.pdf", len(content))["received"] == 1000, "a closed tab goes on"
    assert begun(client, "../../成立通知.pdf", len(content), "2")["received"] == 0, "another file of the same name does not"
    assert sent(client, identity, 1000, content[1000:] + b"more") == 1000
    stranger = desk("neighbour")
    assert stranger.get(f"/desk/uploads/{identity}/").status_code == 404
    data = {"kind": "leading", "name": "领导小组", "since": "2026-01-01", "key": "k", "document_upload": identity}
    address = f"/desk/agencies/{made.township}/groups/"
    assert "文件没有传完" in client.post(address, data).content.decode()
    assert sent(client, identity, 1000, content[1000:]) == len(content)
    assert "成立通知.pdf" in client.post(address, {**data, "name": ""}).content.decode(), "what was uploaded is still there"
    foreign = stranger.post(f"/desk/agencies/{made.neighbour}/groups/", {**data, "name": ""}).content.decode()
    assert "成立通知" not in foreign, "nobody learns of another's upload, not even its name"
    assert client.post(address, data).status_code == 302
    group = Group.objects.get()
    assert b"".join(client.get(f"/desk/groups/{group.pk}/document/").streaming_content) == content
    other = {**data, "document_upload": identity, "key": "k2"}
    assert "文件没有传完" in stranger.post(f"/desk/agencies/{made.neighbour}/groups/", other).content.decode()


def test_what_was_not_sent_is_swept(made: County, desk: Desk, now: Frozen) -> None:
    identity = begun(desk("officer"), "a.pdf", 10)["id"]
    assert (uploads.folder() / identity).exists()
    now.move(hours=25)
    assert uploads.sweep_uploads.call() == 1
    assert not (uploads.folder() / identity).exists()
    assert not PartialUpload.objects.exists()


def test_an_empty_or_endless_file_is_refused_at_the_start(made: County, desk: Desk) -> None:
    for size in ("0", "-1", "", "9" * 15):
        assert desk("officer").post("/desk/uploads/", {"name": "a", "size": size}).status_code == 422


def villages(made: County, many: int) -> None:
    for n in range(many):
        agencies.register(
            f"第{n:02}村民委员会", Kind.VILLAGE, Level.VILLAGE, made.township, SET_UP + timedelta(n), actor=OPERATOR
        )


@browser_test
def test_a_list_is_filtered_sorted_and_paged_without_loading_the_page_anew(made: County, seat: Seat, site: str) -> None:
    villages(made, 55)
    page = seat("supervisor")
    page.goto(f"{site}/desk/agencies/list/")
    page.evaluate("window.still = true")
    page.select_option("#f-kind", "village")
    page.wait_for_selector("text=56 条")
    page.click("text=设立日期 >> nth=-1")
    page.wait_for_selector("th[aria-sort=ascending] >> text=设立日期")
    page.click("text=下一页")
    page.wait_for_selector("text=第 2 页")
    assert "kind=village" in page.url
    page.fill("#f-q", "柳湾")
    page.wait_for_selector("text=1 条")
    assert page.evaluate("window.still") is True
    page.reload()
    expect(page.locator("tbody tr"), "the address says what is shown").to_have_count(1)


@browser_test
def test_lists_and_forms_work_without_scripts(made: County, seat: Seat, site: str, tmp_path: Path) -> None:
    villages(made, 3)
    page = seat("administrator", java_script_enabled=False)
    page.goto(f"{site}/desk/agencies/list/")
    page.select_option("#f-kind", "village")
    page.click("text=筛选")
    expect(page.locator("tbody tr")).to_have_count(4)
    with page.expect_download() as download:
        page.click("text=导出表格")
    assert download.value.suggested_filename == "机构列表_20260310.xlsx"
    page.goto(f"{site}/desk/agencies/{made.township}/groups/")
    file = tmp_path / "成立通知.pdf"
    file.write_bytes(PDF)
    page.fill("[name=name]", "领导小组")
    page.fill("[name=since]", "2026-01-01")
    page.set_input_files("[name=document]", file)
    page.click("button:has-text('登记')")
    page.wait_for_selector("text=小组已登记")
    assert Group.objects.get().document is not None


@browser_test
def test_a_file_goes_up_over_a_line_that_drops(made: County, seat: Seat, site: str, tmp_path: Path) -> None:
    file = tmp_path / "扫描件.pdf"
    file.write_bytes(PDF + b"0123456789abcdef" * 200_000)
    page = seat("officer")
    page.goto(f"{site}/desk/agencies/{made.township}/groups/")
    dropped: list[str] = []

    def line(route: Route) -> None:
        """The second and the fourth piece get lost: one on its way there, one answer on its way back."""
        seen = len(dropped)
        if seen in (1, 3):
            dropped.append("lost")
            if seen == 3:
                route.fetch()
            route.abort("connectionfailed")
            return
        dropped.append("")
        route.continue_()

    page.route("**/desk/uploads/*-*/", line)
    page.set_input_files("[name=document]", file)
    page.wait_for_selector("text=已上传：扫描件.pdf", timeout=30_000)
    assert dropped.count("lost") == 2
    page.fill("[name=name]", "领导小组")
    page.fill("[name=since]", "2026-01-01")
    until = time.monotonic() + 10
    while Draft.objects.get().data.get("name") != ["领导小组"]:
        assert time.monotonic() < until, "the draft was not kept"
        page.wait_for_timeout(100)
    page.goto("about:blank")
    page.goto(f"{site}/desk/agencies/{made.township}/groups/")
    assert page.input_value("[name=name]") == "领导小组"
    expect(page.locator("text=已上传：扫描件.pdf"), "the file is still there with the draft").to_have_count(1)
    page.click("button:has-text('登记')")
    page.wait_for_selector("text=小组已登记")
    kept = Group.objects.get().document
    assert kept is not None
    assert kept.size == file.stat().st_size


@browser_test
def test_two_clicks_are_one_act(made: County, seat: Seat, site: str) -> None:
    page = seat("administrator")
    page.goto(f"{site}/desk/agencies/{made.township}/rename/")
    page.fill("[name=name]", "石桥新镇人民政府")
    page.fill("[name=since]", "2026-02-01")
    page.dblclick("button:has-text('登记改名')")
    page.wait_for_selector("h1:has-text('石桥新镇人民政府')")
    assert chain.entries(Agency.objects.get(pk=made.township)).filter(act="agencies.rename").count() == 1


@browser_test
def test_leaving_with_something_unsaved_is_warned_of(made: County, seat: Seat, site: str) -> None:
    page = seat("administrator")
    page.goto(f"{site}/desk/agencies/{made.township}/rename/")
    page.route("**/desk/drafts/", lambda route: route.abort())
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.click("[name=name]")
    page.keyboard.type("新")
    page.click("nav[aria-label=主导航] a >> nth=0", no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/rename/")


@browser_test
def test_somebody_signed_out_in_between_goes_on_after_signing_in_anew(made: County, seat: Seat, site: str, desk: Desk) -> None:
    from django.conf import settings

    page = seat("administrator")
    page.goto(f"{site}/desk/agencies/{made.township}/rename/")
    page.context.clear_cookies()
    page.fill("[name=name]", "石桥新镇人民政府")
    page.wait_for_selector("text=登录已失效")
    cookie = desk("administrator").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_selector("text=已存草稿")
    page.fill("[name=since]", "2026-02-01")
    page.click("button:has-text('登记改名')")
    page.wait_for_selector("h1:has-text('石桥新镇人民政府')")


@browser_test
def test_the_navigation_folds_on_a_phone_and_opens_by_keyboard(made: County, seat: Seat, site: str) -> None:
    page = seat("officer", viewport=NARROW)
    assert page.locator("nav[aria-label=主导航]").is_hidden()
    page.focus("[data-fold]")
    page.keyboard.press("Enter")
    expect(page.locator("nav[aria-label=主导航]")).to_be_visible()
    assert page.get_attribute("[data-fold]", "aria-expanded") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/desk/")
    without = seat("officer", viewport=NARROW, java_script_enabled=False)
    expect(without.locator("nav[aria-label=主导航]")).to_be_visible()


def test_bulk_acts_say_which_were_refused_and_why(made: County, desk: Desk, rf: Any) -> None:
    """By the framework itself: two groups are ended, of which one had ended before."""
    from gongkai.desk.here import Here
    from gongkai.desk.listing.bulk import BulkAct, do_each

    officer = made.people["officer"]
    for n in range(2):
        organisation.found_group(made.township, "leading", f"小组{n}", SET_UP, actor=OPERATOR)
    first, second = Group.objects.order_by("name")
    organisation.end_group(first.pk, DAY, "撤销", actor=OPERATOR)
    act = BulkAct("end", "撤销", lambda row, data, **call: organisation.end_group(row.pk, DAY, "撤销", **call))
    here = Here(officer, officer.agency, [officer.agency], [], [])
    for _ in range(2):
        answers = do_each(act, [first, second], {}, here, "key", lambda row: (row.name, ""))
        assert [answer.why for answer in answers] == ["该记录已在更早的日期结束。", ""]
    assert isinstance(first.pk, UUID)
