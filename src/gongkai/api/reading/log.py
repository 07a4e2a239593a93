"""The log of a record, for who reads the log of its agency; and what was refused to people, for the same readers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import HttpRequest
from django.utils.translation import gettext
from ninja import Query, Router
from pydantic import BaseModel, Field

from gongkai.api.authentication import caller
from gongkai.api.endpoint import endpoint
from gongkai.api.paging import Page, Paged, page
from gongkai.records.accounts.models import User
from gongkai.records.accounts.policies import may_see_log
from gongkai.records.accounts.roles import LOG_SEE
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.agencies.models import Agency
from gongkai.records.base.acts.contract import REFUSALS
from gongkai.records.base.errors import NotAllowed, NotFound
from gongkai.records.base.log.models import LogEntry

router = Router(tags=["日志"])

AGENCY_OF: dict[str, str] = {
    "agencies.agency": "pk",
    "agencies.site": "root",
    "agencies.group": "agency",
    "agencies.groupmember": "group__agency",
    "agencies.post": "agency",
    "agencies.postholding": "post__agency",
    "agencies.resource": "agency",
    "accounts.user": "agency",
    "accounts.rolegrant": "agency",
    "accounts.substitution": "absent__agency",
    "accounts.decision": "agency",
    "accounts.apitoken": "user__agency",
    "accounts.remark": "agency",
    "accounts.signindemand": "agency",
    "catalogue.catalogue": "agency",
    "catalogue.catalogueversion": "catalogue__agency",
    "catalogue.booklet": "version__catalogue__agency",
    "library.rule": "agency",
    "library.ruleversion": "rule__agency",
    "library.guideversion": "agency",
    "incoming.door": "agency",
    "incoming.incomingitem": "agency",
}
"""Kind of record → the column that leads to its agency. A test sees that no kind is missing."""


class EntryOut(BaseModel):
    """An entry of the log. Personal data, which is kept under its owner's key, is not in it."""

    seq: int
    act: str
    actor: str
    actor_name: str
    occurred_on: date
    recorded_at: datetime
    data: dict[str, Any]


class RefusalOut(EntryOut):
    """Something that was refused to a person for want of a right."""

    person: UUID


class RefusalFilter(Paged):
    """Which refusals."""

    person: UUID | None = Field(None, description="人员")


@endpoint(router, "GET", "/log/{str:record_type}/{uuid:record}/", "log", "一条记录的办理日志", Page[EntryOut])
def log(request: HttpRequest, record_type: str, record: UUID, q: Query[Paged]) -> Any:
    """Who did what when, the first entry first."""
    agency = _agency(record_type, record)
    if agency is None or not may_see_log(caller(request), agency):
        raise NotFound(gettext("没有这条记录的办理日志，或您没有查看日志的角色。"))
    rows = LogEntry.objects.filter(record_type=record_type, record_id=record)
    return page(rows, ("seq",), q, _entries, f"log {record_type} {record}")


@endpoint(router, "GET", "/refusals/", "refusals", "被拒绝的办理", Page[RefusalOut])
def refusals(request: HttpRequest, q: Query[RefusalFilter]) -> Any:
    """What was refused to the people of agencies whose log the caller reads, the latest first."""
    places = agencies_with(caller(request), LOG_SEE)
    if not places.exists():
        raise NotAllowed(gettext("您没有查看日志的角色；如确需查看，请联系本单位的系统管理员授权。"))
    people = User.objects.filter(agency__in=places.values("pk"))
    if q.person is not None:
        people = people.filter(pk=q.person)
    rows = LogEntry.objects.filter(record_type=REFUSALS, record_id__in=people.values("pk"))
    return page(rows, ("-recorded_at", "-id"), q, _entries, "refusals")


def _agency(record_type: str, record: UUID) -> Agency | None:
    column = AGENCY_OF.get(record_type)
    if column is None:
        return None
    found = apps.get_model(record_type)._default_manager.filter(pk=record).values(column)
    return Agency.objects.filter(pk__in=found).first()


def _entries(rows: list[LogEntry]) -> list[dict[str, Any]]:
    people = {UUID(row.actor[5:]) for row in rows if row.actor.startswith("user:")}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    fields = ("seq", "act", "actor", "occurred_on", "recorded_at", "data")
    return [
        {
            **{name: getattr(row, name) for name in fields},
            "actor_name": names.get(UUID(row.actor[5:]), "") if row.actor.startswith("user:") else "",
            **({"person": row.record_id} if row.record_type == REFUSALS else {}),
        }
        for row in rows
    ]
