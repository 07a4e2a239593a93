"""Single characters with their boxes → runs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from gongkai.documents.layout.page import Rule, Run

Glyph = tuple[float, float, float, float, str]
"""Left, top, right, bottom (points), character."""


def runs_of(glyphs: Iterable[Glyph], em: float, walls: list[Rule], spaced: bool = False) -> list[Run]:
    """Characters in the order they are printed, cut at vertical rules (`walls`, sorted), line ends, jumps and spaces.

    A rule between characters that touch, or through one, does not cut: there a number is wider than its cell.
    """
    wall_xs = [wall.at for wall in walls]
    runs: list[Run] = []
    chars: list[str] = []
    x0 = y0 = x1 = y1 = 0.0

    def close() -> None:
        nonlocal spaced
        if chars:
            runs.append(Run(x0, y0, x1, y1, "".join(chars), em, spaced))
            chars.clear()
            spaced = False

    for a0, b0, a1, b1, char in glyphs:
        if char.isspace():
            close()
            spaced = True
            continue
        if chars:
            together = abs(b0 + b1 - y0 - y1) <= em and -0.3 * em <= a0 - x1 <= 0.3 * em
            if together and wall_xs and a0 - x1 > 0.08 * em:
                middle = (b0 + b1) / 2
                left, right = min(x1, a0) - 0.6, max(x1, a0) + 0.6
                near = range(bisect_left(wall_xs, left), bisect_right(wall_xs, right))
                together = not any(walls[k].lo < middle < walls[k].hi for k in near)
            if together:
                chars.append(char)
                x1 = max(x1, a1)
                y0, y1 = min(y0, b0), max(y1, b1)
                continue
            close()
        chars.append(char)
        x0, y0, x1, y1 = a0, b0, a1, b1
    close()
    return runs
