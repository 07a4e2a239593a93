"""Automatic numbers of OpenDocument lists."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from gongkai.documents.numerals import WORD_FORMATS

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
LIST = _TEXT + "list"
_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一": "chineseCounting",
    "壹": "chineseLegalSimplified",
    "①": "decimalEnclosedCircle",
    "甲": "ideographTraditional",
    "子": "ideographZodiac",
    "１": "decimalFullWidth",
}
"""First sign of style:num-format ("一, 二, 三, ...") → format."""


@dataclass(slots=True)
class _Level:
    fmt: str = ""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    start: int = 1


class Lists:
    """List styles of one document and how far each list has counted."""

    def __init__(self, root: etree._Element) -> None:
        self._styles: dict[str, dict[int, _Level]] = {}
        for style in root.iter(_TEXT + "list-style"):
            levels: dict[int, _Level] = {}
            for element in style:
                number = _integer(element.get(_TEXT + "level"), 1)
                if element.tag == _TEXT + "list-level-style-number":
                    levels[number - 1] = _Level(
                        (element.get(_STYLE + "num-format") or "")[:1],
                        element.get(_STYLE + "num-prefix") or "",
                        element.get(_STYLE + "num-suffix") or "",
                        _integer(element.get(_TEXT + "display-levels"), 1),
                        _integer(element.get(_TEXT + "start-value"), 1),
                    )
            self._styles[style.get(_STYLE + "name", "")] = levels
        self._counts: dict[str, dict[int, int]] = {}

    def enter(self, element: etree._Element, style: str | None, depth: int) -> None:
        """A list begins: it counts anew unless it says that it goes on."""
        goes_on = element.get(_TEXT + "continue-numbering") == "true" or element.get(_TEXT + "continue-list") is not None
        if style and not goes_on:
            counts = self._counts.setdefault(style, {})
            for level in [n for n in counts if n >= depth]:
                del counts[level]

    def label(self, style: str | None, depth: int, item: etree._Element) -> str:
        """The number in front of the next item; "" for bullets."""
        levels = self._styles.get(style or "", {})
        level = levels.get(depth)
        if level is None or not style:
            return ""
        counts = self._counts.setdefault(style, {})
        start = item.get(_TEXT + "start-value")
        counts[depth] = _integer(start, level.start) if start or depth not in counts else counts[depth] + 1
        for deeper in [n for n in counts if n > depth]:
            del counts[deeper]
        if not level.fmt:
            return ""
        numbers = [
            WORD_FORMATS[_FORMATS.get(levels[n].fmt, "decimal")](counts.get(n, levels[n].start))
            for n in range(max(depth - level.shown + 1, 0), depth + 1)
            if n in levels and levels[n].fmt
        ]
        return level.prefix + ".".join(numbers) + level.suffix


def _integer(value: str | None, default: int) -> int:
    return int(value) if value and value.isdigit() and len(value) < 8 else default
