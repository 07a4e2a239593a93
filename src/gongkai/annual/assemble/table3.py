"""表三 from lines: rows by their labels, columns by their headings."""

from __future__ import annotations

from gongkai.annual.assemble.builder import TableBuilder
from gongkai.annual.assemble.columns import UNNAMED, Headings, fit, is_heading, spread
from gongkai.annual.assemble.lexicon import lexicon
from gongkai.annual.assemble.lines import Line, LineCell, Parts, take_apart, value_count
from gongkai.annual.forms import FORMS, form

TABLE = "table3"


def assemble(lines: list[Line]) -> TableBuilder:
    """Fill 表三 from the lines of all grids and runs of text that belong to it, in order."""
    build = TableBuilder(TABLE)
    words = lexicon(TABLE)
    headings = Headings()
    parts: list[Parts] = []
    for line in lines:
        if is_heading(line, words) and not any(p.row for p in parts if p.line.grid == line.grid):
            headings.lines.append(line)
            continue
        parts.append(take_apart(line, words))
    parts = _join_torn(parts)
    _name_the_nameless(parts, build)
    _fill(parts, headings, build)
    for part in parts:
        if part.row is not None and part.values:
            build.row_labels.setdefault(part.row.key, part.row_text)
    return build


def _join_torn(parts: list[Parts]) -> list[Parts]:
    """Put together rows that a page break or a stray line cut in two: their labels make one, their numbers stand in one."""
    words = lexicon(TABLE)
    out: list[Parts] = []
    for part in parts:
        above = out[-1] if out else None
        if above is not None and part.row is None and part.label_text.strip():
            label = _last_label(above) + _last_label(part)
            match = words.row(label)
            whole = match is not None and match.kind == "row" and not match.damaged
            if whole and not (above.has_numbers and part.has_numbers):
                above.row, above.row_text = match, label
                if not above.has_numbers and part.values:
                    above.values, above.line = part.values, part.line
                continue
        out.append(part)
    return out


def _last_label(part: Parts) -> str:
    own = [c.text for c in part.labels if not c.inherited and c.text.strip()]
    return own[-1] if own else ""


def _name_the_nameless(parts: list[Parts], build: TableBuilder) -> None:
    """Rows whose label is lost, between two known ones: by position, where exactly as many are missing as stand there."""
    n = value_count(parts)
    rows = [
        p for p in parts if (p.row is not None and p.values) or (p.row is None and p.has_numbers and len(p.values) >= n > 0)
    ]
    if all(p.row is not None for p in rows):
        return
    order = _order(parts)
    i = 0
    while i < len(rows):
        if rows[i].row is not None:
            i += 1
            continue
        end = i
        while end < len(rows) and rows[end].row is None:
            end += 1
        above, below = (rows[i - 1].row if i else None), (rows[end].row if end < len(rows) else None)
        start = order.index(above.key) + 1 if above and above.key in order else 0
        stop = order.index(below.key) if below and below.key in order else len(order)
        if (above or below) and stop - start == end - i:
            from gongkai.annual.assemble.lexicon import Match

            for part, key in zip(rows[i:end], order[start:stop], strict=True):
                part.row = Match("row", key, False, True)
                part.row_text = part.label_text
                build.by_position(f".{key}", "表三有一行的名称认不出，按它在表中的位置读入。请核对该行。")
        i = end


def _order(parts: list[Parts]) -> list[str]:
    """The row keys of the form whose rows are found here."""
    keys = {p.row.key for p in parts if p.row is not None}
    scores = {name: len(keys & form(name).tables[TABLE].by_row.keys()) for name in FORMS}
    best = max(FORMS, key=lambda name: scores[name])
    return [row.key for row in form(best).tables[TABLE].rows]


