"""Who signed in, out, failed, was locked out or changed a second factor: a chain a person, beside the log of the record,
so that a sign-in makes no open form stale. No address, no password, nothing of a name that is nobody's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa import signals as factors
from axes.signals import user_locked_out
from django.contrib.auth import signals
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from gongkai.records.accounts.models import User
from gongkai.records.base import clock
from gongkai.records.base.log import chain
from gongkai.records.base.log.models import LogEntry

SIGN_INS = "signins"


def entries(user: User) -> models.QuerySet[LogEntry]:
    """The person's sign-ins and what belongs to them, latest first."""
    return LogEntry.objects.filter(record_type=SIGN_INS, record_id=user.pk).order_by("-seq")


def note(user: User, what: str, actor: str = "anonymous", **data: Any) -> None:
    """Appends "accounts.<what>" to the person's chain, in a transaction of its own."""
    with transaction.atomic():
        chain.append_key(SIGN_INS, user.pk, actor=actor, act=f"accounts.{what}", occurred_on=clock.today(), data=data)


def _named(credentials: dict[str, Any]) -> User | None:
    name = credentials.get("username")
    return User.objects.filter(username=name).first() if isinstance(name, str) and name else None


def _signed_in(sender: object, request: HttpRequest, user: User, **more: Any) -> None:
    note(user, "signed_in", user.actor_key)


def _signed_out(sender: object, request: HttpRequest, user: User | None, **more: Any) -> None:
    if user is not None:
        note(user, "signed_out", user.actor_key)


def _failed(sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any) -> None:
    # While the lock holds nothing more is noted: nobody fills a person's chain from outside.
    if (user := _named(credentials)) and not getattr(request, "axes_locked_out", False):
        note(user, "sign_in_failed")


def _locked(sender: object, request: HttpRequest, **more: Any) -> None:
    user = _named(getattr(request, "axes_credentials", None) or {})
    if user and not getattr(request, "lock_noted", False):
        request.lock_noted = True  # type: ignore[attr-defined]
        last = entries(user).first()
        if last is None or last.act != "accounts.locked_out":
            note(user, "locked_out")


def _factor(what: str) -> Any:
    def noted(sender: object, request: HttpRequest, user: User, authenticator: Any, **more: Any) -> None:
        note(user, what, user.actor_key, factor=str(authenticator.type))

    return noted


_RECEIVERS = (
    (signals.user_logged_in, _signed_in),
    (signals.user_logged_out, _signed_out),
    (signals.user_login_failed, _failed),
    (user_locked_out, _locked),
    (factors.authenticator_added, _factor("factor_added")),
    (factors.authenticator_removed, _factor("factor_removed")),
    (factors.authenticator_reset, _factor("factor_reset")),
)


def connect() -> None:
    """Called once, when the app is ready."""
    for signal, receiver in _RECEIVERS:
        signal.connect(receiver, weak=False, dispatch_uid=f"gongkai.signins.{receiver.__qualname__}.{id(signal)}")


_SAID = {
    "accounts.signed_in": gettext_lazy("登录"),
    "accounts.signed_out": gettext_lazy("退出"),
    "accounts.sign_in_failed": gettext_lazy("登录失败"),
    "accounts.locked_out": gettext_lazy("多次失败，登录暂停"),
    "accounts.factor_added": gettext_lazy("设置第二重验证"),
    "accounts.factor_removed": gettext_lazy("停用第二重验证"),
    "accounts.factor_reset": gettext_lazy("重新生成恢复码"),
}


def said_of(user: User, most: int = 50) -> list[tuple[datetime, str]]:
    """When and what, in words, latest first."""
    return [(entry.recorded_at, str(_SAID.get(entry.act, entry.act))) for entry in entries(user)[:most]]
