"""The one clock, and that there is no other."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gongkai.records.base import clock

SOURCE = Path(clock.__file__).resolve().parents[2]
# (file, what) that may ask the machine: the clock itself, and ages of files against the file system's own clock.
ALLOWED = {
    ("records/base/clock.py", "datetime.now"),
    ("records/base/files/store.py", "time.time"),
    ("config/supervisor.py", "datetime.now"),  # log lines, without Django and its clock
}
ASKING = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
    "time.time",
    "time.localtime",
}


def test_no_other_code_asks_the_machine_for_the_time() -> None:
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if (asked := f"{name}.{node.func.attr}") in ASKING:
                found.add((path.relative_to(SOURCE).as_posix(), asked))
    assert found - ALLOWED == set()


def test_the_legal_date_is_the_date_in_shanghai() -> None:
    with clock.frozen(datetime(2026, 3, 10, 15, 59, 59, tzinfo=UTC)) as frozen:
        assert clock.today() == date(2026, 3, 10)
        frozen.move(seconds=1)
        assert clock.today() == date(2026, 3, 11)
        assert clock.now() == datetime(2026, 3, 10, 16, tzinfo=UTC)


def test_a_frozen_clock_stands_and_the_machine_goes_on_after_it() -> None:
    with clock.frozen(date(2025, 1, 2)):
        assert clock.now() == clock.now() == datetime(2025, 1, 2, 4, tzinfo=UTC)
    assert clock.today() > date(2025, 1, 2)


def test_a_naive_instant_is_no_instant() -> None:
    with pytest.raises(ValueError, match="aware"):
        clock.Frozen(datetime(2026, 1, 1))  # noqa: DTZ001
