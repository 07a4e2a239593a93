"""Titles, agencies, years and signatures as they are written."""

from __future__ import annotations

import pytest

from gongkai.annual.assemble.ending import split_ending
from gongkai.annual.assemble.items import Item
from gongkai.annual.assemble.opening import parse_title, read_opening

TITLES = [
    ("云水县松陵镇人民政府2023年政府信息公开工作年度报告", "云水县松陵镇人民政府", 2023),
    ("云水县财政局 2024 年度政府信息公开工作年度报告", "云水县财政局", 2024),
    ("2022年云水县民政局政府信息公开年度报告", "云水县民政局", 2022),
    ("松陵镇二〇二〇年政府信息公开工作年度报告", "松陵镇", 2020),
    ("云水县松陵镇人民政府关于2019年政府信息公开年度工作报告", "云水县松陵镇人民政府", 2019),
    ("松陵镇2019年政府信息工作年度报告", "松陵镇", 2019),
    ("云水县教育局政府信息公开工作年度报告（2021年）", "云水县教育局", None),
    ("2021年政府信息公开工作年度报告", None, 2021),
]
NO_TITLES = ["一、总体情况", "关于做好防汛工作的通知", "2023年预算公开", "政府信息公开指南"]
ENDINGS = [
    (["无。", "云水县松陵镇人民政府", "2024年1月8日"], ["无。"], "云水县松陵镇人民政府", "2024-01-08"),
    (["无。", "云水县松陵镇人民政府　2024年1月8日"], ["无。"], "云水县松陵镇人民政府", "2024-01-08"),
    (["无。", "2024年1月8日"], ["无。"], None, "2024-01-08"),
    (["无。", "二〇二四年一月十八日"], ["无。"], None, "2024-01-18"),
    (["无。", "云水县财政局（盖章）", "2024.01.08"], ["无。"], "云水县财政局", "2024-01-08"),
    (["无。", "2024年1月8日", "云水县财政局"], ["无。"], "云水县财政局", "2024-01-08"),
    (["无。", "云水县财政局"], ["无。"], "云水县财政局", None),
    (["我县于2023年5月6日举办开放日活动。"], ["我县于2023年5月6日举办开放日活动。"], None, None),
    (["无。"], ["无。"], None, None),
    (["无。", "2024年13月8日"], ["无。", "2024年13月8日"], None, None),
]


@pytest.mark.parametrize(("title", "agency", "year"), TITLES)
def test_a_title_names_agency_and_year(title: str, agency: str | None, year: int | None) -> None:
    found = parse_title(title)
    assert found is not None
    assert found == (agency, year)


@pytest.mark.parametrize("line", NO_TITLES)
def test_other_lines_are_no_titles(line: str) -> None:
    assert parse_title(line) is None


def test_a_title_broken_over_lines_is_one_title_and_noted() -> None:
    items = [Item(t) for t in ("云水县松陵镇2023年", "", "政府信息公开工作", "年度报告", "按照规定编制本报告。")]
    opening = read_opening(items, len(items), None)
    assert opening.title == "云水县松陵镇2023年政府信息公开工作年度报告"
    assert opening.intro == ["按照规定编制本报告。"]
    assert [n.code for n in opening.notes] == ["title_split"]


def test_the_agency_on_a_line_of_its_own_is_the_usual_form() -> None:
    items = [Item(t) for t in ("云水县松陵镇人民政府", "2023年政府信息公开工作年度报告")]
    opening = read_opening(items, len(items), None)
    assert (opening.agency, opening.year, opening.notes) == ("云水县松陵镇人民政府", 2023, [])


def test_a_page_header_does_not_join_the_title() -> None:
    items = [Item(t) for t in ("云水县人民政府网站", "索引号", "000000/2024-00012", "云水县2023年政府信息公开工作年度报告")]
    opening = read_opening(items, len(items), None)
    assert (opening.agency, opening.year) == ("云水县", 2023)


@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2024-01-08 09:30　来源：县财政局　字体：大 中 小",
        "浏览次数：12次",
        "【打印】",
        "索引号：000000000/2024-00012",
        "字体：[大 中 小]",
    ],
)
def test_what_the_page_prints_under_the_title_is_no_introduction(line: str) -> None:
    items = [Item(t) for t in ("云水县2023年政府信息公开工作年度报告", line, "按照规定编制本报告。")]
    assert read_opening(items, len(items), None).intro == ["按照规定编制本报告。"]


@pytest.mark.parametrize(("paragraphs", "text", "agency", "date"), ENDINGS)
def test_the_ending_is_told_from_the_text(paragraphs: list[str], text: list[str], agency: str | None, date: str | None) -> None:
    body, ending, signer, signed = split_ending(paragraphs)
    assert (body, signer, signed) == (text, agency, date)
    assert body + ending == paragraphs


def test_what_the_page_prints_below_is_no_ending() -> None:
    body, ending, signer, signed = split_ending(["无。", "上一篇：关于征集意见的公告", "下一篇：没有了", "【打印】【关闭】"])
    assert (body, ending, signer, signed) == (["无。"], [], None, None)
