"""How long a report takes to become a page and plain text. Times in milliseconds, medians."""

from __future__ import annotations

from bench.timing import medians
from gongkai.annual.write import write
from tests.annual.write.reports import example

_REPORTS = 20


def measure() -> dict[str, float]:
    """`html`, `txt` and `json` over different reports of both forms."""
    reports = [example(("2021", "2019")[n % 2], n) for n in range(_REPORTS)]
    return {kind: medians(lambda report, kind=kind: write(report, kind), reports) for kind in ("html", "txt", "json")}
