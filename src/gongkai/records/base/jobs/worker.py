"""The worker: takes jobs one after another and runs them; while it runs one, a thread renews the lease.

A job that runs longer than it may, or whose lease was lost, ends the process at once: Python cannot stop a thread, and the
supervisor starts a new worker. The job goes back to the queue through the reaper.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections, connection
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from gongkai.records.base import clock, faults
from gongkai.records.base.ids import uuid7
from gongkai.records.base.jobs import leases
from gongkai.records.base.jobs.beats import Beats
from gongkai.records.base.jobs.registry import terms

log = logging.getLogger("gongkai.worker")
IDLE_SECONDS = 0.5
OVERRUN = 70  # exit code


class Worker:
    """One worker process. `run` returns when `stop` is called, after the job in hand."""

    def __init__(self, queues: list[str], slot: str = "") -> None:
        """`slot`: the supervisor's name for the place of this process, which one process has at a time."""
        self.slot = slot
        self.name = f"{slot or 'worker'}.{uuid7().hex}"
        self.queues = queues
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        if self.slot and (back := leases.take_over(f"{self.slot}.")):
            log.warning("jobs of the worker before given back", extra={"count": back})
        with Beats(self.name, "worker", self.slot):
            while not self._stopping.is_set():
                close_old_connections()
                if not self.run_one():
                    self._stopping.wait(IDLE_SECONDS)

    def run_all(self) -> int:
        """Runs what is ready now, and what that makes ready. Returns how many jobs were run."""
        count = 0
        while self.run_one():
            count += 1
        return count

    def run_one(self) -> bool:
        """Takes a job and runs it; False if none was ready."""
        row = leases.take(self.name, self.queues)
        if row is None:
            return False
        began = time.monotonic()
        with _Holding(row, self.name):
            try:
                faults.point("jobs.worker/before-run")
                result = row.task_result
                job = result.task
                value = normalize_json(job.call(*result.args, **result.kwargs))
                faults.point("jobs.worker/after-run")
            except Exception as error:
                leases.failed(row, self.name, error)
                log.exception("job failed", extra={"job": row.task_path, "job_id": str(row.id)})
                return True
        if not leases.succeeded(row, self.name, value):
            log.warning("job finished without its lease", extra={"job": row.task_path, "job_id": str(row.id)})
        else:
            seconds = round(time.monotonic() - began, 3)
            log.info("job done", extra={"job": row.task_path, "job_id": str(row.id), "seconds": seconds})
        return True


class _Holding:
    """Renews a job's lease from a thread of its own while the block lasts."""

    def __init__(self, row: DBTaskResult, worker: str) -> None:
        self._job: UUID = row.id
        self._path, self._worker = row.task_path, worker
        self._end = time.monotonic() + terms(row.task_path).limit.total_seconds()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._hold, name="lease", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _hold(self) -> None:
        try:
            while not self._over.wait(settings.JOB_BEAT_SECONDS):
                if time.monotonic() > self._end:
                    self._give_up("job ran too long")
                if not leases.beat(self._job, self._worker):
                    self._give_up("job lost its lease")
        finally:
            connection.close()

    def _give_up(self, why: str) -> None:
        log.error(why, extra={"job": self._path, "job_id": str(self._job), "at": clock.now().isoformat()})
        logging.shutdown()
        os._exit(OVERRUN)
