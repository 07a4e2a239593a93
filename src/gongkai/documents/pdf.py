"""PDF with a text layer, read through PDFium's plain C interface.

`read_pdf(data, limits)` gives a `Document`; pages without text are handed to `ocr` where that is installed. PDFium is not
thread-safe and the file may be hostile: callers that do not know the file run this in a child process with resource limits.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from gongkai.documents.errors import Unreadable
from gongkai.documents.layout.compose import compose
from gongkai.documents.layout.page import PageLayout
from gongkai.documents.limits import Limits
from gongkai.documents.model import Document, ReadingNote

if TYPE_CHECKING:
    import pypdfium2

    from gongkai.documents.pdf_page import PageReader


def read_pdf(data: bytes, limits: Limits | None = None) -> Document:
    """The PDF as blocks in reading order; `Document.pages` is the number of pages.

    Raises Unreadable: encrypted, damaged, too_many_pages, too_slow, needs_ocr (nothing but pictures and no OCR installed).
    """
    limits = limits or Limits()
    most_pages = limits.max_pages
    deadline = time.monotonic() + limits.seconds
    pdf = _open(data)
    try:
        count = len(pdf)
        if count > most_pages:
            raise Unreadable("too_many_pages", f"这份 PDF 有 {count} 页，超过 {most_pages} 页的上限，请拆分后再上传。")
        pages, reader = _pages(pdf, count, limits, deadline)
        title = _title(pdf)
        blind = {*reader.scanned, *reader.unreadable}
        if blind and all(p.number in blind for p in pages if p.runs or p.pictures):
            from gongkai.documents.ocr import ocr_pages

            return ocr_pages(pdf, pages, limits, deadline, title=title)
    finally:
        pdf.close()
    notes = []
    if reader.scanned:
        message = f"第 {_numbers(reader.scanned)} 页是图片，没有文字层，其中的内容没有读入，请人工核对。"
        notes.append(ReadingNote("picture_pages", message))
    if reader.layered:
        message = f"第 {_numbers(reader.layered)} 页是扫描图片，文字取自文件自带的识别结果，可能有错，请对照原件核对。"
        notes.append(ReadingNote("recognised_layer", message))
    if reader.garbled:
        message = f"第 {_numbers(reader.garbled)} 页有文字无法对应到字符（字体缺少编码表），请对照原件核对。"
        notes.append(ReadingNote("unmapped_text", message))
    blocks = compose(pages, limits, deadline)
    return Document(blocks, "pdf", title=title, pages=count, notes=notes)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    import pypdfium2
    import pypdfium2.raw as raw

    if not data:
        raise Unreadable("empty", "文件是空的，请重新选择文件。")
    try:
        pdf = pypdfium2.PdfDocument(data)
        if len(pdf) == 0:
            raise Unreadable("damaged", "这份 PDF 没有任何页面，文件可能已损坏，请重新导出后再上传。")
        return pdf
    except pypdfium2.PdfiumError as error:
        # PDFium keeps the error of an earlier file where it has none for this one: look for the encryption itself.
        code = error.err_code if b"/Encrypt" in data else None
        if code == raw.FPDF_ERR_PASSWORD:
            raise Unreadable("encrypted", "这份 PDF 设有打开密码，请去掉密码后重新上传。") from None
        if code == raw.FPDF_ERR_SECURITY:
            raise Unreadable("encrypted", "这份 PDF 使用了不支持的加密方式，请去掉加密后重新上传。") from None
        raise Unreadable("damaged", "这份 PDF 无法打开，文件可能已损坏或下载不完整，请重新导出后再上传。") from None


def _pages(pdf: pypdfium2.PdfDocument, count: int, limits: Limits, deadline: float) -> tuple[list[PageLayout], PageReader]:
    """Layout of every page, and the reader that knows which pages are not plain text."""
    from gongkai.documents.pdf_page import PageReader

    reader = PageReader(pdf, limits.max_text)
    pages: list[PageLayout] = []
    for index in range(count):
        if time.monotonic() > deadline:
            raise Unreadable("too_slow", f"这份 PDF 读到第 {index + 1} 页仍未读完，已超过时间上限，请拆分后再上传。")
        pages.append(reader.read(index))
    return pages, reader


def _title(pdf: pypdfium2.PdfDocument) -> str | None:
    title = pdf.get_metadata_value("Title").strip().strip("\x00")
    return title or None


def _numbers(pages: list[int]) -> str:
    """Page numbers for a person: 1、3–5."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and page == spans[-1][1] + 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    return "、".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)
