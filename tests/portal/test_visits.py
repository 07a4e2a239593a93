"""Material lives as long as the visit, is seen by its visitor alone, and survives the death of any process."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from gongkai.portal import jobs, limits, visits
from gongkai.portal.checking import result_name
from gongkai.portal.folder import Folder, folders, root
from gongkai.portal.models import CheckFile, CheckVisit, FileState
from gongkai.portal.uploads import Bytes
from gongkai.records.base import clock, faults
from gongkai.records.base.errors import Refused
from gongkai.records.base.jobs import leases
from gongkai.records.base.jobs.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "云水县某镇的通知，不是年报。".encode()


def begin(*names: str, visitor: str = "visitor") -> visits.Begun:
    return visits.begin(visits.Material([Bytes(name, TEXT) for name in names]), visitor)


def finish() -> None:
    Worker(["default"]).run_all()


def test_each_file_is_checked_and_its_result_kept_in_the_folder() -> None:
    begun = begin("一.txt", "二.txt")
    finish()
    assert [f.state for f in begun.visit.files.all()] == [FileState.UNREADABLE] * 2
    assert [Folder(begun.visit.pk).read_json(result_name(n))["file"] for n in (1, 2)] == ["一.txt", "二.txt"]


def test_only_the_browser_that_began_a_visit_finds_it() -> None:
    begun = begin("一.txt")
    assert visits.find(begun.token, "visitor") == begun.visit
    assert visits.find(begun.token, "somebody else") is None
    assert visits.find(begun.token, None) is None
    assert visits.find("another token", "visitor") is None


def test_the_database_holds_neither_names_nor_words_nor_secrets() -> None:
    begun = begin("张三的年报.txt")
    finish()
    rows = str([*CheckVisit.objects.values(), *CheckFile.objects.values(), *DBTaskResult.objects.values()])
    assert "张三" not in rows
    assert "云水县" not in rows
    assert begun.token not in rows
    assert "visitor'" not in rows.replace("visitor_hash'", "")


def test_no_log_record_names_a_file(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    begin("张三的年报.txt")
    finish()
    assert "张三" not in caplog.text


def test_deleting_removes_rows_and_folder_and_queued_jobs_end_quietly() -> None:
    begun = begin("一.txt")
    visits.delete(begun.visit)
    assert (CheckVisit.objects.count(), list(folders())) == (0, [])
    assert jobs.check_file.call(str(begun.visit.pk), 1) == "deleted"
    assert list(root().iterdir()) == []


def test_all_visits_of_a_browser_can_be_deleted_and_no_others() -> None:
    begin("一.txt")
    begin("二.txt")
    other = begin("三.txt", visitor="other")
    visits.delete_all("visitor")
    assert [name for name, _ in folders()] == [str(other.visit.pk)]


def test_a_visit_nobody_looks_at_is_swept_after_two_hours() -> None:
    with clock.frozen(datetime(2026, 1, 5, 9, tzinfo=UTC)) as time:
        gone, watched = begin("一.txt"), begin("二.txt")
        time.move(hours=limits.KEPT_HOURS, seconds=-1)
        assert visits.sweep() == 0
        assert visits.find(watched.token, "visitor") is not None
        time.move(seconds=1)
        assert visits.sweep() == 1
        assert visits.find(gone.token, "visitor") is None
        assert [name for name, _ in folders()] == [str(watched.visit.pk)]


def test_the_sweep_removes_folders_without_rows_and_rows_without_folders() -> None:
    with clock.frozen(datetime(2026, 1, 5, 9, tzinfo=UTC)) as time:
        kept = begin("一.txt")
        Folder("01900000-0000-7000-8000-000000000000").create()
        lost = begin("二.txt")
        Folder(lost.visit.pk).delete()
        time.move(hours=1)
        visits.find(kept.token, "visitor")
        time.move(hours=1)
        visits.sweep()
        assert list(CheckVisit.objects.all()) == [kept.visit]
        assert [p.name for p in root().iterdir()] == [str(kept.visit.pk)]


class Killed(BaseException):
    """The process is gone: nothing after this runs, no cleaning up."""


def killer(point: str) -> Callable[[str], None]:
    """Kills the process at this point."""

    def kill(name: str) -> None:
        if name == point:
            raise Killed

    return kill


@pytest.mark.parametrize(
    "point",
    ["jobs.take/claimed", "jobs.worker/before-run", "portal.check/reading", "portal.check/kept", "jobs.worker/after-run"],
)
def test_a_worker_killed_anywhere_loses_nothing(point: str) -> None:
    with clock.frozen(datetime(2026, 1, 5, 9, tzinfo=UTC)) as time:
        begun = begin("一.txt")
        with faults.injected(killer(point)), pytest.raises(Killed):
            finish()
        time.move(minutes=1)
        leases.reap()
        time.move(minutes=1)
        finish()
        row = begun.visit.files.get()
        assert (row.state, row.finished) == (FileState.UNREADABLE, True)
        assert Folder(begun.visit.pk).read_json(result_name(1))["error"]["code"] == "no_report"


def test_a_file_that_takes_its_worker_down_again_and_again_is_given_up_and_told() -> None:
    with clock.frozen(datetime(2026, 1, 5, 9, tzinfo=UTC)) as time:
        begun = begin("一.txt")
        for _ in range(jobs.TRIES):
            with faults.injected(killer("portal.check/reading")), pytest.raises(Killed):
                finish()
            time.move(minutes=1)
            leases.reap()
            time.move(hours=1)
        finish()
        assert begun.visit.files.get().state == FileState.UNREADABLE
        assert "已停止" in Folder(begun.visit.pk).read_json(result_name(1))["error"]["message"]


@pytest.mark.parametrize("point", ["portal.begin/folder", "portal.begin/kept", "portal.begin/queued"])
def test_a_web_process_killed_while_it_takes_an_upload_leaves_nothing_behind(point: str) -> None:
    with clock.frozen(datetime(2026, 1, 5, 9, tzinfo=UTC)) as time:
        with faults.injected(killer(point)), pytest.raises(Killed):
            begin("一.txt")
        assert (CheckVisit.objects.count(), CheckFile.objects.count(), DBTaskResult.objects.count()) == (0, 0, 0)
        assert len(list(root().iterdir())) == 1
        time.move(hours=limits.KEPT_HOURS)
        visits.sweep()
        assert list(root().iterdir()) == []


def test_a_process_killed_while_it_deletes_is_finished_by_the_sweep() -> None:
    with clock.frozen(datetime(2026, 1, 5, 9, tzinfo=UTC)) as time:
        begun = begin("一.txt")
        with faults.injected(killer("portal.delete/rows")), pytest.raises(Killed):
            visits.delete(begun.visit)
        assert visits.find(begun.token, "visitor") is None, "gone for everybody at once"
        time.move(hours=limits.KEPT_HOURS)
        visits.sweep()
        assert list(root().iterdir()) == []


def disk_full(point: str) -> Callable[[str], None]:
    """The disk is full at this point."""

    def fill(name: str) -> None:
        if name == point:
            raise OSError(errno.ENOSPC, "No space left on device")

    return fill


@pytest.mark.parametrize("point", ["portal.begin/folder", "portal.begin/kept", "portal.begin/queued"])
def test_a_full_disk_is_told_and_leaves_nothing_behind(point: str) -> None:
    with faults.injected(disk_full(point)), pytest.raises(Refused, match="磁盘空间不足"):
        begin("一.txt")
    assert (CheckVisit.objects.count(), list(folders())) == (0, [])


def test_material_can_be_deleted_on_a_full_disk_and_its_rows_go_with_the_sweep() -> None:
    begun = begin("一.txt")

    def full(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("DELETE"):
            raise OperationalError("database or disk is full")
        return execute(sql, *rest)

    with connection.execute_wrapper(full):
        visits.delete(begun.visit)
    assert (visits.find(begun.token, "visitor"), list(folders())) == (None, [])
    visits.sweep()
    assert CheckVisit.objects.count() == 0


def test_uploads_of_killed_requests_are_forgotten(settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    old, fresh, other = (tmp_path / name for name in ("tmp1.upload.docx", "tmp2.upload.docx", "backup.tmp"))
    now = clock.now().timestamp()
    for path, age in ((old, limits.KEPT_HOURS * 3600), (fresh, 60), (other, 10**6)):
        path.touch()
        os.utime(path, (now - age, now - age))
    visits.sweep()
    assert [path.exists() for path in (old, fresh, other)] == [False, True, True]


def test_a_visitor_with_too_many_visits_is_asked_to_delete_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "VISITS_PER_VISITOR", 1)
    begin("一.txt")
    with pytest.raises(Refused, match="请先删除"):
        begin("二.txt")


@pytest.mark.parametrize("bound", ["WAITING_FILES", "STORED_BYTES"])
def test_nobody_is_let_in_while_the_queue_is_full(bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, bound, 0)
    with pytest.raises(Refused, match="过几分钟"):
        begin("一.txt")
    assert list(root().iterdir()) == []


def test_last_years_report_goes_with_one_file_only() -> None:
    with pytest.raises(Refused, match="一次只能体检一份"):
        visits.begin(visits.Material([Bytes("一.txt", TEXT), Bytes("二.txt", TEXT)], Bytes("上年.txt", TEXT)), "visitor")


def test_what_is_sent_without_the_token_of_the_form_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    for address in ("/check/", "/check/samples/qinghe/", "/check/clear/"):
        assert client.post(address).status_code == 403


def test_looking_opens_no_write_transaction() -> None:
    client = Client()
    answer = client.post("/check/samples/baishidu/")
    finish()
    statements: list[str] = []

    def watch(execute: object, sql: str, params: object, many: bool, context: object) -> object:
        statements.append(sql.split()[0].upper())
        return execute(sql, params, many, context)  # type: ignore[operator]

    with connection.execute_wrapper(watch):
        for ending in (
            "",
            "status/",
            "1/",
            "1/opinions/",
            "1/result.json",
            "1/result.xlsx",
            "1/edit/",
            "1/corrected.txt",
            "results.jsonl",
            "results.xlsx",
        ):
            assert client.get(answer["Location"] + ending).status_code in (200, 302)
    assert set(statements) == {"SELECT"}
