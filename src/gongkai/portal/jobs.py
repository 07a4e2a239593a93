"""Jobs of 年报体检. They carry ids only: no name, no word of a file is ever in the queue or in a log."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from gongkai.portal import checking, matching, visits
from gongkai.portal.folder import Folder, disk_full
from gongkai.portal.models import CheckFile, CheckVisit, FileState
from gongkai.records.base import faults
from gongkai.records.base.jobs.registry import job

log = logging.getLogger(__name__)
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
    except OSError as error:
        if not disk_full(error):
            raise
        # Trying again for minutes would leave the visitor waiting: the page says what is wrong, and the file is done.
        log.error("disk full")
        _finish(visit, position, state=FileState.UNREADABLE)
        return "disk full"
    faults.point("portal.check/kept")
    counts = result["counts"]
    _finish(
        visit,
        position,
        state=FileState.CHECKED if result["readable"] else FileState.UNREADABLE,
        errors=counts["error"],
        warnings=counts["warning"],
        infos=counts["info"],
    )
    return "checked" if result["readable"] else "unreadable"


@job(attempts=ATTEMPTS, limit=timedelta(minutes=5))
def check_years(visit: str) -> str:
    """Check the files that have last year's report beside them once more, with it. What is done is not done again."""
    folder = Folder(visit)
    found = CheckVisit.objects.filter(pk=UUID(visit)).first()
    if found is None:
        return "deleted"
    try:
        for position, last in matching.pairs(found, folder).items():
            counts = matching.check_again(folder, position, last)
            faults.point("portal.check/years")
            if counts:
                new = {"errors": counts["error"], "warnings": counts["warning"], "infos": counts["info"]}
                CheckFile.objects.filter(visit=found, position=position).update(**new)
    except FileNotFoundError:
        return "deleted"
    return "checked"


def _finish(visit: str, position: int, **outcome: object) -> None:
    """Note that a file is done; the last one of several queues the check across years. One at a time: of two workers that
    end together one must see that all is done."""
    with transaction.atomic():
        files = CheckFile.objects.filter(visit_id=UUID(visit))
        list(CheckVisit.objects.select_for_update().filter(pk=UUID(visit)))
        files.filter(position=position).update(**outcome)
        waiting = files.filter(state__in=(FileState.WAITING, FileState.READING)).exists()
        if not waiting and files.count() > 1:
            check_years.enqueue(visit)


@job(when="every 10m")
def sweep_visits() -> int:
    """Delete the material of visitors who have gone."""
    return visits.sweep()
