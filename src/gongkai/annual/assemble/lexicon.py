"""Which row or column a printed label names: exact wording first, then known variants, then damage.

The lexicon joins the labels of both forms, because real documents mix them; which form a table follows is decided by
the labels found in it.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from functools import cache

from gongkai.annual.assemble.normal import bare, core
from gongkai.annual.forms import FORMS, form

_LONGEST_LABEL = 60
_SHORTEST_INNER = 4
_LONG_PIECE = 8


@dataclass(frozen=True, slots=True)
class Match:
    """What a label names. `kind`: row, column, rows (a group of rows), columns (a group of columns), corner, heading."""

    kind: str
    key: str
    exact: bool = True
    damaged: bool = False
    """True where only a part of the printed text is the label: text of a neighbour, or half a label."""


@dataclass(slots=True)
class Axis:
    """The labels of one direction of a table: by wording with numbering, by wording without."""

    full: dict[str, Match] = field(default_factory=dict)
    bare: dict[str, Match] = field(default_factory=dict)

    def add(self, label: str, match: Match) -> None:
        """Enter a label; the first to claim a wording keeps it."""
        self.full.setdefault(core(label), match)
        self.bare.setdefault(bare(label), match)

    def find(self, text: str) -> Match | None:
        """The match of a printed text, or None. Exact before damaged; damage only where it can mean one thing."""
        key = core(text)
        if not key or len(key) > _LONGEST_LABEL:
            return None
        if found := self.full.get(key):
            return found
        stem = bare(text)
        if found := self.bare.get(stem):
            return found
        return self._damaged(key, stem)

    def _damaged(self, key: str, stem: str) -> Match | None:
        if len(stem) < _SHORTEST_INNER or key.isdigit():
            return None
        inner = [(len(label), m) for label, m in self.bare.items() if len(label) >= _SHORTEST_INNER and key.endswith(label)]
        if inner:
            best = max(inner, key=lambda pair: pair[0])
            if len(key) - best[0] <= 14:
                return _as_damaged(best[1])
        starts = {
            m.key: m
            for label, m in self.bare.items()
            if label.startswith(stem) and (len(stem) * 2 >= len(label) or len(stem) >= _LONG_PIECE)
        }
        if len(starts) == 1:
            return _as_damaged(next(iter(starts.values())))
        if len(stem) >= 5:
            # No label much shorter or longer can be close; looking at lengths first spares most texts the comparison.
            near = [label for label in self.bare if 2 * min(len(label), len(stem)) >= 0.8 * (len(label) + len(stem))]
            close = difflib.get_close_matches(stem, near, n=2, cutoff=0.82) if near else []
            keys = {self.bare[c].key for c in close}
            if len(keys) == 1:
                return _as_damaged(self.bare[close[0]])
        return None


def _as_damaged(match: Match) -> Match:
    return Match(match.kind, match.key, False, True)


_MOST_REMEMBERED = 20_000
LONGEST_PRINTED = 400
"""Characters; no cell with more is a label, whatever spaces and marks it holds."""


@dataclass(slots=True, eq=False)
class Lexicon:
    """The labels of one table in both forms, rows and columns apart (“其他” and “总计” are both). What a text names is
    remembered: reports repeat the same labels."""

    rows: Axis
    columns: Axis
    _rows: dict[str, Match | None] = field(default_factory=dict)
    _columns: dict[str, Match | None] = field(default_factory=dict)

    def row(self, text: str) -> Match | None:
        """The row, group of rows or corner this text names."""
        known = self._rows
        if text not in known:
            if len(text) > LONGEST_PRINTED:
                return None
            if len(known) >= _MOST_REMEMBERED:
                known.clear()
            known[text] = self.rows.find(text)
        return known[text]

    def column(self, text: str) -> Match | None:
        """The column or group of columns this text names."""
        known = self._columns
        if text not in known:
            if len(text) > LONGEST_PRINTED:
                return None
            if len(known) >= _MOST_REMEMBERED:
                known.clear()
            known[text] = self.columns.find(text)
        return known[text]

    def names(self, text: str) -> bool:
        """Whether the text is a label of this table word for word."""
        match = self.row(text)
        if match is not None and not match.damaged:
            return True
        match = self.column(text)
        return match is not None and not match.damaged


@cache
def lexicon(table: str) -> Lexicon:
    """The lexicon of table2, table3 or table4."""
    found = Lexicon(Axis(), Axis())
    definitions = [form(name).tables[table] for name in FORMS]
    # Official labels of both forms come before any variant, so that a variant never hides an official label.
    for exact in (True, False):
        for definition in definitions:
            for row in definition.rows:
                for label in (row.label,) if exact else row.variants:
                    found.rows.add(label, Match("row", row.key, exact))
                for column in row.columns:
                    for label in (column.label,) if exact else column.variants:
                        found.columns.add(label, Match("column", column.key, exact))
            for group in definition.row_groups:
                for label in (group.label,) if exact else group.variants:
                    found.rows.add(label, Match("rows", group.label, exact))
            for group in definition.column_groups:
                for label in (group.label,) if exact else group.variants:
                    found.columns.add(label, Match("columns", group.label, exact))
            if exact and definition.corner:
                found.rows.add(definition.corner, Match("corner", "corner"))
            if exact and definition.columns_heading:
                found.columns.add(definition.columns_heading, Match("columns", definition.columns_heading))
            if exact:
                for row in definition.rows:
                    if row.heading:
                        found.rows.add(row.heading, Match("heading", row.heading))
    return found
