"""The text of two reports, paragraph by paragraph.

Paragraphs with the same words are found by looking them up; only those left over are measured against each other, and words
are compared only within a pair that was found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gongkai.annual.compare.model import ParagraphChange, ParagraphPair, SectionPair
from gongkai.annual.compare.words import ascending, segments
from gongkai.annual.figures.text import section_text
from gongkai.annual.forms import FORMS, form, form_for_year
from gongkai.annual.report import AnnualReport
from gongkai.annual.similarity import runs, share_of, words_alone

BODY = ("1", "2", "3", "4", "5", "6")
"""The six parts, whose words count for the share of the whole; introduction and signature are the same everywhere."""
_SECTIONS = ("intro", *BODY, "end")
_HEADINGS = {"intro": "引言", "end": "落款"}
_PAIR = 2
"""Paragraphs are paired by runs of so many characters, so that also short ones are found."""
_ALIKE, _ALIKE_ELSEWHERE = 0.45, 0.6
"""How much of both must be common for a reworded paragraph to be the same one: in its own section, in another."""


_MEASURED, _NEIGHBOURS = 20_000, 10
"""So many pairs of paragraphs are measured against each other: all of any real report's. Of texts of thousands of paragraphs
only those that stand near each other, at least so many to each side."""


@dataclass(slots=True, eq=False)
class _Paragraph:
    section: str
    number: int
    raw: str
    plain: str
    """Even, with names."""
    even: str
    """Even, without the names that do not count."""
    words: str
    partner: _Paragraph | None = None
    moved: bool = False
    pieces: set[str] = field(default_factory=set)


def text(
    report: AnnualReport, other: AnnualReport, names: re.Pattern[str] | None = None
) -> tuple[list[SectionPair], float | None]:
    """The sections that at least one report has words in, and the share of parts 一 to 六 that is taken over.

    `names` are words that are not counted (`names.leave_out`).
    """
    mine = {key: list(_paragraphs(report, key, names)) for key in _SECTIONS}
    theirs = {key: list(_paragraphs(other, key, names)) for key in _SECTIONS}
    _match(mine, theirs)
    own_runs = {key: _runs(mine[key]) for key in _SECTIONS}
    other_runs = {key: _runs(theirs[key]) for key in _SECTIONS}
    headings = _headings(report, other)
    out = []
    for key in _SECTIONS:
        if mine[key] or theirs[key]:
            share = share_of(own_runs[key], other_runs[key]) if own_runs[key] else None
            length, other_length = (sum(len(p.words) for p in side[key]) for side in (mine, theirs))
            out.append(SectionPair(key, headings[key], share, length, other_length, _pairs(mine[key], theirs[key])))
    body = set().union(*(own_runs[key] for key in BODY))
    whole = share_of(body, set().union(*(other_runs[key] for key in BODY))) if body else None
    return out, whole


def _headings(report: AnnualReport, other: AnnualReport) -> dict[str, str]:
    name = report.form or other.form
    due = form_for_year(report.year)
    chosen = form(name if name in FORMS else due.form if due else FORMS[-1])
    return _HEADINGS | {section.key: section.heading for section in chosen.sections}


def _paragraphs(report: AnnualReport, key: str, names: re.Pattern[str] | None) -> Iterator[_Paragraph]:
    raw = report.sections.get(key) or ""
    if not raw:
        return
    number = 0
    for line, even in zip(raw.split("\n"), section_text(key, raw).text.split("\n"), strict=True):
        if not (line := line.strip()):
            continue
        bare = even if names is None else names.sub("", even)
        yield _Paragraph(key, number, line, even, bare, words_alone(bare))
        number += 1


def _runs(paragraphs: Iterable[_Paragraph]) -> set[str]:
    """Runs over the whole section, as the rules on 雷同 look at it."""
    return runs("".join(p.words for p in paragraphs))


def _match(mine: dict[str, list[_Paragraph]], theirs: dict[str, list[_Paragraph]]) -> None:
    """Set the partners: the same paragraph, the same words, then reworded ones; in the own section first."""
    for elsewhere in (False, True):
        for signature in ("even", "words"):
            known: dict[tuple[str, str], list[_Paragraph]] = defaultdict(list)
            for p in _open(theirs):
                known["" if elsewhere else p.section, getattr(p, signature)].append(p)
            for p in _open(mine):
                found = known.get(("" if elsewhere else p.section, getattr(p, signature)))
                if found and (signature == "even" or p.words):  # what is nothing but names is even without them
                    _marry(p, found.pop(0))
    for key in _SECTIONS:
        _reworded([p for p in mine[key] if p.partner is None], [p for p in theirs[key] if p.partner is None], _ALIKE)
    _reworded(list(_open(mine)), list(_open(theirs)), _ALIKE_ELSEWHERE)
    for paragraphs in mine.values():
        here = [p for p in paragraphs if p.partner is not None and p.partner.section == p.section]
        kept = set(ascending([p.partner.number for p in here if p.partner is not None]))
        for n, p in enumerate(here):
            p.moved = n not in kept
        for p in paragraphs:
            p.moved = p.moved or (p.partner is not None and p.partner.section != p.section)


def _open(side: dict[str, list[_Paragraph]]) -> Iterator[_Paragraph]:
    return (p for paragraphs in side.values() for p in paragraphs if p.partner is None)


def _marry(a: _Paragraph, b: _Paragraph) -> None:
    a.partner, b.partner = b, a


def _reworded(mine: list[_Paragraph], theirs: list[_Paragraph], least: float) -> None:
    """Pair what is alike enough, the most alike first."""
    if not mine or not theirs:
        return
    for p in (*mine, *theirs):
        if not p.pieces:
            p.pieces = runs(p.words, _PAIR)
    found = []
    near = max(_MEASURED // len(mine), _NEIGHBOURS)
    for i, a in enumerate(mine):
        middle = i * len(theirs) // len(mine)
        low = max(middle - near, 0)
        for j, b in enumerate(theirs[low : middle + near + 1], low):
            smaller, total = min(len(a.pieces), len(b.pieces)), len(a.pieces) + len(b.pieces)
            if 2 * smaller < least * total or not total:
                continue
            alike = 2 * len(a.pieces & b.pieces) / total
            if alike >= least:
                found.append((-alike, abs(i - j), i, j))
    for _, _, i, j in sorted(found):
        if mine[i].partner is None and theirs[j].partner is None:
            _marry(mine[i], theirs[j])


def _pairs(mine: list[_Paragraph], theirs: list[_Paragraph]) -> list[ParagraphPair]:
    """The paragraphs of a section in the order of the report; what is gone stands behind what it stood behind."""
    gone: dict[_Paragraph | None, list[_Paragraph]] = defaultdict(list)
    anchor: _Paragraph | None = None
    for p in theirs:
        if p.partner is None:
            gone[anchor].append(p)
        elif p.partner.section == p.section and not p.partner.moved:
            anchor = p.partner
    out = [ParagraphPair("gone", None, p.raw) for p in gone[None]]
    for p in mine:
        out.append(_pair(p))
        out += [ParagraphPair("gone", None, lost.raw) for lost in gone.get(p, ())]
    return out


def _pair(p: _Paragraph) -> ParagraphPair:
    other = p.partner
    if other is None:
        return ParagraphPair("new", p.raw, None)
    change = _change(p, other)
    section = other.section if other.section != p.section else None
    pair = ParagraphPair(change, p.raw, other.raw, section, p.moved)
    if p.raw != other.raw:
        pair.segments = segments(p.raw, other.raw)
    return pair


def _change(p: _Paragraph, other: _Paragraph) -> ParagraphChange:
    if p.raw == other.raw:
        return "same"
    if p.even == other.even:
        return "marks" if p.plain == other.plain else "same"
    if p.words != other.words:
        return "changed"
    return "numbers" if _numbers(p.even) != _numbers(other.even) else "marks"


_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _numbers(even: str) -> list[str]:
    return _NUMBER.findall(even)
