"""The harness runs on SQLite; here it runs once more on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.records.on_postgresql import passes


@pytest.mark.needs("postgres")
def test_the_harness_holds_on_postgresql_too(postgres: str) -> None:
    assert passes(postgres, "tests/harness")
