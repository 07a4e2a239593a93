"""What an act answered, by its idempotency key."""

from __future__ import annotations

from django.db import models

from gongkai.records.base.record import AppendOnlyModel


class ActKey(AppendOnlyModel):
    """The first result of an act that came with a key: a second click with the same key gets this, and changes nothing."""

    actor = models.CharField(max_length=100)
    act = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    asked = models.CharField("请求摘要", max_length=64)
    record_type = models.CharField(max_length=100)
    record_id = models.UUIDField()
    version = models.PositiveIntegerField()
    result = models.JSONField(default=dict)
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "act", "key"], name="base_one_result_a_key")]
