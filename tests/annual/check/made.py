"""Made-up reports as data, without a file in between: what a perfect reader gives."""

from __future__ import annotations

from decimal import Decimal

from gongkai.annual.report import AnnualReport, Table
from tests.generator.model import Report
from tests.generator.model import Table as MadeTable
from tests.generator.reports import pair, report


def as_data(made: Report) -> AnnualReport:
    """The report a perfect reader gives of a made-up one."""
    text = {key: "\n".join(part.text for part in parts) for key, parts in made.sections.items() if key in made.headings}
    return AnnualReport(
        title="".join(made.title),
        agency=made.agency.name,
        agency_as_written=[made.agency.place, made.agency.name],
        year=made.year,
        form=made.forms["table2"],
        forms=dict(made.forms),
        signed_on=made.signed_on.isoformat() if made.signed_on else None,
        sections={"intro": "\n".join(made.intro), **text, "end": "\n".join(made.end)},
        tables={key: _numbers(table) for key, table in made.wanted().items()},
        units=dict(made.units),
    )


def _numbers(table: MadeTable) -> Table:
    return {r: {c: float(v) if isinstance(v, Decimal) else v for c, v in cells.items()} for r, cells in table.items()}


def right(seed: int = 7, **given: object) -> AnnualReport:
    """A report in which nothing is wrong."""
    return as_data(report(seed, **given))  # type: ignore[arg-type]


def right_pair(seed: int = 7, **given: object) -> tuple[AnnualReport, AnnualReport]:
    """A report in which nothing is wrong, and last year's."""
    made = pair(seed, **given)
    assert made.previous
    return as_data(made), as_data(made.previous)
