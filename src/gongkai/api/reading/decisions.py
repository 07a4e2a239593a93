"""Decisions: asked of people, and made."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router
from pydantic import BaseModel, Field

from gongkai.api.authentication import caller
from gongkai.api.endpoint import endpoint
from gongkai.api.paging import Page, Paged, page
from gongkai.records.accounts.models import Decision
from gongkai.records.accounts.selectors import decisions_for
from gongkai.records.base.errors import NotFound
from gongkai.records.base.log import chain

router = Router(tags=["签批"])


class DecisionOut(BaseModel):
    """A decision. `outcome`: empty while it is open. `version_hash`: of what is to be looked at; accounts.decide takes it."""

    id: UUID
    subject: str
    agency: UUID
    agency_name: str
    decider: UUID
    decider_name: str
    asked_at: datetime
    due: date | None
    outcome: str
    comment: str
    decided_on: date | None
    means: str
    record_type: str
    record_id: UUID
    version_hash: str


class DecisionWithVersion(DecisionOut):
    """The same, with its version for If-Match."""

    version: int


class Standing(StrEnum):
    """How far a decision is."""

    OPEN = "open"
    DECIDED = "decided"


class DecisionFilter(Paged):
    """Which decisions."""

    state: Standing | None = Field(None, description="open 待签批，decided 已签批")
    agency: UUID | None = Field(None, description="单位")
    mine: bool = Field(False, description="只列请我签批的")


@endpoint(router, "GET", "/decisions/", "decisions", "签批事项", Page[DecisionOut])
def decisions(request: HttpRequest, q: Query[DecisionFilter]) -> Any:
    """The decisions the caller may see, the latest first."""
    user = caller(request)
    rows = decisions_for(user)
    if q.state is not None:
        rows = rows.filter(outcome="") if q.state is Standing.OPEN else rows.exclude(outcome="")
    if q.agency is not None:
        rows = rows.filter(agency=q.agency)
    if q.mine:
        rows = rows.filter(decider=user)
    return page(rows, ("-asked_at", "-id"), q, lambda found: [_out(row) for row in found], "decisions")


@endpoint(router, "GET", "/decisions/{uuid:decision}/", "decision", "一项签批", DecisionWithVersion)
def decision(request: HttpRequest, response: HttpResponse, decision: UUID) -> Any:
    """One of them."""
    row = decisions_for(caller(request)).filter(pk=decision).first()
    if row is None:
        raise NotFound(gettext("找不到该签批事项，请返回列表重新选择。"))
    version = chain.version(row)
    response["ETag"] = f'"{version}"'
    return {**_out(row), "version": version}


def _out(row: Decision) -> dict[str, Any]:
    names = "id subject asked_at due outcome comment decided_on means record_type record_id version_hash"
    return {
        **{name: getattr(row, name) for name in names.split()},
        "agency": row.agency_id,
        "agency_name": row.agency.name,
        "decider": row.decider_id,
        "decider_name": row.decider.name,
    }
