"""One value, one row of bytes: the JSON that is hashed, on every database the same."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


def normal(value: Any) -> Any:
    """`value` as plain JSON: ids, dates and decimals become text. Raises TypeError or ValueError for what has no one form.

    Floats are refused: 1.0 and 1 are one number in SQLite's JSON and two in PostgreSQL's, and a hash would break.
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise ValueError("text with NUL or a lone surrogate cannot be kept")
        return str(value)
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys must be text")
        return {normal(key): normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [normal(item) for item in value]
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def instant(value: datetime) -> str:
    """An aware instant in UTC with microseconds, always of the same length."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def encoded(value: Any) -> bytes:
    """The canonical bytes of `value`: sorted keys, no spaces, UTF-8."""
    return json.dumps(normal(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(encoded(value)).hexdigest()
