"""Why a backup or a restore was not done."""

from __future__ import annotations


class BackupFailed(Exception):
    """Nothing was changed. `message` says why, and what to do, in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
