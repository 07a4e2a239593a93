"""How long a hundred read reports take to roll up, and the roll-up to be written. Times in milliseconds, medians."""

from __future__ import annotations

from bench.timing import medians
from gongkai.annual.rollup import Member, RollUp, roll_up
from gongkai.annual.rollup.output.page import as_page
from gongkai.annual.rollup.output.workbook import write_workbook
from tests.annual.rollup.county import COUNTY, data, department

_MEMBERS = 100


def members() -> list[Member]:
    """A hundred departments' reports as read, figures and all."""
    return [Member(data(department(f"第{n}局"), seed=n), f"{n}.docx") for n in range(_MEMBERS)]


def measure() -> dict[str, float]:
    """`roll-up` of a hundred reports; its JSON, page and workbook."""
    handed_in = members()
    names = [f"第{n}局" for n in range(_MEMBERS + 3)]

    def roll(_: object) -> RollUp:
        return roll_up(handed_in, agency=COUNTY, expected=names)

    rolled = roll(None)
    return {
        "roll-up": medians(roll, range(10)),
        "roll-up as JSON": medians(lambda _: rolled.to_json(), range(5)),
        "roll-up as page": medians(lambda _: as_page(rolled), range(5)),
        "roll-up as workbook": medians(lambda _: write_workbook(rolled), range(3)),
    }
