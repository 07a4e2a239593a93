"""Passwords: one's own, changed; and first ones that are made up, given out once and must be changed."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.utils.translation import gettext

from gongkai.records.accounts import vouching
from gongkai.records.accounts.models import User
from gongkai.records.accounts.policies import is_himself, is_somebody_else
from gongkai.records.accounts.reaching import allow_account
from gongkai.records.accounts.services import set_password
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound

# Nothing that is read wrongly from paper: no l, o, 0, 1, i.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_ITERATIONS = 10_000


def first_password() -> str:
    """A password to be given out once: three groups of four signs, 59 bits of chance."""
    while True:
        groups = ["".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)]
        if any(sign.isalpha() for sign in "".join(groups)):
            return "-".join(groups)


def encoded_first_password(password: str) -> str:
    """What is kept of a first password. Slow hashing protects what people think up; 59 bits of chance need little of it, and
    an import of thousands must not take ten minutes. Django hashes it anew, slowly, at the first sign-in."""
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), _ITERATIONS)
    return hasher.encode(password, hasher.salt())


@act("accounts.change_password")
def change_password(step: Step, user: UUID, current: str, password: str) -> None:
    """A person's own new password. All their other sessions end with the old one."""
    person = User.objects.filter(pk=user).first()
    if person is None:
        raise NotFound(gettext("找不到该人员，请重新登录。"))
    step.allow(is_himself, person)
    held = step.lock(User, user)
    step.require(held.check_password(current), gettext("原密码不正确，请重新输入。"), "password_wrong")
    step.require(current != password, gettext("新密码不能与原密码相同，请换一个。"), "password_same")
    set_password(step, held, password)
    step.project(held, password=held.password, must_change_password=False)
    step.log()


@act("accounts.reset_factors")
def reset_factors(step: Step, user: UUID, reason: str) -> None:
    """Somebody lost the telephone or the key: all their second factors and recovery codes go, and all their sessions end.
    What is demanded of them is set up anew at the next sign-in."""
    from allauth.mfa.models import Authenticator

    person = User.objects.select_related("agency").filter(pk=user).first()
    if person is None:
        raise NotFound(gettext("找不到该人员，请返回人员列表重新选择。"))
    allow_account(step, person)
    step.allow(is_somebody_else, person)
    held = step.lock(User, user)
    rows = Authenticator.objects.filter(user_id=held.pk)
    step.require(rows.exists(), gettext("该人员没有设置第二重验证。"), "no_factor")
    step.require(bool(reason.strip()), gettext("请写明原因（如手机遗失）。"), "reason_missing")
    step.remove_all(rows)
    vouching.given(step, held, gettext("第二重验证"))
    end_sessions(held)
    step.log({"reason": reason.strip()})


def end_sessions(user: User, but: str | None = None) -> int:
    """Ends the person's sessions, but the one with this key. Returns how many."""
    from allauth.usersessions.models import UserSession

    ended = 0
    for session in UserSession.objects.filter(user_id=user.pk).exclude(session_key=but or ""):
        session.end()
        ended += 1
    return ended
