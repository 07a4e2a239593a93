"""A matter as plain data: what a form fills in, an import brings, an export prints, and the content hash covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from gongkai.law import matters
from gongkai.records.base import canonical
from gongkai.records.base.errors import Refused


@dataclass(frozen=True, slots=True)
class Row:
    """One matter. Codes of `domain`, `items` and `channels` are those of `law.matters`; levels: county, township, village."""

    level1: str
    level2: str = ""
    elements: str = ""
    basis: str = ""
    limit_text: str = ""
    limit_unit: str = ""
    limit_days: int | None = None
    frequency: str = "at_once"
    period: str = ""
    subject: str = ""
    channels: tuple[str, ...] = ()
    channels_note: str = ""
    audience: str = "public"
    audience_note: str = ""
    manner: str = "proactive"
    levels: tuple[str, ...] = ()
    domain: str = ""
    items: tuple[str, ...] = ()
    note: str = ""
    reason: str = ""
    not_applicable: str = ""
    key: UUID | None = None
    inherited_key: UUID | None = None

    @property
    def demanded_from(self) -> date | None:
        """No day: a row is not in force, only a matter of an approved version is."""
        return None

    def differs_from(self, other: Row) -> list[str]:
        """The names of the fields whose content differs (not the keys, the reason and the explanation)."""
        return [name for name in CONTENT if getattr(self, name) != getattr(other, name)]

    def changed(self, values: Mapping[str, Any]) -> Row:
        """The row with other values of its content fields. Refused for what is no field of a matter."""
        unknown = set(values) - {*CONTENT, "reason", "not_applicable"}
        if unknown:
            said = gettext("公开事项没有“%(names)s”这一栏，请核对栏目名称后重新提交。") % {"names": "、".join(sorted(unknown))}
            raise Refused(said, "unknown_field")
        return replace(self, **{name: _plain(name, value) for name, value in values.items()})

    def stored(self) -> dict[str, Any]:
        """The values of a `Matter` (lists for tuples; without keys that are None)."""
        out: dict[str, Any] = {}
        for name in FIELDS:
            value = getattr(self, name)
            if name == "key" and value is None:
                continue
            out[name] = list(value) if name in _TUPLES else value
        return out


_TUPLES = frozenset({"channels", "levels", "items"})
_ORDER = {
    "channels": {row.code: at for at, row in enumerate(matters.channels())},
    "levels": {"county": 0, "township": 1, "village": 2},
}
"""Ticks have no order of their own: they are kept in that of the official table."""
FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Row))
CONTENT: tuple[str, ...] = tuple(n for n in FIELDS if n not in ("key", "inherited_key", "reason", "not_applicable"))


def _plain(name: str, value: Any) -> Any:
    if name in _TUPLES:
        order = _ORDER.get(name, {})
        return tuple(sorted(value, key=lambda code: order.get(code, len(order))))
    return value.strip() if isinstance(value, str) else value


def row_of(matter: Any) -> Row:
    """The row of a `Matter`."""
    values: dict[str, Any] = {name: getattr(matter, name) for name in FIELDS}
    values.update({name: tuple(values[name]) for name in _TUPLES})
    return Row(**values)


def content_hash(rows: Iterable[Row], absent: Mapping[str, str], effective_on: date | None) -> str:
    """What an approval is bound to: every field of every row in order, the domains that do not concern the agency, and the day
    (施行日期) from which all this is to be in force."""
    rest = {"absent": dict(absent), "effective_on": effective_on}
    data = {"rows": [{name: getattr(row, name) for name in FIELDS} for row in rows], **rest}
    return canonical.digest(data)
