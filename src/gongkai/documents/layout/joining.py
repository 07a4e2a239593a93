"""Tables that run over page breaks become one table again, and so do the rows and labels a break has cut.

Two parts belong together if one ends its page, the other begins the next, and their outer edges agree. At the seam:

* header rows printed again are dropped;
* a row that was cut is made whole: its halves never both hold a number in one column (see `seams`);
* a merged label that goes on is one cell.
"""

from __future__ import annotations

from gongkai.documents.layout.raster import RasterCell, RuledTable
from gongkai.documents.layout.seams import Slots, is_value, label_goes_on, row_is_cut

EDGE = 5.0
"""Points by which outer edges of two parts may differ."""

SAME_COLUMN = 3.5
"""Points by which an inner edge may differ from page to page."""


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
        if any(c.text and not is_value(c.text) for c in below):
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
    bottom: Slots = {(c.col, c.colspan): c for c in upper.cells if c.row + c.rowspan == rows}
    top: Slots = {(c.col, c.colspan): c for c in lower.cells if c.row == 0}
    pairs = [(a, top[key]) for key, a in bottom.items() if key in top]
    cut = row_is_cut(upper, lower, bottom, top)
    groups = {(c.col, c.colspan) for c in (*upper.cells, *lower.cells) if c.rowspan > 1 and not is_value(c.text)}
    """Columns in which labels stand for several rows: there a blank beside a label at the seam is its other half."""
    merged: dict[int, RasterCell] = {}
    for a, b in pairs:
        group = a.rowspan > 1 or b.rowspan > 1 or ((a.text or b.text) and (a.col, a.colspan) in groups)
        if cut or (group and label_goes_on(upper, lower, a, b)):
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
