"""Strokes and pictures of a PDF page: straight lines, thin boxes, the sides of drawn rectangles."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pypdfium2.raw as raw

from gongkai.documents.layout.page import PictureBox, Rule
from gongkai.documents.layout.rules import MAX_THICKNESS

MOST_OBJECTS = 300_000
MOST_STROKES = 40_000
MOST_SEGMENTS = 20_000
DEEPEST_FORM = 8

Matrix = tuple[float, float, float, float, float, float]


class PathReader:
    """Collects the rules and pictures of one page in upright coordinates (`turn` maps a box of PDF coordinates)."""

    def __init__(self, turn: Callable[..., tuple[float, float, float, float]], width: float, height: float) -> None:
        self.turn = turn
        self.width, self.height = width, height
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []
        self.pictures: list[PictureBox] = []
        self._pale: list[tuple[float, float, float, float]] = []
        self._shades: list[tuple[float, float, float, float]] = []
        self._objects = 0
        self._f = [ctypes.c_float() for _ in range(4)]
        self._fr = [ctypes.byref(f) for f in self._f]
        self._c = [ctypes.c_uint() for _ in range(4)]
        self._cr = [ctypes.byref(c) for c in self._c]
        self._mode, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._matrix = raw.FS_MATRIX()

    def read(self, page: Any) -> None:
        count = raw.FPDFPage_CountObjects(page)
        self._objects = min(count, MOST_OBJECTS)
        get, kind = raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType
        for i in range(self._objects):
            item = get(page, i)
            k = kind(item)
            if k != raw.FPDF_PAGEOBJ_TEXT:
                self._item(item, k, None, 0)
        for box in self._pale:
            # White lines separate cells only where they are drawn on a shade.
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            if any(s[0] - 1 <= x <= s[2] + 1 and s[1] - 1 <= y <= s[3] + 1 for s in self._shades):
                self._add(box)

    def _item(self, item: Any, kind: int, matrix: Matrix | None, depth: int) -> None:
        if kind == raw.FPDF_PAGEOBJ_PATH:
            if len(self.horizontal) + len(self.vertical) < MOST_STROKES:
                self._path(item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = self._bounds(item, matrix)
            if not self._add(box, thickness=2.0) and box[2] - box[0] > 3 and box[3] - box[1] > 3:
                self.pictures.append(PictureBox(*box))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            inner = self._compose(item, matrix)
            for i in range(raw.FPDFFormObj_CountObjects(item)):
                self._objects += 1
                if self._objects > MOST_OBJECTS:
                    return
                child = raw.FPDFFormObj_GetObject(item, i)
                self._item(child, raw.FPDFPageObj_GetType(child), inner, depth + 1)

    def _compose(self, item: Any, outer: Matrix | None) -> Matrix:
        m = self._matrix
        raw.FPDFPageObj_GetMatrix(item, ctypes.byref(m))
        inner = (m.a, m.b, m.c, m.d, m.e, m.f)
        if outer is None:
            return inner
        a, b, c, d, e, f = inner
        oa, ob, oc, od, oe, of = outer
        return (a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od, e * oa + f * oc + oe, e * ob + f * od + of)

    def _bounds(self, item: Any, matrix: Matrix | None) -> tuple[float, float, float, float]:
        raw.FPDFPageObj_GetBounds(item, *self._fr)
        left, bottom, right, top = (f.value for f in self._f)
        if matrix is None:
            return self.turn(left, bottom, right, top)
        a, b, c, d, e, f = matrix
        xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
        ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
        return self.turn(min(xs), min(ys), max(xs), max(ys))

    def _path(self, item: Any, matrix: Matrix | None) -> None:
        box = self._bounds(item, matrix)
        width, height = box[2] - box[0], box[3] - box[1]
        raw.FPDFPath_GetDrawMode(item, ctypes.byref(self._mode), ctypes.byref(self._stroke))
        filled, stroked = self._mode.value, self._stroke.value
        if not filled and not stroked:
            return
        thin = width <= MAX_THICKNESS or height <= MAX_THICKNESS
        segments = raw.FPDFPath_CountSegments(item)
        pale = self._is_pale(item, bool(stroked))
        if pale is None:
            return
        if thin:
            if pale:
                self._pale.append(box)
            elif segments <= 5:
                self._add(box)
            else:
                self._segments(item, matrix, segments, bool(stroked))
            return
        if pale:
            return
        if not stroked and segments <= 5:
            self._shades.append(box)
            return
        if segments <= MOST_SEGMENTS:
            self._segments(item, matrix, segments, bool(stroked))

    def _is_pale(self, item: Any, stroked: bool) -> bool | None:
        """True for (nearly) white ink, None for ink that cannot be seen at all."""
        get = raw.FPDFPageObj_GetStrokeColor if stroked else raw.FPDFPageObj_GetFillColor
        if not get(item, *self._cr):
            return False
        r, g, b, alpha = self._c
        if alpha.value == 0:
            return None
        return r.value > 247 and g.value > 247 and b.value > 247

    def _add(self, box: tuple[float, float, float, float], thickness: float = MAX_THICKNESS) -> bool:
        """A thin box as a rule; a dot counts in both directions, since dots in a row make a line."""
        x0, y0, x1, y1 = box
        if x1 < -2 or y1 < -2 or x0 > self.width + 2 or y0 > self.height + 2:
            return False
        width, height = x1 - x0, y1 - y0
        added = False
        if height <= thickness and width >= height:
            self.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
            added = True
        if width <= thickness and height >= width:
            self.vertical.append(Rule((x0 + x1) / 2, y0, y1))
            added = True
        return added

    def _segments(self, item: Any, matrix: Matrix | None, count: int, stroked: bool) -> None:
        """Every straight upright or level piece of a longer path; of fills without a stroke, their thin parts."""
        own = self._compose(item, matrix)
        a, b, c, d, e, f = own
        fx, fy = self._f[0], self._f[1]
        rx, ry = self._fr[0], self._fr[1]
        part: list[tuple[float, float]] = []
        parts = [part]
        for i in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, i)
            kind = raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, rx, ry)
            x, y = fx.value, fy.value
            if kind in (raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_BEZIERTO):
                part = []
                parts.append(part)
            part.append((a * x + c * y + e, b * x + d * y + f))
            if raw.FPDFPathSegment_GetClose(segment) and len(part) > 1:
                part.append(part[0])
        for points in parts:
            if len(points) < 2:
                continue
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            box = self.turn(min(xs), min(ys), max(xs), max(ys))
            if not stroked or len(points) == 2:
                self._add(box)
                continue
            for (ax, ay), (bx, by) in pairwise(points):
                side = self.turn(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
                if side[2] - side[0] < 1.0 or side[3] - side[1] < 1.0:
                    self._add(side)
