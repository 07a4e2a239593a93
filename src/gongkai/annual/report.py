"""The annual report as data: `gongkai.annual-report/1` (annual_report_json.md)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

SCHEMA = "gongkai.annual-report/1"

Number = int | float
Table = dict[str, dict[str, Number | None]]
"""row key → column key → value. None = printed blank; a missing key = the document has no such cell."""
BEYOND = 10**15
"""No number of this document reaches it; floating point keeps every whole number below it."""
ABSENT_MARK = "缺"
"""What a written report prints in a cell that the report does not have, so that it is read back as absent, not blank."""
_SHOWN = 80


def is_plausible(value: object) -> bool:
    """Whether a value can be a number of this document at all: an int or float, finite, of at most fifteen digits."""
    return type(value) in (int, float) and -BEYOND < value < BEYOND  # type: ignore[operator]


@dataclass(slots=True)
class Figure:
    """A number the text states. `year` is the year it speaks of; `approximate` for “余”; `quote` the words it stands in."""

    name: str
    value: Number
    year: int | None = None
    approximate: bool = False
    quote: str = ""
    where: str = ""
    label: str | None = None
    scope: str | None = None


@dataclass(slots=True)
class Note:
    """What the reader saw and a checker or a person should know. `code` is stable, `message` Chinese."""

    code: str
    where: str
    message: str
    found: str | None = None
    expected: str | None = None


@dataclass(slots=True)
class AnnualReport:
    """One agency's report of one year."""

    title: str | None = None
    agency: str | None = None
    agency_as_written: list[str] = field(default_factory=list)
    year: int | None = None
    form: str | None = None
    forms: dict[str, str | None] = field(default_factory=dict)
    signed_on: str | None = None
    sections: dict[str, str] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    units: dict[str, str | None] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    source: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    """Why the agency keeps a value that a rule questions: "code@where" → reason. Travels with the report."""

    def cell(self, table: str, row: str, column: str) -> Number | None:
        """The value of a cell; None where it is blank or absent (`has_cell` tells them apart)."""
        return self.tables.get(table, {}).get(row, {}).get(column)

    def has_cell(self, table: str, row: str, column: str) -> bool:
        """Whether the document has this cell at all, blank or not."""
        return column in self.tables.get(table, {}).get(row, {})

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON data, the shape of annual_report_json.md."""
        data: dict[str, Any] = {"schema": SCHEMA}
        for name in (
            "title",
            "agency",
            "agency_as_written",
            "year",
            "form",
            "forms",
            "signed_on",
            "sections",
            "tables",
            "units",
        ):
            data[name] = getattr(self, name)
        data["figures"] = [_fields(f, ("label", "scope")) for f in self.figures]
        data["source"] = self.source
        data["notes"] = [_fields(n, ("found", "expected")) for n in self.notes]
        if self.reasons:
            data["reasons"] = self.reasons
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> AnnualReport:
        """The report out of its JSON; cells that hold no plausible number are as if the document printed words there.
        Raises ValueError where `schema` is another one."""
        if data.get("schema") != SCHEMA:
            raise ValueError(f"不是 {SCHEMA} 格式的数据：schema 为 {data.get('schema')!r}")
        report = cls(**{k: v for k, v in data.items() if k not in ("schema", "figures", "notes")})
        report.figures = [Figure(**f) for f in data.get("figures", []) if is_plausible(f.get("value"))]
        report.notes = [Note(**n) for n in data.get("notes", [])]
        return with_plausible_cells(report)


def with_plausible_cells(report: AnnualReport) -> AnnualReport:
    """The report itself; where cells hold what is no plausible number (infinite, a thousand digits, a word), a copy
    without them that notes what they held."""
    wrong = [
        (table, row, column)
        for table, rows in report.tables.items()
        for row, cells in rows.items()
        for column, value in cells.items()
        if value is not None and not is_plausible(value)
    ]
    if not wrong:
        return report
    tables = {table: {row: dict(cells) for row, cells in rows.items()} for table, rows in report.tables.items()}
    notes = list(report.notes)
    for table, row, column in wrong:
        value = tables[table][row].pop(column)
        # An int of some thousand digits cannot even be printed.
        found = "过大的数" if type(value) is int else str(value)[:_SHOWN]
        message = f"有一格的值是“{found}”，不是数字，未读入。请改为数字，没有的填 0。"
        notes.append(Note("not_a_number", f"{table}.{row}.{column}", message, found))
    return replace(report, tables=tables, notes=notes)


def _fields(thing: Figure | Note, optional: tuple[str, ...]) -> dict[str, Any]:
    """The fields of a flat record, without the optional ones that are None."""
    return {k: v for k in thing.__slots__ if (v := getattr(thing, k)) is not None or k not in optional}
