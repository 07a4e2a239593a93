"""What must not go out: personal numbers, editing residue, hidden characters, slips. Text in, spans out."""

from __future__ import annotations

from gongkai.screening.hidden import find_hidden, without_hidden
from gongkai.screening.personal import find_personal
from gongkai.screening.residue import find_residue
from gongkai.screening.spans import Span, mask
from gongkai.screening.words import find_doubled, find_outdated_terms, find_wrong_words

__all__ = [
    "Span",
    "find_doubled",
    "find_hidden",
    "find_outdated_terms",
    "find_personal",
    "find_residue",
    "find_wrong_words",
    "mask",
    "without_hidden",
]
