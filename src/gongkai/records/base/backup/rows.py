"""Rows as JSON, and back: the same on every database."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql import InsertQuery

from gongkai.records.base import canonical

BATCH = 500
# Other people's models that end with the visit.
_PASSING = {"sessions.Session", "usersessions.UserSession", "axes.AccessAttempt", "axes.AccessAttemptExpiration"}


def tables(apps: Apps) -> list[type[models.Model]]:
    """Every model with a table of its own, by table name; not Django's list of migrations, which migrating writes."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    }
    return [found[name] for name in sorted(found)]


def is_kept(model: type[models.Model]) -> bool:
    """Whether the table's rows belong into a backup. A model whose rows end with the visit says `kept_in_backup = False`."""
    return getattr(model, "kept_in_backup", True) and model._meta.label not in _PASSING


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields with a column that is written, in the order of the model."""
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def dumped(model: type[models.Model], using: str) -> Iterator[list[Any]]:
    """Every row as a list of JSON values, by primary key."""
    names = [field.attname for field in columns(model)]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=2000):
        yield [_to_json(value) for value in row]


def load(model: type[models.Model], names: list[str], rows: Iterable[list[Any]], connection: BaseDatabaseWrapper) -> int:
    """Inserts the rows as they are: no defaults, no signals, no "now". Returns how many."""
    by_name = {field.attname: field for field in columns(model)}
    fields = [by_name[name] for name in names]
    count, batch = 0, []
    size = min(BATCH, max(1, (connection.features.max_query_params or 30_000) // max(1, len(fields))))
    for row in rows:
        batch.append(model(**{name: _from_json(field, value) for name, field, value in zip(names, fields, row, strict=True)}))
        if len(batch) >= size:
            count += _insert(model, fields, batch, connection)
            batch = []
    return count + (_insert(model, fields, batch, connection) if batch else 0)


def _insert(
    model: type[models.Model], fields: list[models.Field[Any, Any]], batch: list[models.Model], connection: BaseDatabaseWrapper
) -> int:
    query = InsertQuery(model)
    query.insert_values(fields, batch, raw=True)
    query.get_compiler(connection=connection).execute_sql()
    return len(batch)


def _to_json(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime):
        return canonical.instant(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value


def _from_json(field: models.Field[Any, Any], value: Any) -> Any:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(field, models.DurationField):
        return timedelta(seconds=value)
    return field.to_python(value)
