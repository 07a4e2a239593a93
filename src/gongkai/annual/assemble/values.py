"""What a cell prints: a number, nothing, a mark that stands for nothing, or something that is no number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gongkai.annual.assemble.normal import tidy
from gongkai.annual.report import Number

_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?\Z")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z")
_MARKS = frozenset(
    (
        "/",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "－",
        "一",
        "－－",
        "–",
        "无",
        "没有",
        "暂无",
        "空",
        "/ /",
        "不涉及",
        "×",
        "*",
        "N/A",
    )
)
_UNIT = r"万元|亿元|元|批次|批|件次|件|项次|项|个|条|次|份|人次|人|宗|起|篇|部"
_WITH_UNIT = re.compile(rf"([+-]?\d[\d,]*(?:\.\d+)?)[（(\[]?(?:单位[:：])?({_UNIT})[)）\]]?\Z")
_WITH_REMARK = re.compile(
    rf"([+-]?\d[\d,]*(?:\.\d+)?)({_UNIT})?[（(,，;；、。]?(?:其中|含|包括|包含|另|注|修订|新增|备注|比|较).*\Z", re.S
)
_UP_DOWN = re.compile(
    r"(?:新?增(?:加)?[:：]?\+?(\d+)(?:项|件|个|批)?)?[/、，,;；]?(?:减(?:少)?[:：]?-?(\d+)(?:项|件|个|批)?)?\Z"
)
_LONGEST_REMEMBERED = 200
MOST_DIGITS = 15
"""No count and no amount has more; floating point would not keep them."""
_SPACE = re.compile(r"\s+")
_MINUS = str.maketrans({"－": "-", "−": "-", "﹣": "-", "，": ",", "＋": "+"})


@dataclass(frozen=True, slots=True)
class Value:
    """A cell as read. `kind`: number, blank, mark (a "/" or “无” that stands for nothing) or text (no number can be read)."""

    kind: str
    number: Number | None = None
    unit: str | None = None
    remark: bool = False


BLANK = Value("blank")
TEXT = Value("text")


def parse_value(text: str) -> Value:
    """Read one cell. Numbers come out exactly as printed; "增15/减4" is the net change 11; a unit or a remark is kept apart.
    What has more digits than any number of this document is text."""
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _parse(text)


def _parse(text: str) -> Value:
    if not text:
        return BLANK
    if text.isascii() and text.isdigit():
        return Value("number", int(text)) if len(text) <= MOST_DIGITS else TEXT
    bare = _SPACE.sub("", tidy(text)).translate(_MINUS)
    if not bare:
        return BLANK
    if _PLAIN.match(bare) or _GROUPED.match(bare):
        return _number(bare)
    if bare in _MARKS:
        return Value("mark")
    if found := _WITH_UNIT.match(bare):
        return _number(found[1], found[2])
    if (found := _UP_DOWN.match(bare)) and (found[1] or found[2]):
        up, down = found[1] or "0", found[2] or "0"
        return Value("number", int(up) - int(down), None, True) if max(len(up), len(down)) <= MOST_DIGITS else TEXT
    if found := _WITH_REMARK.match(bare):
        return _number(found[1], found[2], remark=True)
    return TEXT


_remembered = lru_cache(maxsize=20_000)(_parse)


def _number(text: str, unit: str | None = None, *, remark: bool = False) -> Value:
    whole, point, decimals = text.replace(",", "").partition(".")
    if len(whole.lstrip("+-")) > MOST_DIGITS:
        return TEXT
    return Value("number", float(f"{whole}.{decimals}") if point else int(whole), unit, remark)
