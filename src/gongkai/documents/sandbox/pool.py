"""A pool of workers in child processes: results in order, a crashed or hanging worker costs its own file only."""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from gongkai.documents.sandbox import frames

MEMORY = 3 * 1024**3
SECONDS = 60.0
_GRACE = 5.0
_AHEAD = 4
_TRIES = 2
_LARGE = 12_000


@dataclass(slots=True)
class Result:
    """The answer to one task: `data` as the target returned it, or an error's code and Chinese message."""

    data: bytes | None = None
    code: str | None = None
    message: str | None = None


@dataclass(slots=True, eq=False)
class _Worker:
    process: subprocess.Popen[bytes]
    tasks: deque[int] = field(default_factory=deque)
    since: float = 0.0
    ready: bool = False

    @property
    def out(self) -> int:
        assert self.process.stdout is not None
        return self.process.stdout.fileno()


class Pool:
    """Runs `target` ("module:function", returning bytes) over tasks (tuples of arguments) in `workers` child processes.

    Limits per worker: `memory` bytes of address space; per task: `seconds`. A worker that dies or hangs is replaced;
    the task it was at is tried once more alone, then answered with code "crashed" or "too_slow".
    """

    def __init__(self, target: str, workers: int | None = None, *, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        self.target, self.memory, self.seconds = target, memory, seconds
        self.size = workers or len(os.sched_getaffinity(0))
        self._workers: list[_Worker] = []
        self._selector = selectors.DefaultSelector()
        self._lock = threading.Lock()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop all workers."""
        for worker in list(self._workers):
            self._drop(worker)

    def map(self, tasks: Iterable[tuple[Any, ...]]) -> Iterator[Result]:
        """Results in the order of the tasks; tasks are drawn as workers become free."""
        with self._lock:
            yield from self._map(iter(tasks))

    def one(self, *task: Any) -> Result:
        """The result of a single task."""
        (result,) = self.map([task])
        return result

    def _map(self, source: Iterator[tuple[Any, ...]]) -> Iterator[Result]:
        waiting: dict[int, bytes] = {}
        again: deque[int] = deque()
        tries: dict[int, int] = {}
        done: dict[int, Result] = {}
        drawn = given = 0
        exhausted = False
        try:
            while True:
                while given in done:
                    yield done.pop(given)
                    given += 1
                room = self.size * _AHEAD
                while not exhausted and len(waiting) < room and len(done) < 8 * room:
                    try:
                        waiting[drawn] = frames.pack_task(next(source))
                        again.append(drawn)
                        drawn += 1
                    except StopIteration:
                        exhausted = True
                if exhausted and not waiting:
                    while given in done:
                        yield done.pop(given)
                        given += 1
                    return
                self._hand_out(again, waiting, tries)
                self._collect(waiting, again, tries, done)
        finally:
            if waiting:
                self.close()

    def _hand_out(self, again: deque[int], waiting: dict[int, bytes], tries: dict[int, int]) -> None:
        while again:
            # A large task goes to an idle worker only: a busy one may itself be waiting for us to take its answer.
            large = len(waiting[again[0]]) > _LARGE
            worker = self._free_worker(alone=large or tries.get(again[0], 0) > 0)
            if worker is None:
                return
            number = again.popleft()
            if not worker.tasks:
                worker.since = time.monotonic()
            worker.tasks.append(number)
            assert worker.process.stdin is not None
            try:
                frames.write(worker.process.stdin.fileno(), waiting[number])
            except OSError:
                self._fail(worker, waiting, again, tries, {}, "crashed", quiet=True)

    def _free_worker(self, alone: bool) -> _Worker | None:
        idle = [w for w in self._workers if not w.tasks]
        if idle:
            return idle[0]
        if len(self._workers) < self.size:
            return self._start()
        if alone:
            return None
        best = min(self._workers, key=lambda w: len(w.tasks))
        return best if len(best.tasks) < _AHEAD else None

    def _start(self) -> _Worker:
        command = [sys.executable, "-m", "gongkai.documents.sandbox.worker", self.target, str(self.memory), str(self.seconds)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "MALLOC_ARENA_MAX": "2"}
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        worker = _Worker(process)
        worker.since = time.monotonic()
        self._workers.append(worker)
        self._selector.register(worker.out, selectors.EVENT_READ, worker)
        return worker

    def _collect(self, waiting: dict[int, bytes], again: deque[int], tries: dict[int, int], done: dict[int, Result]) -> None:
        for key, _ in self._selector.select(timeout=0.5):
            worker: _Worker = key.data
            frame = frames.read(worker.out)
            if frame is None:
                self._fail(worker, waiting, again, tries, done, "crashed")
                continue
            if not worker.ready:
                worker.ready, worker.since = True, time.monotonic()
                continue
            payload, kind = frame
            number = worker.tasks.popleft()
            worker.since = time.monotonic()
            waiting.pop(number)
            done[number] = _error(payload) if kind & frames.ERROR else Result(payload)
            if kind & frames.FULL:
                again.extendleft(reversed(worker.tasks))
                self._drop(worker)
        now = time.monotonic()
        for worker in [w for w in self._workers if w.tasks and now - w.since > self.seconds + _GRACE]:
            self._fail(worker, waiting, again, tries, done, "too_slow")

    def _fail(
        self,
        worker: _Worker,
        waiting: dict[int, bytes],
        again: deque[int],
        tries: dict[int, int],
        done: dict[int, Result],
        code: str,
        quiet: bool = False,
    ) -> None:
        tasks = list(worker.tasks)
        self._drop(worker)
        if not tasks:
            return
        first, rest = tasks[0], tasks[1:]
        again.extendleft(reversed(rest))
        tries[first] = tries.get(first, 0) + 1
        if quiet or (tries[first] < _TRIES and code == "crashed"):
            again.append(first)
            return
        waiting.pop(first)
        done[first] = Result(code=code, message=_MESSAGES[code])

    def _drop(self, worker: _Worker) -> None:
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(worker.out)
        if worker in self._workers:
            self._workers.remove(worker)
        for pipe in (worker.process.stdin, worker.process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        worker.process.kill()
        worker.process.wait()


_MESSAGES = {
    "crashed": "读取这个文件时读取程序中断了，文件可能已损坏或含有异常内容。请用原软件打开并另存后重新提交。",
    "too_slow": "读取超时。文件可能过大或有异常，请另存、拆分后重新提交。",
}


def _error(payload: bytes) -> Result:
    code, _, message = payload.decode().partition("\n")
    return Result(code=code, message=message)


_shared: dict[str, Pool] = {}
_guard = threading.Lock()


def run(target: str, *task: Any) -> Result:
    """Run one task in a shared single worker of this target, started at first use and kept for the next."""
    with _guard:
        pool = _shared.get(target)
        if pool is None:
            pool = _shared[target] = Pool(target, 1)
    return pool.one(*task)
