"""The child process of bench.mutate: reads mutated files under limits and says on stdout what it is at and what broke.

Arguments: file with the seeds, first, step, stop. Lines: "at N", "fault N TYPE PLACE", "slow N SECONDS",
"grew N KIB" (the process's peak grew by so much), "done PEAK_KIB".
One process works through thousands of files. What crashes it, or stands still where no signal reaches, costs that process,
and bench.mutate starts another behind the file.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import resource
import signal
import sys
import time
import traceback
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

MEMORY = 3 * 1024**3
"""Address space, as in the product's own child processes."""
SLOW = 3.0
"""Seconds of this process (not of the clock: the machine may be busy) after which a file is named."""
GREW = 256 * 1024
"""KiB by which one file may raise the peak of the process before it is named."""
HANG = 12.0
"""Seconds of this process after which a file is given up, and the place it stood at is told."""


class Hang(BaseException):
    """Raised by the alarm. No Exception, so that no reader takes it for a damaged file."""


def _ring(signum: int, frame: Any) -> None:
    raise Hang


def _judge(number: int, name: str, data: bytes) -> None:
    """Read, check and write out as JSON, as a batch does. Unreadable is an answer; anything else is a fault."""
    import orjson

    from gongkai.annual import read
    from gongkai.annual.check import check
    from gongkai.documents.errors import Unreadable

    try:
        report = read(data, name or None)
    except Unreadable as refusal:
        assert refusal.code and refusal.message, "a refusal without code or words"
        return
    previous = None
    if number % 4 == 0 and report.year is not None:
        previous = replace(report, year=report.year - 1)
    found = check(report, previous)
    orjson.dumps([report.to_json(), [f.to_json() for f in found]])


def main() -> None:
    """Work through the numbers."""
    from bench.mutations import mutated

    faulthandler.enable()
    # Outside programs are tested elsewhere; here nothing is started for a mutated file.
    os.environ["PATH"] = ""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGPROF, _ring)
    seeds = pickle.loads(Path(sys.argv[1]).read_bytes())
    first, step, stop = (int(a) for a in sys.argv[2:5])
    say = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(first, stop, step):
        say.write(f"at {number}\n")
        name, data = mutated(number, seeds)
        start = time.process_time()
        try:
            signal.setitimer(signal.ITIMER_PROF, HANG)
            try:
                _judge(number, name, data)
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            ours = [f for f in traceback.extract_tb(error.__traceback__) if "gongkai" in f.filename]
            place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
            say.write(f"fault {number} {type(error).__name__} {place} {str(error)[:120]!r}\n")
        took = time.process_time() - start
        if took > SLOW:
            say.write(f"slow {number} {took:.1f}\n")
        before, peak = peak, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if peak - before > GREW:
            say.write(f"grew {number} {peak - before}\n")
    say.write(f"done {peak}\n")


if __name__ == "__main__":
    main()
