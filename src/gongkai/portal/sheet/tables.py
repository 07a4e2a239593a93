"""The statutory tables of a report, drawn as the form prints them, with values, last year's values and marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.annual.check.output import place
from gongkai.annual.forms import TABLES, form
from gongkai.annual.forms.layout import CellKind, layout
from gongkai.portal.sheet.numbering import Mark, NumberedFinding
from gongkai.portal.sheet.places import table_form

_MARKS_PER_FINDING = 3
"""A finding about more cells than this is numbered at its own place only; the others are tinted."""


@dataclass(slots=True)
class DrawnCell:
    """A printed cell. `state` of a value cell: filled, zero, blank (printed empty) or absent (not in the document)."""

    kind: CellKind
    text: str
    rowspan: int = 1
    colspan: int = 1
    place: str = ""
    state: str = ""
    label: str = ""
    unit: str = ""
    previous: str | None = None
    changed: bool = False
    severity: str = ""
    marks: list[Mark] = field(default_factory=list)
    concerns: list[int] = field(default_factory=list)

    @property
    def numbers(self) -> str:
        """The numbers of all findings that concern the cell, space-separated."""
        return " ".join(str(n) for n in self.concerns)


@dataclass(slots=True)
class DrawnTable:
    """A table to show. `present` is False where the document has none of it; `marks` stand at its caption."""

    key: str
    name: str
    section: str
    form: str
    present: bool
    rows: list[list[DrawnCell]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    other_form: bool = False
    states: set[str] = field(default_factory=set)
    by_place: dict[str, DrawnCell] = field(default_factory=dict)
    labels: dict[str, DrawnCell] = field(default_factory=dict)


def draw(report: Mapping[str, Any], previous: Mapping[str, Any] | None = None) -> dict[str, DrawnTable]:
    """The three tables of a report (its JSON) by key, unmarked; `previous` is last year's report."""
    return {key: _draw(key, report, previous) for key in TABLES}


def mark(tables: Mapping[str, DrawnTable], findings: Iterable[NumberedFinding]) -> None:
    """Put the findings' marks on the cells, labels and captions they are about."""
    for finding in findings:
        for drawn in tables.values():
            _mark(drawn, finding)


def _draw(key: str, report: Mapping[str, Any], previous: Mapping[str, Any] | None) -> DrawnTable:
    name = table_form(report.get("forms") or {}, key, report.get("form"))
    definition = form(name).tables[key]
    values: Mapping[str, Any] = (report.get("tables") or {}).get(key) or {}
    older: Mapping[str, Any] = ((previous or {}).get("tables") or {}).get(key) or {}
    units: Mapping[str, Any] = report.get("units") or {}
    drawn = DrawnTable(key, definition.name, definition.section, name, present=bool(values))
    drawn.other_form = bool(report.get("form")) and name != report.get("form")
    for layout_row in layout(name, key):
        row: list[DrawnCell] = []
        for cell in layout_row:
            made = DrawnCell(cell.kind, cell.text, cell.rowspan, cell.colspan)
            row.append(made)
            if cell.kind == "value" and cell.row and cell.column:
                where = f"{key}.{cell.row}.{cell.column}"
                _fill(made, values, older, cell.row, cell.column)
                made.place, made.label = where, place(where)
                made.unit = str(units.get(where) or "") if made.state in ("filled", "zero") else ""
                drawn.states.add(made.state)
                drawn.by_place[where] = made
            elif cell.row and cell.kind in ("row", "heading"):
                drawn.labels[cell.row] = made
        drawn.rows.append(row)
    return drawn


def _fill(made: DrawnCell, values: Mapping[str, Any], older: Mapping[str, Any], row: str, column: str) -> None:
    cells = values.get(row) or {}
    if column not in cells:
        made.state = "absent"
    elif cells[column] is None:
        made.state = "blank"
    else:
        made.state = "zero" if cells[column] == 0 else "filled"
        made.text = shown(cells[column])
    before = (older.get(row) or {}).get(column)
    if before is not None and (before or made.state != "zero"):  # two zeros say nothing and double the height of the table
        made.previous = shown(before)
        made.changed = before != cells.get(column)


def shown(value: Any) -> str:
    """A number as a document prints it: 3.50 stays 3.5, 1e-05 becomes 0.00001."""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))
    return str(value)


def _mark(drawn: DrawnTable, finding: NumberedFinding) -> None:
    head, _, rest = finding.where.partition(".")
    own = drawn.by_place.get(finding.where)
    concerned = [drawn.by_place[c] for c in finding.cells if c in drawn.by_place]
    if own is not None and own not in concerned:
        concerned.insert(0, own)
    for cell in concerned:
        cell.concerns.append(finding.number)
        cell.severity = cell.severity or finding.severity
    if head != drawn.key:
        _number(concerned if len(concerned) <= _MARKS_PER_FINDING else concerned[:1], finding)
    elif not drawn.present:
        drawn.marks.append(finding.mark())
    elif own is not None:
        others = [c for c in concerned if c is not own]
        _number([own, *others] if len(concerned) <= _MARKS_PER_FINDING else [own], finding)
    elif concerned and len(concerned) <= _MARKS_PER_FINDING:
        _number(concerned, finding)
    elif label := drawn.labels.get(rest.partition(".")[0]):
        label.severity = label.severity or finding.severity
        _number([label], finding)
    elif concerned:
        _number(concerned[-1:], finding)
    else:
        drawn.marks.append(finding.mark())


def _number(cells: Iterable[DrawnCell], finding: NumberedFinding) -> None:
    for cell in cells:
        cell.marks.append(finding.mark())
