"""What a page break does to the row and to the labels it meets: was the row cut, does the label go on?

The lower part's top rule is drawn whether a row was cut or not, so the cells themselves have to tell. Three things do:
there was no room left in the upper half; the lower half reads on from the upper where its neighbours begin anew; one half
holds the numbers of the row and the other is blank. Two halves with numbers in one column are never one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.documents.layout.raster import RasterCell, RuledTable

NUMBER = re.compile(r"^[+\-－＋]?[\d０-９][\d０-９,，.．%％]*(?<![,，.．])$")
PLACEHOLDERS = frozenset({"/", "／", "\\", "-", "－", "—", "——", "–", "无", "缺"})
ENUMERATED = re.compile(
    r"^[（(]?[一二三四五六七八九十百\d０-９]{1,3}[）)、.．:：]|^第[一二三四五六七八九十百\d]+[条项章节款]|^[①-⑳⑴-⒇]"
)
ENDED = tuple("。；;！？!?")
CANNOT_BEGIN = tuple("）)】〕》〉”’、，,。；;：:？！")
DIGIT = re.compile("[0-9０-９]")

Slots = dict[tuple[int, int], RasterCell]
"""Cells of one row by (column, columns spanned)."""

Pairs = list[tuple[RasterCell, RasterCell]]
"""Cells that stand below each other on the two sides of the break: (upper, lower)."""


def is_value(text: str) -> bool:
    """True for a number, also one broken over lines or with invisible marks in it, and for a sign in the place of one."""
    if not text.isprintable():
        text = "".join(c for c in text if c.isprintable())
    return bool(NUMBER.match(text)) or text in PLACEHOLDERS


def _is_numbered(text: str) -> bool:
    """True for a label that begins with its number in a list."""
    if not text[:8].isprintable():
        text = "".join(c for c in text if c.isprintable())
    return bool(ENUMERATED.match(text))


def row_is_cut(upper: RuledTable, lower: RuledTable, bottom: Slots, top: Slots) -> bool:
    """True if the last row of `upper` and the first of `lower` are halves of one row."""
    if any(c.rowspan == 1 and key not in top for key, c in bottom.items()):
        return False
    if any(c.rowspan == 1 and key not in bottom for key, c in top.items()):
        return False
    if any(not label_goes_on(upper, lower, a, top[key]) for key, a in bottom.items() if key in top and a.rowspan > 1):
        return False
    row = [(a, top[key]) for key, a in bottom.items() if key in top and a.rowspan == 1 and top[key].rowspan == 1]
    if not row or any(a.text and b.text and (is_value(a.text) or is_value(b.text)) for a, b in row):
        return False
    if not lower.top_drawn:
        return True
    both = [(a, b) for a, b in row if a.text and b.text]
    above = [a for a, b in row if a.text and not b.text]
    below = [b for a, b in row if b.text and not a.text]
    if not both and not (above and below):
        # One half is blank: nothing of the row was left for it.
        return len(row) > 1
    numbers_above = any(is_value(c.text) for c in above)
    numbers_below = any(is_value(c.text) for c in below)
    if numbers_above and numbers_below:
        return False
    one_sided = numbers_above or numbers_below
    # Where one half has no numbers at all, a full last line is evidence enough: a layout engine may leave room for a line
    # or two at the foot of the page rather than a single line at the head of the next.
    if all(_text_goes_on(upper, a, b, roomy=one_sided) or _reads_on(upper, lower, a, b) for a, b in both):
        return bool(above or below) or any(len(a.lines) > 1 for a, _ in both)
    if one_sided:
        return _only_half_has_numbers(upper, lower, both)
    return _is_cut_header(lower, row)


def label_goes_on(upper: RuledTable, lower: RuledTable, a: RasterCell, b: RasterCell) -> bool:
    """True if a merged label at the foot of one page goes on at the head of the next."""
    if is_value(a.text) or is_value(b.text):
        return False
    if not a.text or not b.text or not lower.top_drawn:
        return True
    return _text_goes_on(upper, a, b) or _reads_on(upper, lower, a, b)


def _text_goes_on(upper: RuledTable, a: RasterCell, b: RasterCell, roomy: bool = False) -> bool:
    """True if the text of `a` broke off because there was no room for one more line (unless `roomy`) or one more character."""
    if is_value(b.text) or _is_numbered(b.text) or a.text.endswith(ENDED) or not a.lines:
        return False
    em = a.lines[-1][2]
    pitch = 1.35 * em
    start = max(a.row, upper.first_row_of_part)
    height = upper.ys[a.row + a.rowspan] - upper.ys[start]
    if height - len(a.lines) * pitch > (3.5 if roomy else 1.4) * pitch + 11:
        return False
    if a.column_text:
        return True
    width = upper.xs[a.col + a.colspan] - upper.xs[a.col]
    left, right, _ = a.lines[-1]
    return width - (right - left) < 1.15 * em + 12


def _reads_on(upper: RuledTable, lower: RuledTable, a: RasterCell, b: RasterCell) -> bool:
    """True if `b` cannot begin a label: it begins with a closing mark, or without the number that its neighbours have."""
    if is_value(b.text) or _is_numbered(b.text) or a.text.endswith(ENDED):
        return False
    if b.text.startswith(CANNOT_BEGIN):
        return True
    numbered = others = 0
    for text in _neighbours(upper, lower, a, b):
        others += 1
        numbered += _is_numbered(text)
    return numbered >= 2 and 2 * numbered > others


def _neighbours(upper: RuledTable, lower: RuledTable, a: RasterCell, b: RasterCell) -> Iterator[str]:
    """The other labels of the column, but for those as wide as the table."""
    for part in (upper, lower):
        widest = len(part.xs) - 1
        for cell in part.cells:
            if cell.col == a.col and cell.text and cell.colspan < widest and cell is not a and cell is not b:
                yield cell.text


def _only_half_has_numbers(upper: RuledTable, lower: RuledTable, both: Pairs) -> bool:
    """True if the half without numbers is no row of its own: no other row is blank, and its label is not like the other's."""
    if len(both) != 1:
        return False
    a, b = both[0]
    if _is_numbered(b.text) or a.text.endswith(ENDED) or a.text[:2] == b.text[:2] or a.text[-1] == b.text[-1]:
        return False
    return not any(_has_blank_row(part, a, b) for part in (upper, lower))


def _has_blank_row(part: RuledTable, a: RasterCell, b: RasterCell) -> bool:
    """True if there is a row, other than those of `a` and `b`, with a label in their column and nothing to the right of it."""
    labels = {c.row for c in part.cells if c.col == a.col and c.colspan == a.colspan and c.rowspan == 1 and c.text}
    labels -= {c.row for c in part.cells if c is a or c is b}
    right = a.col + a.colspan
    filled = {r for c in part.cells if c.col >= right and c.text for r in range(c.row, c.row + c.rowspan)}
    return not labels <= filled


def _is_cut_header(lower: RuledTable, row: Pairs) -> bool:
    """True for two halves of words over a row of numbers, the lower no row of its own: its label is blank or most is full."""
    if any(DIGIT.search(b.text) or b.text in PLACEHOLDERS for _, b in row) or any(is_value(a.text) for a, _ in row):
        return False
    if any(_is_numbered(b.text) or a.text.endswith(ENDED) for a, b in row):
        return False
    if len(row) < 2 or (row[0][1].text and 2 * sum(1 for a, b in row if a.text and b.text) <= len(row)):
        return False
    after = [c for c in lower.cells if c.row == 1]
    return 2 * sum(1 for c in after if is_value(c.text)) >= len(after) > 1
