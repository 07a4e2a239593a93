"""Medians of the times of work over many things, and the sheet that shows them beside their targets."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any


def timed(measure: Callable[[Any], Any], things: list[Any], rounds: int) -> list[float]:
    """For each thing the best of `rounds` runs, in ms: a quiet machine's speed on a noisy one."""
    best = [float("inf")] * len(things)
    measure(things[0])
    for _ in range(rounds):
        gc.collect()
        for n, thing in enumerate(things):
            start = time.perf_counter()
            measure(thing)
            best[n] = min(best[n], time.perf_counter() - start)
    return [seconds * 1000 for seconds in best]


def middle(times: list[float]) -> float:
    """The median."""
    return statistics.median(times)


def medians(measure: Callable[[Any], Any], things: Iterable[Any], rounds: int = 3) -> float:
    """The median over the things of each one's best time in ms."""
    return middle(timed(measure, list(things), rounds))


def times_of(ours: list[float], theirs: list[float]) -> float:
    """How many times as long the whole corpus takes."""
    return sum(ours) / sum(theirs)


class Sheet:
    """Lines of the result, and whether every target is met."""

    missed = 0

    def line(self, what: str, value: str, target: str = "", met: bool | None = None) -> None:
        """One measurement."""
        mark = {True: "ok", False: "MISSED", None: ""}[met]
        self.missed += met is False
        print(f"  {what:44}{value:>16}   {target:24}{mark}", flush=True)
