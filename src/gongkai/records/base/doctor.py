"""The doctor's register: each check is a function with a name; every app brings its own.

@check("agencies.projection", title="机构当前信息", deep=True)
def copies_say_what_the_dated_rows_say() -> list[Ailment]: ...
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.db import DatabaseError, connection


class Grade(StrEnum):
    """How bad it is. A note is no finding: something optional that is not there."""

    NOTE = "note"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Ailment:
    """One thing that is not as it should be: a Chinese sentence with the next step, and the record if it is about one."""

    message: str
    grade: Grade = Grade.PROBLEM
    record: str = ""


@dataclass(frozen=True)
class Check:
    name: str
    title: str
    deep: bool
    function: Callable[[], Iterable[Ailment]]


@dataclass
class Outcome:
    """What a check found, and how long it took."""

    name: str
    title: str
    seconds: float
    ailments: list[Ailment] = field(default_factory=list)

    @property
    def healthy(self) -> bool:
        return all(ailment.grade == Grade.NOTE for ailment in self.ailments)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "healthy": self.healthy}


CHECKS: dict[str, Check] = {}


def check(
    name: str, *, title: str, deep: bool = False
) -> Callable[[Callable[[], Iterable[Ailment]]], Callable[[], Iterable[Ailment]]]:
    """Registers a check. `deep`: only with --deep, because it reads everything. It may write nothing."""

    def registered(function: Callable[[], Iterable[Ailment]]) -> Callable[[], Iterable[Ailment]]:
        if name in CHECKS:
            raise ValueError(f"two checks called {name}")
        CHECKS[name] = Check(name, title, deep, function)
        return function

    return registered


def examine(deep: bool = False) -> Iterator[Outcome]:
    """Runs the checks one after another, in the order of their names; a check that breaks is itself an ailment."""
    for one in sorted((one for one in CHECKS.values() if deep or not one.deep), key=lambda one: (one.deep, one.name)):
        began = time.perf_counter()
        outcome = Outcome(one.name, one.title, 0.0)
        try:
            outcome.ailments.extend(one.function())
        except DatabaseError as error:
            connection.close()
            outcome.ailments.append(
                Ailment(f"检查“{one.title}”时数据库出错（{type(error).__name__}），请先确认数据库可用、已升级。")
            )
        except Exception as error:  # a broken check must not hide the others, nor pass as health
            outcome.ailments.append(Ailment(f"检查“{one.title}”没有做完（{type(error).__name__}：{error}），请联系维护人员。"))
        outcome.seconds = round(time.perf_counter() - began, 3)
        yield outcome
