"""A section's words made even: one spelling of digits and marks, no stray spaces, and the way back to the print.

Every pattern over the text of a report works on `SectionText.text`; `quote` gives the words as the document prints them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

# What is not already even: white space, zero-width marks, ASCII punctuation, full-width and compatibility characters (the
# punctuation of Chinese itself is even).
_SPACES = r" \t\r\f\v\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE = r"\u200b-\u200f\u2060\ufeff\u00ad"
_SIGNS = (
    r",;:()!?\[\]*\uff02-\uff07\uff0a\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff5e\u2010-\u2013\u2015\u2026\u2100-\u214f"
    r"\u2460-\u249b\u2f00-\u2fdf\uf900-\ufaff\u00b2-\u00be"
)
# The first set lets the search skip over all other characters; what begins there is told behind it.
_UNEVEN = re.compile(
    rf"[0-9{_SPACES}{_INVISIBLE}{_SIGNS}](?:"
    r"(?<=[0-9０-９])(?<![0-9０-９].)[0-9０-９]{0,2}(?:[ \t\u3000]*[,，][ \t\u3000]*[0-9０-９]{3})+(?![0-9０-９])"
    rf"|(?<=[{_SPACES}])[{_SPACES}]*|(?<=[{_INVISIBLE}])[{_INVISIBLE}]*|(?<=[{_SIGNS}]))"
)
_DIGIT_COMMA = re.compile(r"[,，\s]")
_PUNCTUATION = {
    ",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？", "*": "", "[": "[", "]": "]",
    "，": "，", "；": "；", "：": "：", "（": "（", "）": "）", "！": "！", "？": "？",
    "—": "—", "–": "—", "－": "—", "～": "—", "‐": "—", "‑": "—", "―": "—", "‒": "—", "…": "…",
}  # fmt: skip
_LATIN = re.compile(r"[A-Za-z]")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_HEADING = re.compile(r"(?:^|(?<=[\n。：]))（([一二三四五六七八九十]{1,3})）")
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@dataclass(slots=True, frozen=True)
class Sentence:
    """One sentence (or part of one before “；”). `text` is even; `start`/`end` are offsets in the section's even text."""

    section: str
    where: str
    text: str
    start: int
    end: int
    paragraph: int


@dataclass(slots=True)
class SectionText:
    """A section as printed (`raw`) and even (`text`), with its sentences and its numbered sub-headings."""

    key: str
    raw: str
    text: str
    _starts: list[int] = field(repr=False)
    _shifts: list[int] = field(repr=False)
    headings: list[tuple[int, int]] = field(default_factory=list)
    """(offset in `text`, number) of each （一）, （二） … that begins a line or follows a full stop."""
    sentences: list[Sentence] = field(default_factory=list, repr=False)

    def raw_offset(self, offset: int) -> int:
        """Where a character of the even text stands in the print."""
        i = bisect_right(self._starts, offset) - 1
        return offset + self._shifts[i] if i >= 0 else offset

    def quote(self, start: int, end: int) -> str:
        """The words of the even text from `start` to `end`, as printed."""
        if end <= start:
            return ""
        return self.raw[self.raw_offset(start) : self.raw_offset(end - 1) + 1].strip()

    def where(self, offset: int) -> str:
        """`section1.2`, `section1`, `intro` or `end`: the place of a character of the even text."""
        return self._place(bisect_right(self.headings, offset, key=_offset))

    def raw_where(self, offset: int) -> str:
        """The same for a character of the print."""
        return self._place(bisect_right(self.headings, offset, key=lambda heading: self.raw_offset(heading[0])))

    def _place(self, headings: int) -> str:
        """The place behind so many sub-headings."""
        base = self.key if self.key in ("intro", "end", "title") else f"section{self.key}"
        number = self.headings[headings - 1][1] if headings else 0
        return f"{base}.{number}" if number and base.startswith("section") else base


def _offset(heading: tuple[int, int]) -> int:
    return heading[0]


def _even(raw: str) -> tuple[str, list[int], list[int]]:
    """The even text, and for the breaks in its offsets: start of each stretch and how far the print is ahead."""
    out: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    last = 0
    length = 0
    for match in _UNEVEN.finditer(raw):
        start, end = match.span()
        found = match.group()
        if start > last:
            out.append(raw[last:start])
            length += start - last
        if len(found) > 1 and "0" <= unicodedata.normalize("NFKC", found[0]) <= "9":
            new = unicodedata.normalize("NFKC", _DIGIT_COMMA.sub("", found))
        elif found.isspace() and found not in ("\u2028", "\u2029"):
            # A space counts between two Latin words only; anywhere else it is lay-out.
            keep = start > 0 and end < len(raw) and _LATIN.match(raw[start - 1]) and _LATIN.match(raw[end])
            new = " " if keep else ""
        elif (mark := _PUNCTUATION.get(found)) is not None:
            new = mark
        elif found[0] in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad":
            new = ""
        else:
            new = unicodedata.normalize("NFKC", found)
            new = _PUNCTUATION.get(new, new)
        out.append(new)
        if len(new) > end - start:
            # A sign that becomes several (½, …) stands for each of them.
            for k in range(1, len(new)):
                starts.append(length + k)
                shifts.append(min(start + k, end - 1) - length - k)
        if len(new) != end - start:
            starts.append(length + len(new))
            length += len(new)
            shifts.append(end - length)
        else:
            length += len(new)
        last = end
    out.append(raw[last:])
    return "".join(out), starts, shifts


# Characters a report cannot do without where it is written in traditional script.
_TRADITIONAL = re.compile("[開關數據辦請處訴訟議資訊務報項經門戶眾網實條備會號權標準將與為來對發動]")


def _simplified(text: str) -> str:
    """The text in simplified characters, character for character, so that offsets stay."""
    if len(_TRADITIONAL.findall(text)) < 4:
        return text
    from gongkai.annual.assemble.normal import simplified

    whole = simplified(text)
    return whole if len(whole) == len(text) else "".join(c if len(s := simplified(c)) != 1 else s for c in text)


def numeral(word: str) -> int:
    """一 … 九十九 as a number; 0 where it is none."""
    if "十" not in word:
        return _NUMERALS.get(word, 0)
    tens, _, ones = word.partition("十")
    return 10 * (_NUMERALS.get(tens, 0) if tens else 1) + (_NUMERALS.get(ones, 0) if ones else 0)


def _headings(text: str) -> list[tuple[int, int]]:
    """The sub-headings in order. A number printed twice counts as the next one; a list inside a sub-section is no heading."""
    headings: list[tuple[int, int]] = []
    number = inner = 0
    for match in _HEADING.finditer(text):
        printed = numeral(match.group(1))
        if printed == 1 and number > 1:
            inner = 1
        elif inner and printed == inner + 1:
            inner = printed
        else:
            inner = 0
            number = printed if printed > number else number + 1
            headings.append((match.start(), number))
    return headings


@lru_cache(maxsize=64)
def section_text(key: str, raw: str) -> SectionText:
    """A section made even. Kept for a while, because checking follows reading."""
    text, starts, shifts = _even(raw)
    text = _simplified(text)
    section = SectionText(key, raw, text, starts, shifts)
    if "（" in text:
        section.headings = _headings(text)
    paragraph = 0
    position = 0
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        paragraph += text.count("\n", position, start)
        position = start
        section.sentences.append(Sentence(key, section.where(start), match.group(), start, end, paragraph))
    return section
