"""The API."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Endpoints for programs; no rules of their own."""

    name = "gongkai.api"
    label = "api"
    verbose_name = "接口"

    def ready(self) -> None:
        """Makes the job known that notes when tokens were used."""
        from gongkai.api import jobs  # noqa: F401 registers jobs
