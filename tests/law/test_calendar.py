"""Working days and periods: the vectors of the domain, every day against a second source, and round trips."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import calendar
from gongkai.law.calendar import CalendarError, Count, DayKind, Due, LocalHoliday


def days(first: date, last: date):
    """Every day from first to last."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "n", "result"),
    [
        ("2020-01-17", 20, "2020-02-21"),  # make-up Sunday, extended festival
        ("2023-09-18", 20, "2023-10-20"),  # National Day, 10-07 and 10-08 work
        ("2024-01-29", 20, "2024-02-29"),  # Spring Festival 2024, leap day
        ("2025-01-20", 7, "2025-02-05"),  # correction window over Spring Festival
        ("2025-01-20", 20, "2025-02-21"),
        ("2025-09-22", 7, "2025-09-30"),  # 09-28 Sunday works
        ("2025-09-22", 15, "2025-10-17"),  # third party
        ("2025-09-22", 20, "2025-10-24"),
        ("2025-09-22", 40, "2025-11-21"),  # full extension
        ("2025-09-28", 20, "2025-10-31"),  # start on a make-up day
        ("2025-10-01", 20, "2025-11-04"),  # start on a holiday
        ("2025-12-31", 20, "2026-01-29"),  # year change, 01-04 Sunday works
        ("2026-02-09", 7, "2026-02-25"),
        ("2026-02-09", 20, "2026-03-13"),  # 02-14 and 02-28 work
        ("2026-02-12", 20, "2026-03-18"),
        ("2026-04-27", 20, "2026-05-27"),  # 05-09 works
        ("2026-09-14", 20, "2026-10-16"),
        ("2026-09-24", 20, "2026-10-29"),
        ("2026-11-20", 20, "2026-12-18"),
        ("2026-12-03", 20, "2026-12-31"),  # last computable start
    ],
)
def test_the_nth_working_day_after_a_start(start, n, result):
    assert calendar.add_workdays(d(start), n) == Due(d(result))
    assert calendar.workdays_between(d(start), d(result)) == Count(n)


