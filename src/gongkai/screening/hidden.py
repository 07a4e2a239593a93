"""Characters that a reader of the page does not see but a machine does: zero-width marks, direction switches, private use."""

from __future__ import annotations

import re

from gongkai.screening.spans import Span

_HIDDEN = re.compile(
    "(?P<zero_width>[\u200b-\u200d\u2060\ufeff\u00ad\u180e]+)|(?P<direction>[\u200e\u200f\u202a-\u202e\u2066-\u2069]+)|"
    "(?P<tag>[\U000e0000-\U000e007f]+)|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x12\x16-\x1f\x7f-\x9f]+)|"
    "(?P<private_use>[\ue000-\uf8ff]+)"
)

_LAYOUT = ("\n", "\t", "\r", "\u3000", "\xa0", "\u2002", "\u2003", "\u2009")
"""White space that isprintable() refuses and that is nothing to hide."""


def find_hidden(text: str) -> list[Span]:
    """Hidden characters in a text. Kinds: zero_width, direction, tag, control, private_use; `masked` is empty."""
    plain = text
    for visible in _LAYOUT:
        plain = plain.replace(visible, "")
    if plain.isprintable():  # false for every character below; much faster than looking for them
        return []
    return [Span(m.start(), m.end(), m.lastgroup or "", m.group(), "") for m in _HIDDEN.finditer(text)]


def without_hidden(text: str) -> str:
    """The text without hidden characters."""
    return _HIDDEN.sub("", text)
