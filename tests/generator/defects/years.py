"""Defects that only last year's report shows."""

from __future__ import annotations

from random import Random

from ..model import Report
from ..numbers import KINDS
from ..reports import pair, report
from .base import busy, defect, expect


def _year_2021_pair(seed: int) -> Report:
    """A pair in which both years use the form of 2021."""
    for other in range(seed, seed + 997 * 200, 997):
        made = pair(other)
        if made.year >= 2022:
            return made
    raise AssertionError("no pair")


@defect
def carried_over_differs(seed: int) -> Report:
    """上年结转 is not what last year's report carried forward."""
    made = pair(seed)
    assert made.previous
    rows = made.previous.tables["table3"]
    by = Random(seed).randint(1, 6)
    for row in ("carried_forward", "new_received"):
        for column in (KINDS[0], "total"):
            rows[row][column] = int(rows[row][column] or 0) + by
    return expect(made, "t3_carry_over", "table3", f"table3.*.{KINDS[0]}")


@defect
def fewer_than_pending(seed: int) -> Report:
    """表四's total is below what last year left 尚未审结."""
    made = pair(seed)
    assert made.previous
    group = Random(seed).choice(list(made.tables["table4"]))
    cells = made.previous.tables["table4"][group]
    more = int(made.tables["table4"][group]["total"] or 0) + 3 - int(cells["pending"] or 0)
    cells["pending"], cells["total"] = int(cells["pending"] or 0) + more, int(cells["total"] or 0) + more
    return expect(made, "t4_pending", "table4")


@defect
def in_force_does_not_follow(seed: int) -> Report:
    """现行有效 ≠ last year's + 制发 − 废止."""
    made = _year_2021_pair(seed)
    assert made.previous
    cells = made.previous.tables["table2"]["normative_documents"]
    cells["in_force"] = int(cells["in_force"] or 0) + 4
    return expect(made, "t2_in_force", "table2.normative_documents")


@defect
def words_of_last_year(seed: int) -> Report:
    """The text is last year's with the year changed."""
    made = pair(busy(seed))
    assert made.previous
    who, before = made.agency, made.year - 1
    copy = report(made.seed, who=who, year=before)
    for key in ("1", "5"):
        copy.sections[key] = [
            part.__class__(part.text.replace(f"{made.year}年", f"{before}年"), part.level) for part in made.sections[key]
        ]
    made.previous.sections["1"], made.previous.sections["5"] = copy.sections["1"], copy.sections["5"]
    return expect(made, "near_duplicate", "section", allowed=("empty_problems", "text_table_mismatch", "near_duplicate"))


@defect
def problems_of_last_year(seed: int) -> Report:
    """五 is last year's, word for word but for the year."""
    made = pair(seed)
    assert made.previous
    made.previous.sections["5"] = [
        part.__class__(part.text.replace(f"{made.year}年", f"{made.year - 1}年"), part.level) for part in made.sections["5"]
    ]
    return expect(made, "empty_problems", "section5", allowed=("near_duplicate",))
