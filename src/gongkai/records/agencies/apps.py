"""The app of agencies."""

from __future__ import annotations

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "gongkai.records.agencies"
    label = "agencies"
    verbose_name = "行政机关"

    def ready(self) -> None:
        from gongkai.records.agencies import checks  # noqa: F401 registers doctor's checks
