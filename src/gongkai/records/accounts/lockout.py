"""Lock-out after failed sign-ins, by user name and address together, without keeping either: what is counted are keyed
hashes. Whoever types his password into the field of the user name leaves it nowhere."""

from __future__ import annotations

import ipaddress
from datetime import datetime
from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off, get_credentials
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from gongkai.records.accounts.models import User

_ULA = 0xFD << 120


def address(request: HttpRequest) -> str:
    """Where the request comes from: the last hop the reverse proxy names, if there is one; for nothing but `address_sign`."""
    if settings.BEHIND_PROXY:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if hops:
            return hops[-1]
    return request.META.get("REMOTE_ADDR") or ""


def address_sign(request: HttpRequest) -> str:
    """A keyed hash of the address, in the shape of a local IPv6 address, because the column takes nothing else."""
    digest = salted_hmac("gongkai.address", address(request), algorithm="sha256").digest()
    return str(ipaddress.IPv6Address(_ULA | int.from_bytes(digest[:15], "big")))


def username_sign(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """A keyed hash of the user name, upper and lower case alike."""
    name = str((credentials or {}).get("username") or "").strip().casefold()
    return salted_hmac("gongkai.username", name, algorithm="sha256").hexdigest()


def is_locked(request: HttpRequest, user: User) -> bool:
    """Whether sign-in as this person is locked from this address."""
    return not AxesProxyHandler.is_allowed(request, get_credentials(user.username))


def count_failure(request: HttpRequest, user: User) -> None:
    """A wrong code of the second factor, or a wrong password typed again, counts like a wrong password."""
    user_login_failed.send(sender=__name__, credentials=get_credentials(user.username), request=request)


def locked_until(request: HttpRequest, credentials: dict[str, Any] | None) -> datetime | None:
    """When the lock ends; None if nothing is counted."""
    last = (
        AccessAttempt.objects.filter(username=username_sign(request, credentials), ip_address=address_sign(request))
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    wait = get_cool_off(request)
    return last + wait if last and wait else None


class LockOut(AxesStandaloneBackend):
    """Stops a sign-in that is locked. Without a request (a command, a test) nobody signs in, so there is nothing to stop."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **more: Any
    ) -> None:
        if request is not None:
            super().authenticate(request, username, password, **more)
