"""What the fonts cannot print: a document with such a character is refused by PDF/A and PDF/UA, so it is replaced."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

GETA = "〓"
"""What printers set for a character they do not have."""


def printable(data: Any, fonts: Iterable[Path]) -> Any:
    """JSON data in which every character that one of the fonts lacks is 〓; control characters are left out."""
    covered = frozenset.intersection(*map(_characters, fonts))
    return _replaced(data, covered)


def _replaced(data: Any, covered: frozenset[int]) -> Any:
    if isinstance(data, str):
        return "".join(c if ord(c) in covered else _instead(c) for c in data)
    if isinstance(data, dict):
        return {key: _replaced(value, covered) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_replaced(value, covered) for value in data]
    return data


def _instead(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Cc", "Cs", "Cn"):
        return ""
    # White space and marks of direction are never drawn.
    return character if kind in ("Zs", "Zl", "Zp", "Cf") else GETA


@cache
def _characters(font: Path) -> frozenset[int]:
    """The code points a TrueType font has glyphs for: its character map of format 12."""
    data = font.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    for at in range(12, 12 + 16 * tables, 16):
        tag, _, start, _ = struct.unpack_from(">4sLLL", data, at)
        if tag == b"cmap":
            break
    else:
        raise ValueError(f"{font.name} has no character map")
    for index in range(struct.unpack_from(">H", data, start + 2)[0]):
        offset = start + struct.unpack_from(">L", data, start + 8 + 8 * index)[0]
        if struct.unpack_from(">H", data, offset)[0] == 12:
            groups = struct.unpack_from(">L", data, offset + 12)[0]
            runs = struct.iter_unpack(">LLL", data[offset + 16 : offset + 16 + 12 * groups])
            return frozenset(code for first, last, _ in runs for code in range(first, last + 1))
    raise ValueError(f"{font.name} has no character map of format 12")
