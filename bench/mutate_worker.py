"""The child process of bench.mutate: reads mutated files under limits and says on stdout what it is at and what broke.

Arguments: corpus file, first, step, stop. Lines: "at N", "fault N TYPE PLACE", "slow N SECONDS", "done PEAK_KIB".
"""

from __future__ import annotations

import faulthandler
import json
import os
import pickle
import resource
import sys
import time
import traceback
import warnings
from pathlib import Path

MEMORY = 3 * 1024**3
"""Address space, as in the product's own child processes."""
SLOW = 5.0


def _judge(name: str, data: bytes) -> None:
    """Read, check and write out as JSON. Unreadable is an answer; anything else is a fault."""
    from gongkai.annual import read
    from gongkai.annual.check import check
    from gongkai.documents.errors import Unreadable

    try:
        report = read(data, name or None)
    except Unreadable as refusal:
        assert refusal.code and refusal.message, "a refusal without code or words"
        return
    found = check(report)
    json.dumps([report.to_json(), [f.to_json() for f in found]], ensure_ascii=False)


def main() -> None:
    """Work through the numbers."""
    from bench.mutations import mutated

    faulthandler.enable()
    # Outside programs are tested elsewhere; here nothing is started for a mutated file.
    os.environ["PATH"] = ""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    corpus = pickle.loads(Path(sys.argv[1]).read_bytes())
    first, step, stop = (int(a) for a in sys.argv[2:5])
    say = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    for number in range(first, stop, step):
        say.write(f"at {number}\n")
        name, data = mutated(number, corpus)
        start = time.perf_counter()
        try:
            _judge(name, data)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            ours = [f for f in traceback.extract_tb(error.__traceback__) if "gongkai" in f.filename]
            place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
            say.write(f"fault {number} {type(error).__name__} {place} {str(error)[:120]!r}\n")
        took = time.perf_counter() - start
        if took > SLOW:
            say.write(f"slow {number} {took:.1f}\n")
    say.write(f"done {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}\n")


if __name__ == "__main__":
    main()
