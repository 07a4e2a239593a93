"""Word files as python-docx writes them: merged cells, heading styles, nested tables."""

from __future__ import annotations

import io
import zipfile
from random import Random
from typing import Any

from ..flow import pieces
from ..grids import Grid
from ..model import Report
from .base import Rendered, layout

PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\r\xefF\xb8\x00\x00\x00\x00IEND\xaeB`\x82"
)


def fill(holder: Any, grid: Grid) -> None:
    """Add the grid as a table with merged cells; a ragged row keeps its last position unmerged and blank cells out."""
    table = holder.add_table(rows=len(grid.rows), cols=grid.width)
    if hasattr(holder, "styles"):
        table.style = "Table Grid"
    cells = [list(row.cells) for row in table.rows]
    for r, line in enumerate(grid.origins()):
        for c, box in line:
            cell = cells[r][c]
            if box.rows > 1 or box.cols > 1:
                cell = cell.merge(cells[min(r + box.rows, len(cells)) - 1][min(c + box.cols, grid.width) - 1])
            cell.paragraphs[0].text = box.text


def save(document: Any) -> Rendered:
    """The document's bytes, without the clock that zip writes into them."""
    first, out = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for member in made.namelist():
            packed.writestr(zipfile.ZipInfo(member, (2024, 1, 5, 9, 0, 0)), made.read(member), zipfile.ZIP_DEFLATED)
    return Rendered(out.getvalue(), "report.docx")


def build(report: Report, rng: Random, *, headings: bool, split: bool) -> Any:
    """A python-docx document of the report."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = docx.Document()
    for piece in pieces(report, split_table2=split):
        if piece.grid is not None:
            fill(document, piece.grid)
            document.add_paragraph("")
        elif piece.kind == "picture":
            document.add_picture(io.BytesIO(PIXEL), width=docx.shared.Cm(15), height=docx.shared.Cm(9))
        elif piece.kind == "title":
            document.add_paragraph(piece.text).alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif headings and piece.kind in ("heading", "subheading"):
            document.add_heading(piece.text, 1 if piece.kind == "heading" else 2)
        else:
            added = document.add_paragraph(piece.text)
            if piece.kind == "end":
                added.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return document


@layout("docx", "docx", "ragged spaces")
def plain(report: Report, rng: Random) -> Rendered:
    """Body paragraphs and one table a section."""
    return save(build(report, rng, headings=False, split=False))


@layout("docx_headings", "docx", "ragged spaces")
def with_headings(report: Report, rng: Random) -> Rendered:
    """Heading styles, 表二 in separate tables, header and footer with another year."""
    document = build(report, rng, headings=True, split=True)
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{report.agency.county}政务公开资料汇编（2018—{report.year + 1}）"
    section.footer.paragraphs[0].text = "第 3 页"
    return save(document)


@layout("docx_nested", "docx", "ragged spaces picture")
def nested(report: Report, rng: Random) -> Rendered:
    """Everything sits in the one cell of a layout table, the statutory tables nested in it."""
    import docx

    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    for piece in pieces(report):
        if piece.grid is not None:
            fill(cell, piece.grid)
            cell.add_paragraph("")
        elif piece.kind != "picture":
            cell.add_paragraph(piece.text)
    return save(document)
