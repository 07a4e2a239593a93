"""What a case of a rule is, and the small changes cases are made of."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from gongkai.annual.check import Finding, check
from gongkai.annual.report import AnnualReport, Note
from tests.annual.check.made import right, right_pair

Change = Callable[[AnnualReport], Any]


@dataclass(frozen=True)
class Case:
    """`change` on a right report: `code` must come at `where` with `severity`, or (severity None) must not come at all."""

    code: str
    name: str
    change: Change
    severity: str | None = None
    where: str = ""
    previous: Change | None = None
    kind: str = "township"
    year: int = 2023
    seed: int = 7
    pair: bool = False
    profile: dict[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"

    def findings(self) -> list[Finding]:
        """What the checker says of this code."""
        before = None
        if self.pair or self.previous:
            report, before = right_pair(self.seed, kind=self.kind)
            if self.previous:
                self.previous(before)
        else:
            report = right(self.seed, kind=self.kind, year=self.year)
        report = deepcopy(report)
        self.change(report)
        return [f for f in check(report, before, self.profile) if f.code == self.code]

    def holds(self) -> None:
        """Assert what the case says."""
        found = self.findings()
        if self.severity is None:
            assert not found, [(f.where, f.message) for f in found]
            return
        assert found, "nothing found"
        match = [f for f in found if str(f.severity) == self.severity and (f.where + ".").startswith(self.where + ".")]
        assert match, [(str(f.severity), f.where, f.message) for f in found]
        assert all(f.basis and f.message.endswith(("。", "。）")) for f in match), match[0].message


def nothing(report: AnnualReport) -> None:
    """No change: the right report itself."""


def put(path: str, value: Any) -> Change:
    """Set a cell; `*` as row or column sets all."""

    def change(report: AnnualReport) -> None:
        table, row, column = path.split(".")
        for r, cells in report.tables[table].items():
            if row in ("*", r):
                for c in list(cells):
                    if column in ("*", c):
                        cells[c] = value

    return change


def add(path: str, by: int) -> Change:
    """Count more (or less) in one cell."""

    def change(report: AnnualReport) -> None:
        table, row, column = path.split(".")
        report.tables[table][row][column] = (report.tables[table][row][column] or 0) + by

    return change


def drop(path: str) -> Change:
    """Take a table, a row, a column (`table3.*.total`) or a cell out of the document."""

    def change(report: AnnualReport) -> None:
        parts = path.split(".")
        if len(parts) == 1:
            del report.tables[parts[0]]
        elif len(parts) == 2:
            del report.tables[parts[0]][parts[1]]
        else:
            for row, cells in report.tables[parts[0]].items():
                if parts[1] in ("*", row):
                    cells.pop(parts[2], None)

    return change


def note(code: str, where: str, found: str | None = None, expected: str | None = None, message: str = "读取说明") -> Change:
    """The reader saw something."""
    return lambda report: report.notes.append(Note(code, where, message, found, expected))


def say(section: str, words: str, *, instead: bool = False) -> Change:
    """Put words at the end of a section, or in its place."""

    def change(report: AnnualReport) -> None:
        report.sections[section] = words if instead else report.sections.get(section, "") + words

    return change


def swap(section: str, old: str, new: str) -> Change:
    """Replace words in a section; they must be there."""

    def change(report: AnnualReport) -> None:
        assert old in report.sections[section], old
        report.sections[section] = report.sections[section].replace(old, new)

    return change


def become(**values: Any) -> Change:
    """Set attributes of the report."""

    def change(report: AnnualReport) -> None:
        for key, value in values.items():
            setattr(report, key, value)

    return change


def both(*changes: Change) -> Change:
    """Several changes, one after the other."""

    def change(report: AnnualReport) -> None:
        for one in changes:
            one(report)

    return change


def gone(section: str) -> Change:
    """Take a section out."""

    def change(report: AnnualReport) -> None:
        del report.sections[section]

    return change
