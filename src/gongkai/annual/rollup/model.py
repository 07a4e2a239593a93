"""A roll-up as data: `gongkai.annual-report-rollup/1`. What was summed, whose share each cell has, and what was not summed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from gongkai.annual.report import AnnualReport, Number

SCHEMA = "gongkai.annual-report-rollup/1"

Kind = Literal["department", "township", "vertical", "own"]
KIND_NAMES: dict[Kind, str] = {"department": "部门", "township": "乡镇、街道", "vertical": "垂直管理单位", "own": "本级"}

ShareState = Literal["number", "blank", "absent", "no_unit"]


class RollUpError(Exception):
    """The roll-up cannot be made as asked. `message` is a Chinese sentence with the next step."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Member:
    """A file handed in. `report` is None where it could not be read; `error` then says why, in Chinese."""

    report: AnnualReport | None
    file: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """An agency whose report is due. `kind` None: the list does not say."""

    name: str
    kind: Kind | None = None
    unified_code: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """A report that is in the sums. `kind` is what the list of expected agencies, or else the name, says."""

    agency: str
    file: str
    kind: Kind | None
    report: AnnualReport

    def to_json(self) -> dict[str, Any]:
        """Who, from which file; the report itself stays where it came from."""
        source = {k: v for k in ("sha256",) if (v := self.report.source.get(k))}
        names = {"title": self.report.title, "signed_on": self.report.signed_on}
        return {"agency": self.agency, "file": self.file, "kind": self.kind, **names, **source}


class Share(NamedTuple):
    """A member's part of a cell. `value` and `unit` as its report prints them; `counted` is what went into the sum, in the
    sum's unit (None: nothing did)."""

    member: int
    """Index into `RollUp.members`."""
    value: Number | None
    unit: str | None
    state: ShareState
    counted: Number | Decimal | None

    def to_json(self) -> dict[str, Any]:
        """Member and value; state, unit and counted only where they say more."""
        data: dict[str, Any] = {"member": self.member, "value": self.value}
        if self.state != "number":
            data["state"] = self.state
        if self.unit:
            data["unit"] = self.unit
        if self.counted != self.value:
            data["counted"] = plain(self.counted)
        return data


@dataclass(frozen=True, slots=True)
class Missing:
    """An agency that was expected and has no report of the year. `note`: what it sent instead."""

    name: str
    kind: Kind | None = None
    unified_code: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Doubled:
    """An agency with several reports of the year. `chosen` is the file that counts, None until a person says which.
    `rule`: chosen, same_content, same_tables, later_date, marked, undecided."""

    agency: str
    files: tuple[str, ...]
    chosen: str | None
    rule: str
    message: str

    @property
    def settled(self) -> bool:
        """Whether nobody needs to look: a person has chosen, or the files say the same."""
        return self.rule in ("chosen", "same_content")


@dataclass(frozen=True, slots=True)
class Outside:
    """A file that is not in the sums, and why. Codes of the refused: unreadable, no_agency, no_year, wrong_year, no_form,
    wrong_form, mixed_forms, missing_table, other_place, contains_others, undecided_double; of those left out: own, vertical;
    of the unexpected: not_expected."""

    agency: str | None
    file: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a person should know of a report that is in the sums. Codes: identity, blank_cells, absent_cells, not_a_count,
    unit_converted, unit_unknown, extra_cells, contains_others, other_version, outdated_version."""

    code: str
    agency: str
    file: str
    where: str
    message: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that a member's text states of the year."""

    member: int
    name: str
    label: str | None
    value: Number
    approximate: bool
    scope: str | None
    where: str
    quote: str


@dataclass(slots=True)
class RollUp:
    """The roll-up of a superior's agencies for a year; `report` is the superior's, its text left empty."""

    agency: str
    year: int | None
    form: str | None
    report: AnnualReport
    listed: bool
    """Whether a list of expected agencies was given: without one nobody can say who is missing."""
    members: list[Counted] = field(default_factory=list)
    shares: dict[str, list[Share]] = field(default_factory=dict)
    missing: list[Missing] = field(default_factory=list)
    unexpected: list[Outside] = field(default_factory=list)
    doubles: list[Doubled] = field(default_factory=list)
    refused: list[Outside] = field(default_factory=list)
    left_out: list[Outside] = field(default_factory=list)
    figures: list[Stated] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing, unexpected, refused or doubled without being settled."""
        return not (self.missing or self.unexpected or self.refused or any(not d.settled for d in self.doubles))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data, the shape of `schema.schema()`."""
        data: dict[str, Any] = {
            "schema": SCHEMA,
            "agency": self.agency,
            "year": self.year,
            "form": self.form,
            "complete": self.complete,
            "listed": self.listed,
            "report": self.report.to_json(),
            "members": [m.to_json() for m in self.members],
            "shares": {where: [s.to_json() for s in shares] for where, shares in self.shares.items()},
        }
        for name in ("missing", "unexpected", "doubles", "refused", "left_out", "figures", "warnings"):
            data[name] = [asdict(thing) for thing in getattr(self, name)]
        return data


def plain(value: Number | Decimal | None) -> Number | None:
    """A number without Decimal: whole ones as int."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def exact(value: Number | Decimal) -> Decimal:
    """A number as the document prints it, in Decimal (0.1 is 0.1)."""
    return value if isinstance(value, Decimal) else Decimal(repr(value))


Choice = Mapping[str, str]
"""agency → file: which of several reports counts."""
