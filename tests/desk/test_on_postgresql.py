"""The desk runs on SQLite; what a county does first, and who sees what, run here once more on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.records.on_postgresql import passes


@pytest.mark.needs("postgres", "chromium", "axe", "fonts")
def test_a_county_moves_in_on_postgresql_too(postgres: str) -> None:
    assert passes(postgres, "tests/desk/test_moving_in.py")
