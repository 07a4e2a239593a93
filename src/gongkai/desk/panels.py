"""The numbers of my agency on the home page. Each app of screens adds its panel.

@panel(order=30)
def catalogue(here: Here) -> Panel | None:
    …

A panel counts through selectors, in a constant number of queries; None where the person has no business with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gongkai.desk.here import Here


@dataclass(frozen=True)
class Figure:
    """A number that opens: `url` leads to the records behind it. `tone`: "" or "overdue" (must be seen to)."""

    label: str
    value: str | int
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Panel:
    """A titled group of figures."""

    title: str
    figures: list[Figure]
    note: str = ""


Maker = Callable[[Here], Panel | None]
_PANELS: list[tuple[int, Maker]] = []


def panel(order: int) -> Callable[[Maker], Maker]:
    """Registers a panel; once, when its app is ready."""

    def made(maker: Maker) -> Maker:
        _PANELS.append((order, maker))
        _PANELS.sort(key=lambda pair: pair[0])
        return maker

    return made


def panels(here: Here) -> list[Panel]:
    """The panels of this person."""
    return [made for _, maker in _PANELS if (made := maker(here)) is not None]
