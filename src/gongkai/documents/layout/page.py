"""One page as positioned marks: runs of text, ruling segments, pictures.

All lengths are points, the origin is the upper left corner of the upright page, y grows downwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Run(NamedTuple):
    """Characters side by side without a gap. `em` is the type size; `spaced` says a space character stands before it."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    em: float
    spaced: bool = False


class Rule(NamedTuple):
    """A horizontal (`at` is y, `lo`/`hi` are x) or vertical (`at` is x, `lo`/`hi` are y) stroke."""

    at: float
    lo: float
    hi: float


class PictureBox(NamedTuple):
    """A picture with its place on the page."""

    x0: float
    y0: float
    x1: float
    y1: float
    name: str = ""


@dataclass(slots=True)
class PageLayout:
    """One page. `horizontal`/`vertical` are merged rules (see `rules.merge`); runs never straddle a vertical rule by intent."""

    number: int
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    pictures: list[PictureBox] = field(default_factory=list)


def is_wide(character: str) -> bool:
    """True for characters that fill a square: ideographs, kana, full-width forms, CJK punctuation and typographic quotes."""
    code = ord(character)
    return code >= 0x2E80 or 0x2010 <= code <= 0x203B or 0x2150 <= code <= 0x27BF
