"""WordprocessingML in small: escaping, runs, paragraphs with comments around their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from gongkai.annual.write.docx.marks import Span
from gongkai.annual.write.plan import clean

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": " ", "\n": " ", "\t": " "})

_EITHER = re.compile("[‘’“”…—·×÷°±§¨￥]")
"""Characters that are Latin or Chinese by context: the hint makes Word set them in the Chinese font."""
_HINT = '<w:rFonts w:hint="eastAsia"/>'


def escape(text: str) -> str:
    """Text for an element or an attribute, without what XML cannot hold."""
    return clean(text).translate(_SPECIAL)


def run(text: str, properties: str = "") -> str:
    """A run of text; `properties` is a style, or a size, for the inside of its `w:rPr`. The empty text gives no run."""
    if not text:
        return ""
    if _EITHER.search(text):
        # The order of the schema: style, fonts, size.
        properties = properties + _HINT if properties.startswith("<w:rStyle") else _HINT + properties
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(properties: str, content: str) -> str:
    """A paragraph; `properties` is the inside of its `w:pPr`."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def commented(content: str, comments: Iterable[int]) -> str:
    """Runs with comments around them."""
    ids = list(comments)
    if not ids:
        return content
    return "".join(map(_opens, ids)) + content + "".join(map(_closes, ids))


def runs(text: str, spans: Sequence[Span], styled: tuple[int, str] = (0, "")) -> str:
    """The runs of a paragraph with comments around their words; the first `styled[0]` characters have run properties of
    their own."""
    until, properties = styled
    if not spans and not until:
        return run(text)
    cuts = sorted({0, until, len(text), *(a for a, _, _ in spans), *(b for _, b, _ in spans)})
    out: list[str] = []
    for at, stop in pairwise([*cuts, len(text)]):
        out += [_closes(n) for a, b, n in spans if b == at and a < b]
        out += [_opens(n) + (_closes(n) if a == b else "") for a, b, n in spans if a == at]
        out.append(run(text[at:stop], properties if at < until else ""))
    return "".join(out)


def _opens(comment: int) -> str:
    return f'<w:commentRangeStart w:id="{comment}"/>'


def _closes(comment: int) -> str:
    return (
        f'<w:commentRangeEnd w:id="{comment}"/>'
        f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{comment}"/></w:r>'
    )
