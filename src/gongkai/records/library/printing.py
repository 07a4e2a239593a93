"""The guide as the official document: .docx, and PDF after GB/T 9704."""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.records.library.guide import TITLE, Part, parts_of
from gongkai.records.library.models import GuideVersion

_TEMPLATE = Path(__file__).with_name("guide.typ")


def lines_of_title(guide: GuideVersion) -> list[str]:
    """The title in lines by sense: the agency, then what it is."""
    return [str(guide.data.get("facts", {}).get("name") or guide.agency.name), TITLE]


def signature(guide: GuideVersion) -> tuple[str, ...]:
    """Who made it, and when it was brought up to date."""
    day = guide.made_on
    return lines_of_title(guide)[0], f"{day.year}年{day.month}月{day.day}日"


def as_docx(guide: GuideVersion) -> bytes:
    """The guide as a Word document; the same version gives the same bytes."""
    from gongkai.annual.write.docx.body import body
    from gongkai.annual.write.docx.marks import Marks
    from gongkai.annual.write.docx.package import package
    from gongkai.annual.write.plan import Part as PrintedPart
    from gongkai.annual.write.plan import Printed

    parts = tuple(
        PrintedPart(f"part{number}", part.heading or None, part.paragraphs) for number, part in enumerate(parts_of(guide.text))
    )
    name, kind = lines_of_title(guide)
    printed = Printed(f"{name}{kind}", name, guide.made_on.year, None, parts, signature(guide))
    return package(printed, body(printed, Marks()))


def as_pdf(guide: GuideVersion) -> bytes:
    """The guide as PDF/A. Raises CannotTypeset where the fonts are missing."""
    from gongkai.documents.typesetting import typeset

    name, _ = lines_of_title(guide)
    data = {
        "title": lines_of_title(guide),
        "author": name,
        "date": (guide.made_on.year, guide.made_on.month, guide.made_on.day),
        "parts": [_printed(part) for part in parts_of(guide.text)],
        "signature": list(signature(guide)),
    }
    return typeset(_TEMPLATE, data)


_SUB_HEADING = re.compile(r"（[一二三四五六七八九十]）[^。；，]{1,30}\Z")


def _printed(part: Part) -> dict[str, object]:
    return {"heading": part.heading or None, "paragraphs": list(part.paragraphs)}


def is_sub_heading(line: str) -> bool:
    """Whether a paragraph is nothing but （一）公开范围."""
    return bool(_SUB_HEADING.match(line))
