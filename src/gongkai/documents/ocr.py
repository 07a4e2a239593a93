"""Scanned pages and pictures: recognised by tesseract where it is installed.

`Document.reader` is "ocr" and a note says so: whatever was recognised may be wrong, and a person has to compare.
"""

from __future__ import annotations

import io
import os
import re
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from gongkai.documents.errors import Unreadable
from gongkai.documents.layout.compose import compose
from gongkai.documents.layout.page import PageLayout, Rule, Run
from gongkai.documents.layout.raster import tables
from gongkai.documents.limits import Limits
from gongkai.documents.model import Document, Grid, Paragraph, ReadingNote
from gongkai.documents.ocr_bitmap import DPI, Bitmap, ink
from gongkai.documents.ocr_cells import read_cells
from gongkai.documents.ocr_engine import Word, recognise, require

if TYPE_CHECKING:
    from PIL.Image import Image

A4_WIDTH = 595.0
MOST_PIXELS = 80_000_000
MOST_PAGE_PIXELS = 24_000_000
"""An A3 page at 400 dots an inch; larger pages are looked at with fewer dots."""

POINTS = 72 / DPI

MIXED_BRACKETS = re.compile(r"〈([^〈〉()（）]*)[)）]")


def read_image(data: bytes, limits: Limits | None = None) -> Document:
    """A picture file (png, jpeg, tiff with several pages, bmp, gif, webp) as a document.

    Raises Unreadable: needs_ocr, damaged, bomb, too_many_pages, too_slow, crashed.
    """
    limits = limits or Limits()
    return ocr_pictures([(0, data, 0.0)], limits, time.monotonic() + limits.seconds)


def ocr_pictures(
    pictures: list[tuple[int, bytes | None, float]], limits: Limits, deadline: float, title: str | None = None
) -> Document:
    """Pictures as pages: (page number, file contents, width in points or 0). Several pages in one file become several."""
    require()
    frames: list[Any] = []
    for _, content, width in pictures:
        frames.extend(_frames(content, width, limits) if content else [None])
    if len(frames) > limits.max_pages:
        raise Unreadable("too_many_pages", f"图片超过 {limits.max_pages} 页的上限，请拆分后再上传。")
    readings = _read_all(frames, deadline)
    return _document(readings, limits, deadline, title)


def ocr_pages(pdf: Any, pages: list[PageLayout], limits: Limits, deadline: float, title: str | None = None) -> Document:
    """A PDF whose pages are pictures. PDFium draws the pages one after the other; they are recognised side by side."""
    require()
    readings: list[tuple[PageLayout, int]] = []
    workers = max(os.cpu_count() or 1, 1)
    for start in range(0, len(pages), workers):
        drawn = [_draw(pdf, page) for page in pages[start : start + workers]]
        readings.extend(_read_all(drawn, deadline, start))
    return _document(readings, limits, deadline, title)


def rules_of_page(pdf: Any, page: PageLayout) -> tuple[list[Rule], list[Rule], float]:
    """Level and upright rules (points) of a scanned PDF page, and the degrees by which it was turned to be straight."""
    image = _draw(pdf, page)
    if image is None:
        return [], [], 0.0
    bitmap = Bitmap(image)
    return bitmap.level, bitmap.upright, bitmap.angle


def _draw(pdf: Any, page: PageLayout) -> Image | None:
    if not page.pictures and not page.runs:
        return None
    sheet = pdf[page.number - 1]
    try:
        width, height = sheet.get_size()
        scale = DPI / 72
        scale = min(scale, (MOST_PAGE_PIXELS / max(width * height, 1.0)) ** 0.5)
        image: Image = sheet.render(scale=scale, grayscale=True).to_pil()
        return image if scale == DPI / 72 else _enlarged(image, width)
    finally:
        sheet.close()


