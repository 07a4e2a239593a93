"""The scheduler: enqueues what is due, reaps what was lost.

Enqueueing and moving `next_at` on are one transaction, so that a killed scheduler neither forgets nor doubles a run. A
schedule whose last job still waits or runs is passed over. What should have run while nothing was running is counted.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection, transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.records.base import clock, faults
from gongkai.records.base.ids import uuid7
from gongkai.records.base.jobs import leases
from gongkai.records.base.jobs.beats import Beats, forget
from gongkai.records.base.jobs.models import Schedule
from gongkai.records.base.jobs.registry import JOBS, TERMS

log = logging.getLogger("gongkai.scheduler")
TICK_SECONDS = 1.0
REAP_SECONDS = 5.0
LATE = timedelta(minutes=5)  # a schedule due for so long is not being run


def scheduled() -> dict[str, str]:
    """The jobs that run by themselves: module path → when."""
    return {path: terms.when.text for path, terms in TERMS.items() if terms.when is not None}


def declare() -> None:
    """Makes the table say what the program says: new schedules, changed ones, none that are gone."""
    wanted = scheduled()
    with transaction.atomic():
        known = {schedule.name: schedule for schedule in Schedule.objects.select_for_update()}
        for name, text in wanted.items():
            when = TERMS[name].when
            assert when is not None
            if name not in known:
                fresh = Schedule(name=name, when=text, next_at=when.after(clock.now()))
                Schedule.objects.bulk_create([fresh], ignore_conflicts=True)
            elif known[name].when != text:
                known[name].when, known[name].next_at = text, when.after(clock.now())
                known[name].save(update_fields=["when", "next_at"])
        Schedule.objects.filter(name__in=known.keys() - wanted.keys()).delete()


def tick() -> int:
    """Enqueues what is due. Returns how many jobs were enqueued."""
    now, count = clock.now(), 0
    for name in list(Schedule.objects.filter(next_at__lte=now).values_list("name", flat=True)):
        terms = TERMS.get(name)
        if terms is None or terms.when is None:  # of a newer version that was here before: declare() removes it
            continue
        with transaction.atomic():
            schedule = Schedule.objects.select_for_update(skip_locked=True)
            row = schedule.filter(name=name, next_at__lte=now).first()
            if row is None:  # another scheduler was quicker
                continue
            row.missed += terms.when.passed(row.next_at, now) - 1
            unfinished = DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
            if row.last_job is None or not unfinished.filter(id=row.last_job).exists():
                row.last_job, row.last_at = JOBS[name].enqueue().id, now
                count += 1
            faults.point("jobs.tick/enqueued")
            row.next_at = terms.when.after(now)
            row.save(update_fields=["missed", "last_job", "last_at", "next_at"])
    return count


class Scheduler:
    """The scheduler process. `run` returns when `stop` is called."""

    def __init__(self, slot: str = "") -> None:
        self.slot = slot
        self.name = f"{slot or 'scheduler'}.{uuid7().hex}"
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        declare()
        ticks_a_reap = max(1, round(REAP_SECONDS / TICK_SECONDS))
        round_number = 0
        with Beats(self.name, "scheduler", self.slot):
            while not self._stopping.is_set():
                close_old_connections()
                try:
                    tick()
                    if round_number % ticks_a_reap == 0 and (back := leases.reap()):
                        log.warning("jobs of vanished workers given back", extra={"count": back})
                    if round_number % 3600 == 0:
                        forget()
                except DatabaseError:
                    # The database may be restarting; the process goes on and doctor shows what is late.
                    log.exception("tick failed")
                    connection.close()
                round_number += 1
                self._stopping.wait(TICK_SECONDS)
