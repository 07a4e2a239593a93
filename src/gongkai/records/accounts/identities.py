"""The identity a person has at the unified sign-in of the government (OIDC). Only who is linked here gets in that way."""

from __future__ import annotations

from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext

from gongkai.records.accounts import vouching
from gongkai.records.accounts.models import User
from gongkai.records.accounts.policies import is_somebody_else, may_manage_accounts
from gongkai.records.accounts.reaching import allow_account
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound

PROVIDER = "gongkai-oidc"
"""What the one provider of an installation is called in addresses and rows."""


@act("accounts.link_identity")
def link(step: Step, user: UUID, subject: str) -> None:
    """The person signs in with this subject (`sub`) of the unified sign-in; an earlier one is replaced."""
    person = _seen(user)
    allow_account(step, person)
    step.allow(is_somebody_else, person)
    held = step.lock(User, user)
    subject = subject.strip()
    step.require(0 < len(subject) <= 191, gettext("请填写统一身份认证平台里的用户标识（不超过 191 字）。"), "subject_invalid")
    taken = SocialAccount.objects.filter(provider=PROVIDER, uid=subject).exclude(user_id=held.pk)
    step.require(not taken.exists(), gettext("该用户标识已关联到另一人员，请核对。"), "subject_used")
    step.remove_all(SocialAccount.objects.filter(user_id=held.pk, provider=PROVIDER))
    step.add(SocialAccount(user_id=held.pk, provider=PROVIDER, uid=subject))
    vouching.given(step, held, gettext("统一身份认证"))
    step.log()


@act("accounts.unlink_identity")
def unlink(step: Step, user: UUID) -> None:
    """The person signs in by the unified sign-in no more."""
    person = _seen(user)
    step.allow(may_manage_accounts, person.agency)
    held = step.lock(User, user)
    rows = SocialAccount.objects.filter(user_id=held.pk, provider=PROVIDER)
    step.require(rows.exists(), gettext("该人员没有关联统一身份认证。"), "not_linked")
    step.remove_all(rows)
    step.log()


def subject_of(user: User) -> str:
    """The linked subject, or ""."""
    return SocialAccount.objects.filter(user_id=user.pk, provider=PROVIDER).values_list("uid", flat=True).first() or ""


def _seen(user: UUID) -> User:
    found = User.objects.select_related("agency").filter(pk=user).first()
    if found is None:
        raise NotFound(gettext("找不到该人员，请返回人员列表重新选择。"))
    return found
