"""One PDF page as runs of text, rules and pictures, with as few calls into PDFium as possible.

PDFium's own text page already says where words and lines end; only the first and the last character of each word are asked
for their boxes. A word that a vertical rule cuts through is measured character by character.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw

from gongkai.documents.errors import Unreadable
from gongkai.documents.layout.glyphs import runs_of
from gongkai.documents.layout.page import PageLayout, PictureBox, Rule, Run, is_wide
from gongkai.documents.layout.rules import merge
from gongkai.documents.pdf_paths import PathReader

WORD = re.compile(r"[^\s\x00]+")
STRANGE = re.compile("[\x00\ufffd\u0100-\u036f\u0500-\u05ff\u0700-\u0eff\u1000-\u17ff\u18b0-\u1fff]")
"""What glyph numbers look like when a font has no table of characters. Uyghur, Tibetan and Mongolian are real text."""

HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})

Box = tuple[float, float, float, float]


class PageReader:
    """Reads the pages of one open document, and collects page numbers (from 1) as it goes.

    `scanned`: nothing but a picture; `layered`: a scan with recognised text; `garbled`: some characters of no known meaning;
    `unreadable`: most of them.
    """

    def __init__(self, pdf: Any, most_chars: int) -> None:
        self.pdf = pdf
        self.left_chars = most_chars
        self.scanned: list[int] = []
        self.garbled: list[int] = []
        self.unreadable: list[int] = []
        self.layered: list[int] = []
        self._rect = raw.FS_RECTF()
        self._rect_ref = ctypes.byref(self._rect)

    def read(self, index: int) -> PageLayout:
        """The page `index` (from 0) upright, whatever its rotation."""
        page = raw.FPDF_LoadPage(self.pdf.raw, index)
        if not page:
            return PageLayout(index + 1, 0.0, 0.0)
        text_page = None
        try:
            text_page = raw.FPDFText_LoadPage(page)
            return self._read(page, text_page, index + 1)
        finally:
            if text_page:
                raw.FPDFText_ClosePage(text_page)
            raw.FPDF_ClosePage(page)

    def _read(self, page: Any, text_page: Any, number: int) -> PageLayout:
        rect = self._rect
        raw.FPDF_GetPageBoundingBox(page, self._rect_ref)
        bounds = (rect.left, rect.bottom, rect.right, rect.top)
        text = self._text(text_page, number) if text_page else ""
        self.left_chars -= len(text)
        if self.left_chars < 0:
            raise Unreadable("too_large", f"这份 PDF 的文字到第 {number} 页已超过上限，请拆分后再上传。")
        words = [(m.start(), m.end()) for m in WORD.finditer(text)]
        turn, width, height = _turn(self._direction(text_page, words), bounds)
        layout = PageLayout(number, width, height)
        paths = PathReader(turn, width, height)
        paths.read(page)
        layout.horizontal, layout.vertical = merge(paths.horizontal), merge(paths.vertical)
        layout.pictures = paths.pictures
        if words and self._is_layered(text_page, words, layout):
            self.layered.append(number)
            turn = self._rules_of_scan(layout, turn)
            layout.pictures = [p for p in layout.pictures if not _covers(p, layout)]
        if words:
            layout.runs = self._runs(text_page, text, words, turn, layout)
        if self.layered and self.layered[-1] == number:
            # Recognised rules: a stroke beside a word is no letter.
            bare = ((run, run.text.strip("|｜_¦")) for run in layout.runs)
            layout.runs = [run._replace(text=word) for run, word in bare if word]
        printed = sum(end - start for start, end in words)
        if printed < 12 and any((p.x1 - p.x0) * (p.y1 - p.y0) > 0.45 * width * height for p in layout.pictures):
            self.scanned.append(number)
        unmapped = len(STRANGE.findall(text))
        if unmapped * 10 > printed:
            self.garbled.append(number)
        if unmapped * 2 > printed:
            self.unreadable.append(number)
        return layout

    def _is_layered(self, text_page: Any, words: list[tuple[int, int]], layout: PageLayout) -> bool:
        """True for a scan under an invisible layer of recognised text."""
        if not any(_covers(picture, layout) for picture in layout.pictures):
            return False
        item = raw.FPDFText_GetTextObject(text_page, words[len(words) // 2][0])
        return bool(item) and raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE

    def _rules_of_scan(self, layout: PageLayout, turn: Callable[..., Box]) -> Callable[..., Box]:
        """Takes the rules of the tables from the picture; returns `turn` for the page as the picture was straightened."""
        from gongkai.documents.ocr import rules_of_page

        level, upright, angle = rules_of_page(self.pdf, layout)
        layout.horizontal = merge([*layout.horizontal, *level])
        layout.vertical = merge([*layout.vertical, *upright])
        if abs(angle) < 0.03:
            return turn
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        cx, cy = layout.width / 2, layout.height / 2

        def straight(*corners: float) -> Box:
            x0, y0, x1, y1 = turn(*corners)
            x, y = (x0 + x1) / 2 - cx, (y0 + y1) / 2 - cy
            dx, dy = x * cos + y * sin - x, y * cos - x * sin - y
            return (x0 + dx, y0 + dy, x1 + dx, y1 + dy)

        return straight

    def _text(self, text_page: Any, number: int) -> str:
        """One character per PDFium character, so that indices agree."""
        count = raw.FPDFText_CountChars(text_page)
        if count <= 0:
            return ""
        if count > self.left_chars:
            raise Unreadable("too_large", f"这份 PDF 的文字到第 {number} 页已超过上限，请拆分后再上传。")
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = raw.FPDFText_GetText(text_page, 0, count, buffer)
        text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", "replace")
        if len(text) == count:
            return text
        codes = [raw.FPDFText_GetUnicode(text_page, i) for i in range(count)]
        return "".join("\ufffd" if c == 0 or 0xD800 <= c < 0xE000 or c > 0x10FFFF else chr(c) for c in codes)

    def _direction(self, text_page: Any, words: list[tuple[int, int]]) -> int:
        """Quarter turns (0–3, counter-clockwise) of most of the text; PDFium gives its angles clockwise."""
        if not words:
            return 0
        votes = [0, 0, 0, 0]
        step = max(len(words) // 12, 1)
        for start, _ in words[::step]:
            angle = raw.FPDFText_GetCharAngle(text_page, start)
            if angle >= 0:
                votes[-round(angle / (math.pi / 2)) % 4] += 1
        return votes.index(max(votes)) if max(votes) > votes[0] else 0

    def _runs(
        self, text_page: Any, text: str, words: list[tuple[int, int]], turn: Callable[..., Box], layout: PageLayout
    ) -> list[Run]:
        rect, ref, get_box = self._rect, self._rect_ref, raw.FPDFText_GetLooseCharBox
        walls = layout.vertical
        wall_xs = [w.at for w in walls]

        def box(i: int) -> Box:
            get_box(text_page, i, ref)
            return turn(rect.left, rect.bottom, rect.right, rect.top)

        runs: list[Run] = []
        width, height = layout.width, layout.height
        for start, end in words:
            word = text[start:end]
            if not word.isprintable():
                runs.extend(self._marked(text_page, text, (start, end), turn, walls))
                continue
            x0, y0, x1, y1 = box(start)
            em = _em(text[start], x0, y0, x1, y1)
            if em < 3.0:
                runs.extend(self._marked(text_page, text, (start, end), turn, walls))
                continue
            spaced = start > 0 and text[start - 1] == " " and not raw.FPDFText_IsGenerated(text_page, start - 1)
            if end - start > 1:
                last = box(end - 1)
                length = last[2] - x0
                if (
                    abs(last[1] + last[3] - y0 - y1) > em
                    or last[0] < x0
                    or not 0.15 * em * (end - start) <= length <= 1.8 * em * (end - start)
                    or (wall_xs and self._cut(wall_xs, walls, x0, last[2], (y0 + y1) / 2))
                ):
                    runs.extend(self._by_character(text_page, text, (start, end), box, em, spaced, walls))
                    continue
                x1 = last[2]
                y0, y1 = min(y0, last[1]), max(y1, last[3])
            if not (x1 > 0 and y1 > 0 and x0 < width and y0 < height):  # off the page, or not a number at all
                continue
            runs.append(Run(x0, y0, x1, y1, word, em, spaced))
        return runs

    def _cut(self, wall_xs: list[float], walls: list[Rule], x0: float, x1: float, y: float) -> bool:
        """True if a vertical rule stands inside the word."""
        for i in range(bisect_right(wall_xs, x0 + 1.0), bisect_right(wall_xs, x1 - 1.0)):
            if walls[i].lo < y < walls[i].hi:
                return True
        return False

    def _by_character(
        self,
        text_page: Any,
        text: str,
        span: tuple[int, int],
        box: Callable[[int], Box],
        em: float,
        spaced: bool,
        walls: list[Rule],
    ) -> list[Run]:
        """A word whose characters do not simply stand side by side. Slanted characters are a watermark and dropped."""
        glyphs = [(*box(i), text[i]) for i in range(*span) if not self._is_slanted(text_page, i)]
        return _readable(runs_of(glyphs, em, walls, spaced))

    def _is_slanted(self, text_page: Any, i: int) -> bool:
        angle = raw.FPDFText_GetCharAngle(text_page, i) / (math.pi / 2)
        return angle >= 0 and abs(angle - round(angle)) > 0.1

    def _marked(
        self, text_page: Any, text: str, span: tuple[int, int], turn: Callable[..., Box], walls: list[Rule]
    ) -> list[Run]:
        """A word with invisible marks in it, or with boxes that such a mark has spoilt.

        Where one glyph stands for a character and a mark behind it, PDFium gives each a half of the ink, a comma's a point
        high, and sometimes leaves the mark out. So every character gets the height of the tallest that has its glyph to
        itself, or else of the font.
        """
        rect, ref = self._rect, self._rect_ref
        glyphs: list[tuple[float, float, float, float, str]] = []
        sound: tuple[float, float, float] | None = None
        """Top, foot and type size."""
        tallest = 0.0
        start, end = span
        for i in range(start, end):
            mark = unicodedata.category(text[i]) == "Cf"
            if not mark and self._is_slanted(text_page, i):
                continue
            raw.FPDFText_GetLooseCharBox(text_page, i, ref)
            x0, y0, x1, y1 = turn(rect.left, rect.bottom, rect.right, rect.top)
            if not mark:
                glyphs.append((x0, y0, x1, y1, text[i]))
                tallest = max(tallest, y1 - y0)
                alone = i + 1 == len(text) or unicodedata.category(text[i + 1]) != "Cf"
                size = _em(text[i], x0, y0, x1, y1) if alone else 0.0
                if size and (sound is None or y1 - y0 > sound[1] - sound[0]):
                    sound = (y0, y1, size)
            elif glyphs:
                a0, b0, a1, b1, char = glyphs[-1]
                glyphs[-1] = (a0, b0, max(a1, x1) if x0 - a1 < 0.1 * (b1 - b0) else a1, b1, char + text[i])
        if not glyphs:
            return []
        font = self._of_font(text_page, start, turn)
        least = 0.9 * max(tallest, font[2] if font else 0.0)
        if sound is None or sound[1] - sound[0] < least:
            sound = font or (glyphs[0][1], glyphs[0][3], tallest)
        top, foot, em = sound
        for k, (x0, y0, x1, y1, char) in enumerate(glyphs):
            if y1 - y0 < 0.98 * (foot - top) and y0 > top - em and y1 < foot + em:
                glyphs[k] = (x0, top, x1, foot, char)
        spaced = start > 0 and text[start - 1] == " " and not raw.FPDFText_IsGenerated(text_page, start - 1)
        return _readable(runs_of(glyphs, em, walls, spaced))

    def _of_font(self, text_page: Any, i: int, turn: Callable[..., Box]) -> tuple[float, float, float] | None:
        """Top, foot and type size of a character by its font and its origin; None where text does not stand upright."""
        matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        if not raw.FPDFText_GetMatrix(text_page, i, ctypes.byref(matrix)) or abs(matrix.b) > 0.01 or matrix.d <= 0:
            return None
        if not raw.FPDFText_GetCharOrigin(text_page, i, ctypes.byref(x), ctypes.byref(y)):
            return None
        em = raw.FPDFText_GetFontSize(text_page, i) * matrix.d
        box = turn(x.value, y.value - 0.12 * em, x.value + em, y.value + 0.88 * em)
        return (box[1], box[3], em) if em > 0 else None


def _em(char: str, x0: float, y0: float, x1: float, y1: float) -> float:
    """The type size of a character with this box; 0 where the box is that of the ink (a hyphen) or half of it (a comma)."""
    width, height = x1 - x0, y1 - y0
    if not is_wide(char):
        return height if height > 0.9 * width else 0.0
    if width > 0.7 * height:
        return width
    return height if width > 0.55 * height else 0.0


def _readable(runs: list[Run]) -> list[Run]:
    """The runs without what cannot be printed and without places that are no numbers."""
    out = []
    for run in runs:
        word = run.text if run.text.isprintable() else _printable(run.text)
        if word and math.isfinite(run.x0 + run.x1 + run.y0 + run.y1):
            out.append(run._replace(text=word))
    return out


def _covers(picture: PictureBox, layout: PageLayout) -> bool:
    return (picture.x1 - picture.x0) * (picture.y1 - picture.y0) > 0.7 * layout.width * layout.height


def _printable(text: str) -> str:
    text = text.translate(HYPHENS)
    return "".join(c for c in text if c.isprintable() or c in "\u200b\ue000" or "\ue000" <= c <= "\uf8ff")


def _turn(quarter: int, bounds: Box) -> tuple[Callable[..., Box], float, float]:
    """A function from PDF coordinates (y up) to the upright page (y down), and the size of that page."""
    left, bottom, right, top = bounds
    if quarter == 1:
        return (lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left)), top - bottom, right - left
    if quarter == 2:
        return (lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom)), right - left, top - bottom
    if quarter == 3:
        return (lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0)), top - bottom, right - left
    return (lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0)), right - left, top - bottom
