"""Acts on what a person is called: another name (a typing error, a changed name), another user name.

Whoever is called otherwise is the same person: roles, tasks and tokens stay. The log keeps the old name and what was written
under it stays as it was written: decisions' files, exports, letters.
"""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from gongkai.records.accounts.models import User
from gongkai.records.accounts.policies import is_somebody_else
from gongkai.records.accounts.reaching import allow_account
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound


@act("accounts.rename")
def rename(step: Step, user: UUID, name: str, reason: str) -> None:
    """The person has another name from now on; by who manages the account, never one's own."""
    held = _held(step, user)
    before, held.name = held.name, name.strip()
    step.require(held.name != before, gettext("姓名与现在的相同，不需要更改。"), "same_name")
    _change(step, held, "name", before, reason)


@act("accounts.change_username")
def change_username(step: Step, user: UUID, username: str, reason: str) -> None:
    """The person signs in with another user name from now on, and with the same password; by who manages the account, never
    one's own."""
    held = _held(step, user)
    before, held.username = held.username, username.strip()
    step.require(held.username != before, gettext("用户名与现在的相同，不需要更改。"), "same_name")
    step.require(
        not User.objects.filter(username__iexact=held.username).exclude(pk=held.pk).exists(),
        gettext("用户名“%(name)s”已有人使用，请换一个。") % {"name": held.username},
        "username_used",
    )
    _change(step, held, "username", before, reason)


def _held(step: Step, user: UUID) -> User:
    person = User.objects.select_related("agency").filter(pk=user).first()
    if person is None:
        raise NotFound(gettext("找不到该人员，请返回人员列表重新选择。"))
    allow_account(step, person)
    step.allow(is_somebody_else, person)
    return step.lock(User, user)


def _change(step: Step, held: User, field: str, before: str, reason: str) -> None:
    step.require(bool(reason.strip()), gettext("请写明更改原因（如录入有误、本人改名）。"), "reason_missing")
    try:
        held.clean_fields(exclude={one.name for one in held._meta.fields} - {field})
    except ValidationError as error:
        step.require(False, gettext("人员信息不完整或有误：%(why)s") % {"why": "；".join(error.messages)}, "user_invalid")
    after = getattr(held, field)
    step.project(held, **{field: after})
    step.log({"before": before, "after": after, "reason": reason.strip()})
