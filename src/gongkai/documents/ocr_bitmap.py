"""A scanned page as a bitmap: black and white, straightened, with its ruling lines found and taken out."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from gongkai.documents.layout.page import Rule
from gongkai.documents.layout.rules import SNAP, components, merge

if TYPE_CHECKING:
    from PIL.Image import Image, Resampling

DPI = 300
"""Resolution at which pages are looked at and recognised."""

SHORTEST_RUN = 60
"""Pixels of unbroken ink in a row or column that can be part of a ruling line: longer than most strokes of body type."""

SHORTEST_LEVEL = 30.0
SHORTEST_UPRIGHT = 18.0
"""Points: what is shorter, once its pieces are joined, is a stroke of a large character."""

SMALLEST_TABLE = 80.0
"""Points of width."""

MOST_RUNS = 60_000

_RUN = re.compile(rb"\xff{%d,}" % SHORTEST_RUN)


class Bitmap:
    """One page: `grey` is straight, `black` its ink, `level` and `upright` the rules of its tables (points).

    `angle` is how far it was turned, in degrees counter-clockwise.
    """

    def __init__(self, image: Image) -> None:
        grey = stretched(_on_white(image))
        self.grey, self.black = grey, ink(grey)
        angle = skew(grey)
        for _ in range(2):
            if abs(angle) >= 0.03:
                self.grey = grey.rotate(angle, resample=_bicubic(), fillcolor=255)
                self.black = ink(self.grey)
            self._level_runs, self._upright_runs = _runs(self.black), _runs(_transposed(self.black))
            more = _slope(self._level_runs)
            if abs(more) < 0.03:
                break
            angle += more
        self.angle = angle if abs(angle) >= 0.03 else 0.0
        level = [r for r in merge(list(self._level_runs)) if r.hi - r.lo >= SHORTEST_LEVEL]
        upright = [r for r in merge(list(self._upright_runs)) if r.hi - r.lo >= SHORTEST_UPRIGHT]
        self.level, self.upright = of_tables(level, upright)

    def without_rules(self) -> Image:
        """The page with its ruling lines painted white, where they really run."""
        from PIL import ImageDraw

        clean = self.grey.copy()
        draw = ImageDraw.Draw(clean)
        pixels = DPI / 72
        for rules, runs, swap in ((self.level, self._level_runs, False), (self.upright, self._upright_runs, True)):
            for at, lo, hi in _near(runs, rules):
                box = (lo * pixels - 4, at * pixels - 3, hi * pixels + 4, at * pixels + 3)
                draw.rectangle((box[1], box[0], box[3], box[2]) if swap else box, fill=255)
        return clean


def _on_white(image: Image) -> Image:
    """The picture in grey; transparent is white, not black."""
    from PIL import Image as Images

    if image.mode in ("RGBA", "LA", "P"):
        image = image.convert("RGBA")
        image = Images.alpha_composite(Images.new("RGBA", image.size, "white"), image)
    return image.convert("L")


def _bicubic() -> Resampling:
    from PIL import Image as Images

    return Images.Resampling.BICUBIC


def _transposed(image: Image) -> Image:
    from PIL import Image as Images

    return image.transpose(Images.Transpose.TRANSPOSE)


def _near(runs: list[Rule], rules: list[Rule]) -> list[Rule]:
    """The runs that make up the rules."""
    heights = [r.at for r in rules]
    out = []
    for run in runs:
        for k in range(bisect_left(heights, run.at - SNAP), bisect_right(heights, run.at + SNAP)):
            if run.lo < rules[k].hi and run.hi > rules[k].lo:
                out.append(run)
                break
    return out


def _slope(runs: list[Rule]) -> float:
    """Degrees by which long level lines still rise to the right (to turn the page back: clockwise is negative)."""
    slopes: list[tuple[float, float]] = []
    for rule in merge(list(runs)):
        if rule.hi - rule.lo < 150:
            continue
        parts = [r for r in _near(runs, [rule]) if r.hi - r.lo < 0.98 * (rule.hi - rule.lo)]
        weight = sum(r.hi - r.lo for r in parts)
        if len(parts) < 4 or not weight:
            continue
        mean_x = sum((r.lo + r.hi) / 2 * (r.hi - r.lo) for r in parts) / weight
        mean_y = sum(r.at * (r.hi - r.lo) for r in parts) / weight
        spread = sum(((r.lo + r.hi) / 2 - mean_x) ** 2 * (r.hi - r.lo) for r in parts)
        if spread:
            rise = sum(((r.lo + r.hi) / 2 - mean_x) * (r.at - mean_y) * (r.hi - r.lo) for r in parts) / spread
            slopes.append((math.degrees(math.atan(rise)), rule.hi - rule.lo))
    if not slopes:
        return 0.0
    slopes.sort()
    return slopes[len(slopes) // 2][0]


def stretched(grey: Image) -> Image:
    """Ink towards black, paper and its noise white."""
    histogram = grey.histogram()[:256]
    level = threshold(grey)

    def mean(values: range) -> float:
        weight = sum(histogram[i] for i in values)
        return sum(i * histogram[i] for i in values) / weight if weight else float(values[0])

    dark, light = mean(range(level + 1)), mean(range(level + 1, 256)) if level < 255 else 255.0
    light -= 0.1 * (light - dark)
    if light - dark < 20:
        return grey
    return grey.point([min(max(round((i - dark) / (light - dark) * 255), 0), 255) for i in range(256)])


def threshold(grey: Image) -> int:
    """Grey value that best separates ink from paper (Otsu)."""
    histogram = grey.histogram()[:256]
    total = sum(histogram)
    whole = sum(i * n for i, n in enumerate(histogram))
    below = weight = 0
    best, level = -1.0, 128
    for i, n in enumerate(histogram):
        weight += n
        below += i * n
        if weight == 0 or weight == total:
            continue
        between = (below / weight - (whole - below) / (total - weight)) ** 2 * weight * (total - weight)
        if between > best:
            best, level = between, i
    # Pale paper noise must not become ink, nor thin grey print disappear.
    return min(max(level, 90), 200)


def ink(grey: Image) -> Image:
    """255 where there is ink, 0 elsewhere."""
    level = threshold(grey)
    return grey.point([255 if i <= level else 0 for i in range(256)])


def skew(grey: Image) -> float:
    """Degrees to turn the page by, counter-clockwise, so that its lines are level; 0 where nothing says so. Within ±4°."""
    from PIL import Image as Images

    width = 900
    height = max(int(grey.height * width / grey.width), 1)
    small = ink(grey.resize((width, height), Images.Resampling.BOX))

    def evenness(angle: float) -> float:
        turned = small.rotate(angle, resample=Images.Resampling.NEAREST, fillcolor=0) if angle else small
        rows = turned.resize((1, height), Images.Resampling.BOX).tobytes()
        return float(sum((a - b) * (a - b) for a, b in pairwise(rows)))

    level = evenness(0.0)
    coarse = max((k * 0.5 for k in range(-8, 9)), key=evenness)
    fine = max((coarse + k * 0.1 for k in range(-5, 6)), key=evenness)
    return fine if evenness(fine) > 1.08 * level else 0.0


def of_tables(level: list[Rule], upright: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The rules that belong to tables: large enough together, and each ending at another one or long by itself.

    The strokes of large type cross each other, too, and may touch a table.
    """
    kept_level: list[Rule] = []
    kept_upright: list[Rule] = []
    for horizontal, vertical in components(level, upright):
        horizontal = [r for r in horizontal if r.hi - r.lo >= SMALLEST_TABLE or _held(r, vertical)]
        vertical = [r for r in vertical if r.hi - r.lo >= SMALLEST_TABLE or _held(r, horizontal)]
        if len(horizontal) < 2 or not vertical:
            continue
        wide = max(r.hi for r in horizontal) - min(r.lo for r in horizontal)
        if wide >= SMALLEST_TABLE and max(r.hi - r.lo for r in horizontal) >= 0.5 * wide:
            kept_level += _within(horizontal, vertical)
            kept_upright += _within(vertical, horizontal)
    return sorted(kept_level), sorted(kept_upright)


