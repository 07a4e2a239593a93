"""Files are recognised by what is in them, whatever they are called."""

from __future__ import annotations

import struct

import pytest

from gongkai.documents import ole
from gongkai.documents.sniff import KINDS, sniff
from tests.documents.office_files import docx, p, zipped


def compound(*streams: str, fib: bytes = b"", damaged: bool = False) -> bytes:
    """An OLE file: header, one FAT sector, one or two directory sectors, and a first stream of 4096 bytes."""
    header = bytearray(512)
    header[:8] = ole.MAGIC
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<I", header, 48, 99 if damaged else 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = [0xFFFFFFFD, 2, 0xFFFFFFFE, *range(4, 11), 0xFFFFFFFE]
    fat_sector = struct.pack("<128I", *fat, *[0xFFFFFFFF] * (128 - len(fat)))
    entries = b""
    for i, name in enumerate(("Root Entry", *streams)):
        raw = name.encode("utf-16-le")
        entry = bytearray(128)
        entry[: len(raw)] = raw
        left = 0xFFFFFFFF
        right = i + 1 if 0 < i < len(streams) else 0xFFFFFFFF
        child = 1 if i == 0 and streams else 0xFFFFFFFF
        struct.pack_into("<HBBIII", entry, 64, len(raw) + 2, 5 if i == 0 else 2, 1, left, right, child)
        struct.pack_into("<II", entry, 116, 3 if i else 0xFFFFFFFE, 4096 if i else 0)
        entries += bytes(entry)
    return bytes(header) + fat_sector + entries.ljust(1024, b"\0") + fib.ljust(4096, b"\0")


FIB, LOCKED = b"\xec\xa5" + b"\0" * 10, b"\xec\xa5" + b"\0" * 9 + b"\x01"
FRAGMENT = "<p>一、总体情况</p>"

KNOWN = {
    "nothing": (b"", "empty"),
    "blank": (b" \r\n\t", "empty"),
    "PDF": (b"%PDF-1.7\n...", "pdf"),
    "PDF behind junk": (b"\r\njunk\n%PDF-1.4\n...", "pdf"),
    "OFD": (zipped({"OFD.xml": "<x/>", "Doc_0/Document.xml": "<x/>"}), "ofd"),
    "docx": (docx(p("甲")), "docx"),
    "docx cut off": (docx(p("甲" * 2000))[:-200], "docx"),
    "xlsx": (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "xlsx"),
    "xlsb": (zipped({"xl/workbook.bin": ""}), "xlsb"),
    "pptx": (zipped({"ppt/presentation.xml": ""}), "pptx"),
    "odt": (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}), "odt"),
    "ods": (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}), "ods"),
    "a zip of files": (zipped({"a.docx": b"PK", "b.pdf": b"%PDF"}), "zip"),
    "Word 97": (compound("1Table", "WordDocument", fib=FIB), "doc"),
    "Word 97 with a password": (compound("WordDocument", fib=LOCKED), "encrypted"),
    "Excel 97": (compound("Workbook"), "xls"),
    "Excel 5": (compound("Book"), "xls"),
    "an encrypted docx": (compound("EncryptionInfo", "EncryptedPackage"), "encrypted"),
    "PowerPoint": (compound("PowerPoint Document"), "ppt"),
    "another compound file": (compound("Contents"), "ole"),
    "a compound file whose directory is lost": (compound("WordDocument", damaged=True), "doc"),
    "RTF": (b"{\\rtf1\\ansi x}", "rtf"),
    "PNG": (b"\x89PNG\r\n\x1a\n....", "image"),
    "JPEG": (b"\xff\xd8\xff\xe0....", "image"),
    "TIFF": (b"II*\0....", "image"),
    "BMP": (b"BM" + struct.pack("<I", 60) + b"\0" * 54, "image"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c....", "archive"),
    "a page": (b"<!DOCTYPE html><html><body></body></html>", "html"),
    "a page behind marks and comments": ("\ufeff\n<!-- x --><?xml version='1.0'?><HTML><BODY></BODY></HTML>".encode(), "html"),
    "a page in UTF-16": ("<html><body><p>甲</p></body></html>".encode("utf-16"), "html"),
    "a page in UTF-16 without a mark": ("<html><body><p>甲</p></body></html>".encode("utf-16-le"), "html"),
    "a page in GBK": ("<html><body><p>总体情况</p></body></html>".encode("gbk"), "html"),
    "a fragment": (FRAGMENT.encode(), "html"),
    "a fragment that begins with text": (f"年度报告<br>{FRAGMENT * 3}<table><tr><td>1</td></tr></table>".encode(), "html"),
    "rows alone": ("<tr><td>甲</td></tr>".encode(), "html"),
    "text with a table in markup": ("# 标题\n\n正文\n\n<table><tr><td>1</td></tr></table>\n".encode(), "html"),
    "a page saved as one file": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x", "mhtml"),
    "Word 2003 XML": (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument>", "wordml"),
    "flat ODT": (b"<?xml version='1.0'?><office:document xmlns:office='x'>", "flat"),
    "text": ("一、总体情况\n".encode(), "text"),
    "text in GBK": ("一、总体情况，主动公开政府信息".encode("gbk"), "text"),
    "text in UTF-16": ("一、总体情况".encode("utf-16"), "text"),
    "Markdown": ("# 标题\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".encode(), "text"),
    "Markdown with a break in a cell": ("# 标题\n\n| 法人<br>组织 | b |\n|---|---|\n| 1 | 2 |\n正文\n正文\n".encode(), "text"),
    "a text that speaks of tags": ("用 <p> 标出段落，用 <br> 换行。\n".encode() * 5, "text"),
    "a comparison": (b"1 < 2\n", "text"),
    "noise": (bytes(range(256)) * 20, "unknown"),
}


@pytest.mark.parametrize(("data", "kind"), KNOWN.values(), ids=KNOWN.keys())
def test_a_file_is_recognised_by_its_content(data: bytes, kind: str) -> None:
    assert sniff(data) == kind
    assert kind in KINDS


@pytest.mark.parametrize("name", ["报告.pdf", "报告.doc", "报告.txt", "报告.docx", None])
def test_a_lying_name_changes_nothing(name: str | None) -> None:
    assert [sniff(data, name) for data, _ in KNOWN.values()] == [kind for _, kind in KNOWN.values()]


def test_an_html_name_settles_a_fragment_that_could_be_text() -> None:
    data = "第一段<br>第二段".encode()
    assert (sniff(data), sniff(data, "a.html")) == ("text", "html")


@pytest.mark.parametrize("cut", range(0, 5200, 37))
def test_compound_files_cut_anywhere_are_still_told_apart_without_an_error(cut: int) -> None:
    assert sniff(compound("1Table", "WordDocument", fib=FIB)[:cut]) in KINDS
