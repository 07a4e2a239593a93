"""The app, and what it does to Django's own test case: it is installed in every test run."""

from __future__ import annotations

from django.apps import AppConfig
from django.db import connections
from django.test import TransactionTestCase

from gongkai.records.base import append_only


class ExampleConfig(AppConfig):
    name = "tests.records.example"
    label = "example"

    def ready(self) -> None:
        from tests.records.example import jobs  # noqa: F401 registers the jobs

        _empty_in_spite_of_triggers()


def _empty_in_spite_of_triggers() -> None:
    """Tests with real transactions end by emptying all tables, which the triggers rightly refuse: off for that moment."""
    teardown = TransactionTestCase._fixture_teardown

    def without_triggers(self: TransactionTestCase) -> None:
        append_only.remove(connections["default"])
        try:
            teardown(self)
        finally:
            append_only.install(connections["default"])

    TransactionTestCase._fixture_teardown = without_triggers
