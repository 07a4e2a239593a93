"""The findings of a report in the order a person works through them, numbered, with the places they point at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from gongkai.annual.check.output import SEVERITIES as SEVERITY_NAMES
from gongkai.annual.check.output import place

SEVERITIES = tuple(SEVERITY_NAMES)
SEVERITY_ADVICE = {"error": "改正后才能公布", "warning": "请人工核实", "info": "格式与文字，可以改进"}


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction offered at a click: what the button says, and the edits (place → text) it makes."""

    label: str
    edits: Mapping[str, str]

    @property
    def query(self) -> str:
        """The edits as the value of a form's button."""
        return urlencode(self.edits)


@dataclass(slots=True)
class NumberedFinding:
    """One finding with its number; `anchors` are the ids of the marks it has on the sheet, the main one first."""

    number: int
    code: str
    severity: str
    where: str
    place: str
    message: str
    expected: Any = None
    found: Any = None
    basis: str | None = None
    quote: str | None = None
    reason: str | None = None
    cells: tuple[str, ...] = ()
    anchors: list[str] = field(default_factory=list)
    also: bool = False
    """Whether it says the same as the finding before it, of other words: a list may show its place and words only."""
    fix: Fix | None = None
    field: str = ""
    """The place of correction (`annual.correcting`) it leads to, on the page for correcting."""

    @property
    def severity_name(self) -> str:
        """The severity in Chinese."""
        return SEVERITY_NAMES[self.severity]

    @property
    def anchor(self) -> str:
        """Where a click on the finding leads: its main mark, or the top of the sheet."""
        return self.anchors[0] if self.anchors else "sheet"

    @property
    def more(self) -> list[tuple[int, str]]:
        """The further marks: their number, counted from 2, and id."""
        return list(enumerate(self.anchors[1:], 2))

    def mark(self) -> Mark:
        """A new mark of this finding; its id is `m3` for the first, `m3-2` for the second …"""
        name = f"m{self.number}" if not self.anchors else f"m{self.number}-{len(self.anchors) + 1}"
        self.anchors.append(name)
        return Mark(name, self.number, self.severity, self.message)


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered mark on a cell, a heading or words of the text; it links to `#f<number>`."""

    id: str
    number: int
    severity: str
    message: str

    @property
    def severity_name(self) -> str:
        """The severity in Chinese."""
        return SEVERITY_NAMES[self.severity]


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one severity."""

    severity: str
    findings: tuple[NumberedFinding, ...]

    @property
    def name(self) -> str:
        """错误, 提醒 or 建议."""
        return SEVERITY_NAMES[self.severity]

    @property
    def advice(self) -> str:
        """What such findings ask for."""
        return SEVERITY_ADVICE[self.severity]


def number(findings: Iterable[Mapping[str, Any]]) -> list[NumberedFinding]:
    """Findings (their JSON) numbered from 1: errors, warnings, infos; within each in the order of the check, those that say
    the same of different words one after the other."""
    given = list(findings)
    first: dict[tuple[str, str], int] = {}
    for at, finding in enumerate(given):
        first.setdefault(_saying(finding), at)
    ordered = sorted(given, key=lambda f: (SEVERITIES.index(f["severity"]), first[_saying(f)]))
    numbered = [
        NumberedFinding(
            number=n,
            code=f["code"],
            severity=f["severity"],
            where=f["where"],
            place=place(f["where"]),
            message=f["message"],
            expected=f.get("expected"),
            found=f.get("found"),
            basis=f.get("basis"),
            quote=f.get("quote"),
            reason=f.get("reason"),
            cells=tuple(f.get("cells") or ()),
        )
        for n, f in enumerate(ordered, 1)
    ]
    _gather(numbered, ordered)
    return numbered


def _saying(finding: Mapping[str, Any]) -> tuple[str, str]:
    """What a finding says, without the words it says it of; findings without such words are all different."""
    quote = finding.get("quote")
    message = finding["message"]
    return finding["code"], message.replace(quote, "") if quote else f"{finding['where']} {message}"


def _gather(numbered: Sequence[NumberedFinding], given: Sequence[Mapping[str, Any]]) -> None:
    for (before, earlier), (after, later) in pairwise(zip(numbered, given, strict=True)):
        same = _saying(earlier) == _saying(later) and before.severity == after.severity
        after.also = same and not after.reason and not before.reason


def grouped(findings: Iterable[NumberedFinding]) -> list[Group]:
    """The non-empty groups in order of severity."""
    found = list(findings)
    groups = [Group(s, tuple(f for f in found if f.severity == s)) for s in SEVERITIES]
    return [g for g in groups if g.findings]
