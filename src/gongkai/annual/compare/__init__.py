"""Two annual reports compared: `compare(report, other)` gives a `Comparison`, cell by cell and paragraph by paragraph."""

from __future__ import annotations

from gongkai.annual.compare.cells import tables
from gongkai.annual.compare.figures import figures
from gongkai.annual.compare.kinds import in_order, kind_of, settled
from gongkai.annual.compare.model import KINDS, SCHEMA, Comparison, Kind, Side
from gongkai.annual.compare.names import leave_out, own_names
from gongkai.annual.compare.paragraphs import text
from gongkai.annual.compare.schema import schema, schema_text
from gongkai.annual.compare.years import year_checks
from gongkai.annual.report import AnnualReport, with_plausible_cells
from gongkai.annual.similarity import SHORTEST
from gongkai.law import parameters

__all__ = ["KINDS", "SCHEMA", "Comparison", "Kind", "compare", "in_order", "kind_of", "schema", "schema_text"]

_FIRST_YEAR = 2008


def compare(report: AnnualReport, other: AnnualReport, kind: Kind | None = None) -> Comparison:
    """`report` beside `other`: last year's report, another version of it, a sister agency's, or any other.

    The kind is decided from agency and year unless given; `kind_reason` says why. Everything is told from the side of
    `report`: what it has more, what is new in it, how much of its words it took over. Raises ValueError for a `kind` that is
    none of KINDS.
    """
    report, other = with_plausible_cells(report), with_plausible_cells(other)
    chosen, reason = settled(report, other, kind)
    names = [*own_names(report), *own_names(other)] if chosen == "sister" else []
    sections, share = text(report, other, leave_out(sorted(names, key=len, reverse=True)) if names else None)
    comparison = Comparison(
        chosen,
        reason,
        _side(report),
        _side(other),
        tables(report, other),
        year_checks(report, other) if chosen == "last_year" else [],
        figures(report, other),
        sections,
        share,
        left_out=list(dict.fromkeys(names)),
    )
    long = sum(section.length for section in sections if section.key not in ("intro", "end")) >= SHORTEST
    comparison.alike = chosen != "corrected" and long and (share or 0) >= _limit(report.year)
    comparison.notes = _notes(comparison)
    return comparison


def _limit(year: int | None) -> float:
    limit: float = parameters.for_year("check.near_duplicate.similarity", max(year or _FIRST_YEAR, _FIRST_YEAR))
    return limit


def _side(report: AnnualReport) -> Side:
    name = report.source.get("name") if isinstance(report.source, dict) else None
    return Side(report.title, report.agency, report.year, report.form, report.signed_on, name)


def _notes(comparison: Comparison) -> list[str]:
    """What a person must know before reading the numbers."""
    notes = []
    for table in comparison.tables:
        if table.form is None or table.other_form is None:
            notes.append(f"{table.name}只有{'另一份' if table.form is None else '本'}报告有。")
        elif any(cell.change == "not_comparable" for cell in table.cells):
            notes.append(f"{table.name}：本报告用{table.form}年格式，另一份用{table.other_form}年格式，只比较含义相同的栏目。")
        notes += list(
            dict.fromkeys(f"{cell.path}：{cell.note}" for cell in table.cells if cell.note and (cell.unit or cell.other_unit))
        )
    if not comparison.tables:
        notes.append("两份报告都没有法定表格，只比较文字。")
    return notes
