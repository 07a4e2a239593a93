"""A million mutated files through the readers: no crash, no hang, no unbounded memory, and only Unreadable is raised.

Each worker is a child process with limits (bench.mutate_worker). One that dies or stands still costs the number it was
at, which is written down; a new one goes on behind it. Finished stretches are kept in a state file, so that a run that
was stopped goes on where it was. `--show N` writes the file of a number for a closer look.
"""

from __future__ import annotations

import json
import os
import pickle
import selectors
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.mutations import mutated
from bench.seeds import seeds

REPOSITORY = Path(__file__).resolve().parents[1]
HANG = 60.0
"""Seconds without a sign after which a file counts as a hang (the product's own limit for one file)."""
STRETCH = 20_000


@dataclass
class Outcome:
    """What came of a stretch of numbers. `faults` maps a kind of fault to its numbers."""

    done: int = 0
    seconds: float = 0.0
    peak_kib: int = 0
    faults: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    slow: dict[int, float] = field(default_factory=dict)
    grew: dict[int, int] = field(default_factory=dict)
    """KiB by which a file raised its worker's peak."""

    def add(self, other: Outcome) -> None:
        """Put another outcome to this one."""
        self.done += other.done
        self.seconds += other.seconds
        self.peak_kib = max(self.peak_kib, other.peak_kib)
        for kind, numbers in other.faults.items():
            self.faults[kind] += numbers
        self.slow |= other.slow
        self.grew |= other.grew


@dataclass
class _Child:
    first: int
    step: int
    stop: int
    process: subprocess.Popen[bytes]
    at: int | None = None
    since: float = field(default_factory=time.monotonic)
    rest: bytes = b""
    finished: bool = False


def _start(corpus: Path, first: int, step: int, stop: int) -> _Child:
    command = [sys.executable, "-m", "bench.mutate_worker", str(corpus), str(first), str(step), str(stop)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=REPOSITORY)
    return _Child(first, step, stop, process)


def _hear(child: _Child, outcome: Outcome) -> bool:
    """Take in what the child says; False at the end of its pipe: it is done, or gone."""
    assert child.process.stdout is not None
    heard = os.read(child.process.stdout.fileno(), 65536)
    child.rest += heard
    *lines, child.rest = child.rest.split(b"\n")
    for raw in lines:
        word, _, more = raw.decode("utf-8", "replace").partition(" ")
        if word == "at":
            outcome.done += child.at is not None
            child.at, child.since = int(more), time.monotonic()
        elif word == "fault":
            number, _, kind = more.partition(" ")
            outcome.faults[kind].append(int(number))
        elif word == "slow":
            number, _, took = more.partition(" ")
            outcome.slow[int(number)] = float(took)
        elif word == "grew":
            number, _, kib = more.partition(" ")
            outcome.grew[int(number)] = int(kib)
        elif word == "done":
            outcome.done += child.at is not None
            outcome.peak_kib = max(outcome.peak_kib, int(more))
            child.finished = True
    return bool(heard)


def run(first: int, stop: int, workers: int | None = None, corpus: Path | None = None) -> Outcome:
    """All numbers from first to stop in child processes."""
    workers = workers or len(os.sched_getaffinity(0))
    outcome, begun = Outcome(), time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="gongkai-mutate-") as folder:
        if corpus is None:
            corpus = Path(folder, "corpus")
            corpus.write_bytes(pickle.dumps(seeds()))
        with selectors.DefaultSelector() as waiting:
            for n in range(workers):
                _listen(waiting, _start(corpus, first + n, workers, stop))
            while waiting.get_map():
                for key, _ in waiting.select(timeout=1.0):
                    child: _Child = key.data
                    if not _hear(child, outcome):
                        _bury(waiting, child, outcome, corpus, "crash")
                for key in list(waiting.get_map().values()):
                    if time.monotonic() - key.data.since > HANG:
                        key.data.process.kill()
                        _bury(waiting, key.data, outcome, corpus, "hang")
    outcome.seconds = time.perf_counter() - begun
    return outcome


def _listen(waiting: selectors.BaseSelector, child: _Child) -> None:
    waiting.register(child.process.stdout, selectors.EVENT_READ, child)  # type: ignore[arg-type]


def _bury(waiting: selectors.BaseSelector, child: _Child, outcome: Outcome, corpus: Path, why: str) -> None:
    waiting.unregister(child.process.stdout)  # type: ignore[arg-type]
    status = child.process.wait()
    assert child.process.stdout is not None
    child.process.stdout.close()
    if child.finished:
        return
    lost = child.first if child.at is None else child.at
    outcome.faults[f"{why} (status {status})"].append(lost)
    outcome.done += child.at is not None
    if lost + child.step < child.stop:
        _listen(waiting, _start(corpus, lost + child.step, child.step, child.stop))


def show(number: int) -> int:
    """Write the file of a number, and say where it is."""
    name, data = mutated(number, seeds())
    path = Path(tempfile.gettempdir()) / f"mutated-{number}-{name or 'unnamed'}"
    path.write_bytes(data)
    print(f"{path} ({len(data)} bytes), to be read under the name {name!r}")
    return 0


def _report(outcome: Outcome) -> None:
    rate = outcome.done / max(outcome.seconds, 1e-9)
    print(f"{outcome.done} mutated files, {rate:.0f} /s, peak {outcome.peak_kib / 1024:.0f} MiB a worker", flush=True)
    for kind, numbers in sorted(outcome.faults.items()):
        print(f"  FAULT {kind}: {len(numbers)}, for example --show {' '.join(str(n) for n in numbers[:4])}")
    for number, took in sorted(outcome.slow.items(), key=lambda item: -item[1])[:5]:
        print(f"  slow: {took:.1f} s for --show {number}")
    for number, kib in sorted(outcome.grew.items(), key=lambda item: -item[1])[:5]:
        print(f"  memory: {kib / 1024:.0f} MiB more for --show {number}", flush=True)


def main(count: int, first: int | None, workers: int | None, state: Path) -> int:
    """`count` numbers, stretch by stretch; 1 where anything went wrong. Without `first`, goes on where the state file says."""
    kept: dict[str, Any] = {"next": first or 0, "faults": {}}
    if state.exists() and first is None:
        kept = json.loads(state.read_text())
    start, stop = kept["next"], count + (first or 0)
    if start:
        print(f"going on at {start}")
    total = Outcome()
    total.faults.update({k: list(v) for k, v in kept["faults"].items()})
    with tempfile.TemporaryDirectory(prefix="gongkai-mutate-") as folder:
        corpus = Path(folder, "corpus")
        corpus.write_bytes(pickle.dumps(seeds()))
        while start < stop:
            end = min(stop, start + STRETCH)
            total.add(run(start, end, workers, corpus))
            start = end
            state.parent.mkdir(parents=True, exist_ok=True)
            aside = state.with_suffix(".part")
            aside.write_text(json.dumps({"next": start, "faults": dict(total.faults)}))
            aside.replace(state)
            _report(total)
    return int(bool(total.faults))
