"""Which of the two forms a table follows, by the rows and columns found in it, and where its labels depart from it."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache

from gongkai.annual.assemble.builder import TableBuilder
from gongkai.annual.assemble.lexicon import Match, lexicon
from gongkai.annual.assemble.normal import bare, tidy
from gongkai.annual.forms import FORMS, form, form_for_year
from gongkai.annual.report import AnnualReport, Note, Table

_UNIT = re.compile(r"[（(](?:单位[:：])?[万亿]?元[)）]$")


@cache
def _cells(name: str, table: str) -> frozenset[tuple[str, str]]:
    return frozenset((r.key, c.key) for r, c in form(name).tables[table].cells())


def form_of(table: str, cells: Table, builder: TableBuilder | None, year: int | None) -> str | None:
    """The form whose cells alone are found here; where both fit, the wording of labels and then the year decide."""
    if builder is None:
        return None
    found: dict[str, Collection[str]] = {**cells}
    for row in builder.row_labels:
        if row not in cells:
            printed = [where.removeprefix(f"{row}.") for where in builder.column_labels if where.startswith(f"{row}.")]
            found[row] = printed or _columns(table).get(row, ())
    if not any(found.values()):
        return None
    scores = {}
    for name in FORMS:
        own, others = _telling(name, table)
        scores[name] = (_count(own, found) - _count(others, found), _worded(builder, name))
    best = max(scores.values())
    fitting = [name for name in FORMS if scores[name] == best]
    if len(fitting) == 1:
        return fitting[0]
    by_year = form_for_year(year)
    return by_year.form if by_year else fitting[-1]


@cache
def _columns(table: str) -> dict[str, list[str]]:
    """Row → its columns in any form."""
    return _by_row(frozenset().union(*(_cells(name, table) for name in FORMS)))


@cache
def _telling(name: str, table: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """(cells that only this form has, cells that only others have), as row → columns."""
    own = _cells(name, table)
    others = frozenset[tuple[str, str]]().union(*(_cells(n, table) for n in FORMS if n != name))
    return _by_row(own - others), _by_row(others - own)


def _by_row(cells: frozenset[tuple[str, str]]) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for row, column in cells:
        rows.setdefault(row, []).append(column)
    return rows


def _count(wanted: dict[str, list[str]], found: dict[str, Collection[str]]) -> int:
    """How many of these cells are among those found."""
    return sum(column in found[row] for row, columns in wanted.items() if row in found for column in columns)


def _worded(builder: TableBuilder, name: str) -> int:
    """How many labels are worded exactly as this form words them."""
    return sum(_is_worded(name, builder.key, key, text) for key, text in builder.row_labels.items())


@lru_cache(maxsize=20_000)
def _is_worded(name: str, table: str, key: str, text: str) -> bool:
    row = form(name).tables[table].row(key)
    return row is not None and bare(row.label) == bare(text)


def label_notes(table: str, builder: TableBuilder, name: str) -> list[Note]:
    """A note for each label that says something else than the form prescribes. Spaces, punctuation, numbering and
    fragments of a torn table are no variants."""
    definition = form(name).tables[table]
    words = lexicon(table)
    notes: list[Note] = []
    seen: set[tuple[str, str]] = set()
    for key, text in builder.row_labels.items():
        row = definition.row(key)
        if row is not None and text != row.label and _differs(text, row.label, words.row(text)):
            _add(notes, seen, f"{table}.{key}", text, row.label, builder.name)
    header = table if table == "table2" else f"{table}.header"
    for where, texts in builder.column_labels.items():
        row_key, _, column_key = where.rpartition(".")
        row = definition.row(row_key) if row_key else definition.rows[0]
        column = row.column(column_key) if row else None
        if column is None:
            continue
        for text in texts:
            # A form that prescribes no unit lets the label say which one it is.
            free = column.value == "money" and column.unit is None
            wording = _UNIT.sub("", text) if free else text
            if wording != column.label and _differs(wording, column.label, words.column(wording)):
                _add(notes, seen, header, text, column.label, builder.name)
    return notes


@lru_cache(maxsize=20_000)
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
