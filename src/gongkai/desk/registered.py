"""What the desk's own screens bring with them. Other apps of screens do the same in a module of theirs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from gongkai.desk.navigation import entry

entry(gettext_lazy("今日工作"), "desk:home", 10)
