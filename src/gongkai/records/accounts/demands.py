"""Which second factor an agency, or a role, demands at sign-in; and whether somebody meets it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from gongkai.records.accounts.models import Factor, RoleGrant, SignInDemand, User
from gongkai.records.accounts.policies import may_manage_accounts
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import place_of
from gongkai.records.base import clock
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound


@act("accounts.demand_factor")
def demand(step: Step, agency: UUID, factor: Factor, role: Role | str = "") -> dict[str, Any]:
    """From now on who works at the agency (or holds `role` there) and below signs in with a second factor. A demand there is
    already is replaced."""
    place = _agency(agency)
    step.allow(may_manage_accounts, place)
    held = step.lock(Agency, agency)
    wanted, whose = Factor(factor), Role(role).value if role else ""
    row = SignInDemand.objects.select_for_update().filter(agency=held, role=whose).first()
    if row is None:
        row = step.add(SignInDemand(agency=held, role=whose, factor=wanted.value))
    else:
        step.require(row.factor != wanted.value, gettext("已有同样的登录要求。"), "already_demanded")
        step.project(row, factor=wanted.value)
    step.log({"role": whose, "factor": wanted.value})
    return {"demand": row.pk}


@act("accounts.lift_demand")
def lift(step: Step, agency: UUID, role: Role | str = "") -> None:
    """The demand ends; whoever has a second factor keeps using it."""
    place = _agency(agency)
    step.allow(may_manage_accounts, place)
    held = step.lock(Agency, agency)
    whose = Role(role).value if role else ""
    rows = SignInDemand.objects.filter(agency=held, role=whose)
    step.require(rows.exists(), gettext("没有这项登录要求，请刷新页面。"), "not_demanded")
    step.remove_all(rows)
    step.log({"role": whose, "factor": ""})


def demands_at(agencies: QuerySet[Agency]) -> QuerySet[SignInDemand]:
    """The demands of these agencies."""
    return SignInDemand.objects.filter(agency__in=agencies).select_related("agency").order_by("agency__name", "role")


def demanded_of(user: User) -> set[Factor]:
    """What is demanded of a person today. One query where nobody demands anything."""
    demands = list(SignInDemand.objects.all())
    if not demands:
        return set()
    above: dict[UUID, frozenset[UUID]] = {}

    def reaches(agency: Agency) -> frozenset[UUID]:
        if agency.pk not in above:
            place = place_of(agency)
            above[agency.pk] = frozenset((*place.own, *place.above))
        return above[agency.pk]

    found = {Factor(row.factor) for row in demands if not row.role and row.agency_id in reaches(user.agency)}
    with_role = [row for row in demands if row.role]
    if with_role:
        grants = RoleGrant.objects.valid_on(clock.today()).filter(Q(user=user), role__in={row.role for row in with_role})
        for grant in grants.select_related("agency"):
            found |= {
                Factor(row.factor) for row in with_role if row.role == grant.role and row.agency_id in reaches(grant.agency)
            }
    return found


def missing(demanded: set[Factor], has: Collection[str]) -> Factor | None:
    """The factor that has to be set up first, or None. `has`: "totp", "passkey"."""
    for factor in (Factor.PASSKEY, Factor.TOTP):
        if factor in demanded and factor.value not in has:
            return factor
    return Factor.ANY if Factor.ANY in demanded and not has else None


def factors_of(user: User) -> set[str]:
    """What a person has set up: "totp", "passkey"."""
    from allauth.mfa.models import Authenticator

    names = {Authenticator.Type.TOTP.value: "totp", Authenticator.Type.WEBAUTHN.value: "passkey"}
    kinds = Authenticator.objects.filter(user_id=user.pk, type__in=names).values_list("type", flat=True)
    return {names[kind] for kind in kinds}


def _agency(agency: UUID) -> Agency:
    found = Agency.objects.filter(pk=agency).first()
    if found is None:
        raise NotFound(gettext("找不到该单位，请返回机构列表重新选择。"))
    return found
