"""The excerpt of 表三 on the home page, with a real finding on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gongkai.annual.forms import FORMS, form

_FORM = FORMS[-1]
_COLUMNS = ("natural_person", "commercial", "total")
_VALUES = {"new_received": (14, 3, 17), "carried_over": (2, 0, 2), "total": (15, 3, 18), "carried_forward": (2, 0, 2)}
"""Made-up numbers: in the first and the last column 14 + 2 is not 15 + 2."""


@dataclass(frozen=True, slots=True)
class Example:
    """Column labels, rows (label, values with the number of the finding there or None), and the finding's words."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int, bool, bool], ...]], ...]
    message: str
    basis: str


@cache
def example() -> Example:
    """Check the excerpt with the real rules and keep what the first of them says."""
    from gongkai.annual.check import check
    from gongkai.annual.report import AnnualReport, Table

    table = form(_FORM).tables["table3"]
    cells: Table = {row: dict(zip(_COLUMNS, values, strict=True)) for row, values in _VALUES.items()}
    report = AnnualReport(form=_FORM, forms={"table3": _FORM}, year=form(_FORM).from_year, tables={"table3": cells})
    finding = next(f for f in check(report) if f.code == "t3_identity")
    rows = []
    for key, values in _VALUES.items():
        row = table.row(key)
        assert row is not None
        places = [f"table3.{key}.{column}" for column in _COLUMNS]
        pairs = zip(values, places, strict=True)
        rows.append((row.label, tuple((n, p in finding.cells, p == finding.where) for n, p in pairs)))
    labels = tuple(c.label for c in table.columns if c.key in _COLUMNS)
    return Example(labels, tuple(rows), finding.message, finding.basis or "")
