"""Who holds which role."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.records.accounts.models import Decision, Outcome, RoleGrant, Substitution, User
from gongkai.records.accounts.roles import DECISIONS_ASK, LOG_SEE, NOT_BY_SUBSTITUTION, REACHING, Role, roles_with
from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import PARTS
from gongkai.records.base import clock
from gongkai.records.base.tasks.models import Task


def grants_of(user: User, day: date | None = None) -> QuerySet[RoleGrant]:
    """The roles a person holds on a day (today)."""
    return RoleGrant.objects.valid_on(day or clock.today()).filter(user=user).select_related("agency").order_by("since", "id")


def holders(role: Role, agencies: Collection[UUID], day: date | None = None) -> QuerySet[User]:
    """The active people who hold a role at one of the agencies on a day (today), by name."""
    grants = RoleGrant.objects.valid_on(day or clock.today()).filter(role=role.value, agency__in=agencies)
    return User.objects.filter(is_active=True, pk__in=grants.values("user")).order_by("name", "id")


def stands_in_for(user: User, day: date | None = None) -> list[User]:
    """The people whose work this person does on a day (today)."""
    rows = Substitution.objects.on(day or clock.today()).filter(substitute=user).select_related("absent")
    return [row.absent for row in rows]


def owners_of(user: User) -> list[str]:
    """The actor keys whose tasks this person sees today: their own first, then those of whom they stand in for."""
    return [user.actor_key, *(absent.actor_key for absent in stands_in_for(user))]


def agencies_with(user: User, capability: str, day: date | None = None) -> QuerySet[Agency]:
    """The agencies at which the person's roles give the capability: those for which `user.can(capability, place_of(agency))`
    holds, ended ones too. One query, and one a level of the tree below where the roles are held (none for the root: its
    reaching roles count everywhere). Lists, search, exports and counts start here."""
    on = day or clock.today()
    whose = Q(user=user)
    if capability not in NOT_BY_SUBSTITUTION:
        whose |= Q(user__in=Substitution.objects.on(on).filter(substitute=user).values("absent"))
    grants = RoleGrant.objects.valid_on(on).filter(whose, user__is_active=True, role__in=roles_with(capability))
    # The person himself may have been deactivated since this object was read.
    grants = grants.filter(Exists(User.objects.filter(pk=user.pk, is_active=True)))
    held = set(grants.values_list("agency_id", "role", "agency__parent_id"))
    if not held:
        return Agency.objects.none()
    if any(role in REACHING and parent is None for _, role, parent in held):
        return Agency.objects.all()
    found = {agency for agency, _, _ in held}
    found |= _below({agency for agency, role, _ in held if role in REACHING}, Agency.objects.all())
    found |= _below({agency for agency, role, _ in held if role not in REACHING}, Agency.objects.filter(kind__in=PARTS))
    return Agency.objects.filter(pk__in=found)


def _below(agencies: set[UUID], among: QuerySet[Agency]) -> set[UUID]:
    """What stands below these, level by level."""
    found: set[UUID] = set()
    here = agencies
    while here:
        here = set(among.filter(parent__in=here).values_list("pk", flat=True)) - found - agencies
        found |= here
    return found


def decisions_for(user: User) -> QuerySet[Decision]:
    """The decisions a person may see: asked of them or of whom they stand in for, asked by them, waiting in their tasks
    (handed over), or of an agency where they ask for decisions or read the log."""
    absent = stands_in_for(user)
    people = Q(decider=user) | Q(decider__in=[person.pk for person in absent]) | Q(asked_by=user.actor_key)
    people |= Q(pk__in=waiting_decisions([user.actor_key, *(person.actor_key for person in absent)]))
    places = Q(agency__in=agencies_with(user, DECISIONS_ASK)) | Q(agency__in=agencies_with(user, LOG_SEE))
    return Decision.objects.filter(people | places).select_related("decider", "agency")


def waiting_decisions(owners: Collection[str]) -> QuerySet[Any]:
    """The ids of the decisions that stand in the open tasks of these actor keys."""
    about = Decision._meta.label_lower
    return Task.objects.filter(owner__in=owners, record_type=about, closed_at=None).values("record_id")


def returned_to(owners: Collection[str], days: int = 60) -> QuerySet[Decision]:
    """What came back, within `days`, to those who asked for it (actor keys), and has not been asked for anew; latest first."""
    again = Decision.objects.filter(
        record_type=OuterRef("record_type"), record_id=OuterRef("record_id"), asked_at__gt=OuterRef("decided_at")
    )
    back = Decision.objects.filter(
        asked_by__in=owners, outcome=Outcome.RETURNED, decided_at__gte=clock.now() - timedelta(days=days)
    )
    return back.filter(~Exists(again)).select_related("decider").order_by("-decided_at", "-id")
