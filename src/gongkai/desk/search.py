"""Quick search over what this person may see; each app of screens adds its source.

@source(order=40)
def rules(here: Here, words: str) -> Found: …
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from gongkai.desk.access import staff
from gongkai.desk.here import DeskRequest, Here
from gongkai.desk.home import lines
from gongkai.desk.pages import page
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE, AGENCIES_SEE
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.base import clock
from gongkai.records.base.tasks.selectors import waiting_for_any

MOST = 10
"""Hits of a source: who sees more types more."""


@dataclass(frozen=True)
class Hit:
    """`url` is empty where there is no page."""

    title: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Found:
    """The hits of a source, at most MOST + 1 (then there are more)."""

    title: str
    found: list[Hit]

    @property
    def hits(self) -> list[Hit]:
        return self.found[:MOST]

    @property
    def many(self) -> str:
        return f"{MOST}+" if len(self.found) > MOST else str(len(self.found))


Source = Callable[[Here, str], Found]
_SOURCES: list[tuple[int, Source]] = []


def source(order: int) -> Callable[[Source], Source]:
    """Registers a source; once, when its app is ready."""

    def made(one: Source) -> Source:
        _SOURCES.append((order, one))
        _SOURCES.sort(key=lambda pair: pair[0])
        return one

    return made


def first(rows: QuerySet[Any]) -> Iterable[Any]:
    """The rows a source looks at."""
    return rows[: MOST + 1]


def address(view: str, **arguments: Any) -> str:
    """The address of a screen, "" where it is not installed."""
    try:
        return reverse(view, kwargs=arguments)
    except NoReverseMatch:
        return ""


@require_safe
@staff
def search(request: DeskRequest) -> HttpResponse:
    """Hits by kind; nothing for fewer than one character."""
    words = request.GET.get("q", "").strip()[:100]
    parts = [part for _, one in _SOURCES if (part := one(request.here, words)).found] if words else []
    return page(
        request, "desk/search.html", {"search_words": words, "parts": parts}, title=gettext("查找"), help_topic="search"
    )


@source(10)
def tasks(here: Here, words: str) -> Found:
    """Open tasks of one's own and of those one stands in for."""
    rows = list(first(waiting_for_any(here.owners).filter(reason__icontains=words)))
    said = lines(rows, here, clock.today())
    return Found(gettext("待办"), [Hit(line.reason, line.url, line.when) for line in said])


@source(20)
def agencies(here: Here, words: str) -> Found:
    """Agencies one may see, by any name they had."""
    may = agencies_with(here.user, AGENCIES_SEE)
    named = may.filter(Q(name__icontains=words) | Q(names__name__icontains=words)).distinct().order_by("name", "pk")
    hits = [
        Hit(
            row.name,
            address("desk:agency", identity=row.pk),
            gettext("已于 %(day)s 撤并") % {"day": row.ended_on} if row.ended_on else row.get_kind_display(),
        )
        for row in first(named)
    ]
    return Found(gettext("单位"), hits)


@source(30)
def people(here: Here, words: str) -> Found:
    """People of the agencies one sees; who manages accounts gets to their page."""
    may = User.objects.filter(agency__in=agencies_with(here.user, AGENCIES_SEE), is_active=True)
    named = may.filter(Q(name__icontains=words) | Q(post__icontains=words)).select_related("agency").order_by("name", "pk")
    manages = here.can(ACCOUNTS_MANAGE)
    hits = [
        Hit(
            row.name,
            address("people:person", identity=row.pk) if manages else "",
            "，".join(filter(None, (row.agency.name, row.post))),
        )
        for row in first(named)
    ]
    return Found(gettext("人员"), hits)
