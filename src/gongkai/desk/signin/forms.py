"""Forms of sign-in: the library's ceremonies with our words, our lock-out, and codes that are good once."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base import forms as second
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy

from gongkai.desk.signin.adapters import Factors
from gongkai.records.accounts import lockout
from gongkai.records.accounts.demands import demanded_of
from gongkai.records.accounts.models import Factor, User


def _password(label: Any, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label, strip=False, max_length=256, widget=forms.PasswordInput(attrs={"autocomplete": autocomplete})
    )


def _code() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("动态口令或恢复码"),
        max_length=20,
        help_text=gettext_lazy("手机应用里的 6 位数字；手机不在身边时，填一个没有用过的恢复码。"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


class SignInForm(LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["login"] = forms.CharField(
            label=gettext_lazy("用户名"),
            max_length=64,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
        )
        self.fields["password"] = _password(gettext_lazy("密码"), "current-password")


class AgainForm(ReauthenticateForm):
    """The password once more, before something delicate."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["password"] = _password(gettext_lazy("密码"), "current-password")


class CodeForm(second.AuthenticateForm):
    """A code of the telephone, or a recovery code. Wrong ones count like wrong passwords; right ones are good once."""

    code = _code()
    reauthenticated = False

    def clean_code(self) -> str:
        """Sets `authenticator`."""
        request, user = context.request, self.user
        code = "".join(self.cleaned_data["code"].split())
        if not lockout.is_locked(request, user):
            only_passkey = demanded_of(user) == {Factor.PASSKEY}
            kinds = [Authenticator.Type.RECOVERY_CODES] if only_passkey else [*_TYPED]
            for row in Authenticator.objects.filter(user_id=user.pk, type__in=kinds).order_by("-type"):
                if _accepts(row.pk, code):
                    row.user = user
                    self.authenticator = row
                    return code
            lockout.count_failure(request, user)
        else:
            request.axes_locked_out, request.axes_credentials = True, {"username": user.username}
        raise Factors().validation_error("incorrect_code")

    def save(self) -> None:
        post_authentication(context.request, self.authenticator, reauthenticated=self.reauthenticated)


_TYPED = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


def _accepts(authenticator: int, code: str) -> bool:
    """Whether the code is good. What was used is remembered in the row, which all processes share: no code is good twice."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=authenticator)
        if row.type == Authenticator.Type.RECOVERY_CODES:
            return bool(row.wrap().validate_code(code))
        secret, last = decrypt(row.data["secret"]), int(row.data.get("last_counter", -1))
        for counter in yield_hotp_counters_from_time():
            if counter > last and constant_time_compare(format_hotp_value(hotp_value(secret, counter)), code):
                row.data["last_counter"] = counter
                row.save(update_fields=["data"])
                return True
    return False


class CodeAgainForm(CodeForm):
    """The code once more, before something delicate."""

    reauthenticated = True


class PasskeyForm(webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second factor."""


class StartCodeForm(ActivateTOTPForm):
    """The first code of a telephone, which shows that it has the secret."""

    code = forms.CharField(
        label=gettext_lazy("手机应用里显示的 6 位口令"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        """Blanks between the digits do not matter."""
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        return super().clean_code()


class AddPasskeyForm(webauthn._BaseAddWebAuthnForm):
    """A new passkey and its name."""

    name = forms.CharField(
        label=gettext_lazy("名称"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("便于区分几把钥匙，如“办公室电脑”“U 盾”。"),
    )


class PasswordForm(forms.Form):
    """A new password of one's own."""

    current = _password(gettext_lazy("原密码"), "current-password")
    password = _password(gettext_lazy("新密码"), "new-password")
    again = _password(gettext_lazy("再输入一遍新密码"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Typed twice the same."""
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", gettext_lazy("两次输入的新密码不一样，请重新输入。"))
        return data


class TokenForm(forms.Form):
    """A key for a program."""

    name = forms.CharField(label=gettext_lazy("用途"), max_length=60, help_text=gettext_lazy("如“门户网站同步”。"))
    until = forms.DateField(label=gettext_lazy("有效期至"), widget=forms.DateInput(attrs={"type": "date"}))


def named(user: User) -> dict[str, str]:
    """Credentials as the lock-out knows them."""
    return {"username": user.username}
