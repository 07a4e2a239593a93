"""Scans: recognised where tesseract is installed, said plainly where it is not."""

from __future__ import annotations

import io
import random
import subprocess
import time
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageFilter

from gongkai.documents import ocr_engine
from gongkai.documents.errors import Unreadable
from gongkai.documents.layout.page import PageLayout
from gongkai.documents.layout.raster import tables
from gongkai.documents.limits import Limits
from gongkai.documents.model import Document, Grid, Paragraph
from gongkai.documents.ocr import read_image
from gongkai.documents.ocr_bitmap import Bitmap
from gongkai.documents.pdf import read_pdf
from tests.documents.made_tables import Made, only_grid, random_table, typst_pdf, typst_table

SLOW = Limits(seconds=240.0)
FIGURES = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "1", "11"],
    ["行政规范性文件", "8", "26", "66"],
    ["行政许可", "447228", "3985758", "96171.6"],
]


def scanned(pdf: bytes, *, dpi: int = 200, angle: float = 0.0, blur: float = 0.0) -> list[Image.Image]:
    """The pages as a scanner would give them."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        image = page.render(scale=dpi / 72, grayscale=True).to_pil()
        if angle:
            image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=252)
        pages.append(image.filter(ImageFilter.GaussianBlur(blur)) if blur else image)
    return pages


def file_of(pages: list[Image.Image], form: str, **more: object) -> bytes:
    out = io.BytesIO()
    pages[0].save(out, form, **more)
    return out.getvalue()


def report() -> bytes:
    cells = [Made(r, c, 1, 1, text) for r, row in enumerate(FIGURES) for c, text in enumerate(row)]
    table = typst_table(cells, 4, columns="(2fr, 1fr, 1fr, 1fr)", more="inset: 7pt,")
    title = "#align(center)[#text(18pt)[某某县人民政府年度报告]]"
    return typst_pdf(f"{title}\n\n一、总体情况如下，请予审阅。\n\n{table}\n\n二、其他需要报告的事项", size="12pt")


def numbers(document: Document) -> list[list[str]]:
    grid = only_grid(document)
    return [[c.text for c in line if c is not None][1:] for line in grid.matrix()[1:]]


@pytest.mark.needs("tesseract", "fonts")
@pytest.mark.parametrize(("angle", "dpi"), [(0.0, 200), (0.8, 150)])
def test_a_scanned_pdf_gives_its_numbers_and_says_that_it_was_recognised(angle: float, dpi: int) -> None:
    data = file_of(scanned(report(), angle=angle, dpi=dpi), "PDF", resolution=dpi)
    document = read_pdf(data, SLOW)
    assert (document.reader, document.pages) == ("ocr", 1)
    assert document.notes[0].code == "ocr"
    assert "对照原件" in document.notes[0].message
    assert numbers(document) == [row[1:] for row in FIGURES[1:]]
    text = "".join(b.text for b in document.blocks if isinstance(b, Paragraph))
    assert "总体情况" in text
    assert "其他需要报告的事项" in text


@pytest.mark.needs("tesseract", "fonts")
def test_a_picture_file_is_read_like_a_page() -> None:
    pages = scanned(report())
    assert numbers(read_image(file_of(pages, "JPEG", quality=80), SLOW)) == [row[1:] for row in FIGURES[1:]]


@pytest.mark.needs("fonts")
@pytest.mark.parametrize("angle", [0.0, -1.3, 2.2])
def test_merged_cells_are_found_in_a_skewed_bitmap(angle: float) -> None:
    cells = random_table(random.Random(3), 7, 6)
    pdf = typst_pdf(typst_table(cells, 6, columns="(1fr,) * 6"), size="12pt")
    page = Bitmap(scanned(pdf, dpi=300, angle=angle, blur=0.7)[0])
    layout = PageLayout(1, 595, 842, horizontal=page.level, vertical=page.upright)
    found = tables(layout, 1000)
    assert len(found) == 1
    assert {(c.row, c.col, c.rowspan, c.colspan) for c in found[0].cells} == {
        (c.row, c.col, c.rowspan, c.colspan) for c in cells
    }


@pytest.mark.needs("tesseract", "fonts")
def test_a_scan_with_a_text_layer_has_its_tables_and_says_where_the_text_comes_from(tmp_path: Path) -> None:
    scanned(report())[0].save(tmp_path / "page.png", dpi=(200, 200))
    command = ["tesseract", str(tmp_path / "page.png"), str(tmp_path / "layered"), "-l", "chi_sim", "pdf"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    document = read_pdf((tmp_path / "layered.pdf").read_bytes())
    assert (document.reader, [n.code for n in document.notes]) == ("pdf", ["recognised_layer"])
    grid = only_grid(document)
    assert (grid.n_rows, grid.n_cols) == (4, 4)
    assert "447228" in {c.text for c in grid.cells}


def test_without_tesseract_the_message_names_the_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    ocr_engine.languages.cache_clear()
    try:
        data = file_of([Image.new("L", (1240, 1754), 255)], "PDF", resolution=150)
        with pytest.raises(Unreadable) as refused:
            read_pdf(data)
    finally:
        ocr_engine.languages.cache_clear()
    assert refused.value.code == "needs_ocr"
    assert "tesseract" in refused.value.message


@pytest.mark.needs("fonts")
def test_a_picture_page_among_text_pages_is_named() -> None:
    document = pypdfium2.PdfDocument(typst_pdf("第一页有文字，内容完整，可以读取，不是图片。"))
    picture = pypdfium2.PdfDocument(file_of([Image.new("L", (1240, 1754), 128)], "PDF", resolution=150))
    document.import_pages(picture)
    out = io.BytesIO()
    document.save(out)
    read = read_pdf(out.getvalue())
    assert read.reader == "pdf"
    assert [(n.code, "第 2 页" in n.message) for n in read.notes] == [("picture_pages", True)]


@pytest.mark.needs("tesseract")
def test_bad_pictures_are_refused() -> None:
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    cases = [(b"\x89PNG\r\n\x1a\nnothing", "damaged"), (bomb.getvalue(), "bomb")]
    for data, code in cases:
        with pytest.raises(Unreadable) as refused:
            read_image(data)
        assert refused.value.code == code


@pytest.mark.needs("tesseract", "fonts")
def test_recognition_stops_at_the_time_limit() -> None:
    pages = scanned(report())
    begun = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        read_image(file_of(pages, "PNG"), Limits(seconds=0.05))
    assert refused.value.code == "too_slow"
    assert time.monotonic() - begun < 30


@pytest.mark.needs("tesseract", "fonts")
def test_an_empty_scan_is_an_empty_document() -> None:
    document = read_image(file_of([Image.new("L", (1240, 1754), 250)], "PNG"), SLOW)
    assert [b for b in document.blocks if isinstance(b, Paragraph | Grid)] == []
