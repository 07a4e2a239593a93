"""The list of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.desk.here import Here
from gongkai.desk.listing import Choice, Column, Listing, listing_view
from gongkai.records.accounts import people
from gongkai.records.accounts.models import RoleGrant, User
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE, LOG_SEE, Role
from gongkai.records.base import clock


def may_see(here: Here) -> bool:
    """Who manages accounts or reads the log somewhere."""
    return here.can_any(ACCOUNTS_MANAGE, LOG_SEE)


def _rows(here: Here, **address: Any) -> QuerySet[User]:
    return people.with_today(people.seen_by(here.user))


def _roles(user: Any) -> str:
    return "、".join(dict.fromkeys(Role(grant.role).label for grant in user.grants_today))


def _state(user: Any) -> str:
    if not user.is_active:
        return gettext("已停用")
    if user.away_today:
        away = user.away_today[0]
        return gettext("离岗至 %(until)s，%(name)s代理") % {"until": away.until, "name": away.substitute.name}
    if not user.has_usable_password():
        return gettext("还没有密码")
    return gettext("待改初始密码") if user.must_change_password else gettext("在用")


def _has_role(rows: QuerySet[Any], role: str) -> QuerySet[Any]:
    grants = RoleGrant.objects.valid_on(clock.today()).filter(role=role)
    return rows.filter(pk__in=grants.values("user"))


def _in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    return rows.filter(is_active=state == "active")


def _links(here: Here) -> Sequence[tuple[str, str]]:
    if not here.can(ACCOUNTS_MANAGE):
        return ()
    return (
        (gettext("登记人员"), reverse("people:enrol")),
        (gettext("批量导入"), reverse("people:import")),
        (gettext("登录要求"), reverse("people:demands")),
    )


PEOPLE = Listing(
    key="accounts.people",
    title=gettext_lazy("人员"),
    rows=_rows,
    columns=(
        Column("name", gettext_lazy("姓名"), sort=("name",), link=lambda row: reverse("people:person", args=[row.pk])),
        Column("username", gettext_lazy("用户名"), sort=("username",)),
        Column("agency", gettext_lazy("单位"), "agency.name", sort=("agency__name", "name")),
        Column("post", gettext_lazy("职务"), sort=("post",)),
        Column("phone", gettext_lazy("手机"), shown=False),
        Column("roles", gettext_lazy("角色"), _roles),
        Column("state", gettext_lazy("状态"), _state, tone=lambda row: "" if row.is_active else "quiet"),
    ),
    filters=(
        Choice("role", gettext_lazy("角色"), Role.choices, _has_role),
        Choice(
            "state",
            gettext_lazy("状态"),
            (("active", gettext_lazy("在用")), ("inactive", gettext_lazy("已停用"))),
            _in_state,
            default="active",
        ),
    ),
    search=("name", "username", "post", "agency__name"),
    search_label=gettext_lazy("姓名、用户名、职务、单位"),
    order="agency",
    may=may_see,
    links=_links,
    empty=gettext_lazy("还没有人员。点“登记人员”逐个登记，或“批量导入”一张表。"),
    help_topic="people",
)
people_list = listing_view(PEOPLE)
