"""A task."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.records.base.record import Record


class Task(Record):
    """Somebody must do something about a record, by a day, for a reason. Overdue is computed, never stored.

    `owner` is an actor's key ("user:<uuid>"), `code` says to programs what it is ("review.second"), `reason` to people.
    """

    owner = models.CharField("承办人", max_length=100)
    code = models.CharField(max_length=60)
    reason = models.CharField("事由", max_length=200)
    due = models.DateField("期限", null=True)
    record_type = models.CharField(max_length=100)
    record_id = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "code", "record_type", "record_id"],
                condition=Q(closed_at=None),
                name="base_one_open_task",
            )
        ]
        indexes = [
            models.Index(fields=["owner", "due"], condition=Q(closed_at=None), name="base_task_waiting"),
            models.Index(fields=["record_type", "record_id"], name="base_task_record"),
        ]
