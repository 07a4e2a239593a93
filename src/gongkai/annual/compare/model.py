"""A comparison as data: `gongkai.annual-report-comparison/1`."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Any, Literal, get_args

from gongkai.annual.report import Number

SCHEMA = "gongkai.annual-report-comparison/1"

Kind = Literal["last_year", "corrected", "sister", "other"]
"""What the other report is: the same agency's of the year before; another version of the same report; another agency's
of the same year; anything else."""
KINDS: tuple[Kind, ...] = get_args(Kind)

State = Literal["number", "blank", "absent"]
CellChange = Literal["same", "changed", "filled", "emptied", "new", "gone", "not_comparable"]
"""filled: blank before, a number now; emptied: the other way round; new, gone: only one report has the cell although both
forms do (or neither); not_comparable: only one of the two forms has it."""
ParagraphChange = Literal["same", "marks", "numbers", "changed", "new", "gone"]
"""same: but for names of places and agencies, where those are left out; marks: only punctuation, spaces or the width of
characters differ; numbers: only years and numbers do."""
SegmentKind = Literal["same", "new", "gone"]


@dataclass(slots=True)
class Side:
    """One of the two reports."""

    title: str | None
    agency: str | None
    year: int | None
    form: str | None
    signed_on: str | None
    file: str | None


@dataclass(slots=True)
class CellPair:
    """One cell of both reports. `where` is its place in the report, `other_where` in the other one where that differs (a sum
    of rows is joined by “+”).

    `unit` and `other_unit` belong to money. `other_converted` is the other value in this one's unit, where they differ.
    `difference` = value − other (converted); `growth` is percent of the other value, one decimal; None where it has no
    meaning: from or to a blank, from 0, from a negative number, and for 本年增/减.
    """

    where: str
    path: str
    value: Number | None
    state: State
    other_value: Number | None
    other_state: State
    change: CellChange
    difference: Number | None = None
    growth: float | None = None
    other_where: str | None = None
    unit: str | None = None
    other_unit: str | None = None
    other_converted: Number | None = None
    note: str | None = None

    @property
    def comparable(self) -> Number | None:
        """The other value in this one's unit."""
        return self.other_value if self.other_converted is None else self.other_converted


@dataclass(slots=True)
class TablePair:
    """One statutory table. `form` and `other_form` are the two reports' own, None where a report has no such table."""

    key: str
    name: str
    form: str | None
    other_form: str | None
    cells: list[CellPair] = field(default_factory=list)


@dataclass(slots=True)
class YearCheck:
    """An identity between two years, as the rule `code` judges it. `holds` is None where it cannot be judged; `message` says
    what is wrong, or why not."""

    code: str
    name: str
    holds: bool | None
    message: str | None = None
    cells: list[str] = field(default_factory=list)


@dataclass(slots=True)
class FigurePair:
    """A figure of the text in both reports, each of its own report's year. A value is None where the text does not state it."""

    name: str
    label: str
    value: Number | None
    other_value: Number | None
    approximate: bool = False
    other_approximate: bool = False
    quote: str | None = None
    other_quote: str | None = None
    difference: Number | None = None
    growth: float | None = None


@dataclass(slots=True)
class Segment:
    """A run of words: in both texts, only in the report (`new`), only in the other one (`gone`)."""

    kind: SegmentKind
    text: str


@dataclass(slots=True)
class ParagraphPair:
    """A paragraph of both reports as printed; `text` is None where it is gone, `other_text` where it is new.

    `segments` are the marks where the wordings differ. `moved` where it stands elsewhere in the other report: in another
    section (`other_section`), or in another order.
    """

    change: ParagraphChange
    text: str | None
    other_text: str | None
    other_section: str | None = None
    moved: bool = False
    segments: list[Segment] = field(default_factory=list)


@dataclass(slots=True)
class SectionPair:
    """The text of one section. `share` is how much of the report's words stands in the other's section, 0 … 1; None where the
    report has no words there. `length` and `other_length` count characters without numbers and punctuation."""

    key: str
    heading: str
    share: float | None
    length: int
    other_length: int
    paragraphs: list[ParagraphPair] = field(default_factory=list)


@dataclass(slots=True)
class Comparison:
    """Two reports beside each other. `share` is how much of the words of parts 一 to 六 stands in the other's parts 一 to 六;
    `left_out` are the names that were not counted (sister agencies); `alike` whether the share reaches 雷同."""

    kind: Kind
    kind_reason: str
    this: Side
    other: Side
    tables: list[TablePair] = field(default_factory=list)
    checks: list[YearCheck] = field(default_factory=list)
    figures: list[FigurePair] = field(default_factory=list)
    sections: list[SectionPair] = field(default_factory=list)
    share: float | None = None
    alike: bool = False
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        """Whether nothing differs: no cell, no figure, no paragraph."""
        return (
            all(cell.change == "same" for table in self.tables for cell in table.cells)
            and all(figure.value == figure.other_value for figure in self.figures)
            and all(p.text == p.other_text and not p.moved for section in self.sections for p in section.paragraphs)
        )

    def table(self, key: str) -> TablePair | None:
        """The table with this key, None where neither report has it."""
        return next((table for table in self.tables if table.key == key), None)

    def to_json(self) -> dict[str, Any]:
        """The comparison as plain JSON data (`compare.schema.schema()`); optional fields only where they say something."""
        return {"schema": SCHEMA, "equal": self.equal, **_plain(self)}


@cache
def always(kind: type) -> frozenset[str]:
    """The fields of a class that are written out whatever they hold: those without a default, and all of a comparison. Of the
    others only those that say something."""
    return frozenset(
        f.name for f in fields(kind) if kind is Comparison or (f.default is MISSING and f.default_factory is MISSING)
    )


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def _plain(thing: Any) -> Any:
    kind = type(thing)
    if kind in (str, int, float, bool) or thing is None:
        return thing
    if kind is list:
        return [_plain(item) for item in thing]
    required = always(kind)  # type: ignore[arg-type]
    out = {}
    for name in _names(kind):  # type: ignore[arg-type]
        value = getattr(thing, name)
        if name in required or (value is not None and value is not False and value != []):
            out[name] = _plain(value)
    return out