def _within(rules: list[Rule], crossing: list[Rule]) -> list[Rule]:
    """The rules without what sticks out over a frame that is drawn: strokes of a heading that touch it."""
    first, last = min(crossing), max(crossing)
    whole = 0.9 * (max(r.hi for r in crossing) - min(r.lo for r in crossing))
    low = first.at if first.hi - first.lo >= whole else -math.inf
    high = last.at if last.hi - last.lo >= whole else math.inf
    return [Rule(r.at, max(r.lo, low), min(r.hi, high)) for r in rules]


def _held(rule: Rule, crossing: list[Rule]) -> bool:
    """True if both ends of the rule are at rules of the other direction."""
    reach = 4.0
    ends = [
        any(abs(c.at - end) <= reach and c.lo - reach <= rule.at <= c.hi + reach for c in crossing)
        for end in (rule.lo, rule.hi)
    ]
    return all(ends)


def _runs(black: Image) -> list[Rule]:
    """Unbroken ink along the rows, as thin rules in points."""
    width, height = black.size
    data = black.tobytes()
    points = 72 / DPI
    found: list[Rule] = []
    for y in range(height):
        for match in _RUN.finditer(data, y * width, (y + 1) * width):
            found.append(Rule(y * points, (match.start() - y * width) * points, (match.end() - y * width) * points))
            if len(found) > MOST_RUNS:  # a photograph or a black page
                return []
    return found
