"""Tables without vertical lines: columns are where the gaps are.

Two kinds are known, and nothing else is taken for a table: lines between at least three rules of one width, and at least
three lines in a row with at least three numbers that stand below each other.
"""

from __future__ import annotations

import re
from itertools import pairwise

from gongkai.documents.layout.page import Run
from gongkai.documents.layout.raster import RasterCell, RuledTable
from gongkai.documents.layout.sheet import Line, Sheet, fill_cell

NUMBER = re.compile(r"^[+\-－]?[\d０-９][\d０-９,，.．]*[%％]?$")
PLACEHOLDERS = frozenset({"/", "／", "-", "—", "－", "无", "——"})

GAP = 0.9
"""Type sizes of white that separate two columns."""

FEWEST_ROWS = 3
FEWEST_NUMBERS = 3

Interval = tuple[float, float]


class _Chunked:
    """A line cut at its wide gaps."""

    __slots__ = ("chunks", "line", "numbers", "spans")

    def __init__(self, line: Line) -> None:
        self.line = line
        self.chunks: list[list[Run]] = [[line.runs[0]]]
        for run in line.runs[1:]:
            last = self.chunks[-1][-1]
            if run.x0 - last.x1 > GAP * min(run.em, last.em):
                self.chunks.append([run])
            else:
                self.chunks[-1].append(run)
        self.spans: list[Interval] = [(c[0].x0, c[-1].x1) for c in self.chunks]
        self.numbers = [i for i, c in enumerate(self.chunks) if len(c) == 1 and _is_value(c[0].text)]


def _is_value(text: str) -> bool:
    return bool(NUMBER.match(text)) or text in PLACEHOLDERS


def find_unruled(sheet: Sheet) -> None:
    """Moves the lines of unruled tables out of `sheet.lines` into `sheet.tables` (marked `ruled=False`)."""
    if len(sheet.lines) < FEWEST_ROWS:
        return
    found = _between_rules(sheet) if len(sheet.horizontal) >= 3 else []
    # Cutting lines into chunks costs; only pages with several numbers in one line can hold an unruled table of numbers.
    if sum(1 for line in sheet.lines if _may_hold_numbers(line)) >= FEWEST_ROWS:
        found += _aligned_numbers(sheet)
    if found:
        sheet.tables = sorted([*sheet.tables, *found], key=lambda t: t.ys[0])


def _may_hold_numbers(line: Line) -> bool:
    return len(line.runs) >= FEWEST_NUMBERS and sum(1 for r in line.runs if _is_value(r.text)) >= FEWEST_NUMBERS


def _aligned_numbers(sheet: Sheet) -> list[RuledTable]:
    lines = sheet.lines
    chunked = [_Chunked(line) if len(line.runs) > 1 else None for line in lines]
    found: list[RuledTable] = []
    used: set[int] = set()
    i = 0
    while i < len(lines):
        first = chunked[i]
        if first is None or len(first.numbers) < FEWEST_NUMBERS:
            i += 1
            continue
        columns = [first.spans[k] for k in first.numbers]
        rows = [i]
        j = i + 1
        while j < len(lines) and lines[j].y0 - lines[rows[-1]].y1 < 3.5 * lines[j].em:
            row = chunked[j]
            if row is not None and len(row.numbers) >= FEWEST_NUMBERS:
                if not _aligned(columns, [row.spans[k] for k in row.numbers], lines[j].em):
                    break
                rows.append(j)
            elif len(row.chunks if row else [0]) > 1 or lines[j].x0 > columns[0][0]:
                break
            j += 1
        if len(rows) >= FEWEST_ROWS and sum(1 for r in rows for k in _numbers(chunked[r]) if k) >= 0.6 * len(rows):
            start = _header(lines, chunked, rows[0], columns)
            end = _label_end(lines, chunked, rows[-1], columns)
            span = [k for k in range(start, end + 1) if k not in used]
            found.append(_build(sheet, [chunked[k] or _Chunked(lines[k]) for k in span]))
            used.update(span)
            i = end + 1
        else:
            i += 1
    if used:
        sheet.lines = [line for k, line in enumerate(lines) if k not in used]
    return found


def _numbers(row: _Chunked | None) -> list[bool]:
    """Of each value in the row, whether it is a real number and no placeholder."""
    return [bool(NUMBER.match(row.chunks[k][0].text)) for k in row.numbers] if row else []


def _aligned(columns: list[Interval], spans: list[Interval], em: float) -> bool:
    """True if every number stands in a column of its own; widens the columns, adds a new one at either side."""
    if abs(len(spans) - len(columns)) > 1:
        return False
    taken: set[int] = set()
    hits = 0
    for lo, hi in spans:
        k = next((k for k, (a, b) in enumerate(columns) if lo <= b + 0.3 * em and hi >= a - 0.3 * em and k not in taken), None)
        if k is None:
            continue
        taken.add(k)
        columns[k] = (min(columns[k][0], lo), max(columns[k][1], hi))
        hits += 1
    return hits >= max(FEWEST_NUMBERS, len(spans) - 1)


def _header(lines: list[Line], chunked: list[_Chunked | None], first: int, columns: list[Interval]) -> int:
    """Index of the first header line above the numbers: lines cut into several pieces that stand over the columns."""
    start = first
    while start > 0 and first - start < 4:
        row = chunked[start - 1]
        below = lines[start]
        if row is None or len(row.chunks) < 2 or below.y0 - row.line.y1 > 2.0 * below.em:
            break
        over = sum(1 for lo, hi in row.spans if any(lo <= b and hi >= a for a, b in columns))
        if over < len(row.chunks) - 1 or over < 2:
            break
        start -= 1
    return start


