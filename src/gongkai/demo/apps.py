"""The app of the demo: it lists its people on the sign-in page."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "gongkai.demo"
    label = "demo"
    verbose_name = "演示数据"

    def ready(self) -> None:
        from gongkai.demo import people
        from gongkai.desk.signin import demo

        demo.source(people.listed)
