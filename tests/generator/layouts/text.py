"""Text files: what is left when a web page or a Word file is copied into an editor."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from ..flow import pieces
from ..grids import Box, Grid
from ..model import Report
from .base import Rendered, layout

Lines = Callable[[Grid, Random], list[str]]


def encode(text: str, rng: Random) -> bytes:
    """In one of the encodings that occur."""
    name = rng.choice(["utf-8", "utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16", "utf-16-be"])
    if name == "utf-16-be":
        return b"\xfe\xff" + text.encode("utf-16-be")
    return text.encode(name)


def document(report: Report, rng: Random, table: Lines, *, indent: str | None = None, split: bool = False) -> str:
    """The whole report; `table` gives the lines of a table."""
    out: list[str] = [""] * rng.randint(0, 2)
    indent = rng.choice(["", "", "　　", "    ", "\t"]) if indent is None else indent
    airy = rng.random() < 0.4
    for piece in pieces(report, split_table2=split):
        if piece.grid is not None:
            out += ["", *table(piece.grid, rng), ""]
        elif piece.kind == "title":
            out.append(rng.choice(["", "    ", "\t"]) + piece.text)
        elif piece.kind == "end":
            out += [rng.choice(["", "                    ", "　　　　　　　"]) + piece.text]
        elif piece.kind in ("heading", "subheading"):
            out += ([""] if airy else []) + [piece.text + rng.choice(["", "", " "])]
        elif piece.kind != "picture":
            out += [indent + piece.text] + ([""] if airy else [])
    return rng.choice(["\n", "\n", "\r\n"]).join(out) + "\n"


def save(text: str, rng: Random) -> Rendered:
    """As a .txt file."""
    return Rendered(encode(text, rng), "report.txt")


def _pad(box: Box, rng: Random) -> str:
    if box.head:
        return box.text
    return rng.choice(["", "", " ", "　", "　　"]) + box.text + rng.choice(["", " "])


@layout("text_one_cell_a_line", "text", "blank ragged picture")
def one_cell_a_line(report: Report, rng: Random) -> Rendered:
    """Every cell a line, merged cells once, nothing between the rows."""
    padded = rng.random() < 0.5

    def lines(grid: Grid, rng: Random) -> list[str]:
        return [_pad(box, rng) if padded else box.text for row in grid.rows for box in row]

    return save(document(report, rng, lines, split=rng.random() < 0.3), rng)


def _tabbed_row(grid: Grid, r: int, rng: Random, padded: bool) -> list[str]:
    """A row as tab-led lines: an empty one for each merged cell that reaches down into it."""
    raster, out, last = grid.raster(), [], None
    starts = {c for c, _ in grid.origins()[r]}
    for c, box in enumerate(raster[r]):
        if box is None or box is last:
            continue
        last = box
        if c not in starts:
            out.append("\t")
        else:
            out.append("\t" + (_pad(box, rng) if padded and box.text else box.text))
    return out


@layout("text_tab_led_lines", "text", "ragged picture")
def tab_led_lines(report: Report, rng: Random) -> Rendered:
    """Cells a line each, led by a tab, rows parted by a blank line, empty lines for covered positions."""
    padded = rng.random() < 0.5

    def lines(grid: Grid, rng: Random) -> list[str]:
        out: list[str] = []
        for r in range(len(grid.rows)):
            out += [*_tabbed_row(grid, r, rng, padded), ""]
        return out

    return save(document(report, rng, lines), rng)


def broken_label(text: str, rng: Random) -> str:
    """A label with a line break where Word or a narrow column put one."""
    if len(text) < 4 or rng.random() < 0.5:
        return text
    cut = rng.randint(2, len(text) - 2)
    return text[:cut] + "\n" + text[cut:]


@layout("text_broken_labels", "text", "blank ragged picture")
def broken_labels(report: Report, rng: Random) -> Rendered:
    """Tab-led cells, column labels broken over two lines, stray blank lines between rows."""

    def lines(grid: Grid, rng: Random) -> list[str]:
        out: list[str] = []
        for r, row in enumerate(grid.rows):
            heads = len(row) > 1 and all(box.head for box in row)
            for line in _tabbed_row(grid, r, rng, True):
                out += ("\t" + broken_label(line[1:], rng)).split("\n") if heads and line.strip() else [line]
            out += [""] * rng.choice([1, 1, 1, 2])
        return out

    return save(document(report, rng, lines), rng)


@layout("text_spaced_lines", "text", "blank ragged picture")
def spaced_lines(report: Report, rng: Random) -> Rendered:
    """Every cell a line, led by blanks of all kinds, a blank line after each row."""

    def lines(grid: Grid, rng: Random) -> list[str]:
        out: list[str] = []
        for row in grid.rows:
            out += [rng.choice(["  ", "　", " \u00a0", "\u2003"]) + box.text + rng.choice(["", " ", "　"]) for box in row]
            out.append("")
        return out

    return save(document(report, rng, lines), rng)


@layout("text_tabs", "text", "ragged picture")
def tabs(report: Report, rng: Random) -> Rendered:
    """A row a line, cells parted by tabs, covered positions empty."""

    def lines(grid: Grid, rng: Random) -> list[str]:
        return ["\t".join(row) for row in grid.filled("")]

    return save(document(report, rng, lines, indent="", split=rng.random() < 0.3), rng)


@layout("text_tabs_packed", "text", "ragged picture")
def tabs_packed(report: Report, rng: Random) -> Rendered:
    """Tabs, but merged cells leave no empty positions behind."""

    def lines(grid: Grid, rng: Random) -> list[str]:
        return ["\t".join(box.text for box in row) for row in grid.rows]

    return save(document(report, rng, lines, indent=""), rng)


@layout("text_pipes", "text", "ragged picture")
def pipes(report: Report, rng: Random) -> Rendered:
    """Cells parted by |, with or without outer ones."""
    outer = rng.random() < 0.6

    def lines(grid: Grid, rng: Random) -> list[str]:
        rows = [" | ".join(row) for row in grid.filled("")]
        return [f"| {row} |" for row in rows] if outer else rows

    return save(document(report, rng, lines, indent=""), rng)


def _markdown(report: Report, rng: Random, fill: str | None) -> Rendered:
    out: list[str] = []
    for piece in pieces(report, split_table2=rng.random() < 0.5):
        if piece.grid is not None:
            rows = piece.grid.filled(fill)
            out += [f"| {' | '.join(rows[0])} |", "|" + " --- |" * len(rows[0])]
            out += [f"| {' | '.join(row)} |" for row in rows[1:]] + [""]
        elif piece.kind == "title":
            out += ["# " + piece.text, ""]
        elif piece.kind == "heading":
            out += ["## " + piece.text, ""]
        elif piece.kind == "subheading":
            out += [rng.choice(["### ", "**"]) + piece.text, ""]
            if out[-2].startswith("**"):
                out[-2] += "**"
        elif piece.kind != "picture":
            out += [piece.text, ""]
    return Rendered("\n".join(out).encode(), "report.md")


@layout("markdown", "markdown", "ragged picture markup")
def markdown(report: Report, rng: Random) -> Rendered:
    """Markdown with pipe tables; what a merged cell covers is empty."""
    return _markdown(report, rng, "")


@layout("markdown_repeated", "markdown", "ragged picture markup")
def markdown_repeated(report: Report, rng: Random) -> Rendered:
    """Markdown with pipe tables; merged labels stand again in every position they cover."""
    return _markdown(report, rng, None)
