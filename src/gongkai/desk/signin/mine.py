"""One's own account: password, sessions, keys for programs, saved views, absence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.access import staff
from gongkai.desk.here import DeskRequest
from gongkai.desk.pages import page
from gongkai.desk.signin import forms
from gongkai.desk.signin.agents import said
from gongkai.desk.signin.views import locked_out
from gongkai.records.accounts import lockout, passwords, signins, tokens
from gongkai.records.accounts.demands import factors_of
from gongkai.records.accounts.models import ApiToken, RoleGrant, SavedView, Substitution
from gongkai.records.base import clock
from gongkai.records.base.errors import Refused


@require_safe
@staff
def me(request: DeskRequest) -> HttpResponse:
    """Everything of one's own account on one page."""
    user, today = request.here.user, clock.today()
    grants = RoleGrant.objects.valid_on(today).filter(user=user).select_related("agency").order_by("agency__name", "since")
    sessions = UserSession.objects.filter(user_id=user.pk).order_by("-created_at")
    away = Substitution.objects.filter(absent=user).select_related("substitute").order_by("-since")
    context = {
        "grants": grants,
        "factors": factors_of(user),
        "sessions": [
            {"started": row.created_at, "browser": said(row.user_agent), "now": row.session_key == request.session.session_key}
            for row in sessions
        ],
        "tokens": ApiToken.objects.filter(user=user).order_by("-made_at")[:20],
        "now": clock.now(),
        "views": SavedView.objects.filter(user=user),
        "away": away[:5],
        "today": today,
        "signins": signins.said_of(user)[:10],
    }
    return page(request, "signin/me.html", context, title=gettext("我的账号"))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@staff
def password(request: DeskRequest) -> HttpResponse:
    """A new password; a first one must be changed before anything else. All other sessions end with the old one."""
    user = request.here.user
    form = forms.PasswordForm(request.POST or None)
    if user.must_change_password:
        form.fields["current"].label = gettext("初始密码")
    if request.method == "POST":
        if lockout.is_locked(request, user):
            return locked_out(request, None, forms.named(user))
        if form.is_valid():
            try:
                passwords.change_password(user.pk, form.cleaned_data["current"], form.cleaned_data["password"], actor=user)
            except Refused as refused:
                if refused.code == "password_wrong":
                    lockout.count_failure(request, user)
                field = "current" if refused.code == "password_wrong" else "password"
                form.add_error(field, refused.message)
            else:
                user.refresh_from_db()
                update_session_auth_hash(request, user)
                passwords.end_sessions(user, request.session.session_key)
                _keep_session(request)
                messages.success(request, gettext("密码已修改；在其他地方的登录都已退出。"))
                return HttpResponseRedirect(reverse("desk:home"))
    context = {"form": form, "title": gettext("修改密码"), "first": user.must_change_password}
    return render(request, "signin/password.html", context, status=422 if request.method == "POST" else 200)


def _keep_session(request: DeskRequest) -> None:
    """The session has a new key after a change of password; the list of sessions follows it."""
    request.session.save()
    UserSession.objects.create_from_request(request)


@require_POST
@staff
def end_other_sessions(request: DeskRequest) -> HttpResponse:
    """Signs out everywhere else."""
    ended = passwords.end_sessions(request.here.user, request.session.session_key)
    messages.success(request, gettext("其他 %(many)d 处登录已退出。") % {"many": ended})
    return HttpResponseRedirect(reverse("me"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def make_token(request: DeskRequest) -> HttpResponse:
    """A key for a program, shown once, on the answer itself: nothing keeps it."""
    user, today = request.here.user, clock.today()
    form = forms.TokenForm(request.POST or None, initial={"until": (today + timedelta(days=180)).isoformat()})
    context: dict[str, Any] = {"form": form, "most": today + timedelta(days=tokens.LONGEST_DAYS)}
    if request.method == "POST" and form.is_valid():
        token, hashed = tokens.new_token()
        try:
            tokens.make_token(user.pk, form.cleaned_data["name"], hashed, form.cleaned_data["until"], actor=user)
            context["token"] = token
        except Refused as refused:
            form.add_error(None, refused.message)
    status = 200 if "token" in context or request.method != "POST" else 422
    crumbs = [(gettext("我的账号"), reverse("me"))]
    return page(request, "signin/token.html", context, title=gettext("新建接口令牌"), crumbs=crumbs, status=status)


@require_POST
@staff
def revoke_token(request: DeskRequest, token: UUID) -> HttpResponse:
    """The key is good for nothing any more."""
    try:
        tokens.revoke_token(token, actor=request.here.user)
        messages.success(request, gettext("令牌已撤销，使用它的程序不能再访问。"))
    except Refused as refused:
        messages.error(request, refused.message)
    return HttpResponseRedirect(reverse("me"))


@require_POST
@staff
def drop_view(request: DeskRequest, view: int) -> HttpResponse:
    """Deletes a saved view of one's own."""
    SavedView.objects.filter(user=request.here.user, pk=view).delete()
    messages.success(request, gettext("视图已删除。"))
    return HttpResponseRedirect(reverse("me"))
