"""A report as a form to correct it in: every cell of its tables and every text is a field, with marks and what stood there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.annual.check.output import place
from gongkai.annual.correcting import SECTIONS, UNITS, Correction, corrections, form_of, places, shown
from gongkai.annual.forms import FORMS, TABLES, form
from gongkai.annual.report import AnnualReport
from gongkai.portal.sheet.fixes import field_of, fix
from gongkai.portal.sheet.numbering import Mark
from gongkai.portal.sheet.places import section_headings
from gongkai.portal.sheet.report import Sheet, sheet
from gongkai.portal.sheet.tables import DrawnCell, DrawnTable

_NAMES = {"title": "标题", "agency": "单位", "year": "年度", "signed_on": "落款日期"}
_TEXT_NAMES = {"intro": "引言（第一部分之前的文字）", "end": "落款（单位和日期，各占一行）"}
_CHARACTERS_A_LINE = 46
_MOST_LINES = 30
_WHOLE = 60
_AROUND = 10


@dataclass(slots=True)
class Field:
    """One place to correct. `before` is what the file says, where that was changed; `own` whether it was changed here and
    not as a consequence; `refused` why what was typed (`value`) was not accepted."""

    place: str
    label: str
    value: str
    before: str | None = None
    own: bool = False
    refused: str = ""
    marks: list[Mark] = field(default_factory=list)
    cell: DrawnCell | None = None
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its form field."""
        return f"e.{self.place}"

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"e-{self.place.replace('.', '-')}"

    @property
    def lines(self) -> int:
        """How many lines its text takes, about."""
        lines = sum(len(line) // _CHARACTERS_A_LINE + 1 for line in self.value.split("\n"))
        return min(max(lines, 2 if self.place == "section.end" else 3), _MOST_LINES)

    @property
    def state(self) -> str:
        """filled, zero, blank or absent for a cell."""
        return self.cell.state if self.cell else ""

    @property
    def severity(self) -> str:
        """The severity of the worst finding that concerns it."""
        if self.cell:
            return self.cell.severity
        return min((m.severity for m in self.marks), key=("error", "warning", "info").index, default="")

    @property
    def concerns(self) -> list[int]:
        """The numbers of all findings that concern it."""
        return self.cell.concerns if self.cell else [m.number for m in self.marks]

    @property
    def described_by(self) -> str:
        """The ids of these findings on the page."""
        return " ".join(f"f{n}" for n in self.concerns)


@dataclass(slots=True)
class EditPart:
    """A part of the report: its heading, its text, its table."""

    key: str
    heading: str
    text: Field
    table: DrawnTable | None = None
    rows: list[list[tuple[DrawnCell, Field | None, Field | None]]] = field(default_factory=list)
    """The table's printed cells, each with its field and that of its unit, if it has any."""
    choice: Field | None = None
    """Which form the table follows."""


@dataclass(slots=True)
class Desk:
    """All that the page for correcting shows."""

    sheet: Sheet
    fields: dict[str, Field]
    parts: list[EditPart]
    changes: list[tuple[Field, Correction]]
    """What was changed; of long texts the words that differ."""


def desk(
    read: Mapping[str, Any],
    corrected: Mapping[str, Any],
    edits: Mapping[str, str],
    previous: Mapping[str, Any] | None = None,
    refused: Mapping[str, tuple[str, str]] | None = None,
) -> Desk:
    """The page of a report read (its result), as corrected (the result of that) by these edits; `refused`: place → (what
    was typed, why it was not accepted)."""
    base, report = AnnualReport.from_json(read["report"]), AnnualReport.from_json(corrected["report"])
    drawn = sheet({**corrected, "report": _with_forms(corrected["report"], report)}, previous)
    cells = {place: cell for table in drawn.tables for place, cell in table.by_place.items()}
    made = corrections(base, edits)
    before = {c.place: c.before for c in made}
    fields = {
        p: Field(p, label_of(p), shown(report, p), before.get(p), p in edits, cell=cells.get(p), choices=_choices(p))
        for p in places(report)
    }
    for p, (typed, why) in (refused or {}).items():
        if p in fields:
            fields[p].value, fields[p].refused = typed, why
    _share_marks(drawn, fields)
    for finding in drawn.findings:
        finding.fix, finding.field = fix(finding, report), field_of(finding, fields)
    return Desk(drawn, fields, _parts(drawn, fields), [(fields[c.place], _brief(c)) for c in made if c.place in fields])


def _brief(correction: Correction) -> Correction:
    """A correction of a long text cut down to the words that differ and a few around them, line by line where it can be."""
    before, after = correction.before, correction.after
    if max(len(before), len(after)) <= _WHOLE:
        return correction
    lines = list(zip(before.split("\n"), after.split("\n"), strict=False))
    same_lines = before.count("\n") == after.count("\n")
    pairs = [_differing(b, a) for b, a in (lines if same_lines else [(before, after)]) if b != a]
    return Correction(correction.place, " ".join(b for b, _ in pairs), " ".join(a for _, a in pairs))


def _differing(before: str, after: str) -> tuple[str, str]:
    """Both without what they begin and end with alike, but for a few characters."""
    head = _alike(before, after)
    tail = min(_alike(before[::-1], after[::-1]), len(before) - head, len(after) - head)
    start, left = max(0, head - _AROUND), "…" if head > _AROUND else ""
    keep, right = max(0, tail - _AROUND), "…" if tail > _AROUND else ""
    return tuple(left + text[start : len(text) - keep] + right for text in (before, after))  # type: ignore[return-value]


def _alike(a: str, b: str) -> int:
    """How many characters both begin with."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def label_of(place_: str) -> str:
    """A place in words."""
    head, _, rest = place_.partition(".")
    if head == "section":
        return _TEXT_NAMES.get(rest) or section_headings(None)[rest]
    if head == "unit":
        return f"{place(rest)}的单位"
    return f"{place(rest)}的格式" if head == "form" else _NAMES.get(head) or place(place_)


def _choices(place_: str) -> tuple[str, ...]:
    return {"unit": ("", *UNITS), "form": FORMS}.get(place_.partition(".")[0], ())


def _with_forms(report: Mapping[str, Any], parsed: AnnualReport) -> dict[str, Any]:
    """The report's JSON with a form for each table, also one it does not have: it is drawn to be filled."""
    forms = {table: name for table in TABLES if (name := form_of(parsed, table))}
    return {**report, "forms": {**report["forms"], **forms}, "form": report["form"] or forms.get("table2")}


def _share_marks(drawn: Sheet, fields: Mapping[str, Field]) -> None:
    """The marks of the read report's words go to the field that holds the words."""
    fields["title"].marks = drawn.title_marks
    for part in drawn.parts:
        own = fields.get(f"section.{part.key}")
        if own is None:
            continue
        inside = [mark for line in part.lines for mark in (*(m for piece in line.pieces for m in piece.marks), *line.marks)]
        own.marks = [*part.marks, *inside]
    for table in drawn.tables:
        if (chosen := fields.get(f"form.{table.key}")) is not None:
            chosen.marks = table.marks
        elif f"section.{table.section}" in fields:
            fields[f"section.{table.section}"].marks += table.marks


def _parts(drawn: Sheet, fields: Mapping[str, Field]) -> list[EditPart]:
    headings = section_headings(drawn.form)
    tables = {table.section: table for table in drawn.tables}
    parts = []
    for key in SECTIONS:
        part = EditPart(key, headings.get(key, ""), fields[f"section.{key}"], tables.get(key))
        if part.table is not None:
            part.choice = fields.get(f"form.{part.table.key}")
            part.rows = [
                [(cell, fields.get(cell.place), _unit(cell, part.table, fields)) for cell in row] for row in part.table.rows
            ]
        parts.append(part)
    return parts


def _unit(cell: DrawnCell, table: DrawnTable, fields: Mapping[str, Field]) -> Field | None:
    """The field of a money cell's unit, where the form prints none or the report says another one than the form."""
    found = fields.get(f"unit.{cell.place}") if cell.place else None
    if found is None:
        return None
    _, row, column = cell.place.split(".")
    definition = form(table.form).tables[table.key].row(row)
    printed = definition.column(column) if definition else None
    return found if printed is None or printed.unit is None or printed.unit != found.value else None
