"""Wrong addresses from one address of the network: whoever tries tokens out is stopped for the rest of the hour.

For pages that open by a token alone (decisions by one-time link, doors of villages). What is counted is shared by all
processes of a host and kept as files, because looking at a page writes nothing to the database: one folder an hour, one
file an address, one byte a try. No address is kept, only a keyed hash; of an IPv6 address the part that a line has.
"""

from __future__ import annotations

import ipaddress
import shutil
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from gongkai.records.accounts.lockout import address
from gongkai.records.base import clock

MOST_WRONG = 30
"""A quarter of an office may mistype its addresses; guessing one of 192 bits takes a little longer."""
HOUR = 3600


def spent(request: HttpRequest) -> bool:
    """Whether so many wrong tokens came from there within this hour that not even a right one is looked at."""
    try:
        return _file(request).stat().st_size >= MOST_WRONG
    except FileNotFoundError:
        return False


def count_wrong(request: HttpRequest) -> None:
    """One more token that never was."""
    path = _file(request)
    if not path.parent.exists():
        for old in path.parent.parent.glob("*"):
            if old.name < path.parent.name:
                shutil.rmtree(old, ignore_errors=True)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("ab") as out:
        out.write(b".")


def sentence() -> str:
    """What is said then."""
    return gettext("从这个网络打开了太多不存在的地址，为安全起见暂停到下一个整点，请到时再打开；急用的请换用手机流量。")


def wait(response: HttpResponseBase) -> None:
    """Says in the answer's header when it goes on."""
    response.headers["Retry-After"] = str(HOUR - int(clock.now().timestamp()) % HOUR)


def _file(request: HttpRequest) -> Path:
    hour = int(clock.now().timestamp()) // HOUR
    sign = salted_hmac("gongkai.tries", _line(address(request)), algorithm="sha256").hexdigest()
    return Path(settings.TEMPORARY) / "tries" / str(hour) / sign


def _line(told: str) -> str:
    """IPv4 as it is; of IPv6 the first 64 bits: the others are the subscriber's to choose."""
    try:
        known = ipaddress.ip_address(told)
    except ValueError:
        return told
    return str(ipaddress.ip_network((known, 64), strict=False)) if known.version == 6 else str(known)
