"""Where two wordings differ: runs of words in both, only in one, only in the other.

A patience difference: runs that stand exactly once in both texts are anchors, longer ones first, and what lies between two
anchors is looked at in the same way. A number is one word, so that 7546 → 7549 is a change of the number, not of a digit.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from gongkai.annual.compare.model import Segment

_WORD = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*[%％]?|[A-Za-z]+|.", re.DOTALL)
_LENGTHS = (8, 4, 2)
"""Anchors of so many words. Single characters are none: 的 and 了 would tear every sentence apart."""

_ISLAND = 4
"""A run of so many words at most can be an island."""

Block = tuple[int, int, int]
"""Start in the one, start in the other, length."""


def segments(now: str, then: str) -> list[Segment]:
    """The text `now` with what is new, and what of `then` is gone, in reading order. The kept and new runs joined are `now`,
    the kept and gone ones `then`."""
    if now == then:
        return [Segment("same", now)] if now else []
    a, b = _WORD.findall(now), _WORD.findall(then)
    out: list[Segment] = []
    i = j = 0
    for start, other, length in [*_without_islands(_blocks(a, b), len(a), len(b)), (len(a), len(b), 0)]:
        if other > j:
            out.append(Segment("gone", "".join(b[j:other])))
        if start > i:
            out.append(Segment("new", "".join(a[i:start])))
        if length:
            out.append(Segment("same", "".join(a[start : start + length])))
        i, j = start + length, other + length
    return out


def _blocks(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """The runs in both, in order, none overlapping."""
    found: list[Block] = []
    todo = [(0, len(a), 0, len(b), 0)]
    while todo:
        low, high, other_low, other_high, level = todo.pop()
        head = 0
        while low + head < high and other_low + head < other_high and a[low + head] == b[other_low + head]:
            head += 1
        if head:
            found.append((low, other_low, head))
            low, other_low = low + head, other_low + head
        tail = 0
        while high - tail > low and other_high - tail > other_low and a[high - tail - 1] == b[other_high - tail - 1]:
            tail += 1
        if tail:
            high, other_high = high - tail, other_high - tail
            found.append((high, other_high, tail))
        anchors: list[Block] = []
        while level < len(_LENGTHS) and not (anchors := _anchors(a, b, low, high, other_low, other_high, _LENGTHS[level])):
            level += 1
        if not anchors:
            continue
        found += anchors
        i, j = low, other_low
        for start, other, length in [*anchors, (high, other_high, 0)]:
            if i < start and j < other:
                todo.append((i, start, j, other, level))
            i, j = start + length, other + length
    found.sort()
    return _joined(found)


def _anchors(
    a: Sequence[str], b: Sequence[str], low: int, high: int, other_low: int, other_high: int, length: int
) -> list[Block]:
    """The longest ascending chain of runs of `length` words that stand once in each stretch."""
    mine = _once(a, low, high, length)
    theirs = _once(b, other_low, other_high, length)
    pairs = [(i, theirs[run]) for run, i in mine.items() if i >= 0 and theirs.get(run, -1) >= 0]
    pairs.sort()
    kept = [pairs[n] for n in ascending([j for _, j in pairs])]
    blocks: list[Block] = []
    for i, j in kept:
        if blocks:
            start, other, size = blocks[-1]
            if i < start + size or j < other + size:
                if i - start == j - other:
                    blocks[-1] = (start, other, i + length - start)
                continue
        blocks.append((i, j, length))
    return blocks


def _once(words: Sequence[str], low: int, high: int, length: int) -> dict[tuple[str, ...], int]:
    """Each run of `length` words and where it stands, -1 where more than once."""
    out: dict[tuple[str, ...], int] = {}
    part = words[low:high]
    for n, run in enumerate(zip(*(part[k:] for k in range(length)), strict=False), low):
        out[run] = -1 if run in out else n
    return out


def ascending(values: Sequence[int]) -> list[int]:
    """The indices of a longest ascending subsequence."""
    tops: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for n, value in enumerate(values):
        k = bisect_left(tops, value)
        before.append(at[k - 1] if k else -1)
        if k == len(tops):
            tops.append(value)
            at.append(n)
        else:
            tops[k] = value
            at[k] = n
    out: list[int] = []
    n = at[-1] if at else -1
    while n >= 0:
        out.append(n)
        n = before[n]
    return out[::-1]


def _without_islands(blocks: list[Block], length: int, other_length: int) -> list[Block]:
    """Without the few words that stand alone between two longer changes: people read such a stretch as rewritten."""
    out: list[Block] = []
    for n, (start, other, size) in enumerate(blocks):
        following = blocks[n + 1] if n + 1 < len(blocks) else (length, other_length, 0)
        i, j = (out[-1][0] + out[-1][2], out[-1][1] + out[-1][2]) if out else (0, 0)
        before = max(start - i, other - j)
        after = max(following[0] - start - size, following[1] - other - size)
        if size > _ISLAND or size > before or size > after:
            out.append((start, other, size))
    return out


def _joined(blocks: list[Block]) -> list[Block]:
    """Blocks that follow each other in both texts are one."""
    out: list[Block] = []
    for block in blocks:
        if out and (out[-1][0] + out[-1][2], out[-1][1] + out[-1][2]) == block[:2]:
            out[-1] = (*out[-1][:2], out[-1][2] + block[2])
        else:
            out.append(block)
    return out
