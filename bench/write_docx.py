"""How long a report takes to become a Word document, plain and with comments. Times in milliseconds, medians."""

from __future__ import annotations

from bench.timing import medians
from gongkai.annual.check import check
from gongkai.annual.write.docx import write_docx
from tests.annual.check.made import right
from tests.annual.write.reports import example

_REPORTS = 20


def measure() -> dict[str, float]:
    """`docx` over different reports of both forms, `docx with comments` over reports with findings."""
    reports = [example(("2021", "2019")[n % 2], n) for n in range(_REPORTS)]
    broken = []
    for n in range(_REPORTS):
        report = right(n)
        report.tables["table4"]["review"]["total"] = (report.tables["table4"]["review"]["total"] or 0) + 1
        broken.append((report, check(report)))
    return {
        "docx": medians(write_docx, reports),
        "docx with comments": medians(lambda pair: write_docx(pair[0], findings=pair[1]), broken),
    }
