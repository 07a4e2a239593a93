"""The text of a section as pieces: plain words, figures the reader took from it, words a finding quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from gongkai.annual.figures.names import FIGURE_NAMES
from gongkai.annual.places import Flat, is_sub_heading
from gongkai.portal.sheet.numbering import Mark, NumberedFinding


@dataclass(slots=True)
class Piece:
    """A run of text with one set of marks. `figures` are numbers of figures, `findings` of findings."""

    text: str
    figures: tuple[int, ...] = ()
    findings: tuple[int, ...] = ()
    severity: str = ""
    marks: list[Mark] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class FigureShown:
    """A figure of the text; `anchor` is the id of the words it stands in, None where they were not found."""

    number: int
    name: str
    label: str
    value: str
    year: int | None
    approximate: bool
    quote: str
    where: str
    anchor: str | None = None


@dataclass(slots=True)
class Line:
    """A paragraph; `sub` where it is a sub-heading such as （一）主动公开情况."""

    pieces: list[Piece]
    sub: bool = False
    marks: list[Mark] = field(default_factory=list)


def figures_of(report: Mapping[str, Any]) -> list[FigureShown]:
    """The figures of a report (its JSON), numbered from 1."""
    out = []
    for n, f in enumerate(report.get("figures") or (), 1):
        value = f.get("value")
        text = str(int(value)) if isinstance(value, float) and value == int(value) else str(value)
        out.append(
            FigureShown(
                n,
                f["name"],
                _figure_label(f["name"], f.get("label")),
                text,
                f.get("year"),
                bool(f.get("approximate")),
                f.get("quote") or "",
                f.get("where") or "",
            )
        )
    return out


def _figure_label(name: str, label: str | None) -> str:
    known = FIGURE_NAMES.get(name)
    return f"{known}：{label}" if known and label else known or label or "其他数据"


def lines(text: str, figures: Sequence[FigureShown], findings: Iterable[NumberedFinding]) -> list[Line]:
    """A section's text as lines of pieces. Figures and findings whose quote is found in it get their anchors here."""
    flat = Flat(text)
    spans: list[tuple[int, int, FigureShown | NumberedFinding]] = []
    for figure in figures:
        if figure.anchor is None and (span := flat.find(figure.quote)):
            figure.anchor = f"g{figure.number}"
            spans.append((*span, figure))
    for finding in findings:
        if finding.quote and (span := flat.find(finding.quote)):
            spans.append((*span, finding))
    out: list[Line] = []
    start = 0
    for raw in text.split("\n"):
        end = start + len(raw)
        if raw.strip():
            out.append(Line(_pieces(text, start, end, spans), sub=is_sub_heading(raw)))
        start = end + 1
    return out


def _pieces(text: str, start: int, end: int, spans: list[tuple[int, int, FigureShown | NumberedFinding]]) -> list[Piece]:
    here = [(max(a, start), min(b, end), a, item) for a, b, item in spans if a < end and b > start]
    cuts = sorted({start, end, *(a for a, *_ in here), *(b for _, b, *_ in here)})
    pieces: list[Piece] = []
    for a, b in pairwise(cuts):
        covering = [(origin, item) for x, y, origin, item in here if x <= a and y >= b]
        found = [item for _, item in covering if isinstance(item, NumberedFinding)]
        piece = Piece(
            text[a:b],
            tuple(item.number for _, item in covering if isinstance(item, FigureShown)),
            tuple(f.number for f in found),
            found[0].severity if found else "",
        )
        for origin, item in covering:
            if origin == a and isinstance(item, FigureShown):
                piece.anchors.append(f"g{item.number}")
            elif origin == a and isinstance(item, NumberedFinding):
                piece.marks.append(item.mark())
        pieces.append(piece)
    return pieces
