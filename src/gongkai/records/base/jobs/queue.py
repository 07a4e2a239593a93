"""The queue: django-tasks on our database, with ids that sort by time."""

from __future__ import annotations

from typing import Any

from django_tasks_db.backend import DatabaseBackend

from gongkai.records.base.ids import uuid7


class Queue(DatabaseBackend):
    """Enqueueing is a row in the transaction of the act: no act, no job; an act, its job."""

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, {**params, "OPTIONS": {"id_function": uuid7, **params.get("OPTIONS", {})}})
