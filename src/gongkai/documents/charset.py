"""Bytes of a web page → text: byte order mark, then what the bytes themselves prove, then what the page claims."""

from __future__ import annotations

import codecs
import re

_META = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.I)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHINESE = {"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "ms936", "hz-gb-2312"}


def wide(data: bytes) -> str | None:
    """ "utf-16-le"/"utf-16-be" where markup without a byte order mark is written in two-byte units, else None."""
    head = data[:400]
    if len(head) < 8:
        return None
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > len(head) // 8 and odd > 4 * even:
        return "utf-16-le"
    if even > len(head) // 8 and even > 4 * odd:
        return "utf-16-be"
    return None


def decode_markup(data: bytes) -> str:
    """The text of HTML or XML-like bytes. Never raises; what no encoding can read becomes U+FFFD.

    A page that decodes as UTF-8 with characters beyond ASCII is UTF-8 whatever it claims: text in GB18030 practically
    never does. Otherwise the claim decides between GB18030 and others, and without one the encoding with fewer bad bytes.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\0" not in text[:400]:
            return text
    encoding16 = wide(data)
    if encoding16:
        return data.decode(encoding16, "replace")
    claim = _META.search(data, 0, 4096)
    name = claim.group(1).decode("ascii").lower() if claim else ""
    if name and name not in _CHINESE and not name.startswith("utf"):
        try:
            codec = codecs.lookup(name)
            if codec._is_text_encoding:
                return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
    as_gb = data.decode("gb18030", "replace")
    if name in _CHINESE:
        bad = as_gb.count("\ufffd")
        if bad * 50 < len(as_gb):
            return as_gb
    return _better(data.decode("utf-8", "replace"), as_gb)


def utf8(data: bytes) -> bytes:
    """The same markup in UTF-8 without a byte order mark: the bytes themselves where they already are."""
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            if b"\0" not in data[:400]:
                return data
    return decode_markup(data).encode("utf-8", "replace")


def _better(as_utf8: str, as_gb: str) -> str:
    """GB18030 unless the text is UTF-8 with a few broken bytes (a page cut off inside a character)."""
    bad = as_utf8.count("\ufffd")
    beyond = sum(1 for c in as_utf8[:20_000] if c > "\u2e7f")
    return as_utf8 if bad <= 3 and beyond > 20 * max(bad, 1) else as_gb
