"""Catalogues: the version in force, its matters, what differs, how they are covered, what falls due when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from gongkai.api import limits
from gongkai.api.authentication import caller
from gongkai.api.endpoint import endpoint
from gongkai.api.paging import Page, Paged, page
from gongkai.api.reading.agencies import OfDay, agency_seen
from gongkai.law import standard
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import AGENCIES_SEE
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.base import clock
from gongkai.records.base.errors import NotFound, Refused
from gongkai.records.base.log import chain
from gongkai.records.catalogue import calendar
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion, Frequency, Matter, VersionState
from gongkai.records.catalogue.policies import may_see_drafts
from gongkai.records.catalogue.rows import FIELDS, Row
from gongkai.records.catalogue.selectors import (
    absent_of,
    applicable,
    applicable_of,
    catalogues_in_force,
    difference,
    in_force,
    in_force_of_all,
    is_public,
    of_agency,
    rows_of,
    visible_versions,
)
from gongkai.records.catalogue.standing import standings

router = Router(tags=["公开目录"])


class CatalogueOut(BaseModel):
    """A catalogue. `in_force`: its version of the day, none while nothing has taken effect."""

    id: UUID
    title: str
    agency: UUID
    agency_name: str
    above: UUID | None
    in_force: UUID | None


class VersionOut(BaseModel):
    """A version of a catalogue."""

    id: UUID
    catalogue: UUID
    number: int
    state: VersionState
    effective_on: date | None
    content_hash: str
    based_on: UUID | None
    above_version: UUID | None


class WholeVersionOut(VersionOut):
    """A version with the domains that do not concern the agency (code → why). `version`: of the catalogue, for If-Match."""

    absent: dict[str, str]
    version: int


class MatterOut(BaseModel):
    """A matter of a catalogue; `key` is the same in every version."""

    key: UUID
    inherited_key: UUID | None
    position: int
    domain: str
    items: list[str]
    level1: str
    level2: str
    elements: str
    basis: str
    limit_text: str
    limit_unit: str
    limit_days: int | None
    frequency: str
    period: str
    subject: str
    channels: list[str]
    channels_note: str
    audience: str
    audience_note: str
    manner: str
    levels: list[str]
    note: str
    reason: str
    not_applicable: str


class MatterRef(BaseModel):
    """A matter by name."""

    key: UUID | None
    level1: str
    level2: str


class ChangedOut(MatterRef):
    """A matter that differs: field → before and after."""

    fields: dict[str, list[Any]]


class DifferenceOut(BaseModel):
    """What is new, gone and changed in a version against an earlier one."""

    before: UUID
    after: UUID
    added: list[MatterRef]
    removed: list[MatterRef]
    changed: list[ChangedOut]


class CoveredOut(MatterRef):
    """How a matter stands: never, overdue, due (this month), current. `missed`: `due` is over; so are some that never were."""

    state: str
    last_published: date | None
    due: date | None
    missed: bool


class OccurrenceOut(BaseModel):
    """A periodic matter's turn: the period, and the last day in time. `provisional`: the calendar is not announced so far."""

    key: UUID | None
    title: str
    period: str
    first: date
    last: date
    due: date
    provisional: bool


class CatalogueFilter(Paged):
    """Which catalogues."""

    agency: UUID | None = Field(None, description="单位")


class MatterFilter(Paged):
    """Which matters."""

    domain: str | None = Field(None, max_length=10, description="领域代码")
    frequency: Frequency | None = Field(None, description="公开频次")
    applicable: bool | None = Field(None, description="true 只列涉及本单位的事项")


class Against(Schema):
    """With which earlier version to compare."""

    before: UUID | None = Field(None, description="与哪一版比较，默认它所依据的那一版")


class Span(Schema):
    """From which day until which."""

    first: date = Field(..., description="自")
    last: date = Field(..., description="至（含）")


@endpoint(router, "GET", "/catalogues/", "catalogues", "公开目录", Page[CatalogueOut])
def catalogues(request: HttpRequest, q: Query[CatalogueFilter]) -> Any:
    """Catalogues in force are public; those without a version in force are for who sees the agency's work."""
    seen = agencies_with(caller(request), AGENCIES_SEE).values("pk")
    approved = CatalogueVersion.objects.filter(state=VersionState.APPROVED, effective_on__lte=clock.today())
    rows = Catalogue.objects.filter(Q(agency__in=seen) | Q(pk__in=approved.values("catalogue"))).select_related("agency")
    if q.agency is not None:
        rows = rows.filter(agency=q.agency)
    return page(rows, ("id",), q, _catalogues, "catalogues")


@endpoint(router, "GET", "/catalogues/{uuid:catalogue}/versions/", "catalogue-versions", "目录的各版本", list[VersionOut])
def versions(request: HttpRequest, catalogue: UUID) -> Any:
    """The versions the caller may see, the latest first."""
    return [_version(row) for row in visible_versions(caller(request), _catalogue(catalogue))]


@endpoint(router, "GET", "/catalogues/{uuid:catalogue}/in-force/", "catalogue-in-force", "现行版本", WholeVersionOut)
def current(request: HttpRequest, response: HttpResponse, catalogue: UUID, q: Query[OfDay]) -> Any:
    """The version in force on a day (today)."""
    found = _catalogue(catalogue)
    version = in_force(found, min(q.on or clock.today(), clock.today()))
    if version is None:
        raise NotFound(gettext("该目录当日没有施行的版本。"))
    return _whole(version, found, response)


