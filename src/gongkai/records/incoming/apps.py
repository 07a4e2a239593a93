"""The incoming app."""

from django.apps import AppConfig


class IncomingConfig(AppConfig):
    """Doors and incoming items."""

    name = "gongkai.records.incoming"
    label = "incoming"
    verbose_name = "来件"

    def ready(self) -> None:
        from gongkai.records.incoming import pieces  # noqa: F401 registers jobs
