"""Giving, typing and voiding a number: steps inside an act, never acts of their own."""

from __future__ import annotations

from django.db import connection, models
from django.utils.translation import gettext

from gongkai.records.base import clock, faults
from gongkai.records.base.errors import ContractBroken, Refused
from gongkai.records.base.numbers.models import Counter, Number
from gongkai.records.base.record import id_of, type_of


def give(record: models.Model, series: str, period: str, pattern: str) -> Number:
    """The next number of the series. `pattern`: str.format with {period} and {value}, "{period}-{value:05d}".

    A number that was typed from paper is left out and its value passed over as 作废, so that the row of values has no gap.
    """
    counter = _locked(series, period)
    while True:
        counter.last += 1
        faults.point("numbers/give")
        text = pattern.format(period=period, value=counter.last)
        if not Number.objects.filter(counter=counter, text=text).exists():
            break
        reason = gettext("该编号已按纸质台账登记")
        now = clock.now()
        _kept(counter, counter.last, f"{text} {reason}", record, voided_at=now, void_reason=reason)
    counter.save(update_fields=["last"])
    return _kept(counter, counter.last, text, record)


def typed(record: models.Model, series: str, period: str, text: str) -> Number:
    """The number of the office's paper register, as it was typed. Refused if the series has it already."""
    counter, text = _locked(series, period), text.strip()
    if not text:
        raise Refused(gettext("请填写纸质台账上的编号，或留空由系统编号。"), "number_empty")
    if Number.objects.filter(counter=counter, text=text).exists():
        raise Refused(gettext("编号“%(number)s”已经使用过；请核对纸质台账后改填。") % {"number": text}, "number_used")
    return _kept(counter, None, text, record)


def void(number: Number, reason: str) -> None:
    """Marks the number 作废, with the reason; it stays, and is never given again."""
    if not reason.strip():
        raise Refused(gettext("作废编号须写明原因。"), "void_without_reason")
    held = Number.objects.select_for_update().get(pk=number.pk)
    if held.voided_at is not None:
        raise Refused(gettext("编号“%(number)s”已经作废。") % {"number": held.text}, "number_voided")
    number.voided_at = held.voided_at = clock.now()
    number.void_reason = held.void_reason = reason.strip()
    held.save(update_fields=["voided_at", "void_reason"])


def gaps() -> list[str]:
    """Series whose values are not 1, 2, … last, as Chinese sentences."""
    found = []
    for counter in Counter.objects.order_by("series", "period").iterator():
        given = counter.numbers.filter(value__isnull=False).values_list("value", flat=True)
        values = {value for value in given if value is not None}
        if lost := sorted(set(range(1, counter.last + 1)) - values):
            sample = "、".join(map(str, lost[:5]))
            found.append(f"编号 {counter.series} {counter.period}：缺第 {sample} 号{'等' if len(lost) > 5 else ''}。")
        if extra := sorted(value for value in values if value > counter.last):
            found.append(f"编号 {counter.series} {counter.period}：第 {extra[0]} 号超出计数器的末号 {counter.last}。")
    return found


def _locked(series: str, period: str) -> Counter:
    if not connection.in_atomic_block:
        raise ContractBroken("a number is given inside the transaction of an act")
    held = Counter.objects.select_for_update().filter(series=series, period=period)
    counter = held.first()
    if counter is None:
        Counter.objects.bulk_create([Counter(series=series, period=period)], ignore_conflicts=True)
        counter = held.get()
    return counter


def _kept(counter: Counter, value: int | None, text: str, record: models.Model, **more: object) -> Number:
    return Number.objects.create(
        counter=counter,
        value=value,
        text=text,
        record_type=type_of(record),
        record_id=id_of(record),
        given_at=clock.now(),
        **more,
    )
