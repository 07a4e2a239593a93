"""The files of a visit tell by themselves which belong together."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.portal.grouping import Known, groups, last_years, offers, sisters, superior, years


def files(*told: tuple[str | None, int | None]) -> list[Known]:
    return [Known(n, f"{n}.txt", agency, year) for n, (agency, year) in enumerate(told, 1)]


def last(versions: Sequence[Known]) -> int | None:
    return versions[-1].position


def nobody_knows(versions: Sequence[Known]) -> int | None:
    return None


TOWN, OFFICE = "云水县听松镇人民政府", "云水县财政局"


def test_the_names_an_agency_goes_by_are_one_agency() -> None:
    found = groups(files((TOWN, 2024), ("听松镇人民政府", 2023), (OFFICE, 2024), ("县财政局", 2024)))
    assert [(g.agency, [f.position for f in g.files]) for g in found] == [(TOWN, [1, 2]), (OFFICE, [3, 4])]


def test_of_one_agency_the_latest_year_comes_first_and_files_without_a_name_stand_alone() -> None:
    found = groups(files((TOWN, 2022), (None, 2024), (TOWN, 2024), (None, 2024)))
    assert [[f.position for f in g.files] for g in found] == [[3, 1], [2], [4]]
    assert [g.agency for g in found] == [TOWN, None, None]


def test_two_years_of_an_agency_are_offered_for_comparison_and_matched_for_the_check() -> None:
    found = groups(files((TOWN, 2023), (OFFICE, 2024), (TOWN, 2024)))
    assert [(o.kind, o.this, o.other) for o in offers(found, last)[3]] == [("last_year", 3, 1)]
    assert last_years(found, last) == {3: 1}


def test_years_that_do_not_follow_each_other_are_not_matched() -> None:
    found = groups(files((TOWN, 2021), (TOWN, 2024)))
    assert offers(found, last) == {} and last_years(found, last) == {}


def test_the_version_that_counts_is_compared_with_the_one_before_it() -> None:
    found = groups(files((TOWN, 2024), (TOWN, 2024)))
    assert [(o.kind, o.this, o.other) for o in offers(found, last)[2]] == [("corrected", 2, 1)]


def test_no_file_is_checked_with_one_of_two_versions_nobody_can_decide_between() -> None:
    found = groups(files((TOWN, 2024), (TOWN, 2023), (TOWN, 2023)))
    assert last_years(found, nobody_knows) == {}
    assert last_years(found, last) == {1: 3}
    assert len(offers(found, nobody_knows)[1]) == 2, "both are offered for comparison"


def test_other_agencies_of_the_year_are_sisters() -> None:
    told = files((TOWN, 2024), (OFFICE, 2024), (OFFICE, 2023), (None, 2024))
    assert [f.position for f in sisters(groups(told), told[0])] == [2, 4]


def test_a_year_of_several_agencies_can_be_rolled_up_and_their_names_tell_the_superior() -> None:
    told = files((TOWN, 2024), (OFFICE, 2024), (OFFICE, 2023), ("云水县教育局", 2024), (TOWN, 2024))
    assert [(y.year, y.agencies, y.files) for y in years(groups(told))] == [(2024, 3, 4)]
    assert superior(told) == "云水县人民政府"
    assert years(groups(files((TOWN, 2024), (TOWN, 2023)))) == []
