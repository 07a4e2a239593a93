"""A parcel: a record with a number, a file, events, and a copy of their last state."""

from __future__ import annotations

from django.db import models

from gongkai.records.base.files.models import StoredFile
from gongkai.records.base.record import Record


class Parcel(Record):
    title = models.CharField(max_length=100)
    number = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=20, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True)


class ParcelEvent(models.Model):
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=20)


class Stamp(models.Model):
    """What the job after the act leaves: one row a parcel, however often the job runs."""

    parcel = models.OneToOneField(Parcel, on_delete=models.PROTECT)
    runs = models.PositiveIntegerField(default=1)
