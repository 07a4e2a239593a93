"""Which column a value stands in: by the headings above it, else by the order of the headings, else by count."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.annual.assemble.lexicon import LONGEST_PRINTED, Lexicon
from gongkai.annual.assemble.lines import Line, LineCell
from gongkai.annual.assemble.values import parse_value

UNNAMED = ""
"""A column that is there but whose heading says nothing the form knows."""
_MOST_PIECES = 16
"""Into so many cells below one another a heading may be broken."""


@dataclass(slots=True)
class Headings:
    """The headings found above a run of rows."""

    lines: list[Line] = field(default_factory=list)
    printed: dict[str, str] = field(default_factory=dict)
    """column key → its heading as printed."""
    unknown: list[str] = field(default_factory=list)
    _raster: tuple[int, dict[int, str]] | None = None
    _order: tuple[int, list[str]] | None = None
    """(number of lines, what they say), because all rows under the headings ask."""

    def by_raster(self, lexicon: Lexicon) -> dict[int, str]:
        """Raster column → column key, from the lowest heading over it that names one; broken headings joined downwards."""
        if self._raster is not None and self._raster[0] == len(self.lines):
            return self._raster[1]
        over: dict[int, list[LineCell]] = {}
        for line in self.lines:
            for cell in line.cells:
                if cell.inherited:
                    continue
                for col in range(cell.col, cell.col + cell.span):
                    over.setdefault(col, []).append(cell)
        found: dict[int, str] = {}
        joined: dict[tuple[int, ...], str | None] = {}
        for col, cells in over.items():
            key = tuple(id(c) for c in cells)
            if key not in joined:
                joined[key] = self._lowest(cells, lexicon)
            if (name := joined[key]) is not None:
                found[col] = name
        self._raster = len(self.lines), found
        return found

    def _lowest(self, cells: list[LineCell], lexicon: Lexicon) -> str | None:
        for i in range(len(cells) - 1, -1, -1):
            text = ""
            for cell in reversed(cells[max(0, i + 1 - _MOST_PIECES) : i + 1]):
                text = cell.text + text
                if len(text) > LONGEST_PRINTED:
                    break
                match = lexicon.column(text) if text.strip() else None
                if match is not None and match.kind == "column":
                    self.printed.setdefault(match.key, text)
                    return match.key
        return None

    def in_order(self, lexicon: Lexicon) -> list[str]:
        """Column keys in the order of the headings; the members of a group stand where the group's heading stands."""
        if self._order is not None and self._order[0] == len(self.lines):
            return self._order[1]
        before: list[str] = []
        inside: list[str] = []
        after: list[str] = []
        grouped = False
        members = _members(lexicon)
        self.unknown = []
        for line in self.lines:
            for cell in line.cells:
                text = cell.text
                if cell.inherited or not text.strip():
                    continue
                match = lexicon.column(text)
                if match is None:
                    if lexicon.row(text) is None and parse_value(text).kind == "text":
                        self.unknown.append(text)
                    continue
                if match.kind == "columns":
                    if match.key in _groups_of(members):
                        grouped = True
                    continue
                self.printed.setdefault(match.key, text)
                if match.key in members:
                    inside.append(match.key)
                else:
                    (after if grouped else before).append(match.key)
        self._order = len(self.lines), before + inside + after
        return self._order[1]


_MEMBERS: dict[int, dict[str, str]] = {}


def _members(lexicon: Lexicon) -> dict[str, str]:
    """column key → label of the group of columns it belongs to, as the forms say."""
    known = _MEMBERS.get(id(lexicon))
    if known is None:
        from gongkai.annual.assemble.lexicon import lexicon as lexicon_of
        from gongkai.annual.forms import FORMS, TABLES, form

        known = {}
        for table in TABLES:
            if lexicon_of(table) is lexicon:
                for name in FORMS:
                    for row in form(name).tables[table].rows:
                        known.update({c.key: c.path[-1] for c in row.columns if c.path})
        _MEMBERS[id(lexicon)] = known
    return known


def _groups_of(members: dict[str, str]) -> set[str]:
    return set(members.values())


def is_heading(line: Line, lexicon: Lexicon) -> bool:
    """Whether a line is one of column headings: it names a column no row could be called, or two columns at least."""
    named = 0
    for cell in line.cells:
        text = cell.text
        if (text.isdigit() and text.isascii()) or not text or text.isspace():
            continue
        match = lexicon.column(text)
        if match is None:
            continue
        row = lexicon.row(text)
        if row is None or (row.damaged and not match.damaged):
            return True
        named += 1
    return named >= 2


def spread(values: list[LineCell], raster: dict[int, str]) -> dict[str, LineCell] | None:
    """Value cells to column keys by raster; None where two cells claim one column or a cell lies over two."""
    out: dict[str, LineCell] = {}
    for cell in values:
        if cell.span == 1:
            key = raster.get(cell.col, UNNAMED)
            if not key:
                continue
        else:
            keys = {raster[c] for c in range(cell.col, cell.col + cell.span) if c in raster}
            if not keys:
                continue
            if len(keys) > 1:
                return None
            key = keys.pop()
        if key in out:
            if not cell.text.strip():
                continue
            if out[key].text.strip():
                return None
        out[key] = cell
    return out


def fit(values: list[LineCell], n: int, loose: bool) -> list[LineCell] | None:
    """Exactly n value cells out of those behind a label: leading blanks belong to the label; None where it does not fit."""
    if len(values) == n and not loose:
        return values
    if loose:
        filled = [v for v in values if v.text.strip()]
        if len(filled) == n:
            return filled
        return values if len(values) == n else None
    extra = len(values) - n
    if extra > 0 and not any(v.text.strip() for v in values[:extra]):
        return values[extra:]
    if extra > 0 and not any(v.text.strip() for v in values[n:]):
        return values[:n]
    return None
