"""Cells of a scanned table: each is cut out and all are recognised together, one below the other on strips.

A page of table text confuses layout analysis; a column of snippets does not. Digits are read a second time by themselves,
because a wrong figure is worse than none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.documents.layout.page import Run
from gongkai.documents.layout.raster import RuledTable
from gongkai.documents.ocr_bitmap import DPI, stretched, threshold
from gongkai.documents.ocr_engine import Word, languages, recognise

if TYPE_CHECKING:
    from PIL.Image import Image

Box = tuple[int, int, int, int]

INSET = 6
"""Pixels inside the rules: what is left of them must not be read as 1."""

SMALLEST_INK = 7
"""Pixels of height below which ink is dirt."""

STRIP_HEIGHT = 6000
MOST_SINGLES = 80
"""Snippets of one page that are read one by one."""

UNREADABLE = "\ufffd"

SURE = 85
"""Confidence (of 100) with which one reading may stand alone."""

UNSURE = 50
"""Confidence (of 100) below which a character beside a figure is taken for dirt."""

LEFT = 60
DIGITS = "eng"
FIGURE_CHARACTERS = "0123456789.,+-%"
PLACEHOLDERS = frozenset({"/", "／", "-", "—", "–", "一", "无", "\\"})
FIGURE = re.compile(r"^[+\-]?\d[\d,]*(?:\.\d+)?%?$")
LIKE_DIGITS = str.maketrans(
    {"〇": "0", "O": "0", "o": "0", "口": "0", "D": "0", "Q": "0", "。": "0", "l": "1", "I": "1", "|": "1"}
)
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")


@dataclass(slots=True)
class _Snippet:
    """The ink of one cell: where it lies on the page, where on the strip, what was read."""

    box: Box
    top: int = 0
    words: tuple[Word, ...] = ()
    figures: tuple[Word, ...] = ()
    value: str | None = None
    """The figure, once it is decided."""
    doubtful: bool = False


@dataclass(slots=True)
class CellReading:
    """Runs of all cells (points), and how many figures two readings did not agree on."""

    runs: list[Run]
    doubtful: int


def read_cells(clean: Image, found: list[RuledTable], deadline: float) -> CellReading:
    """Recognises the cells of the tables. `clean` is the page without rules at DPI."""
    snippets: list[_Snippet] = []
    level = threshold(clean)
    for table in found:
        snippets.extend(_snippets(clean, level, table))
    if not snippets:
        return CellReading([], 0)
    for strip, members in _strips(clean, snippets):
        _assign(members, recognise(strip, deadline, layout=6), "words")
    numeric = [s for s in snippets if _may_be_figure(s)]
    if numeric and DIGITS in languages():
        for strip, members in _strips(clean, numeric):
            _assign(members, recognise(strip, deadline, layout=6, language=DIGITS, characters=FIGURE_CHARACTERS), "figures")
        _decide(clean, numeric, deadline)
    runs: list[Run] = []
    doubtful = 0
    for snippet in snippets:
        doubtful += snippet.doubtful
        runs.extend(_runs(snippet))
    return CellReading(runs, doubtful)


def _decide(clean: Image, numeric: list[_Snippet], deadline: float) -> None:
    """The value of each figure: two equal readings. Where two differ a third decides, and if none agree it is unreadable.

    A lone thin digit is often taken for a stroke on a strip; as a picture of its own it is read.
    """
    singles = 0
    for snippet in numeric:
        plain = _text(snippet.words).translate(LIKE_DIGITS)
        figures = _text(snippet.figures).strip(".,")
        if plain in PLACEHOLDERS:
            continue
        if plain == figures and FIGURE.match(plain):
            snippet.value = plain
            continue
        snippet.doubtful = True
        if singles >= MOST_SINGLES:
            continue
        singles += 1
        alone = _alone(clean, snippet, deadline)
        readings = [r for r in (plain, figures, _text(alone).strip(".,")) if FIGURE.match(r)]
        agreed = next((r for r in readings if readings.count(r) > 1), None)
        if agreed is None and len(readings) == 1 and max(map(_confidence, (snippet.words, snippet.figures, alone))) >= SURE:
            agreed = readings[0]
        snippet.value = agreed or (UNREADABLE if readings else None)


def _alone(clean: Image, snippet: _Snippet, deadline: float) -> tuple[Word, ...]:
    from PIL import Image as Images

    x0, y0, x1, y1 = snippet.box
    picture = Images.new("L", (x1 - x0 + 60, y1 - y0 + 60), 255)
    picture.paste(clean.crop((x0 - 2, y0 - 2, x1 + 2, y1 + 2)), (28, 28))
    picture = picture.resize((picture.width * 2, picture.height * 2), Images.Resampling.BICUBIC)
    single = x1 - x0 <= 0.9 * (y1 - y0)
    return tuple(recognise(picture, deadline, layout=10 if single else 7, language=DIGITS, characters=FIGURE_CHARACTERS))


def _snippets(clean: Image, level: int, table: RuledTable) -> list[_Snippet]:
    pixels = DPI / 72
    out = []
    for cell in table.cells:
        box = (
            int(table.xs[cell.col] * pixels) + INSET,
            int(table.ys[cell.row] * pixels) + INSET,
            int(table.xs[cell.col + cell.colspan] * pixels) - INSET,
            int(table.ys[cell.row + cell.rowspan] * pixels) - INSET,
        )
        if box[2] - box[0] < 8 or box[3] - box[1] < 8:
            continue
        crop = clean.crop(box)
        bounds = _ink_box(crop, level)
        if bounds is not None and bounds[2] - bounds[0] > 0.95 * crop.width and bounds[3] - bounds[1] > 0.95 * crop.height:
            # A shaded cell: its own ground is its paper.
            crop = stretched(crop)
            clean.paste(crop, box)
            bounds = _ink_box(crop, threshold(crop))
        if bounds is None or bounds[3] - bounds[1] < SMALLEST_INK:
            continue
        out.append(_Snippet((box[0] + bounds[0], box[1] + bounds[1], box[0] + bounds[2], box[1] + bounds[3])))
    return out


def _ink_box(crop: Image, level: int) -> Box | None:
    """Bounds of the ink, specks of a dot or two left out."""
    from PIL import ImageFilter

    black = crop.point([255 if i <= level else 0 for i in range(256)])
    if black.getbbox() is None:
        return None
    return black.filter(ImageFilter.MedianFilter(3)).getbbox()


def _strips(clean: Image, snippets: list[_Snippet]) -> list[tuple[Image, list[_Snippet]]]:
    """Pictures with the snippets below each other, well apart."""
    from PIL import Image as Images

    strips: list[tuple[Image, list[_Snippet]]] = []
    members: list[_Snippet] = []
    y = 40

    def paint() -> None:
        if not members:
            return
        width = max(s.box[2] - s.box[0] for s in members) + 2 * LEFT
        strip = Images.new("L", (max(width, 500), y), 255)
        for snippet in members:
            x0, y0, x1, y1 = snippet.box
            strip.paste(clean.crop((x0 - 3, y0 - 3, x1 + 4, y1 + 4)), (LEFT - 3, snippet.top - 3))
        strips.append((strip, list(members)))

    for snippet in snippets:
        height = snippet.box[3] - snippet.box[1]
        if y + height > STRIP_HEIGHT:
            paint()
            members, y = [], 40
        snippet.top = y
        members.append(snippet)
        y += height + 42
    paint()
    return strips


def _assign(members: list[_Snippet], words: list[Word], field: str) -> None:
    for snippet in members:
        top, bottom = snippet.top - 12, snippet.top + snippet.box[3] - snippet.box[1] + 12
        own = (w for w in words if top <= (w.y0 + w.y1) / 2 <= bottom)
        # From the strip to the page: a snippet stands elsewhere on the next strip.
        right, down = snippet.box[0] - LEFT, snippet.box[1] - snippet.top
        setattr(snippet, field, tuple(_moved(w, right, down) for w in own))


def _moved(word: Word, right: int, down: int) -> Word:
    return word._replace(
        x0=word.x0 + right,
        x1=word.x1 + right,
        y0=word.y0 + down,
        y1=word.y1 + down,
        line_y0=word.line_y0 + down,
        line_y1=word.line_y1 + down,
    )


def _text(words: tuple[Word, ...]) -> str:
    return "".join(w.text for w in words)


def _confidence(words: tuple[Word, ...]) -> float:
    """That of a reading as a figure; 0 where it is none."""
    return min((w.confidence for w in words), default=0.0) if FIGURE.match(_text(words).strip(".,")) else 0.0


def _may_be_figure(snippet: _Snippet) -> bool:
    """One line, and not plainly words."""
    if snippet.box[3] - snippet.box[1] > 75:
        return False
    if any(c.isdigit() for c in _text(snippet.words)):
        snippet.words = tuple(w for w in snippet.words if w.confidence >= UNSURE or any(c.isdigit() for c in w.text))
    text = _text(snippet.words)
    letters = len(IDEOGRAPH.findall(text.translate(LIKE_DIGITS)))
    return letters == 0 or (len(text) <= 2 and min((w.confidence for w in snippet.words), default=0) < 60)


def _runs(snippet: _Snippet) -> list[Run]:
    """Runs of one cell in points, at their place on the page. Ink that nobody can read is not a blank cell."""
    points = 72 / DPI
    x0, y0, x1, y1 = snippet.box
    value = snippet.value or (None if snippet.words else UNREADABLE)
    if value is not None:
        return [Run(x0 * points, y0 * points, x1 * points, y1 * points, value, (y1 - y0) * points / 0.75)]
    runs = []
    for word in snippet.words:
        height = max(word.line_y1 - word.line_y0, 1)
        box = (word.x0 * points, word.line_y0 * points, word.x1 * points, word.line_y1 * points)
        runs.append(Run(*box, word.text, height * points))
    return runs
