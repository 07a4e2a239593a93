"""Which people somebody may see, for lists, search, exports and counts: a constant number of queries."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext

from gongkai.records.accounts.models import Decision, RoleGrant, Substitution, User
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE, LOG_SEE
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.agencies.models import Agency
from gongkai.records.base import clock
from gongkai.records.base.errors import NotFound


def seen_by(user: User) -> QuerySet[User]:
    """The people of the agencies where the person manages accounts or reads the log, those who hold a role there, and the
    person himself."""
    places = Q(pk__in=agencies_with(user, ACCOUNTS_MANAGE).values("pk")) | Q(pk__in=agencies_with(user, LOG_SEE).values("pk"))
    there = Agency.objects.filter(places).values("pk")
    guests = RoleGrant.objects.valid_on(clock.today()).filter(agency__in=there).values("user")
    return User.objects.filter(Q(agency__in=there) | Q(pk__in=guests) | Q(pk=user.pk)).select_related("agency")


def with_today(people: QuerySet[User]) -> QuerySet[User]:
    """The same people with `grants_today` and `away_today` (lists) on each: two queries more, however many they are."""
    today = clock.today()
    grants = RoleGrant.objects.valid_on(today).select_related("agency").order_by("since", "id")
    away = Substitution.objects.on(today).select_related("substitute")
    return people.prefetch_related(
        Prefetch("grants", grants, to_attr="grants_today"), Prefetch("absences", away, to_attr="away_today")
    )


def seen_person(user: User, identity: UUID) -> User:
    """One of them; NotFound for everybody else."""
    found = seen_by(user).filter(pk=identity).first()
    if found is None:
        raise NotFound(gettext("找不到该人员，或不在您可以查看的范围内；请返回人员列表重新选择。"))
    return found


def managed_agencies(user: User) -> QuerySet[Agency]:
    """Where the person manages accounts now."""
    return agencies_with(user, ACCOUNTS_MANAGE).filter(ended_on=None).order_by("name", "id")


def colleagues(user: User) -> QuerySet[User]:
    """Who may stand in for a person: the active people of their agency, its inner units and villages, and of the agencies
    directly above and beside it that share its parent."""
    near = Q(agency=user.agency_id) | Q(agency__parent=user.agency_id)
    if user.agency.parent_id:
        near |= Q(agency=user.agency.parent_id)
    return User.objects.filter(near, is_active=True).exclude(pk=user.pk).select_related("agency").order_by("name", "id")


def waiting_decisions(user: User) -> QuerySet[Decision]:
    """What this person has been asked to decide and has not."""
    return Decision.objects.filter(decider=user, outcome="").select_related("agency").order_by("due", "asked_at")
