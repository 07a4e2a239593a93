"""The home page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.annual.forms import FORMS, form
from gongkai.portal import limits
from gongkai.portal.sheet.example import example


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is and what can be done here now."""
    context = {"forms": [form(name) for name in FORMS], "example": example(), "hours": limits.KEPT_HOURS}
    return render(request, "portal/home.html", context)
