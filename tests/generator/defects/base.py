"""The register of defects, and the tools they share."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from ..forms import form
from ..model import Expected, Report, Text
from ..numbers import KINDS
from ..reports import report

DEFECTS: dict[str, Callable[[int], Report]] = {}
Maker = Callable[[int], Report]


def defect(function: Maker) -> Maker:
    """Register a maker under its own name."""

    def make(seed: int) -> Report:
        made = function(seed)
        made.defect = function.__name__
        return made

    DEFECTS[function.__name__] = make
    return make


def expect(made: Report, code: str, where: str, cell: str | None = None, *, allowed: tuple[str, ...] = ()) -> Report:
    """Say what must be found, and which codes may come along."""
    made.expected.append(Expected(code, where, cell))
    made.allowed |= set(allowed)
    return made


def busy(seed: int, **given: object) -> int:
    """The first seed from here on whose table 三 has at least three applications from natural persons."""
    for other in range(seed, seed + 100_000, 997):
        rows = report(other, **given).tables["table3"]  # type: ignore[arg-type]
        if int(rows["granted"]["natural_person"] or 0) >= 3:
            return other
    raise AssertionError("no busy report")


def edit(made: Report, key: str, pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> None:
    """Change the first match in a section's paragraphs; the pattern must occur."""
    for n, part in enumerate(made.sections[key]):
        changed, count = re.subn(pattern, replacement, part.text, count=1)
        if count:
            made.sections[key][n] = Text(changed, part.level)
            return
    raise AssertionError(f"{pattern} does not occur in section {key}")


def topic(made: Report, number: int) -> tuple[int, int]:
    """The paragraphs of the n-th sub-topic of 一, as a slice, its heading included."""
    heads = [i for i, part in enumerate(made.sections["1"]) if re.match("（[一二三四五]）", part.text)]
    return heads[number - 1], [*heads, len(made.sections["1"])][number]


def add(made: Report, number: int, sentence: str) -> None:
    """Put a sentence at the end of the n-th sub-topic of 一."""
    _, stop = topic(made, number)
    last = made.sections["1"][stop - 1]
    made.sections["1"][stop - 1] = Text(last.text + sentence, last.level)


def pick_kind(rng: Random) -> str:
    """A kind of applicant."""
    return rng.choice(KINDS)


def broken_identities(made: Report) -> list[Expected]:
    """Every identity the printed numbers break, worked out from the definition of the law, not from the product."""
    out: list[Expected] = []
    table3 = made.tables["table3"]
    handled = form(made.forms["table3"]).handled

    def n(row: str, column: str) -> int:
        return int(table3[row][column] or 0)

    for column in (*KINDS, "total"):
        if not made.has(f"table3.*.{column}"):
            continue
        if n("new_received", column) + n("carried_over", column) != n("total", column) + n("carried_forward", column):
            out.append(Expected("t3_identity", "table3", f"table3.*.{column}"))
        if sum(n(row, column) for row in handled) != n("total", column):
            out.append(Expected("t3_result_total", "table3", f"table3.*.{column}"))
    for row in table3:
        if sum(n(row, column) for column in KINDS) != n(row, "total"):
            out.append(Expected("t3_row_sum", "table3", f"table3.{row}.*"))
    for row, cells in made.tables["table4"].items():
        if sum(int(v or 0) for k, v in cells.items() if k != "total") != int(cells["total"] or 0):
            out.append(Expected("t4_row_sum", "table4", f"table4.{row}*"))
    return out
