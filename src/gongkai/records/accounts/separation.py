"""Who manages accounts decides nothing: not by a role, not by standing in for somebody, on any day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Q

from gongkai.records.accounts.models import RoleGrant, Substitution, User
from gongkai.records.accounts.roles import NOT_BESIDE_ADMINISTRATOR, Role


def against(role: Role) -> Collection[Role]:
    """The roles that must not meet this one in one hand."""
    if role is Role.ADMINISTRATOR:
        return NOT_BESIDE_ADMINISTRATOR
    return (Role.ADMINISTRATOR,) if role in NOT_BESIDE_ADMINISTRATOR else ()


def clashes(person: User, role: Role, since: date, until: date | None) -> Iterator[RoleGrant]:
    """What `role` from `since` until `until` (both included) must not stand beside: the person's own roles, and those that a
    substitution puts into one hand with it: of whom a manager stands in for, of the manager who stands in for who decides."""
    roles = [other.value for other in against(role)]
    if not roles:
        return
    yield from _held(person, roles, since, until)
    here, there = ("substitute", "absent") if role is Role.ADMINISTRATOR else ("absent", "substitute")
    meeting = Substitution.objects.filter(**{here: person}).filter(_overlaps(since, until)).select_related(there)
    for row in meeting.order_by("id"):
        ends = [day for day in (until, row.until) if day is not None]
        yield from _held(getattr(row, there), roles, max(since, row.since), min(ends, default=None))


def _held(person: User, roles: Collection[str], since: date, until: date | None) -> Iterator[RoleGrant]:
    rows = RoleGrant.objects.filter(user=person, role__in=roles).filter(_overlaps(since, until))
    yield from rows.select_related("user").order_by("id")


def _overlaps(since: date, until: date | None) -> Q:
    ends_later = Q(until=None) | Q(until__gte=since)
    return ends_later if until is None else ends_later & Q(since__lte=until)
