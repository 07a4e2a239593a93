"""What a value of the law is: the value, the day it took effect, its source, and whether an office may change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """settled = the text says so; setting = read differently from place to place, so an installation may set its own."""

    SETTLED = "settled"
    SETTING = "setting"


class MonthDay(NamedTuple):
    """A day that comes every year, such as 01-31."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """This day in one year."""
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, regulation or notice as it must be cited: 《title》（number）."""

    title: str
    number: str
    issued_on: date | None = None

    @property
    def citation(self) -> str:
        """The full citation, as letters and findings print it."""
        return f"《{self.title}》（{self.number}）" if self.number else f"《{self.title}》"


Value = int | float | bool | str | MonthDay | Instrument | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value of a parameter, in force from `since` until the next one's `since`. `value` None = the rule ended that day."""

    since: date
    value: Value | None
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value of the law and its history, oldest first."""

    key: str
    title: str
    kind: str
    values: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue | None:
        """The value in force on a day; None before the first one."""
        current = None
        for dated in self.values:
            if dated.since > day:
                break
            current = dated
        return current


class ParameterError(LookupError):
    """A parameter that does not exist, has no value on that day, or may not be set. `code` is stable, `message` Chinese.

    Codes: unknown_key, not_in_force, settled, wrong_kind, bad_file.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message
