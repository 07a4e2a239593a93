"""When a job runs by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gongkai.records.base.clock import LEGAL_ZONE
from gongkai.records.base.jobs.when import parse


def shanghai(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LEGAL_ZONE)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("text", "now", "following"),
    [
        ("every 90s", shanghai(2026, 1, 1, 0, 0), shanghai(2026, 1, 1, 0, 1, 30)),
        ("every 6h", shanghai(2026, 1, 1, 20, 0), shanghai(2026, 1, 2, 2, 0)),
        ("10 3 * * *", shanghai(2026, 1, 1, 3, 9, 59), shanghai(2026, 1, 1, 3, 10)),
        ("10 3 * * *", shanghai(2026, 1, 1, 3, 10), shanghai(2026, 1, 2, 3, 10)),
        ("*/15 8-17 * * 1-5", shanghai(2026, 1, 2, 17, 50), shanghai(2026, 1, 5, 8, 0)),
        ("0 0 1 1 *", shanghai(2026, 1, 1, 0, 0), shanghai(2027, 1, 1, 0, 0)),
        ("0 0 29 2 *", shanghai(2026, 1, 1, 0, 0), shanghai(2028, 2, 29, 0, 0)),
        ("0 0 13 * 5", shanghai(2026, 3, 1, 0, 0), shanghai(2026, 3, 6, 0, 0)),  # the 13th, or any Friday
        ("0 0 * * 7", shanghai(2026, 3, 2, 0, 0), shanghai(2026, 3, 8, 0, 0)),
        ("5,35 0 * * *", shanghai(2026, 3, 2, 0, 5), shanghai(2026, 3, 2, 0, 35)),
        ("50/5 0 * * *", shanghai(2026, 3, 2, 0, 50), shanghai(2026, 3, 2, 0, 55)),
    ],
)
def test_the_next_time_is_the_first_that_fits_in_shanghai(text: str, now: datetime, following: datetime) -> None:
    assert parse(text).after(now.astimezone(UTC)) == following


@pytest.mark.parametrize(
    "text", ["", "every", "every 0s", "every xs", "60 * * * *", "* * * *", "a * * * *", "5-1 * * * *", "*/0 * * * *"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="周期"):
        parse(text)


def test_a_day_that_never_comes_is_refused() -> None:
    with pytest.raises(ValueError, match="五年内"):
        parse("0 0 31 2 *").after(shanghai(2026, 1, 1))


def test_the_times_that_passed_are_counted() -> None:
    start = shanghai(2026, 1, 1, 3, 10)
    assert parse("10 3 * * *").passed(start, start + timedelta(days=3, hours=1)) == 4
    assert parse("every 1m").passed(start, start + timedelta(minutes=10, seconds=30)) == 11
