"""One chain over all records: a job seals what has been committed; no act waits for it.

Inside a record the chain shows that nothing was changed; this one shows that no record, and no end of one, vanished.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from gongkai.records.base import canonical, clock, faults
from gongkai.records.base.log.chain import lock_key
from gongkai.records.base.log.models import START, LogEntry, LogSeal

BATCH = 500
LATE = timedelta(minutes=15)  # an entry older than this without a seal: the job does not run
# One lock for the sealers of the installation, kept where the records' locks are.
_CHAIN = ("base.logseal", UUID(int=0))


def seal() -> int:
    """Seals every committed entry that has no seal yet, in batches of one transaction each. Returns how many."""
    sealed = 0
    while count := _seal_batch():
        sealed += count
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    lock_key(*_CHAIN)
    waiting = list(LogEntry.objects.filter(seal=None).order_by("id").values_list("id", "hash")[:BATCH])
    if not waiting:
        return 0
    last = LogSeal.objects.order_by("-position").first()
    position, previous = (last.position, last.hash) if last else (0, START)
    now, links = clock.now(), []
    for entry_id, entry_hash in waiting:
        position += 1
        link = LogSeal(position=position, entry_id=entry_id, entry_hash=entry_hash, previous=previous, sealed_at=now)
        link.hash = previous = _link_hash(link)
        links.append(link)
    faults.point("log.seal/before-insert")
    LogSeal.objects.bulk_create(links)
    faults.point("log.seal/before-commit")
    return len(links)


def _link_hash(link: LogSeal) -> str:
    return canonical.digest([link.position, link.entry_hash, link.previous, link.sealed_at])


def verify_seals() -> list[str]:
    """What is wrong with the chain of all entries, as Chinese sentences."""
    found: list[str] = []
    position, previous = 0, START
    links = LogSeal.objects.order_by("position").select_related("entry").defer("entry__data", "entry__cipher")
    for link in links.iterator(chunk_size=2000):
        if link.position != position + 1 or link.previous != previous or _link_hash(link) != link.hash:
            found.append(f"日志总链：第 {link.position} 环与前一环接不上，或内容与其校验值不符。")
        if link.entry.hash != link.entry_hash:
            found.append(f"日志总链：第 {link.position} 环所封的日志条目已被改动。")
        position, previous = link.position, link.hash
    late = LogEntry.objects.filter(seal=None, recorded_at__lt=clock.now() - LATE).count()
    if late:
        found.append(f"日志总链：有 {late} 条日志超过 {LATE.seconds // 60} 分钟未封存，请确认 gongkai serve 正在运行。")
    return found
