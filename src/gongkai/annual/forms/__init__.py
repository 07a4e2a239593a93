"""The statutory forms of the annual report, as data (`2019.yaml`, `2021.yaml`).

`form("2021")` gives a `Form`; `form_for_year(2023)` the one in force for a report year. Every table is seen in one way:
rows (`Row`), each with its own columns (`Column`), so that `table.cells()` runs over all cells the form demands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

FORMS = ("2019", "2021")
TABLES = ("table2", "table3", "table4")

ValueKind = Literal["count", "money", "change"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values. `path` are the labels of the headings above it, outermost first."""

    key: str
    label: str
    value: ValueKind
    variants: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of values with its own columns. `path` are the labels of the groups it belongs to, outermost first."""

    key: str
    label: str
    columns: tuple[Column, ...]
    variants: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    heading: str | None = None
    """Table 二: the block heading (第二十条第（…）项) above the row."""

    def column(self, key: str) -> Column | None:
        """The column with this key, or None."""
        return next((c for c in self.columns if c.key == key), None)


@dataclass(frozen=True, slots=True)
class Label:
    """A label that carries no values itself: a group of rows or of columns."""

    label: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """An arithmetic identity: the sum of `left` stands in `relation` to the sum of `right`.

    `scope` is `column` (once per column; terms are row keys), `row` (once per row; terms are column keys) or
    `previous_year` (terms with `previous.` come from last year's report). A leading "-" subtracts. `rows` limits a
    row-wise identity to these rows (empty: all).
    """

    code: str
    scope: Literal["column", "row", "previous_year"]
    left: tuple[str, ...]
    right: tuple[str, ...]
    relation: Literal["equal", "at_most"] = "equal"
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One statutory table."""

    key: str
    name: str
    section: str
    rows: tuple[Row, ...]
    identities: tuple[Identity, ...]
    row_groups: tuple[Label, ...] = ()
    column_groups: tuple[Label, ...] = ()
    corner: str | None = None
    columns_heading: str | None = None
    by_row: dict[str, Row] = field(default_factory=dict, hash=False, compare=False)

    def row(self, key: str) -> Row | None:
        """The row with this key, or None."""
        return self.by_row.get(key)

    def cells(self) -> Iterator[tuple[Row, Column]]:
        """Every cell the form demands, in form order."""
        for row in self.rows:
            for column in row.columns:
                yield row, column

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns shared by all rows (tables 三 and 四)."""
        return self.rows[0].columns


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections."""

    key: str
    number: str
    title: str
    kind: Literal["text", "table"]
    table: str | None = None
    variants: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The heading as the form prints it: “一、总体情况”."""
        return f"{self.number}、{self.title}"


@dataclass(frozen=True, slots=True)
class Form:
    """A statutory form: `form` is its name in the data ("2019", "2021")."""

    form: str
    name: str
    basis: str
    from_year: int
    to_year: int | None
    sections: tuple[Section, ...]
    tables: dict[str, Table] = field(hash=False)


@cache
def form(name: str) -> Form:
    """The form of this name. Raises KeyError for a name that is none of FORMS."""
    if name not in FORMS:
        raise KeyError(name)
    data = yaml.load(
        resources.files(__name__).joinpath(f"{name}.yaml").read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    sections = tuple(
        Section(s["key"], s["number"], s["title"], s["kind"], s.get("table"), tuple(s.get("variants", ())))
        for s in data["sections"]
    )
    tables = {key: _table(key, spec) for key, spec in data["tables"].items()}
    return Form(data["form"], data["name"], data["basis"], data["from_year"], data["to_year"], sections, tables)


def form_for_year(year: int | None) -> Form | None:
    """The form a report of this year must use; None before 2019 (no statutory form) and for an unknown year."""
    if year is None:
        return None
    for name in FORMS:
        candidate = form(name)
        if candidate.from_year <= year and (candidate.to_year is None or year <= candidate.to_year):
            return candidate
    return None


def _table(key: str, spec: dict[str, Any]) -> Table:
    row_groups: list[Label] = []
    column_groups: list[Label] = []
    rows: list[Row] = []
    members: dict[str, list[str]] = {}
    if "blocks" in spec:
        for block in spec["blocks"]:
            columns = tuple(_columns(block["columns"], "count", (), column_groups))
            rows += [_row(r, columns, (), block["heading"]) for r in block["rows"]]
    elif "groups" in spec:
        columns = tuple(_columns(spec["columns"], spec["value"], (), column_groups))
        _groups(spec["groups"], columns, (), rows, row_groups)
    else:
        columns = tuple(_columns(spec["columns"], spec["value"], (), column_groups))
        _rows(spec["rows"], columns, (), rows, row_groups, members, ())
    identities = tuple(_identity(i, members) for i in spec.get("identities", ()))
    return Table(
        key,
        spec["name"],
        spec["section"],
        tuple(rows),
        identities,
        tuple(row_groups),
        tuple(column_groups),
        spec.get("corner"),
        spec.get("columns_heading"),
        {r.key: r for r in rows},
    )


def _columns(specs: list[dict[str, Any]], value: ValueKind, path: tuple[str, ...], groups: list[Label]) -> Iterator[Column]:
    for spec in specs:
        variants = tuple(spec.get("variants", ()))
        if "columns" in spec:
            groups.append(Label(spec["label"], variants))
            yield from _columns(spec["columns"], value, (*path, spec["label"]), groups)
        else:
            yield Column(spec["key"], spec["label"], spec.get("value", value), variants, path, spec.get("unit"))


def _row(spec: dict[str, Any], columns: tuple[Column, ...], path: tuple[str, ...], heading: str | None = None) -> Row:
    return Row(spec["key"], spec["label"], columns, tuple(spec.get("variants", ())), path, heading)


def _rows(
    specs: list[dict[str, Any]],
    columns: tuple[Column, ...],
    path: tuple[str, ...],
    rows: list[Row],
    groups: list[Label],
    members: dict[str, list[str]],
    open_groups: tuple[str, ...],
) -> None:
    for spec in specs:
        if "rows" in spec:
            groups.append(Label(spec["label"], tuple(spec.get("variants", ()))))
            inner = (*open_groups, spec["group"]) if "group" in spec else open_groups
            _rows(spec["rows"], columns, (*path, spec["label"]), rows, groups, members, inner)
        else:
            rows.append(_row(spec, columns, path))
            for name in open_groups:
                members.setdefault(name, []).append(spec["key"])


def _groups(
    specs: list[dict[str, Any]], columns: tuple[Column, ...], path: tuple[str, ...], rows: list[Row], labels: list[Label]
) -> None:
    for spec in specs:
        if "groups" in spec:
            labels.append(Label(spec["label"], tuple(spec.get("variants", ()))))
            _groups(spec["groups"], columns, (*path, spec["label"]), rows, labels)
        else:
            rows.append(_row(spec, columns, path))


def _identity(spec: dict[str, Any], members: dict[str, list[str]]) -> Identity:
    right = tuple(spec["right"])
    left: list[str] = []
    for term in spec["left"]:
        if term.startswith("group."):
            left += [key for key in members[term.removeprefix("group.")] if key not in right]
        else:
            left.append(term)
    return Identity(
        spec["code"], spec["scope"], tuple(left), right, spec.get("relation", "equal"), tuple(spec.get("columns_of", ()))
    )
