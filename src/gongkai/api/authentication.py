"""Who asks: the bearer of a token, for the person it was made by; or somebody at the desk, from the desk's own pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja.errors import AuthenticationError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from gongkai.api import usage
from gongkai.records.accounts import tokens
from gongkai.records.accounts.models import User
from gongkai.records.base.errors import NotAllowed


class Token(AuthBase):
    """Authorization: Bearer gk_… — one query; a token that is no good is refused, whatever session comes with it."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "接口令牌：本人登录后在“我的账号”中建立，只显示一次。"

    def __call__(self, request: HttpRequest) -> User | None:
        given = request.headers.get("Authorization")
        if given is None:
            return None
        scheme, _, secret = given.partition(" ")
        row = tokens.found(secret.strip()) if scheme.lower() == "bearer" else None
        if row is None:
            raise AuthenticationError
        usage.note(row)
        request.api_caller = row.token_hash  # type: ignore[attr-defined]
        return row.user


class Session(AuthBase):
    """The session of the desk; what changes something also needs the desk's CSRF token."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "gongkai_session"
    openapi_description = "工作台的登录会话；办理事项时还须带 X-CSRFToken 请求头。"

    def __call__(self, request: HttpRequest) -> User | None:
        user = request.user
        if not isinstance(user, User):
            return None
        if check_csrf(request) is not None:
            raise NotAllowed(gettext("请求没有带有效的 CSRF 令牌，没有办理。程序请使用接口令牌。"), "csrf")
        request.api_caller = user.actor_key  # type: ignore[attr-defined]
        return user


def caller(request: HttpRequest) -> User:
    """The person for whom is asked."""
    user: Any = request.auth  # type: ignore[attr-defined]
    assert isinstance(user, User)
    return user
