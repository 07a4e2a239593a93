"""Automatic numbering of a .docx: the "一、" and "1." that stand in no run of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from gongkai.documents.docx_parts import VAL, W, is_on, parse_xml
from gongkai.documents.numerals import WORD_FORMATS

_PLACE = re.compile(r"%([1-9])")


@dataclass(slots=True)
class _Level:
    start: int = 1
    fmt: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Automatic numbers of one document, counted as its paragraphs come by (ISO 29500-1 § 17.9)."""

    def __init__(self, data: bytes | None) -> None:
        self.lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if data:
            self._define(parse_xml(data))

    def _define(self, root: etree._Element) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        linked: dict[str, str] = {}
        by_style: dict[str, str] = {}
        for element in root.iterchildren(W + "abstractNum"):
            key = element.get(W + "abstractNumId", "")
            abstract[key] = {}
            for child in element:
                if child.tag == W + "lvl":
                    number, level = _level(child)
                    abstract[key][number] = level
                elif child.tag == W + "numStyleLink":
                    linked[key] = child.get(VAL, "")
                elif child.tag == W + "styleLink":
                    by_style[child.get(VAL, "")] = key
        for key, style in linked.items():
            if style in by_style and not abstract[key]:
                abstract[key] = abstract[by_style[style]]
        for element in root.iterchildren(W + "num"):
            entry = _List("")
            for child in element:
                if child.tag == W + "abstractNumId":
                    entry.abstract = child.get(VAL, "")
                    entry.levels = dict(abstract.get(entry.abstract, {}))
            for child in element.iterchildren(W + "lvlOverride"):
                value = child.get(W + "ilvl", "0")
                number = int(value) if value.isdigit() else 0
                for inner in child:
                    if inner.tag == W + "lvl":
                        entry.levels[number] = _level(inner)[1]
                    elif inner.tag == W + "startOverride" and inner.get(VAL, "").lstrip("-").isdigit():
                        entry.starts[number] = int(inner.get(VAL, "1"))
            self.lists[element.get(W + "numId", "")] = entry

    def label(self, num_id: str, ilvl: int) -> str:
        """The number in front of the next paragraph of this list and level; "" for bullets and unknown lists."""
        entry = self.lists.get(num_id)
        level = entry.levels.get(ilvl) if entry else None
        if entry is None or level is None:
            return ""
        counts = self._counts.setdefault(entry.abstract, {})
        if ilvl in entry.starts and (num_id, ilvl) not in self._begun:
            counts[ilvl] = entry.starts[ilvl]
        elif ilvl in counts:
            counts[ilvl] += 1
        else:
            counts[ilvl] = level.start
        self._begun.add((num_id, ilvl))
        for deeper in [d for d in counts if d > ilvl]:
            restart = entry.levels[deeper].restart if deeper in entry.levels else None
            if restart != 0 and (restart is None or ilvl < restart):
                del counts[deeper]
        if level.fmt in ("bullet", "none") and "%" not in level.text:
            return "" if level.fmt == "bullet" else level.text
        return _PLACE.sub(lambda m: self._number(entry, counts, int(m.group(1)) - 1, level.legal), level.text)

    def level_of_style(self, num_id: str, style: str) -> int:
        """The level a paragraph style is tied to in this list (0 where none says so)."""
        entry = self.lists.get(num_id)
        return next((n for n, level in entry.levels.items() if level.style == style), 0) if entry else 0

    def _number(self, entry: _List, counts: dict[int, int], ilvl: int, legal: bool) -> str:
        level = entry.levels.get(ilvl)
        if level is None or level.fmt in ("bullet", "none"):
            return ""
        count = counts.setdefault(ilvl, entry.starts.get(ilvl, level.start))
        return str(count) if legal else WORD_FORMATS.get(level.fmt, str)(count)


def _level(element: etree._Element) -> tuple[int, _Level]:
    value = element.get(W + "ilvl", "0")
    level = _Level()
    for child in element:
        tag, val = child.tag, child.get(VAL, "")
        if tag == W + "start" and val.lstrip("-").isdigit():
            level.start = int(val)
        elif tag == W + "numFmt":
            level.fmt = val
        elif tag == W + "lvlText":
            level.text = val
        elif tag == W + "lvlRestart" and val.isdigit():
            level.restart = int(val)
        elif tag == W + "isLgl":
            level.legal = is_on(child)
        elif tag == W + "pStyle":
            level.style = val
    return (int(value) if value.isdigit() else 0), level
