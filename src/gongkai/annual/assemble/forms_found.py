"""Which of the two forms a table follows, by the rows and columns found in it, and where its labels depart from it."""

from __future__ import annotations

from functools import cache

from gongkai.annual.assemble.builder import TableBuilder
from gongkai.annual.assemble.lexicon import Match, lexicon
from gongkai.annual.assemble.normal import bare, tidy
from gongkai.annual.forms import FORMS, form, form_for_year
from gongkai.annual.report import AnnualReport, Note, Table


@cache
def _cells(name: str, table: str) -> frozenset[tuple[str, str]]:
    return frozenset((r.key, c.key) for r, c in form(name).tables[table].cells())


def form_of(table: str, cells: Table, builder: TableBuilder | None, year: int | None) -> str | None:
    """The form whose cells alone are found here; where both fit, the wording of labels and then the year decide."""
    if builder is None:
        return None
    found = {(row, column) for row, columns in cells.items() for column in columns}
    for row in builder.row_labels:
        if row not in cells:
            found |= {(row, c) for n in FORMS for r, c in _cells(n, table) if r == row}
    if not found:
        return None
    scores = {}
    for name in FORMS:
        others = frozenset().union(*(_cells(n, table) for n in FORMS if n != name))
        own = _cells(name, table)
        scores[name] = (len(found & (own - others)) - len(found & (others - own)), _worded(builder, name))
    best = max(scores.values())
    fitting = [name for name in FORMS if scores[name] == best]
    if len(fitting) == 1:
        return fitting[0]
    by_year = form_for_year(year)
    return by_year.form if by_year else fitting[-1]


def _worded(builder: TableBuilder, name: str) -> int:
    """How many labels are worded exactly as this form words them."""
    definition = form(name).tables[builder.key]
    count = 0
    for key, text in builder.row_labels.items():
        row = definition.row(key)
        count += row is not None and bare(row.label) == bare(text)
    return count


def label_notes(table: str, builder: TableBuilder, name: str) -> list[Note]:
    """A note for each label that says something else than the form prescribes. Spaces, punctuation, numbering and
    fragments of a torn table are no variants."""
    definition = form(name).tables[table]
    words = lexicon(table)
    notes: list[Note] = []
    seen: set[tuple[str, str]] = set()
    for key, text in builder.row_labels.items():
        row = definition.row(key)
        if row is not None and _differs(text, row.label, words.row(text)):
            _add(notes, seen, f"{table}.{key}", text, row.label, builder.name)
    header = table if table == "table2" else f"{table}.header"
    for where, texts in builder.column_labels.items():
        row_key, _, column_key = where.rpartition(".")
        row = definition.row(row_key) if row_key else definition.rows[0]
        column = row.column(column_key) if row else None
        if column is None:
            continue
        for text in texts:
            if _differs(text, column.label, words.column(text)):
                _add(notes, seen, header, text, column.label, builder.name)
    return notes


def _differs(printed: str, official: str, match: Match | None) -> bool:
    found, wanted = bare(printed), bare(official)
    if found == wanted:
        # The stroke of “增/减” is wording, other punctuation is not.
        return "/" in official and "/" not in tidy(printed)
    if match is not None and not match.damaged:
        # Another wording, word for word: that of the other form, or a known variant.
        return True
    if found.endswith(wanted):
        return False
    return not wanted.endswith(found) or len(found) * 2 > len(wanted)


def _add(notes: list[Note], seen: set[tuple[str, str]], where: str, found: str, expected: str, name: str) -> None:
    found = "".join(found.split())
    if (where, found) in seen:
        return
    seen.add((where, found))
    notes.append(Note("label_variant", where, f"{name}“{found}”应为“{expected}”。", found, expected))


def official_units(report: AnnualReport) -> None:
    """A money cell for which the form prescribes no unit always says what unit was printed, None for none."""
    name = report.forms.get("table2")
    if name is None:
        return
    for row, column in form(name).tables["table2"].cells():
        if column.value == "money" and column.unit is None and report.has_cell("table2", row.key, column.key):
            report.units.setdefault(f"table2.{row.key}.{column.key}", None)
