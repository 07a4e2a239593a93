"""The booklet as PDF (PDF/A-2b, PDF/UA-1), set by typst: contents with page numbers, headings of tables on every page."""

from __future__ import annotations

from pathlib import Path

from gongkai.documents.typesetting import GridCell, TableTags, typeset
from gongkai.records.catalogue.exchange.booklet import Booklet
from gongkai.records.catalogue.exchange.layout import ABSENT_TITLE, LONG, Column, Part, heads

_TEMPLATE = Path(__file__).with_name("booklet.typ")


def write_pdf(printed: Booklet) -> bytes:
    """The bytes of the file; the same booklet gives the same bytes. Raises `CannotTypeset` where fonts are missing."""
    day = printed.day
    left_out = [*((domain, "", why) for domain, why in printed.absent), *printed.left_out]
    data = {
        "title": printed.title,
        "cover": printed.cover,
        "agency": printed.agency,
        "edition": printed.edition,
        "day": f"{day.year}年{day.month}月{day.day}日",
        "date": (day.year, day.month, day.day),
        "columns": [(c.label, c.group, c.width, c.key in LONG) for c in printed.columns],
        "parts": [{"title": part.title, "rows": _rows(part, printed.columns)} for part in printed.parts],
        "absent": [(str(number), *row) for number, row in enumerate(left_out, 1)],
        "absent_title": ABSENT_TITLE,
    }
    tags = [_tags(part, printed.columns) for part in printed.parts]
    if left_out:
        rows = tuple(tuple(GridCell(x, 1, 1, False) for x in range(4)) for _ in range(len(left_out) + 1))
        tags.append(TableTags(ABSENT_TITLE, rows))
    return typeset(_TEMPLATE, data, tags)


def _rows(part: Part, columns: tuple[Column, ...]) -> list[tuple[int, list[str]]]:
    return [
        (line.merged, [str(line.number) if column.key == "number" else line.texts[column.key] for column in columns])
        for line in part.lines
    ]


def _tags(part: Part, columns: tuple[Column, ...]) -> TableTags:
    above, below = [], []
    for group, at, end in heads(columns):
        above.append(GridCell(at, 1 if group else 2, end - at, False))
        below += [GridCell(x, 1, 1, False) for x in range(at, end) if group]
    rows = [tuple(above), tuple(below)]
    for line in part.lines:
        rows.append(
            tuple(
                GridCell(x, line.merged if column.key == "level1" else 1, 1, column.key == "level2")
                for x, column in enumerate(columns)
                if column.key != "level1" or line.merged
            )
        )
    return TableTags(f"{part.title}领域公开事项", tuple(rows))
