"""Tables that run over page breaks become one table again, and so do the rows and labels a break has cut.

Two parts belong together if one ends its page, the other begins the next, and their outer edges agree. At the seam:

* header rows printed again are dropped;
* a row that was cut is made whole: its halves never both hold a number in one column;
* a merged label that goes on is one cell, if it is empty on one side or its text broke off because its part was full.
"""

from __future__ import annotations

import re

from gongkai.documents.layout.raster import RasterCell, RuledTable

EDGE = 5.0
"""Points by which outer edges of two parts may differ."""

SAME_COLUMN = 3.5
"""Points by which an inner edge may differ from page to page."""

NUMBER = re.compile(r"^[+\-－＋]?[\d０-９][\d０-９,，.．%％]*$")
ENUMERATED = re.compile(
    r"^[（(]?[一二三四五六七八九十百\d０-９]{1,3}[）)、.．:：]|^第[一二三四五六七八九十百\d]+[条项章节款]|^[①-⑳⑴-⒇]"
)
ENDED = tuple("。；;！？!?")


def join(upper: RuledTable, lower: RuledTable) -> RuledTable | None:
    """The two parts as one table, or None if they are two tables. The arguments are used up."""
    shift = _shift(upper, lower)
    if shift is None:
        return None
    _common_columns(upper, lower, shift)
    _drop_repeated_header(upper, lower)
    if lower.ys and len(lower.ys) > 1:
        _append(upper, lower)
    return upper


def _shift(upper: RuledTable, lower: RuledTable) -> float | None:
    """How far `lower` stands to the left of `upper`; None if their edges do not fit."""
    left = upper.xs[0] - lower.xs[0]
    right = upper.xs[-1] - lower.xs[-1]
    if abs(left) <= EDGE and abs(right) <= EDGE:
        return (left + right) / 2
    if abs(left - right) > SAME_COLUMN:
        return None
    # Mirrored margins: same width, elsewhere on the page. Then the inner edges have to agree too.
    shift = (left + right) / 2
    few, many = sorted((upper.xs[1:-1], [x + shift for x in lower.xs[1:-1]]), key=len)
    if not few:
        return shift if not many else None
    hits = sum(1 for a in few if any(abs(a - b) <= SAME_COLUMN for b in many))
    return shift if hits >= 0.6 * len(few) else None


def _common_columns(upper: RuledTable, lower: RuledTable, shift: float) -> None:
    """Both parts on the same column raster."""
    first, last = upper.xs[0], upper.xs[-1]
    inner: list[float] = []
    for x in sorted(upper.xs[1:-1] + [x + shift for x in lower.xs[1:-1]]):
        if x - first <= SAME_COLUMN or last - x <= SAME_COLUMN or (inner and x - inner[-1] <= SAME_COLUMN):
            continue
        inner.append(x)
    xs = [first, *inner, last]

    def column(x: float) -> int:
        return min(range(len(xs)), key=lambda i: abs(xs[i] - x))

    for part, offset in ((upper, 0.0), (lower, shift)):
        old = [column(x + offset) for x in part.xs]
        old[0], old[-1] = 0, len(xs) - 1
        for cell in part.cells:
            start, end = old[cell.col], old[cell.col + cell.colspan]
            cell.col, cell.colspan = start, max(end - start, 1)
        part.xs = xs


def _plain(cell: RasterCell) -> tuple[int, int, int, int, str]:
    return (cell.row, cell.col, cell.rowspan, cell.colspan, "".join(cell.text.split()))


def _drop_repeated_header(upper: RuledTable, lower: RuledTable) -> None:
    """Takes the rows off `lower` that repeat the first rows of `upper`."""
    most = min(len(upper.ys), len(lower.ys)) - 1
    best = 0
    for k in range(1, min(most, 8) + 1):
        above = [c for c in upper.cells if c.row < k]
        below = [c for c in lower.cells if c.row < k]
        if any(c.row + c.rowspan > k for c in below) or any(c.row + c.rowspan > k for c in above):
            if not _same_start(above, below):
                break
            continue
        if {_plain(c) for c in above} != {_plain(c) for c in below}:
            break
        if any(c.text and not NUMBER.match(c.text) for c in below):
            best = k
    if best and best < len(upper.ys) - 1:
        kept = []
        for cell in lower.cells:
            if cell.row >= best:
                cell.row -= best
                kept.append(cell)
        lower.nested = [(kept.index(lower.cells[i]), t) for i, t in lower.nested if lower.cells[i] in kept]
        lower.cells = kept
        lower.ys = lower.ys[best:]
        lower.top_drawn = True


def _same_start(above: list[RasterCell], below: list[RasterCell]) -> bool:
    texts = {(c.row, c.col): "".join(c.text.split()) for c in above}
    return all(texts.get((c.row, c.col)) == "".join(c.text.split()) for c in below)


