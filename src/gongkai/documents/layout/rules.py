"""Ruling lines: many strokes, dashes and thin boxes become few straight rules.

Double lines become one, dashes and small gaps are closed; what is too short to separate cells is dropped.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from gongkai.documents.layout.page import Rule

SNAP = 3.2
"""Points within which parallel strokes are one line: the two strokes of a double border, edges that miss by a hair."""

GAP = 5.0
"""The longest hole in a line that is still the same line (dashes, corners that do not meet)."""

SHORTEST = 5.0
"""Anything shorter cannot be the side of a cell: the smallest type needs more."""

MAX_THICKNESS = 4.0
"""A filled box thinner than this is a stroke, a thicker one is a background."""


MOST_CROSSINGS = 400_000
"""Pages with more possible crossings are drawings, not tables (600 × 600 rules)."""


def merge(strokes: list[Rule]) -> list[Rule]:
    """Parallel strokes as rules: positions within SNAP become one (weighted by length), collinear pieces are joined."""
    if not strokes:
        return []
    strokes.sort()
    rules: list[Rule] = []
    group: list[Rule] = []
    start = strokes[0].at
    for stroke in strokes:
        if stroke.at - start > SNAP:
            _join(group, rules)
            group = []
            start = stroke.at
        group.append(stroke)
    _join(group, rules)
    return rules


def _join(group: list[Rule], rules: list[Rule]) -> None:
    if len(group) == 1:
        if group[0].hi - group[0].lo >= SHORTEST:
            rules.append(group[0])
        return
    length = sum(s.hi - s.lo for s in group) or 1.0
    at = sum(s.at * (s.hi - s.lo) for s in group) / length if length > 1.0 else group[0].at
    pieces = sorted((s.lo, s.hi) for s in group)
    lo, hi = pieces[0]
    for piece_lo, piece_hi in pieces:
        if piece_lo <= hi + GAP:
            hi = max(hi, piece_hi)
            continue
        if hi - lo >= SHORTEST:
            rules.append(Rule(at, lo, hi))
        lo, hi = piece_lo, piece_hi
    if hi - lo >= SHORTEST:
        rules.append(Rule(at, lo, hi))


def components(horizontal: list[Rule], vertical: list[Rule], reach: float = 4.0) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, as (horizontal, vertical) groups, topmost first; rules that touch nothing are left out."""
    if not horizontal or not vertical or len(horizontal) * len(vertical) > MOST_CROSSINGS:
        return []
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    offset = len(horizontal)
    by_x = sorted(range(len(vertical)), key=lambda i: vertical[i].at)
    xs = [vertical[i].at for i in by_x]
    for h, (y, x0, x1) in enumerate(horizontal):
        for k in range(bisect_left(xs, x0 - reach), bisect_right(xs, x1 + reach)):
            _, y0, y1 = vertical[by_x[k]]
            if y0 - reach <= y <= y1 + reach:
                a, b = root(h), root(offset + by_x[k])
                if a != b:
                    parent[b] = a
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(horizontal):
        groups.setdefault(root(i), ([], []))[0].append(rule)
    for i, rule in enumerate(vertical):
        groups.setdefault(root(offset + i), ([], []))[1].append(rule)
    return sorted((g for g in groups.values() if g[0] and g[1]), key=lambda g: g[0][0].at)
