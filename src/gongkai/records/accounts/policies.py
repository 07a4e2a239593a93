"""Who may manage people and their roles, and see agencies and logs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from gongkai.records.accounts.models import Decision, Substitution, User
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE, AGENCIES_SEE, DECISIONS_ASK, DECISIONS_MAKE, LOG_SEE
from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import place_of
from gongkai.records.base import clock
from gongkai.records.base.actors import Actor
from gongkai.records.base.policies import Policy, is_operator, policy


def holds(capability: str) -> Policy:
    """Somebody whose role at the agency, or at one above it, gives the capability."""

    def at_or_above(actor: Actor, agency: Agency | None) -> bool:
        return agency is not None and actor.can(capability, place_of(agency))

    return Policy(at_or_above, f"holds({capability})")


def _is_somebody_else(actor: Actor, user: User | None) -> bool:
    """Nobody acts on his own rights."""
    return user is None or actor.actor_key != user.actor_key


is_somebody_else = Policy(
    _is_somebody_else,
    "is_somebody_else",
    gettext_lazy("自己不能给自己授权，也不能给自己停用、改名、发放密码或接手工作；请由另一位管理员办理。"),
)


@policy
def is_himself(actor: Actor, user: User | None) -> bool:
    """The person it is about."""
    return user is not None and actor.actor_key == user.actor_key


@policy
def may_decide(actor: Actor, decision: Decision | None) -> bool:
    """The decider, while a role lets them decide there; their substitute of today; the bearer of a link to this decision."""
    if decision is None:
        return False
    if not decision.decider.can(DECISIONS_MAKE, place_of(decision.agency)):
        return False
    if actor.actor_key in (decision.decider.actor_key, f"link:{decision.pk}"):
        return True
    if actor.actor_key == decision.asked_by:
        return False
    standing_in = Substitution.objects.on(clock.today()).filter(absent=decision.decider).select_related("substitute")
    return any(actor.actor_key == row.substitute.actor_key and row.substitute.is_active for row in standing_in)


@policy
def may_record_paper(actor: Actor, decision: Decision | None) -> bool:
    """Somebody of the agency who may ask for decisions records what a leader decided on paper, with its proof."""
    if decision is None or not decision.decider.can(DECISIONS_MAKE, place_of(decision.agency)):
        return False
    return actor.can(DECISIONS_ASK, place_of(decision.agency))


may_manage_accounts = holds(ACCOUNTS_MANAGE) | is_operator
may_see_agencies = holds(AGENCIES_SEE) | is_operator
may_see_log = holds(LOG_SEE) | is_operator
