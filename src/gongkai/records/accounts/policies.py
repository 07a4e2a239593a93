"""Who may manage people and their roles, and see agencies and logs."""

from __future__ import annotations

from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE, AGENCIES_SEE, LOG_SEE
from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import path_of
from gongkai.records.base.actors import Actor
from gongkai.records.base.policies import Policy, is_operator, policy


def holds(capability: str) -> Policy:
    """Somebody whose role at the agency, or at one above it, gives the capability."""

    def at_or_above(actor: Actor, agency: Agency | None) -> bool:
        return agency is not None and actor.can(capability, path_of(agency))

    return Policy(at_or_above, f"holds({capability})")


@policy
def is_somebody_else(actor: Actor, user: User | None) -> bool:
    """Nobody acts on his own rights."""
    return user is None or actor.actor_key != user.actor_key


may_manage_accounts = holds(ACCOUNTS_MANAGE) | is_operator
may_see_agencies = holds(AGENCIES_SEE) | is_operator
may_see_log = holds(LOG_SEE) | is_operator
