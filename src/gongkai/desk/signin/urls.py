"""Addresses of sign-in and of one's own account. Names without a namespace are those django-allauth asks for; whatever else it
could route (sign-up, e-mail, resetting a password) does not exist here."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.signin import factors, mine, views

# Outside everything else: another method is no method here, whoever asks.
_page = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("signin/", _page(views.SignIn.as_view()), name="account_login"),
    path("signin/out/", views.sign_out, name="account_logout"),
    path("signin/second/", _page(views.Second.as_view()), name="mfa_authenticate"),
    path("signin/passkey/", require_POST(views.PasskeySignIn.as_view()), name="mfa_login_webauthn"),
    path("signin/again/", _page(views.Again.as_view()), name="account_reauthenticate"),
    path("signin/again/code/", _page(views.AgainCode.as_view()), name="mfa_reauthenticate"),
    path("signin/again/passkey/", _page(views.AgainPasskey.as_view()), name="mfa_reauthenticate_webauthn"),
    path("signin/oidc/<slug:provider_id>/", require_safe(oidc.login), name="openid_connect_login"),
    path("signin/oidc/<slug:provider_id>/callback/", require_safe(oidc.callback), name="openid_connect_callback"),
    path("me/", mine.me, name="me"),
    path("me/password/", mine.password, name="me-password"),
    path("me/sessions/end/", mine.end_other_sessions, name="me-sessions-end"),
    path("me/tokens/new/", mine.make_token, name="me-token-new"),
    path("me/tokens/<uuid:token>/revoke/", mine.revoke_token, name="me-token-revoke"),
    path("me/views/<int:view>/drop/", mine.drop_view, name="me-view-drop"),
    path("me/factors/", factors.index, name="mfa_index"),
    path("me/factors/code/", _page(factors.StartCode.at_desk()), name="mfa_activate_totp"),
    path("me/factors/code/stop/", _page(factors.StopCode.at_desk()), name="mfa_deactivate_totp"),
    path("me/factors/passkey/", _page(factors.AddPasskey.at_desk()), name="mfa_add_webauthn"),
    path("me/factors/passkey/<int:pk>/remove/", _page(factors.RemovePasskey.at_desk()), name="mfa_remove_webauthn"),
    path("me/factors/codes/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path("me/factors/codes/new/", factors.new_recovery_codes, name="mfa_generate_recovery_codes"),
]
