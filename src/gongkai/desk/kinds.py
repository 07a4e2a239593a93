"""What the desk must know of each kind of record: what it is called, its address, whose it is, what one looks at to decide.

kind("agencies.agency", gettext_lazy("单位"), view="desk:agency", model=Agency)

Tasks, decisions, the trail and search point at records by (record_type, record_id); all of them lead there through this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise

from gongkai.records.agencies.models import Agency


@dataclass(frozen=True)
class Shown:
    """A record as a line: `url` is empty where there is no page."""

    title: str
    url: str
    kind: str


@dataclass(frozen=True)
class Content:
    """What a leader looks at: a template (of desk/base_content's plain kind) and what it needs."""

    template: str
    context: Mapping[str, Any]


Many = Callable[[list[UUID]], Mapping[UUID, tuple[str, str]]]
"""Ids → (title, address), in one query however many."""


@dataclass(frozen=True)
class Kind:
    """`many`, `agency` (whose the record is) and `content` (what is decided on)."""

    name: str | Promise
    many: Many
    agency: Callable[[UUID], Agency | None]
    content: Callable[[UUID], Content] | None


_KINDS: dict[str, Kind] = {}


def kind(
    record_type: str,
    name: str | Promise,
    *,
    model: type[models.Model] | None = None,
    view: str = "",
    argument: str = "identity",
    many: Many | None = None,
    related: tuple[str, ...] = (),
    agency: Callable[[UUID], Agency | None] | None = None,
    content: Callable[[UUID], Content] | None = None,
) -> None:
    """Registers a kind, once, when its app is ready. With `model` and `view` (an address with the record's id as
    `argument`) titles are str(record); `related` is followed in that one query. `agency`: by default record.agency."""

    def of_model(ids: list[UUID]) -> Mapping[UUID, tuple[str, str]]:
        assert model is not None
        rows = model._default_manager.filter(pk__in=ids).select_related(*related)
        return {row.pk: (str(row), reverse(view, kwargs={argument: row.pk}) if view else "") for row in rows}

    def agency_of_model(identity: UUID) -> Agency | None:
        if model is None:
            return None
        if model is Agency:
            return Agency.objects.filter(pk=identity).first()
        row = model._default_manager.select_related("agency").filter(pk=identity).first()
        return getattr(row, "agency", None)

    _KINDS[record_type] = Kind(name, many or of_model, agency or agency_of_model, content)


def of_type(record_type: str) -> Kind | None:
    """The kind of a record type."""
    return _KINDS.get(record_type)


def shown(records: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], Shown]:
    """Records → how they are shown; one query a kind. What is gone or unknown is left out."""
    wanted: dict[str, list[UUID]] = {}
    for record_type, identity in dict.fromkeys(records):
        wanted.setdefault(record_type, []).append(identity)
    found: dict[tuple[str, UUID], Shown] = {}
    for record_type, ids in wanted.items():
        known = _KINDS.get(record_type)
        if known is None:
            continue
        for identity, (title, url) in known.many(ids).items():
            found[record_type, identity] = Shown(title, url, str(known.name))
    return found
