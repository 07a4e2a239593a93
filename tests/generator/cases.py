"""Which report, in which layout, under which disguise, with which defect: one number decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.annual import read
from gongkai.annual.check import check
from gongkai.documents.errors import Unreadable

from . import judge
from .defects import DEFECTS
from .disguises import DISGUISES
from .layouts import LAYOUTS, Rendered, render
from .model import Report
from .reports import pair, report

# Disguises change words, so defects that live in single words and signs stay without them.
DISGUISED_DEFECTS = (
    "column_identity",
    "result_total",
    "row_sum",
    "single_cell",
    "table4_sum",
    "row_missing",
    "total_column_missing",
)


@dataclass(frozen=True)
class Case:
    """`defect` None is a right report; "pair" a right one with last year's beside it."""

    layout: str
    disguise: str
    seed: int
    defect: str | None

    def __str__(self) -> str:
        return f"{self.layout}-{self.disguise}-{self.seed}-{self.defect or 'right'}"

    def report(self) -> Report:
        """The made-up report, disguised."""
        if self.defect is None:
            made = report(self.seed)
        elif self.defect == "pair":
            made = pair(self.seed)
        else:
            made = DEFECTS[self.defect](self.seed)
        return DISGUISES[self.disguise].on(made, self.seed, printed=LAYOUTS[self.layout].family in ("pdf", "ofd"))

    def file(self, made: Report) -> Rendered:
        """The report as a file."""
        return render(self.layout, made, self.seed)

    def problems(self) -> list[str]:
        """Read and check it; everything that is not as it must be."""
        made = self.report()
        lost = LAYOUTS[self.layout].loses
        return [f"{self}: {line}" for line in judged(made, self.file(made), self._before(made), lost)]

    def _before(self, made: Report) -> Rendered | None:
        return self.file(made.previous) if made.previous else None


def judged(made: Report, file: Rendered, before: Rendered | None = None, lost: frozenset[str] = frozenset()) -> list[str]:
    """What the reader and the checker get wrong about a file."""
    try:
        got = read(file.data, file.name)
        previous = read(before.data, before.name) if before else None
    except Unreadable as error:
        return [f"unreadable: {error.code} {error.message}"]
    out = [*judge.cells(made, got), *judge.facts(made, got), *judge.sections(made, got, lost)]
    return out + list(judge.findings(made, check(got, previous=previous)))


def _fits(layout: str, defect: str | None, seed: int) -> bool:
    return defect in (None, "pair") or LAYOUTS[layout].carries(DEFECTS[defect](seed))


def cases(count: int, *, first: int = 0) -> Iterator[Case]:
    """`count` cases, each decided by its number alone."""
    return map(case, range(first, first + count))


def case(n: int) -> Case:
    """Layouts in turn; half the reports right (every fifth of them with last year's), half with a defect."""
    layouts, disguises, defects = list(LAYOUTS), list(DISGUISES), list(DEFECTS)
    name, turn, seed = layouts[n % len(layouts)], n // len(layouts), 7919 * n + 11
    defect: str | None = "pair" if n // 2 % 5 == 4 else None
    if (n + turn) % 2:
        defect = next(d for d in (defects[(n // 2 + k) % len(defects)] for k in range(len(defects))) if _fits(name, d, seed))
    free = defect is None or defect == "pair" or defect in DISGUISED_DEFECTS
    return Case(name, disguises[(n // 2 + turn) % len(disguises)] if free else "plain", seed, defect)
