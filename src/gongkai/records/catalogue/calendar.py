"""What of a catalogue is due when, and how it stands by the day it was last published. Pure: rows, dates and the law.

A periodic matter falls due a number of days after each period ends; the others when something happens (a document is formed,
a stage is reached), which publications will say. A due date that runs past the announced calendar is provisional.

A period and its limit are what a catalogue lays down (国办发〔2019〕54号), so nothing is due before the first version that
demands the matter is in force: a turn counts if its due date is not before that day (`demanded_from`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol
from uuid import UUID

from gongkai.law import Law
from gongkai.law.calendar import CalendarError
from gongkai.records.catalogue.models import Frequency, LimitUnit, Period

MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
"""Periods and how many months they have."""
STATES = ("overdue", "due", "never", "current")
"""From the worst to the best."""


class Limited(Protocol):
    """What has a limit: a `Matter`, a `Row`, a `Kind`."""

    @property
    def limit_unit(self) -> str: ...
    @property
    def limit_days(self) -> int | None: ...


class Periodic(Limited, Protocol):
    """A periodic matter: a `Matter`, a `Row`, or these values of one."""

    @property
    def key(self) -> UUID | None: ...
    @property
    def level1(self) -> str: ...
    @property
    def level2(self) -> str: ...
    @property
    def frequency(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def demanded_from(self) -> date | None: ...


class Kind(NamedTuple):
    """What decides when a periodic matter is due: matters of one kind are due on the same days."""

    period: str
    limit_unit: str
    limit_days: int | None


class Turn(NamedTuple):
    """A period, the last day on which what is about it is published in time, and whether that may still move."""

    first: date
    last: date
    due: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A periodic matter's turn: the period it is about, and the last day on which it is published in time."""

    key: UUID | None
    title: str
    first: date
    last: date
    due: date
    provisional: bool

    @property
    def period(self) -> str:
        """The period in words: 2026年3月, 2026年第1季度, 2026年上半年, 2026年."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        if months == 1:
            return f"{self.first.year}年{self.first.month}月"
        if months == 3:
            return f"{self.first.year}年第{(self.first.month + 2) // 3}季度"
        if months == 6:
            return f"{self.first.year}年{'上' if self.first.month == 1 else '下'}半年"
        return f"{self.first.year}年"


def occurrences(rows: Iterable[Periodic], first: date, last: date, law: Law) -> list[Occurrence]:
    """The turns of periodic matters (that concern the agency) whose due date lies between `first` and `last`, both included:
    by date, on one day in the order of the rows. Matters of one kind are reckoned once."""
    known: dict[Kind, list[Turn]] = {}
    out: list[Occurrence] = []
    for row in rows:
        if row.frequency != Frequency.PERIODIC or row.period not in MONTHS:
            continue
        kind = Kind(row.period, row.limit_unit, row.limit_days)
        if kind not in known:
            known[kind] = turns(kind, first, last, law)
        title = f"{row.level1} {row.level2}".strip()
        out += [Occurrence(row.key, title, *turn) for turn in demanded(known[kind], row.demanded_from)]
    return sorted(out, key=lambda o: o.due)


def demanded(periods: Sequence[Turn], since: date | None) -> Sequence[Turn]:
    """The turns that are demanded of a matter which is demanded since a day (None: ever): those due on it or later."""
    return periods if since is None else [turn for turn in periods if turn.due >= since]


def is_late(ends: date, due: date, last: date | None, day: date) -> bool:
    """Whether a turn, for a period that ended with `ends`, is overdue on a day: its due date is over and nothing was published
    after the period. `last`: when the matter was published last, not after `day`."""
    return due < day and (last is None or last <= ends)


def turns(kind: Kind, first: date, last: date, law: Law) -> list[Turn]:
    """The periods of a kind whose due date lies between `first` and `last`, both included. What the law's calendar does not
    reach is not among them."""
    months = MONTHS[Period(kind.period)]
    begins = _period_start(_back(first, 2 * months + _slack(kind)), months)
    out = []
    while (ends := months_later(begins, months) - timedelta(days=1)) <= last:
        try:
            due, provisional = due_after(kind, ends, law)
        except CalendarError as beyond:
            if beyond.code != "before_range":
                break
        else:
            if first <= due <= last:
                out.append(Turn(begins, ends, due, provisional))
        begins = ends + timedelta(days=1)
    return out


def due_after(row: Limited, day: date, law: Law) -> tuple[date, bool]:
    """The last day in time for information that was formed or changed on `day`, and whether it is provisional.

    Without a limit of its own a matter has that of article 26. Raises CalendarError where the law's calendar does not reach.
    """
    if row.limit_unit == LimitUnit.AT_ONCE:
        return day, False
    if row.limit_unit == LimitUnit.CALENDAR_DAYS and row.limit_days is not None:
        return day + timedelta(days=row.limit_days), False
    days = row.limit_days if row.limit_unit == LimitUnit.WORKING_DAYS and row.limit_days is not None else None
    if days is None:
        days = law.get("publication.publish.workdays", on=day)
    found = law.calendar.add_workdays(day, days)
    return found.date, found.provisional


class Stand(NamedTuple):
    """How a matter stands on a day: never (published this or last year), overdue, due (this month) or current; and the day
    by which it is published next, or was to be."""

    state: str
    due: date | None
    missed: bool = False
    """Whether the day has passed."""

    def counts_as(self, state: str, day: date) -> bool:
        """Whether it is counted there: what was never published and is due this month, or overdue, counts in both places."""
        if self.state == "never" and state in ("due", "overdue"):
            return self.due is not None and state == ("overdue" if self.missed else "due" if _same_month(self.due, day) else "")
        return self.state == state

    @property
    def order(self) -> tuple[int, date, int]:
        """The worst first, of these the most urgent, of these what was published before. No two ways to stand are equal."""
        return STATES.index("overdue" if self.missed else self.state), self.due or date.max, STATES.index(self.state)


def window(day: date) -> tuple[date, date]:
    """The days whose publications and due dates matter on a day: from last year's first to next year's last."""
    return date(day.year - 1, 1, 1), date(day.year + 1, 12, 31)


def stand(periods: Sequence[Turn] | None, last: date | None, day: date, recorded: bool = True) -> Stand:
    """How a matter stands on a day. `periods`: the turns demanded of it in the day's window, None where it has no period;
    `last`: the last day in the window, not after `day`, on which it was published. Where nothing that is published is
    `recorded`, nothing is overdue, and what is due this month stays so until the month is over."""
    if periods is None:
        return Stand("never" if last is None else "current", None)
    # A publication covers the periods that were over before it.
    waiting = [turn for turn in periods if turn.last < day and (last is None or last <= turn.last)]
    missed = next((turn.due for turn in waiting if is_late(turn.last, turn.due, last, day)), None)
    if missed is not None and recorded:
        return Stand("overdue" if last else "never", missed, True)
    soonest = day if recorded else day.replace(day=1)
    upcoming = next((turn.due for turn in waiting if turn.due >= soonest), None)
    upcoming = upcoming or next((turn.due for turn in periods if turn.last >= day), None)
    if last is None:
        return Stand("never", upcoming)
    return Stand("due" if upcoming is not None and _same_month(upcoming, day) else "current", upcoming)


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)


def _slack(kind: Kind) -> int:
    """Months by which the limit may push a due date beyond its period."""
    counted = kind.limit_unit in (LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS)
    return ((kind.limit_days if counted else None) or 30) // 20 + 2


def _back(day: date, months: int) -> date:
    return months_later(day.replace(day=1), -months)


def _period_start(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def months_later(day: date, months: int) -> date:
    """The first of the month so many months after a day's."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
