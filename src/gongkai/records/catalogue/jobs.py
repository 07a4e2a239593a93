"""Jobs of catalogues: the booklet after an approval, and the reminders of the calendar."""

from __future__ import annotations

from uuid import UUID

from gongkai.records.base import clock
from gongkai.records.base.actors import SystemActor
from gongkai.records.base.jobs.registry import job


@job()
def file_booklet(version: str) -> bool:
    """Makes and files the booklet of an approved version; done before, it is done no more."""
    from gongkai.records.catalogue import filing

    return filing.file_booklet(UUID(version), SystemActor("scheduler")) is not None


@job(when="20 6 * * *")
def remind() -> int:
    """Opens the month's tasks and those about a superior's newer version; every day, so that none is missed."""
    from gongkai.law import standard
    from gongkai.records.catalogue import reminding

    return reminding.remind(clock.today(), standard())
