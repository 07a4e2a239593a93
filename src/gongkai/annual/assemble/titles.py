"""A section heading by itself: which of the six sections a line announces, however it is worded or damaged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gongkai.annual.assemble.normal import core
from gongkai.annual.forms import FORMS, form

_NUMBER = re.compile(
    r"^\s*[（(]?\s*(?:第\s*)?([一二三四五六七八九十]|[1-9](?!\d))\s*(?:部分|章)?\s*[)）]?\s*[、.．,，:：\s]\s*"
)
_ENDS = re.compile(r"[：:。\s]+$")
_LONGEST_HEADING = 45
_LONGEST_UNKNOWN = 24
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@dataclass(slots=True)
class Heading:
    """A section heading as found: its item, the number and words printed, text that follows in the same paragraph."""

    key: str
    at: int
    number: int | None
    words: str
    official: bool
    rest: str = ""
    level: int = 0


@cache
def _titles() -> tuple[dict[str, tuple[str, bool]], list[tuple[str, str, bool]]]:
    """(wording without punctuation → (section, official wording), the same as a list, longest first)."""
    table: dict[str, tuple[str, bool]] = {}
    for name in FORMS:
        for section in form(name).sections:
            table[core(section.title)] = (section.key, True)
    for name in FORMS:
        for section in form(name).sections:
            for variant in section.variants:
                table.setdefault(core(variant), (section.key, False))
    ordered = sorted(((words, *found) for words, found in table.items()), key=lambda t: -len(t[0]))
    return table, ordered


def heading_in(text: str, at: int = 0) -> Heading | None:
    """The heading a paragraph is, or begins with; None where it is none."""
    text = text.strip()
    if not text or len(text) > 4000:
        return None
    found = _NUMBER.match(text[:16])
    number = None
    words = text
    if found:
        number = _NUMERALS.get(found[1]) or int(found[1]) if found[1] in _NUMERALS or found[1].isdigit() else None
        words = text[found.end() :]
    elif len(text) > _LONGEST_HEADING:
        return None
    table, ordered = _titles()
    if len(words) <= _LONGEST_HEADING:
        plain = _ENDS.sub("", words)
        match = table.get(core(plain))
        if match is not None:
            return Heading(match[0], at, number, plain, match[1])
    if number is None:
        return None
    return _with_text_behind(words, number, at, ordered) or _loosely(words, number, at)


def is_title(text: str) -> bool:
    """Whether a line says the title of a section, and nothing else, in the official or another known wording."""
    return core(text) in _titles()[0]


def _with_text_behind(words: str, number: int, at: int, ordered: list[tuple[str, str, bool]]) -> Heading | None:
    """“六、其他需要报告的事项：无。”: heading and text in one paragraph."""
    head = core(words[:_LONGEST_HEADING])
    for title, key, official in ordered:
        if head.startswith(title):
            used = 0
            for i, char in enumerate(words):
                if core(char):
                    used += len(core(char))
                if used >= len(title):
                    rest = words[i + 1 :].lstrip("：:。. \u3000\t")
                    if rest and words[i + 1 : i + 2] not in ("：", ":", "。", " ", "\u3000", "\t") and int(key) != number:
                        return None
                    return Heading(key, at, number, words[: i + 1].strip(), official, rest)
    return None


_HINTS = (
    ("4", re.compile("行政复议.{0,8}诉讼")),
    ("3", re.compile("(?:申请|收到).{0,10}(?:处理|办理|申请)")),
    ("2", re.compile("^主动公开.{0,8}信息")),
    ("5", re.compile("问题.{0,8}(?:改进|措施|打算)|存在.{0,6}问题")),
    ("6", re.compile("(?:其他|其它|需要).{0,8}(?:报告|说明).{0,2}事项")),
    ("1", re.compile("^总体(?:情况|工作)|^(?:基本|总的)情况$|^概述$|^概况$")),
)


def _loosely(words: str, number: int, at: int) -> Heading | None:
    """A numbered short line that speaks of a section's subject and carries that section's number."""
    if len(words) > 34 or words.rstrip().endswith(("。", "；", "，")):
        return None
    for key, hint in _HINTS:
        if int(key) == number and hint.search(words):
            return Heading(key, at, number, _ENDS.sub("", words), False)
    return None


def numbered_line(text: str, key: str, at: int) -> Heading | None:
    """A short line with the Chinese number of section `key` in front and no sentence behind it, whatever it says."""
    text = text.strip()
    found = _NUMBER.match(text[:16])
    if not found or found[1] not in _NUMERALS or _NUMERALS[found[1]] != int(key) or text[0] in "（(":
        return None
    words = text[found.end() :]
    if not 2 <= len(words) <= _LONGEST_UNKNOWN or any(c in words for c in "。；，："):
        return None
    return Heading(key, at, int(key), words, False)
