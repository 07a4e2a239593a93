"""One OFD page: text codes, paths and images, with templates underneath, as runs, rules and pictures."""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from gongkai.documents.errors import Unreadable
from gongkai.documents.layout.glyphs import Glyph, runs_of
from gongkai.documents.layout.page import PageLayout, PictureBox, Rule, is_wide
from gongkai.documents.layout.rules import MAX_THICKNESS, merge
from gongkai.documents.ofd_package import Package, children, descendants, local, text_of
from gongkai.documents.ofd_path import Point, subpaths

if TYPE_CHECKING:
    from lxml.etree import _Element

POINTS = 72 / 25.4
"""Points a millimetre: the unit of OFD."""

MOST_STROKES = 40_000
DEEPEST_BLOCK = 16

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class PageBuilder:
    """Reads the pages of one document of the package."""

    def __init__(self, package: Package, folder: str, document: _Element) -> None:
        self.package = package
        self.folder = folder
        self.document = document
        common = next(iter(children(document, "CommonData")), document)
        self._box = _page_box(common) or (0.0, 0.0, 210.0, 297.0)
        self._templates = {t.get("ID", ""): t.get("BaseLoc", "") for t in children(common, "TemplatePage")}
        self._images: dict[str, str] = {}
        self._composites: dict[str, _Element] = {}
        for kind in ("PublicRes", "DocumentRes"):
            for element in children(common, kind):
                self._load_resources(element.text or "", folder)

    def page_elements(self) -> Iterator[_Element]:
        """The <Page> entries of the document, in reading order."""
        for pages in children(self.document, "Pages"):
            yield from children(pages, "Page")

    def is_scan(self, layout: PageLayout) -> bool:
        area = layout.width * layout.height
        return any((p.x1 - p.x0) * (p.y1 - p.y0) > 0.45 * area for p in layout.pictures)

    def read(self, entry: _Element, number: int, most_chars: int) -> tuple[PageLayout, int]:
        """Layout of the page and the number of its characters. A page whose file is missing is empty."""
        path = self.package.resolve(self.folder, entry.get("BaseLoc", ""))
        root = self.package.xml(path) if path else None
        box = (_page_box(root) if root is not None else None) or self._box
        layout = PageLayout(number, box[2] * POINTS, box[3] * POINTS)
        if root is None:
            return layout, 0
        self._load_page_resources(root, posixpath.dirname(path))
        painter = _Painter(self, box, most_chars)
        for template in children(root, "Template"):
            source = self.package.resolve(self.folder, self._templates.get(template.get("TemplateID", ""), ""))
            sheet = self.package.xml(source) if source else None
            if sheet is not None:
                self._load_page_resources(sheet, posixpath.dirname(source))
                painter.content(sheet)
        painter.content(root)
        layout.horizontal, layout.vertical = merge(painter.horizontal), merge(painter.vertical)
        layout.pictures = painter.pictures
        for glyphs, em in painter.texts:
            layout.runs.extend(runs_of(glyphs, em, layout.vertical))
        return layout, painter.characters

    def _load_page_resources(self, root: _Element, folder: str) -> None:
        for element in children(root, "PageRes"):
            self._load_resources(element.text or "", folder)

    def _load_resources(self, location: str, folder: str) -> None:
        path = self.package.resolve(folder, location)
        root = self.package.xml(path) if path else None
        if root is None:
            return
        base = root.get("BaseLoc", "")
        here = posixpath.dirname(path)
        for media in descendants(root, "MultiMedia"):
            file = text_of(media, "MediaFile")
            found = self.package.resolve(posixpath.join(here, base), file) or self.package.resolve(here, file)
            self._images[media.get("ID", "")] = found
        for unit in descendants(root, "CompositeGraphicUnit"):
            self._composites[unit.get("ID", "")] = unit


