"""One injected defect a report, with the finding a checker must give. `DEFECTS[name](seed)` makes the report.

Not injected: misread_column (a shift of whole columns leaves no trace that a generator could call certain),
foreign_text and local_requirement (they depend on lists and profiles that are data of an installation).
"""

from __future__ import annotations

from . import numeric, signs, structure, words, years
from .base import DEFECTS

__all__ = ["DEFECTS", "numeric", "signs", "structure", "words", "years"]
