"""How long two full reports take to compare, and the comparison to be written. Times in milliseconds."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from bench.timing import middle, timed
from gongkai.annual.compare import compare
from gongkai.annual.compare.output.docx import as_docx
from gongkai.annual.compare.output.page import as_page
from gongkai.annual.compare.output.workbook import as_workbook
from gongkai.annual.figures import extract
from gongkai.annual.report import AnnualReport
from tests.annual.check.made import right_pair

_PAIRS = 40
_ROUNDS = 3


def measure() -> dict[str, float]:
    """Medians over many pairs of years, of each pair the best of some runs: texts written anew, and texts of which half the
    paragraphs were taken over. There are more pairs than any cache keeps."""
    anew = [_with_figures(*right_pair(seed)) for seed in range(_PAIRS)]
    taken = [(this, _mostly_taken_over(this, before)) for this, before in anew]
    made = [compare(*pair) for pair in taken]
    return {
        "compare: written anew": _median(lambda pair: compare(*pair), anew),
        "compare: half taken over": _median(lambda pair: compare(*pair), taken),
        "compare: as JSON": _median(lambda one: one.to_json(), made),
        "compare: as page": _median(as_page, made),
        "compare: as docx": _median(as_docx, made),
        "compare: as workbook": _median(as_workbook, made),
    }


def _with_figures(*reports: AnnualReport) -> tuple[AnnualReport, AnnualReport]:
    for report in reports:
        report.figures = extract(report.sections, report.year)
    return reports[0], reports[1]


def _mostly_taken_over(this: AnnualReport, before: AnnualReport) -> AnnualReport:
    """Last year's report with every other paragraph as this year's, the rest with other numbers or a changed ending."""
    report = copy.deepcopy(before)
    for key, text in this.sections.items():
        lines = text.split("\n")
        for n in range(0, len(lines), 2):
            lines[n] = lines[n].replace(str(this.year), str(before.year))[:-6] + "，并按季度通报。"
        report.sections[key] = "\n".join(lines)
    return report


def _median(measured: Callable[[Any], Any], things: list[Any]) -> float:
    return middle(timed(measured, things, _ROUNDS))


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:28}{value:8.2f} ms")
