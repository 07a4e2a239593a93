"""Roll up: many agencies' annual reports of a year into their superior's, with every member's share of every cell.

`roll_up(members, agency=…)` takes read reports and gives a `RollUp`: pure data, `to_json()` in the shape of
`schema.schema()`. `lists.read_list` reads who must report; `names.superior_of` tells the superior from the members;
`output` prints a roll-up as a workbook or a page.
"""

from __future__ import annotations

from gongkai.annual.rollup.model import (
    KIND_NAMES,
    SCHEMA,
    Counted,
    Doubled,
    Expected,
    Kind,
    Member,
    Missing,
    Outside,
    RollUp,
    RollUpError,
    Share,
    Stated,
    Warned,
)
from gongkai.annual.rollup.names import superior_of
from gongkai.annual.rollup.roll import roll_up

__all__ = [
    "KIND_NAMES",
    "SCHEMA",
    "Counted",
    "Doubled",
    "Expected",
    "Kind",
    "Member",
    "Missing",
    "Outside",
    "RollUp",
    "RollUpError",
    "Share",
    "Stated",
    "Warned",
    "roll_up",
    "superior_of",
]