def _fill(parts: list[Parts], headings: Headings, build: TableBuilder) -> None:
    words = lexicon(TABLE)
    rows = [p for p in parts if p.row is not None and p.values]
    if not rows:
        return
    raster = headings.by_raster(words) if headings.lines and headings.lines[0].exact else {}
    sequence = headings.in_order(words)
    official = [c.key for c in form(FORMS[-1]).tables[TABLE].columns]
    n = value_count(rows)
    slots = _slots(headings, sequence, official, n, rows, build)
    widths = {p.line.grid: 0 for p in rows}
    for part in rows:
        if part.line.cells:
            last = part.line.cells[-1]
            widths[part.line.grid] = max(widths[part.line.grid], last.col + last.span)
    head_grids = {line.grid for line in headings.lines}
    head_width = max((widths.get(g, 0) for g in head_grids), default=0)
    unnamed = False
    for part in rows:
        assert part.row is not None
        key = part.row.key
        fits_raster = raster and part.line.exact and (part.line.grid in head_grids or widths[part.line.grid] == head_width)
        placed = spread(part.values, raster) if fits_raster else None
        if placed and len(placed) >= min(3, len(set(raster.values()))):
            _put_row(build, key, placed)
            if not unnamed and len(placed) < len(part.values):
                unnamed = any(_nowhere(c, raster) for c in part.values if c.text.strip())
            continue
        cells = fit(part.values, n if slots is None else len(slots), part.line.loose)
        if slots is None or cells is None:
            if any(c.text.strip() for c in part.values):
                filled = sum(1 for c in part.values if c.text.strip())
                build.unfit(key, part.row_text, filled if part.line.loose else len(part.values), len(slots or official))
            continue
        unnamed = unnamed or UNNAMED in slots
        _put_row(build, key, {slot: cell for slot, cell in zip(slots, cells, strict=True) if slot != UNNAMED})
    build.column_labels = {key: [text] for key, text in headings.printed.items()}
    if unnamed:
        build.note(
            "unnamed_column",
            ".header",
            "表三有一列没有列名或列名认不出，这一列的数未读入。请补上列名。",
            "，".join(headings.unknown) or None,
        )


def _put_row(build: TableBuilder, row: str, placed: dict[str, LineCell]) -> None:
    for column, cell in placed.items():
        build.put(row, column, cell.text)


def _nowhere(cell: LineCell, raster: dict[int, str]) -> bool:
    return not any(c in raster for c in range(cell.col, cell.col + cell.span))


def _slots(
    headings: Headings, sequence: list[str], official: list[str], n: int, rows: list[Parts], build: TableBuilder
) -> list[str] | None:
    """The column of each value from left to right; UNNAMED for one without a known heading; None where nothing is certain."""
    if sequence and len(sequence) == n and len(set(sequence)) == n:
        return sequence
    if not sequence:
        if n == len(official):
            build.by_position(".header", "表三的列名没有了，各列按规定的顺序读入。请补上列名并核对各列。")
            return official
        return None
    if aligned := _aligned(headings, rows, n):
        return aligned
    if set(sequence) == set(official) and n == len(official):
        build.by_position(".header", "表三的列名排列不整齐，各列按规定的顺序读入。请核对各列。")
        return official
    if n == len(official) and len(sequence) >= 5 and _in_order(sequence, official):
        build.by_position(".header", "表三有的列名认不出，各列按规定的顺序读入。请核对各列。")
        return official
    return None


def _in_order(sequence: list[str], official: list[str]) -> bool:
    known = [official.index(key) for key in sequence if key in official]
    return known == sorted(set(known))


def _aligned(headings: Headings, rows: list[Parts], n: int) -> list[str] | None:
    """Rows of tabs: the headings' own cell positions, where a row of the same width has its values under them."""
    words = lexicon(TABLE)
    if any(line.loose or line.exact for line in headings.lines):
        return None
    raster = headings.by_raster(words)
    heights = {len(line.cells) for line in headings.lines}
    for part in rows:
        if len(part.line.cells) not in heights or len(part.values) != n:
            continue
        slots = [raster.get(cell.col, UNNAMED) for cell in part.values]
        named = [s for s in slots if s != UNNAMED]
        if len(named) >= 3 and len(set(named)) == len(named) and len(named) == len(set(raster.values())):
            return slots
    return None
