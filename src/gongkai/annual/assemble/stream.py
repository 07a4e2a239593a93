"""Tables that lost their cells' borders: one cell a line. Tokens become lines again by the labels they carry."""

from __future__ import annotations

from collections.abc import Callable

from gongkai.annual.assemble.lexicon import Lexicon, Match
from gongkai.annual.assemble.lines import Line, LineCell
from gongkai.annual.assemble.values import parse_value

_LONGEST_TOKEN = 60
_MOST_PIECES = 5
_LONGEST_WORDS = 6


def stream_lines(tokens: list[str], lexicon: Lexicon, number: int) -> list[Line]:
    """Lines out of tokens. A row label opens a line that takes the values behind it; labels of columns gather in a line
    of their own; a label broken over several tokens is put together again. Text that is neither is passed over."""
    out: list[Line] = []
    head: list[str] = []
    row: list[str] | None = None
    labels: list[str] = []
    i = 0
    seen_row = False

    def close() -> None:
        nonlocal row, head, labels
        if head:
            out.append(_line(head, number))
        if row is not None:
            out.append(_line(row, number))
        elif labels:
            out.append(_line(labels, number))
        head, row, labels = [], None, []

    while i < len(tokens):
        token = tokens[i]
        value = parse_value(token)
        if value.kind in ("number", "mark") or (value.kind == "blank" and row is not None):
            if row is None:
                row = labels or []
                labels = []
                if head:
                    out.append(_line(head, number))
                    head = []
            row.append(token)
            i += 1
            continue
        if value.kind == "blank":
            i += 1
            continue
        used, text, kind = _label(tokens, i, lexicon, bool(head) and not seen_row)
        if kind == "column":
            if row is not None or labels:
                close()
            head.append(text)
        elif kind == "corner":
            if row is not None or labels:
                close()
        elif kind == "row":
            if row is not None:
                close()
            if head:
                out.append(_line(head, number))
                head = []
            seen_row = True
            labels.append(text)
        elif head and not seen_row and len(token) <= 8:
            head.append(text)
        elif (labels or row) and len(token) <= _LONGEST_WORDS and _stands_for_a_value(tokens, i, lexicon):
            row, labels = [*(row or labels), token], []
        else:
            close()
        i += used
    close()
    return [_without_trailing_blanks(line) for line in out]


def _stands_for_a_value(tokens: list[str], at: int, lexicon: Lexicon) -> bool:
    """Words where a number belongs (“若干”): behind a row's label or values, with a value or the next label behind them."""
    for token in tokens[at + 1 :]:
        if not token.strip():
            continue
        return parse_value(token).kind != "text" or lexicon.row(token) is not None
    return False


def _without_trailing_blanks(line: Line) -> Line:
    while line.cells and not line.cells[-1].text.strip() and line.cells[0].text.strip():
        line.cells.pop()
    return line


def _line(texts: list[str], number: int) -> Line:
    return Line([LineCell(text, i) for i, text in enumerate(texts)], False, True, number)


def _label(tokens: list[str], at: int, lexicon: Lexicon, in_head: bool) -> tuple[int, str, str | None]:
    """(tokens used, joined text, column | row | corner | None): the longest run of tokens that is a label word for word."""
    finders: list[tuple[str, Callable[[str], Match | None]]] = [("row", lexicon.row), ("column", lexicon.column)]
    if in_head:
        finders.reverse()
    best: tuple[int, str, str] | None = None
    joined = ""
    for used in range(1, _MOST_PIECES + 1):
        if at + used > len(tokens):
            break
        piece = tokens[at + used - 1]
        if used > 1 and (not piece.strip() or parse_value(piece).kind != "text" or len(joined) + len(piece) > _LONGEST_TOKEN):
            break
        joined += piece
        for kind, find in finders:
            match = find(joined)
            if match is not None and (not match.damaged or used == 1):
                if best is None or not match.damaged:
                    best = (used, joined, "corner" if match.kind == "corner" else kind)
                break
        if best and best[0] == used and not _may_go_on(joined, lexicon):
            break
    if best is not None:
        return best
    return 1, tokens[at], None


def _may_go_on(text: str, lexicon: Lexicon) -> bool:
    match = lexicon.row(text)
    return match is None or match.damaged
