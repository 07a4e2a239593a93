"""One record's chain: each entry's hash covers the entry and the hash before it.

    hash = SHA-256(canonical JSON of place, who, what, when, data, SHA-256 of the ciphertext, previous hash)

The ciphertext counts, not what is in it: when its key is destroyed, the chain still verifies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, models

from gongkai.records.base import canonical, clock, masking
from gongkai.records.base.errors import ContractBroken
from gongkai.records.base.log.models import START, LogEntry, LogHead
from gongkai.records.base.log.personal import enciphered
from gongkai.records.base.record import id_of, type_of


def lock(record: models.Model) -> LogHead:
    """Holds the record until the transaction ends, and gives the end of its chain. `head.seq` is its version."""
    return lock_key(type_of(record), id_of(record))


def lock_key(record_type: str, record_id: UUID) -> LogHead:
    if not connection.in_atomic_block:
        raise ContractBroken("a record is locked inside the transaction of an act")
    heads = LogHead.objects.select_for_update().filter(record_type=record_type, record_id=record_id)
    head = heads.first()
    if head is None:
        LogHead.objects.bulk_create([LogHead(record_type=record_type, record_id=record_id)], ignore_conflicts=True)
        head = heads.get()
    return head


def version(record: models.Model) -> int:
    """The record's version: how many entries its log has. For screens, which send it back as the expected version."""
    head = LogHead.objects.filter(record_type=type_of(record), record_id=id_of(record)).only("seq").first()
    return head.seq if head else 0


def append(
    record: models.Model,
    *,
    actor: str,
    act: str,
    occurred_on: date,
    data: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
    subject: UUID | None = None,
) -> LogEntry:
    """Adds an entry to the record's chain, under the record's lock.

    `data` must not name a person who is not in office: what does goes into `personal`, with the `subject` it is about.
    ContractBroken outside a transaction, for an identity number in `data`, for `personal` without `subject`.
    """
    return append_key(
        type_of(record),
        id_of(record),
        actor=actor,
        act=act,
        occurred_on=occurred_on,
        data=data,
        personal=personal,
        subject=subject,
    )


def append_key(
    record_type: str,
    record_id: UUID,
    *,
    actor: str,
    act: str,
    occurred_on: date,
    data: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
    subject: UUID | None = None,
) -> LogEntry:
    """The same for a chain that no row stands behind (what was refused to somebody)."""
    head = lock_key(record_type, record_id)
    content = canonical.normal(data or {})
    if masking.holds_identity_number(canonical.encoded(content).decode()):
        raise ContractBroken(f"{act}: an identity number in the open part of the log")
    if personal and subject is None:
        raise ContractBroken(f"{act}: personal data without the subject whose key protects it")
    seq = head.seq + 1
    entry = LogEntry(
        record_type=head.record_type,
        record_id=head.record_id,
        seq=seq,
        actor=actor,
        act=act,
        occurred_on=occurred_on,
        recorded_at=clock.now(),
        data=content,
        subject=subject,
        cipher=enciphered(personal, subject, head.record_type, head.record_id, seq) if personal and subject else None,
        previous=head.hash,
    )
    entry.hash = entry_hash(entry)
    entry.save()
    head.seq, head.hash = seq, entry.hash
    head.save(update_fields=["seq", "hash"])
    return entry


def begin_all(
    records: Sequence[models.Model], data: Sequence[dict[str, Any]], *, actor: str, act: str, occurred_on: date
) -> list[LogEntry]:
    """The first entries of many new records of one kind, and the ends of their chains, in few statements. `data` must not
    name a person, as in `append`. A record that has a chain already breaks the transaction."""
    if not connection.in_atomic_block:
        raise ContractBroken("a log begins inside the transaction of an act")
    now, made = clock.now(), []
    for record, said in zip(records, data, strict=True):
        content = canonical.normal(said)
        if masking.holds_identity_number(canonical.encoded(content).decode()):
            raise ContractBroken(f"{act}: an identity number in the open part of the log")
        entry = LogEntry(
            record_type=type_of(record),
            record_id=id_of(record),
            seq=1,
            actor=actor,
            act=act,
            occurred_on=occurred_on,
            recorded_at=now,
            data=content,
            previous=START,
        )
        entry.hash = entry_hash(entry)
        made.append(entry)
    heads = [LogHead(record_type=e.record_type, record_id=e.record_id, seq=1, hash=e.hash) for e in made]
    LogHead.objects.bulk_create(heads, batch_size=500)
    LogEntry.objects.bulk_create(made, batch_size=500)
    return made


def entry_hash(entry: LogEntry) -> str:
    """What the entry's hash must be."""
    return canonical.digest(
        {
            "record_type": entry.record_type,
            "record_id": entry.record_id,
            "seq": entry.seq,
            "actor": entry.actor,
            "act": entry.act,
            "occurred_on": entry.occurred_on,
            "recorded_at": entry.recorded_at,
            "data": entry.data,
            "subject": entry.subject,
            "cipher": None if entry.cipher is None else hashlib.sha256(bytes(entry.cipher)).hexdigest(),
            "previous": entry.previous,
        }
    )


def entries(record: models.Model) -> models.QuerySet[LogEntry]:
    """The record's log, first entry first."""
    return LogEntry.objects.filter(record_type=type_of(record), record_id=id_of(record)).order_by("seq")


def verify(record: models.Model) -> list[str]:
    """What is wrong with the record's chain, as Chinese sentences; [] if nothing is."""
    head = LogHead.objects.filter(record_type=type_of(record), record_id=id_of(record)).first()
    return chain_faults(entries(record), head)


def chain_faults(chain: Iterable[LogEntry], head: LogHead | None) -> list[str]:
    """Checks the entries of one record (by seq) against each other and against the head."""
    faults: list[str] = []
    seq, previous, name = 0, START, ""
    for entry in chain:
        name = f"{entry.record_type} {entry.record_id}"
        if entry.seq != seq + 1:
            faults.append(f"日志 {name}：第 {seq + 1} 条缺失，后面是第 {entry.seq} 条。")
        elif entry.previous != previous:
            faults.append(f"日志 {name}：第 {entry.seq} 条与前一条接不上。")
        if entry_hash(entry) != entry.hash:
            faults.append(f"日志 {name}：第 {entry.seq} 条的内容与其校验值不符。")
        seq, previous = entry.seq, entry.hash
    if head is None:
        if seq:
            faults.append(f"日志 {name}：缺少末端记录。")
    elif (head.seq, head.hash) != (seq, previous):
        faults.append(f"日志 {head.record_type} {head.record_id}：末端应为第 {head.seq} 条，实际为第 {seq} 条或内容不符。")
    return faults
