"""The six sections: their headings, wherever they stand and however they are damaged."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.annual.assemble.items import Item
from gongkai.annual.assemble.titles import Heading, heading_in, numbered_line
from gongkai.annual.forms import FORMS, form
from gongkai.annual.report import Note

_SECTIONS = 6


@dataclass(slots=True)
class Outline:
    """The headings in order, and what there is to say about them."""

    headings: list[Heading]
    notes: list[Note] = field(default_factory=list)

    def find(self, key: str) -> Heading | None:
        """The heading of a section, or None."""
        return next((h for h in self.headings if h.key == key), None)


def outline(items: list[Item]) -> Outline:
    """Find the six section headings among the items. Where a heading occurs twice (a table of contents), the last
    run that is in order counts."""
    candidates: list[Heading] = []
    for at, item in enumerate(items):
        if item.is_text:
            if item.text and (found := heading_in(item.text, at)):
                candidates.append(found)
        elif item.grid is not None and item.grid.cells:
            candidates += _in_grid(item, at)
    chosen = _choose(candidates)
    if 3 <= len(chosen) < _SECTIONS:
        chosen = _with_missing(chosen, items)
    return Outline(chosen, _notes(chosen))


def _in_grid(item: Item, at: int) -> list[Heading]:
    assert item.grid is not None
    texts = (c.text for c in item.grid.cells if c.text.strip())
    text = next(texts, None)
    if text is None or next(texts, None) is not None:
        return []
    found = heading_in(text, at)
    return [found] if found else []


def _choose(candidates: list[Heading]) -> list[Heading]:
    """The longest run in the order of the form; of equal runs the last, because a table of contents comes first.
    A heading without a number counts only where no numbered one of that section stands in the run."""
    if not candidates:
        return []
    numbered = {h.key for h in candidates if h.number is not None}
    candidates = [h for h in candidates if h.number is not None or h.key not in numbered]
    best: list[tuple[int, int]] = []
    ends: dict[str, tuple[int, int]] = {}  # section → the longest run that ends with it so far, and its last candidate
    for i, heading in enumerate(candidates):
        length, previous = max((run for key, run in ends.items() if key < heading.key), default=(0, -1))
        best.append((length + 1, previous))
        ends[heading.key] = max(ends.get(heading.key, (0, -1)), (length + 1, i))
    end = max(range(len(candidates)), key=lambda i: (best[i][0], i))
    chosen = []
    while end >= 0:
        chosen.append(candidates[end])
        end = best[end][1]
    chosen.reverse()
    return chosen


def _with_missing(chosen: list[Heading], items: list[Item]) -> list[Heading]:
    """A section whose title nobody knows: a short line that carries its number, between its neighbours' headings."""
    found = {h.key for h in chosen}
    out = list(chosen)
    for key in (s.key for s in form(FORMS[-1]).sections):
        if key in found:
            continue
        low = max((h.at for h in out if h.key < key), default=-1) + 1
        high = min((h.at for h in out if h.key > key), default=len(items))
        for at in range(low, high):
            if items[at].is_text and (heading := numbered_line(items[at].text, key, at)):
                out.append(heading)
                break
        out.sort(key=lambda h: h.at)
    return out


def _notes(chosen: list[Heading]) -> list[Note]:
    notes = []
    titles = {s.key: s for s in form(FORMS[-1]).sections}
    for heading in chosen:
        where = f"section{heading.key}"
        official = titles[heading.key]
        if not heading.official:
            notes.append(
                Note(
                    "section_title",
                    where,
                    f"标题写作“{heading.words}”，规定为“{official.heading}”。",
                    heading.words,
                    official.title,
                )
            )
        if heading.number is not None and heading.number != int(heading.key):
            notes.append(
                Note(
                    "section_numbering",
                    where,
                    f"“{heading.words}”的序号为 {heading.number}，规定为“{official.number}、”。",
                    str(heading.number),
                    official.number,
                )
            )
        elif heading.number is None:
            notes.append(
                Note(
                    "section_numbering",
                    where,
                    f"标题“{heading.words}”没有序号，规定为“{official.heading}”。",
                    None,
                    official.number,
                )
            )
    return notes
