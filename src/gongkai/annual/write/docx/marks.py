"""Which comments stand where, as the body asks for them while it is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

Span = tuple[int, int, int]
"""Start and end (characters of a paragraph) and the id of the comment."""


@dataclass(slots=True)
class Marks:
    """The ids of comments by place."""

    title: list[Span] = field(default_factory=list)
    headings: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Part → comments at its heading (and those at its table as a whole)."""
    texts: defaultdict[tuple[str, int], list[Span]] = field(default_factory=lambda: defaultdict(list))
    """(part, paragraph) → comments at words of it."""
    cells: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """`table3.total.natural_person` → comments at this cell."""
    labels: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """`table3.total` → comments at the label of this row or column."""
