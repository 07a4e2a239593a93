"""Numbers that a browser prints in front of list items. They are part of the text: "1." may be a row's label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.documents.numerals import WORD_FORMATS

if TYPE_CHECKING:
    from gongkai.documents.html_article import Region

Attributes = dict[str, str | None]
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([^;]+)", re.I)
_FORMATS: dict[str, tuple[str, str]] = {
    "decimal": ("decimal", "{}."),
    "decimal-leading-zero": ("decimalZero", "{}."),
    "lower-alpha": ("lowerLetter", "{}."),
    "upper-alpha": ("upperLetter", "{}."),
    "lower-latin": ("lowerLetter", "{}."),
    "upper-latin": ("upperLetter", "{}."),
    "lower-roman": ("lowerRoman", "{}."),
    "upper-roman": ("upperRoman", "{}."),
    "cjk-ideographic": ("chineseCounting", "{}、"),
    "simp-chinese-informal": ("chineseCounting", "{}、"),
    "trad-chinese-informal": ("chineseCounting", "{}、"),
    "simp-chinese-formal": ("chineseLegalSimplified", "{}、"),
    "cjk-decimal": ("chineseCounting", "{}、"),
    "cjk-heavenly-stem": ("ideographTraditional", "{}、"),
    "cjk-earthly-branch": ("ideographZodiac", "{}、"),
    # names of an editor that many content systems embed
    "cn": ("chineseCounting", "{}、"),
    "cn1": ("chineseCounting", "{}）"),
    "cn2": ("chineseCounting", "（{}）"),
    "num": ("decimal", "{}."),
    "num1": ("decimal", "{})"),
    "num2": ("decimal", "({})"),
}
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


class Numbering:
    """The counter of one ordered list."""

    __slots__ = ("next", "style")

    def __init__(self, style: str, start: int) -> None:
        self.style = style
        self.next = start


def list_style(tag: str, attributes: Attributes) -> Numbering | None:
    """How an <ol> numbers its items; None for <ul> and for lists that show no numbers."""
    if tag != "ol":
        return None
    found = _STYLE.search(attributes.get("style") or "")
    words = found.group(1).lower().split() if found else []
    if "none" in words:
        return None
    style = next((w for w in words if w in _FORMATS), "") or _TYPES.get(attributes.get("type") or "", "decimal")
    return Numbering(style, _integer(attributes.get("start"), 1))


def label(region: Region, attributes: Attributes) -> str:
    """The number printed before the next item of the list that `region` is; "" where it shows none."""
    numbering = region.numbering
    if numbering is None:
        return ""
    number = _integer(attributes.get("value"), numbering.next)
    numbering.next = number + 1
    fmt, pattern = _FORMATS[numbering.style]
    return pattern.format(WORD_FORMATS[fmt](number))


def _integer(value: str | None, default: int) -> int:
    try:
        return max(min(int(value or ""), 99_999), -99_999)
    except ValueError:
        return default
