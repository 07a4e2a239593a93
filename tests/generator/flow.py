"""A made-up report as one flow of pieces in reading order, for layouts that go from top to bottom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .grids import Grid, join, tables
from .model import Report


@dataclass
class Piece:
    """`kind`: title, intro, heading (一、…), subheading (（一）…), text, table, picture, end."""

    kind: str
    text: str = ""
    grid: Grid | None = None


def pieces(report: Report, *, split_table2: bool = False) -> Iterator[Piece]:
    """Every piece with the disguise already on. 表二 comes as one table, or as one for each item."""
    say = report.say
    for line in report.title:
        yield Piece("title", say(line))
    for line in report.intro:
        yield Piece("intro", say(line))
    grids = tables(report)
    for key, heading in report.headings.items():
        yield Piece("heading", say(heading))
        for part in report.sections.get(key, []):
            yield Piece("subheading" if part.level else "text", say(part.text))
        found = grids.get(key, [])
        if key == "2" and found and not split_table2:
            found = [join(found)]
        for grid in found:
            yield Piece("table", grid=grid)
        if {"2": "table2", "3": "table3", "4": "table4"}.get(key) in report.pictures:
            yield Piece("picture", "t" + key)
    for line in report.end:
        yield Piece("end", say(line))
