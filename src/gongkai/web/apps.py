"""Templates, components and assets shared by all faces."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """No models: templates and static files only."""

    name = "gongkai.web"
    label = "web"
    verbose_name = "界面"