def _label_end(lines: list[Line], chunked: list[_Chunked | None], last: int, columns: list[Interval]) -> int:
    """Index of the last line of the label that the last row of numbers begins."""
    left = min(line.x0 for line in lines[max(last - 3, 0) : last + 1])
    while last + 1 < len(lines):
        line, above = lines[last + 1], lines[last]
        row = chunked[last + 1]
        if row is not None and len(row.chunks) > 1:
            break
        if line.y0 - above.y1 > 0.75 * line.em or line.x0 < left - line.em or line.x1 > columns[0][0]:
            break
        last += 1
    return last


def _build(sheet: Sheet, rows: list[_Chunked], bands: list[int] | None = None) -> RuledTable:
    """Rows of chunks as a table: columns from the rows with most chunks, wider chunks span what they cover."""
    most = max(len(r.chunks) for r in rows)
    columns: list[Interval] = []
    for row in sorted(rows, key=lambda r: len(r.chunks), reverse=True):
        if len(row.chunks) < max(2, most - 1) and len(columns) >= most:
            break
        for lo, hi in row.spans:
            hits = [k for k, (a, b) in enumerate(columns) if lo < b and hi > a]
            if not hits:
                columns.append((lo, hi))
                columns.sort()
            elif len(hits) == 1:
                a, b = columns[hits[0]]
                columns[hits[0]] = (min(a, lo), max(b, hi))
    if bands is None:
        bands = _bands(rows)
    xs = [columns[0][0] - 1.0]
    xs += [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    xs.append(max(columns[-1][1], max(r.line.x1 for r in rows)) + 1.0)
    n_rows = bands[-1] + 1
    cells: dict[tuple[int, int], RasterCell] = {}
    taken: dict[int, set[int]] = {}
    for row, band in zip(rows, bands, strict=True):
        for chunk, (lo, hi) in zip(row.chunks, row.spans, strict=True):
            hits = [k for k, (a, b) in enumerate(columns) if lo < b and hi > a]
            if not hits:
                middle = (lo + hi) / 2
                hits = [min(range(len(columns)), key=lambda k: abs((columns[k][0] + columns[k][1]) / 2 - middle))]
            cell = cells.get((band, hits[0]))
            if cell is None:
                free = [k for k in hits if k not in taken.setdefault(band, set())] or hits[:1]
                cell = cells.setdefault((band, free[0]), RasterCell(band, free[0], 1, len(free)))
                taken[band].update(free)
            cell.runs.extend(chunk)
    for band in range(n_rows):
        for k in range(len(columns)):
            if k not in taken.get(band, set()):
                cells[(band, k)] = RasterCell(band, k, 1, 1)
    for cell in cells.values():
        if cell.runs:
            fill_cell(cell)
    tops: dict[int, float] = {}
    for row, band in zip(rows, bands, strict=True):
        tops.setdefault(band, row.line.y0)
    ys = [tops[b] for b in range(n_rows)] + [rows[-1].line.y1]
    return RuledTable(sheet.number, xs, ys, list(cells.values()), [], ruled=False, page_end=sheet.number)


def _bands(rows: list[_Chunked]) -> list[int]:
    """Row number of each line. A line with a label only goes to the row whose lines it stands nearer to."""
    bands: list[int] = [0]
    open_label = len(rows[0].chunks) == 1
    for k in range(1, len(rows)):
        gap = rows[k].line.y0 - rows[k - 1].line.y1
        close = gap < 0.75 * rows[k].line.em
        below = rows[k + 1].line.y0 - rows[k].line.y1 if k + 1 < len(rows) else 1e9
        if len(rows[k].chunks) == 1:
            together = close and gap < below + 0.1 * rows[k].line.em
            open_label = open_label if together else True
        else:
            # The numbers of a row whose label began above them, unless that row has its numbers already.
            together = close and open_label and gap < below + 0.1 * rows[k].line.em
            open_label = False
        bands.append(bands[-1] if together else bands[-1] + 1)
    return bands


def _between_rules(sheet: Sheet) -> list[RuledTable]:
    """Tables with level rules only (a rule under the header, or under every row)."""
    inside = [(t.xs[0] - 4, t.ys[0] - 4, t.xs[-1] + 4, t.ys[-1] + 4) for t in sheet.tables]
    free = [
        r
        for r in sheet.horizontal
        if r[2] - r[1] > 0.25 * sheet.width and not any(b[1] <= r[0] <= b[3] and r[1] < b[2] and r[2] > b[0] for b in inside)
    ]
    found: list[RuledTable] = []
    while len(free) >= 3:
        _, lo, hi = free[0]
        group = [r for r in free if abs(r[1] - lo) < 4 and abs(r[2] - hi) < 4]
        free = [r for r in free if r not in group]
        if len(group) < 3:
            continue
        heights = [r[0] for r in group]
        lines = [
            ln for ln in sheet.lines if heights[0] < (ln.y0 + ln.y1) / 2 < heights[-1] and ln.x0 > lo - 4 and ln.x1 < hi + 4
        ]
        rows = [_Chunked(line) for line in lines]
        several = [r for r in rows if len(r.chunks) > 1]
        if len(several) < 2 or len(several) < 0.5 * len(rows):
            continue
        bands = _rule_bands(rows, heights)
        found.append(_build(sheet, rows, bands))
        gone = {id(line) for line in lines}
        sheet.lines = [line for line in sheet.lines if id(line) not in gone]
    return found


def _rule_bands(rows: list[_Chunked], heights: list[float]) -> list[int] | None:
    """Where every row has its rule: the band between two rules is the row. Else None: a line is a row."""
    places = [sum(1 for h in heights if h < (r.line.y0 + r.line.y1) / 2) for r in rows]
    if len(heights) <= 4 and max(places.count(p) for p in set(places)) > 3:
        return None
    order = sorted(set(places))
    return [order.index(p) for p in places]
