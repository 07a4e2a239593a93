"""Read an annual report from a file of any form."""

from __future__ import annotations

import hashlib
from pathlib import Path

from gongkai.annual.report import AnnualReport
from gongkai.documents.errors import Unreadable
from gongkai.documents.reasons import why


def read(source: str | Path | bytes, name: str | None = None) -> AnnualReport:
    """Read the report in a file (a path, or its bytes with an optional file name).

    Raises Unreadable with a code and a Chinese sentence: the documents' codes, and no_report, empty_form, two_reports,
    comparison, not_found.
    """
    data, name = file_bytes(source, name)
    from gongkai import documents
    from gongkai.annual import figures
    from gongkai.annual.assemble import assemble

    document = documents.read(data, name)
    report = assemble(document, name)
    report.source = {
        "name": Path(name).name if name else None,
        "sha256": hashlib.sha256(data).hexdigest(),
        "reader": document.reader,
    }
    report.figures = figures.extract(report.sections, report.year)
    return report


def file_bytes(source: str | Path | bytes, name: str | None = None) -> tuple[bytes, str | None]:
    """(content, name) of a file given by its path, or of the bytes themselves. Raises Unreadable("not_found")."""
    if isinstance(source, bytes):
        return source, name
    path = Path(source)
    try:
        return path.read_bytes(), name or path.name
    except OSError as error:
        raise Unreadable("not_found", f"打不开文件“{path.name}”：{why(error)}。请检查路径和权限。") from error
