"""A county of thirty agencies hands its reports in, as files of many kinds."""

from __future__ import annotations

from decimal import Decimal

import pytest

import tests.generator.layouts  # noqa: F401  (fills the register of layouts)
from gongkai.annual import read
from gongkai.annual.check import check
from gongkai.annual.rollup import Member, RollUp, roll_up
from gongkai.documents.errors import Unreadable
from tests.annual.rollup.county import AGENCIES, COUNTY, YEAR, expected, made
from tests.generator.layouts.base import Rendered, render
from tests.generator.model import Report

LAYOUTS = ("html_cms", "text_tabs", "docx", "html_word", "text_tab_led_lines", "docx_headings")
MISSING, DOUBLED, OLD_FORM = AGENCIES[:3], AGENCIES[7:9], AGENCIES[21]


def handed_in(file: Rendered, name: str) -> Member:
    try:
        return Member(read(file.data, file.name), name)
    except Unreadable as error:
        return Member(None, name, error.message)


def file_of(report: Report, n: int) -> Rendered:
    return render(LAYOUTS[n % len(LAYOUTS)], report, n)


@pytest.fixture(scope="module")
def truth() -> dict[str, Report]:
    """What each agency's counted report says, by agency."""
    counted = {who.name: made(who) for who in AGENCIES if who not in MISSING and who is not OLD_FORM}
    counted[DOUBLED[0].name] = made(DOUBLED[0], seed=1)  # the later version, see below
    return counted


@pytest.fixture(scope="module")
def county() -> RollUp:
    """Three missing; one doubled by a correction, one doubled by the same file twice; one of the form of another year."""
    members = []
    for n, who in enumerate(AGENCIES):
        if who in MISSING:
            continue
        if who is OLD_FORM:
            old = made(who, year=2020)
            old.year = YEAR
            text = render("html_cms", old, n).data.decode().replace("2020年", f"{YEAR}年")
            members.append(handed_in(Rendered(text.encode(), "旧格式.html"), f"{who.place}.html"))
            continue
        members.append(handed_in(file_of(made(who), n), f"{who.place}.{n}"))
    members.append(handed_in(file_of(made(DOUBLED[0], seed=1), 1), f"{DOUBLED[0].place}（更正后）.txt"))
    members[[m.file for m in members].index(f"{DOUBLED[0].place}.7")].report.signed_on = None  # type: ignore[union-attr]
    members.append(handed_in(file_of(made(DOUBLED[1]), 8), f"再发/{DOUBLED[1].place}.8"))
    return roll_up(members, agency=COUNTY, expected=expected())


def test_the_roll_up_says_who_is_missing_doubled_and_of_the_wrong_form(county: RollUp) -> None:
    assert [m.name for m in county.missing] == [who.place.removeprefix("云水县") for who in MISSING]
    assert {d.agency: (d.rule, d.chosen) for d in county.doubles} == {
        DOUBLED[0].name: ("marked", f"{DOUBLED[0].place}（更正后）.txt"),
        DOUBLED[1].name: ("same_content", f"{DOUBLED[1].place}.8"),
    }
    assert [(o.agency, o.code) for o in county.refused] == [(OLD_FORM.name, "wrong_form")]
    assert "2021 年格式" in county.refused[0].message and "不能相加" in county.refused[0].message
    assert not county.complete and not county.unexpected and county.year == YEAR and county.form == "2021"


def test_every_cell_is_the_sum_of_what_the_counted_agencies_wrote(county: RollUp, truth: dict[str, Report]) -> None:
    assert {m.agency for m in county.members} == set(truth)
    for where in county.shares:
        table, row, column = where.split(".")
        wanted = sum((Decimal(str(report.tables[table][row][column] or 0)) for report in truth.values()), Decimal(0))
        assert Decimal(repr(county.report.cell(table, row, column))) == wanted, where


def test_each_cell_opens_to_its_members(county: RollUp, truth: dict[str, Report]) -> None:
    assert len(county.shares) == sum(len(row) for table in county.report.tables.values() for row in table.values())
    for where, shares in county.shares.items():
        table, row, column = where.split(".")
        said = {county.members[share.member].agency: share.value for share in shares}
        wanted = {name: report.tables[table][row][column] for name, report in truth.items()}
        assert {name: Decimal(repr(v)) for name, v in said.items()} == {k: Decimal(str(v)) for k, v in wanted.items()}, where


def test_the_sum_of_right_reports_breaks_no_identity_and_its_text_is_left_to_people(county: RollUp) -> None:
    assert check(county.report, only_tables=True) == []
    assert county.report.agency == COUNTY and set(county.report.sections.values()) == {""}
    assert [w.code for w in county.warnings] == []


def test_the_members_figures_are_a_table_to_draw_on(county: RollUp, truth: dict[str, Report]) -> None:
    stated = {county.members[f.member].agency: f.value for f in county.figures if f.name == "proactive_total"}
    assert stated == {name: report.facts["total"] for name, report in truth.items()}
    assert all(f.quote for f in county.figures)
