"""Any file → headings, paragraphs, grids. `read` is the one door; the readers behind it are imported when needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gongkai.documents.archive import open_archive
from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import MIB, Limits
from gongkai.documents.model import Document
from gongkai.documents.reasons import why
from gongkai.documents.sniff import sniff

__all__ = ["Document", "Limits", "Unreadable", "open_archive", "read", "sniff"]

_REFUSED = {
    "pptx": "这是演示文稿（PPT），读不了。请将内容另存为 docx 或 PDF 后提交。",
    "ppt": "这是演示文稿（PPT），读不了。请将内容另存为 docx 或 PDF 后提交。",
    "xlsb": "这是二进制工作簿（xlsb），读不了。请另存为 xlsx 后提交。",
    "archive": "这是 rar、7z 一类的压缩包，请先解压，或改存为 zip 后提交。",
    "unknown": "认不出这是什么文件。请另存为 docx、PDF、OFD、网页或文本后提交。",
    "ole": "认不出这是什么文件（不是 Word 或 Excel 文档）。请另存为 docx 或 PDF 后提交。",
}


def read(data: bytes | str | Path, name: str | None = None, limits: Limits | None = None) -> Document:
    """The document in `data` (bytes, or the path of a file), recognised by content.

    Raises Unreadable and nothing else: whatever goes wrong inside a reader becomes Unreadable("damaged").
    """
    limits = limits or Limits()
    content = _bytes(data, limits)
    if isinstance(data, str | Path) and name is None:
        name = Path(data).name
    if len(content) > limits.max_bytes:
        raise Unreadable("too_large", f"文件超过 {limits.max_bytes // MIB} MB 的上限，请压缩图片或拆分后重新提交。")
    try:
        document = _read(content, name, limits)
        _measure(document, limits)
        return document
    except Unreadable:
        raise
    except MemoryError as e:
        raise Unreadable("too_much_memory", "文件展开后占用内存过多，无法读取。请拆分或另存后重新提交。") from e
    except RecursionError as e:
        raise Unreadable("bomb", "文件内部嵌套层数异常，拒绝读取。请另存为新文件后重新提交。") from e
    except Exception as e:
        raise Unreadable("damaged", "文件内容已损坏或不合规范，读不出来。请用原软件打开并另存后重新提交。") from e
    except BaseException as e:
        # a panic of a Rust extension is no Exception, and must not take a batch down
        if type(e).__name__ != "PanicException":
            raise
        raise Unreadable("damaged", "文件内容已损坏或不合规范，读不出来。请用原软件打开并另存后重新提交。") from e


def _bytes(data: bytes | str | Path, limits: Limits) -> bytes:
    if isinstance(data, bytes):
        return data
    path = Path(data)
    try:
        if path.stat().st_size > limits.max_bytes:
            raise Unreadable("too_large", f"文件超过 {limits.max_bytes // MIB} MB 的上限，请压缩图片或拆分后重新提交。")
        return path.read_bytes()
    except OSError as e:
        raise Unreadable("damaged", f"打不开文件“{path.name}”：{why(e)}。请检查路径和权限。") from e


def _read(data: bytes, name: str | None, limits: Limits) -> Document:
    kind = sniff(data, name)
    reader = _READERS.get(kind)
    if reader is not None:
        return reader(data, name, limits)
    if kind == "empty":
        raise Unreadable("empty", "文件是空的，没有任何内容。请确认选对了文件。")
    if kind == "encrypted":
        raise Unreadable("encrypted", "文件设有打开密码，请取消密码后重新提交。")
    raise Unreadable("unknown_format", _REFUSED.get(kind, _REFUSED["unknown"]))


def _measure(document: Document, limits: Limits) -> None:
    """Bounds that hold for every reader, so that nothing after it has to fear a document's size."""
    from gongkai.documents.model import Grid, Paragraph

    positions = characters = 0
    pending = list(document.blocks)
    while pending:
        block = pending.pop()
        if isinstance(block, Grid):
            positions += block.n_rows * block.n_cols
            if block.nested:
                pending.extend(block.nested)
        elif isinstance(block, Paragraph):
            characters += len(block.text)
    if positions > limits.max_cells:
        raise Unreadable("too_large", f"表格共 {positions} 个格子，超过上限 {limits.max_cells} 个。请拆分后重新提交。")
    if characters > limits.max_text:
        raise Unreadable("too_large", f"文字共 {characters} 字，超过上限 {limits.max_text} 字。请拆分后重新提交。")


def _pdf(data: bytes, name: str | None, limits: Limits) -> Document:
    from gongkai.documents.pdf import read_pdf

    return read_pdf(data, limits)


def _ofd(data: bytes, name: str | None, limits: Limits) -> Document:
    from gongkai.documents.ofd import read_ofd

    return read_ofd(data, limits)


def _text(data: bytes, name: str | None, limits: Limits) -> Document:
    from gongkai.documents.text import read_text

    return read_text(data, name, limits)


def _html(data: bytes, name: str | None, limits: Limits) -> Document:
    from gongkai.documents.html import read_html

    return read_html(data, limits)


def _mhtml(data: bytes, name: str | None, limits: Limits) -> Document:
    from gongkai.documents.mhtml import read_mhtml

    return read_mhtml(data, limits)


def _docx(data: bytes, name: str | None, limits: Limits) -> Document:
    from gongkai.documents.docx import read_docx

    return read_docx(data, limits)


def _sheet(data: bytes, name: str | None, limits: Limits) -> Document:
    from gongkai.documents.sheet import read_sheet

    return read_sheet(data, limits)


def _odf(data: bytes, name: str | None, limits: Limits) -> Document:
    from gongkai.documents.odf import read_odf

    return read_odf(data, limits)


def _office(data: bytes, name: str | None, limits: Limits) -> Document:
    from gongkai.documents.office import read_office

    return read_office(data, limits)


def _image(data: bytes, name: str | None, limits: Limits) -> Document:
    from gongkai.documents.ocr import read_image

    return read_image(data, limits)


def _zip(data: bytes, name: str | None, limits: Limits) -> Document:
    """A zip around a single file is that file; more of them are no document."""
    files = []
    for inner_name, inner in open_archive(data, limits):
        files.append((inner_name, inner))
        if len(files) > 1:
            break
    if len(files) == 1 and sniff(files[0][1], files[0][0]) != "zip":
        return _read(files[0][1], files[0][0], limits)
    raise Unreadable("unknown_format", "这是含有多个文件的压缩包，不是一份文档。请解压后逐份提交，或作为整包批量提交。")


_READERS: dict[str, Callable[[bytes, str | None, Limits], Document]] = {
    "pdf": _pdf,
    "ofd": _ofd,
    "text": _text,
    "html": _html,
    "mhtml": _mhtml,
    "docx": _docx,
    "xlsx": _sheet,
    "xls": _sheet,
    "ods": _odf,
    "odt": _odf,
    "flat": _odf,
    "doc": _office,
    "rtf": _office,
    "wordml": _office,
    "image": _image,
    "zip": _zip,
}
