"""UUIDv7 (RFC 9562): ids that sort by time and never meet those of another installation."""

from __future__ import annotations

import secrets
import threading
from uuid import UUID

from gongkai.records.base import clock

_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """48 bits of Unix milliseconds, then 74 random bits; within a process each is greater than the one before.

    Inside one millisecond the random part of the last id is counted up (method 2 of RFC 9562, 6.2), also when the
    clock was set back, so that ids of one act keep the order in which they were made.
    """
    global _last
    milliseconds = int(clock.now().timestamp() * 1000)
    with _lock:
        if milliseconds > _last >> 74:
            _last = milliseconds << 74 | secrets.randbits(73)
        else:
            _last += 1 + secrets.randbits(32)
        value = _last
    high, low = value >> 62, value & (1 << 62) - 1
    return UUID(int=(high >> 12) << 80 | 7 << 76 | (high & 0xFFF) << 64 | 2 << 62 | low)
