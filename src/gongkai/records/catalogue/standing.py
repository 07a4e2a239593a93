"""How matters stand on a day, for many at once: the database counts and orders, by what `calendar.stand` says.

A stand depends on a matter's kind (period and limit) and on the month in which it was last published, because periods end with
months. Both are few: matters are counted by them, and each combination is reckoned once. To order matters by how they stand,
all stands there are get a place in a list from the worst to the best, and the places are written into one line of digits a
kind, with one place for "never" and one for each month; the question takes the digits out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DateField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, ExtractMonth, ExtractYear, Substr

from gongkai.law import Law
from gongkai.records.catalogue.calendar import MONTHS, Kind, Stand, Turn, demanded, months_later, stand, turns, window
from gongkai.records.catalogue.models import Frequency, Matter

Publications = Callable[[], QuerySet[Any]]
"""Rows with `agency` (id), `matter` (the key it keeps from version to version) and `published_on` (a date). An index in this
order makes them quick to ask."""

Demanded = tuple[Kind, date | None]
"""A kind, and since when it is demanded."""

_publications: Publications | None = None
_DIGITS = 4
"""What a place in the list takes: there are fewer than 10,000 (kinds times due dates of three years)."""
_PERIODIC = Q(frequency=Frequency.PERIODIC, period__in=list(MONTHS))


def publications_come_from(source: Publications | None) -> None:
    """Registers who knows what was published (the app of publications, when it is ready)."""
    global _publications
    _publications = source


@dataclass(frozen=True, slots=True)
class Standings:
    """How matters stand. `lines`: the values asked for, a stand, and how many matters have both."""

    matters: QuerySet[Matter]
    day: date
    lines: list[tuple[Any, ...]]
    by_kind: dict[Demanded | None, list[Stand]]
    """The stand of a kind demanded since a day (None: without a period) by month: not published in the day's window, published
    in its first …"""

    def ordered(self) -> tuple[QuerySet[Any], list[Stand]]:
        """The matters with `rank` and `last_published`, the worst first and then as in the catalogue; and the stand of each
        rank. Nothing is asked yet."""
        stands = sorted({one for some in self.by_kind.values() for one in some}, key=lambda one: one.order)
        place = {one: f"{n:0{_DIGITS}}" for n, one in enumerate(stands)}
        digits = {kind: Value("".join(place[one] for one in some)) for kind, some in self.by_kind.items()}
        periodic = Case(*(When(_of(*kind), digits[kind]) for kind in self.by_kind if kind), default=digits[None])
        line = Case(When(_PERIODIC, periodic), default=digits[None])
        found = self.matters.annotate(
            rank=Cast(Substr(line, 1 + _DIGITS * _month(self.day), _DIGITS), IntegerField()), last_published=_last(self.day)
        )
        return found.order_by("rank", "position", "pk"), stands

    def counted_as(self, state: str) -> tuple[QuerySet[Any], list[Stand]]:
        """Those of `ordered` that count there."""
        rows, stands = self.ordered()
        return rows.filter(rank__in=[n for n, one in enumerate(stands) if one.counts_as(state, self.day)]), stands


def standings(matters: QuerySet[Matter], day: date, law: Law, *by: str) -> Standings:
    """How matters that concern their agencies stand on a day, counted by the fields `by`; one query."""
    first, last = window(day)
    kind = {f"{name}_counts": Case(When(_PERIODIC, F(name)), default=None) for name in (*Kind._fields, "demanded_from")}
    counted = matters.order_by().annotate(**kind, month=_month(day)).values_list(*by, *kind, "month")
    published = [None, *(months_later(first, n) for n in range(_months(day)))] if _publications else [None]
    by_kind: dict[Demanded | None, list[Stand]] = {None: [stand(None, on, day) for on in published]}
    known: dict[Kind, list[Turn]] = {}
    begun: dict[tuple[Kind, int], list[Stand]] = {}
    """By the first turn that is demanded: many days come to the same."""
    lines = []
    for *values, period, unit, days, since, month, many in counted.annotate(many=Count("*")):
        one = (Kind(period, unit, days), since) if period else None
        if one is not None and one not in by_kind:
            kind_of = one[0]
            if kind_of not in known:
                known[kind_of] = turns(kind_of, first, last, law)
            periods = demanded(known[kind_of], since)
            if (kind_of, len(periods)) not in begun:
                begun[kind_of, len(periods)] = [stand(periods, on, day, _publications is not None) for on in published]
            by_kind[one] = begun[kind_of, len(periods)]
        lines.append((*values, by_kind[one][month], many))
    return Standings(matters, day, lines, by_kind)


def last_published(matters: QuerySet[Matter], day: date) -> dict[UUID, date] | None:
    """Key → when it was last published in the day's window and not after the day; None where publications are not recorded."""
    if _publications is None:
        return None
    return dict(matters.annotate(last=_last(day)).exclude(last=None).values_list("key", "last"))


def _of(kind: Kind, since: date | None) -> Q:
    days = Q(limit_days__isnull=True) if kind.limit_days is None else Q(limit_days=kind.limit_days)
    demanded_since = Q(demanded_from__isnull=True) if since is None else Q(demanded_from=since)
    return days & Q(period=kind.period) & Q(limit_unit=kind.limit_unit) & demanded_since


def _months(day: date) -> int:
    """How many months the window has until a day, its own included."""
    return 12 * (day.year - window(day)[0].year) + day.month


def _published(day: date) -> QuerySet[Any]:
    """The last publication of the matter asked about, in the window and not after the day."""
    assert _publications is not None
    whose = {"agency": OuterRef("version__catalogue__agency"), "matter": OuterRef("key")}
    return _publications().filter(**whose, published_on__range=(window(day)[0], day)).order_by("-published_on")


def _last(day: date) -> Any:
    if _publications is None:
        return Value(None, output_field=DateField())
    return Subquery(_published(day).values("published_on")[:1])


def _month(day: date) -> Any:
    """1 for the window's first month, 0 for what was not published in it."""
    if _publications is None:
        return Value(0)
    month = (ExtractYear("published_on") - window(day)[0].year) * 12 + ExtractMonth("published_on")
    return Coalesce(Subquery(_published(day).values(in_month=Cast(month, IntegerField()))[:1]), 0)
