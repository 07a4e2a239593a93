"""Filters of a list: each reads its part of the address, narrows the rows, and says itself as form fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext

from gongkai.desk.here import Here

Options = Iterable[tuple[str, Any]]


@dataclass(frozen=True)
class Field:
    """A form field of a filter, for the template. `kind`: select, date, checkbox."""

    kind: str
    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Choice:
    """One of several values. `options`: pairs, or a function of Here. `narrow`: a field name, or a function (rows, value)."""

    key: str
    label: str | Promise
    options: Options | Callable[[Here], Options]
    narrow: str | Callable[[QuerySet[Any], str], QuerySet[Any]] = ""
    default: str = ""

    def _options(self, here: Here) -> tuple[tuple[str, str], ...]:
        given = self.options(here) if callable(self.options) else self.options
        return tuple((str(value), str(label)) for value, label in given)

    def apply(self, rows: QuerySet[Any], query: QueryDict, here: Here) -> QuerySet[Any]:
        value = query.get(self.key, self.default)
        if not value or value not in {option for option, _ in self._options(here)}:
            return rows
        return self.narrow(rows, value) if callable(self.narrow) else rows.filter(**{self.narrow or self.key: value})

    def fields(self, query: QueryDict, here: Here) -> list[Field]:
        options = self._options(here)
        every = () if self.default else (("", gettext("全部")),)
        return [Field("select", self.key, str(self.label), query.get(self.key, self.default) or "", (*every, *options))]


@dataclass(frozen=True)
class Days:
    """From a day until a day, both included. `field` holds dates."""

    key: str
    label: str | Promise
    field: str

    def apply(self, rows: QuerySet[Any], query: QueryDict, here: Here) -> QuerySet[Any]:
        for end, lookup in (("from", "gte"), ("to", "lte")):
            if day := _day(query.get(f"{self.key}_{end}", "")):
                rows = rows.filter(**{f"{self.field}__{lookup}": day})
        return rows

    def fields(self, query: QueryDict, here: Here) -> list[Field]:
        return [
            Field("date", f"{self.key}_from", gettext("%(what)s 自") % {"what": self.label}, query.get(f"{self.key}_from", "")),
            Field("date", f"{self.key}_to", gettext("%(what)s 至") % {"what": self.label}, query.get(f"{self.key}_to", "")),
        ]


@dataclass(frozen=True)
class Flag:
    """A tick: only those for which `only` holds."""

    key: str
    label: str | Promise
    only: Callable[[], Q] | Q

    def apply(self, rows: QuerySet[Any], query: QueryDict, here: Here) -> QuerySet[Any]:
        if query.get(self.key) != "1":
            return rows
        return rows.filter(self.only() if callable(self.only) else self.only)

    def fields(self, query: QueryDict, here: Here) -> list[Field]:
        return [Field("checkbox", self.key, str(self.label), query.get(self.key, ""))]


Filter = Choice | Days | Flag


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
