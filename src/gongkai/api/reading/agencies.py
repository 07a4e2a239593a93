"""Agencies: the tree of a day, one agency with what it is made of, its people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from gongkai.api.authentication import caller
from gongkai.api.endpoint import endpoint
from gongkai.api.paging import Page, Paged, page
from gongkai.api.reading.me import GrantOut, grant_out
from gongkai.records.accounts.models import User
from gongkai.records.accounts.people import with_today
from gongkai.records.accounts.policies import may_manage_accounts, may_see_agencies
from gongkai.records.accounts.roles import AGENCIES_SEE
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.agencies.models import Agency, GroupKind, GroupMember, Kind, Level, MemberRole, PostHolding, ResourceKind
from gongkai.records.agencies.rules import CONTACTS
from gongkai.records.agencies.selectors import contacts_on, tree_on
from gongkai.records.base import clock
from gongkai.records.base.errors import NotAllowed, NotFound
from gongkai.records.base.log import chain

router = Router(tags=["机构"])


class NodeOut(BaseModel):
    """An agency as it was on the day that was asked for."""

    id: UUID
    name: str
    kind: Kind
    level: Level
    vertical: bool
    parent: UUID | None


class MemberOut(BaseModel):
    """Somebody in a group."""

    id: UUID
    name: str
    post: str
    role: MemberRole
    since: date
    until: date | None


class GroupOut(BaseModel):
    """A leading or supervision group of the agency, with the members of that day."""

    id: UUID
    kind: GroupKind
    name: str
    duties: str
    phone: str
    document_title: str
    document_number: str
    shown: bool
    since: date
    until: date | None
    office_of: UUID | None
    members: list[MemberOut]


class PostOut(BaseModel):
    """A post for the work of disclosure. `holder`: who held it that day, empty where nobody did."""

    id: UUID
    name: str
    unit: str
    duties: str
    full_time: bool
    since: date
    until: date | None
    holder: str


class ResourceOut(BaseModel):
    """Staff, funds, equipment or a place. `amount` in yuan."""

    id: UUID
    kind: ResourceKind
    name: str
    quantity: Decimal | None
    unit: str
    amount: Decimal | None
    note: str
    since: date
    until: date | None


class AgencyOut(BaseModel):
    """An agency and what it is made of on a day. `version`: for If-Match of acts on it."""

    id: UUID
    version: int
    credit_code: str
    name: str
    kind: Kind
    level: Level
    vertical: bool
    parent: UUID | None
    set_up_on: date
    ended_on: date | None
    successor: UUID | None
    contacts: dict[str, str]
    groups: list[GroupOut]
    posts: list[PostOut]
    resources: list[ResourceOut]


class PersonOut(BaseModel):
    """Somebody who works at the agency, with the roles of today."""

    id: UUID
    username: str
    name: str
    post: str
    phone: str
    is_active: bool
    roles: list[GrantOut]


class OfDay(Schema):
    """As of which day."""

    on: date | None = Field(None, description="截至哪一天，默认今天")


class AgencyFilter(OfDay):
    """Which agencies."""

    below: UUID | None = Field(None, description="只列这个单位及其下级")
    kind: Kind | None = Field(None, description="类型")
    level: Level | None = Field(None, description="层级")


class PeopleFilter(Paged):
    """Which people."""

    active: bool | None = Field(None, description="只列在用（true）或停用（false）的账号")


def agency_seen(user: User, identity: UUID) -> Agency:
    """The agency, for somebody who sees it; NotFound for everybody else, as if it were not there."""
    found = Agency.objects.filter(pk=identity).first()
    if found is None or not may_see_agencies(user, found):
        raise NotFound(gettext("找不到该单位，或不在您可以查看的范围内；请从机构列表中选择。"))
    return found


@endpoint(router, "GET", "/agencies/", "agencies", "机构树", list[NodeOut])
def agencies(request: HttpRequest, q: Query[AgencyFilter]) -> Any:
    """The agencies the caller sees, as the tree was on a day: superiors before what stands below them."""
    tree = tree_on(q.on or clock.today())
    seen = set(agencies_with(caller(request), AGENCIES_SEE).values_list("pk", flat=True))
    starts = [q.below] if q.below else [root.id for root in tree.roots]
    return [
        {name: getattr(node, name) for name in NodeOut.model_fields}
        for start in starts
        for node in tree.below(start)
        if node.id in seen and q.kind in (None, node.kind) and q.level in (None, node.level)
    ]


@endpoint(router, "GET", "/agencies/{uuid:agency}/", "agency", "一个单位的全部登记", AgencyOut)
def agency(request: HttpRequest, response: HttpResponse, agency: UUID, q: Query[OfDay]) -> Any:
    """Names and place in the tree are today's; contacts, groups, posts and resources those of the day."""
    found, day = agency_seen(caller(request), agency), q.on or clock.today()
    contacts = contacts_on(found, day)
    version = chain.version(found)
    response["ETag"] = f'"{version}"'
    return {
        **_columns(found, "id credit_code name kind level vertical set_up_on ended_on"),
        "version": version,
        "parent": found.parent_id,
        "successor": found.successor_id,
        "contacts": {name: getattr(contacts, name) for name in CONTACTS} if contacts else {},
        "groups": _groups(found, day),
        "posts": _posts(found, day),
        "resources": [_columns(row, "id kind name quantity unit amount note since until") for row in found.resources.on(day)],
    }


@endpoint(router, "GET", "/agencies/{uuid:agency}/people/", "agency-people", "单位的人员", Page[PersonOut])
def people(request: HttpRequest, agency: UUID, q: Query[PeopleFilter]) -> Any:
    """Who works there, for those who manage its accounts."""
    user = caller(request)
    found = agency_seen(user, agency)
    if not may_manage_accounts(user, found):
        raise NotAllowed(gettext("您没有查看该单位人员账号的权限；如确需查看，请联系本单位的系统管理员授权。"))
    rows = with_today(User.objects.filter(agency=found))
    if q.active is not None:
        rows = rows.filter(is_active=q.active)
    return page(rows, ("name", "id"), q, _people, f"people {agency}")


def _people(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            **_columns(row, "id username name post phone is_active"),
            "roles": [grant_out(grant) for grant in row.grants_today],
        }
        for row in rows
    ]


def _groups(agency: Agency, day: date) -> list[dict[str, Any]]:
    members: dict[UUID, list[dict[str, Any]]] = {}
    for row in GroupMember.objects.on(day).filter(group__agency=agency):
        members.setdefault(row.group_id, []).append(_columns(row, "id name post role since until"))
    names = "id kind name duties phone document_title document_number shown since until"
    return [
        {**_columns(row, names), "office_of": row.office_of_id, "members": members.get(row.pk, [])}
        for row in agency.groups.on(day)
    ]


def _posts(agency: Agency, day: date) -> list[dict[str, Any]]:
    holders = {row.post_id: row.name for row in PostHolding.objects.on(day).filter(post__agency=agency)}
    return [
        {**_columns(row, "id name unit duties full_time since until"), "holder": holders.get(row.pk, "")}
        for row in agency.posts.on(day)
    ]


def _columns(row: models.Model, names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names.split()}
