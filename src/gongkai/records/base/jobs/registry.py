"""Declaring a job, and when it runs by itself.

@job(attempts=5, limit=timedelta(minutes=10))
def send_letter(entry_id: int) -> None: ...          # idempotent: after a crash it runs again

@job(when="every 60s")                                # or five cron fields, Asia/Shanghai: "10 3 * * *"
def seal_log() -> None: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_tasks import task as queued
from django_tasks.base import Task as Job

from gongkai.records.base.jobs.when import When, parse


@dataclass(frozen=True)
class Terms:
    """How a job is treated: tries in all, longest run, when it runs by itself."""

    attempts: int
    limit: timedelta
    when: When | None


DEFAULT = Terms(attempts=5, limit=timedelta(minutes=10), when=None)
TERMS: dict[str, Terms] = {}
JOBS: dict[str, Job[..., Any]] = {}


def job(
    *, attempts: int = DEFAULT.attempts, limit: timedelta = DEFAULT.limit, when: str | None = None, queue: str = "default"
) -> Callable[[Callable[..., Any]], Job[..., Any]]:
    """Makes a job of a module-level function whose arguments are JSON. It must bear being run twice."""

    def made(body: Callable[..., Any]) -> Job[..., Any]:
        made_job: Job[..., Any] = queued(queue_name=queue)(body)
        JOBS[made_job.module_path] = made_job
        TERMS[made_job.module_path] = Terms(attempts, limit, parse(when) if when else None)
        return made_job

    return made


def terms(path: str) -> Terms:
    """The terms of the job with this module path."""
    return TERMS.get(path, DEFAULT)
