"""What each HTML element means to the reader, by the parser's tag numbers; and whitespace as HTML has it."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

INLINE, TEXT, DROP, BREAK, TABLE, IMAGE, PRE, RAISED = 0, 1, 2, 3, 4, 5, 6, 7
LINK, BLOCK, CONTAINER, HEADING, ITEM, LIST = 16, 32, 33, 34, 35, 36
FLAGS = 48
"""Kinds that need something done where the element ends."""

_NAMES = {
    DROP: "head script style template noscript iframe object embed video audio canvas svg math select option textarea "
    "button input del link meta title base param source track map area rt rp applet noframes noembed datalist",
    BREAK: "br hr",
    TABLE: "table",
    IMAGE: "img",
    PRE: "pre listing xmp plaintext",
    RAISED: "sup",
    LINK: "a",
    BLOCK: "p address blockquote dd dt dir details dialog figcaption figure hgroup legend optgroup summary td th tr tbody "
    "thead tfoot caption search",
    CONTAINER: "div section article main nav aside header footer form fieldset center dl body html menu",
    HEADING: "h1 h2 h3 h4 h5 h6",
    ITEM: "li",
    LIST: "ul ol",
}


def _numbers() -> tuple[dict[int, int], dict[int, str]]:
    """Tag number → kind and → name. The numbers are the parser's own and differ between its versions, so it is asked."""
    kinds: dict[int, int] = {}
    tags: dict[int, str] = {}
    parser = LexborHTMLParser("<body>x<!--c--><i></i></body>", options=1)
    spare = parser.css_first("i")
    for kind, names in _NAMES.items():
        for name in names.split():
            node = parser.create_node(name)
            kinds[node.tag_id] = kind
            tags[node.tag_id] = name
    assert spare is not None
    for node in parser.body.traverse(include_text=True):  # type: ignore[union-attr]
        if node.is_text_node:
            kinds[node.tag_id] = TEXT
        elif node.is_comment_node:
            kinds[node.tag_id] = DROP
    return kinds, tags


KINDS, TAGS = _numbers()
MEANINGFUL = frozenset(number for number, kind in KINDS.items() if kind not in (INLINE, TEXT))
"""Elements that are more than a font around text; comments too."""

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_BROKEN_LINE = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")


def squeeze(text: str) -> str:
    """Whitespace as a browser shows it: runs are one space, none where a line of Chinese is merely broken in the source.

    Non-breaking spaces become spaces and keep their number inside the text.
    """
    text = text.strip()
    if "\n" in text or "\r" in text:
        text = _BROKEN_LINE.sub("", text)
        text = _SPACE.sub(" ", text)
    elif "  " in text or "\t" in text or "\f" in text or "\v" in text:
        text = _SPACE.sub(" ", text)
    if "\xa0" in text:
        text = text.replace("\xa0", " ")
    return text
