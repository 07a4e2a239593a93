"""Jobs of 年报体检. They carry ids only: no name, no word of a file is ever in the queue or in a log."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import F

from gongkai.portal import checking, visits
from gongkai.portal.folder import Folder
from gongkai.portal.models import CheckFile, FileState
from gongkai.records.base import faults
from gongkai.records.base.jobs.registry import job

ATTEMPTS = 6
TRIES = 3
"""A file that took its worker down so often is given up, so that the visitor is told and the job ends by itself."""


@job(attempts=ATTEMPTS, limit=timedelta(minutes=5))
def check_file(visit: str, position: int) -> str:
    """Read and check one file. Any number of times, also after a kill −9 half way: the result is the same."""
    row = CheckFile.objects.filter(visit_id=UUID(visit), position=position)
    current = row.first()
    if current is None:
        return "deleted"
    if current.finished:
        return "done before"
    row.update(state=FileState.READING, tries=F("tries") + 1)
    faults.point("portal.check/reading")
    try:
        if current.tries >= TRIES:
            result = checking.give_up(Folder(visit), position)
        else:
            result = checking.check(Folder(visit), position)
    except FileNotFoundError:
        return "deleted"
    faults.point("portal.check/kept")
    counts = result["counts"]
    row.update(
        state=FileState.CHECKED if result["readable"] else FileState.UNREADABLE,
        errors=counts["error"],
        warnings=counts["warning"],
        infos=counts["info"],
    )
    return "checked" if result["readable"] else "unreadable"


@job(when="every 10m")
def sweep_visits() -> int:
    """Delete the material of visitors who have gone."""
    return visits.sweep()
