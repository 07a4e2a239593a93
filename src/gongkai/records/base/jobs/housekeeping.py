"""What the installation does for itself."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.records.base import clock
from gongkai.records.base.files.sweep import sweep
from gongkai.records.base.jobs.registry import job
from gongkai.records.base.log.sealing import seal

KEEP_DONE = timedelta(days=30)
KEEP_FAILED = timedelta(days=365)


@job(when="every 60s")
def seal_log() -> int:
    """Links what was committed since into the chain over all records."""
    return seal()


@job(when="10 3 * * *", limit=timedelta(hours=2))
def sweep_files() -> dict[str, int]:
    """Removes files and file rows nothing points at."""
    return vars(sweep())


@job(when="40 3 * * *")
def forget_old_jobs() -> int:
    """Removes finished jobs after a month, failed ones after a year."""
    now, old = clock.now(), DBTaskResult.objects.none()
    for status, keep in ((TaskResultStatus.SUCCESSFUL, KEEP_DONE), (TaskResultStatus.FAILED, KEEP_FAILED)):
        old = old | DBTaskResult.objects.filter(status=status, finished_at__lt=now - keep)
    return old.delete()[0]


@job(when="50 3 * * *")
def forget_sessions() -> int:
    """Removes sessions that ended."""
    return Session.objects.filter(expire_date__lt=clock.now()).delete()[0]