def _append(upper: RuledTable, lower: RuledTable) -> None:
    rows = len(upper.ys) - 1
    bottom = {(c.col, c.colspan): c for c in upper.cells if c.row + c.rowspan == rows}
    top = {(c.col, c.colspan): c for c in lower.cells if c.row == 0}
    pairs = [(a, top[key]) for key, a in bottom.items() if key in top]
    cut = _row_is_cut(upper, lower, bottom, top)
    groups = {(c.col, c.colspan) for c in (*upper.cells, *lower.cells) if c.rowspan > 1 and not NUMBER.match(c.text)}
    """Columns in which labels stand for several rows: there a blank beside a label at the seam is its other half."""
    merged: dict[int, RasterCell] = {}
    for a, b in pairs:
        group = a.rowspan > 1 or b.rowspan > 1 or ((a.text or b.text) and (a.col, a.colspan) in groups)
        if cut or (group and _label_goes_on(upper, lower, a, b)):
            merged[id(b)] = a
    down = rows - 1 if cut else rows
    offset = upper.ys[-1] - lower.ys[0]
    index = {id(c): i for i, c in enumerate(upper.cells)}
    moved: dict[int, int] = {}
    for i, cell in enumerate(lower.cells):
        host = merged.get(id(cell))
        if host is None:
            cell.row += down
            moved[i] = len(upper.cells)
            upper.cells.append(cell)
            continue
        moved[i] = index[id(host)]
        host.rowspan = max(down + cell.rowspan - host.row, host.rowspan)
        if cell.text:
            glue = "" if not host.text or (host.column_text and (cell.column_text or len(cell.text) <= 2)) else "\n"
            host.text += glue + cell.text
        host.lines = cell.lines or host.lines
        host.column_text = host.column_text or cell.column_text
    upper.nested.extend((moved[i], t) for i, t in lower.nested)
    ys = [y + offset for y in lower.ys]
    upper.first_row_of_part = down
    upper.ys = upper.ys[:-1] + (ys[1:] if cut else ys)
    upper.bottom_drawn = lower.bottom_drawn
    upper.page_end = lower.page_end
    upper.owner = []


def _row_is_cut(
    upper: RuledTable, lower: RuledTable, bottom: dict[tuple[int, int], RasterCell], top: dict[tuple[int, int], RasterCell]
) -> bool:
    """True if the last row of `upper` and the first of `lower` are halves of one row."""
    alone = [key for key, c in bottom.items() if c.rowspan == 1 and key not in top]
    alone += [key for key, c in top.items() if c.rowspan == 1 and key not in bottom]
    if alone:
        return False
    pairs = [(a, top[key]) for key, a in bottom.items() if key in top and (a.rowspan == 1 or top[key].rowspan == 1)]
    row = [(a, b) for a, b in pairs if a.rowspan == 1 and b.rowspan == 1]
    if any(not _label_goes_on(upper, lower, a, top[key]) for key, a in bottom.items() if key in top and a.rowspan > 1):
        return False
    if not row:
        return False
    if any(a.text and b.text and (NUMBER.match(a.text) or NUMBER.match(b.text)) for a, b in row):
        return False
    both = [(a, b) for a, b in row if a.text and b.text]
    above = [a for a, b in row if a.text and not b.text]
    below = [b for a, b in row if b.text and not a.text]
    if not lower.top_drawn:
        return True
    if not both and not (above and below):
        # One half is blank: nothing of the row was left for it.
        return len(row) > 1
    numbers_above = any(NUMBER.match(c.text) for c in above)
    numbers_below = any(NUMBER.match(c.text) for c in below)
    if numbers_above and numbers_below:
        return False
    # Where one half has no numbers at all, a full last line is evidence enough: a layout engine may leave room for a line
    # or two at the foot of the page rather than a single line at the head of the next.
    if not all(_text_goes_on(upper, a, b, roomy=numbers_above or numbers_below) for a, b in both):
        return False
    if not above and not below:
        return any(len(a.lines) > 1 for a, _ in both)
    return True


def _label_goes_on(upper: RuledTable, lower: RuledTable, a: RasterCell, b: RasterCell) -> bool:
    """True if a merged label at the foot of one page goes on at the head of the next."""
    if NUMBER.match(a.text) or NUMBER.match(b.text):
        return False
    if not a.text or not b.text or not lower.top_drawn:
        return True
    return _text_goes_on(upper, a, b)


def _text_goes_on(upper: RuledTable, a: RasterCell, b: RasterCell, roomy: bool = False) -> bool:
    """True if the text of `a` broke off because there was no room for one more line (unless `roomy`) or one more character."""
    if NUMBER.match(b.text) or ENUMERATED.match(b.text) or a.text.endswith(ENDED) or not a.lines:
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
