"""Which files of a visit belong together: by agency, then by year. Pure; what the screens offer follows from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.annual.compare.model import Kind
from gongkai.annual.rollup.names import key, superior_of

_FEWEST = 2
"""Agencies of a year that make a roll-up worth offering."""


@dataclass(frozen=True, slots=True)
class Known:
    """A file that was read: its place in the visit, its name, whose report of which year it is (None: not told)."""

    position: int
    name: str
    agency: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """The files of one agency, the latest year first. `agency` is its fullest name, None for files that name none."""

    agency: str | None
    files: tuple[Known, ...]

    def of_year(self, year: int | None) -> list[Known]:
        """Its files of a year; none for None."""
        return [file for file in self.files if year is not None and file.year == year]

    @property
    def years(self) -> list[int]:
        """Its years, the latest first, each once."""
        return list(dict.fromkeys(file.year for file in self.files if file.year is not None))


@dataclass(frozen=True, slots=True)
class Offer:
    """A comparison worth making: the file at `this` beside the one at `other`. `certain` False: two versions of which nobody
    can tell the later one."""

    kind: Kind
    this: int
    other: int
    year: int | None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Year:
    """The agencies of a year, as many files as they sent."""

    year: int
    agencies: int
    files: int


Settle = Callable[[Sequence[Known]], int | None]
"""The position of the version that counts among several of one agency and year; None where that cannot be told."""


def groups(files: Sequence[Known]) -> list[Group]:
    """The files by agency, in the order in which each agency comes first; a file that names no agency is a group alone."""
    superior = superior_of(file.agency for file in files if file.agency) or ""
    found: dict[Any, list[Known]] = {}
    for file in files:
        found.setdefault(key(file.agency, superior) if file.agency else file.position, []).append(file)
    return [_group(members) for members in found.values()]


def _group(members: Sequence[Known]) -> Group:
    named = sorted({m.agency for m in members if m.agency}, key=lambda name: (-len(name), name))
    ordered = sorted(members, key=lambda m: (-(m.year or 0), m.position))
    return Group(named[0] if named else None, tuple(ordered))


def offers(found: Sequence[Group], settle: Settle) -> dict[int, list[Offer]]:
    """The comparisons worth making, by the file they are told from: with last year's, with the version before it."""
    out: dict[int, list[Offer]] = {}
    for group in found:
        for year in group.years:
            versions = group.of_year(year)
            for last in group.of_year(year - 1):
                for file in versions:
                    out.setdefault(file.position, []).append(Offer("last_year", file.position, last.position, last.year))
            if len(versions) > 1:
                chosen = settle(versions)
                newest = chosen or versions[-1].position
                out.setdefault(newest, []).extend(
                    Offer("corrected", newest, file.position, file.year, chosen is not None)
                    for file in versions
                    if file.position != newest
                )
    return out


def last_years(found: Sequence[Group], settle: Settle) -> dict[int, int]:
    """File → the same agency's file of the year before; of several versions of that the one that counts, none in doubt."""
    out: dict[int, int] = {}
    for group in found:
        for year in group.years:
            before = group.of_year(year - 1)
            chosen = before[0].position if len(before) == 1 else settle(before) if before else None
            if chosen is not None:
                out.update((file.position, chosen) for file in group.of_year(year))
    return out


def sisters(found: Sequence[Group], file: Known) -> list[Known]:
    """The other agencies' files of the same year."""
    return [other for group in found if file not in group.files for other in group.of_year(file.year)]


def years(found: Sequence[Group]) -> list[Year]:
    """The years that several agencies report, the one with most agencies first."""
    told = {year for group in found if group.agency for year in group.years}
    counted = [
        Year(year, len(have), sum(len(group.of_year(year)) for group in have))
        for year in told
        if len(have := [group for group in found if group.agency and group.of_year(year)]) >= _FEWEST
    ]
    return sorted(counted, key=lambda y: (-y.agencies, -y.year))


def superior(files: Sequence[Known]) -> str | None:
    """The government all these agencies stand under, None where their names do not tell."""
    return superior_of(file.agency for file in files if file.agency)
