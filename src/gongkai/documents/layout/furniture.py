"""Running headers, running footers and page numbers: what is printed on the page but belongs to no paragraph."""

from __future__ import annotations

import re
from collections import Counter

from gongkai.documents.layout.sheet import Line, Sheet

MARGIN = 110.0
"""Points at the top and at the bottom in which furniture stands; on small pages at most a fifth of the height."""

SHORT = 8
"""Characters of a page number in words."""

_DASH = r"[-—–－―_~·•・.\s|]*"
MARKED_NUMBER = re.compile(
    rf"^(?:{_DASH}第?\s*\d{{1,4}}\s*页?\s*[,，/／|of]*\s*共?\s*\d{{0,4}}\s*页?{_DASH}|page\s*\d+(?:\s*(?:of|/)\s*\d+)?)$",
    re.IGNORECASE,
)
CONTINUED = re.compile(r"^[（(]?(?:续表|接上页|续上表|表[\d一二三四五六七八九十]{0,3}[（(]?续[）)]?|上接第?\d+页)[）)]?$")


def drop_furniture(sheets: list[Sheet]) -> None:
    """Takes running headers, footers and page numbers out of the lines of each sheet."""
    seen: Counter[tuple[str, int]] = Counter()
    edges: list[list[Line]] = []
    for sheet in sheets:
        edge = _edge_lines(sheet)
        edges.append(edge)
        for key in {(line.text.replace(" ", ""), _place(line)) for line in edge}:
            seen[key] += 1
    lefts: dict[str, list[float]] = {}
    for edge in edges:
        for line in edge:
            lefts.setdefault(line.text.replace(" ", ""), []).append(line.x0)
    titles = {line.text.replace(" ", "") for line in edges[0]} if len(sheets) > 2 else set()
    # Who reports stands above the title and, where only the signature was left for the last page, above that page too.
    signers = {text for text in titles if len(lefts[text]) == 2 and abs(lefts[text][0] - lefts[text][1]) > 12.0}
    places = Counter(place for edge in edges for place in {_place(line) for line in edge if len(line.text) <= SHORT})
    body = _body_size(sheets)
    enough = max(2, round(0.4 * len(sheets)))
    for sheet, edge in zip(sheets, edges, strict=True):
        drop = set()
        for line in edge:
            text = line.text.replace(" ", "")
            at = _place(line)
            repeats = max(seen[(text, at + d)] for d in (-1, 0, 1))
            # The same short mark at the same height of most pages, though it reads differently: "第壹页", or misread digits.
            marked = len(line.text) <= SHORT and sum(places[(_place(line) + d)] for d in (-1, 0, 1)) >= max(
                3, 0.6 * len(sheets)
            )
            repeated = (repeats >= enough or marked) and text not in signers and line.em <= 1.1 * body
            if repeated or _is_page_number(line, text, sheet):
                drop.add(id(line))
        if drop:
            sheet.lines = [line for line in sheet.lines if id(line) not in drop]


def _place(line: Line) -> int:
    return round(line.y0 / 4)


def is_continued_mark(text: str) -> bool:
    """ "续表" and the like between two parts of one table."""
    return bool(CONTINUED.match(text.replace(" ", "")))


def _edge_lines(sheet: Sheet) -> list[Line]:
    """The first two lines in the top margin and the last two in the bottom margin, outside of every table."""
    top_table = min((t.ys[0] for t in sheet.tables), default=sheet.height)
    low_table = max((t.ys[-1] for t in sheet.tables), default=0.0)
    margin = min(MARGIN, 0.2 * sheet.height)
    top = [line for line in sheet.lines[:2] if line.y1 < margin and line.y0 < top_table]
    bottom = [line for line in sheet.lines[-2:] if line.y0 > sheet.height - margin and line.y1 > low_table]
    return top + [line for line in bottom if line not in top]


def _is_page_number(line: Line, text: str, sheet: Sheet) -> bool:
    if len(text) > 16 or not MARKED_NUMBER.match(text):
        return False
    if text.isdigit():
        return line.y0 > sheet.height - 85.0 or line.y1 < 75.0
    return True


def _body_size(sheets: list[Sheet]) -> float:
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(line.em, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0
