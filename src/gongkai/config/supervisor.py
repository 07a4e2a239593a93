"""The supervisor: starts the processes of the service, starts again what dies, stops all of them in order.

It knows nothing of Django and holds no state: killed, it leaves nothing behind, because its children end with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from gongkai.config.parenthood import PARENT, SLOT

FIRST_WAIT, LONGEST_WAIT = 0.2, 30.0  # seconds before a dead child is started again, doubled each time …
SETTLED = 60.0  # … until it has lived so long
POLL = 0.1
GRACE = 25.0  # seconds for requests and jobs in hand after SIGTERM


@dataclass
class Child:
    """One supervised process, in a process group of its own."""

    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    again_at: float = 0.0
    environment: dict[str, str] = field(default_factory=dict)
    slot: str = field(default_factory=lambda: secrets.token_hex(6))

    def start(self) -> None:
        environment = {**os.environ, **self.environment, PARENT: str(os.getpid()), SLOT: self.slot}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gongkai.config.processes", *self.arguments], env=environment, start_new_session=True
        )
        self.started = time.monotonic()

    def signal(self, number: int, group: bool = False) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                (os.killpg if group else os.kill)(self.process.pid, number)


class Supervisor:
    """Runs children until `stop`."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        """Blocks until stopped; then every child has ended."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stop())
        try:
            for child in self.children:
                child.start()
            while not self._stopping.wait(POLL):
                for child in self.children:
                    self._look_after(child)
        finally:
            self._end()

    def _look_after(self, child: Child) -> None:
        if child.process is not None:
            code = child.process.poll()
            if code is None:
                return
            # A killed granian leaves workers that hold the port: the group goes with its leader.
            child.signal(signal.SIGKILL, group=True)
            if time.monotonic() - child.started > SETTLED:
                child.deaths = 0
            wait = min(FIRST_WAIT * 2**child.deaths, LONGEST_WAIT)
            child.deaths += 1
            child.again_at = time.monotonic() + wait
            child.process = None
            tell("WARNING", "process died", process=child.name, code=code, again_in=wait)
        elif time.monotonic() >= child.again_at:
            child.start()
            tell("INFO", "process started again", process=child.name)

    def _end(self) -> None:
        for child in self.children:
            child.signal(signal.SIGTERM)
        end = time.monotonic() + GRACE
        for child in self.children:
            if child.process is not None:
                try:
                    child.process.wait(max(0.0, end - time.monotonic()))
                except subprocess.TimeoutExpired:
                    tell("WARNING", "process did not stop in time", process=child.name)
            child.signal(signal.SIGKILL, group=True)
            if child.process is not None:
                child.process.wait()


def tell(level: str, message: str, **more: object) -> None:
    """A log record as the children write them, without importing their machinery."""
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": level,
        "logger": "gongkai.supervisor",
        "message": message,
        **more,
    }
    sys.stderr.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stderr.flush()
