"""Taking a job, holding it, and giving it back: every change of a job's state is one transaction.

A job is RUNNING exactly while a lease names its worker. Whoever finishes must still hold the lease: a worker that slept
through its lease, and whose job another one has, changes nothing any more.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from gongkai.records.base import clock, faults
from gongkai.records.base.jobs.models import JobLease
from gongkai.records.base.jobs.registry import terms
from gongkai.records.base.masking import masked

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
LOST = "gongkai.records.base.jobs.leases.WorkerLost"


class WorkerLost(Exception):
    """The process that ran the job vanished, as often as the job may be tried."""


def lease_time() -> timedelta:
    """How long a hold lasts that is not renewed."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def take(worker: str, queues: list[str]) -> DBTaskResult | None:
    """The next ready job, now this worker's, with its lease; None if none is ready."""
    # Looking needs no lock: the write transaction begins only when there is something to take.
    ready = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, queue_name__in=queues, run_after__lte=clock.now()
    ) | DBTaskResult.objects.filter(status=TaskResultStatus.READY, queue_name__in=queues, run_after=get_date_max())
    if not ready.exists():
        return None
    with transaction.atomic():
        row = ready.get_locked()
        if row is None:
            return None
        row.status, row.started_at = TaskResultStatus.RUNNING, clock.now()
        row.worker_ids = [*row.worker_ids, worker]
        row.save(update_fields=["status", "started_at", "worker_ids"])
        faults.point("jobs.take/claimed")
        JobLease.objects.update_or_create(job=row.id, defaults={"worker": worker, "beat_at": clock.now()})
        return row


def beat(job: UUID, worker: str) -> bool:
    """Renews the lease; False if it is not this worker's any more."""
    return JobLease.objects.filter(job=job, worker=worker).update(beat_at=clock.now()) == 1


def succeeded(row: DBTaskResult, worker: str, value: Any) -> bool:
    """The job is done; `value` is JSON. False if the lease was lost: then nothing is written."""
    with transaction.atomic():
        if not _still_held(row, worker):
            return False
        faults.point("jobs.succeeded/held")
        row.status, row.finished_at = TaskResultStatus.SUCCESSFUL, clock.now()
        row.return_value, row.exception_class_path, row.traceback = value, "", ""
        row.save(update_fields=["status", "finished_at", "return_value", "exception_class_path", "traceback"])
        return True


def failed(row: DBTaskResult, worker: str, error: BaseException) -> bool:
    """The job broke: it waits and is tried again, or has been tried often enough."""
    with transaction.atomic():
        if not _still_held(row, worker):
            return False
        _record_error(row, f"{type(error).__module__}.{type(error).__qualname__}", masked("".join(format_exception(error))))
        return True


def reap() -> int:
    """Gives back the jobs of workers that vanished. Returns how many. May run anywhere, at any time, twice."""
    return _reap(clock.now() - lease_time(), "")


def take_over(slot: str) -> int:
    """Gives back at once what the dead process before this one in the supervisor's slot was doing. Returns how many."""
    return _reap(clock.now(), slot)


def _reap(gone: datetime, slot: str) -> int:
    """Gives back the jobs without a lease, and those whose worker (named `slot`…) has been silent since `gone`."""
    count = 0
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    for job_id in list(running.values_list("id", flat=True)):
        lease = JobLease.objects.filter(job=job_id).first()
        if lease is not None and (lease.beat_at >= gone or not lease.worker.startswith(slot)):
            continue
        with transaction.atomic():
            row = running.filter(pk=job_id).select_for_update().first()
            held = JobLease.objects.select_for_update().filter(job=job_id).first()
            if row is None or (held is None) != (lease is None) or (held and lease and held.beat_at != lease.beat_at):
                continue  # finished, came back to life, or was taken anew meanwhile
            JobLease.objects.filter(job=job_id).delete()
            faults.point("jobs.reap/lease-gone")
            _record_error(row, LOST, f"worker {row.worker_ids[-1] if row.worker_ids else '?'} vanished")
            count += 1
    return count


def _still_held(row: DBTaskResult, worker: str) -> bool:
    """Ends this worker's lease; False if it has none."""
    if not JobLease.objects.select_for_update().filter(job=row.id, worker=worker).exists():
        return False
    JobLease.objects.filter(job=row.id).delete()
    return True


def _record_error(row: DBTaskResult, error: str, traceback: str) -> None:
    tries = len(row.worker_ids)
    row.exception_class_path, row.traceback = error, traceback
    if tries < terms(row.task_path).attempts:
        row.status = TaskResultStatus.READY
        # A worker mostly dies of something else than its job: the first time the job goes on at once.
        step = tries - 2 if error == LOST else tries - 1
        row.run_after = clock.now() + (timedelta(0) if step < 0 else min(FIRST_WAIT * 4**step, LONGEST_WAIT))
    else:
        row.status, row.finished_at = TaskResultStatus.FAILED, clock.now()
    row.save(update_fields=["status", "run_after", "finished_at", "exception_class_path", "traceback"])
