"""Showing a page of the desk: the shell's data and the page's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.desk import help as helping
from gongkai.desk.here import DeskRequest
from gongkai.desk.navigation import shown_to

Crumbs = Sequence[tuple[str, str]]
"""(title, address) from the desk's home to the page above this one."""


def page(
    request: DeskRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    title: str,
    crumbs: Crumbs = (),
    help_topic: str = "",
    status: int = 200,
) -> HttpResponse:
    """Renders a template that extends desk/base.html. `help_topic` names a file of desk/help (the start of the list of
    topics where there is none)."""
    whole = {
        "here": request.here,
        "title": title,
        "crumbs": [(gettext("今日工作"), reverse("desk:home")), *crumbs],
        "navigation": shown_to(request),
        "help_topic": help_topic if help_topic in helping.topics() else "",
        **(context or {}),
    }
    return render(request, template, whole, status=status)
