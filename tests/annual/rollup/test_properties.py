"""What holds of every roll-up, whatever the members wrote."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import jsonschema
import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual.check import check
from gongkai.annual.forms import form_for_year
from gongkai.annual.rollup import Member, RollUp, roll_up
from gongkai.annual.rollup.schema import schema
from tests.annual.rollup.county import AGENCIES, COUNTY
from tests.annual.write.reports import example, reports

FEW = settings(max_examples=40, derandomize=True)
SCHEMA = jsonschema.Draft202012Validator(schema())


@st.composite
def handed_in(draw: st.DrawFn) -> list[Member]:
    """Reports of one year with anything in them; an agency may have sent several, in another form or without tables."""
    year = draw(st.integers(2019, 2025))
    due = form_for_year(year)
    assert due
    out = []
    for n in range(draw(st.integers(0, 8))):
        report = draw(reports())
        who = draw(st.sampled_from(AGENCIES[:6]))
        if draw(st.booleans()):
            report = replace(report, **{"form": due.form, "forms": dict.fromkeys(("table2", "table3"), due.form)})
        out.append(Member(replace(report, agency=who.name, year=year), f"{n}.docx"))
    return out


def rolled(members: list[Member]) -> RollUp:
    return roll_up(members, agency=COUNTY, expected=[who.place for who in AGENCIES[:6]])


@FEW
@given(handed_in())
def test_each_cell_is_the_sum_of_its_shares_and_every_member_has_one(members: list[Member]) -> None:
    result = rolled(members)
    for where, shares in result.shares.items():
        table, row, column = where.split(".")
        assert [share.member for share in shares] == list(range(len(result.members)))
        total = sum((Decimal(str(share.counted)) for share in shares if share.counted is not None), Decimal(0))
        if result.report.has_cell(table, row, column):
            # A cell is a JSON number: the exact sum where it has one, else the nearest.
            assert result.report.cell(table, row, column) == (int(total) if total == int(total) else float(total))
        else:
            assert all(share.state == "absent" for share in shares)


@FEW
@given(handed_in(), st.randoms())
def test_the_order_of_the_members_does_not_matter(members: list[Member], order: random.Random) -> None:
    shuffled = list(members)
    order.shuffle(shuffled)
    assert rolled(shuffled).to_json() == rolled(members).to_json()


@FEW
@given(handed_in())
def test_every_file_ends_in_one_place_and_the_json_fits_its_schema(members: list[Member]) -> None:
    result = rolled(members)
    SCHEMA.validate(orjson.loads(orjson.dumps(result.to_json())))
    counted = [m.file for m in result.members]
    outside = [o.file for o in (*result.refused, *result.unexpected, *result.left_out)]
    passed_over = [file for d in result.doubles for file in d.files if d.chosen and file != d.chosen]
    assert sorted(counted + outside + passed_over) == sorted(m.file for m in members)


@FEW
@given(st.sampled_from((2019, 2020, 2022, 2024)), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_identities_hold_in_the_sum_when_they_hold_in_the_members(year: int, seeds: list[int]) -> None:
    due = form_for_year(year)
    assert due
    members = [Member(example(due.form, seed, year, AGENCIES[n].name), f"{n}.docx") for n, seed in enumerate(seeds)]
    result = roll_up(members, agency=COUNTY)
    codes = {finding.code for finding in check(result.report, only_tables=True)}
    assert len(result.members) == len(seeds) and not {c for c in codes if c.startswith(("t2_", "t3_", "t4_"))}
    assert not [w for w in result.warnings if w.code == "identity"]
