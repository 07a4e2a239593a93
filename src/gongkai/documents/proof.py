"""A photo or scan that is kept as a proof: opened to the end before it is taken, and kept as it came.

Who signed what is told by the picture, so nothing is drawn anew; what cannot be opened, is locked, does things when it is
opened or carries other files is refused. Run in a child process: `sandbox.run(proof.TARGET, data)`.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import Any

from gongkai.documents.errors import Unreadable
from gongkai.documents.photo import MOST_PIXELS, kind_of
from gongkai.documents.sniff import sniff

TARGET = "gongkai.documents.proof:work"
MOST_PAGES = 50
MOST_UNPACKED = 8_000_000
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|RichMedia|Movie|Rendition|ImportData|SubmitForm|EmbeddedFiles?)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED = re.compile(rb"/ObjStm\b[^>]{0,400}>>\s*stream\r?\n")


def work(data: bytes) -> bytes:
    """The media type, in ASCII. Raises Unreadable: not_a_proof, damaged, encrypted, active, too_large, too_many_pages."""
    kind = sniff(data)
    if kind == "image" and (picture := kind_of(data)):
        _open_picture(data, picture)
        return b"image/jpeg" if picture == "JPEG" else b"image/png"
    if kind == "pdf" and data.startswith(b"%PDF-"):
        _open_pdf(data)
        return b"application/pdf"
    raise Unreadable("not_a_proof", "这不是 JPG、PNG 照片或 PDF 文件，请另选。")


def _open_picture(data: bytes, kind: str) -> None:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            opened.load()
    except Image.DecompressionBombError as error:
        raise Unreadable("too_large", "这张照片的尺寸太大，收不了。请用普通模式重拍。") from error
    except MemoryError:  # the child process says what it means
        raise
    except Exception as error:  # whatever a damaged or hostile file makes the decoder raise
        raise Unreadable("damaged", "这张照片打不开，可能没有传完整或已损坏。请重新拍摄或选择另一张。") from error


def _open_pdf(data: bytes) -> None:
    import pypdfium2
    import pypdfium2.raw as raw

    from gongkai.documents.pdf import _open

    pdf = _open(data)
    try:
        if len(pdf) > MOST_PAGES:
            raise Unreadable("too_many_pages", f"这份 PDF 有 {len(pdf)} 页，超过 {MOST_PAGES} 页。请只交签批单。")
        if raw.FPDFDoc_GetAttachmentCount(pdf) > 0:
            raise Unreadable("active", "这份 PDF 里夹带了别的文件，不能收。请重新扫描或另存后再选。")
        if raw.FPDFDoc_GetJavaScriptActionCount(pdf) > 0 or _acts(data):
            raise Unreadable("active", "这份 PDF 带有脚本或会自动打开别的程序，不能收。请重新扫描或另存后再选。")
        for page in pdf:
            _draw(page)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("damaged", "这份 PDF 有打不开的页，文件可能已损坏。请重新扫描或导出后再选。") from error
    finally:
        pdf.close()


def _draw(page: Any) -> None:
    """Small: enough to see that it can be."""
    width, height = page.get_size()
    page.render(scale=min(1.0, 200 / max(width, height, 1.0))).close()
    page.close()


def _acts(data: bytes) -> bool:
    """Whether the file names an action that starts programs or scripts, in plain objects or packed ones."""
    if _ACTIVE.search(_spelt_out(data)):
        return True
    for head in _PACKED.finditer(data):
        try:
            plain = zlib.decompressobj().decompress(data[head.end() :], MOST_UNPACKED)
        except zlib.error:
            continue  # packed in another way: nothing that opens files by itself does that
        if _ACTIVE.search(_spelt_out(plain)):
            return True
    return False


def _spelt_out(data: bytes) -> bytes:
    """Names without #xx in them."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
