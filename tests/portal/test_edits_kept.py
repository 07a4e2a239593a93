"""Edits live with the visit: written by many at once, refused by name, gone with the material; and what goes wrong is said."""

from __future__ import annotations

import errno
import io
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from gongkai.portal import editing, visits
from gongkai.portal.checking import result_name
from gongkai.portal.folder import Folder
from gongkai.portal.models import CheckFile, FileState
from gongkai.portal.sheet.editing import desk
from gongkai.portal.sheet.numbering import number
from gongkai.portal.uploads import Bytes
from gongkai.records.base.errors import Refused
from gongkai.records.base.jobs.worker import Worker
from tests import tools

pytestmark = pytest.mark.django_db(transaction=True)
SAMPLE = tools.REPOSITORY / "src/gongkai/portal/samples/ziran_2024.html"
TOTAL = "table4.litigation_direct.total"


def begun(*files: Bytes) -> Folder:
    """The folder of a visit with these files, or with the broken sample, all of them checked."""
    visit = visits.begin(visits.Material([*files] or [Bytes("年报.html", SAMPLE.read_bytes())]), "visitor").visit
    Worker(["default"]).run_all()
    return Folder(visit.pk)


def corrected(folder: Folder, changes: dict[str, str | None]) -> editing.Changed:
    return editing.change(folder, 1, folder.read_json(result_name(1)), changes)


def test_edits_are_kept_beside_the_result_and_the_result_stays_as_it_was() -> None:
    folder = begun()
    before = folder.read_json(result_name(1))
    assert corrected(folder, {TOTAL: "2"}).edits == {TOTAL: "2"}
    assert editing.edits(folder, 1) == {TOTAL: "2"}
    result = editing.checked(folder, before, {TOTAL: "2"})
    assert result["report"]["tables"]["table4"]["litigation_direct"]["total"] == 2
    assert sum(result["counts"].values()) < sum(before["counts"].values())
    assert folder.read_json(result_name(1)) == before


def test_what_is_typed_back_or_taken_back_is_no_edit() -> None:
    folder = begun()
    corrected(folder, {TOTAL: "2", "title": "别的", "section.6": "别的"})
    assert corrected(folder, {TOTAL: "3", "title": None}).edits == {"section.6": "别的"}
    editing.forget(folder, 1)
    assert editing.edits(folder, 1) == {}


def test_a_refused_edit_leaves_what_was_typed_there_before() -> None:
    folder = begun()
    corrected(folder, {TOTAL: "2"})
    made = corrected(folder, {TOTAL: "许多", "table3.no_such.total": "1", "nonsense": "1"})
    assert made.edits == {TOTAL: "2"}
    assert sorted(made.refused) == ["nonsense", TOTAL]


