"""Whose failures are counted, and where from: the reverse proxy's word counts only where there is one."""

from __future__ import annotations

import ipaddress
from typing import Any

import pytest
from django.test import RequestFactory

from gongkai.records.accounts import lockout


@pytest.mark.parametrize(
    ("behind", "forwarded", "found"),
    [
        (False, "", "10.0.0.1"),
        (False, "1.2.3.4", "10.0.0.1"),
        (True, "", "10.0.0.1"),
        (True, "1.2.3.4", "1.2.3.4"),
        (True, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
    ],
)
def test_the_address_is_the_last_the_proxy_names(settings: Any, behind: bool, forwarded: str, found: str) -> None:
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}))
    assert lockout.address(request) == found


def test_what_is_kept_of_an_address_and_a_name_tells_them_apart_and_not_what_they_are() -> None:
    factory = RequestFactory()
    signs = {lockout.address_sign(factory.get("/", REMOTE_ADDR=address)) for address in ("10.0.0.1", "10.0.0.2", "::1", "")}
    assert len(signs) == 4
    assert all(ipaddress.ip_address(sign) in ipaddress.ip_network("fd00::/8") for sign in signs)
    names = [lockout.username_sign(None, {"username": name}) for name in ("Guanli", "guanli ", "guanlI", "other", None)]
    assert len(set(names[:3])) == 1
    assert len(set(names)) == 3
