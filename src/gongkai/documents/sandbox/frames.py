"""Messages between the pool and its workers: length-prefixed pickles over pipes. The pool unpickles bytes and strings only."""

from __future__ import annotations

import os
import pickle
import struct
from typing import Any

_HEAD = struct.Struct("<IB")
DATA, ERROR, FULL = 0, 1, 2
"""What an answer is: the bytes of the result; an error as "code\\nmessage"; with FULL, the worker wants to be replaced."""


def write(fd: int, payload: bytes, kind: int = DATA) -> None:
    """Write one frame whole."""
    data = memoryview(_HEAD.pack(len(payload), kind) + payload)
    while data:
        data = data[os.write(fd, data) :]


def read(fd: int) -> tuple[bytes, int] | None:
    """Read one frame; None at the end of the stream."""
    head = _exactly(fd, _HEAD.size)
    if head is None:
        return None
    size, kind = _HEAD.unpack(head)
    payload = _exactly(fd, size)
    return None if payload is None else (payload, kind)


def _exactly(fd: int, size: int) -> bytes | None:
    parts = []
    while size:
        part = os.read(fd, min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def pack_task(task: Any) -> bytes:
    """A task for a worker (trusted direction)."""
    return pickle.dumps(task, protocol=5)


def unpack_task(payload: bytes) -> Any:
    """The task in the worker."""
    return pickle.loads(payload)
