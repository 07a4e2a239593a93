"""Tables of office documents, printed to PDF by LibreOffice: the way most reports come."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest
from docx import Document as Docx
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from gongkai.documents.model import Paragraph
from gongkai.documents.pdf import read_pdf
from tests.documents.made_tables import Made, as_read, as_written, form_table, label, only_grid

pytestmark = pytest.mark.needs("soffice", "fonts")

WIDTHS = (1.8, 4.5, 1.7, 1.7, 1.7, 1.7, 1.7)
COUNT = 8


def office_table(path: Path, cells: list[Made], rng: random.Random) -> None:
    """A document with lines before the table, the table, a heading after it, and a page number in the footer."""
    document = Docx()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(rng.choice((14, 18, 29.7)))
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Noto Serif CJK SC", Pt(rng.choice((9, 10.5, 12)))
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    footer = section.footer.paragraphs[0].add_run("— ")
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        mark.text = code
        footer._r.append(mark)
    for _ in range(rng.randint(0, 12)):
        document.add_paragraph(label(rng, 5, 60))
    table = document.add_table(max(c.row + c.rowspan for c in cells), len(WIDTHS), style="Table Grid")
    table.autofit = False
    middle = rng.random() < 0.5
    for made in cells:
        cell = table.cell(made.row, made.col)
        if made.rowspan > 1 or made.colspan > 1:
            cell = cell.merge(table.cell(made.row + made.rowspan - 1, made.col + made.colspan - 1))
        cell.paragraphs[0].text = made.text
        if middle:
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for row in table.rows:
        for k, cell in enumerate(row.cells):
            if cell._tc.grid_span == 1:
                cell.width = Cm(WIDTHS[k])
    if rng.random() < 0.4:
        repeat = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)
    document.add_paragraph("四、其他")
    document.save(str(path))


def printed(folder: Path) -> None:
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=240)


def test_tables_printed_by_libreoffice_are_read_as_they_were_written(tmp_path: Path) -> None:
    written = {}
    for seed in range(COUNT):
        rng = random.Random(seed)
        written[seed] = form_table(rng, rng.randint(4, 9))
        office_table(tmp_path / f"{seed}.docx", written[seed], rng)
    printed(tmp_path)
    for seed, cells in written.items():
        document = read_pdf((tmp_path / f"{seed}.pdf").read_bytes())
        assert as_read(only_grid(document)) == as_written(cells), f"document {seed}"
        assert [b.text for b in document.blocks if isinstance(b, Paragraph)][-1] == "四、其他"


def test_labels_written_from_top_to_bottom_are_read_in_that_order(tmp_path: Path) -> None:
    document = Docx()
    table = document.add_table(6, 3, style="Table Grid")
    tall = table.cell(0, 0).merge(table.cell(5, 0))
    tall.text = "三、本年度办理结果（共2024件）"
    direction = OxmlElement("w:textDirection")
    direction.set(qn("w:val"), "tbRl")
    tall._tc.get_or_add_tcPr().append(direction)
    for row in range(6):
        table.cell(row, 1).text, table.cell(row, 2).text = f"{row}", f"{row}0"
    document.save(str(tmp_path / "tall.docx"))
    printed(tmp_path)
    grid = only_grid(read_pdf((tmp_path / "tall.pdf").read_bytes()))
    assert [(c.text, c.rowspan) for c in grid.cells if c.col == 0] == [("三、本年度办理结果（共2024件）", 6)]
