"""From a document to an annual report: sections by their headings, tables by their labels, the rest by what it says."""

from __future__ import annotations

from gongkai.annual.assemble.build import assemble

__all__ = ["assemble"]
