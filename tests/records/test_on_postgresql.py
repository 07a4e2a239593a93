"""The tests run on SQLite; here they run once more on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.records.on_postgresql import passes


@pytest.mark.needs("postgres")
def test_everything_the_records_promise_holds_on_postgresql_too(postgres: str) -> None:
    assert passes(postgres, "tests/records")
