"""The official document as .docx: GB/T 9704 pages, the tables of the form, and findings as comments where they belong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gongkai.annual.report import AnnualReport
from gongkai.annual.write.docx.body import body
from gongkai.annual.write.docx.marks import Marks
from gongkai.annual.write.docx.package import package
from gongkai.annual.write.plan import plan

if TYPE_CHECKING:
    from gongkai.annual.check.findings import Finding

__all__ = ["write_docx"]


def write_docx(
    report: AnnualReport,
    findings: Iterable[Finding | Mapping[str, Any]] | None = None,
    commented_at: datetime | None = None,
) -> bytes:
    """The report as a Word document; the same report gives the same bytes.

    `findings` (objects of a check, or their JSON) become comments at the cells and words they are about, numbered as
    the lists of findings are: by severity, then in the order given. `commented_at` is the date and time the comments
    carry, as the clock shows it.
    """
    printed = plan(report)
    if not findings:
        return package(printed, body(printed, Marks()))
    from gongkai.annual.write.docx.comments import comments

    marks, part = comments(printed, findings, commented_at)
    return package(printed, body(printed, marks), part)
