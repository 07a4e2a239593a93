"""The page behind a one-time link, for a leader who never signs in: what is asked, what to look at, yes or back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from gongkai.desk import trail
from gongkai.desk.decisions.forms import AnswerForm
from gongkai.desk.decisions.looked_at import looked_at
from gongkai.records.accounts import decisions as services
from gongkai.records.accounts.models import DecisionLink, Outcome
from gongkai.records.accounts.policies import may_decide
from gongkai.records.base import clock
from gongkai.records.base.errors import Refused
from gongkai.web import tries


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Looking uses nothing up (a messenger opens an address before its reader does); only the answer does."""
    found = None if (spent := tries.spent(request)) else services.link_of(token)
    response: HttpResponseBase
    if spent:
        response = _closed(request, tries.sentence(), None, 429)
        tries.wait(response)
    elif found is None:
        tries.count_wrong(request)
        response = _closed(request, gettext("没有这个链接，可能没有复制完整；请向经办人索取。"), None, 404)
    else:
        response = _post(request, token, found) if request.method == "POST" else _get(request, found)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _why_closed(found: DecisionLink) -> str:
    """Why the link lets nobody decide any more; "" while it does."""
    decision = found.decision
    if found.used_at is not None:
        said = {"day": decision.decided_on, "outcome": Outcome(decision.outcome).label}
        return gettext("该事项已于 %(day)s 签批：%(outcome)s。不需要再办。") % said
    if found.revoked_at is not None:
        return gettext("这个链接已作废：经办人已另发新的链接，或撤回了事项；请用最新收到的链接，或与经办人联系。")
    if decision.outcome:
        return gettext("该事项已经签批，不需要再办。")
    if not services.link_is_open(found, clock.now()):
        return gettext("链接已过期（有效三天），请经办人重新发送。")
    if not may_decide(services.LinkBearer(found), decision):
        return gettext("该事项现在不能用这个链接签批，请与经办人联系。")
    return ""


def _get(request: HttpRequest, found: DecisionLink) -> HttpResponse:
    if why := _why_closed(found):
        return _closed(request, why, found, 200 if found.used_at is not None else 410)
    seen = looked_at(found.decision)
    if seen.changed:
        return _closed(request, gettext("报送的内容在此期间已经修改，这个链接不再有效；请等经办人重新报送。"), found, 410)
    form = AnswerForm(initial={"version_hash": found.decision.version_hash})
    return _form(request, found, seen, form, get_random_string(32))


def _post(request: HttpRequest, token: str, found: DecisionLink) -> HttpResponseBase:
    form = AnswerForm(request.POST)
    key = request.POST.get("key", "")[:64] or get_random_string(32)
    refused = ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.decide(
                found.decision_id,
                Outcome(data["outcome"]),
                data["comment"],
                data["version_hash"],
                actor=services.LinkBearer(found),
                key=key,
            )
            return HttpResponseRedirect(reverse("desk:link", args=[token]))
        except Refused as error:
            refused = error.message
    fresh = services.link_of(token)
    if fresh is None or _why_closed(fresh):
        return _closed(request, _why_closed(fresh) if fresh else refused, fresh, 410)
    seen = looked_at(fresh.decision)
    if seen.changed:
        return _closed(request, refused, fresh, 410)
    return _form(request, fresh, seen, form, key, refused=refused, status=422)


def _form(request: HttpRequest, found: DecisionLink, seen: Any, form: AnswerForm, key: str, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {
        "decision": found.decision,
        "seen": seen,
        "form": form,
        "key": key,
        "asked_by": trail.who(found.decision.asked_by),
        "until": clock.local(found.expires_at),
        **more,
    }
    return render(request, "desk/decisions/link.html", context, status=status)


def _closed(request: HttpRequest, why: str, found: DecisionLink | None, status: int) -> HttpResponse:
    """Why, and nothing of what was asked: whoever has an old link learns no more from it."""
    context = {"why": why, "recorded": found is not None and found.used_at is not None}
    return render(request, "desk/decisions/closed.html", context, status=status)
