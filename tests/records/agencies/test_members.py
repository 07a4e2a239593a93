"""Who reports to whom is asked of the tree of the year: names, kinds and superiors of then."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from gongkai.annual.rollup import Expected
from gongkai.documents.rows import read_rows
from gongkai.records.accounts.models import User
from gongkai.records.agencies import services
from gongkai.records.agencies.importing import exporting, planning
from gongkai.records.agencies.members import members_of
from gongkai.records.agencies.models import Agency, Kind, Level
from gongkai.records.agencies.selectors import tree_on
from gongkai.records.base.actors import OPERATOR
from tests.records.conftest import SET_UP

LAST_YEAR, TODAY, MID_YEAR = date(2025, 12, 31), date(2026, 3, 10), date(2026, 2, 1)


def agency(name: str, kind: Kind, parent: UUID, level: Level = Level.COUNTY, vertical: bool = False) -> UUID:
    return services.register(name, kind, level, parent, SET_UP, vertical=vertical, actor=OPERATOR).record_id


def exported(day: date) -> dict[str, str]:
    """Name → superior in the workbook of a day."""
    rows = read_rows(exporting.export(day), "机构.xlsx")[0].rows
    at = next(number for number, row in enumerate(rows) if row.cells[0] == "单位名称")
    return {row.cells[0]: row.cells[1] for row in rows[at + 1 :]}


@pytest.fixture
def changed(county: UUID, township: UUID, administrator: User) -> UUID:
    """A station of the county that got another name and another superior on 1 February 2026."""
    station = agency("青禾县水管局", Kind.DEPARTMENT, county)
    services.rename(station, "石桥镇水利站", MID_YEAR, actor=administrator)
    services.move(station, township, MID_YEAR, actor=administrator)
    return station


def test_after_a_renaming_and_a_move_last_years_lists_show_the_old_name_and_superior(
    county: UUID, township: UUID, changed: UUID
) -> None:
    then, now = tree_on(LAST_YEAR).nodes[changed], tree_on(TODAY).nodes[changed]
    assert (then.name, then.parent) == ("青禾县水管局", county)
    assert (now.name, now.parent) == ("石桥镇水利站", township)
    assert "青禾县水管局" in [member.name for member in members_of(county, LAST_YEAR)]
    assert "青禾县水管局" not in [member.name for member in members_of(county, TODAY)]
    assert [member.name for member in members_of(township, TODAY)] == ["石桥镇水利站"]
    assert exported(LAST_YEAR)["青禾县水管局"] == "青禾县人民政府"
    assert exported(TODAY)["石桥镇水利站"] == "石桥镇人民政府"
    assert "青禾县水管局" not in exported(TODAY)


def test_an_import_knows_the_agency_by_its_name_and_superior_of_today(changed: UUID) -> None:
    again = planning.plan(exporting.export(TODAY), "机构.xlsx", SET_UP)
    assert (again.problems, again.new, len(again.equal)) == ([], [], Agency.objects.count())


def test_departments_townships_and_the_own_office_report_and_villages_and_vertical_organs_do_not(county: UUID) -> None:
    agency("青禾县人民政府办公室", Kind.DEPARTMENT, county)
    agency("青禾县财政局", Kind.DEPARTMENT, county)
    agency("国家税务总局青禾县税务局", Kind.DEPARTMENT, county, vertical=True)
    street = agency("城东街道办事处", Kind.OFFICE, county, Level.TOWNSHIP)
    agency("城东社区居民委员会", Kind.VILLAGE, street, Level.VILLAGE)
    agency("青禾县第一中学", Kind.PUBLIC_SERVICE, county)
    own, finance, town = (
        Expected("青禾县人民政府办公室", "own"),
        Expected("青禾县财政局", "department"),
        Expected("城东街道办事处", "township"),
    )
    assert members_of(county, TODAY) == [own, finance, town]
    assert members_of(county, TODAY, vertical=True)[2] == Expected("国家税务总局青禾县税务局", "vertical")
    assert members_of(street, TODAY) == []
    assert members_of(county, date(2019, 1, 1)) == []


def test_the_number_of_queries_does_not_grow(county: UUID, django_assert_num_queries: object) -> None:
    for number in range(30):
        agency(f"青禾县第{number}局", Kind.DEPARTMENT, county)
    with django_assert_num_queries(5):  # type: ignore[operator]
        assert len(members_of(county, TODAY)) == 30
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(list(exporting.lines(TODAY))) == 31
