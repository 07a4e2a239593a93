"""Results of the calendar: a date or a number, and whether a notice still to come may change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DayKind(StrEnum):
    """What a day is. The Chinese name is `label`."""

    WORKDAY = "workday"
    MAKE_UP_WORKDAY = "make_up_workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    LOCAL_HOLIDAY = "local_holiday"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return _LABELS[self]


_LABELS = {
    DayKind.WORKDAY: "工作日",
    DayKind.MAKE_UP_WORKDAY: "调休上班",
    DayKind.WEEKEND: "周末",
    DayKind.HOLIDAY: "放假",
    DayKind.LOCAL_HOLIDAY: "地方假日",
}


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar. `source` is the notice that decides it, or the rule it was computed from."""

    date: date
    is_workday: bool
    kind: DayKind
    source: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A computed date. `provisional` (暂定) where it lies past the announced calendar; `reason` then says so in Chinese."""

    date: date
    provisional: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A number of working days; `provisional` and `reason` as in Due."""

    days: int
    provisional: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LocalHoliday:
    """A rest day of one place (a minority area's festival, an emergency closure) with the document that sets it."""

    date: date
    name: str
    source: str


class CalendarError(ValueError):
    """What the calendar cannot reckon or will not take in. `code` is stable, `message` Chinese.

    Codes: before_range, after_range, reversed, negative, bad_table.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