def _frames(content: bytes, width: float, limits: Limits) -> list[Image]:
    from PIL import Image as Images
    from PIL import ImageSequence, UnidentifiedImageError

    Images.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Images.DecompressionBombWarning)
            image = Images.open(io.BytesIO(content), formats=("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"))
            out: list[Image] = []
            for frame in ImageSequence.Iterator(image):
                if len(out) >= limits.max_pages:
                    raise Unreadable("too_many_pages", f"图片超过 {limits.max_pages} 页的上限，请拆分后再上传。")
                out.append(_enlarged(frame.copy(), width))
                if image.format == "GIF":
                    break
            return out
    except (Images.DecompressionBombWarning, Images.DecompressionBombError):
        raise Unreadable("bomb", "图片的像素过多，可能是恶意文件，请缩小后再上传。") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Unreadable("damaged", "图片无法打开，文件可能已损坏，请重新扫描或导出后再上传。") from None


def _enlarged(image: Image, width: float) -> Image:
    """The page at DPI. Without a known width the picture is taken for a page of A4."""
    from PIL import Image as Images
    from PIL import ImageOps

    image = ImageOps.exif_transpose(image) or image
    if not width:
        width = A4_WIDTH if image.height >= image.width else 842.0
    wanted = width * DPI / 72
    factor = wanted / image.width
    pixels = image.width * image.height * factor * factor
    if pixels > MOST_PAGE_PIXELS:
        factor *= (MOST_PAGE_PIXELS / pixels) ** 0.5
    if 0.9 < factor < 1.1:
        return image
    size = (max(round(image.width * factor), 1), max(round(image.height * factor), 1))
    if image.mode in ("1", "P"):
        image = image.convert("RGBA" if "transparency" in image.info else "L")
    return image.resize(size, Images.Resampling.LANCZOS)


def _read_all(images: list[Any], deadline: float, start: int = 0) -> list[tuple[PageLayout, int]]:
    jobs = list(enumerate(images, start + 1))
    with ThreadPoolExecutor(max(min(os.cpu_count() or 1, len(jobs)), 1)) as pool:
        return list(pool.map(lambda job: _read_page(job[0], job[1], deadline), jobs))


def _read_page(number: int, image: Image | None, deadline: float) -> tuple[PageLayout, int]:
    """Layout of one page, and the number of its figures that are in doubt."""
    if image is None:
        return PageLayout(number, A4_WIDTH, 842.0), 0
    page = Bitmap(image)
    grey = page.grey
    layout = PageLayout(number, grey.width * POINTS, grey.height * POINTS, horizontal=page.level, vertical=page.upright)
    found = tables(layout, 20_000)
    doubtful = 0
    if found:
        clean = page.without_rules()
        reading = read_cells(clean, found, deadline)
        layout.runs.extend(reading.runs)
        doubtful = reading.doubtful
        for table in found:
            left, top = int(table.xs[0] / POINTS) - 8, int(table.ys[0] / POINTS) - 8
            clean.paste(255, (left, top, int(table.xs[-1] / POINTS) + 8, int(table.ys[-1] / POINTS) + 8))
        grey = clean
    if ink(grey).getbbox() is not None:
        layout.runs.extend(_run(word) for word in recognise(grey, deadline))
    return layout, doubtful


def _run(word: Word) -> Run:
    height = word.line_y1 - word.line_y0
    return Run(word.x0 * POINTS, word.line_y0 * POINTS, word.x1 * POINTS, word.line_y1 * POINTS, word.text, height * POINTS)


def _document(readings: list[tuple[PageLayout, int]], limits: Limits, deadline: float, title: str | None) -> Document:
    pages = [layout for layout, _ in readings]
    doubtful = sum(count for _, count in readings)
    message = "这份文件是扫描件或图片，文字由识别程序（OCR）得出，可能有错，请对照原件逐项核对。"
    notes = [ReadingNote("ocr", message)]
    if doubtful:
        notes.append(ReadingNote("ocr_doubtful", f"有 {doubtful} 个数字两次识别的结果不一致，请重点核对表格中的数字。"))
    blocks = compose(pages, limits, deadline)
    for block in blocks:
        if isinstance(block, Paragraph):
            block.text = _brackets(block.text)
        elif isinstance(block, Grid):
            for cell in block.cells:
                cell.text = _brackets(cell.text)
    return Document(blocks, "ocr", title=title, pages=len(pages), notes=notes)


def _brackets(text: str) -> str:
    """Round brackets that were taken for angle brackets: no text opens with one kind and closes with the other."""
    return MIXED_BRACKETS.sub("（\\1）", text)
