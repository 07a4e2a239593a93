"""What must be done today."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.db.models import F, QuerySet

from gongkai.records.base import clock
from gongkai.records.base.actors import Actor
from gongkai.records.base.record import id_of, type_of
from gongkai.records.base.tasks.models import Task


def waiting_for(actor: Actor) -> QuerySet[Task]:
    """Open tasks of this person, the earliest day first, those without a day last."""
    return waiting_for_any((actor.actor_key,))


def waiting_for_any(owners: Collection[str]) -> QuerySet[Task]:
    """Open tasks of any of these owners (actor keys): a person's own and those of whom they stand in for."""
    return Task.objects.filter(owner__in=owners, closed_at=None).order_by(F("due").asc(nulls_last=True), "opened_at")


def overdue(actor: Actor) -> QuerySet[Task]:
    """Those whose day is over (the day itself still counts)."""
    return waiting_for(actor).filter(due__lt=clock.today())


def of_record(record: models.Model) -> QuerySet[Task]:
    """All tasks about a record, open and closed, in the order they were opened."""
    return Task.objects.filter(record_type=type_of(record), record_id=id_of(record)).order_by("opened_at")