@pytest.mark.parametrize(
    ("year", "workdays"),
    [(2019, 250), (2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_a_year_has_its_number_of_working_days(year, workdays):
    first, last = date(year, 1, 1), date(year, 12, 31)
    assert calendar.workdays_between(first - timedelta(days=1), last) == Count(workdays)
    assert sum(calendar.is_workday(day) for day in days(first, last)) == workdays


def test_every_announced_day_agrees_with_chinesecalendar():
    differing = [
        day
        for day in days(date(2018, 12, 29), date(2026, 12, 31))
        if calendar.is_workday(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []


@pytest.mark.parametrize(
    ("day", "kind", "source"),
    [
        ("2018-12-29", DayKind.MAKE_UP_WORKDAY, "国办发明电〔2018〕15号"),
        ("2019-05-02", DayKind.HOLIDAY, "国办发明电〔2019〕3号"),
        ("2020-02-01", DayKind.WEEKEND, "国办发明电〔2020〕1号"),
        ("2024-02-09", DayKind.WORKDAY, "国办发明电〔2023〕7号"),
        ("2026-10-10", DayKind.MAKE_UP_WORKDAY, "国办发明电〔2025〕7号"),
    ],
)
def test_a_day_knows_its_kind_and_its_notice(day, kind, source):
    found = calendar.day(d(day))
    assert (found.kind, found.provisional) == (kind, False)
    assert found.is_workday == (kind in (DayKind.WORKDAY, DayKind.MAKE_UP_WORKDAY))
    assert source in found.source


def test_kinds_of_day_have_the_words_officers_use():
    assert [kind.label for kind in DayKind] == ["工作日", "调休上班", "周末", "放假", "地方假日"]


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2026-08-03", 60, "2026-10-08"),  # 2026-10-02 is a holiday
        ("2026-06-01", 60, "2026-07-31"),
        ("2025-01-14", 15, "2025-02-05"),  # 01-29 is in Spring Festival
        ("2026-02-13", 15, "2026-02-28"),  # a working Saturday stays
    ],
)
def test_a_period_in_calendar_days_rolls_off_a_rest_day(start, period, end):
    assert calendar.calendar_period_end(d(start), period) == Due(d(end))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-03-05", 6, "2025-09-05"),
        ("2025-04-01", 6, "2025-10-09"),  # 10-01 to 10-08 are holidays
        ("2024-08-30", 6, "2025-02-28"),  # February has no 30th
        ("2024-07-31", 6, "2025-02-05"),  # 01-31 is in Spring Festival
        ("2025-06-30", 6, "2025-12-30"),
        ("2024-12-31", 12, "2025-12-31"),
    ],
)
def test_a_period_in_months_ends_on_the_same_day_or_the_last_of_the_month(start, months, end):
    assert calendar.calendar_period_end(d(start), months=months) == Due(d(end))


def test_a_period_past_the_announced_calendar_is_provisional_and_says_why():
    due = calendar.add_workdays(date(2026, 12, 4), 20)
    assert (due.date, due.provisional) == (date(2027, 1, 4), True), "01-01 is a Friday and a holiday by rule"
    assert due.reason is not None
    assert "2027年放假安排尚未导入" in due.reason
    assert "暂定" in due.reason
    assert calendar.workdays_between(date(2026, 12, 4), date(2027, 1, 4)) == Count(20, True, due.reason)
    assert calendar.calendar_period_end(date(2026, 12, 1), 60).provisional
    assert calendar.day(date(2027, 2, 8)).provisional


def test_statutory_days_of_2027_are_rest_days_and_its_other_weekdays_are_worked():
    rest = [day for day in days(date(2027, 1, 1), date(2027, 12, 31)) if day.weekday() < 5 and not calendar.is_workday(day)]
    expected = ["2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15", "2027-10-01"]
    assert [day.isoformat() for day in rest] == expected
    assert not any(calendar.is_workday(day) for day in days(date(2027, 1, 1), date(2027, 12, 31)) if day.weekday() >= 5)


def test_a_period_that_starts_the_day_before_the_first_table_can_be_reckoned():
    assert calendar.add_workdays(date(2018, 12, 28), 1) == Due(date(2018, 12, 29))


@pytest.mark.parametrize(
    ("call", "code", "words"),
    [
        (lambda: calendar.is_workday(date(2018, 12, 28)), "before_range", "从 2018-12-29 起"),
        (lambda: calendar.add_workdays(date(2018, 12, 27), 3), "before_range", "2018-12-27"),
        (lambda: calendar.workdays_between(date(2015, 1, 1), date(2020, 1, 1)), "before_range", "2015-01-01"),
        (lambda: calendar.add_workdays(date(2030, 12, 30), 20), "after_range", "先导入"),
        (lambda: calendar.is_workday(date(2031, 1, 1)), "after_range", "先导入"),
        (lambda: calendar.calendar_period_end(date(2030, 12, 1), 60), "after_range", "先导入"),
        (lambda: calendar.add_workdays(date(2025, 1, 1), -1), "negative", "不能为负"),
        (lambda: calendar.calendar_period_end(date(2025, 1, 1), -1), "negative", "不能为负"),
        (lambda: calendar.workdays_between(date(2025, 1, 2), date(2025, 1, 1)), "reversed", "晚于"),
    ],
)
def test_what_cannot_be_reckoned_is_refused_in_words(call, code, words):
    with pytest.raises(CalendarError, match=words) as caught:
        call()
    assert caught.value.code == code


def test_a_local_holiday_is_a_rest_day_of_that_place_only():
    local = calendar.standard().with_local([LocalHoliday(date(2025, 3, 31), "开斋节", "自治区人民政府令")])
    assert local.day(date(2025, 3, 31)).kind is DayKind.LOCAL_HOLIDAY
    assert local.day(date(2025, 3, 31)).source == "自治区人民政府令"
    assert local.add_workdays(date(2025, 3, 28), 1).date == date(2025, 4, 1)
    assert calendar.add_workdays(date(2025, 3, 28), 1).date == date(2025, 3, 31)


ANNOUNCED = st.dates(date(2018, 12, 29), date(2026, 12, 31))


@given(ANNOUNCED, st.integers(1, 260))
def test_adding_and_counting_are_inverse(start, n):
    due = calendar.add_workdays(start, n)
    assert calendar.is_workday(due.date)
    assert calendar.workdays_between(start, due.date).days == n
    assert calendar.workdays_between(start, due.date - timedelta(days=1)).days == n - 1


@given(ANNOUNCED, ANNOUNCED, ANNOUNCED)
def test_counts_of_adjoining_periods_add_up(a, b, c):
    a, b, c = sorted((a, b, c))
    count = calendar.workdays_between
    assert count(a, b).days + count(b, c).days == count(a, c).days


@given(ANNOUNCED, st.integers(0, 200), st.integers(0, 200))
def test_periods_in_working_days_can_be_added_one_after_the_other(start, m, n):
    once = calendar.add_workdays(start, m + n).date
    assert calendar.add_workdays(calendar.add_workdays(start, m).date, n).date == once


@given(ANNOUNCED, st.integers(1, 200))
def test_a_calendar_period_never_ends_on_a_rest_day_nor_early(start, n):
    end = calendar.calendar_period_end(start, n).date
    assert calendar.is_workday(end)
    assert end >= start + timedelta(days=n)
    assert not any(calendar.is_workday(day) for day in days(start + timedelta(days=n), end - timedelta(days=1)))
