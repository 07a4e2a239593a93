"""The people screens as an app: templates, its entry of the navigation, its kind of record."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gongkai.desk.people"
    label = "desk_people"
    verbose_name = "人员管理"

    def ready(self) -> None:
        """Makes known what these screens bring."""
        from gongkai.desk.people import registered  # noqa: F401