def test_places_written_at_the_same_time_are_all_kept() -> None:
    folder = begun()
    result = folder.read_json(result_name(1))
    rows = list(result["report"]["tables"]["table3"])
    places = [f"table3.{row}.other_org" for row in rows]
    threads = [
        threading.Thread(target=editing.change, args=(folder, 1, result, {place: str(i)})) for i, place in enumerate(places, 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert editing.edits(folder, 1) == {place: str(i) for i, place in enumerate(places, 1)}


def test_edits_go_with_the_material() -> None:
    folder = begun()
    result = folder.read_json(result_name(1))
    corrected(folder, {TOTAL: "2"})
    folder.delete()
    with pytest.raises(FileNotFoundError):
        editing.change(folder, 1, result, {TOTAL: "1"})
    assert not folder.exists()


def test_a_check_that_does_not_end_is_told_and_the_edit_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = begun()
    monkeypatch.setattr(editing, "_TARGET", "os:abort")
    with pytest.raises(Refused, match="改正已保存"):
        editing.checked(folder, folder.read_json(result_name(1)), corrected(folder, {TOTAL: "2"}).edits)
    assert editing.edits(folder, 1) == {TOTAL: "2"}


def test_a_form_with_nonsense_in_it_is_answered_calmly() -> None:
    client = Client()
    address = client.post("/check/samples/ziran/")["Location"] + "1/edit/"
    Worker(["default"]).run_all()
    for form in (
        {"e.unit.a": "x", "e.__class__": "x", "e.table3.a": "1", "e.": "1", "drawn": "[1]"},
        {"drawn": "{" * 5000, "e.title": "长" * 5000},
        {"partial": "1", "fill": "a=b&&%zz=1", "reset": ["nothing", "title"]},
        {"partial": "1", "e.section.1": "\x00\ud800".encode("utf-8", "replace").decode()},
    ):
        assert client.post(address, form).status_code in (200, 302, 422)
    assert client.get(address).status_code == 200


def test_a_file_that_is_still_read_leads_to_the_progress_and_not_to_an_error() -> None:
    client = Client()
    address = client.post("/check/samples/ziran/")["Location"]
    for ending in ("1/result.xlsx", "1/report.docx", "1/corrected.pdf", "1/commented.docx", "1/opinions.txt", "1/edit/", "1/"):
        answer = client.get(address + ending, follow=True)
        assert (ending, answer.status_code) == (ending, 200)
        assert "已完成 0 份" in answer.content.decode()
    assert client.get(address + "2/result.xlsx").status_code == 404


def test_a_worker_whose_disk_is_full_says_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    address = client.post("/check/samples/ziran/")["Location"]

    def full(self: Folder, name: str, data: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "write", full)
        Worker(["default"]).run_all()
    assert CheckFile.objects.get().state == FileState.UNREADABLE
    assert "磁盘空间不足" in client.get(address, follow=True).content.decode()
    assert client.get(address + "1/edit/", follow=True).status_code == 200


def test_a_zip_within_a_zip_is_told_what_to_do() -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("年报.html", SAMPLE.read_bytes())
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("乡镇.zip", inner.getvalue())
        archive.writestr("局.html", SAMPLE.read_bytes())
    folder = begun(Bytes("全县.zip", outer.getvalue()))
    results = [folder.read_json(result_name(n)) for n in (1, 2)]
    assert "压缩包里套着的压缩包" in results[0]["error"]["message"]
    assert results[1]["readable"]


def test_findings_that_say_the_same_of_different_words_stand_together() -> None:
    def vague(quote: str) -> dict[str, Any]:
        return {"code": "vague_count", "severity": "info", "where": "section1", "message": f"“{quote}”是约数。", "quote": quote}

    other = {"code": "unit", "severity": "info", "where": "table2", "message": "没有单位。"}
    numbered = number([vague("70余条"), other, vague("100余条"), other, vague("50余条")])
    assert [(f.number, f.code, f.also) for f in numbered[:3]] == [(n, "vague_count", n > 1) for n in (1, 2, 3)]
    assert [(f.code, f.also) for f in numbered[3:]] == [("unit", False), ("unit", True)]


def test_of_a_long_text_the_list_of_changes_shows_the_words_that_differ() -> None:
    folder = begun()
    result = folder.read_json(result_name(1))
    text = result["report"]["sections"]["1"].replace("部分公开5件", "部分公开4件").replace("全年通报2次", "全年通报二次")
    made = corrected(folder, {"section.1": text})
    (_, change), *_ = desk(result, editing.checked(folder, result, made.edits), made.edits).changes
    assert change.before == "…公开15件、部分公开5件、不予公开2件、无… …度抽查一次，全年通报2次，组织培训3次。"
    assert change.after == "…公开15件、部分公开4件、不予公开2件、无… …度抽查一次，全年通报二次，组织培训3次。"


@pytest.mark.needs("chromium", "axe")
def test_the_pages_that_say_no_can_be_read_by_everybody(
    visitor: Callable[..., Page], site: str, axe: Callable[[Page], None], settings: Any, tmp_path: Path
) -> None:
    settings.BODY_LIMIT = 1000
    page = visitor()
    page.goto(f"{site}/nowhere/")
    assert page.text_content("h1") == "找不到这个页面"
    axe(page)
    page.goto(f"{site}/check/")
    page.context.clear_cookies()
    page.evaluate("document.querySelector('form[action*=samples]').submit()")
    page.wait_for_selector("h1:has-text('没有收到')")
    axe(page)
    page.goto(f"{site}/check/")
    page.click("text=没有文件，粘贴文字")
    page.fill("#text", "字" * 2000)
    page.click("text=开始体检")
    page.wait_for_selector("h1:has-text('一次上传的内容太大')")
    assert "请分几次上传" in page.inner_text("main")
    axe(page)
    for name in ("400", "500"):
        page.set_content((tools.REPOSITORY / f"src/gongkai/web/templates/{name}.html").read_text(encoding="utf-8"))
        axe(page)
