"""The sign-in pages as an app: templates and scripts only."""

from __future__ import annotations

from django.apps import AppConfig


class SignInConfig(AppConfig):
    name = "gongkai.desk.signin"
    label = "desk_signin"
    verbose_name = "登录"
