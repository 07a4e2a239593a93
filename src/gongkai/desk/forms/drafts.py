"""What somebody is typing, kept on the server: it is there again after a lost line, a closed tab, a sign-out."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from gongkai.desk.access import staff
from gongkai.desk.here import DeskRequest
from gongkai.records.accounts.models import Draft, User
from gongkai.records.base import clock
from gongkai.records.base.jobs.registry import job

LONGEST = 400_000
FIELDS = 400
KEPT_DAYS = 30
_NEVER = ("csrfmiddlewaretoken", "key", "version", "draft")


def of_form(user: User, form: str) -> Draft | None:
    """The person's draft of a form."""
    return Draft.objects.filter(user=user, form=form).first()


def keep(user: User, form: str, data: dict[str, list[str]]) -> Draft:
    """Keeps what stands in the form now; an earlier draft of it is replaced."""
    with transaction.atomic():
        draft, _ = Draft.objects.update_or_create(user=user, form=form[:150], defaults={"data": data, "saved_at": clock.now()})
    return draft


def drop(user: User, form: str) -> None:
    """The form was sent, or the person wants to begin anew."""
    Draft.objects.filter(user=user, form=form).delete()


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@staff
def drafts(request: DeskRequest) -> HttpResponseBase:
    """POST keeps (`form`, `data` as JSON: name → texts) or, with `drop`, deletes. GET gives a token that is good now: a form
    that was open while its person signed in anew goes on with it."""
    if request.method != "POST":
        return JsonResponse({"token": get_token(request), "user": str(request.here.user.pk)})
    form = request.POST.get("form", "")
    if not form or len(form) > 150:
        return JsonResponse({"kept": False}, status=400)
    if "drop" in request.POST:
        drop(request.here.user, form)
        return JsonResponse({"kept": False})
    data = _fields(request.POST.get("data", ""))
    if data is None:
        return JsonResponse({"kept": False}, status=400)
    draft = keep(request.here.user, form, data)
    return JsonResponse({"kept": True, "at": clock.local(draft.saved_at).strftime("%H:%M")})


def _fields(text: str) -> dict[str, list[str]] | None:
    if len(text) > LONGEST:
        return None
    try:
        given: Any = json.loads(text)
    except ValueError:
        return None
    if not isinstance(given, dict) or len(given) > FIELDS:
        return None
    data: dict[str, list[str]] = {}
    for name, values in given.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            return None
        if name not in _NEVER:
            data[str(name)[:100]] = values
    return data


@job(when="17 3 * * *")
def sweep_drafts() -> int:
    """Deletes drafts nobody has touched for KEPT_DAYS."""
    return Draft.objects.filter(saved_at__lt=clock.now() - timedelta(days=KEPT_DAYS)).delete()[0]
