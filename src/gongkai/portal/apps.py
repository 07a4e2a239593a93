"""The public face of an installation."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Public screens; for now 年报体检 and the home page."""

    name = "gongkai.portal"
    label = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        """Make the jobs known to worker and scheduler."""
        from gongkai.portal import jobs  # noqa: F401 registers jobs
