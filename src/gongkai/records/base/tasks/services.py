"""Opening, handing over and closing tasks: steps inside the act that makes or ends them."""

from __future__ import annotations

from datetime import date

from django.db import connection, models

from gongkai.records.base import clock
from gongkai.records.base.actors import Actor
from gongkai.records.base.errors import ContractBroken
from gongkai.records.base.record import id_of, type_of
from gongkai.records.base.tasks.models import Task


def open_task(record: models.Model, owner: Actor, code: str, reason: str, due: date | None) -> Task:
    """A task for `owner`; if one with this code waits for them already, that one, with the new reason and day."""
    _in_act()
    about = {"record_type": type_of(record), "record_id": id_of(record)}
    task, _ = Task.objects.update_or_create(
        owner=owner.actor_key,
        code=code,
        closed_at=None,
        **about,
        defaults={"reason": reason, "due": due},
        create_defaults={
            "reason": reason,
            "due": due,
            "opened_at": clock.now(),
            "owner": owner.actor_key,
            "code": code,
            **about,
        },
    )
    return task


def close(record: models.Model, by: Actor, code: str | None = None) -> int:
    """Closes the record's open tasks (of one code, or all), whoever has them. Returns how many."""
    _in_act()
    waiting = Task.objects.filter(record_type=type_of(record), record_id=id_of(record), closed_at=None)
    if code is not None:
        waiting = waiting.filter(code=code)
    return waiting.update(closed_at=clock.now(), closed_by=by.actor_key)


def hand_over(owner: Actor, to: Actor, by: Actor) -> int:
    """Everything that waits for `owner` waits for `to` (substitution, leave, change of post). Returns how many.

    The old task is closed and a new one opened, so that who had it when stays known.
    """
    _in_act()
    waiting = list(Task.objects.select_for_update().filter(owner=owner.actor_key, closed_at=None).order_by("id"))
    now = clock.now()
    for task in waiting:
        task.closed_at, task.closed_by = now, by.actor_key
        task.save(update_fields=["closed_at", "closed_by"])
        same = {"code": task.code, "record_type": task.record_type, "record_id": task.record_id}
        Task.objects.get_or_create(
            owner=to.actor_key,
            closed_at=None,
            **same,
            defaults={"reason": task.reason, "due": task.due, "opened_at": now},
        )
    return len(waiting)


def _in_act() -> None:
    if not connection.in_atomic_block:
        raise ContractBroken("a task is opened or closed inside the transaction of an act")
