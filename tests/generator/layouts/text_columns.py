"""Text files whose columns are runs of spaces, and tables torn on their way into text."""

from __future__ import annotations

import re
import unicodedata
from random import Random

from ..flow import pieces
from ..grids import Grid
from ..model import Report
from .base import Rendered, layout
from .text import document, encode, save


def width(text: str) -> int:
    """Columns a terminal gives a text: two for a Chinese character."""
    return sum(
        2 if unicodedata.east_asian_width(c) in "WFA" else 0 if unicodedata.category(c) in ("Mn", "Cf") else 1 for c in text
    )


def words(text: str) -> list[str]:
    """What a line may be broken between: any two characters, but no two of one number."""
    return re.findall(r"[0-9０-９.,%]+|.", text)


def _wrap(text: str, columns: int) -> list[str]:
    out, line = [], ""
    for word in words(text):
        if line and width(line + word) > columns:
            out.append(line)
            line = ""
        line += word
    return [*out, line]


def _lay(parts: list[tuple[int, str]]) -> str:
    line = ""
    for at, text in parts:
        gap = max(at - width(line), 2 if line else 0)
        line += " " * gap + text
    return line.rstrip()


def _columns(grid: Grid, label_width: int | None) -> list[str]:
    """The table with aligned columns. With `label_width` long labels run on below, numbers stay on the first line."""
    starts = [0, 14, 34] if grid.label_columns == 3 else [0] * max(1, grid.label_columns)
    first = starts[-1] + (label_width or 78 if grid.label_columns == 3 else 26 if grid.label_columns else 0) + 2
    pitch = 14 if grid.name == "table3" else 10 if grid.name == "table4" else 24
    edges = (
        starts + [first + pitch * i for i in range(grid.width - len(starts))]
        if grid.label_columns
        else [pitch * i for i in range(grid.width)]
    )
    out: list[str] = []
    for row in grid.origins():
        parts = [(edges[c], box.text) for c, box in row if box.text]
        if label_width is None:
            out.append(_lay(parts))
            continue
        wrapped = [(at, _wrap(text, label_width) if not text.isascii() else [text]) for at, text in parts]
        for n in range(max((len(w) for _, w in wrapped), default=0)):
            out.append(_lay([(at, w[n]) for at, w in wrapped if n < len(w)]))
    return out


@layout("text_columns", "text", "blank ragged picture spaces")
def columns(report: Report, rng: Random) -> Rendered:
    """Columns by runs of spaces, rows a line each."""

    def lines(grid: Grid, rng: Random) -> list[str]:
        return _columns(grid, None)

    return save(document(report, rng, lines), rng)


@layout("text_columns_airy", "text", "blank ragged picture spaces")
def columns_airy(report: Report, rng: Random) -> Rendered:
    """The same with a blank line after each row, and paragraphs broken at a fixed width, as pdftotext gives."""
    out: list[str] = []
    for piece in pieces(report):
        if piece.grid is not None:
            for line in _columns(piece.grid, None):
                out += [line, ""]
        elif piece.kind in ("title", "heading", "subheading", "end"):
            out.append(" " * rng.choice([0, 4, 9]) + piece.text)
        elif piece.kind != "picture":
            first, *rest = _wrap("　　" + piece.text, 72)
            out += [first, *rest]
    return Rendered(encode("\n".join(out), rng), "report.txt")


@layout("text_columns_wrapped", "text", "blank ragged picture spaces")
def columns_wrapped(report: Report, rng: Random) -> Rendered:
    """Long labels of 表三 run on below their row."""

    def lines(grid: Grid, rng: Random) -> list[str]:
        return _columns(grid, 40) if grid.name == "table3" else _columns(grid, None)

    return save(document(report, rng, lines), rng)


@layout("text_torn", "text", "blank ragged picture spaces between")
def torn(report: Report, rng: Random) -> Rendered:
    """Tabs; the table is broken by blank lines and page numbers, and group labels fall apart.

    “三、本年度办理结果” runs into its neighbour and goes on in the next row; other group labels stand beside a row in
    the middle of their group.
    """

    def lines(grid: Grid, rng: Random) -> list[str]:
        rows = [[(box.text, box.head) for box in row] for row in grid.rows]
        if grid.name == "table3":
            rows = _scatter(grid, rng)
        out = ["\t".join(text for text, _ in row) for row in rows]
        for _ in range(rng.randint(1, 3)):
            at = rng.randint(grid.head_rows + 1, len(out) - 1) if len(out) > grid.head_rows + 2 else len(out)
            out[at:at] = rng.choice([[""], ["", ""], ["", f"- {rng.randint(2, 6)} -", ""], [f"第 {rng.randint(2, 6)} 页"]])
        return out

    return save(document(report, rng, lines, indent=""), rng)


def _scatter(grid: Grid, rng: Random) -> list[list[tuple[str, bool]]]:
    rows: list[list[tuple[str, bool]]] = [[] for _ in grid.rows]
    for r, row in enumerate(grid.rows):
        for box in row:
            at = r
            if box.head and box.rows > 1 and r >= grid.head_rows and not box.text.startswith("三"):
                at = r + (box.rows - 1) // 2
            if at == r:
                rows[at].append((box.text, box.head))
            else:
                rows[at].insert(0, (box.text, True))
    for r, line in enumerate(rows):
        if r >= grid.head_rows and len(line) > 2 and line[0][0].startswith("三、") and line[1][1]:
            word = line[0][0]
            rows[r] = [(word[:3] + line[1][0], True), *line[2:]]
            if r + 1 < len(rows):
                rows[r + 1].insert(0, (rng.choice([word[3:], word[3:6] + " " + word[6:]]), True))
    return rows