class _Painter:
    """Walks the content of one page and collects its marks in points."""

    def __init__(self, builder: PageBuilder, box: tuple[float, float, float, float], most_chars: int) -> None:
        self.builder = builder
        self.left, self.top = box[0], box[1]
        self.most_chars = most_chars
        self.characters = 0
        self.texts: list[tuple[list[Glyph], float]] = []
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []
        self.pictures: list[PictureBox] = []

    def content(self, root: _Element) -> None:
        page = (POINTS, 0.0, 0.0, POINTS, -self.left * POINTS, -self.top * POINTS)
        for content in children(root, "Content"):
            for layer in children(content, "Layer"):
                self._objects(layer, page, 0)

    def _objects(self, parent: _Element, outer: Matrix, depth: int) -> None:
        if depth > DEEPEST_BLOCK:
            return
        for item in parent:
            kind = local(item)
            if item.get("Visible", "true").lower() == "false":
                continue
            if kind == "TextObject":
                self._text(item, _own(item, outer))
            elif kind == "PathObject":
                if len(self.horizontal) + len(self.vertical) < MOST_STROKES:
                    self._path(item, _own(item, outer))
            elif kind == "ImageObject":
                box = _box_of([(0.0, 0.0), (1.0, 1.0)] if item.get("CTM") else _size(item), _own(item, outer))
                if box[2] - box[0] > 3 and box[3] - box[1] > 3:
                    name = self.builder._images.get(item.get("ResourceID", ""), "")
                    self.pictures.append(PictureBox(*box, name))
            elif kind == "PageBlock":
                self._objects(item, outer, depth + 1)
            elif kind == "CompositeObject":
                unit = self.builder._composites.get(item.get("ResourceID", ""))
                if unit is not None:
                    for content in children(unit, "Content"):
                        self._objects(content, _own(item, outer), depth + 1)

    def _text(self, item: _Element, matrix: Matrix) -> None:
        size = _number(item.get("Size"), 3.5)
        wide = _number(item.get("HScale"), 1.0) or 1.0
        a, b, c, d, _, _ = matrix
        em = size * math.hypot(c, d)
        if not 0.5 < em < 400:
            return
        # Text that runs at a slant is a watermark.
        angle = math.atan2(b, a) / (math.pi / 2)
        if abs(angle - round(angle)) > 0.1:
            return
        x = y = 0.0
        for code in children(item, "TextCode"):
            text = code.text or ""
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            self.characters += len(text.strip())
            if self.characters > self.most_chars:
                raise Unreadable("too_large", "这份 OFD 的文字超过上限，请拆分后再上传。")
            right = _deltas(code.get("DeltaX"), len(text) - 1)
            down = _deltas(code.get("DeltaY"), len(text) - 1)
            glyphs: list[Glyph] = []
            cx, cy = x, y
            for i, char in enumerate(text):
                own = size * wide * (1.0 if is_wide(char) else 0.5)
                step = right[i] if i < len(right) else (0.0 if down else own)
                width = step if 0.3 * own <= step <= 1.3 * size * wide else own
                box = _box_of([(cx, cy - 0.86 * size), (cx + width, cy + 0.14 * size)], matrix)
                if math.isfinite(sum(box)):
                    glyphs.append((*box, char))
                cx += step
                cy += down[i] if i < len(down) else 0.0
            if glyphs:
                self.texts.append((glyphs, em))

    def _path(self, item: _Element, matrix: Matrix) -> None:
        stroked = item.get("Stroke", "true").lower() != "false"
        filled = item.get("Fill", "false").lower() == "true"
        if not stroked and not filled:
            return
        if any(_is_pale(color) for color in children(item, "StrokeColor" if stroked else "FillColor")):
            return
        data = text_of(item, "AbbreviatedData")
        for points, straight in subpaths(data):
            if len(points) < 2:
                continue
            placed = [_apply(matrix, p) for p in points]
            box = (min(p[0] for p in placed), min(p[1] for p in placed), max(p[0] for p in placed), max(p[1] for p in placed))
            if box[2] - box[0] <= MAX_THICKNESS or box[3] - box[1] <= MAX_THICKNESS:
                self._add(box)
            elif stroked and straight:
                for (ax, ay), (bx, by) in pairwise(placed):
                    if abs(ax - bx) < 1.0 or abs(ay - by) < 1.0:
                        self._add((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))

    def _add(self, box: tuple[float, float, float, float]) -> None:
        x0, y0, x1, y1 = box
        if not math.isfinite(x0 + y0 + x1 + y1):
            return
        if y1 - y0 <= MAX_THICKNESS and x1 - x0 >= y1 - y0:
            self.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
        if x1 - x0 <= MAX_THICKNESS and y1 - y0 >= x1 - x0:
            self.vertical.append(Rule((x0 + x1) / 2, y0, y1))


