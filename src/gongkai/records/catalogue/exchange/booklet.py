"""《…基层政务公开标准目录汇编》: what is printed, the same as docx and as PDF. Cover, contents by domain, the tables, and at
the end the domains and matters that do not concern the agency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise

from gongkai.records.catalogue.exchange.layout import Column, Part, columns, domain_name, parts
from gongkai.records.catalogue.rows import Row


@dataclass(frozen=True, slots=True)
class Booklet:
    """`edition`: 第 2 版; `day`: in force from. `absent`: (领域, 说明), `left_out`: (领域, 事项, 说明)."""

    title: str
    agency: str
    edition: str
    day: date
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    absent: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str, str], ...]

    @property
    def cover(self) -> list[str]:
        """The title in lines by sense."""
        head, found, tail = self.title.partition("基层政务公开标准目录")
        if not found or not head:
            return [self.title]
        return [head, found + tail]

    @property
    def shares(self) -> list[float]:
        """The widths of the columns as shares of the page."""
        total = sum(column.width for column in self.columns)
        return [column.width / total for column in self.columns]

    def edges(self, width: int) -> list[int]:
        """The widths of the columns in whole units that fill `width`."""
        marks = [round(width * part) for part in accumulate(self.shares, initial=0.0)]
        return [b - a for a, b in pairwise(marks)]


def booklet(title: str, agency: str, edition: str, day: date, rows: Sequence[Row], absent: Mapping[str, str]) -> Booklet:
    """Puts it together: matters marked 不涉及 and those of absent domains stand at the end with their explanation, not in the
    tables."""
    shown = [row for row in rows if not row.not_applicable and row.domain not in absent]
    left = [row for row in rows if row.not_applicable and row.domain not in absent]
    name = title if title.endswith("汇编") else f"{title}汇编"
    return Booklet(
        name,
        agency,
        edition,
        day,
        columns(shown, more=False),
        tuple(_merged(parts(shown))),
        tuple((domain_name(code), why) for code, why in absent.items()),
        tuple((domain_name(row.domain), f"{row.level1} {row.level2}".strip(), row.not_applicable) for row in left),
    )


def _merged(found: list[Part]) -> list[Part]:
    """One table a domain: parts of the same domain that stand apart go together, in the order of the first."""
    by_code: dict[str, list[Row]] = {}
    for part in found:
        by_code.setdefault(part.code, []).extend(line.row for line in part.lines)
    return parts([row for rows in by_code.values() for row in rows])
