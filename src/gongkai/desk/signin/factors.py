"""One's own second factors: what there is, telephone, passkeys, recovery codes."""

from __future__ import annotations

import base64
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth as webauthn_auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongkai.desk.access import View, staff
from gongkai.desk.here import DeskRequest
from gongkai.desk.pages import page
from gongkai.desk.signin import forms
from gongkai.desk.signin.views import as_json, passkeys_work
from gongkai.records.accounts.demands import demanded_of, factors_of, missing

_delicate = reauthentication_required(app="allauth.mfa")


def _crumbs(more: bool = True) -> list[tuple[str, str]]:
    mine = [(gettext("我的账号"), reverse("me"))]
    return [*mine, (gettext("第二重验证"), reverse("mfa_index"))] if more else mine


class _AtDesk:
    """A page of the library, inside the desk."""

    title: str | Promise = ""
    http_method_names = ["get", "head", "post"]

    def render_to_response(self, context: dict[str, Any], **more: Any) -> HttpResponse:
        """The template in the desk's shell."""
        request = cast(DeskRequest, self.request)  # type: ignore[attr-defined]
        status = 422 if request.method == "POST" else 200
        context.pop("view", None)
        template = self.template_name  # type: ignore[attr-defined]
        return page(request, template, context, title=str(self.title), crumbs=_crumbs(), status=status)

    @classmethod
    def at_desk(cls) -> View:
        """The view, for people who signed in."""
        return staff(cls.as_view())  # type: ignore[attr-defined]


@require_safe
@staff
def index(request: DeskRequest) -> HttpResponse:
    """What there is, what is demanded, what to do."""
    user = request.here.user
    rows = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at"))
    has = factors_of(user)
    recovery = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    demanded = demanded_of(user)
    context = {
        "totp": next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        "passkeys": [(row, row.wrap().name) for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(recovery.wrap().get_unused_codes()) if recovery else None,
        "demanded": sorted(str(factor.label) for factor in demanded),
        "missing": missing(demanded, has),
        "passkeys_work": passkeys_work(request),
    }
    return page(request, "signin/factors.html", context, title=gettext("第二重验证"), crumbs=_crumbs(False))


class StartCode(_AtDesk, totp.ActivateTOTPView):
    """A telephone is set up."""

    template_name = "signin/code_start.html"
    form_class = forms.StartCodeForm
    title = gettext_lazy("设置动态口令")

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """The drawing for the telephone's camera, and the secret for the hand."""
        context = super().get_context_data(**more)
        svg = get_adapter().build_totp_svg(context["totp_url"])
        context["drawing"] = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
        secret = context["form"].secret
        context["secret"] = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
        return context


class StopCode(_AtDesk, totp.DeactivateTOTPView):
    """The telephone is no second factor any more."""

    template_name = "signin/remove.html"
    title = gettext_lazy("停用动态口令")


class AddPasskey(_AtDesk, webauthn.AddWebAuthnView):
    """A passkey is added: one that can sign in by itself, with the owner's finger or PIN."""

    template_name = "signin/passkey_add.html"
    form_class = forms.AddPasskeyForm
    title = gettext_lazy("添加通行密钥")

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """What the browser asks the key."""
        context = super().get_context_data(**more)
        context["options_json"] = as_json(webauthn_auth.begin_registration(self.request.user, True))
        context["passkeys_work"] = passkeys_work(self.request)
        return context


class RemovePasskey(_AtDesk, webauthn.RemoveWebAuthnView):
    """A passkey is good for nothing any more."""

    template_name = "signin/remove.html"
    title = gettext_lazy("删除通行密钥")
    success_url = reverse_lazy("mfa_index")


@require_safe
@staff
@_delicate
def recovery_codes(request: DeskRequest) -> HttpResponse:
    """The codes that are left, to be written down."""
    row = Authenticator.objects.filter(user_id=request.here.user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    if row is None:
        return HttpResponseRedirect(reverse("mfa_index"))
    context = {"codes": row.wrap().get_unused_codes()}
    return page(request, "signin/codes.html", context, title=gettext("恢复码"), crumbs=_crumbs())


@require_POST
@staff
@_delicate
def new_recovery_codes(request: DeskRequest) -> HttpResponse:
    """New codes; the old ones are good no more."""
    if codes.can_generate_recovery_codes(request.here.user):
        codes.generate_recovery_codes(cast(HttpRequest, request))
        return HttpResponseRedirect(reverse("mfa_view_recovery_codes"))
    return HttpResponseRedirect(reverse("mfa_index"))
