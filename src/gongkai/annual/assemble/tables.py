"""Which items hold which table, and the three tables out of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from gongkai.annual.assemble import table2, table3, table4
from gongkai.annual.assemble.builder import TableBuilder
from gongkai.annual.assemble.items import Item
from gongkai.annual.assemble.lexicon import lexicon
from gongkai.annual.assemble.lines import Line, grid_lines
from gongkai.annual.assemble.normal import core
from gongkai.annual.assemble.stream import stream_lines
from gongkai.annual.assemble.values import parse_value
from gongkai.annual.forms import FORMS, TABLES, form

_ASSEMBLERS: dict[str, Callable[[list[Line]], TableBuilder]] = {
    "table2": table2.assemble,
    "table3": table3.assemble,
    "table4": table4.assemble,
}
_SHORTEST_VOTE = 4
_LONGEST_LABEL = 60
_LEAST_TEXT_VOTES = 3
_SCRAP = 6


def assemble_tables(items: list[Item], bounds: dict[str, tuple[int, int]]) -> tuple[dict[str, TableBuilder], set[int]]:
    """(tables found, items they used up). `bounds` gives, where headings are known, the item range of each table's section;
    a table is looked for there first, then everywhere, by what its cells say."""
    found: dict[str, TableBuilder] = {}
    used: set[int] = set()
    counted = [_votes(item) for item in items]
    votes = {table: [count[n] for count in counted] for n, table in enumerate(TABLES)}
    for table in TABLES:
        lines, taken = _lines(items, votes, table, bounds)
        if lines:
            builder = _ASSEMBLERS[table](lines)
            builder.pieces = len({line.grid for line in lines})
            found[table] = builder
            used |= taken
    return found, used


_NONE = (0, 0, 0)


def _votes(item: Item) -> tuple[int, int, int]:
    """How many labels of each table an item carries word for word."""
    if item.grid is None:
        text = item.text
        if not text or len(text) > _LONGEST_LABEL or not (text := text.strip()) or len(core(text)) < _SHORTEST_VOTE:
            return _NONE
        return _named_in(text)
    two = three = four = 0
    for cell in item.grid.cells:
        text = cell.text
        if len(text) >= _SHORTEST_VOTE and not text.isdigit():
            found = _named_in(text)
            if found is not _NONE:
                two, three, four = two + found[0], three + found[1], four + found[2]
    return two, three, four


@lru_cache(maxsize=20_000)
def _named_in(text: str) -> tuple[int, int, int]:
    """1 for each table (二, 三, 四) of which the text is a label."""
    if len(text) > _LONGEST_LABEL:
        return _NONE
    two, three, four = (int(lexicon(table).names(text)) for table in TABLES)
    return (two, three, four) if two or three or four else _NONE


def _lines(
    items: list[Item], votes: dict[str, list[int]], table: str, bounds: dict[str, tuple[int, int]]
) -> tuple[list[Line], set[int]]:
    mine = votes[table]
    grids = [
        i
        for i, item in enumerate(items)
        if item.grid is not None and mine[i] and mine[i] >= max(votes[t][i] for t in TABLES) // 4
    ]
    low, high = bounds.get(table, (0, len(items)))
    if grids and table in bounds:
        inside = [i for i in grids if low <= i < high]
        strong = [i for i in grids if mine[i] >= 6 and not low <= i < high]
        grids = inside + strong if sum(mine[i] for i in inside) < 6 else inside
    texts = [i for i in range(low, high) if items[i].is_text and mine[i]]
    if not grids and len(texts) < _LEAST_TEXT_VOTES:
        return [], set()
    beside: set[int] = set()
    if grids and sum(mine[i] for i in grids) >= 3 * max(1, len(texts)) and len(texts) < _LEAST_TEXT_VOTES:
        # A label or two outside the grids (a caption row the source set apart) is part of the table, and no text.
        beside, texts = set(texts), []
    marked = sorted({*grids, *texts})
    first, last = marked[0], marked[-1]
    last = _with_values_behind(items, last, high if first >= low else len(items), table)
    lines: list[Line] = []
    taken: set[int] = beside | _corner_above(items, low if first >= low else first, first, table)
    tokens: list[str] = []
    run: list[int] = []
    number = 0

    def flush() -> None:
        nonlocal number
        if any(t.strip() for t in tokens) and (texts or all(parse_value(t).kind != "text" for t in tokens)):
            number += 1
            got = stream_lines(tokens, lexicon(table), number)
            lines.extend(got)
            if got:
                taken.update(run)
        tokens.clear()
        run.clear()

    grid_set = set(grids)
    for i in range(first, last + 1):
        item = items[i]
        if item.grid is not None:
            # A torn piece may carry only half a label: between two pieces of this table it is one, unless another claims it.
            if i in grid_set or (low <= i < high and not any(votes[t][i] for t in TABLES)):
                flush()
                number += 1
                lines += grid_lines(item.grid, number)
                taken.add(i)
        elif item.is_text and not texts and len(item.text.strip()) <= _SCRAP:
            # Between two pieces of a table: the end of a label that a page break left outside.
            taken.add(i)
        elif item.is_text:
            tokens.append(item.text.strip(" \t\u3000") if item.text.strip() else "")
            run.append(i)
    flush()
    return lines, taken


def _corner_above(items: list[Item], low: int, first: int, table: str) -> set[int]:
    """Paragraphs above the table that are nothing but pieces of its corner label and headings."""
    definition = form(FORMS[-1]).tables[table]
    if definition.corner is None:
        return set()
    heading = core(definition.columns_heading or "")
    wording = core(definition.corner) + heading
    out = set()
    for i in range(first - 1, max(low, first - 8) - 1, -1):
        text = core(items[i].text) if items[i].is_text else "?"
        if text and text.removesuffix(heading) not in wording:
            break
        out.add(i)
    return out


def _numbers_only(item: Item) -> bool:
    assert item.grid is not None
    texts = [c.text for c in item.grid.cells if c.text.strip()]
    return bool(texts) and all(parse_value(t).kind != "text" for t in texts)


def _with_values_behind(items: list[Item], last: int, end: int, table: str) -> int:
    """The table goes on over the values and short labels that follow its last long label."""
    words = lexicon(table)
    i = last + 1
    while i < end:
        item = items[i]
        if item.grid is not None:
            if not _numbers_only(item):
                break
            last = i
        elif item.is_text:
            if item.text.strip():
                if parse_value(item.text.strip()).kind == "text" and not words.names(item.text.strip()):
                    break
                last = i
        else:
            break
        i += 1
    return last
