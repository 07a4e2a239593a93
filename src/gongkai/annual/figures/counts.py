"""Numbers that count something: 1,234条, 1.2万余条, 三十二件, 约20次, 3—5期; and percentages.

Works on even text (`figures.text`): half-width digits, no thousands separators, no stray spaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.annual.report import BEYOND, Number

_UNIT = (
    "人次|条次|件次|篇次|场次|批次|期次|万元|亿元|元|条|件|篇|次|期|份|则|个(?!百分点)|"
    "项|起|宗|例|人(?![大民])|名|位|户|场|批|家|部|册|块|处|幅"
)
_HAN = "零〇一二两三四五六七八九十百千"
_COUNT = re.compile(
    rf"(?P<first>[\d{_HAN}])(?<![\dA-Za-z.〔第/\-—{_HAN}].)"  # a set in front: the search skips to it
    r"(?:(?<=\d)(?P<num>\d{0,11}(?:\.\d{1,6})?)(?!\d)(?:[—\-至到](?P<upto>\d{1,12}(?:\.\d{1,6})?))?(?P<big>万|亿)?(?P<more>余|多|来|\+)?"
    rf"(?:(?P<unit>{_UNIT})(?:[（/][次件篇条]）?)?)?"
    rf"|(?<!\d)(?P<han>[{_HAN}]{{0,11}})(?P<hbig>万|亿)?(?P<hmore>余|多|来)?(?P<hunit>{_UNIT}))"
    r"(?P<after>余|左右|以上|上下|以内)?"
)
_ABOUT = re.compile(r"(?:约|将近|近|超过|超|逾|大约|大概|突破|不少于|不低于|至少)[为有达到]?$")
_NOT_A_COUNT = frozenset("年月日号时分%‰.:：℃－-—~/")
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
_MONEY = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
PERCENT = re.compile(r"(?<![\d.])(\d{1,6}(?:\.(\d{1,6}))?)(%|个百分点)")


@dataclass(slots=True, frozen=True)
class Count:
    """A number with its unit ("" where none is printed). `start`/`end` are offsets in the even text, the unit included."""

    value: Number
    unit: str
    start: int
    end: int
    approximate: bool
    in_words: bool

    @property
    def yuan(self) -> Number | None:
        """The amount in yuan; None where the unit is not money."""
        factor = _MONEY.get(self.unit)
        return None if factor is None else tidy(self.value * factor)


def tidy(value: float) -> Number:
    """An integer where the number is one; binary dust of a multiplication is wiped off."""
    value = round(value, 6)
    return int(value) if value == int(value) else value


def han_number(word: str) -> int | None:
    """三十二 → 32, 一百零五 → 105, 两千三 → 2300; None where the word is no number."""
    total = current = step = 0
    for char in word:
        if char in _STEPS:
            step = _STEPS[char]
            total += (current or 1) * step
            current = 0
        else:
            if current and char != "零":
                return None
            if char in "零〇":
                step = 0
            current = _DIGITS[char]
    if current and step >= 100:
        return total + current * step // 10
    return total + current


def find_counts(text: str) -> list[Count]:
    """All counts of an even text in order. Years, dates, numbers of documents and percentages are not counts."""
    found: list[Count] = []
    for match in _COUNT.finditer(text):
        start, end = match.span()
        digits = match["num"]
        if digits is None:
            number = han_number(match["first"] + match["han"])
            if number is None:
                continue
            big, more, unit = match["hbig"], match["hmore"], match["hunit"]
            value: float = number
        else:
            unit = match["unit"] or ""
            if not unit and text[end : end + 1] in _NOT_A_COUNT:
                continue
            value = float(match["first"] + digits)
            big, more = match["big"], match["more"]
        if big:
            value *= _BIG[big]
        if value * _MONEY.get(unit, 1) >= BEYOND:
            continue
        approximate = bool(more or match["upto"] or match["after"] or _ABOUT.search(text, max(0, start - 5), start))
        found.append(Count(tidy(value), unit, start, end, approximate, digits is None))
    return found
