"""Findings as Word comments: what each says, and at which cell or words it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from gongkai.annual.check.output import SEVERITIES, place
from gongkai.annual.places import Place, Places
from gongkai.annual.write.docx.marks import Marks
from gongkai.annual.write.docx.xml import HEAD, NAMESPACES, paragraph, run
from gongkai.annual.write.plan import Printed

if TYPE_CHECKING:
    from gongkai.annual.check.findings import Finding

AUTHOR, INITIALS = "年报体检", "体检"
_NAMED = 8
"""So many of a finding's other cells are named; the rest is counted."""
_REFERENCE = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'


def comments(
    printed: Printed, findings: Iterable[Finding | Mapping[str, Any]], at: datetime | None
) -> tuple[Marks, str | None]:
    """Where the comments stand, and the part `comments.xml` (None without findings). Ids are the findings' numbers from 0."""
    marks = Marks()
    places = Places(printed)
    order = list(SEVERITIES)
    out: list[str] = []
    date = f' w:date="{at:%Y-%m-%dT%H:%M:%S}Z"' if at else ""
    data = sorted((_data(f) for f in findings), key=lambda f: order.index(f["severity"]))
    for number, finding in enumerate(data):
        where = places.of(finding)
        _mark(marks, where, number)
        texts = _texts(number + 1, finding, where)
        content = "".join(
            paragraph('<w:pStyle w:val="CommentText"/>', ("" if line else _REFERENCE) + run(text))
            for line, text in enumerate(texts)
        )
        out.append(f'<w:comment w:id="{number}" w:author="{AUTHOR}"{date} w:initials="{INITIALS}">{content}</w:comment>')
    return marks, f"{HEAD}<w:comments {NAMESPACES}>{''.join(out)}</w:comments>" if out else None


def _data(finding: Finding | Mapping[str, Any]) -> Mapping[str, Any]:
    return finding if isinstance(finding, Mapping) else finding.to_json()


def _mark(marks: Marks, where: Place, comment: int) -> None:
    if where.kind == "title":
        marks.title.append((where.start, where.end, comment))
    elif where.kind == "text" and where.part is not None:
        marks.texts[where.part, where.paragraph].append((where.start, where.end, comment))
    elif where.kind == "cell" and where.where is not None:
        marks.cells[where.where].append(comment)
    elif where.kind == "label" and where.where is not None:
        marks.labels[where.where].append(comment)
    elif where.part is not None:
        marks.headings[where.part].append(comment)


def _texts(number: int, finding: Mapping[str, Any], where: Place) -> list[str]:
    """The paragraphs of a comment: what is wrong, which other cells it concerns, the reason given for it, its basis."""
    lines = [f"{number}. {SEVERITIES[finding['severity']]}：{finding['message']}"]
    others = [cell for cell in finding.get("cells") or () if cell != where.where]
    if others and where.kind != "text":
        names = "、".join(place(cell) for cell in others[:_NAMED])
        lines.append(f"涉及：{names}{f'等{len(others)}格' if len(others) > _NAMED else ''}")
    if where.kind == "title" and finding["where"] not in ("title", ""):
        lines.append(f"位置：{place(finding['where'])}")
    if finding.get("reason"):
        lines.append(f"已说明理由：{finding['reason']}")
    if finding.get("basis"):
        lines.append(f"依据：{finding['basis']}")
    return lines
