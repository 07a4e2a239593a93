"""A made-up report before it is laid out: values, words, and what a reader and a checker must say of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

Value = int | Decimal | None
Table = dict[str, dict[str, Value]]


@dataclass(frozen=True)
class Agency:
    """Who reports. `name` is official, `place` what a title may say instead, `we` its own first person."""

    name: str
    place: str
    kind: str
    county: str
    we: str
    whole: str

    @property
    def is_government(self) -> bool:
        """各级人民政府 (条例第五十条第四项 binds them); a 街道办事处 is only a government's outpost."""
        return self.kind in ("township", "county", "city")


@dataclass(frozen=True)
class Text:
    """A paragraph of a section; `level` 1 for a sub-heading on a line of its own."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Expected:
    """A finding that must come. `where` is a prefix of the finding's place, or several joined by "|"; `cell` a pattern
    that one of the cells the finding concerns must match."""

    code: str
    where: str
    cell: str | None = None


@dataclass
class Report:
    """One report. Paths are "table3", "table3.granted", "table3.*.total", "table3.granted.total"."""

    seed: int
    agency: Agency
    year: int
    forms: dict[str, str]
    tables: dict[str, Table] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    """Cells that print something else than their value: path → words."""
    labels: dict[str, str] = field(default_factory=dict)
    """Labels that differ from the form: "table3.header.commercial", "table3.granted" → words."""
    dropped: set[str] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    """What need not be compared: cells whose print has no value, or "year", "agency", "form", "figures", "sections"."""
    options: dict[str, Any] = field(default_factory=dict)
    """What the writing of the words is told: style, growth, said (numbers the words give instead of the tables')."""
    title: list[str] = field(default_factory=list)
    intro: list[str] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[Text]] = field(default_factory=dict)
    end: list[str] = field(default_factory=list)
    signed_on: date | None = None
    units: dict[str, str] = field(default_factory=dict)
    figures: dict[str, int | Decimal] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    """Numbers the words speak of that stand in no table (proactive_total, last year's total …)."""
    expected: list[Expected] = field(default_factory=list)
    allowed: set[str] = field(default_factory=set)
    """Codes that may come besides the expected ones, because the defect really causes them."""
    needs: set[str] = field(default_factory=set)
    """What a layout must be able to carry for this report: blank, ragged, picture, markdown, whitespace, lines."""
    previous: Report | None = None
    defect: str | None = None
    number: Callable[[str], str] = lambda text: text
    """A disguise over what number cells print."""
    say: Callable[[str], str] = lambda text: text
    """A disguise over every printed word: full-width digits, traditional characters, zero-width marks …"""

    def has(self, path: str) -> bool:
        """Whether a table, row, column or cell is in the document."""
        parts = path.split(".")
        if parts[0] in self.dropped or parts[0] in self.pictures:
            return False
        if len(parts) > 1 and f"{parts[0]}.{parts[1]}" in self.dropped:
            return False
        return not (len(parts) > 2 and (f"{parts[0]}.*.{parts[2]}" in self.dropped or path in self.dropped))

    def wanted(self) -> dict[str, dict[str, dict[str, Value]]]:
        """The tables a reader must give: what is absent is left out."""
        out: dict[str, dict[str, dict[str, Value]]] = {}
        for table, rows in self.tables.items():
            if not self.has(table):
                continue
            for row, cells in rows.items():
                kept = {c: v for c, v in cells.items() if self.has(f"{table}.{row}.{c}")}
                if kept:
                    out.setdefault(table, {})[row] = kept
        return out

    def cell_text(self, path: str) -> str:
        """What the document prints in a cell."""
        if path in self.printed:
            return self.number(self.printed[path])
        table, row, column = path.split(".")
        value = self.tables[table][row][column]
        return "" if value is None else self.number(f"{value:f}" if isinstance(value, Decimal) else str(value))

    def label(self, key: str, official: str) -> str:
        """A label as printed."""
        return self.say(self.labels.get(key, official))
