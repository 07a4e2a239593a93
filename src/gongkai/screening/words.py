"""Known slips of the pen, words printed twice, and terms that have gone out of date. The lists are data (`data/*.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from gongkai.screening.spans import Span

_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")
_HAN = re.compile(r"[一-鿿]+")
_LONGEST_DOUBLED = 14
_ZERO = b"\0\0"


@dataclass(frozen=True, slots=True)
class WrongWord:
    """A slip and its right form; `fine` are right sentences that look like it."""

    wrong: str
    right: str
    before: str | None = None
    after: str | None = None
    fine: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutdatedTerm:
    """A term that was right until `since`."""

    term: str
    now: str
    since: date
    before: str | None = None
    after: str | None = None


def _load(name: str) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(resources.files(__package__).joinpath(f"data/{name}").read_bytes(), Loader=loader)


@cache
def wrong_words() -> dict[str, WrongWord]:
    """All known slips by their wrong form."""
    return {d["wrong"]: WrongWord(**{**d, "fine": tuple(d.get("fine", ()))}) for d in _load("wrong_words.yaml")}


@cache
def outdated_terms() -> dict[str, OutdatedTerm]:
    """All terms that went out of date, by term."""
    return {d["term"]: OutdatedTerm(**d) for d in _load("outdated_terms.yaml")}


def _alternation(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many literal words, grouped by first character, longest first: most positions fail at once."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items())
    return re.compile(branches)


@cache
def _wrong_pattern() -> re.Pattern[str]:
    return _alternation(wrong_words())


@cache
def _outdated_pattern() -> re.Pattern[str]:
    return _alternation(outdated_terms())


def _stands_alone(text: str, start: int, end: int, before: str | None, after: str | None) -> bool:
    """Whether the found word is not part of a right one."""
    if before and re.search(f"(?:{before})$", text[max(0, start - 4) : start]):
        return False
    return not (after and re.match(after, text[end : end + 4]))


def find_wrong_words(text: str) -> list[Span]:
    """Known slips in a text; `right` is what it should be."""
    found = []
    for match in _wrong_pattern().finditer(text):
        word = wrong_words()[match.group()]
        if _stands_alone(text, match.start(), match.end(), word.before, word.after):
            found.append(Span(match.start(), match.end(), "wrong_word", match.group(), "", word.right))
    return found


def find_outdated_terms(text: str, on: date) -> list[Span]:
    """Terms that were out of date on a day. What stands inside 《…》 is the name of a document and is left alone."""
    found = []
    for match in _outdated_pattern().finditer(text):
        term = outdated_terms()[match.group()]
        if on < term.since or not _stands_alone(text, match.start(), match.end(), term.before, term.after):
            continue
        opened = text.rfind("《", max(0, match.start() - 60), match.start())
        if opened >= 0 and text.find("》", opened, match.start()) < 0:
            continue
        found.append(Span(match.start(), match.end(), "outdated_term", match.group(), "", term.now))
    return found


_COUNTING = re.compile(r"一.{1,2}|[一二三四五六七八九十百千零〇万亿两个年月日]+")
"""一件件, 一户一户: counting one by one."""
_YEAR = re.compile(r"(20\d\d年度?)\1")


def find_doubled(text: str) -> list[Span]:
    """Words printed twice in a row (盐池县盐池县, 2023年2023年); `right` is the word once.

    Legitimate reduplication (认认真真, 一件一件) is left alone.

    A phrase of k characters stands twice where text[i] == text[i+k] for k characters on: the whole text is compared with
    itself, shifted, as one large number.
    """
    if _BEYOND_BMP.search(text):
        text = _BEYOND_BMP.sub("□", text)
    found: list[Span] = []
    covered = bytearray(len(text))
    raw = text.encode("utf-16-le", "surrogatepass")
    number = int.from_bytes(raw, "little")
    for size in range(2, min(_LONGEST_DOUBLED, len(text) // 2) + 1):
        same = (number ^ (number >> (16 * size))).to_bytes(len(raw), "little")
        run = _ZERO * size
        at = same.find(run)
        while at >= 0:
            if at % 2:
                at = same.find(run, at + 1)
                continue
            start = at // 2
            if start + 2 * size > len(text):
                break
            phrase = text[start : start + size]
            if _is_slip(phrase) and not covered[start]:
                covered[start : start + 2 * size] = b"\1" * (2 * size)
                found.append(Span(start, start + 2 * size, "duplicated_words", phrase * 2, "", phrase))
            at = same.find(run, at + 2 * size)
    found += [Span(m.start(), m.end(), "duplicated_words", m.group(), "", m[1]) for m in _YEAR.finditer(text)]
    found.sort(key=lambda s: s.start)
    return found


@cache
def _doubled_words() -> tuple[frozenset[str], frozenset[str]]:
    data = _load("doubled_words.yaml")
    return frozenset(data["never_twice"]), frozenset(data["fine_twice"])


def _is_slip(phrase: str) -> bool:
    if not _HAN.fullmatch(phrase):
        return False
    never, fine = _doubled_words()
    if len(phrase) == 2:
        return phrase in never
    if len(set(phrase)) == 1 or phrase in fine or _COUNTING.fullmatch(phrase):
        return False
    # A phrase that is itself two halves (高高兴兴) or whose run goes on is not a slip of one word.
    return not (len(phrase) % 2 == 0 and phrase[: len(phrase) // 2] == phrase[len(phrase) // 2 :])
