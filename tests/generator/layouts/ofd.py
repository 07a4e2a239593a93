"""OFD (GB/T 33190): a zip of XML pages with text and ruled lines at places in millimetres. A small paginator of its own."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from random import Random
from xml.sax.saxutils import escape

from ..flow import pieces
from ..grids import Box, Grid
from ..model import Report
from .base import Rendered, layout
from .text_columns import width as columns_of
from .text_columns import words

PAGE = (210.0, 297.0)
MARGIN = 22.0
NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def _wide(text: str, size: float) -> float:
    return columns_of(text) * size / 2


def _wrap(text: str, room: float, size: float) -> list[str]:
    out, line = [], ""
    for word in words(text):
        if line and _wide(line + word, size) > room:
            out.append(line)
            line = ""
        line += word
    return [*out, line]


@dataclass
class Paper:
    """Pages under way; `y` is the distance from the top in mm."""

    rng: Random
    per_character: bool
    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = MARGIN
    last_id: int = 100

    def _id(self) -> int:
        self.last_id += 1
        return self.last_id

    def room(self, height: float) -> bool:
        """Whether so much fits on this page."""
        return self.y + height <= PAGE[1] - MARGIN

    def turn(self) -> None:
        """A new page."""
        self.pages.append([])
        self.y = MARGIN

    def words(self, text: str, x: float, y: float, size: float) -> None:
        """One line of text with its upper left at x, y; one TextCode, or one TextObject a few characters."""
        if not text.strip():
            return
        parts = [text]
        if self.per_character:
            parts, rest = [], text
            while rest:
                n = self.rng.randint(1, 6)
                parts.append(rest[:n])
                rest = rest[n:]
        for part in parts:
            steps = " ".join(f"{_wide(c, size):.3f}" for c in part[:-1])
            delta = f' DeltaX="{steps}"' if steps else ""
            box = f"{x:.3f} {y:.3f} {_wide(part, size):.3f} {size * 1.2:.3f}"
            self.pages[-1].append(
                f'<ofd:TextObject ID="{self._id()}" Boundary="{box}" Font="2" Size="{size}">'
                f'<ofd:TextCode X="0" Y="{size * 0.9:.3f}"{delta}>{escape(part)}</ofd:TextCode></ofd:TextObject>'
            )
            x += _wide(part, size)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A ruled line."""
        w, h = max(x2 - x1, 0.2), max(y2 - y1, 0.2)
        self.pages[-1].append(
            f'<ofd:PathObject ID="{self._id()}" Boundary="{x1:.3f} {y1:.3f} {w:.3f} {h:.3f}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>M 0 0 L {x2 - x1:.3f} {y2 - y1:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
        )

    def paragraph(self, text: str, size: float, align: str = "left") -> None:
        """Lines of a paragraph, over pages."""
        room = PAGE[0] - 2 * MARGIN
        for line in _wrap(text, room, size):
            if not self.room(size * 1.7):
                self.turn()
            left = {"left": 0.0, "center": (room - _wide(line, size)) / 2, "right": room - _wide(line, size)}[align]
            self.words(line, MARGIN + left, self.y, size)
            self.y += size * 1.7

    def table(self, grid: Grid, size: float = 3.2) -> None:
        """A ruled table, broken between rows; a merged cell shows its words on the page where it begins."""
        total = sum(grid.widths)
        edges = [MARGIN]
        for w in grid.widths:
            edges.append(edges[-1] + w / total * (PAGE[0] - 2 * MARGIN))
        raster, origins = grid.raster(), grid.origins()
        heights = []
        for row in origins:
            lines = [
                len(_wrap(box.text, edges[min(c + box.cols, grid.width)] - edges[c] - 2, size))
                for c, box in row
                if box.rows == 1
            ]
            heights.append(max(lines or [1]) * size * 1.3 + 2.4)
        start = 0
        while start < len(heights):
            stop, used = start, 0.0
            while stop < len(heights) and self.room(used + heights[stop]):
                used += heights[stop]
                stop += 1
            if stop == start:
                self.turn()
                continue
            self._slice(grid, raster, origins, edges, heights, start, stop, size)
            start = stop
            if start < len(heights):
                self.turn()
        self.y += 4

    def _slice(
        self,
        grid: Grid,
        raster: list[list[Box | None]],
        origins: list[list[tuple[int, Box]]],
        edges: list[float],
        heights: list[float],
        start: int,
        stop: int,
        size: float,
    ) -> None:
        """The rows from start to stop on this page: words, then the rules between different cells."""
        tops = [self.y]
        for h in heights[start:stop]:
            tops.append(tops[-1] + h)
        for r in range(start, stop):
            for c, box in origins[r]:
                end = min(r + box.rows, stop)
                x1, x2 = edges[c], edges[min(c + box.cols, grid.width)]
                y1, y2 = tops[r - start], tops[end - start]
                lines = _wrap(box.text, x2 - x1 - 2, size)
                top = max(y1 + 0.8, (y1 + y2 - len(lines) * size * 1.3) / 2)
                for n, line in enumerate(lines):
                    self.words(line, (x1 + x2 - _wide(line, size)) / 2, top + n * size * 1.3, size)
        # Borders: a line wherever two neighbours are different cells, drawn in one stroke as far as it goes.
        for r in range(start, stop + 1):
            run = None
            for c in range(grid.width + 1):
                edge = c < grid.width and (r in (start, stop) or raster[r - 1][c] is not raster[r][c])
                if edge and run is None:
                    run = c
                if not edge and run is not None:
                    self.line(edges[run], tops[r - start], edges[c], tops[r - start])
                    run = None
        for c in range(grid.width + 1):
            run = None
            for r in range(start, stop + 1):
                edge = r < stop and (c in (0, grid.width) or raster[r][c - 1] is not raster[r][c])
                if edge and run is None:
                    run = r
                if not edge and run is not None:
                    self.line(edges[c], tops[run - start], edges[c], tops[r - start])
                    run = None
        self.y = tops[-1]


