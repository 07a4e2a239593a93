"""UUIDv7 (RFC 9562): ids that sort by time and never meet those of another installation."""

from __future__ import annotations

import random
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from gongkai.records.base import clock

_lock = threading.Lock()
_last = 0
_bits: Callable[[int], int] = secrets.randbits


def uuid7() -> UUID:
    """48 bits of Unix milliseconds, then 74 random bits; within a process each is greater than the one before.

    Inside one millisecond the random part of the last id is counted up (method 2 of RFC 9562, 6.2), also when the
    clock was set back, so that ids of one act keep the order in which they were made.
    """
    global _last
    milliseconds = int(clock.now().timestamp() * 1000)
    with _lock:
        if milliseconds > _last >> 74:
            _last = milliseconds << 74 | _bits(73)
        else:
            _last += 1 + _bits(32)
        value = _last
    high, low = value >> 62, value & (1 << 62) - 1
    return UUID(int=(high >> 12) << 80 | 7 << 76 | (high & 0xFFF) << 64 | 2 << 62 | low)


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """The whole process makes ids of this seed and the clock alone: the same calls give the same ids, beginning at the clock's
    instant, whatever was made before. Whoever knows the seed knows them: for the demo county, with the clock frozen, and for
    nothing that answers requests (tests/records/base/test_ids.py looks for it). Secrets are never made of these."""
    global _bits, _last
    chance = random.Random(f"ids {seed}")
    with _lock:
        before, last = _bits, _last
        _bits, _last = chance.getrandbits, 0
    try:
        yield
    finally:
        with _lock:
            _bits, _last = before, max(last, _last)
