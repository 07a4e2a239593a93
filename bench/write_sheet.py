"""How long a report takes to become a workbook, filled and as a blank form. Times in milliseconds, medians."""

from __future__ import annotations

from bench.timing import medians
from gongkai.annual.write.sheet import empty_form, write_xlsx
from tests.annual.write.reports import example

_REPORTS = 20


def measure() -> dict[str, float]:
    """A report of each form, and the blank form of this year's kind."""
    out = {f"xlsx_{name}": medians(write_xlsx, [example(name, seed) for seed in range(_REPORTS)]) for name in ("2019", "2021")}
    return {**out, "xlsx_form": medians(empty_form, [2023] * _REPORTS)}