@endpoint(router, "GET", "/catalogue-versions/{uuid:version}/", "catalogue-version", "目录的一个版本", WholeVersionOut)
def one_version(request: HttpRequest, response: HttpResponse, version: UUID) -> Any:
    """A version the caller may see."""
    found = _seen(caller(request), version)
    return _whole(found, found.catalogue, response)


@endpoint(router, "GET", "/catalogue-versions/{uuid:version}/matters/", "catalogue-matters", "公开事项", Page[MatterOut])
def matters(request: HttpRequest, version: UUID, q: Query[MatterFilter]) -> Any:
    """The matters of a version, in its order."""
    found = _seen(caller(request), version)
    rows = applicable(found) if q.applicable else found.matters.all()
    if q.applicable is False:
        rows = rows.exclude(pk__in=applicable(found).values("pk"))
    if q.domain is not None:
        rows = rows.filter(domain=q.domain)
    if q.frequency is not None:
        rows = rows.filter(frequency=q.frequency)
    return page(rows, ("position", "id"), q, _matters, f"matters {version}")


@endpoint(
    router, "GET", "/catalogue-versions/{uuid:version}/differences/", "catalogue-differences", "与另一版的差别", DifferenceOut
)
def differences(request: HttpRequest, version: UUID, q: Query[Against]) -> Any:
    """What is new, gone and changed against an earlier version of any catalogue the caller may see."""
    user = caller(request)
    after = _seen(user, version)
    other = q.before or after.based_on_id
    if other is None:
        raise Refused(gettext("这是首个版本，没有可比较的版本；请用 before 写明与哪一版比较。"), "nothing_before")
    before = _seen(user, other)
    found = difference(rows_of(before), rows_of(after))
    return {
        "before": before.pk,
        "after": after.pk,
        "added": [_ref(row) for row in found.added],
        "removed": [_ref(row) for row in found.removed],
        "changed": [
            {**_ref(c.after), "fields": {name: [getattr(c.before, name), getattr(c.after, name)] for name in c.fields}}
            for c in found.changed
        ],
    }


@endpoint(router, "GET", "/agencies/{uuid:agency}/coverage/", "agency-coverage", "目录落实情况", list[CoveredOut])
def coverage(request: HttpRequest, agency: UUID, q: Query[OfDay]) -> Any:
    """How each matter of the version in force stands on a day, worst first."""
    found, day = agency_seen(caller(request), agency), q.on or clock.today()
    _sane(day)
    version = catalogues_in_force([found.pk], day).get(found.pk)
    rows, stands = standings(applicable_of([version] if version else []), day, standard()).ordered()
    return [{**_ref(row), **stands[row.rank]._asdict(), "last_published": row.last_published} for row in rows]


@endpoint(router, "GET", "/agencies/{uuid:agency}/calendar/", "agency-calendar", "公开日历", list[OccurrenceOut])
def due(request: HttpRequest, agency: UUID, q: Query[Span]) -> Any:
    """The turns of periodic matters that fall due between two days, by date."""
    found = agency_seen(caller(request), agency)
    _sane(q.first)
    if not timedelta() <= q.last - q.first <= timedelta(days=limits.CALENDAR_DAYS):
        raise Refused(
            gettext("结束日期应不早于开始日期，且相距不超过 %(days)d 天。") % {"days": limits.CALENDAR_DAYS}, "span_invalid"
        )
    turns = calendar.occurrences(_in_force_rows(found, clock.today()), q.first, q.last, standard())
    return [{name: getattr(turn, name) for name in OccurrenceOut.model_fields} for turn in turns]


def _sane(day: date) -> None:
    if not 2008 <= day.year <= clock.today().year + 5:
        raise Refused(gettext("日期超出范围，请改正。"), "date_out_of_range")


def _in_force_rows(agency: Any, day: date) -> list[Matter]:
    catalogue = of_agency(agency)
    version = in_force(catalogue, day) if catalogue else None
    return list(applicable(version)) if version else []


def _catalogue(identity: UUID) -> Catalogue:
    found = Catalogue.objects.select_related("agency").filter(pk=identity).first()
    if found is None:
        raise NotFound(gettext("找不到该目录，请返回重新选择。"))
    return found


def _seen(user: User, identity: UUID) -> CatalogueVersion:
    found = CatalogueVersion.objects.select_related("catalogue__agency").filter(pk=identity).first()
    if found is None or not (is_public(found) or may_see_drafts(user, found.catalogue.agency)):
        raise NotFound(gettext("找不到该目录版本，请返回目录重新选择。"))
    return found


def _catalogues(rows: list[Catalogue]) -> list[dict[str, Any]]:
    current = in_force_of_all(catalogues=[row.pk for row in rows])
    return [
        {
            "id": row.pk,
            "title": row.title,
            "agency": row.agency_id,
            "agency_name": row.agency.name,
            "above": row.above_id,
            "in_force": current.get(row.pk),
        }
        for row in rows
    ]


def _version(row: CatalogueVersion) -> dict[str, Any]:
    return {
        "id": row.pk,
        "catalogue": row.catalogue_id,
        "number": row.number,
        "state": row.state,
        "effective_on": row.effective_on,
        "content_hash": row.content_hash,
        "based_on": row.based_on_id,
        "above_version": row.above_version_id,
    }


def _whole(row: CatalogueVersion, catalogue: Catalogue, response: HttpResponse) -> dict[str, Any]:
    version = chain.version(catalogue)
    response["ETag"] = f'"{version}"'
    return {**_version(row), "absent": absent_of(row), "version": version}


def _matters(rows: list[Matter]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in (*FIELDS, "position")} for row in rows]


def _ref(row: Row) -> dict[str, Any]:
    return {"key": row.key, "level1": row.level1, "level2": row.level2}
