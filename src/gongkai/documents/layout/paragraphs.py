"""Lines of text become paragraphs: wrapped lines are joined, also over a page break."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from gongkai.documents.layout.page import is_wide
from gongkai.documents.layout.sheet import Line, Sheet
from gongkai.documents.model import Paragraph

_OPENING = "“‘《（【〈「『〔(["
_CLOSING = "，。、；：？！）》〉」』】〕”’％%,.;:?!)\\]}…—·"
FIRST_UNIT = re.compile(f"[{re.escape(_OPENING)}]*(?:[^\\s\\u2010-\\uffff]+|[０-９Ａ-Ｚａ-ｚ．％]+|.)[{_CLOSING}]*")
"""What cannot be parted at the beginning of a line: opening marks, a word or one ideograph, closing marks."""


_NUMBERED = re.compile(r"(?:[一二三四五六七八九十⼀⼆⼋⼗]{1,3}、|（[一二三四五六七八九十⼀⼆⼋⼗]{1,3}）)")


@dataclass(slots=True)
class Column:
    """Left and right edge of the text (points) and the usual distance of its lines."""

    left: float
    right: float
    pitch: float


@dataclass(slots=True)
class _Open:
    parts: list[str]
    last: Line
    page: int
    centered: bool
    column: Column
    indented: bool


class ParagraphBuilder:
    """Takes the lines of a document in reading order and gives paragraphs. `cut()` ends the current one."""

    def __init__(self, sheets: list[Sheet]) -> None:
        self._columns = _columns(sheets)
        self._open: _Open | None = None

    def add(self, line: Line, sheet: Sheet) -> Paragraph | None:
        """Takes the next line; returns the paragraph that this line has ended, if any."""
        column = self._columns[sheet.number]
        centered = _is_centered(line, column, sheet)
        current = self._open
        if current is not None and not self._starts_new(current, line, sheet, column, centered):
            current.parts.append(_glue(current.parts[-1], line.text) + line.text)
            current.last, current.page, current.column = line, sheet.number, column
            current.centered = current.centered and centered
            return None
        done = self.cut()
        indented = line.x0 - column.left > 1.2 * line.em
        self._open = _Open([line.text], line, sheet.number, centered, column, indented)
        self._first_page = sheet.number
        return done

    def cut(self) -> Paragraph | None:
        """Ends the current paragraph."""
        current = self._open
        self._open = None
        if current is None:
            return None
        return Paragraph("".join(current.parts), page=self._first_page, centered=current.centered)

    _first_page = 1

    def _starts_new(self, current: _Open, line: Line, sheet: Sheet, column: Column, centered: bool) -> bool:
        last = current.last
        em = min(line.em, last.em)
        if _NUMBERED.match(line.text):
            if last.text.rstrip().endswith(("。", "！", "？")):
                # A numbered line behind a finished sentence, as at the top of a page where nothing else tells.
                return True
            if len(current.parts) == 1 and _NUMBERED.match(last.text):
                # Two numbered lines: headings with nothing between them, of which the longest seems to fill its line.
                return True
        if max(line.em, last.em) > 1.15 * em:
            return True
        if current.indented and last.text.endswith("。") and line.text[-1].isalnum() and line.x1 < column.right - 4.0 * em:
            # A short line without an end, at the left edge behind a sentence that filled its line: whoever signs, not the rest
            # of an indented paragraph.
            return True
        if current.centered or centered:
            return not (current.centered and centered and _is_full(last, line, current.column))
        if current.page == sheet.number:
            step = line.y0 - last.y0
            if step > 1.22 * column.pitch and step - column.pitch > 0.28 * em:
                return True
            if line.y0 < last.y0:
                return True
        if line.x0 - column.left > 1.2 * em and line.x0 - column.left < 0.5 * (column.right - column.left):
            # Indented: a new paragraph, unless its second and later lines are indented alike (a hanging block).
            return not (abs(line.x0 - last.x0) < 0.5 * em and len(current.parts) > 1 and _is_full(last, line, current.column))
        if line.x0 - column.left >= 0.5 * (column.right - column.left):
            return True
        return not _is_full(last, line, current.column)


def _is_full(last: Line, line: Line, column: Column) -> bool:
    """True if the beginning of `line` would not have fitted behind `last`: the line was wrapped, not ended."""
    unit = FIRST_UNIT.match(line.text)
    width = sum(1.0 if is_wide(c) else 0.55 for c in unit.group() if c.isprintable()) * line.em if unit else line.em
    if is_wide(last.text[-1]) and not is_wide(line.text[0]):
        width += 0.25 * line.em  # the space that is set between an ideograph and a number
    return last.x1 + width + 0.2 * line.em > column.right - 0.35 * line.em


def _is_centered(line: Line, column: Column, sheet: Sheet) -> bool:
    left, right = line.x0 - column.left, column.right - line.x1
    if left < 1.6 * line.em or right < 1.6 * line.em:
        return False
    if 1.7 * line.em < left < 2.4 * line.em:
        # So far a paragraph's first line is indented; on a grid of square characters it may end as short by chance.
        return False
    return abs(left - right) <= max(1.2 * line.em, 0.06 * (column.right - column.left))


def _glue(before: str, after: str) -> str:
    """What stands between two lines of one paragraph: a space between Latin words only."""
    a, b = before[-1:], after[:1]
    if not a.isprintable() or not b.isprintable():
        return _glue("".join(filter(str.isprintable, before)), "".join(filter(str.isprintable, after)))
    if not a or not b or is_wide(a) or is_wide(b):
        return ""
    if a in "-/@_&=(" or b in "-/@_&=)%":
        return ""
    # A number or an address broken by the end of the line goes together; words do not.
    if (a.isdigit() or b.isdigit()) and not (a.isalpha() or b.isalpha()):
        return ""
    if "@" in after.split(" ")[0] or before.rsplit(" ", 1)[-1].startswith(("http", "www")):
        return ""
    return " "


def _columns(sheets: list[Sheet]) -> dict[int, Column]:
    """Text edges of each page; a page with few lines takes those of its neighbours of the same size."""
    whole: dict[tuple[int, int], list[tuple[Line, Sheet]]] = {}
    for sheet in sheets:
        key = (round(sheet.width / 20), round(sheet.height / 20))
        whole.setdefault(key, []).extend((line, sheet) for line in sheet.lines)
    common = {key: _column([line for line, _ in pairs], pairs[0][1] if pairs else None) for key, pairs in whole.items()}
    out: dict[int, Column] = {}
    for sheet in sheets:
        shared = common[(round(sheet.width / 20), round(sheet.height / 20))]
        own = _column(sheet.lines, sheet) if len(sheet.lines) >= 6 else None
        if own is None or own.right - own.left < 0.85 * (shared.right - shared.left):
            out[sheet.number] = shared
        else:
            # Left and right may move from page to page (mirrored margins); the width does not.
            out[sheet.number] = own
            em = sheet.lines[0].em
            if abs(own.right - shared.right) < 0.5 * em and 1.2 * em < own.left - shared.left < 2.6 * em:
                # Nearly all lines of the page are first lines of paragraphs: their indent is not its edge.
                own.left = shared.left
    return out


def _column(lines: list[Line], sheet: Sheet | None) -> Column:
    if not lines:
        width = sheet.width if sheet else 595.0
        return Column(0.13 * width, 0.87 * width, 20.0)
    wide = [line for line in lines if line.x1 - line.x0 > 10 * line.em] or lines
    lefts: Counter[int] = Counter(round(line.x0 / 2) for line in wide)
    most = max(lefts.values())
    left = min(x for x, n in lefts.items() if n >= max(0.2 * most, 1)) * 2.0
    rights = sorted(line.x1 for line in wide)
    right = rights[min(int(len(rights) * 0.9), len(rights) - 1)]
    if len(wide) < 4 and sheet is not None:
        right = max(right, min(sheet.width - left, sheet.width))
    pitches: Counter[int] = Counter()
    for a, b in pairwise(lines):
        step = b.y0 - a.y0
        if 0.8 * a.em < step < 3 * a.em:
            pitches[round(step)] += 1
    pitch = float(pitches.most_common(1)[0][0]) if pitches else 1.6 * lines[0].em
    return Column(left, right, pitch)
