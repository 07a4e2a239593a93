"""Working days (工作日) from the announced holiday arrangements 2019–2026, and periods reckoned with them.

    add_workdays(date(2026, 4, 27), 20)                   → Due(2026-05-27)
    workdays_between(date(2026, 5, 11), date(2026, 5, 22)) → Count(9)
    calendar_period_end(date(2026, 8, 3), 60)             → Due(2026-10-08), 2 October being a holiday

These functions use the calendar as shipped; an installation's own (imported years, local holidays) is `law.Law.calendar`.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from gongkai.law.calendar.calendar import Calendar
from gongkai.law.calendar.model import CalendarError, Count, Day, DayKind, Due, LocalHoliday
from gongkai.law.calendar.tables import Notice, YearTable, doubts, table_from_csv, table_from_data, table_from_json
from gongkai.law.yaml import load_yaml

__all__ = [
    "Calendar",
    "CalendarError",
    "Count",
    "Day",
    "DayKind",
    "Due",
    "LocalHoliday",
    "Notice",
    "YearTable",
    "add_workdays",
    "calendar_period_end",
    "day",
    "doubts",
    "is_workday",
    "standard",
    "table_from_csv",
    "table_from_data",
    "table_from_json",
    "workdays_between",
]

_FOLDER = Path(__file__).parent


@cache
def standard() -> Calendar:
    """The calendar as shipped."""
    tables = [table_from_data(data) for data in load_yaml((_FOLDER / "announced.yaml").read_text(encoding="utf-8"))]
    rule = load_yaml((_FOLDER / "statutory.yaml").read_text(encoding="utf-8"))
    return Calendar(tables, {entry["year"]: frozenset(entry["days"]) for entry in rule})


def is_workday(when: date) -> bool:
    """`standard().is_workday`: whether a day is worked."""
    return standard().is_workday(when)


def day(when: date) -> Day:
    """`standard().day`: what kind of day it is, and by which notice."""
    return standard().day(when)


def add_workdays(start: date, n: int) -> Due:
    """`standard().add_workdays`: the n-th working day after `start`."""
    return standard().add_workdays(start, n)


def workdays_between(a: date, b: date) -> Count:
    """`standard().workdays_between`: working days in (a, b]."""
    return standard().workdays_between(a, b)


def calendar_period_end(start: date, days: int = 0, *, months: int = 0) -> Due:
    """`standard().calendar_period_end`: the last day of a period in calendar days or months."""
    return standard().calendar_period_end(start, days, months=months)
