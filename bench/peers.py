"""Floors (the least work that gets at the words of a file) and peers (what people use instead)."""

from __future__ import annotations

import io
import zipfile
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def selectolax_cells(data: bytes) -> int:
    """Floor for HTML: parse and take the text of every cell."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(data.decode("utf-8", "replace"))
    return sum(len(node.text()) for node in tree.css("td, th"))


def pandas_tables(data: bytes) -> int:
    """Peer for HTML: pandas.read_html."""
    import pandas

    return len(pandas.read_html(io.StringIO(data.decode("utf-8", "replace"))))


def lxml_cells(data: bytes) -> int:
    """Floor for docx: unzip, parse, take the text of every cell."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        root = etree.fromstring(packed.read("word/document.xml"))
    return sum(len("".join(t.text or "" for t in cell.iter(W + "t"))) for cell in root.iter(W + "tc"))


def python_docx_cells(data: bytes) -> int:
    """Peer for docx: python-docx, every cell of every row."""
    import docx

    document = docx.Document(io.BytesIO(data))
    return sum(len(cell.text) for table in document.tables for row in table.rows for cell in row.cells)


def pdfium_text(data: bytes) -> int:
    """Floor for PDF: the text alone."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    total = sum(len(page.get_textpage().get_text_range()) for page in document)
    document.close()
    return total


def pdfium_grid(data: bytes) -> int:
    """Floor for PDF: text, ruled lines, and every run of text put into its cell, with nothing joined or named."""
    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument(data)
    filled = 0
    for page in document:
        words = page.get_textpage()
        words.get_text_range()
        xs: set[int] = set()
        ys: set[int] = set()
        for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            left, bottom, right, top = drawn.get_bounds()
            xs |= {round(left), round(right)}
            ys |= {round(bottom), round(top)}
        columns, rows = sorted(xs), sorted(ys)
        cells: dict[tuple[int, int], list[str]] = {}
        for n in range(words.count_rects()):
            box = words.get_rect(n)
            place = bisect_right(columns, (box[0] + box[2]) / 2), bisect_right(rows, (box[1] + box[3]) / 2)
            cells.setdefault(place, []).append(words.get_text_bounded(*box))
        filled += len(cells)
    document.close()
    return filled


def pdfplumber_tables(data: bytes) -> int:
    """Peer for PDF: pdfplumber, text and tables."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return sum(len(page.extract_text() or "") + len(page.extract_tables()) for page in document.pages)


def decode(data: bytes) -> int:
    """Floor for text: decode and split into cells."""
    return sum(len(line.split("\t")) for line in data.decode("utf-8", "replace").splitlines())


Measure = Callable[[bytes], Any]
FLOORS: dict[str, tuple[str, Measure]] = {
    "html": ("selectolax parse + cell texts", selectolax_cells),
    "docx": ("zip + lxml + cell texts", lxml_cells),
    "pdf": ("pypdfium2 text + bare grid", pdfium_grid),
    "text": ("decode + split", decode),
}
PEERS: dict[str, list[tuple[str, Measure]]] = {
    "html": [("pandas.read_html", pandas_tables)],
    "docx": [("python-docx", python_docx_cells)],
    "pdf": [("pypdfium2 text only", pdfium_text), ("pdfplumber", pdfplumber_tables)],
    "text": [],
}
