"""The text of a rule's file, read in a child process: what comes in is hostile until shown otherwise."""

from __future__ import annotations

import re

from django.utils.translation import gettext

from gongkai.documents import plain, sandbox
from gongkai.records.base.errors import Refused
from gongkai.records.library.screening import personal_fault

_BLANK_LINES = re.compile(r"\n[ \t　]*(?:\n[ \t　]*)+")


def check_file(data: bytes, name: str) -> None:
    """Refused for a file that is to be shown and has a personal number in its text. Asked before the act, which holds locks.
    A scan has no text to look at: somebody has to."""
    answer = sandbox.run(plain.TARGET, data, name)
    fault = personal_fault(answer.data.decode()) if answer.data else ""
    if fault:
        raise Refused(gettext("附件不能对外公布：%(why)s") % {"why": fault}, "personal_number")


def text_of(data: bytes, name: str) -> str:
    """The text of a docx, pdf, OFD, … file. Refused with a sentence where it cannot be read or holds no text."""
    answer = sandbox.run(plain.TARGET, data, name)
    if answer.data is None:
        raise Refused(answer.message or gettext("附件读不出来，请另存后再试。"), answer.code or "unreadable")
    text = _BLANK_LINES.sub("\n", answer.data.decode()).strip()
    if not text:
        raise Refused(
            gettext("附件里没有可读的文字（可能是扫描件）。请粘贴正文，或不勾选“从附件读出正文”，只保存附件。"), "no_text"
        )
    return text
