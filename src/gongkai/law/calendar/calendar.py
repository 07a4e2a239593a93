"""The calendar itself: which day is worked, and periods in working days and in calendar days.

The first day of a period is never counted (民事诉讼法第八十五条). A period in working days cannot end on a rest day; one
in calendar days that would, ends on the next working day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Any

from gongkai.law.calendar.model import CalendarError, Count, Day, DayKind, Due, LocalHoliday
from gongkai.law.calendar.tables import SATURDAY, YearTable


class Calendar:
    """Announced years, then years reckoned by rule alone (provisional), with a place's own holidays. Immutable.

    Looking up is by arrays over all days, so every answer takes a constant number of steps.
    """

    def __init__(
        self,
        tables: Iterable[YearTable],
        statutory: Mapping[int, frozenset[date]] | None = None,
        local: Iterable[LocalHoliday] = (),
    ) -> None:
        self._tables = {table.year: table for table in sorted(tables, key=lambda table: table.year)}
        self._statutory = dict(statutory or {})
        self._local = {holiday.date: holiday for holiday in local}
        years = list(self._tables)
        if not years or any(b != a + 1 for a, b in pairwise(years)):
            raise CalendarError("bad_table", "节假日安排应至少有一年，且各年相连，中间不能缺年。")
        self.first = self._tables[years[0]].covers_from
        self.announced_until = date(years[-1], 12, 31)
        last_year = years[-1]
        while last_year + 1 in self._statutory:
            last_year += 1
        self.last = date(last_year, 12, 31)
        days = [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]
        worked = [self._works(day) for day in days]
        self._worked_until = list(accumulate(worked, initial=0))
        """At n: working days among the first n days of the calendar."""
        self._workdays = [day for day, works in zip(days, worked, strict=True) if works]

    def is_workday(self, day: date) -> bool:
        """Whether a day is worked. Raises CalendarError before_range, after_range."""
        self._within(day)
        return self._works(day)

    def day(self, day: date) -> Day:
        """What kind of day it is and which notice decides it."""
        self._within(day)
        provisional = day > self.announced_until
        source = "按《全国年节及纪念日放假办法》推算" if provisional else self._table(day).source
        works, weekend = self._works(day), day.weekday() >= SATURDAY
        if day in self._local:
            return Day(day, False, DayKind.LOCAL_HOLIDAY, self._local[day].source, provisional)
        if works:
            kind = DayKind.MAKE_UP_WORKDAY if weekend else DayKind.WORKDAY
        else:
            kind = DayKind.WEEKEND if weekend else DayKind.HOLIDAY
        return Day(day, works, kind, source, provisional)

    def add_workdays(self, start: date, n: int) -> Due:
        """The n-th working day after `start` (`start` itself for 0).

        Raises CalendarError: negative, before_range, after_range.
        """
        if n < 0:
            raise CalendarError("negative", f"工作日数不能为负，现为 {n}。")
        if n == 0:
            self._within(start)
            return self._due(start)
        index = self._count_until(start) + n - 1
        if index >= len(self._workdays):
            raise self._too_late()
        return self._due(self._workdays[index])

    def workdays_between(self, a: date, b: date) -> Count:
        """The number of working days in (a, b]. Raises CalendarError: reversed, before_range, after_range."""
        if a > b:
            raise CalendarError("reversed", f"起始日 {a} 晚于终止日 {b}，请对调后再算。")
        days = self._count_until(b) - self._count_until(a)
        return Count(days, *self._standing(b))

    def calendar_period_end(self, start: date, days: int = 0, *, months: int = 0) -> Due:
        """The last day of a period in calendar days or months; a rest day moves it to the next working day.

        A month without that day ends the period on its last day. Raises CalendarError: negative, before_range, after_range.
        """
        if days < 0 or months < 0:
            raise CalendarError("negative", "期限的天数、月数不能为负。")
        last = _months_later(start, months) + timedelta(days=days)
        self._within(last)
        return self._due(last) if self._works(last) else self.add_workdays(last, 1)

    def with_table(self, table: YearTable) -> Calendar:
        """This calendar with one more year, or with a year's table replaced."""
        tables = {**self._tables, table.year: table}
        return Calendar(tables.values(), self._statutory, self._local.values())

    def with_local(self, holidays: Iterable[LocalHoliday]) -> Calendar:
        """This calendar with a place's own holidays."""
        return Calendar(self._tables.values(), self._statutory, [*self._local.values(), *holidays])

    def tables(self) -> tuple[YearTable, ...]:
        """The announced years, oldest first."""
        return tuple(self._tables.values())

    def statutory_days(self, year: int) -> frozenset[date]:
        """The statutory holidays by rule, for years that have them here; empty otherwise."""
        return self._statutory.get(year, frozenset())

    def canonical(self) -> list[Any]:
        """Everything that decides an answer as nested lists of text, for the stamp of the law."""
        return [
            [[t.year, t.source, _dates(t.rest), _dates(t.worked), t.covers_from.isoformat()] for t in self._tables.values()],
            [[year, _dates(days)] for year, days in sorted(self._statutory.items())],
            [[h.date.isoformat(), h.name, h.source] for _, h in sorted(self._local.items())],
        ]

    def _works(self, day: date) -> bool:
        if day in self._local:
            return False
        if day > self.announced_until:
            return day.weekday() < SATURDAY and day not in self._statutory[day.year]
        return self._table(day).is_workday(day)

    def _table(self, day: date) -> YearTable:
        """The table that decides an announced day; the first one reaches back into the year before."""
        return self._tables.get(day.year) or self._tables[day.year + 1]

    def _count_until(self, day: date) -> int:
        """Working days from the first day to `day`, both counted; the day before the first has none."""
        position = (day - self.first).days + 1
        if position < 0:
            raise self._too_early(day)
        if position >= len(self._worked_until):
            raise self._too_late()
        return self._worked_until[position]

    def _within(self, day: date) -> None:
        if day < self.first:
            raise self._too_early(day)
        if day > self.last:
            raise self._too_late()

    def _due(self, day: date) -> Due:
        return Due(day, *self._standing(day))

    def _standing(self, day: date) -> tuple[bool, str | None]:
        if day <= self.announced_until:
            return False, None
        until = self.announced_until
        return True, f"{until.year + 1}年放假安排尚未导入，{until} 之后暂按周一至周五上班、法定节假日休息推算，结果暂定。"

    def _too_early(self, day: date) -> CalendarError:
        return CalendarError("before_range", f"工作日历从 {self.first} 起有数据，算不到 {day}，请核对日期。")

    def _too_late(self) -> CalendarError:
        return CalendarError("after_range", f"工作日历只推算到 {self.last}，请先导入新的放假安排再算。")


def _months_later(day: date, months: int) -> date:
    if months == 0:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _dates(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]
