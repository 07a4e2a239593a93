"""Rows beside the queue: who works on which job, what runs when, which processes live."""

from __future__ import annotations

from django.db import models


class JobLease(models.Model):
    """A worker's hold on a running job. The worker renews it; when it stops, the reaper gives the job back."""

    kept_in_backup = False  # the processes it names are not there after a restore

    job = models.UUIDField(primary_key=True)
    worker = models.CharField(max_length=64)
    beat_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["beat_at"], name="base_lease_beat")]


class Schedule(models.Model):
    """A job that runs by itself. `next_at` is always set: a schedule that does not run shows as one that is late."""

    name = models.CharField(primary_key=True, max_length=100)
    when = models.CharField("周期", max_length=60)
    next_at = models.DateTimeField("下次运行")
    last_at = models.DateTimeField("上次运行", null=True)
    last_job = models.UUIDField(null=True)
    missed = models.PositiveIntegerField("错过次数", default=0)


class ProcessBeat(models.Model):
    """A process of the service that lives. A clean stop removes the row; a row that grew old is a process that vanished."""

    kept_in_backup = False

    process = models.CharField(primary_key=True, max_length=64)
    kind = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
