"""The app of the ground."""

from __future__ import annotations

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    name = "gongkai.records.base"
    label = "base"
    verbose_name = "基础"

    def ready(self) -> None:
        from gongkai.records.base import checks  # noqa: F401 registers doctor's checks
        from gongkai.records.base.jobs import housekeeping  # noqa: F401 registers jobs

        post_migrate.connect(_keep_append_only, sender=self)


def _keep_append_only(using: str, **more: object) -> None:
    from gongkai.records.base import append_only

    append_only.install(connections[using])
