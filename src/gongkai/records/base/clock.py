"""The one clock. Instants are UTC; a legal date is the date in Asia/Shanghai.

No other code of the product asks the machine for the time (tests/records/base/test_clock.py looks for it), so that a test
can stand on any day and a deadline is reproducible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LEGAL_ZONE = ZoneInfo("Asia/Shanghai")


def _machine() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _machine


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _source()


def today() -> date:
    """The legal date: today in Asia/Shanghai."""
    return legal_date(_source())


def legal_date(instant: datetime) -> date:
    """The date in Asia/Shanghai on which `instant` (aware) falls."""
    return instant.astimezone(LEGAL_ZONE).date()


def local(instant: datetime) -> datetime:
    """`instant` (aware) as the clock on the wall in Asia/Shanghai shows it."""
    return instant.astimezone(LEGAL_ZONE)


class Frozen:
    """A clock that stands still until it is moved."""

    def __init__(self, instant: datetime) -> None:
        if instant.tzinfo is None:
            raise ValueError("the clock needs an aware instant")
        self.instant = instant.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.instant

    def move(self, **delta: float) -> None:
        """Moves on by timedelta(**delta): move(days=1)."""
        self.instant += timedelta(**delta)


@contextmanager
def frozen(instant: datetime | date) -> Iterator[Frozen]:
    """The whole process stands at `instant` (a date: its noon in Asia/Shanghai). For tests and the demo county."""
    global _source
    if not isinstance(instant, datetime):
        instant = datetime(instant.year, instant.month, instant.day, 12, tzinfo=LEGAL_ZONE)
    before, clock = _source, Frozen(instant)
    _source = clock
    try:
        yield clock
    finally:
        _source = before
