"""Agencies change, and the tree of any day stays what it was that day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from gongkai.records.accounts.models import User
from gongkai.records.agencies import services
from gongkai.records.agencies.models import Agency, AgencyName, AgencyParent, Kind, Level, Site
from gongkai.records.agencies.selectors import projection, site_for, tree_on
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import NotAllowed, NotFound, Refused
from gongkai.records.base.log import chain
from tests.records.conftest import SET_UP


def agency(name: str, parent: UUID, since: date = SET_UP, kind: Kind = Kind.DEPARTMENT) -> UUID:
    return services.register(name, kind, Level.COUNTY, parent, since, actor=OPERATOR).record_id


def names(tree: object, under: UUID) -> list[str]:
    return sorted(node.name for node in tree.children(under))  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def copies_stay_what_the_dated_rows_say(db: None) -> object:
    yield
    for row in Agency.objects.all():
        assert projection()[row.pk] == (row.name, row.kind, row.level, row.vertical, row.parent_id)


def test_an_agency_is_there_from_the_day_it_was_set_up(county: UUID) -> None:
    late = agency("数据局", county, date(2024, 5, 1))
    assert late not in tree_on(date(2024, 4, 30)).nodes
    assert tree_on(date(2024, 5, 1)).nodes[late].name == "数据局"
    assert tree_on(date(2024, 5, 1)).path(late) == [late, county]
    assert tree_on(date(2019, 12, 31)).nodes == {}


def test_a_report_of_an_old_year_has_the_name_of_that_year(county: UUID) -> None:
    bureau = agency("环境保护局", county)
    services.rename(bureau, "生态环境局", date(2022, 3, 1), actor=OPERATOR)
    assert tree_on(date(2022, 2, 28)).nodes[bureau].name == "环境保护局"
    assert tree_on(date(2022, 3, 1)).nodes[bureau].name == "生态环境局"
    assert Agency.objects.get(pk=bureau).name == "生态环境局"


def test_a_name_entered_late_does_not_undo_a_later_one(county: UUID) -> None:
    bureau = agency("甲局", county)
    services.rename(bureau, "丙局", date(2024, 1, 1), actor=OPERATOR)
    services.rename(bureau, "乙局", date(2022, 1, 1), actor=OPERATOR)
    assert [tree_on(date(year, 6, 1)).nodes[bureau].name for year in (2021, 2023, 2025)] == ["甲局", "乙局", "丙局"]
    assert Agency.objects.get(pk=bureau).name == "丙局"


def test_kind_and_level_change_from_a_day_on(township: UUID) -> None:
    services.reclassify(township, Kind.OFFICE, Level.TOWNSHIP, date(2023, 7, 1), actor=OPERATOR)
    assert tree_on(date(2023, 6, 30)).nodes[township].kind == Kind.GOVERNMENT
    assert tree_on(date(2023, 7, 1)).nodes[township].kind == Kind.OFFICE


def test_a_moved_agency_rolls_up_where_it_was_that_year(county: UUID, township: UUID) -> None:
    bureau = agency("水利局", county)
    station = agency("水利站", bureau)
    services.move(station, township, date(2024, 1, 1), actor=OPERATOR)
    assert names(tree_on(date(2023, 12, 31)), bureau) == ["水利站"]
    assert names(tree_on(date(2024, 1, 1)), bureau) == []
    assert names(tree_on(date(2024, 1, 1)), township) == ["水利站"]


def test_an_agency_cannot_stand_above_itself_on_any_day(county: UUID) -> None:
    first = agency("一局", county)
    second = agency("二局", first)
    with pytest.raises(Refused, match="不能作为其上级") as refused:
        services.move(first, second, date(2024, 1, 1), actor=OPERATOR)
    assert refused.value.code == "circle"
    services.move(second, county, date(2024, 1, 1), actor=OPERATOR)
    services.move(first, second, date(2025, 1, 1), actor=OPERATOR)
    with pytest.raises(Refused, match="不能作为其上级"):  # from 2023 on it would stand above itself until 2024
        services.move(first, second, date(2023, 1, 1), actor=OPERATOR)
    other = agency("三局", county)
    services.move(other, first, date(2025, 6, 1), actor=OPERATOR)
    with pytest.raises(Refused, match="不能作为其上级"):  # right on the first day, but a circle from June 2025
        services.move(second, other, date(2025, 3, 1), actor=OPERATOR)


def test_a_merged_agency_points_to_its_successor_which_takes_over(county: UUID) -> None:
    old, new = agency("旅游局", county), agency("文化局", county)
    below = agency("旅游质监所", old)
    done = services.merge(old, new, date(2025, 1, 1), actor=OPERATOR)
    assert done.result == {"moved": [str(below)]}
    gone = Agency.objects.get(pk=old)
    assert (gone.ended_on, gone.successor_id) == (date(2025, 1, 1), new)
    assert old in tree_on(date(2024, 12, 31)).nodes
    assert old not in tree_on(date(2025, 1, 1)).nodes
    assert names(tree_on(date(2024, 12, 31)), old) == ["旅游质监所"]
    assert names(tree_on(date(2025, 1, 1)), new) == ["旅游质监所"]
    for record in (old, new, below):
        assert chain.entries(Agency.objects.get(pk=record)).last().act == "agencies.merge"
    with pytest.raises(Refused, match="不存在"):
        services.rename(old, "别名", date(2025, 2, 1), actor=OPERATOR)


def test_an_agency_merged_into_one_of_its_own_leaves_that_one_in_its_place(county: UUID) -> None:
    old = agency("老局", county)
    heir = agency("新局", old)
    services.merge(old, heir, date(2025, 1, 1), actor=OPERATOR)
    assert tree_on(date(2025, 1, 1)).nodes[heir].parent == county


def test_a_merger_does_not_leave_anybody_under_what_is_no_more(county: UUID, township: UUID) -> None:
    old, new = agency("旅游局", county), agency("文化局", county)
    station = agency("旅游站", old)
    services.move(station, township, date(2025, 6, 1), actor=OPERATOR)
    with pytest.raises(Refused, match="此后才移出"):
        services.merge(old, new, date(2025, 1, 1), actor=OPERATOR)
    services.merge(old, new, date(2025, 6, 1), actor=OPERATOR)
    assert old not in {node.parent for node in tree_on(date(2025, 6, 1)).nodes.values()}


def test_there_is_one_tree(county: UUID) -> None:
    with pytest.raises(Refused, match="一个系统只有一棵机构树"):
        services.register("另一县", Kind.GOVERNMENT, Level.COUNTY, None, SET_UP, actor=OPERATOR)
    bureau = agency("一局", county)
    for attempt in (
        lambda: services.move(county, bureau, date(2024, 1, 1), actor=OPERATOR),
        lambda: services.merge(county, bureau, date(2024, 1, 1), actor=OPERATOR),
    ):
        with pytest.raises(Refused, match="最上级单位"):
            attempt()


@pytest.mark.parametrize(
    ("since", "why"), [(date(2026, 3, 11), "不能晚于今天"), (date(2019, 12, 31), "不存在"), (SET_UP, "已有同类变更")]
)
def test_a_change_has_a_day_on_which_it_could_happen(township: UUID, since: date, why: str) -> None:
    with pytest.raises(Refused, match=why):
        services.rename(township, "新名", since, actor=OPERATOR)
    assert AgencyName.objects.filter(agency=township).count() == 1


def test_a_credit_code_belongs_to_one_agency(county: UUID) -> None:
    code = "113417020032563511"
    services.register("一局", Kind.DEPARTMENT, Level.COUNTY, county, SET_UP, code, actor=OPERATOR)
    with pytest.raises(Refused, match="已登记在另一单位名下"):
        services.register("二局", Kind.DEPARTMENT, Level.COUNTY, county, SET_UP, code.lower(), actor=OPERATOR)


def test_who_manages_a_township_does_not_manage_the_county(
    county: UUID, township: UUID, administrator: User, officer: User
) -> None:
    services.rename(township, "新桥镇人民政府", date(2024, 1, 1), actor=administrator)
    for actor in (officer,):
        with pytest.raises(NotAllowed):
            services.rename(township, "又一名", date(2025, 1, 1), actor=actor)
    with pytest.raises(NotAllowed):
        services.register("新根", Kind.GOVERNMENT, Level.COUNTY, None, SET_UP, actor=administrator)
    with pytest.raises(NotFound):
        services.rename(UUID(int=5), "无", date(2025, 1, 1), actor=administrator)
    assert AgencyParent.objects.count() == 2


def test_a_site_is_found_by_its_host(county: UUID, township: UUID) -> None:
    done = services.open_site(county, "WWW.Example.gov.cn", "青禾县人民政府门户网站", "4311280016", actor=OPERATOR)
    site = Site.objects.get(pk=done.record_id)
    assert site_for("www.example.gov.cn") == site_for("other.example") == site
    services.open_site(township, "sq.example.gov.cn", "石桥镇", actor=OPERATOR)
    assert site_for("other.example") is None
    assert site_for("sq.example.gov.cn").root_id == township  # type: ignore[union-attr]
    with pytest.raises(Refused, match="已用于另一站点"):
        services.open_site(county, "www.example.gov.cn", "重复", actor=OPERATOR)
    with pytest.raises(Refused, match="10 位"):
        services.open_site(county, "x.example.gov.cn", "错码", "123", actor=OPERATOR)


def test_the_tree_costs_four_queries_whatever_its_size(county: UUID, django_assert_num_queries: object) -> None:
    for number in range(12):
        agency(f"第{number}局", county)
    with django_assert_num_queries(4):  # type: ignore[operator]
        tree = tree_on(date(2026, 1, 1))
    assert len(list(tree.below(county))) == 13


def test_an_old_date_is_kept_as_the_day_the_act_occurred(county: UUID, now: Frozen) -> None:
    done = services.rename(county, "青禾县人民政府办公室", date(2024, 1, 1), actor=OPERATOR, on=date(2026, 3, 2))
    entry = chain.entries(Agency.objects.get(pk=done.record_id)).last()
    assert entry.occurred_on == date(2026, 3, 2)
    assert entry.data == {"name": "青禾县人民政府办公室", "since": "2024-01-01"}
