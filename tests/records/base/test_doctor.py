"""The doctor finds what is wrong, says what to do, and is silent where nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.records.agencies.models import Agency
from gongkai.records.base import append_only, clock, doctor
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.clock import Frozen
from gongkai.records.base.doctor import Ailment, Grade, examine
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from gongkai.records.base.jobs import scheduler
from gongkai.records.base.jobs.models import ProcessBeat, Schedule
from gongkai.records.base.log import sealing
from gongkai.records.base.numbers.models import Counter
from tests.records.example import jobs
from tests.records.example.services import receive

pytestmark = pytest.mark.django_db


def found(name: str, deep: bool = True) -> list[str]:
    """What the check says, notes left out."""
    outcome = next(outcome for outcome in examine(deep) if outcome.name == name)
    return [ailment.message for ailment in outcome.ailments if ailment.grade != Grade.NOTE]


@pytest.fixture
def now() -> Iterator[Frozen]:
    """The clock stands at this moment: the doctor compares it with the database server's."""
    with clock.frozen(clock.now()) as frozen:
        yield frozen


@pytest.fixture
def running(now: Frozen) -> None:
    """A service that runs."""
    scheduler.declare()
    for kind in ("scheduler", "worker"):
        ProcessBeat.objects.create(process=kind, kind=kind, started_at=now(), beat_at=now())


@pytest.fixture
def content(county: UUID) -> UUID:
    """Some of everything."""
    written = files.write(b"content", FileClass.INTERNAL)
    done = receive("一件包裹", {"name": "某某"}, UUID(int=1), written, actor=OPERATOR)
    sealing.seal()
    return done.record_id


def test_an_installation_that_is_well_is_well(running: None, content: UUID) -> None:
    outcomes = list(examine(deep=True))
    ill = {outcome.name: outcome.ailments for outcome in outcomes if not outcome.healthy}
    assert ill == {}
    assert {"database", "migrations", "clock", "disk", "schedule", "jobs", "tools"} <= {outcome.name for outcome in outcomes}


def test_the_doctor_reads_and_writes_nothing(running: None, content: UUID, django_assert_num_queries: object) -> None:
    with connection.execute_wrapper(refuse_writing):
        assert all(outcome.healthy for outcome in examine(deep=True))


def refuse_writing(execute: object, sql: str, params: object, many: bool, context: object) -> object:
    assert sql.lstrip().split(None, 1)[0].upper() in {"SELECT", "PRAGMA"}, sql
    return execute(sql, params, many, context)  # type: ignore[operator]


def test_a_scheduler_that_vanished_is_noticed(running: None, now: Frozen) -> None:
    began = now().astimezone(clock.LEGAL_ZONE)
    now.move(minutes=7)
    assert any(message.startswith(f"调度进程自 {began:%Y-%m-%d %H:%M} 起没有响应") for message in found("schedule"))
    due = began + timedelta(minutes=1)
    assert any(f"seal_log 应在 {due:%Y-%m-%d %H:%M} 运行而没有运行" in message for message in found("schedule"))


def test_a_schedule_that_is_not_in_the_table_is_noticed(running: None) -> None:
    Schedule.objects.filter(name__endswith="seal_log").delete()
    assert any("seal_log 没有登记" in message for message in found("schedule"))


def test_a_service_that_was_never_started_is_a_warning(now: Frozen) -> None:
    outcome = next(outcome for outcome in examine() if outcome.name == "schedule")
    assert {ailment.grade for ailment in outcome.ailments} == {Grade.WARNING}
    assert "请用 gongkai serve 启动" in outcome.ailments[0].message


def test_jobs_that_are_stuck_wait_or_failed_are_noticed(running: None, now: Frozen) -> None:
    for status in (TaskResultStatus.RUNNING, TaskResultStatus.FAILED, TaskResultStatus.READY):
        jobs.break_down.enqueue()
        row = DBTaskResult.objects.filter(status=TaskResultStatus.READY).latest("id")
        DBTaskResult.objects.filter(pk=row.pk).update(status=status, enqueued_at=now() - timedelta(hours=1), run_after=now())
    now.move(minutes=11)
    messages = " ".join(found("jobs"))
    assert "有 1 个后台任务的执行进程已消失" in messages
    assert "有 1 个后台任务等待超过 10 分钟" in messages
    assert "break_down 多次失败" in messages


def test_a_damaged_and_a_lost_file_are_noticed(content: UUID) -> None:
    assert found("files") == []
    path = next(files.store().root.glob("internal/*/*"))
    path.write_bytes(b"c0ntent")
    assert "已损坏" in found("files")[0]
    path.unlink()
    assert "丢失" in found("files")[0]


def test_a_changed_log_a_lost_number_and_a_wrong_copy_are_noticed(content: UUID) -> None:
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_logentry SET actor = 'user:other' WHERE act = 'example.receive'")
    assert any("防改动触发器" in message for message in found("migrations"))
    append_only.install(connection)
    Counter.objects.update(last=3)
    Agency.objects.update(name="别名")
    assert any("与其校验值不符" in message for message in found("log.chains"))
    assert found("numbers") == [f"编号 parcels {clock.today().year}：缺第 2、3 号。"]
    assert "单位“别名”的当前信息与历次变更登记不一致" in found("agencies.projection")[0]


def test_a_clock_that_was_set_back_is_noticed(content: UUID, now: Frozen) -> None:
    now.move(hours=-2)
    assert any("时钟可能被拨回" in message for message in found("clock"))


def test_a_lost_master_key_is_noticed(content: UUID, settings: object) -> None:
    next(settings.KEY_FOLDER.glob("*.key")).unlink()  # type: ignore[attr-defined]
    assert "请从备份恢复该文件" in found("keys")[0]


def test_a_migration_that_waits_is_noticed(db: None) -> None:
    (newest,) = MigrationLoader(connection).graph.leaf_nodes("accounts")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", newest)
    assert "有 1 项升级没有做" in found("migrations")[0]


def test_a_check_that_breaks_is_no_health_and_hides_no_other(monkeypatch: pytest.MonkeyPatch, running: None) -> None:
    monkeypatch.setattr(doctor, "CHECKS", dict(doctor.CHECKS))

    @doctor.check("aaa", title="坏检查")
    def broken() -> list[Ailment]:
        raise KeyError("x")

    outcomes = list(examine())
    assert "没有做完" in outcomes[0].ailments[0].message
    assert not outcomes[0].healthy
    assert all(outcome.healthy for outcome in outcomes[1:])
    with pytest.raises(ValueError, match="two checks"):
        doctor.check("aaa", title="又一个")(broken)
