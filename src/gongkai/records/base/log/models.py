"""Rows of the log."""

from __future__ import annotations

from django.db import models

from gongkai.records.base.record import AppendOnlyModel

HASH = 64  # hex digits of SHA-256
START = "0" * HASH  # what the first entry of a chain follows


class LogHead(models.Model):
    """The end of one record's chain, and the lock of the record: an act holds this row. `seq` is the record's version."""

    record_type = models.CharField(max_length=100)
    record_id = models.UUIDField()
    seq = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=HASH, default=START)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_type", "record_id"], name="base_one_head_a_record")]


class SubjectKey(models.Model):
    """The key of one person's data, wrapped with a master key. Erasing the person empties it, and keeps the row."""

    subject = models.UUIDField(primary_key=True)
    master = models.CharField("主密钥", max_length=32)
    wrapped = models.BinaryField(default=bytes)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)


class LogEntry(AppendOnlyModel):
    """One entry. `data` holds no personal data; `cipher` holds it under the key of `subject`."""

    record_type = models.CharField(max_length=100)
    record_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    actor = models.CharField(max_length=100)
    act = models.CharField(max_length=100)
    occurred_on = models.DateField("发生日期")
    recorded_at = models.DateTimeField("记录时间")
    data = models.JSONField(default=dict)
    subject = models.UUIDField(null=True)
    cipher = models.BinaryField(null=True)
    previous = models.CharField(max_length=HASH)
    hash = models.CharField(max_length=HASH)

    class Meta:
        ordering = ["record_type", "record_id", "seq"]
        constraints = [models.UniqueConstraint(fields=["record_type", "record_id", "seq"], name="base_one_entry_a_seq")]
        indexes = [models.Index(fields=["subject"], name="base_entry_subject")]


class LogSeal(AppendOnlyModel):
    """One link of the chain over all entries of the installation, in the order in which they were sealed."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(LogEntry, on_delete=models.PROTECT, related_name="seal")
    entry_hash = models.CharField(max_length=HASH)
    previous = models.CharField(max_length=HASH)
    hash = models.CharField(max_length=HASH)
    sealed_at = models.DateTimeField()
