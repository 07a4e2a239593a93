"""Orphans: files without a row, rows nothing points at, halves that a killed process left. A day of grace for each.

A file goes in two steps, a sweep apart: taken aside, then removed. An act that comes between finds it and puts it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from gongkai.records.base import clock, faults
from gongkai.records.base.files.models import StoredFile
from gongkai.records.base.files.services import store

GRACE = timedelta(days=1)


@dataclass
class Swept:
    rows: int = 0
    discarded: int = 0
    removed: int = 0
    halves: int = 0


def sweep(grace: timedelta = GRACE) -> Swept:
    """One sweep. May run at any time beside any act, and may be killed at any point."""
    swept, folder, seconds = Swept(), store(), grace.total_seconds()
    swept.halves = folder.sweep_aside(seconds)
    for file_class, sha256, age in folder.trash():
        if _has_row(file_class, sha256):
            folder.give_back(file_class, sha256)
        elif age > seconds:
            faults.point("files.sweep/before-remove")
            folder.empty(file_class, sha256)
            swept.removed += 1
    for row in unreferenced().filter(created_at__lt=clock.now() - grace).iterator():
        swept.rows += _drop_row(row)
    for file_class, sha256, age in folder.names():
        if age > seconds and not _has_row(file_class, sha256):
            faults.point("files.sweep/before-discard")
            folder.discard(file_class, sha256)
            swept.discarded += 1
    return swept


def unreferenced() -> QuerySet[StoredFile]:
    """The rows no other row points at, whatever the model."""
    rows = StoredFile.objects.all()
    # Hidden relations too: most models have no need of a way back from a file (related_name="+").
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        pointing = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        rows = rows.filter(~Exists(pointing))
    return rows


def _drop_row(row: StoredFile) -> int:
    try:
        with transaction.atomic():
            held = StoredFile.objects.select_for_update().filter(pk=row.pk).first()
            if held is None or not unreferenced().filter(pk=row.pk).exists():
                return 0
            faults.point("files.sweep/before-row")
            return StoredFile.objects.filter(pk=row.pk)._raw_delete(using=StoredFile.objects.db)
    except IntegrityError:  # an act began to point at it meanwhile
        return 0


def _has_row(file_class: str, sha256: str) -> bool:
    return StoredFile.objects.filter(file_class=file_class, sha256=sha256).exists()
