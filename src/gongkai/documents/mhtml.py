"""Web pages saved as one file (.mht, and what some systems call .doc): the HTML part of a MIME message."""

from __future__ import annotations

import contextlib
from email import message_from_bytes, policy
from email.message import EmailMessage

from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import Limits
from gongkai.documents.model import Document


def read_mhtml(data: bytes, limits: Limits | None = None) -> Document:
    """The first (or largest) HTML part as a document. Raises Unreadable("damaged") where there is none."""
    from gongkai.documents.html import read_html

    message = message_from_bytes(data.lstrip(), EmailMessage, policy=policy.compat32)
    best = b""
    for count, part in enumerate(message.walk()):
        if count > 1000:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                charset = part.get_content_charset()
                if charset and charset not in ("utf-8", "us-ascii"):
                    with contextlib.suppress(LookupError, UnicodeDecodeError):
                        payload = payload.decode(charset).encode()
                if len(payload) > len(best):
                    best = payload
    if not best.strip():
        raise Unreadable("damaged", "单文件网页（mht）里没有网页正文，请改存为 docx 或 PDF 后提交。")
    return read_html(best, limits)
