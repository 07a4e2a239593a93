"""A checked report as one sheet: title, the parts in order with their text or table, findings, figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.annual.check.output import place
from gongkai.annual.forms import TABLES, form
from gongkai.portal.sheet.numbering import Group, Mark, NumberedFinding, grouped, number
from gongkai.portal.sheet.places import section_headings
from gongkai.portal.sheet.tables import DrawnTable, draw, mark
from gongkai.portal.sheet.texts import FigureShown, Line, figures_of, lines


@dataclass(slots=True)
class Part:
    """A part of the report: the introduction, one of the six sections, the end."""

    key: str
    heading: str
    lines: list[Line] = field(default_factory=list)
    table: DrawnTable | None = None
    marks: list[Mark] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id of its heading on the page."""
        return f"part-{self.key}"


@dataclass(slots=True)
class Sheet:
    """All that a screen, a print or a workbook shows of a checked report."""

    title: str
    agency: str | None
    year: int | None
    form: str | None
    form_name: str | None
    signed_on: str | None
    reader: str | None
    parts: list[Part]
    findings: list[NumberedFinding]
    figures: list[FigureShown]
    notes: list[tuple[str, str]]
    title_marks: list[Mark] = field(default_factory=list)
    previous_year: int | None = None
    has_previous: bool = False

    @property
    def groups(self) -> list[Group]:
        """The findings by severity."""
        return grouped(self.findings)

    @property
    def tables(self) -> list[DrawnTable]:
        """The three tables in order."""
        return [part.table for part in self.parts if part.table]

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity."""
        return {s: sum(f.severity == s for f in self.findings) for s in ("error", "warning", "info")}


def sheet(result: Mapping[str, Any], previous: Mapping[str, Any] | None = None) -> Sheet:
    """The sheet of a result (annual_report_json.md) that could be read; `previous` is last year's report, if given."""
    report: Mapping[str, Any] = result["report"]
    findings = number(result["findings"])
    tables = draw(report, previous)
    in_tables = [f for f in findings if f.where.partition(".")[0] in TABLES]
    # A finding's own place gets its main mark, so tables are marked first for theirs, the text first for the rest.
    mark(tables, in_tables)
    figures = figures_of(report)
    parts = _parts(report, tables, figures, findings)
    mark(tables, [f for f in findings if f not in in_tables])
    name = report.get("form")
    return Sheet(
        title=report.get("title") or result["file"],
        agency=report.get("agency"),
        year=report.get("year"),
        form=name,
        form_name=form(name).name if name else None,
        signed_on=report.get("signed_on"),
        reader=(report.get("source") or {}).get("reader"),
        parts=parts,
        findings=findings,
        figures=figures,
        notes=[(place(n["where"]) if n.get("where") else "", n["message"]) for n in report.get("notes") or ()],
        title_marks=[f.mark() for f in findings if not f.anchors],
        previous_year=(previous or {}).get("year"),
        has_previous=previous is not None,
    )


def _parts(
    report: Mapping[str, Any],
    tables: Mapping[str, DrawnTable],
    figures: list[FigureShown],
    findings: list[NumberedFinding],
) -> list[Part]:
    texts: Mapping[str, str] = report.get("sections") or {}
    by_section = {table.section: table for table in tables.values()}
    # Reports before 2019 have no statutory tables: nothing is drawn where nothing is demanded.
    statutory = report.get("form") is not None or any(table.present for table in tables.values())
    headings = section_headings(report.get("form"))
    parts: list[Part] = []
    for key in ("intro", *headings, "end"):
        heading = headings.get(key) or place(key)
        part = Part(key, heading, table=by_section.get(key) if statutory else None)
        own = [f for f in findings if _part_of(f.where) == key]
        part.lines = lines(texts.get(key) or "", _figures_of_part(figures, key), [*own, *_without_section(findings)])
        _mark_rest(part, [f for f in own if not f.anchors])
        if part.lines or part.table or part.marks or key.isdigit():
            parts.append(part)
    return parts


def _mark_rest(part: Part, findings: list[NumberedFinding]) -> None:
    """Findings that quote nothing: at their sub-heading (`section1.2` is the second), else at the heading."""
    subs = [line for line in part.lines if line.sub]
    for finding in findings:
        nth = finding.where.partition(".")[2]
        target = subs[int(nth) - 1].marks if nth.isdigit() and 0 < int(nth) <= len(subs) else part.marks
        target.append(finding.mark())


def _part_of(where: str) -> str | None:
    head = where.partition(".")[0]
    if head in ("intro", "end"):
        return head
    return head.removeprefix("section") if head.startswith("section") else None


def _figures_of_part(figures: list[FigureShown], key: str) -> list[FigureShown]:
    return [f for f in figures if f.anchor is None and (not f.where or _part_of(f.where) in (None, key))]


def _without_section(findings: list[NumberedFinding]) -> list[NumberedFinding]:
    """Findings about a table or the whole report that quote words of the text."""
    return [f for f in findings if f.quote and _part_of(f.where) is None and f.where != "title"]