def _own(item: _Element, outer: Matrix) -> Matrix:
    """From the object's coordinates to the page: its CTM, its boundary's corner, what lies around it."""
    box = _numbers(item.get("Boundary", ""))
    x, y = (box[0], box[1]) if len(box) >= 2 else (0.0, 0.0)
    ctm = _numbers(item.get("CTM", ""))
    inner: Matrix = (ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]) if len(ctm) == 6 else IDENTITY
    return _product((inner[0], inner[1], inner[2], inner[3], inner[4] + x, inner[5] + y), outer)


def _product(m: Matrix, n: Matrix) -> Matrix:
    """First m, then n."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: Matrix, p: Point) -> Point:
    return (m[0] * p[0] + m[2] * p[1] + m[4], m[1] * p[0] + m[3] * p[1] + m[5])


def _box_of(corners: list[Point], matrix: Matrix) -> tuple[float, float, float, float]:
    (ax, ay), (bx, by) = _apply(matrix, corners[0]), _apply(matrix, corners[1])
    return (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _size(item: _Element) -> list[Point]:
    box = _numbers(item.get("Boundary", ""))
    return [(0.0, 0.0), (box[2], box[3]) if len(box) >= 4 else (0.0, 0.0)]


def _page_box(element: _Element) -> tuple[float, float, float, float] | None:
    """PhysicalBox of a page or of the document (millimetres: x, y, width, height)."""
    for name in ("Area", "PageArea"):
        for area in children(element, name):
            box = _numbers(text_of(area, "PhysicalBox"))
            if len(box) == 4 and 0 < box[2] < 20_000 and 0 < box[3] < 20_000:
                return (box[0], box[1], box[2], box[3])
    return None


def _is_pale(color: _Element) -> bool:
    value = [_number(part.removeprefix("#"), 0.0) for part in color.get("Value", "").split()]
    alpha = _number(color.get("Alpha"), 255.0)
    return alpha == 0 or (len(value) == 3 and min(value) > 247) or (len(value) == 1 and value[0] > 247)


def _number(text: str | None, default: float) -> float:
    try:
        return float(text) if text is not None else default
    except ValueError:
        return default


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.replace(",", " ").split()]
    except ValueError:
        return []


def _deltas(text: str | None, wanted: int) -> list[float]:
    """Steps between characters. "g 3 2.5" stands for 2.5 three times; the last step goes on where steps run out."""
    if not text or wanted <= 0:
        return []
    parts = text.replace(",", " ").split()
    out: list[float] = []
    i = 0
    while i < len(parts) and len(out) < wanted:
        if parts[i] == "g" and i + 2 < len(parts):
            times = int(_number(parts[i + 1], 0.0)) if math.isfinite(_number(parts[i + 1], 0.0)) else 0
            out.extend([_number(parts[i + 2], 0.0)] * min(max(times, 0), wanted - len(out)))
            i += 3
        else:
            out.append(_number(parts[i], 0.0))
            i += 1
    if out and len(out) < wanted:
        out.extend([out[-1]] * (wanted - len(out)))
    return out
