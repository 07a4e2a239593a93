"""When a matter is due, and how it stands."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from gongkai.law import standard
from gongkai.records.catalogue import calendar
from gongkai.records.catalogue.rows import Row

KEY = UUID(int=1)


def matter(period: str = "quarter", unit: str = "working_days", days: int | None = 20, frequency: str = "periodic") -> Row:
    return Row("低保发放", key=KEY, frequency=frequency, period=period, limit_unit=unit, limit_days=days)


@pytest.mark.parametrize(
    ("row", "first", "last", "due"),
    [
        # 2026 年第 1 季度结束后 20 个工作日：清明 4 月 6 日放假
        (matter(), date(2026, 4, 1), date(2026, 6, 30), [("2026年第1季度", date(2026, 4, 29))]),
        (matter("month", "calendar_days", 10), date(2026, 3, 1), date(2026, 3, 31), [("2026年2月", date(2026, 3, 10))]),
        (matter("half_year", "calendar_days", 20), date(2026, 7, 1), date(2026, 7, 31), [("2026年上半年", date(2026, 7, 20))]),
        (matter("year", "calendar_days", 31), date(2026, 1, 1), date(2026, 12, 31), [("2025年", date(2026, 1, 31))]),
        (matter("month", "at_once", None), date(2026, 2, 28), date(2026, 2, 28), [("2026年2月", date(2026, 2, 28))]),
        (matter(frequency="at_once"), date(2026, 1, 1), date(2026, 12, 31), []),
    ],
)
def test_a_periodic_matter_is_due_after_each_period(row: Row, first: date, last: date, due: list[tuple[str, date]]) -> None:
    found = calendar.occurrences([row], first, last, standard())
    assert [(o.period, o.due) for o in found] == due


def test_a_matter_without_a_limit_has_that_of_article_26() -> None:
    assert calendar.due_after(Row("a"), date(2026, 3, 10), standard()) == (date(2026, 4, 8), False)


def test_a_due_date_past_the_announced_calendar_is_provisional() -> None:
    assert calendar.due_after(Row("a"), date(2026, 12, 20), standard())[1] is True


def test_all_turns_of_a_year_are_found_once() -> None:
    found = calendar.occurrences([matter("month")], date(2025, 1, 1), date(2025, 12, 31), standard())
    assert len(found) == 12
    assert len({o.period for o in found}) == 12


def test_what_the_calendar_does_not_reach_is_left_out() -> None:
    long = matter("month", "working_days", 1000)
    assert all(o.due.year == 2026 for o in calendar.occurrences([long], date(2026, 1, 1), date(2026, 12, 31), standard()))
    last = standard().calendar.last
    assert calendar.occurrences([matter("month")], last.replace(day=1), last.replace(year=last.year + 2), standard())


def stand_of(row: Row, done: list[date], day: date, since: date | None = None) -> calendar.Stand:
    kind = calendar.Kind(row.period, row.limit_unit, row.limit_days)
    periods = calendar.demanded(calendar.turns(kind, *calendar.window(day), standard()), since)
    return calendar.stand(periods, max(done, default=None), day)


@pytest.mark.parametrize(
    ("done", "state", "due"),
    [
        ([], "never", date(2025, 2, 5)),
        ([date(2026, 1, 15)], "current", date(2026, 4, 29)),
        ([date(2025, 4, 10)], "overdue", date(2025, 7, 28)),
        ([date(2025, 4, 10), date(2025, 7, 10), date(2025, 10, 15), date(2026, 1, 20)], "current", date(2026, 4, 29)),
    ],
)
def test_a_matter_is_covered_by_what_was_published(done: list[date], state: str, due: date) -> None:
    missed = due < date(2026, 3, 10)
    assert stand_of(matter(), done, date(2026, 3, 10)) == (state, due, missed)


def test_what_falls_due_this_month_says_so() -> None:
    found = stand_of(matter(), [date(2026, 1, 20)], date(2026, 4, 10))
    assert found == ("due", date(2026, 4, 29), False)
    assert found.counts_as("due", date(2026, 4, 10)) and not found.counts_as("never", date(2026, 4, 10))


def test_what_was_never_published_and_is_due_this_month_counts_in_both_places() -> None:
    found = stand_of(matter(), [], date(2026, 4, 10), date(2026, 2, 1))
    assert found == ("never", date(2026, 4, 29), False)
    assert found.counts_as("due", date(2026, 4, 10)) and found.counts_as("never", date(2026, 4, 10))
    assert not stand_of(matter(), [], date(2026, 3, 10), date(2026, 2, 1)).counts_as("due", date(2026, 3, 10))


def test_nothing_is_due_before_the_catalogue_that_demands_it_is_in_force() -> None:
    monthly = matter("month", "calendar_days", 3)
    kind = calendar.Kind(monthly.period, monthly.limit_unit, monthly.limit_days)
    periods = calendar.turns(kind, date(2026, 11, 1), date(2027, 1, 31), standard())
    assert [turn.due for turn in calendar.demanded(periods, date(2026, 11, 21))] == [date(2026, 12, 3), date(2027, 1, 3)]
    assert next(turn.due for turn in calendar.demanded(periods, date(2026, 11, 3))) == date(2026, 11, 3)
    assert stand_of(monthly, [], date(2026, 11, 21), date(2026, 11, 21)) == ("never", date(2026, 12, 3), False)


def test_what_was_never_published_is_overdue_once_a_demanded_turn_has_passed() -> None:
    day = date(2026, 12, 5)
    found = stand_of(matter("month", "calendar_days", 3), [], day, date(2026, 11, 21))
    assert found == ("never", date(2026, 12, 3), True)
    assert [state for state in calendar.STATES if found.counts_as(state, day)] == ["overdue", "never"]


def test_where_publications_are_not_recorded_nothing_is_called_overdue_and_the_month_stays_due() -> None:
    kind = calendar.Kind("month", "calendar_days", 3)
    day = date(2026, 12, 5)
    periods = calendar.demanded(calendar.turns(kind, *calendar.window(day), standard()), date(2026, 11, 21))
    found = calendar.stand(periods, None, day, recorded=False)
    assert found == ("never", date(2026, 12, 3), False)
    assert [state for state in calendar.STATES if found.counts_as(state, day)] == ["due", "never"]


def test_a_matter_without_a_period_is_current_once_it_was_published() -> None:
    assert calendar.stand(None, None, date(2026, 3, 10)) == ("never", None, False)
    assert calendar.stand(None, date(2025, 1, 1), date(2026, 3, 10)) == ("current", None, False)
