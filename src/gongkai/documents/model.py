"""What a file is once it has been read: headings, paragraphs, grids and pictures, in reading order.

Nothing here knows what a document is about.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Cell:
    """One cell of a grid. `row`/`col` are its upper left position; `text` keeps line breaks as "\\n"."""

    text: str
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(slots=True)
class Grid:
    """A table: cells on an n_rows × n_cols raster.

    `spans_known` is False where the source cannot express merged cells (tabs, pipes, one cell a line):
    there a row may be shorter than n_cols and a column index says little.
    """

    cells: list[Cell]
    n_rows: int
    n_cols: int
    spans_known: bool = True
    page: int | None = None
    nested: list[Grid] = field(default_factory=list)

    def matrix(self) -> list[list[Cell | None]]:
        """The raster: each position holds the cell that covers it, or None."""
        raster: list[list[Cell | None]] = [[None] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            if cell.rowspan == 1 and cell.colspan == 1:
                raster[cell.row][cell.col] = cell
                continue
            for line in raster[cell.row : cell.row + cell.rowspan]:
                for c in range(cell.col, min(cell.col + cell.colspan, self.n_cols)):
                    line[c] = cell
        return raster

    @classmethod
    def from_rows(cls, rows: list[list[str]], *, spans_known: bool = False, page: int | None = None) -> Grid:
        """A grid without merged cells out of plain rows, which may differ in length."""
        cells = [Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)]
        return cls(cells, len(rows), max((len(row) for row in rows), default=0), spans_known, page)


@dataclass(slots=True)
class Paragraph:
    """A run of text. `level` > 0 where the source marks it as a heading; `page` counts from 1.

    In text files every line is a paragraph, blank ones too (`text == ""`), because a blank line can be a blank cell.
    """

    text: str
    level: int = 0
    page: int | None = None
    centered: bool = False


@dataclass(slots=True)
class Picture:
    """A picture in the flow of the text. `width`/`height` in points where known (0 otherwise)."""

    name: str = ""
    width: float = 0.0
    height: float = 0.0
    page: int | None = None


Block = Paragraph | Grid | Picture


@dataclass(slots=True)
class ReadingNote:
    """Something the reader has to say about the file: a stable code and a Chinese sentence."""

    code: str
    message: str


@dataclass(slots=True)
class Document:
    """A file as blocks in reading order. `reader` names how it was read: text, markdown, html, docx, pdf, ofd, sheet, ocr …

    `sheets` are a workbook's sheets that hold anything: name and index of the first block."""

    blocks: list[Block]
    reader: str
    title: str | None = None
    pages: int | None = None
    notes: list[ReadingNote] = field(default_factory=list)
    sheets: list[tuple[str, int]] = field(default_factory=list)

    def plain_text(self) -> str:
        """All text in order, cells tab-separated: for search, screening, and looking at."""
        out: list[str] = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                out.append(block.text)
            elif isinstance(block, Grid):
                rows: dict[int, list[str]] = {}
                for cell in block.cells:
                    rows.setdefault(cell.row, []).append(cell.text.replace("\n", " "))
                out.extend("\t".join(rows[r]) for r in sorted(rows))
        return "\n".join(out)
