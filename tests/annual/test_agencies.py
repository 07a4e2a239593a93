"""What agency names tell, and the full name behind the words of a report."""

from __future__ import annotations

import pytest

from gongkai.annual.agencies import can_make_regulations, kind_and_level, normalise, split_places
from gongkai.annual.agencies.regions import counties_with, levels_of, township_exists

KINDS = [
    ("国务院", "government", "state"),
    ("教育部", "department", "state"),
    ("国家税务总局", "department", "state"),
    ("国家发展和改革委员会", "department", "state"),
    ("江苏省人民政府", "government", "province"),
    ("北京市人民政府", "government", "province"),
    ("广西壮族自治区人民政府", "government", "province"),
    ("淮安市人民政府", "government", "city"),
    ("延边朝鲜族自治州人民政府", "government", "city"),
    ("东莞市人民政府", "government", "city"),
    ("兴安盟行政公署", "other", "city"),
    ("昆山市人民政府", "government", "county"),
    ("江苏省昆山市人民政府", "government", "county"),
    ("长子县人民政府", "government", "county"),
    ("长子县", "government", "county"),
    ("浦东新区人民政府", "government", "county"),
    ("市中区人民政府", "government", "county"),
    ("阿荣旗人民政府", "government", "county"),
    ("云水县人民政府", "government", "county"),
    ("云水市人民政府", "government", None),
    ("青川市云水市人民政府", "government", "county"),
    ("云水县清河乡人民政府", "government", "township"),
    ("清河镇", "government", "township"),
    ("一市镇", "government", "township"),
    ("青山回族乡人民政府", "government", "township"),
    ("云水县城关街道办事处", "subdistrict_office", "township"),
    ("云水县城关街道", "subdistrict_office", "township"),
    ("朝阳区高碑店地区办事处", "subdistrict_office", "township"),
    ("云水县财政局", "department", "county"),
    ("云水县城市管理局", "department", "county"),
    ("云水县乡村振兴局", "department", "county"),
    ("云水县市场监督管理局", "department", "county"),
    ("云水县人民政府办公室", "department", "county"),
    ("淮安市教育局", "department", "city"),
    ("淮安市淮阴区教育局", "department", "county"),
    ("江苏省教育厅", "department", "province"),
    ("国家税务总局云水县税务局", "department", "county"),
    ("财政局", "department", None),
    ("云水县清河镇财政所", "department", "township"),
    ("云水经济开发区管理委员会", "other", None),
    ("云水县工业园区管委会", "other", None),
    ("云水经济开发区", "other", None),
    ("云水县第一中学", "other", "county"),
    ("新疆生产建设兵团", "other", "province"),
]


@pytest.mark.parametrize(("name", "kind", "level"), KINDS)
def test_kind_and_level_come_from_the_name(name: str, kind: str, level: str | None) -> None:
    assert kind_and_level(name) == (kind, level)


@pytest.mark.parametrize(
    ("title", "written", "full"),
    [
        ("碾张乡", ["碾张乡人民政府", "长子县碾张乡人民政府", "长子县人民政府"], "长子县碾张乡人民政府"),
        ("碾张乡", ["请与长子县碾张乡人民政府"], "长子县碾张乡人民政府"),
        ("宁晋县大曹庄乡", ["大曹庄乡人民政府"], "宁晋县大曹庄乡人民政府"),
        ("尉氏县南曹乡人民政府", ["南曹乡"], "尉氏县南曹乡人民政府"),
        ("一市镇", ["我镇", "镇政府"], "一市镇人民政府"),
        ("云水县", [], "云水县人民政府"),
        ("云水县政府", [], "云水县人民政府"),
        ("云水县城关街道", ["城关街道办事处"], "云水县城关街道办事处"),
        ("城关街道办", ["云水县人民政府城关街道办事处"], "云水县人民政府城关街道办事处"),
        ("青川市云水区财政局", ["云水区财政局"], "青川市云水区财政局"),
        ("财政局", ["云水县财政局"], "云水县财政局"),
        ("云水经济开发区管委会", [], "云水经济开发区管理委员会"),
        ("云水经济开发区", [], "云水经济开发区管理委员会"),
        ("清河乡", ["大清河乡人民政府"], "清河乡人民政府"),
        ("清河乡", ["白石县云水乡人民政府"], "清河乡人民政府"),
        ("", ["云水县清河乡人民政府", "清河乡"], "云水县清河乡人民政府"),
        (None, [], None),
        ("云水县人民政府办公室", [], "云水县人民政府办公室"),
    ],
)
def test_the_fullest_wording_of_the_same_name_wins(title: str | None, written: list[str], full: str | None) -> None:
    assert normalise(title, written) == full


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("江苏省人民政府", True),
        ("淮安市人民政府", True),
        ("东莞市人民政府", True),
        ("儋州市人民政府", True),
        ("延边朝鲜族自治州人民政府", True),
        ("财政部", True),
        ("阿里地区行政公署", False),
        ("昆山市人民政府", False),
        ("云水县人民政府", False),
        ("云水县清河乡人民政府", False),
        ("淮安市教育局", False),
        ("城关街道办事处", False),
        ("云水市人民政府", None),
        ("云水经济开发区管理委员会", None),
    ],
)
def test_who_may_make_regulations(name: str, may: bool | None) -> None:
    assert can_make_regulations(name) is may


def test_a_city_without_districts_may_make_them_from_its_day_on() -> None:
    assert can_make_regulations("儋州市人民政府", 2022) is False
    assert can_make_regulations("儋州市人民政府", 2023) is True
    assert can_make_regulations("海南省儋州市人民政府", 2024) is True
    assert can_make_regulations("东莞市人民政府", 2019) is True


def test_the_region_table_knows_levels_and_counties() -> None:
    assert levels_of("淮安市") == {"city"}
    assert levels_of("淮安区") == {"county"}
    assert levels_of("没有这个县") == frozenset()
    assert ("山西省", "长治市", "长子县") in counties_with("慈林镇")
    assert township_exists("慈林镇") and not township_exists("没有这个镇")


def test_a_name_is_split_into_its_places() -> None:
    assert split_places("江苏省淮安市淮阴区教育局") == ("江苏省", "淮安市", "淮阴区")
    assert split_places("财政局") == ()
