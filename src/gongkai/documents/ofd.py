"""OFD (GB/T 33190-2016): a zip of XML that says where every character and every line stands.

The pages become `layout.page.PageLayout`s and go the same way as PDF pages.
"""

from __future__ import annotations

import posixpath
import time
from typing import TYPE_CHECKING

from gongkai.documents.errors import Unreadable
from gongkai.documents.layout.compose import compose
from gongkai.documents.layout.page import PageLayout
from gongkai.documents.limits import Limits
from gongkai.documents.model import Document, ReadingNote
from gongkai.documents.ofd_package import DAMAGED, Package, children, local, text_of
from gongkai.documents.ofd_page import PageBuilder
from gongkai.documents.zips import open_zip

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_ofd(data: bytes, limits: Limits | None = None) -> Document:
    """The OFD as blocks in reading order; `Document.pages` is the number of pages of all its documents.

    Raises Unreadable: damaged, encrypted, bomb, too_many_pages, too_large, too_slow, needs_ocr.
    """
    limits = limits or Limits()
    deadline = time.monotonic() + limits.seconds
    with open_zip(data, limits) as archive:
        package = Package(archive)
        root = package.xml("/OFD.xml")
        if root is None:
            raise Unreadable("damaged", DAMAGED)
        if any(local(child).startswith("Encrypt") for child in root):
            raise Unreadable("encrypted", "这份 OFD 已加密，请去掉密码后重新上传。")
        pages: list[PageLayout] = []
        scanned: list[int] = []
        left_chars = limits.max_text
        for body in children(root, "DocBody"):
            path = package.resolve("/", text_of(body, "DocRoot"))
            document = package.xml(path) if path else None
            if document is None:
                continue
            builder = PageBuilder(package, posixpath.dirname(path), document)
            for page in builder.page_elements():
                number = len(pages) + 1
                if number > limits.max_pages:
                    raise Unreadable("too_many_pages", f"这份 OFD 超过 {limits.max_pages} 页的上限，请拆分后再上传。")
                if time.monotonic() > deadline:
                    raise Unreadable("too_slow", f"这份 OFD 读到第 {number} 页已超过时间上限，请拆分后再上传。")
                layout, characters = builder.read(page, number, left_chars)
                left_chars -= characters
                if left_chars < 0:
                    raise Unreadable("too_large", f"这份 OFD 的文字到第 {number} 页已超过上限，请拆分后再上传。")
                pages.append(layout)
                if characters < 12 and builder.is_scan(layout):
                    scanned.append(number)
        if not pages:
            raise Unreadable("damaged", DAMAGED)
        title = _title(root)
        if scanned and len(scanned) == sum(1 for p in pages if p.runs or p.pictures):
            return _recognise(package, pages, limits, deadline, title)
    notes = []
    if scanned:
        listed = "、".join(map(str, scanned))
        message = f"第 {listed} 页是图片，没有文字层，其中的内容没有读入，请人工核对。"
        notes.append(ReadingNote("picture_pages", message))
    return Document(compose(pages, limits, deadline), "ofd", title=title, pages=len(pages), notes=notes)


def _recognise(package: Package, pages: list[PageLayout], limits: Limits, deadline: float, title: str | None) -> Document:
    """A scan in an OFD: the page pictures through OCR."""
    from gongkai.documents.ocr import ocr_pictures

    pictures = []
    for page in pages:
        largest = max(page.pictures, key=lambda p: (p.x1 - p.x0) * (p.y1 - p.y0), default=None)
        content = package.bytes(largest.name) if largest is not None and largest.name else None
        pictures.append((page.number, content, largest.x1 - largest.x0 if largest else page.width))
    return ocr_pictures(pictures, limits, deadline, title=title)


def _title(root: _Element) -> str | None:
    for body in children(root, "DocBody"):
        for info in children(body, "DocInfo"):
            title = text_of(info, "Title").strip()
            if title:
                return title
    return None
