"""The desk."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Staff screens under /desk/, and the one-time links of decisions under /d/."""

    name = "gongkai.desk"
    label = "desk"
    verbose_name = "工作台"

    def ready(self) -> None:
        """Makes known what the screens bring: navigation, kinds of records, panels, sources of search, jobs."""
        from gongkai.desk import registered  # noqa: F401
        from gongkai.desk.agencies import registered as agencies  # noqa: F401
        from gongkai.desk.catalogue import registered as catalogue  # noqa: F401
        from gongkai.desk.decisions import registered as decisions  # noqa: F401
        from gongkai.desk.forms import drafts, uploads  # noqa: F401 registers jobs
        from gongkai.desk.incoming import registered as incoming  # noqa: F401
        from gongkai.desk.library import registered as library  # noqa: F401
