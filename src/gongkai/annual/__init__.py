"""The annual report: `read` a document, `load` one or our own JSON, `AnnualReport` as data, `check.check` for its faults."""

from __future__ import annotations

from gongkai.annual.loading import load
from gongkai.annual.reading import read
from gongkai.annual.report import SCHEMA, AnnualReport, Figure, Note

__all__ = ["SCHEMA", "AnnualReport", "Figure", "Note", "load", "read"]
