"""Write a report: `write(report, "docx")` gives the bytes of the official document in any of `KINDS`.

Every writer prints the same `plan.Printed` and nothing else, so that what one form shows the others show too, and
`gongkai.annual.read` gives back the tables, units, year, form, agency and date of what was written.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from gongkai.annual.report import AnnualReport

KINDS = ("docx", "html", "pdf", "xlsx", "txt", "json")

_WRITERS = {
    "docx": ("gongkai.annual.write.docx", "write_docx"),
    "html": ("gongkai.annual.write.page", "write_html"),
    "pdf": ("gongkai.annual.write.pdf", "write_pdf"),
    "xlsx": ("gongkai.annual.write.sheet", "write_xlsx"),
    "txt": ("gongkai.annual.write.text", "write_text"),
    "json": ("gongkai.annual.write.data", "write_json"),
}


def write(report: AnnualReport, kind: str) -> bytes:
    """The report as a file of this kind, one of KINDS. Raises KeyError for another kind."""
    module, name = _WRITERS[kind]
    writer: Callable[[AnnualReport], bytes] = getattr(import_module(module), name)
    return writer(report)
