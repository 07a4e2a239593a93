"""How long a report takes to become a PDF: with the compiler that is kept, with a new one, and in a new process."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from gongkai.annual.write.pdf import write_pdf
from gongkai.documents import typesetting
from tests.annual.write.reports import example

_FRESH = """
import sys, time
from tests.annual.write.reports import example
report = example("2021", int(sys.argv[1]))
start = time.perf_counter()
from gongkai.annual.write.pdf import write_pdf
write_pdf(report)
print((time.perf_counter() - start) * 1000)
"""


def measure(runs: int = 20) -> dict[str, float]:
    """Medians in milliseconds over different reports: `reused` (the compiler kept), `cold` (a new compiler in a running
    process), `fresh` (the first PDF of a process, imports included)."""
    reports = [example("2021", seed) for seed in range(3 * runs)]
    write_pdf(reports.pop())
    reused = [_milliseconds(lambda report=report: write_pdf(report)) for report in reports[:runs]]

    def cold(report):
        typesetting.forget()
        write_pdf(report)

    anew = [_milliseconds(lambda report=report: cold(report)) for report in reports[runs : 2 * runs]]
    fresh = [
        float(subprocess.run([sys.executable, "-c", _FRESH, str(seed)], capture_output=True, check=True, text=True).stdout)
        for seed in range(5)
    ]
    return {name: statistics.median(values) for name, values in (("reused", reused), ("cold", anew), ("fresh", fresh))}


def _milliseconds(work) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
