"""Counters and the numbers they gave."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """The last number given in a series ("applications <agency id>") and a period ("2026")."""

    series = models.CharField(max_length=100)
    period = models.CharField(max_length=10)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "period"], name="base_one_counter_a_period")]


class Number(models.Model):
    """A number that was given, or typed from a paper register (then without a place in the counter). Never deleted."""

    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, related_name="numbers")
    value = models.PositiveIntegerField("序号", null=True)
    text = models.CharField("编号", max_length=100)
    record_type = models.CharField(max_length=100)
    record_id = models.UUIDField()
    given_at = models.DateTimeField()
    voided_at = models.DateTimeField("作废时间", null=True)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["counter", "value"], name="base_one_number_a_value"),
            models.UniqueConstraint(fields=["counter", "text"], name="base_one_number_a_text"),
        ]
        indexes = [models.Index(fields=["record_type", "record_id"], name="base_number_record")]
