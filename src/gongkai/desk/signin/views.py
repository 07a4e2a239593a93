"""Signing in: user name and password, second factor, passkey, once more before something delicate; and out."""

from __future__ import annotations

import base64
import ipaddress
import json
from typing import Any

from allauth.account import views as account
from allauth.account.internal import flows
from allauth.mfa.base import views as second
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth as webauthn_auth
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from gongkai.desk.signin import demo, forms
from gongkai.records.accounts import lockout
from gongkai.records.accounts.models import User
from gongkai.records.accounts.passwords import end_sessions
from gongkai.records.base import clock


def passkeys_work(request: HttpRequest) -> bool:
    """Passkeys belong to a host name over HTTPS, or to localhost: never to a bare address."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    host = host.strip("[]")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def as_json(options: Any) -> str:
    """What the browser asks a key, for an attribute of a form: bytes as base64url."""
    return json.dumps(options, cls=_Bytes) if options else ""


class _Bytes(json.JSONEncoder):
    def default(self, value: Any) -> Any:
        if isinstance(value, bytes):
            return base64.urlsafe_b64encode(value).decode().rstrip("=")
        return dict(value)


class _Entrance:
    """What the pages before the desk have in common. Nothing of them is kept by a cache."""

    title: str | Promise = ""

    def render_to_response(self, context: dict[str, Any], **more: Any) -> HttpResponse:
        """The template, with its title."""
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        status = 422 if request.method == "POST" else 200
        whole = {**context, "title": str(self.title), "passkeys_work": passkeys_work(request)}
        whole["options_json"] = as_json(context.get("options"))
        response = render(request, self.template_name, whole, status=status)  # type: ignore[attr-defined]
        patch_cache_control(response, private=True, no_store=True)
        return response


class SignIn(_Entrance, account.LoginView):
    """User name and password; a passkey; the unified sign-in where there is one."""

    title = gettext_lazy("登录")
    template_name = "signin/signin.html"
    form_class = forms.SignInForm
    http_method_names = ["get", "head", "post"]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Besides: whether anybody has an account yet, who is listed in a demonstration, and whether there is a unified
        sign-in."""
        context = super().get_context_data(**more)
        context["nobody_yet"] = not User.objects.exists()
        context["demo"] = demo.people()
        context["oidc"] = settings.OIDC_NAME if settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] else ""
        return context


class Second(_Entrance, second.AuthenticateView):
    """The second factor after the password."""

    title = gettext_lazy("第二重验证")
    template_name = "signin/second.html"
    form_class = forms.CodeForm
    webauthn_form_class = forms.PasskeyForm
    http_method_names = ["get", "head", "post"]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Besides: which kinds the person has."""
        from gongkai.records.accounts.demands import factors_of

        context = super().get_context_data(**more)
        context["has"] = factors_of(self.stage.login.user)
        context["options"] = context.get("js_data", {}).get("request_options")
        return context


class Again(_Entrance, account.ReauthenticateView):
    """The password once more."""

    title = gettext_lazy("请再次确认身份")
    template_name = "signin/again.html"
    form_class = forms.AgainForm
    http_method_names = ["get", "head", "post"]


class AgainCode(_Entrance, second.ReauthenticateView):
    """A code once more."""

    title = gettext_lazy("请再次确认身份")
    template_name = "signin/again.html"
    form_class = forms.CodeAgainForm
    http_method_names = ["get", "head", "post"]


class AgainPasskey(_Entrance, webauthn.ReauthenticateWebAuthnView):
    """The passkey once more."""

    title = gettext_lazy("请再次确认身份")
    template_name = "signin/again.html"
    http_method_names = ["get", "head", "post"]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """What the browser asks the key."""
        context = super().get_context_data(**more)
        context["options"] = context["js_data"]["request_options"]
        return context


class PasskeySignIn(webauthn.LoginWebAuthnView):
    """Signing in with a passkey alone: first what the browser asks the key, then the key's answer."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """`begin`: the options as JSON; else the answer."""
        if "begin" in request.POST:
            return JsonResponse({"options": json.loads(as_json(webauthn_auth.begin_authentication(None)))})
        return super().post(request, *args, **more)

    def form_invalid(self, form: Any) -> HttpResponse:
        """One sentence, whatever was wrong."""
        messages.error(self.request, gettext("通行密钥验证没有通过，请重试，或用用户名和密码登录。"))
        return HttpResponseRedirect(reverse("account_login"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this session; with `everywhere` all of the person's."""
    if isinstance(request.user, User) and "everywhere" in request.POST:
        end_sessions(request.user, request.session.session_key)
    flows.logout.logout(request)
    messages.success(request, gettext("已退出登录。"))
    return HttpResponseRedirect(reverse("account_login"))


def locked_out(request: HttpRequest, original: HttpResponseBase | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """Says when to try again. The same for names that are nobody's."""
    until = lockout.locked_until(request, credentials)
    flows.logout.logout(request)
    context = {"title": gettext("登录已暂停"), "until": clock.local(until) if until else None}
    response = render(request, "signin/locked.html", context, status=429)
    patch_cache_control(response, private=True, no_store=True)
    return response
