"""People, for those who manage accounts or read the log: who they are, what they may, who stands in for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from gongkai.api.authentication import caller
from gongkai.api.endpoint import endpoint
from gongkai.api.paging import Page, Paged, page
from gongkai.api.reading.me import GrantOut, PersonRef, grant_out
from gongkai.records.accounts.models import User
from gongkai.records.accounts.people import seen_by, seen_person, with_today
from gongkai.records.base.log import chain

router = Router(tags=["人员"])


class AwayOut(BaseModel):
    """Who stands in, from a day until a day, both included."""

    id: UUID
    substitute: PersonRef
    since: date
    until: date | None
    reason: str


class SomebodyOut(BaseModel):
    """Somebody, with the roles and the substitution of today."""

    id: UUID
    username: str
    name: str
    post: str
    phone: str
    agency: UUID
    agency_name: str
    is_active: bool
    roles: list[GrantOut]
    away: list[AwayOut]


class SomebodyWithVersion(SomebodyOut):
    """The same, with its version for If-Match."""

    enrolled_at: datetime
    version: int


class PeopleFilter(Paged):
    """Which people."""

    agency: UUID | None = Field(None, description="单位")
    active: bool | None = Field(None, description="只列在用（true）或停用（false）的账号")


@endpoint(router, "GET", "/people/", "people", "人员", Page[SomebodyOut])
def people(request: HttpRequest, q: Query[PeopleFilter]) -> Any:
    """The people of the agencies whose accounts the caller manages or whose log the caller reads, and the caller."""
    rows = with_today(User.objects.filter(pk__in=seen_by(caller(request)).values("pk")).select_related("agency"))
    if q.agency is not None:
        rows = rows.filter(agency=q.agency)
    if q.active is not None:
        rows = rows.filter(is_active=q.active)
    return page(rows, ("name", "id"), q, lambda found: [_out(row) for row in found], "people")


@endpoint(router, "GET", "/people/{uuid:person}/", "person", "一个人", SomebodyWithVersion)
def person(request: HttpRequest, response: HttpResponse, person: UUID) -> Any:
    """One of them."""
    found = seen_person(caller(request), person)
    row: Any = with_today(User.objects.filter(pk=found.pk).select_related("agency")).get()
    version = chain.version(row)
    response["ETag"] = f'"{version}"'
    return {**_out(row), "enrolled_at": row.enrolled_at, "version": version}


def _out(row: Any) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("id", "username", "name", "post", "phone", "is_active")},
        "agency": row.agency_id,
        "agency_name": row.agency.name,
        "roles": [grant_out(grant) for grant in row.grants_today],
        "away": [
            {
                "id": one.pk,
                "substitute": {"id": one.substitute_id, "name": one.substitute.name},
                "since": one.since,
                "until": one.until,
                "reason": one.reason,
            }
            for one in row.away_today
        ],
    }
