"""The annual report: `read` a file, `AnnualReport` as data, `check.check` for what is wrong with it."""

from __future__ import annotations

from gongkai.annual.reading import read
from gongkai.annual.report import SCHEMA, AnnualReport, Figure, Note

__all__ = ["SCHEMA", "AnnualReport", "Figure", "Note", "read"]
