"""Ways of signing in that somebody else gave to a person: who they came from, and who says that the person has them.

Whoever gives out a password knows it, and could sign in as the person. So what was given marks the account, and until
somebody from another hand has made sure that the person themselves uses it, the account decides nothing at the desk
(docs/decisions/0012). Links and paper do not need the account and are not concerned.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from gongkai.records.accounts.models import ApiToken, User
from gongkai.records.accounts.policies import holds, is_somebody_else
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE, DECISIONS_ASK
from gongkai.records.base import clock
from gongkai.records.base.actors import Actor
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound
from gongkai.records.base.log import chain
from gongkai.records.base.policies import is_operator, policy
from gongkai.records.base.tasks import services as tasks
from gongkai.records.base.tasks.models import Task

TASK = "accounts.credentials"
NOTICE_DAYS = 30
VOUCH = "accounts.vouch"
GIVING = frozenset(
    {"accounts.enrol", "accounts.import", "accounts.give_password", "accounts.reset_factors", "accounts.link_identity"}
)


def mark(actor: Actor) -> dict[str, Any]:
    """The columns of an account that `actor` gives a way of signing in to. The operator of the installation has every account
    anyway, and the account is marked by nothing."""
    if not isinstance(actor, User):
        return {"credentials_by": "", "credentials_at": None}
    return {"credentials_by": actor.actor_key, "credentials_at": clock.now()}


def given(step: Step, held: User, what: str) -> None:
    """Inside an act that gives a person a way of signing in: the mark, and a task that tells the person."""
    tasks.close(held, step.actor, TASK)
    step.project(held, **mark(step.actor))
    if held.credentials_by:
        tasks.open_task(held, held, TASK, said(held, what), None)


def said(person: User, what: str = "") -> str:
    """What was done to the account, by whom and when; "" where nothing was."""
    if not person.credentials_by:
        return ""
    about = {"what": what or gettext("密码"), "name": name_of(person.credentials_by), "at": _at(person.credentials_at)}
    return gettext("%(what)s由“%(name)s”于 %(at)s 重设或发放") % about


def notice(person: User) -> str:
    """The same for the person's home: for NOTICE_DAYS, where no task tells them anyway. One query where there is a mark."""
    at = person.credentials_at
    if not person.credentials_by or at is None or (clock.now() - at).days >= NOTICE_DAYS:
        return ""
    told = Task.objects.filter(owner=person.actor_key, code=TASK, closed_at=None).exists()
    return "" if told else said(person)


def name_of(actor_key: str) -> str:
    """The name of who gave it."""
    found = _user(actor_key)
    return found.name if found else actor_key


def givers(person: User) -> set[str]:
    """Everybody who gave the person a way of signing in since somebody last vouched: an identity that one administrator linked
    still opens after another gave a password."""
    found = {person.credentials_by} - {""}
    return found | {actor for actor, _ in _givings(person)}


def _givings(person: User) -> list[tuple[str, datetime]]:
    """Who gave the person a way of signing in since somebody last vouched, and when; the latest first."""
    found: list[tuple[str, datetime]] = []
    for done, actor, at in chain.entries(person).order_by("-seq").values_list("act", "actor", "recorded_at"):
        if done == VOUCH:
            break
        if done in GIVING:
            found.append((actor, at))
    return found


def _end_what_was_made(step: Step, person: User) -> int:
    """Ends what opens the account by itself and was made while somebody else could have been in it: passkeys, tokens, sessions.
    A password alone the person changes; of a key or token in other hands nobody would ever know. Returns how many."""
    from allauth.mfa.models import Authenticator

    from gongkai.records.accounts.passwords import end_sessions

    since = min((at for actor, at in _givings(person) if actor.startswith("user:")), default=person.credentials_at)
    passkeys = Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.WEBAUTHN, created_at__gte=since)
    ended = passkeys.count()
    step.remove_all(passkeys)
    for token in ApiToken.objects.select_for_update().filter(user=person, revoked_at=None, made_at__gte=since):
        step.project(token, revoked_at=clock.now())
        ended += 1
    end_sessions(person)
    return ended


def hands(actor_key: str) -> set[str]:
    """Whose hands an account may be in: its person's, of who gave it out, of who gave out theirs, and so on."""
    found: set[str] = set()
    while actor_key and actor_key not in found:
        found.add(actor_key)
        person = _user(actor_key)
        actor_key = person.credentials_by if person else ""
    return found


def may_decide_here(actor: Actor) -> bool:
    """Whether the account of who decides is nobody's but theirs, as far as is known. Asked of the database each time."""
    return not isinstance(actor, User) or not User.objects.exclude(credentials_by="").filter(pk=actor.pk).exists()


@policy
def is_from_another_hand(actor: Actor, person: User | None) -> bool:
    """Nobody who gave the account out, who was given theirs by the same hand, or who handed out the giver's."""
    if person is None or is_operator(actor, person):
        return True
    return not any(hands(actor.actor_key) & hands(giver) for giver in givers(person))


def may_vouch(actor: Actor, person: User) -> bool:
    """Whether this one may say that the person has their account."""
    return bool(_may_at(actor, person.agency) and is_somebody_else(actor, person) and is_from_another_hand(actor, person))


_may_at = holds(DECISIONS_ASK) | holds(ACCOUNTS_MANAGE) | is_operator


@act(VOUCH)
def vouch(step: Step, user: UUID, how: str) -> None:
    """Somebody who asks for decisions there, or manages accounts, and has nothing to do with the giver, made sure that the
    person uses the account: seen or called, `how` says which. From then on it decides. Passkeys and tokens that were made
    since it was given out end, and all its sessions: whoever else was in it is out."""
    person = User.objects.select_related("agency").filter(pk=user).first()
    if person is None:
        raise NotFound(gettext("找不到该人员，请返回人员列表重新选择。"))
    step.allow(_may_at, person.agency)
    step.allow(is_somebody_else, person)
    step.allow(is_from_another_hand, person)
    held = step.lock(User, user)
    step.require(bool(held.credentials_by), gettext("该账号不需要核实。"), "nothing_to_vouch")
    step.require(bool(how.strip()), gettext("请写明怎样核实的（如当面、电话）。"), "how_missing")
    ended = _end_what_was_made(step, held)
    step.log({"how": how.strip(), "given_by": held.credentials_by, "given_at": held.credentials_at, "ended": ended})
    step.project(held, credentials_by="", credentials_at=None)
    tasks.close(held, step.actor, TASK)


def _user(actor_key: str) -> User | None:
    kind, _, identity = actor_key.partition(":")
    return User.objects.filter(pk=identity).first() if kind == "user" else None


def _at(when: datetime | None) -> str:
    return clock.local(when).strftime("%Y-%m-%d %H:%M") if when else ""
