"""Who holds which role."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gongkai.records.accounts.models import RoleGrant, User
from gongkai.records.accounts.roles import Role
from gongkai.records.base import clock


def grants_of(user: User, day: date | None = None) -> QuerySet[RoleGrant]:
    """The roles a person holds on a day (today)."""
    return RoleGrant.objects.valid_on(day or clock.today()).filter(user=user).select_related("agency").order_by("since", "id")


def holders(role: Role, agencies: Collection[UUID], day: date | None = None) -> QuerySet[User]:
    """The active people who hold a role at one of the agencies on a day (today), by name."""
    grants = RoleGrant.objects.valid_on(day or clock.today()).filter(role=role.value, agency__in=agencies)
    return User.objects.filter(is_active=True, pk__in=grants.values("user")).order_by("name", "id")
