"""Two thousand made-up reports: every cell, every defect, no false alarm. Failures are grouped by what went wrong."""

from __future__ import annotations

import re
import time
import traceback
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor

from tests.generator.cases import Case, cases


def judge(case: Case) -> list[str]:
    """What is wrong with one case; an exception is a fault like any other."""
    try:
        return case.problems()
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return [f"{case}: exception {type(error).__name__} {error} at {last.filename.rsplit('/', 1)[-1]}:{last.lineno}"]


def _kind(case: Case, line: str) -> str:
    words = re.sub(r"^[^:]*: ", "", line)
    if words.startswith("cell "):
        words = re.sub(r"\.[a-z_0-9]+", ".*", words, count=2)
    return f"{case.layout:22} {re.sub(r'[0-9]+', '#', words)[:76]}"


def run(count: int, first: int) -> int:
    """Judge `count` cases on all cores; 1 where anything is wrong."""
    start = time.perf_counter()
    kinds: dict[str, list[str]] = defaultdict(list)
    failed = 0
    todo = list(cases(count, first=first))
    with ProcessPoolExecutor() as pool:
        for n, (case, problems) in enumerate(zip(todo, pool.map(judge, todo, chunksize=8), strict=True), 1):
            failed += bool(problems)
            for line in problems:
                kinds[_kind(case, line)].append(line)
            if n % 200 == 0:
                print(f"  {n} of {count}, {failed} with faults, {time.perf_counter() - start:.0f} s", flush=True)
    for kind, lines in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"{len(lines):6} × {kind}\n         {lines[0][:300]}")
    print(f"{count} made-up reports, {failed} with faults, {time.perf_counter() - start:.0f} s")
    return int(failed > 0)
