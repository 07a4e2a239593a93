"""A process that lives says so every few seconds."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, connection

from gongkai.records.base import clock
from gongkai.records.base.jobs.models import ProcessBeat

BEAT = timedelta(seconds=10)
SILENT = timedelta(seconds=60)  # after so long a process counts as vanished
FORGOTTEN = timedelta(days=1)
log = logging.getLogger("gongkai.beats")


class Beats:
    """While the block lasts, the process's row is renewed; a clean end removes it."""

    def __init__(self, process: str, kind: str, slot: str = "") -> None:
        """`slot`: what the supervisor calls the place of this process; the one before it there is dead."""
        self.process, self.kind, self.slot = process, kind, slot
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="beat", daemon=True)

    def __enter__(self) -> None:
        if self.slot:
            ProcessBeat.objects.filter(process__startswith=f"{self.slot}.").delete()
        self._write()
        self._thread.start()

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()
        ProcessBeat.objects.filter(process=self.process).delete()

    def _write(self) -> None:
        now = clock.now()
        ProcessBeat.objects.update_or_create(
            process=self.process,
            defaults={"beat_at": now},
            create_defaults={"process": self.process, "kind": self.kind, "started_at": now, "beat_at": now},
        )

    def _go_on(self) -> None:
        try:
            while not self._over.wait(BEAT.total_seconds()):
                try:
                    self._write()
                except DatabaseError:  # the next beat tries again; doctor sees the silence
                    log.exception("no beat")
                    connection.close()
        finally:
            connection.close()


def forget() -> int:
    """Removes processes that vanished long ago, when others have come."""
    return ProcessBeat.objects.filter(beat_at__lt=clock.now() - FORGOTTEN).delete()[0]
