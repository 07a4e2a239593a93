"""What mutations start from: small files of every form, and how often each is taken.

Cheap forms are taken often and small files oftener than large ones, so that a million files take about an hour.
"""

from __future__ import annotations

import io
import zipfile
from bisect import bisect
from functools import cache
from itertools import accumulate
from random import Random
from xml.sax.saxutils import escape

from bench.corpus import FIRST, everything
from gongkai import documents
from gongkai.documents.model import Block, Grid, Paragraph
from tests.documents import raw_pdf
from tests.documents.test_odf import NS, odf
from tests.generator.layouts import render
from tests.generator.reports import report

Files = list[tuple[str, bytes]]
SHARES = {"text": 22, "html": 38, "docx": 12, "odf": 9, "ofd": 6, "xlsx": 5, "pdf": 6, "other": 2}
_FAMILIES = {"txt": "text", "md": "text", "html": "html", "htm": "html", "docx": "docx", "ofd": "ofd", "xlsx": "xlsx"}
_FAMILIES |= {"odt": "odf", "ods": "odf", "fodt": "odf", "pdf": "pdf"}


class Seeds:
    """The files in families. Picklable: child processes get it ready made."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.families: dict[str, tuple[Files, list[float]]] = {}
        by_family: dict[str, Files] = {}
        for name, data in files:
            by_family.setdefault(_FAMILIES.get(name.rpartition(".")[2], "other"), []).append((name, data))
        for family, members in by_family.items():
            self.families[family] = members, list(accumulate(1 / (2000 + len(data)) for _, data in members))
        self.shares = list(accumulate(SHARES[family] for family in self.families))
        self.members: dict[bytes, list[tuple[str, bytes]]] = {
            data: _members(data) for _, data in files if data.startswith(b"PK")
        }

    def pick(self, rng: Random) -> tuple[str, bytes]:
        """A seed: a family by its share, a file of it by its size."""
        names = list(self.families)
        files, weights = self.families[names[bisect(self.shares, rng.random() * self.shares[-1], hi=len(names) - 1)]]
        return files[bisect(weights, rng.random() * weights[-1], hi=len(files) - 1)]


def _members(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return [(name, packed.read(name)) for name in packed.namelist()]


@cache
def seeds() -> Seeds:
    """All seeds: made-up reports in every layout, and a few forms no layout has."""
    files = list(everything())
    for n in range(3):
        page = render("html_fragment", report(FIRST + 31 * n), FIRST + n).data
        blocks = documents.read(page, "x.html").blocks
        text = "".join(map(_odf_text, blocks))
        files.append(("odf.odt", odf(text)))
        files.append(("odf.ods", odf("".join(map(_odf_sheet, blocks)), "spreadsheet")))
        body = f"<office:body><office:text>{text}</office:text></office:body>"
        files.append(("flat.fodt", f'<?xml version="1.0"?><office:document {NS}>{body}</office:document>'.encode()))
        files.append(("saved.mht", b"MIME-Version: 1.0\r\n" + _PART + page + b"\r\n--x--\r\n"))
        files.append(("one.zip", _packed("report.html", page)))
        words = "".join(raw_pdf.text(60, 780 - 14 * k, f"{k} 20{k} {k * n}") for k in range(12))
        files.append(("raw.pdf", raw_pdf.one_page(words + raw_pdf.ruled(60, 300, 4 + n, 12))))
    return Seeds(files)


_PART = b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'


def _packed(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def _odf_text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<text:p>{escape(block.text)}</text:p>"
    return _odf_table(block) if isinstance(block, Grid) else ""


def _odf_sheet(block: Block) -> str:
    return _odf_table(block if isinstance(block, Grid) else Grid.from_rows([[getattr(block, "text", "")]]))


def _odf_table(grid: Grid) -> str:
    rows = []
    for r, line in enumerate(grid.matrix()):
        cells = []
        for c, cell in enumerate(line):
            if cell is None or (cell.row, cell.col) != (r, c):
                cells.append("<table:covered-table-cell/>")
                continue
            spans = f'table:number-rows-spanned="{cell.rowspan}" table:number-columns-spanned="{cell.colspan}"'
            cells.append(f"<table:table-cell {spans}><text:p>{escape(cell.text)}</text:p></table:table-cell>")
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f"<table:table>{''.join(rows)}</table:table>"
