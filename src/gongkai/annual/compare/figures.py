"""The figures of two texts side by side, by what they are figures of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from gongkai.annual.compare.cells import difference, growth
from gongkai.annual.compare.model import FigurePair
from gongkai.annual.figures.names import FIGURE_NAMES
from gongkai.annual.report import AnnualReport, Figure

Thing = tuple[str, str | None, str | None]
"""Name, label and scope: what a figure is a figure of."""


def figures(report: AnnualReport, other: AnnualReport) -> list[FigurePair]:
    """Figures of each report's own year, paired by name, label and scope, in the order of the text. A text that states a
    thing several times with one value states it once; several values are paired in their order."""
    mine, theirs = _own(report), _own(other)
    out = []
    for thing in mine | theirs:
        a, b = mine.get(thing, []), theirs.get(thing, [])
        for n in range(max(len(a), len(b))):
            out.append(_pair(thing, a[n : n + 1], b[n : n + 1]))
    return out


def _own(report: AnnualReport) -> dict[Thing, list[Figure]]:
    out: dict[Thing, list[Figure]] = defaultdict(list)
    for figure in report.figures:
        if figure.year not in (None, report.year):
            continue
        known = out[figure.name, figure.label, figure.scope]
        if all(figure.value != one.value for one in known):
            known.append(figure)
    return dict(out)


def _pair(thing: Thing, mine: Sequence[Figure], theirs: Sequence[Figure]) -> FigurePair:
    name, label, scope = thing
    known = FIGURE_NAMES.get(name)
    words = f"{known}：{label}" if known and label else known or label or "其他数据"
    pair = FigurePair(name, f"{words}（{scope}）" if scope else words, None, None)
    if mine:
        pair.value, pair.approximate, pair.quote = mine[0].value, mine[0].approximate, mine[0].quote
    if theirs:
        pair.other_value, pair.other_approximate, pair.other_quote = theirs[0].value, theirs[0].approximate, theirs[0].quote
    if pair.value is not None and pair.other_value is not None:
        pair.difference = difference(pair.value, pair.other_value)
        pair.growth = growth(pair.value, pair.other_value)
    return pair
