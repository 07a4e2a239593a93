"""Keys with which a program acts for a person. The key is shown once; its hash is what is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from gongkai.records.accounts.models import ApiToken, User
from gongkai.records.accounts.policies import is_himself, may_manage_accounts
from gongkai.records.base import clock
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound

LONGEST_DAYS = 365
MOST = 10


def new_token() -> tuple[str, str]:
    """A key and its hash."""
    token = f"gk_{secrets.token_urlsafe(32)}"
    return token, token_hash(token)


def token_hash(token: str) -> str:
    """The hash a key is found by: 256 bits of chance need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


@act("accounts.make_token")
def make_token(step: Step, user: UUID, name: str, hashed: str, until: date) -> dict[str, Any]:
    """A key of one's own that ends with the day `until`, at most a year from now. `hashed`: of `new_token`."""
    person = _seen(user)
    step.allow(is_himself, person)
    held = step.lock(User, user)
    today = clock.today()
    step.require(bool(name.strip()), gettext("请写明令牌的用途（如“门户网站同步”）。"), "name_missing")
    step.require(until >= today, gettext("令牌的有效期不能早于今天。"), "dates_over")
    step.require(until <= today + timedelta(days=LONGEST_DAYS), gettext("令牌最长有效一年，请选更早的日期。"), "token_too_long")
    step.require(
        valid(held).count() < MOST,
        gettext("一个人最多有 %(most)d 个有效令牌，请先撤销不用的。") % {"most": MOST},
        "too_many",
    )
    ends = timezone.make_aware(datetime.combine(until + timedelta(days=1), time()))
    row = step.add(ApiToken(user=held, name=name.strip()[:60], token_hash=hashed, made_at=clock.now(), expires_at=ends))
    step.log({"token": row.pk, "until": until})
    return {"token": row.pk}


@act("accounts.revoke_token")
def revoke_token(step: Step, token: UUID) -> None:
    """The key is good for nothing any more: by its owner, or who manages accounts there."""
    row = ApiToken.objects.select_related("user__agency").filter(pk=token).first()
    if row is None:
        raise NotFound(gettext("找不到该令牌，请刷新页面。"))
    if step.actor.actor_key == row.user.actor_key:
        step.allow(is_himself, row.user)
    else:
        step.allow(may_manage_accounts, row.user.agency)
    person = step.lock(User, row.user_id)
    held = ApiToken.objects.select_for_update().get(pk=token)
    step.require(held.revoked_at is None, gettext("该令牌已经撤销。"), "already_revoked")
    step.project(held, revoked_at=clock.now())
    step.log({"token": token}, record=person)


def valid(user: User) -> QuerySet[ApiToken]:
    """The person's keys that are good now."""
    return ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=clock.now())


def found(token: str) -> ApiToken | None:
    """The token with its person, if it is good now and the person is active. One query; nothing is written."""
    hashed = token_hash(token)
    row = (
        ApiToken.objects.select_related("user")
        .filter(token_hash=hashed, revoked_at=None, expires_at__gt=clock.now(), user__is_active=True)
        .first()
    )
    return row if row is not None and hmac.compare_digest(row.token_hash, hashed) else None


def owner_of(token: str) -> User | None:
    """Whose token this is, if it is good now."""
    row = found(token)
    return row.user if row else None


def _seen(user: UUID) -> User:
    found = User.objects.filter(pk=user).first()
    if found is None:
        raise NotFound(gettext("找不到该人员，请返回人员列表重新选择。"))
    return found
