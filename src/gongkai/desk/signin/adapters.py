"""Where django-allauth asks what this product wants: no sign-up, no e-mail, our sentences, secrets under our keys."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.records.accounts.lockout import address_sign
from gongkai.records.accounts.models import User
from gongkai.records.base import clock, keys

RECENT = 300.0
"""Seconds after which who changes their second factor says again who they are."""
_ABOUT = b"gongkai second factor"


def home() -> str:
    """Where one lands after signing in."""
    return reverse("desk:home")


class Accounts(DefaultAccountAdapter):
    """User name and password of people whom an administrator enrolled."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("用户名或密码不正确，或该账号不能登录。请核对后重新输入。"),
        "incorrect_password": gettext_lazy("密码不正确，请重新输入。"),
        "account_inactive": gettext_lazy("用户名或密码不正确，或该账号不能登录。请核对后重新输入。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are enrolled, they do not come by themselves."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Today's work."""
        return home()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The sign-in page."""
        return resolve_url("account_login")

    def get_client_ip(self, request: HttpRequest) -> str:
        """No address is kept in clear."""
        return address_sign(request)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not within minutes of having signed in: who sets up what is demanded has just typed their password."""
        request = context.request
        user = request.user
        records = get_authentication_records(request, user) if isinstance(user, User) else []
        return not any(clock.now().timestamp() - record.get("at", 0) < RECENT for record in records)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """The same answer as for a wrong password."""
        messages.error(request, str(self.error_messages["account_inactive"]))
        return HttpResponseRedirect(reverse("account_login"))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Ours are said where the thing is done; of the library's only those with a sentence of their own."""
        said = {
            "mfa/messages/totp_activated.txt": gettext("动态口令已启用，下次登录时使用。"),
            "mfa/messages/totp_deactivated.txt": gettext("动态口令已停用。"),
            "mfa/messages/webauthn_added.txt": gettext("通行密钥已添加。"),
            "mfa/messages/webauthn_removed.txt": gettext("通行密钥已删除。"),
            "mfa/messages/recovery_codes_generated.txt": gettext("恢复码已生成，请抄存。"),
        }
        text = message or said.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_notification_mail(self, *args: Any, **more: Any) -> None:
        """There is no e-mail; the person's log has it."""


class Factors(DefaultMFAAdapter):
    """Second factors. What they are made of is kept under the installation's master key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("验证没有通过：口令不正确、已经用过或已过期。请用最新的口令再试一次。"),
        "cannot_generate_recovery_codes": gettext_lazy("请先设置动态口令或通行密钥，再生成恢复码。"),
    }

    def get_totp_issuer(self) -> str:
        """What stands in the telephone beside the code."""
        return gettext("政务公开平台")

    def _get_user_identifier(self, user: User) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return gettext("政务公开平台")

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        """Of a key nobody named."""
        return gettext("通行密钥")

    def encrypt(self, text: str) -> str:
        """name of the master key, then the ciphertext."""
        name, wrapped = keys.wrap(text.encode(), _ABOUT)
        return f"{name}:{base64.b64encode(wrapped).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        """The other way round."""
        name, _, wrapped = encrypted_text.rpartition(":")
        return keys.unwrap(name, base64.b64decode(wrapped), _ABOUT).decode()


class Identities(DefaultSocialAccountAdapter):
    """The unified sign-in (OIDC): only people an administrator linked, and who are active."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody is made by signing in."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Stops everybody else, with one sentence for all of them."""
        linked = sociallogin.is_existing and sociallogin.user.is_active
        if not linked or sociallogin.state.get("process") not in (None, "login"):
            self._stop(request, gettext("该统一身份尚未关联本系统的人员，请联系本单位的系统管理员。"))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """The provider refused, or could not be reached."""
        self._stop(request, gettext("统一身份认证没有完成，请重试；一直不成请用用户名和密码登录。"))

    def _stop(self, request: HttpRequest, said: str) -> None:
        messages.error(request, said)
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
