"""Personal data in the log: ciphertext under a key of the person's own, which erasure destroys.

AES-256-GCM; the ciphertext is bound to the entry's place in the log, so it cannot be moved to another.
"""

from __future__ import annotations

import json
import secrets
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gongkai.records.base import canonical, clock, keys
from gongkai.records.base.log.models import LogEntry, SubjectKey


class Erased(Exception):
    """The person's key was destroyed: what it protected cannot be read by anybody any more."""

    def __init__(self) -> None:
        super().__init__("该当事人的个人信息已依法删除，日志中的密文无法再解读。")


def _about_key(subject: UUID) -> bytes:
    return b"gongkai subject key " + subject.bytes


def _about_entry(record_type: str, record_id: UUID, seq: int) -> bytes:
    return f"gongkai log {record_type} {record_id} {seq}".encode()


def subject_key(subject: UUID, *, make: bool = False) -> bytes:
    """The person's key; with `make` a new one if there is none yet. Erased if it was destroyed."""
    row = SubjectKey.objects.filter(subject=subject).first()
    if row is None and make:
        key = secrets.token_bytes(keys.KEY)
        master, wrapped = keys.wrap(key, _about_key(subject))
        SubjectKey.objects.bulk_create(
            [SubjectKey(subject=subject, master=master, wrapped=wrapped, created_at=clock.now())], ignore_conflicts=True
        )
        row = SubjectKey.objects.get(subject=subject)  # perhaps another act's: then that one holds
    if row is None or row.erased_at is not None:
        raise Erased
    return keys.unwrap(row.master, bytes(row.wrapped), _about_key(subject))


def enciphered(data: dict[str, Any], subject: UUID, record_type: str, record_id: UUID, seq: int) -> bytes:
    """`data` for the entry at this place: nonce and ciphertext."""
    nonce = secrets.token_bytes(keys.NONCE)
    cipher = AESGCM(subject_key(subject, make=True))
    return nonce + cipher.encrypt(nonce, canonical.encoded(data), _about_entry(record_type, record_id, seq))


def personal(entry: LogEntry) -> dict[str, Any]:
    """The personal data of an entry ({} if it has none). Raises Erased."""
    if entry.cipher is None or entry.subject is None:
        return {}
    cipher = bytes(entry.cipher)
    about = _about_entry(entry.record_type, entry.record_id, entry.seq)
    plain = AESGCM(subject_key(entry.subject)).decrypt(cipher[: keys.NONCE], cipher[keys.NONCE :], about)
    return json.loads(plain)


def erase(subject: UUID) -> bool:
    """Destroys the person's key, for ever. False if there was none or it is gone already. Inside the act's transaction.

    A person without a key gets an erased one, so that no later act can begin to write about them unnoticed.
    """
    now = clock.now()
    made = SubjectKey(subject=subject, master="", wrapped=b"", created_at=now, erased_at=now)
    SubjectKey.objects.bulk_create([made], ignore_conflicts=True)
    return SubjectKey.objects.filter(subject=subject, erased_at=None).update(wrapped=b"", master="", erased_at=now) == 1
