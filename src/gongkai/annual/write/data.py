"""The report as JSON: `gongkai.annual-report/1`, the shape that programs read and `gongkai.annual.load` takes back."""

from __future__ import annotations

import json

from gongkai.annual.report import AnnualReport


def write_json(report: AnnualReport) -> bytes:
    """The report as indented JSON in UTF-8. Numbers stand as the report holds them, blanks as null, absent cells not at all."""
    text = json.dumps(report.to_json(), ensure_ascii=False, indent=2, allow_nan=False)
    # Half a surrogate pair, which a careless program may have put into a text, is no character.
    return (text + "\n").encode("utf-8", "ignore")
