"""The side navigation. An app of screens adds its entries when it is ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from gongkai.desk.here import DeskRequest, Here


@dataclass(frozen=True)
class Entry:
    """A line of the navigation. `part` is the beginning of the names of the screens below it ("desk:agenc")."""

    title: str | Promise
    view: str
    order: int
    shown: Callable[[Here], bool]
    part: str


_ENTRIES: list[Entry] = []


def entry(title: str | Promise, view: str, order: int, *, shown: Callable[[Here], bool] | None = None, part: str = "") -> None:
    """Adds a line. `order`: 10 today, 20 decisions, 30 catalogue, 40 incoming, 50 library, 60 agencies, 70 people."""
    _ENTRIES.append(Entry(title, view, order, shown or (lambda here: True), part or view))
    _ENTRIES.sort(key=lambda line: line.order)


def shown_to(request: DeskRequest) -> list[dict[str, Any]]:
    """What this person sees: title, address, and whether they are there now."""
    match = request.resolver_match
    now = match.view_name if match else ""
    return [
        {"title": line.title, "url": reverse(line.view), "now": bool(now) and now.startswith(line.part)}
        for line in _ENTRIES
        if line.shown(request.here)
    ]
