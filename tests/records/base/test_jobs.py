"""Jobs: enqueued with the act, run once more after a crash, given up in the end, scheduled without gap."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.records.base import faults
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.clock import Frozen
from gongkai.records.base.jobs import beats, housekeeping, leases, scheduler
from gongkai.records.base.jobs.models import JobLease, ProcessBeat, Schedule
from gongkai.records.base.jobs.worker import Worker
from gongkai.records.base.log import sealing
from tests.records.example import jobs
from tests.records.example.models import Parcel, Stamp
from tests.records.example.services import receive

pytestmark = pytest.mark.django_db
SEAL = "gongkai.records.base.jobs.housekeeping.seal_log"


class Killed(BaseException):
    """What a kill leaves: no handler runs."""


def received() -> UUID:
    return receive("一件包裹", {"name": "某某"}, UUID(int=1), actor=OPERATOR).record_id


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Worker:
    """A worker without the thread that renews the lease: the tests' transaction is this thread's."""
    monkeypatch.setattr("gongkai.records.base.jobs.worker._Holding.__enter__", lambda self: None)
    monkeypatch.setattr("gongkai.records.base.jobs.worker._Holding.__exit__", lambda self, *error: None)
    return Worker(["default"])


def kill_at(worker: Worker, point: str) -> None:
    """The worker is gone at this point; what its transaction had not committed is gone with it."""

    def hook(name: str) -> None:
        if name == point:
            raise Killed

    with faults.injected(hook), pytest.raises(Killed), transaction.atomic():
        worker.run_one()


def only() -> DBTaskResult:
    return DBTaskResult.objects.get()


def test_a_job_is_there_if_and_only_if_its_act_is(worker: Worker) -> None:

    def hook(name: str) -> None:
        if name.startswith("example.receive/commit."):
            raise Killed

    with faults.injected(hook), pytest.raises(Killed):
        received()
    assert not DBTaskResult.objects.exists()
    received()
    assert only().status == TaskResultStatus.READY
    assert worker.run_all() == 1
    assert only().status == TaskResultStatus.SUCCESSFUL
    assert not JobLease.objects.exists()
    assert Stamp.objects.count() == 1


def take_and_vanish(now: Frozen) -> DBTaskResult:
    row = leases.take("gone", ["default"])
    assert row is not None
    now.move(seconds=leases.lease_time().total_seconds() + 1)
    return row


def test_the_job_of_a_worker_that_vanished_is_run_by_another(worker: Worker, now: Frozen) -> None:
    received()
    take_and_vanish(now)
    assert worker.run_all() == 0
    assert leases.reap() == 1
    assert worker.run_all() == 1
    assert only().status == TaskResultStatus.SUCCESSFUL
    assert Stamp.objects.get().runs == 1


def test_a_job_whose_lease_is_renewed_is_left_alone(now: Frozen) -> None:
    received()
    row = leases.take("slow", ["default"])
    assert row is not None
    for _ in range(10):
        now.move(seconds=leases.lease_time().total_seconds() - 1)
        assert leases.beat(row.id, "slow")
        assert leases.reap() == 0
    assert leases.succeeded(row, "slow", None)


def test_a_worker_that_slept_through_its_lease_changes_nothing_any_more(worker: Worker, now: Frozen) -> None:
    received()
    row = take_and_vanish(now)
    leases.reap()
    again = leases.take("other", ["default"])
    assert again is not None
    assert leases.beat(row.id, "gone") is False
    assert leases.succeeded(row, "gone", None) is False
    assert leases.failed(row, "gone", ValueError()) is False
    assert only().status == TaskResultStatus.RUNNING
    assert leases.succeeded(again, "other", None) is True


def test_a_process_started_again_in_a_slot_gives_back_what_the_one_before_did(now: Frozen) -> None:
    received()
    received()
    assert leases.take("slot1.aaa", ["default"])
    assert leases.take("slot2.bbb", ["default"])
    now.move(seconds=1)
    assert leases.take_over("slot1.") == 1
    assert list(JobLease.objects.values_list("worker", flat=True)) == ["slot2.bbb"]
    assert leases.take("slot1.ccc", ["default"]) is not None


def test_a_job_that_takes_its_worker_with_it_every_time_is_given_up(now: Frozen) -> None:
    jobs.break_down.enqueue()
    for _ in range(3):
        assert only().status == TaskResultStatus.READY
        now.move(hours=2)
        take_and_vanish(now)
        assert leases.reap() == 1
    assert only().status == TaskResultStatus.FAILED
    assert only().exception_class_path == leases.LOST


def test_a_job_that_fails_waits_longer_each_time_and_is_given_up_without_naming_anybody(worker: Worker, now: Frozen) -> None:
    jobs.break_down.enqueue()
    waits = []
    for _ in range(3):
        assert worker.run_one()
        assert not worker.run_one()
        waits.append(only().run_after - now())
        now.move(hours=1)
    assert waits[0] < waits[1]
    assert only().status == TaskResultStatus.FAILED
    assert "[身份证件号]" in only().traceback
    assert "11010519491231002X" not in only().traceback


@pytest.mark.parametrize(
    "point", ["jobs.take/claimed", "jobs.worker/before-run", "jobs.worker/after-run", "jobs.succeeded/held"]
)
def test_a_worker_killed_at_any_point_loses_no_job_and_doubles_no_stamp(worker: Worker, now: Frozen, point: str) -> None:
    received()
    kill_at(worker, point)
    now.move(minutes=5)
    leases.reap()
    assert Worker(["default"]).run_all() == 1
    assert only().status == TaskResultStatus.SUCCESSFUL
    assert Stamp.objects.count() == 1


def test_the_schedule_table_says_what_the_program_says(now: Frozen) -> None:
    Schedule.objects.create(name="gone.job", when="every 1m", next_at=now())
    scheduler.declare()
    scheduler.declare()
    assert set(Schedule.objects.values_list("name", flat=True)) == set(scheduler.scheduled())
    assert Schedule.objects.get(name=SEAL).next_at == now() + timedelta(seconds=60)
    Schedule.objects.filter(name=SEAL).update(when="every 9h")
    scheduler.declare()
    assert Schedule.objects.get(name=SEAL).when == "every 60s"


def test_what_is_due_is_enqueued_once_and_runs(worker: Worker, now: Frozen) -> None:
    scheduler.declare()
    received()
    now.move(seconds=61)
    assert scheduler.tick() == 1
    assert scheduler.tick() == 0
    assert worker.run_all() == 2
    assert sealing.verify_seals() == []
    assert DBTaskResult.objects.get(task_path=SEAL).return_value == 1


def test_a_schedule_whose_last_job_still_waits_is_passed_over(now: Frozen) -> None:
    scheduler.declare()
    Schedule.objects.exclude(name=SEAL).delete()
    for _ in range(5):
        now.move(seconds=61)
        scheduler.tick()
    assert DBTaskResult.objects.filter(task_path=SEAL).count() == 1


def test_a_scheduler_killed_in_the_middle_neither_forgets_nor_doubles(now: Frozen) -> None:
    scheduler.declare()
    Schedule.objects.exclude(name=SEAL).delete()
    now.move(seconds=61)

    def hook(name: str) -> None:
        if name == "jobs.tick/enqueued":
            raise Killed

    with faults.injected(hook), pytest.raises(Killed), transaction.atomic():
        scheduler.tick()
    assert DBTaskResult.objects.count() == 0
    assert scheduler.tick() == 1
    assert DBTaskResult.objects.count() == 1


def test_runs_missed_while_nothing_ran_are_counted(now: Frozen) -> None:
    scheduler.declare()
    now.move(minutes=10)
    scheduler.tick()
    assert Schedule.objects.get(name=SEAL).missed == 9


@pytest.mark.django_db(transaction=True)
def test_a_process_that_lives_has_a_row_and_one_that_ended_has_none() -> None:
    with beats.Beats("worker.1", "worker"):
        assert ProcessBeat.objects.get().kind == "worker"
    assert not ProcessBeat.objects.exists()


def test_finished_jobs_are_forgotten_after_a_month_and_failed_ones_after_a_year(worker: Worker, now: Frozen) -> None:
    received()
    worker.run_all()
    jobs.break_down.enqueue()
    for _ in range(3):
        worker.run_all()
        now.move(hours=2)
    now.move(days=31)
    assert housekeeping.forget_old_jobs.call() == 1
    assert only().status == TaskResultStatus.FAILED
    now.move(days=340)
    assert housekeeping.forget_old_jobs.call() == 1
    assert Parcel.objects.count() == 1
