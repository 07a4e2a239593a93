"""The register of layouts. A layout turns a report into a file, and says what it cannot carry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from ..model import Report


@dataclass(frozen=True)
class Rendered:
    """A file."""

    data: bytes
    name: str


Render = Callable[[Report, Random], Rendered]


@dataclass(frozen=True)
class Layout:
    """`loses` names what the file form cannot hold:

    blank (an empty cell cannot be told from none), ragged (a row that lacks a cell), picture, markup (** is bold there),
    spaces (white space and line ends of paragraphs change), between (other lines stand between the rows of a table).
    `slow` layouts go through LibreOffice.
    """

    name: str
    family: str
    render: Render
    loses: frozenset[str]
    slow: bool = False

    def carries(self, report: Report) -> bool:
        """Whether this layout can show the report as it is."""
        return not report.needs & self.loses


LAYOUTS: dict[str, Layout] = {}


def layout(name: str, family: str, loses: str = "", *, slow: bool = False) -> Callable[[Render], Render]:
    """Register a renderer; `loses` is a list of words."""

    def register(render: Render) -> Render:
        LAYOUTS[name] = Layout(name, family, render, frozenset(loses.split()), slow)
        return render

    return register


def render(layout_name: str, report: Report, seed: int) -> Rendered:
    """The report as a file of that layout, the same bytes for the same seed."""
    return LAYOUTS[layout_name].render(report, Random(f"{layout_name} {seed}"))
