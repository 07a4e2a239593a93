"""Jobs of 年报体检. They carry ids only: no name, no word of a file is ever in the queue or in a log."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from gongkai.portal import checking, visits
from gongkai.portal.folder import Folder
from gongkai.portal.models import CheckFile, FileState


@task()
def check_file(visit: str, position: int) -> str:
    """Read and check one file. Any number of times, also after a kill −9 half way: the result is the same."""
    row = CheckFile.objects.filter(visit_id=visit, position=position)
    current = row.first()
    if current is None:
        return "deleted"
    if current.finished:
        return "done before"
    row.update(state=FileState.READING)
    try:
        result = checking.check(Folder(visit), position)
    except FileNotFoundError:
        return "deleted"
    counts = result["counts"]
    with transaction.atomic():
        row.update(
            state=FileState.CHECKED if result["readable"] else FileState.UNREADABLE,
            errors=counts["error"],
            warnings=counts["warning"],
            infos=counts["info"],
        )
    return "checked" if result["readable"] else "unreadable"


@task()
def sweep_visits() -> int:
    """Delete the material of visitors who have gone."""
    return visits.sweep()
