"""The library app."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Rules and guides."""

    name = "gongkai.records.library"
    label = "library"
    verbose_name = "制度与指南"

    def ready(self) -> None:
        from gongkai.records.library import jobs  # noqa: F401 registers jobs