def pack(pages: list[list[str]]) -> Rendered:
    """The zip."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    refs = "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    box = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {PAGE[0]:g} {PAGE[1]:g}</ofd:PhysicalBox></ofd:PageArea>"
    members = {
        "OFD.xml": f'{head}<ofd:OFD {NS} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:DocID>5b1c0c6f5d5e4b7d8f4f1f7a3c2b1a00</ofd:DocID></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"{head}<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>99999</ofd:MaxUnitID>{box}"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{refs}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'{head}<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts>'
        '<ofd:Font ID="2" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>',
    }
    for n, objects in enumerate(pages):
        members[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f'{head}<ofd:Page {NS}>{box.replace("PageArea", "Area")}<ofd:Content><ofd:Layer ID="{50 + n}" Type="Body">'
            f"{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name, (2024, 1, 5, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return Rendered(out.getvalue(), "report.ofd")


def _write(report: Report, rng: Random, per_character: bool) -> Rendered:
    paper = Paper(rng, per_character)
    for piece in pieces(report):
        if piece.grid is not None:
            paper.table(piece.grid)
        elif piece.kind == "title":
            paper.paragraph(piece.text, 6.3, "center")
        elif piece.kind == "end":
            paper.paragraph(piece.text, 5.0, "right")
        elif piece.kind != "picture":
            paper.paragraph("　　" + piece.text, 5.0)
    return pack(paper.pages)


@layout("ofd", "ofd", "ragged picture spaces")
def ofd(report: Report, rng: Random) -> Rendered:
    """A text object a line."""
    return _write(report, rng, False)


@layout("ofd_fragments", "ofd", "ragged picture spaces")
def ofd_fragments(report: Report, rng: Random) -> Rendered:
    """A text object every few characters, as some converters write."""
    return _write(report, rng, True)
