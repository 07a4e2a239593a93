"""A list as a declaration, and one look at it: what the address asks for, narrowed, ordered, cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from gongkai.desk.here import Here
from gongkai.desk.listing.bulk import BulkAct
from gongkai.desk.listing.columns import Column
from gongkai.desk.listing.filters import Field, Filter

PAGE = 50
CAP = 1000
"""Counting stops here: "1000+" is as good as the number, and costs the same in a county and in a province."""
RESERVED = frozenset({"q", "sort", "page", "format", "view"})


@dataclass(frozen=True, kw_only=True)
class Listing:
    """`rows(here, **address)` is a selector: what this person may see. `search` names lookups, any of which must hold the
    words; `order` is a column's key, with "-" downwards. `empty` says what it means that there is nothing, and what to do."""

    key: str
    title: str | Promise
    rows: Callable[..., QuerySet[Any]]
    columns: Sequence[Column]
    order: str
    filters: Sequence[Filter] = ()
    search: Sequence[str] = ()
    search_label: str | Promise = ""
    acts: Sequence[BulkAct] = ()
    may: Callable[[Here], bool] = lambda here: True
    empty: str | Promise = ""
    intro: str | Promise = ""
    links: Callable[[Here], Sequence[tuple[str, str]]] = lambda here: ()
    """(label, address) of buttons above the list: new, import."""
    help_topic: str = ""
    crumbs: Callable[..., Sequence[tuple[str, str]]] = lambda here, **address: ()
    prepare: Callable[[Here, list[Any]], None] = lambda here, rows: None
    """Given the rows of a page, to fetch for all at once what the columns say."""


@dataclass
class Look:
    """One look at a list: `query` is the address's query string, `here` who looks."""

    listing: Listing
    query: QueryDict
    here: Here
    address: dict[str, Any] = field(default_factory=dict)

    def narrowed(self) -> QuerySet[Any]:
        """The rows that search and filters leave, in order."""
        rows = self.listing.rows(self.here, **self.address)
        for one in self.listing.filters:
            rows = one.apply(rows, self.query, self.here)
        for word in self.words.split()[:5]:
            holds = Q()
            for lookup in self.listing.search:
                holds |= Q(**{f"{lookup}__icontains": word})
            rows = rows.filter(holds)
        return rows.order_by(*self._order())

    @property
    def words(self) -> str:
        """What is searched for."""
        return self.query.get("q", "").strip()[:100] if self.listing.search else ""

    @property
    def sorted_by(self) -> str:
        """The column's key, with "-" downwards."""
        asked = self.query.get("sort", "")
        known = {column.key for column in self.listing.columns if column.sort}
        return asked if asked.lstrip("-") in known else self.listing.order

    def _order(self) -> list[Any]:
        down = self.sorted_by.startswith("-")
        column = next(c for c in self.listing.columns if c.key == self.sorted_by.lstrip("-"))
        fields = [F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True) for name in column.sort]
        return [*fields, "pk"]

    @property
    def shown(self) -> list[Column]:
        """The columns on the screen."""
        return [column for column in self.listing.columns if column.shown]

    def heads(self) -> list[dict[str, Any]]:
        """The head of each column: label, direction now ("ascending", "descending", ""), the address that sorts by it."""
        heads = []
        for column in self.shown:
            now = self.sorted_by.lstrip("-") == column.key
            down = self.sorted_by.startswith("-")
            turned = f"-{column.key}" if now and not down else column.key
            heads.append(
                {
                    "column": column,
                    "now": ("descending" if down else "ascending") if now and column.sort else "",
                    "url": self.address_with(sort=turned, page=None) if column.sort else "",
                }
            )
        return heads

    def fields(self) -> list[Field]:
        """The filters as form fields."""
        return [one for each in self.listing.filters for one in each.fields(self.query, self.here)]

    def address_with(self, **changes: str | None) -> str:
        """The query string with these changed (None: left out)."""
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return f"?{query.urlencode()}"

    @property
    def kept_query(self) -> str:
        """The query string as a saved view keeps it: without page and format, empty fields left out."""
        query = self.query.copy()
        for name in list(query):
            if name in ("page", "format", "csrfmiddlewaretoken") or not query[name]:
                query.pop(name)
        return query.urlencode()

    @property
    def is_narrowed(self) -> bool:
        """Whether search or a filter is in use."""
        names = {one.name for one in self.fields()}
        return bool(self.words) or any(self.query.get(name) for name in names)


@dataclass
class Page:
    """A page of a look. `total` is capped: said as "1000+"."""

    look: Look
    rows: list[Any]
    number: int
    total: int

    @property
    def total_said(self) -> str:
        """How many, for the eye."""
        return gettext("%(many)d+ 条") % {"many": CAP} if self.total > CAP else gettext("%(many)d 条") % {"many": self.total}

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each row with its title and its cells as HTML: written by a template they would be half the time of a page."""
        columns = [(column, f'<td data-label="{escape(column.label)}"') for column in self.look.shown]
        return [
            {
                "row": row,
                "title": self.look.shown[0].said(row),
                "cells": mark_safe("".join(begin + _cell(column, row) for column, begin in columns)),
            }
            for row in self.rows
        ]

    @property
    def before(self) -> str:
        """The address of the page before, or ""."""
        return self.look.address_with(page=str(self.number - 1)) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The address of the page after, or ""."""
        more = self.number * PAGE < self.total or (self.total > CAP and len(self.rows) == PAGE)
        return self.look.address_with(page=str(self.number + 1)) if more else ""


def _cell(column: Column, row: Any) -> str:
    said = escape(column.said(row))
    tone = column.tone(row) if column.tone else ""
    day = len(said) in (10, 16) and said[4] == "-" == said[7]  # a day, or a day and a minute: on one line
    kinds = " ".join(filter(None, ("num" if column.number else "", "day" if day else "", tone)))
    url = column.link(row) if column.link else ""
    inside = f'<a href="{escape(url)}">{said or "—"}</a>' if url else said
    return f' class="{escape(kinds)}">{inside}</td>' if kinds else f">{inside}</td>"


def page_of(look: Look) -> Page:
    """Two queries: the capped count, and the rows of the page."""
    rows = look.narrowed()
    total = rows.order_by().values("pk")[: CAP + 1].count()
    asked = look.query.get("page", "1")
    number = max(1, int(asked)) if asked.isdigit() and len(asked) < 7 else 1
    if total <= CAP:
        number = min(number, max(1, -(-total // PAGE)))
    found = list(rows[(number - 1) * PAGE : number * PAGE])
    look.listing.prepare(look.here, found)
    return Page(look, found, number, total)
