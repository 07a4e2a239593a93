"""What a file is, by its content. Names lie: web pages are called .doc, and .docx files .doc."""

from __future__ import annotations

import re
import zipfile

from gongkai.documents import ole
from gongkai.documents.charset import decode_markup, wide

KINDS = (
    *("empty", "pdf", "ofd", "docx", "xlsx", "xlsb", "ods", "odt", "pptx", "doc", "xls", "ppt", "ole", "encrypted", "rtf"),
    *("html", "mhtml", "wordml", "flat", "image", "text", "zip", "archive", "unknown"),
)
"""Everything `sniff` answers. `wordml`: Word's or Excel's single-file XML; `flat`: OpenDocument as one XML file;
`archive`: rar, 7z, gz (not opened here); `image`: a picture file; `ole`: a compound file of another program."""

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_TAG_NAMES = (
    "!doctype html|html|head|body|meta|title|table|tbody|thead|tr|td|th|div|p|span|br|h[1-6]|ul|ol|li|font|center|section|"
    "article|script|style|pre|b|strong|a|img|main|form|base|link|header|nav|dl|o:p|colgroup|col|caption|em|i|u|small|sup"
)
_TAG = re.compile(rf"</?(?:{_TAG_NAMES})(?:\s[^<>]*)?/?>", re.I)
_STARTS = re.compile(r"(?:\s|\ufeff|<!--.*?-->|<\?xml[^>]*>|<\?[^>]*>|<!\[if[^>]*>)*", re.S)
_CLOSING = re.compile(r"</(?:table|tr|td|div|p|body|html|ul|ol|span)\s*>", re.I)
_BREAK = re.compile(r"<br\s*/?>", re.I)
_HEAD = 65_536


def sniff(data: bytes, name: str | None = None) -> str:
    """One of KINDS. `name` breaks a tie only (an HTML fragment that could be plain text)."""
    if not data or not data[:_HEAD].strip(b"\0 \t\r\n"):
        return "empty" if not data.strip(b"\0 \t\r\n") else "text"
    head = data[:1024]
    if head.startswith(b"PK") and head[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return _zip_kind(data)
    if head.startswith(ole.MAGIC):
        return ole.kind(data)
    if b"%PDF-" in head and not head.lstrip().startswith(b"<"):
        return "pdf"
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_IMAGES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "image"
    if head.startswith(b"BM") and int.from_bytes(head[2:6], "little") == len(data) and head[6:10] == b"\0\0\0\0":
        return "image"
    if head.startswith(_ARCHIVES):
        return "archive"
    return _text_kind(data, name)


def _zip_kind(data: bytes) -> str:
    """By the members' names; where the table of contents is lost, by the names in front of each member."""
    import io

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:80] if "mimetype" in names and len(names) < 5000 else b""
    except Exception:  # a damaged zip must still be told apart, so that the message can name it
        found = re.findall(rb"PK\x03\x04.{26}([\w\[\]./ -]{4,60})", data, re.S)
        names, mimetype = [name.decode("utf-8", "replace") for name in found], b""
    lower = [n.lower().lstrip("/").replace("\\", "/") for n in names]
    if any(n == "ofd.xml" for n in lower):
        return "ofd"
    if mimetype.startswith(b"application/vnd.oasis.opendocument."):
        return "ods" if b"spreadsheet" in mimetype else "odt" if b"text" in mimetype else "unknown"
    if any(n.startswith("word/") for n in lower):
        return "docx"
    if any(n.startswith("xl/") for n in lower):
        return "xlsb" if "xl/workbook.bin" in lower else "xlsx"
    if any(n.startswith("ppt/") for n in lower):
        return "pptx"
    if "content.xml" in lower and "meta-inf/manifest.xml" in lower:
        return "odt"
    return "zip"


def _text_kind(data: bytes, name: str | None) -> str:
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")[:14].lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    head = data[:_HEAD]
    if not wide(head) and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and _binary(head):
        return "unknown"
    text = decode_markup(head)
    start = _STARTS.match(text)
    rest = text[start.end() if start else 0 :]
    prologue = text[: start.end()] if start else ""
    if "mso-application" in prologue or rest.startswith(("<w:wordDocument", "<pkg:package", "<?mso-application")):
        return "wordml"
    if rest.startswith(("<office:document", "<office:document-content")):
        return "flat"
    first = text.lstrip("\ufeff \r\n\t")[:2000]
    if re.match(r"(?:MIME-Version|From|Subject|Content-Type)\s*:", first, re.I) and re.search(
        r"Content-Type:\s*(?:multipart/related|text/html|multipart/alternative)", text[:8000], re.I
    ):
        return "mhtml"
    return "html" if _is_html(rest, name) else "text"


def _is_html(text: str, name: str | None) -> bool:
    """Markup from the first character, or so much of it further on that it cannot be a text that mentions a tag."""
    if _TAG.match(text):
        return True
    tags = len(_TAG.findall(text))
    if name and name.lower().endswith((".html", ".htm", ".shtml", ".xhtml", ".jhtml")):
        return tags > 0
    if not tags:
        return False
    if "<table" in text or "<TABLE" in text:
        return True
    lines = text.count("\n") + 1
    return tags >= 4 and (len(_CLOSING.findall(text)) >= 2 or len(_BREAK.findall(text)) >= lines)


def _binary(head: bytes) -> bool:
    """Control characters that no text has. NUL alone decides once it is frequent."""
    sample = head[:8192]
    controls = len(sample) - len(sample.translate(None, bytes(b for b in range(32) if b not in b"\t\n\r\f\v\x1a\x1b")))
    return controls * 50 > len(sample)
