"""Acts for people who are away or leave: substitution with dates, and handing over everything that is open."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from gongkai.records.accounts import decisions, separation
from gongkai.records.accounts.models import RoleGrant, Substitution, User
from gongkai.records.accounts.policies import is_himself, is_somebody_else, may_manage_accounts
from gongkai.records.accounts.reaching import allow_account
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE, NOT_BESIDE_ADMINISTRATOR, Role, roles_with
from gongkai.records.base import clock
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound
from gongkai.records.base.tasks import services as tasks


@act("accounts.substitute")
def arrange(step: Step, absent: UUID, substitute: UUID, since: date, until: date, reason: str) -> dict[str, Any]:
    """While `absent` is away, from `since` until `until` (both included), `substitute` does their work: their roles, not the
    managing ones, and what waits for them. Arranged by the person, or by who manages accounts there (never for himself)."""
    away, other = _seen(absent), _seen(substitute)
    if step.actor.actor_key != away.actor_key:
        allow_account(step, away)
        step.allow(is_somebody_else, other)
    else:
        step.allow(is_himself, away)
    held = step.lock(User, absent)
    step.require(absent != substitute, gettext("不能由本人代理本人，请另选代理人。"), "stands_in_for_himself")
    step.require(other.is_active, gettext("“%(name)s”的账号已停用，请另选代理人。") % {"name": other.name}, "user_inactive")
    step.require(until >= since, gettext("代理的结束日期不能早于开始日期。"), "dates_reversed")
    step.require(until >= clock.today(), gettext("代理的结束日期已经过去，请改正日期。"), "dates_over")
    step.require(bool(reason.strip()), gettext("请写明离岗事由（如请假、出差、学习）。"), "reason_missing")
    _check_separate(step, away, other, since, until)
    within = Substitution.objects.filter(since__lte=until).filter(Q(until=None) | Q(until__gte=since))
    step.require(
        not within.filter(absent=away).exists(),
        gettext("“%(name)s”在这段时间已安排代理，请先结束原来的安排。") % {"name": away.name},
        "already_substituted",
    )
    step.require(
        not within.filter(absent=other).exists(),
        gettext("“%(name)s”在这段时间自己也离岗，请另选代理人。") % {"name": other.name},
        "substitute_away",
    )
    row = step.add(Substitution(absent=held, substitute=other, since=since, until=until, reason=reason.strip()))
    step.log({"substitution": row.pk, "substitute": substitute, "since": since, "until": until, "reason": reason.strip()})
    about = {"substitution": row.pk, "for": absent, "since": since, "until": until, "reason": reason.strip()}
    step.log(about, record=other)
    return {"substitution": row.pk}


@act("accounts.end_substitution")
def end(step: Step, substitution: UUID, until: date) -> None:
    """The substitution ends with the day `until`: the person is back the day after. One that has not begun ends before it
    begins, and never counts."""
    row = Substitution.objects.select_related("absent__agency", "substitute").filter(pk=substitution).first()
    if row is None:
        raise NotFound(gettext("找不到该代理安排，请刷新页面。"))
    if step.actor.actor_key != row.absent.actor_key:
        step.allow(may_manage_accounts, row.absent.agency)
    else:
        step.allow(is_himself, row.absent)
    person = step.lock(User, row.absent_id)
    held = Substitution.objects.select_for_update().get(pk=substitution)
    step.require(held.until is None or until < held.until, gettext("该代理已在更早的日期结束。"), "already_ended")
    step.require(until >= held.since, gettext("代理的结束日期不能早于开始日期。"), "dates_reversed")
    step.project(held, until=until)
    step.log({"substitution": substitution, "until": until}, record=person)


@act("accounts.hand_over")
def hand_over(step: Step, user: UUID, to: UUID, roles: bool, reason: str) -> dict[str, Any]:
    """Everything that waits for the person waits for `to` at once; what they were to decide is asked of `to` where he may
    decide it, and to be seen by him elsewhere. `roles`: their roles go over too, from today on (the
    managing ones stay: they are granted by an act of their own)."""
    person, other = _seen(user), _seen(to)
    allow_account(step, person)
    step.allow(may_manage_accounts, other.agency)
    step.allow(is_somebody_else, other)
    held = step.lock(User, user)
    receiver = step.lock(User, to)
    step.require(user != to, gettext("不能移交给本人，请另选接手人。"), "handed_to_himself")
    step.require(receiver.is_active, gettext("“%(name)s”的账号已停用，请另选接手人。") % {"name": other.name}, "user_inactive")
    step.require(bool(reason.strip()), gettext("请写明移交原因。"), "reason_missing")
    moved = tasks.hand_over(held, receiver, step.actor)
    granted = _move_roles(step, held, receiver) if roles else []
    decisions.hand_on(step, held, receiver)
    step.log({"to": to, "tasks": moved, "grants": granted, "reason": reason.strip()})
    step.log({"from": user, "tasks": moved, "grants": granted, "reason": reason.strip()}, record=receiver)
    return {"tasks": moved, "grants": len(granted)}


def _move_roles(step: Step, person: User, receiver: User) -> list[UUID]:
    today = clock.today()
    granted = []
    managing = set(roles_with(ACCOUNTS_MANAGE))
    rows = RoleGrant.objects.select_for_update().filter(user=person).filter(Q(until=None) | Q(until__gte=today))
    for row in rows.order_by("id"):
        if row.role in managing:
            continue
        step.require(
            not any(separation.clashes(receiver, Role(row.role), max(today, row.since), row.until)),
            gettext("“%(name)s”（或其代理人）管理账号，不能接手“%(role)s”；请把该角色授给其他人后再移交。")
            % {"name": receiver.name, "role": Role(row.role).label},
            "roles_incompatible",
        )
        begins = max(today, row.since)
        has = RoleGrant.objects.filter(user=receiver, role=row.role, agency=row.agency).filter(
            Q(until=None) | Q(until__gte=begins)
        )
        if not has.exists():
            new = step.add(RoleGrant(user=receiver, role=row.role, agency=row.agency, since=begins, until=row.until))
            granted.append(new.pk)
        if row.since < today:
            step.project(row, until=min(row.until or today, _day_before(today)))
        else:
            step.project(row, until=row.since)
    return granted


def _check_separate(step: Step, away: User, other: User, since: date, until: date) -> None:
    deciding = RoleGrant.objects.filter(
        user=away, role__in=[r.value for r in NOT_BESIDE_ADMINISTRATOR], since__lte=until
    ).filter(Q(until=None) | Q(until__gte=since))
    step.require(
        not (deciding.exists() and _manages(other, since, until)),
        gettext("“%(name)s”管理账号，不能代理审核、签发等决定性角色；请另选代理人。") % {"name": other.name},
        "roles_incompatible",
    )


def _manages(user: User, since: date, until: date | None) -> bool:
    rows = RoleGrant.objects.filter(user=user, role__in=roles_with(ACCOUNTS_MANAGE)).filter(Q(until=None) | Q(until__gte=since))
    return (rows if until is None else rows.filter(since__lte=until)).exists()


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _seen(user: UUID) -> User:
    found = User.objects.select_related("agency").filter(pk=user).first()
    if found is None:
        raise NotFound(gettext("找不到该人员，请返回人员列表重新选择。"))
    return found
