"""How much of a text stands in another: the one measure of 雷同, for the rules and for comparisons."""

from __future__ import annotations

import re
from functools import lru_cache

from gongkai.annual.figures.text import section_text

RUN = 6
"""Runs of so many characters are looked for: shorter ones are common to all reports, longer ones miss small changes."""
SHORTEST = 200
"""A text of fewer characters says too little to be called 雷同."""
_NOT_WORDS = re.compile(r"\d+|[^\w\u4e00-\u9fff]+")


def words_alone(text: str) -> str:
    """Even text (`figures.text`) without numbers and marks: what stays when only the figures were updated."""
    return _NOT_WORDS.sub("", text)


@lru_cache(maxsize=16)
def section_words(key: str, raw: str) -> str:
    """The words alone of a section as printed."""
    return words_alone(section_text(key, raw).text)


def runs(words: str, length: int = RUN) -> set[str]:
    """All runs of `length` characters in the words."""
    return {words[i : i + length] for i in range(len(words) - length + 1)}


def share_of(mine: set[str], theirs: set[str]) -> float:
    """How much of `mine` stands in `theirs`, 0 … 1; both are `runs`."""
    return len(mine & theirs) / len(mine) if mine else 0.0


def share_taken_over(a: str, b: str) -> float:
    """How much of `a` stands in `b`: the share of its runs of characters, 0 … 1. Both are words alone."""
    return share_of(runs(a), runs(b))
