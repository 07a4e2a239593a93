"""The public face of an installation."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Public screens; for now 年报体检 and the home page."""

    name = "gongkai.portal"
    label = "portal"
    verbose_name = "门户"
