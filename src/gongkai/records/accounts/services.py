"""Acts on people: enrol, move to another post, grant and end a role, deactivate, give a new password."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext

from gongkai.records.accounts import separation, vouching
from gongkai.records.accounts.models import RoleGrant, User
from gongkai.records.accounts.policies import is_somebody_else, may_manage_accounts
from gongkai.records.accounts.reaching import allow_account
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies.models import Agency
from gongkai.records.base import clock
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound


@act("accounts.enrol")
def enrol(
    step: Step, username: str, name: str, agency: UUID, password: str | None = None, post: str = "", phone: str = ""
) -> dict[str, Any]:
    """A new person at an agency. Without a password nobody can log in as them yet; a first one must be changed."""
    at = _agency(agency)
    step.allow(may_manage_accounts, at)
    user = enrolled(step, at, username, name, password, post, phone)
    return {"user": user.pk}


def enrolled(
    step: Step,
    at: Agency,
    username: str,
    name: str,
    password: str | None = None,
    post: str = "",
    phone: str = "",
    encoded: str = "",
) -> User:
    """The step of enrolling somebody at an agency where the actor was allowed to. `encoded`: a first password as it is kept
    (`passwords.encoded_first_password`), where `password` would be hashed slowly."""
    user = User(
        username=username.strip(),
        name=name.strip(),
        agency=at,
        post=post.strip(),
        phone=phone.strip(),
        enrolled_at=clock.now(),
    )
    if encoded or password is not None:
        for column, value in vouching.mark(step.actor).items():
            setattr(user, column, value)
    if encoded:
        user.password = encoded
    else:
        set_password(step, user, password)
    try:
        user.clean_fields(exclude=["id", "password", "agency"])
    except ValidationError as error:
        step.require(False, gettext("人员信息不完整或有误：%(why)s") % {"why": "；".join(error.messages)}, "user_invalid")
    step.require(
        not User.objects.filter(username__iexact=user.username).exists(),
        gettext("用户名“%(name)s”已有人使用，请换一个。") % {"name": user.username},
        "username_used",
    )
    step.create(user)
    step.log({"username": user.username, "agency": at.pk}, record=user)
    return user


@act("accounts.transfer")
def transfer(step: Step, user: UUID, agency: UUID) -> None:
    """The person works at another agency now. Roles stay as they are: each is ended or granted by an act of its own."""
    place = _agency(agency)
    step.allow(may_manage_accounts, _seen(user).agency)
    step.allow(may_manage_accounts, place)
    held = step.lock(User, user)
    step.project(held, agency=place)
    step.log({"agency": agency})


@act("accounts.grant")
def grant(step: Step, user: UUID, role: Role, agency: UUID, since: date, until: date | None = None) -> dict[str, Any]:
    """The person holds the role at the agency from `since` until `until` (both included)."""
    place, person = _agency(agency), _seen(user)
    step.allow(may_manage_accounts, place)
    step.allow(is_somebody_else, person)
    held = step.lock(User, user)
    row = granted(step, held, Role(role), place, since, until)
    return {"grant": row.pk}


def granted(step: Step, held: User, role: Role, place: Agency, since: date, until: date | None = None) -> RoleGrant:
    """The step of granting a role to somebody who is held, at an agency where the actor was allowed to."""
    step.require(held.is_active, gettext("“%(name)s”的账号已停用，请先启用再授权。") % {"name": held.name}, "user_inactive")
    step.require(until is None or until >= since, gettext("角色的结束日期不能早于开始日期。"), "dates_reversed")
    _check_separate(step, held, role, since, until)
    overlapping = RoleGrant.objects.filter(user=held, role=role.value, agency=place).filter(Q(until=None) | Q(until__gte=since))
    if until is not None:
        overlapping = overlapping.filter(since__lte=until)
    step.require(
        not overlapping.exists(),
        gettext("“%(name)s”在这段时间已有“%(role)s”角色。") % {"name": held.name, "role": role.label},
        "already_granted",
    )
    row = step.add(RoleGrant(user=held, role=role.value, agency=place, since=since, until=until))
    step.log({"grant": row.pk, "role": role.value, "agency": place.pk, "since": since, "until": until}, record=held)
    return row


@act("accounts.end_role")
def end_role(step: Step, grant: UUID, until: date) -> None:
    """The role ends with the day `until`; one that would begin later ends before it begins, and never counts."""
    found = RoleGrant.objects.select_related("agency", "user").filter(pk=grant).first()
    if found is None:
        raise NotFound(gettext("找不到该角色授权，请刷新页面。"))
    step.allow(may_manage_accounts, found.agency)
    step.allow(is_somebody_else, found.user)
    person = step.lock(User, found.user_id)
    row = RoleGrant.objects.select_for_update().get(pk=grant)
    step.require(row.since <= until, gettext("角色的结束日期不能早于开始日期。"), "dates_reversed")
    step.require(row.until is None or until <= row.until, gettext("该角色已在更早的日期结束。"), "already_ended")
    step.project(row, until=until)
    step.log({"grant": grant, "until": until}, record=person)


@act("accounts.deactivate")
def deactivate(step: Step, user: UUID, reason: str) -> None:
    """The person can log in no more and holds no right any more, at once; what they did stays."""
    person = _seen(user)
    allow_account(step, person)
    step.allow(is_somebody_else, person)
    held = step.lock(User, user)
    step.require(held.is_active, gettext("该账号已经停用。"), "user_inactive")
    step.require(bool(reason.strip()), gettext("停用账号须写明原因。"), "reason_missing")
    step.project(held, is_active=False)
    step.log({"reason": reason.strip()})


@act("accounts.reactivate")
def reactivate(step: Step, user: UUID) -> None:
    """The person is back, with the roles whose time is not over."""
    person = _seen(user)
    allow_account(step, person)
    step.allow(is_somebody_else, person)
    held = step.lock(User, user)
    step.require(not held.is_active, gettext("该账号正在使用。"), "user_active")
    step.project(held, is_active=True)
    step.log()


@act("accounts.give_password")
def give_password(step: Step, user: UUID, password: str) -> None:
    """A new first password from somebody else; it must be changed at the next log-in, the person is told, and the account
    decides nothing until somebody else has made sure whose it is."""
    person = _seen(user)
    allow_account(step, person)
    step.allow(is_somebody_else, person)
    held = step.lock(User, user)
    set_password(step, held, password)
    step.project(held, password=held.password, must_change_password=True)
    vouching.given(step, held, gettext("密码"))
    step.log()


def _check_separate(step: Step, person: User, role: Role, since: date, until: date | None) -> None:
    """Who manages accounts decides nothing, and the other way round, on any day of the grant."""
    other = next(separation.clashes(person, role, since, until), None)
    if other is None:
        return
    said = {"name": person.name, "whose": other.user.name, "other": Role(other.role).label}
    step.require(
        other.user_id != person.pk,
        gettext("“%(name)s”在这段时间担任“%(other)s”，管理账号的人不能兼任审核、签发等决定性角色；请授给其他人。") % said,
        "roles_incompatible",
    )
    step.require(
        False,
        gettext(
            "“%(name)s”在这段时间与“%(whose)s”有代理安排，“%(whose)s”担任“%(other)s”："
            "管理账号的人不能代理审核、签发等决定性角色；请先结束代理，或授给其他人。"
        )
        % said,
        "roles_incompatible",
    )


def set_password(step: Step, user: User, password: str | None) -> None:
    """Sets a password that is good enough (Refused otherwise), or none. The caller saves the person."""
    if password is None:
        user.set_unusable_password()
        return
    try:
        validate_password(password, user)
    except ValidationError as error:
        codes = {single.code for single in error.error_list}
        step.require(False, _why_weak(codes), "password_weak")
    user.set_password(password)


def _why_weak(codes: set[str | None]) -> str:
    """In our own words: not every sentence of Django's validators is translated."""
    reasons = {
        "password_too_short": gettext("少于 10 个字符"),
        "password_too_common": gettext("过于常见"),
        "password_entirely_numeric": gettext("全是数字"),
        "password_too_similar": gettext("与用户名或姓名相近"),
    }
    named = "、".join(reason for code, reason in reasons.items() if code in codes)
    return gettext("密码不够安全（%(why)s），请换一个。") % {"why": named or gettext("不符合要求")}


def _seen(user: UUID) -> User:
    found = User.objects.select_related("agency").filter(pk=user).first()
    if found is None:
        raise NotFound(gettext("找不到该人员，请返回人员列表重新选择。"))
    return found


def _agency(agency: UUID) -> Agency:
    found = Agency.objects.filter(pk=agency).first()
    if found is None:
        raise NotFound(gettext("找不到该单位，请返回机构列表重新选择。"))
    return found
