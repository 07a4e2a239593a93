"""How far somebody's account reaches, and that nobody gets hold of more by it than they manage.

Whoever gives a person a password, a substitute or a successor holds what the person holds for a moment. So an account is
managed where its person works *and* wherever they hold a role: the administrator of an office does not reset the password of
a colleague there who manages the whole county.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext

from gongkai.records.accounts.models import RoleGrant, Substitution, User
from gongkai.records.accounts.policies import may_manage_accounts
from gongkai.records.accounts.roles import Role
from gongkai.records.base import clock
from gongkai.records.base.actors import Actor
from gongkai.records.base.acts import Step
from gongkai.records.base.errors import NotAllowed


def beyond(actor: Actor, person: User) -> RoleGrant | None:
    """A role of today or later that the person, or somebody they stand in for, holds where the actor manages no accounts."""
    return next((grant for grant in _grants(person) if not may_manage_accounts(actor, grant.agency)), None)


def allow_account(step: Step, person: User) -> None:
    """The step of asking whether the actor manages all of the person's account. NotAllowed with the role that is beyond."""
    step.allow(may_manage_accounts, person.agency)
    if why := why_beyond(step.actor, person):
        raise NotAllowed(why)


def why_beyond(actor: Actor, person: User) -> str:
    """Why the actor, who manages accounts where the person works, does not manage this one; "" where he does."""
    grant = beyond(actor, person)
    if grant is None:
        return ""
    said = gettext("“%(name)s”的账号还担任“%(agency)s”的“%(role)s”，不归您管理；请由管理“%(agency)s”账号的人办理。")
    return said % {"name": person.name, "agency": grant.agency.name, "role": Role(grant.role).label}


def _grants(person: User) -> Iterator[RoleGrant]:
    """One a pair of person and agency, the person's own first."""
    today = clock.today()
    absent = Substitution.objects.filter(substitute=person).filter(Q(until=None) | Q(until__gte=today)).values("absent")
    rows = RoleGrant.objects.filter(Q(user=person) | Q(user__in=absent)).filter(Q(until=None) | Q(until__gte=today))
    seen = set()
    for row in rows.select_related("agency").order_by("id"):
        if row.agency_id not in seen:
            seen.add(row.agency_id)
            yield row
