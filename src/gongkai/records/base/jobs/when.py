"""When a job runs by itself: "every 90s", "every 15m", "every 6h", or five cron fields in the time of Asia/Shanghai."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from gongkai.records.base.clock import LEGAL_ZONE

_UNITS = {"s": 1, "m": 60, "h": 3600}
# field → (lowest, highest); the weekday is 0–6 from Sunday, 7 is Sunday too
_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))
_LOOK_AHEAD = timedelta(days=366 * 5)  # 29 February comes at least once in it (2096–2104 aside)


@dataclass(frozen=True)
class Every:
    """After each so many seconds, counted from the last time."""

    seconds: int
    text: str

    def after(self, instant: datetime) -> datetime:
        return instant + timedelta(seconds=self.seconds)

    def passed(self, due: datetime, now: datetime) -> int:
        """How many of its times lie in [due, now]."""
        return int((now - due).total_seconds() // self.seconds) + 1


@dataclass(frozen=True)
class Cron:
    """At the minutes whose five fields fit. Day and weekday both restricted: either may fit, as cron has it."""

    minute: frozenset[int]
    hour: frozenset[int]
    day: frozenset[int]
    month: frozenset[int]
    weekday: frozenset[int]
    either_day: bool
    text: str

    def after(self, instant: datetime) -> datetime:
        """The first fitting minute after `instant` (aware), in UTC. ValueError if there is none in five years."""
        local = instant.astimezone(LEGAL_ZONE).replace(second=0, microsecond=0) + timedelta(minutes=1)
        end = local + _LOOK_AHEAD
        while local < end:
            if local.month not in self.month or not self._day_fits(local):
                local = local.replace(hour=0, minute=0) + timedelta(days=1)
            elif local.hour not in self.hour:
                local = local.replace(minute=0) + timedelta(hours=1)
            elif local.minute not in self.minute:
                local += timedelta(minutes=1)
            else:
                return local.astimezone(UTC)
        raise ValueError(f"“{self.text}”在五年内没有任何一个时间符合。")

    def passed(self, due: datetime, now: datetime) -> int:
        """How many of its times lie in [due, now]; at most 1,000 are counted."""
        count = 0
        while due <= now and count < 1000:
            count += 1
            due = self.after(due)
        return count

    def _day_fits(self, local: datetime) -> bool:
        day, weekday = local.day in self.day, local.isoweekday() % 7 in self.weekday
        return day or weekday if self.either_day else day and weekday


When = Every | Cron


def parse(text: str) -> When:
    """ValueError for what is neither."""
    words = text.split()
    if len(words) == 2 and words[0] == "every" and words[1][:-1].isdigit() and words[1][-1] in _UNITS:
        seconds = int(words[1][:-1]) * _UNITS[words[1][-1]]
        if seconds < 1:
            raise ValueError(f"“{text}”不是周期。")
        return Every(seconds, text)
    if len(words) != len(_FIELDS):
        raise ValueError(f"“{text}”不是周期：应为“every 5m”或五段 cron 写法。")
    minute, hour, day, month, weekday = (
        _values(word, low, high, text) for word, (_, low, high) in zip(words, _FIELDS, strict=True)
    )
    return Cron(minute, hour, day, month, frozenset(value % 7 for value in weekday), words[2] != "*" and words[4] != "*", text)


def _values(word: str, low: int, high: int, text: str) -> frozenset[int]:
    values: set[int] = set()
    for part in word.split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        try:
            if span == "*":
                start, end = low, high
            else:
                start = int(first)
                end = int(last) if dash else (high if step else start)
            by = int(step) if step else 1
        except ValueError as error:
            raise ValueError(f"“{text}”不是周期：“{part}”读不懂。") from error
        if not (low <= start <= end <= high and by >= 1):
            raise ValueError(f"“{text}”不是周期：“{part}”超出 {low}–{high}。")
        values.update(range(start, end + 1, by))
    return frozenset(values)
