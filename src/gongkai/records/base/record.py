"""What a record is: a model whose id is a UUIDv7, so that its log, its tasks and its numbers can point at it."""

from __future__ import annotations

from uuid import UUID

from django.db import models

from gongkai.records.base.ids import uuid7


class Record(models.Model):
    """The base of everything that has a log. Its version is the number of entries of its log."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


def type_of(record: models.Model) -> str:
    """ "agencies.agency": how log, tasks and numbers name a record's kind."""
    return record._meta.label_lower


def id_of(record: models.Model) -> UUID:
    """The record's UUID. TypeError for a model with another kind of key."""
    if not isinstance(record.pk, UUID):
        raise TypeError(f"{type_of(record)} is not a record: its key is no UUID")
    return record.pk


class Appended(models.QuerySet):
    """Rows that are only ever added. The database refuses the rest too (append_only.py)."""

    def update(self, **values: object) -> int:
        raise AppendOnly(self.model)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly(self.model)

    def bulk_update(self, *args: object, **options: object) -> int:
        raise AppendOnly(self.model)


class AppendOnlyModel(models.Model):
    """A row that is written once."""

    objects = Appended.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: object, **options: object) -> None:
        if not self._state.adding:
            raise AppendOnly(type(self))
        super().save(force_insert=True)

    def delete(self, *args: object, **options: object) -> tuple[int, dict[str, int]]:
        raise AppendOnly(type(self))


class AppendOnly(TypeError):
    """Somebody tried to change or delete what is only ever added: a mistake in the program."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"{model._meta.label} is append-only")
