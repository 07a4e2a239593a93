"""The master keys of the installation: a folder with one file a key, so that a restored backup only adds keys.

The key with the greatest name (names begin with the time) is used for new secrets; all are kept for old ones.
"""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from gongkai.records.base import clock

NONCE = 12  # bytes, as AES-GCM wants them
KEY = 32  # bytes: AES-256


def folder() -> Path:
    return Path(settings.KEY_FOLDER)


def names() -> list[str]:
    """The names of all master keys, oldest first."""
    return sorted(path.stem for path in folder().glob("*.key"))


def current() -> str:
    """The name of the key for new secrets; makes the first one."""
    known = names()
    return known[-1] if known else add(secrets.token_bytes(KEY))


def add(key: bytes, name: str | None = None) -> str:
    """Keeps `key` (32 bytes) under `name` or a new name, mode 0600, on disk before this returns."""
    name = name or f"{int(clock.now().timestamp() * 1000):012x}{secrets.token_hex(2)}"
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder() / f"{name}.key"
    aside = path.with_suffix(f".{secrets.token_hex(4)}.aside")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(key.hex().encode())
        out.flush()
        os.fsync(out.fileno())
    aside.replace(path)
    sync_folder(path.parent)
    return name


@lru_cache(maxsize=32)
def _cipher(path: Path) -> AESGCM:
    return AESGCM(bytes.fromhex(path.read_text(encoding="ascii").strip()))


def wrap(secret: bytes, about: bytes) -> tuple[str, bytes]:
    """`secret` encrypted with the current key and bound to `about`: (name of the key, nonce and ciphertext)."""
    name = current()
    nonce = secrets.token_bytes(NONCE)
    return name, nonce + _cipher(folder() / f"{name}.key").encrypt(nonce, secret, about)


def unwrap(name: str, wrapped: bytes, about: bytes) -> bytes:
    """The secret again. FileNotFoundError: the key is not here; InvalidTag: it was tampered with."""
    return _cipher(folder() / f"{name}.key").decrypt(wrapped[:NONCE], wrapped[NONCE:], about)


def sync_folder(path: Path) -> None:
    """Makes the names in a folder survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
