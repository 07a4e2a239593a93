"""A column of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise

from gongkai.records.base import clock


@dataclass(frozen=True)
class Column:
    """`value`: of a row, or the name of its attribute ("agency.name" goes through). `sort`: the fields it orders by; none:
    it does not. `link`: address of a row, "" for none. `tone`: a word for the stylesheet ("overdue", "quiet")."""

    key: str
    label: str | Promise
    value: str | Callable[[Any], Any] = ""
    sort: tuple[str, ...] = ()
    link: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    number: bool = False
    exported: bool = True
    shown: bool = True

    def of(self, row: Any) -> Any:
        """The value of a row, as it is (for export)."""
        if callable(self.value):
            return self.value(row)
        found = row
        for name in (self.value or self.key).split("."):
            found = getattr(found, name, None)
            if found is None:
                return None
        return found

    def said(self, row: Any) -> str:
        """The value of a row, for the eye."""
        value = self.of(row)
        if value is None:
            return ""
        if isinstance(value, datetime):
            return clock.local(value).strftime("%Y-%m-%d %H:%M")
        if isinstance(value, date):
            return value.isoformat()
        return str(value)
