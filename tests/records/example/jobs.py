"""Jobs of the example."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import F

from gongkai.records.base.jobs.registry import job
from tests.records.example.models import Parcel, Stamp


@job(attempts=20)
def stamp(parcel: str) -> None:
    """Leaves one stamp, and counts how often it ran."""
    _, made = Stamp.objects.get_or_create(parcel_id=parcel)
    if not made:
        Stamp.objects.filter(parcel_id=parcel).update(runs=F("runs") + 1)


@job(attempts=20)
def stamp_slowly(parcel: str, seconds: float) -> None:
    """Writes the number of its process, takes its time, and leaves a stamp."""
    (Path(settings.DATA) / "working").write_text(str(os.getpid()), encoding="ascii")
    time.sleep(seconds)
    Stamp.objects.get_or_create(parcel_id=Parcel.objects.get(pk=parcel).pk)


@job(attempts=3)
def break_down() -> None:
    """Fails every time, and names an identity number in its error."""
    raise ValueError("cannot read 11010519491231002X")


@job(attempts=2, limit=timedelta(seconds=1))
def hang() -> None:
    """Never ends by itself."""
    time.sleep(600)
