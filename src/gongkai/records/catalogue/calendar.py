"""What of a catalogue is due when, and what has been published of it.

A periodic matter falls due a number of days after each period ends; the others when something happens (a document is formed,
a stage is reached), which publications will say. A due date that runs past the announced calendar is provisional.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from gongkai.law import Law
from gongkai.records.catalogue.models import Frequency, LimitUnit, Period
from gongkai.records.catalogue.rows import Row

_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}


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


Turn = tuple[date, date, date, bool]
"""First and last day of the period, due date, provisional."""


def occurrences(rows: Iterable[Row], first: date, last: date, law: Law) -> list[Occurrence]:
    """The turns of periodic matters whose due date lies between `first` and `last`, both included, by date. Matters of the same
    period and limit are reckoned once."""
    known: dict[tuple[str, str, int | None], list[Turn]] = {}
    out: list[Occurrence] = []
    for row in rows:
        if row.frequency != Frequency.PERIODIC or row.period not in _MONTHS or row.not_applicable:
            continue
        kind = (row.period, row.limit_unit, row.limit_days)
        if kind not in known:
            known[kind] = list(_turns(row, first, last, law))
        title = f"{row.level1} {row.level2}".strip()
        out += [Occurrence(row.key, title, begins, ends, due, provisional) for begins, ends, due, provisional in known[kind]]
    return sorted(out, key=lambda o: (o.due, o.title))


def _turns(row: Row, first: date, last: date, law: Law) -> Iterable[Turn]:
    months = _MONTHS[Period(row.period)]
    begins = _period_start(_back(first, 2 * months + _slack(row)), months)
    while (ends := _months_later(begins, months) - timedelta(days=1)) <= last:
        due, provisional = due_after(row, ends, law)
        if first <= due <= last:
            yield begins, ends, due, provisional
        begins = ends + timedelta(days=1)


def due_after(row: Row, day: date, law: Law) -> tuple[date, bool]:
    """The last day in time for information that was formed or changed on `day`, and whether it is provisional.

    Without a limit of its own a matter has that of article 26.
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


@dataclass(frozen=True, slots=True)
class Covered:
    """How a matter stands on a day: `state` is never, overdue, due (this month), or current."""

    row: Row
    last_published: date | None
    due: date | None
    state: str


Published = Callable[[Collection[UUID], Collection[UUID], date, date], Mapping[tuple[UUID, UUID], list[date]]]
"""(agencies, matter keys, first, last) → (agency, matter key) → the days on which it was published."""

_source: Published | None = None


def publications_come_from(source: Published | None) -> None:
    """Registers who knows what was published (the app of publications, when it is ready)."""
    global _source
    _source = source


def published(
    agencies: Collection[UUID], keys: Collection[UUID], first: date, last: date
) -> Mapping[tuple[UUID, UUID], list[date]]:
    """What was published between two days; nothing while nobody keeps publications."""
    return _source(agencies, keys, first, last) if _source else {}


def coverage(agency: UUID, rows: Iterable[Row], day: date, law: Law) -> list[Covered]:
    """How each applicable matter of an agency stands on a day, worst first."""
    out = coverage_of_all({agency: rows}, day, law)[agency]
    return sorted(out, key=lambda c: (STATES.index(c.state), c.due or date.max))


STATES = ("overdue", "due", "never", "current")
"""From the worst to the best."""


def coverage_of_all(rows: Mapping[UUID, Iterable[Row]], day: date, law: Law) -> dict[UUID, list[Covered]]:
    """Agency → how its applicable matters stand on a day, in the order given; publications are asked for once."""
    listed = {agency: [r for r in some if not r.not_applicable and r.key is not None] for agency, some in rows.items()}
    keys = {row.key for some in listed.values() for row in some if row.key}
    days = published(list(listed), list(keys), date(day.year - 1, 1, 1), day)
    turns: _Known = {}
    return {
        agency: [_covered(row, sorted(days.get((agency, row.key), [])), day, law, turns) for row in some if row.key]
        for agency, some in listed.items()
    }


_Known = dict[tuple[str, str, int | None], list[Turn]]


def _covered(row: Row, days: list[date], day: date, law: Law, known: _Known) -> Covered:
    last = days[-1] if days else None
    if row.frequency != Frequency.PERIODIC or row.period not in _MONTHS:
        return Covered(row, last, None, "current" if last else "never")
    kind = (row.period, row.limit_unit, row.limit_days)
    if kind not in known:
        known[kind] = list(_turns(row, date(day.year - 1, 1, 1), date(day.year + 1, 12, 31), law))
    turns = [(ends, due) for _, ends, due, _ in known[kind]]
    open_turns = [(ends, due) for ends, due in turns if not any(ends < done for done in days) and ends < day]
    missed = [due for _, due in open_turns if due < day]
    if missed and last is not None:
        return Covered(row, last, missed[0], "overdue")
    waiting = [due for _, due in open_turns if due >= day]
    upcoming = waiting[0] if waiting else next((due for ends, due in turns if ends >= day), None)
    if last is None:
        return Covered(row, None, upcoming, "never")
    this_month = upcoming is not None and (upcoming.year, upcoming.month) == (day.year, day.month)
    return Covered(row, last, upcoming, "due" if this_month else "current")


def _slack(row: Row) -> int:
    """Months by which the limit may push a due date beyond its period."""
    return (row.limit_days or 30) // 20 + 2


def _back(day: date, months: int) -> date:
    return _months_later(day.replace(day=1), -months)


def _period_start(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
