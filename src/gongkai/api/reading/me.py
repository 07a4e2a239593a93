"""Who I am, what I may, what waits for me."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import DateField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from gongkai.api.authentication import caller
from gongkai.api.endpoint import endpoint
from gongkai.api.paging import Page, Paged, page
from gongkai.records.accounts.roles import CAPABILITIES, REACHING, Role
from gongkai.records.accounts.selectors import grants_of, owners_of, stands_in_for
from gongkai.records.base import clock
from gongkai.records.base.tasks.models import Task
from gongkai.records.base.tasks.selectors import waiting_for_any

router = Router(tags=["本人"])


class GrantOut(BaseModel):
    """A role at an agency, from a day until a day, both included."""

    id: UUID
    role: Role
    agency: UUID
    agency_name: str
    since: date
    until: date | None


class PersonRef(BaseModel):
    """A person, by name."""

    id: UUID
    name: str


class MeOut(BaseModel):
    """The person for whom the program asks."""

    id: UUID
    username: str
    name: str
    post: str
    agency: UUID
    roles: list[GrantOut]
    stands_in_for: list[PersonRef]


class RoleOut(BaseModel):
    """A role. `reaches`: it counts at every agency below too."""

    role: Role
    name: str
    capabilities: list[str]
    reaches: bool


class TaskOut(BaseModel):
    """Something that waits to be done. `owner`: whose it is, the caller's own or that of somebody they stand in for."""

    id: UUID
    code: str
    reason: str
    due: date | None
    overdue: bool
    owner: str
    record_type: str
    record_id: UUID
    opened_at: datetime


def grant_out(grant: Any) -> dict[str, Any]:
    """A grant, with its agency read."""
    return {
        "id": grant.pk,
        "role": grant.role,
        "agency": grant.agency_id,
        "agency_name": grant.agency.name,
        "since": grant.since,
        "until": grant.until,
    }


@endpoint(router, "GET", "/me/", "me", "本人信息", MeOut)
def me(request: HttpRequest) -> Any:
    """The caller, their roles of today, and whom they stand in for."""
    user = caller(request)
    return {
        "id": user.pk,
        "username": user.username,
        "name": user.name,
        "post": user.post,
        "agency": user.agency_id,
        "roles": [grant_out(grant) for grant in grants_of(user)],
        "stands_in_for": [{"id": person.pk, "name": person.name} for person in stands_in_for(user)],
    }


@endpoint(router, "GET", "/roles/", "roles", "角色及其权限", list[RoleOut])
def roles(request: HttpRequest) -> Any:
    """The roles there are."""
    return [
        {"role": role, "name": role.label, "capabilities": sorted(held), "reaches": role in REACHING}
        for role, held in CAPABILITIES.items()
    ]


@endpoint(router, "GET", "/tasks/", "tasks", "我的待办", Page[TaskOut])
def tasks(request: HttpRequest, page_: Query[Paged]) -> Any:
    """What waits for the caller, the earliest day first, those without a day last."""
    far = Coalesce("due", Value(date.max), output_field=DateField())
    rows: QuerySet[Any] = waiting_for_any(owners_of(caller(request))).annotate(by=far)
    return page(rows, ("by", "opened_at", "id"), page_, _tasks, "tasks")


def _tasks(rows: list[Any]) -> list[dict[str, Any]]:
    names = ("id", "code", "reason", "due", "owner", "record_type", "record_id", "opened_at")
    today = clock.today()
    return [{**_values(row, names), "overdue": row.due is not None and row.due < today} for row in rows]


def _values(row: Task, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
