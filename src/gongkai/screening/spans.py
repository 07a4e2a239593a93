"""What screening says: a span of the text, what kind of thing it is, and how it reads when masked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is a `kind`. `masked` is what may be shown instead; `right` what the words should be, where known."""

    start: int
    end: int
    kind: str
    text: str
    masked: str
    right: str | None = None


def mask(text: str, spans: list[Span]) -> str:
    """The text with every span replaced by its masked form. Spans may come in any order; of overlapping ones the first wins."""
    out: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start < at:
            continue
        out += (text[at : span.start], span.masked)
        at = span.end
    out.append(text[at:])
    return "".join(out)
