"""Catalogue files in the layouts counties use are read row for row; damaged ones name the row, the column and what to do."""

from __future__ import annotations

import io
from typing import Any

import pytest

from gongkai.records.catalogue.exchange.limits import read_limit
from gongkai.records.catalogue.exchange.reading import from_json, read, read_apart, to_json
from gongkai.records.catalogue.exchange.words import channels_of, domain_of, levels_of, ticked
from gongkai.records.catalogue.exchange.workbook import write_workbook
from gongkai.records.catalogue.rows import Row
from tests.records.catalogue.exchange import generator


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("layout", [generator.sheets_xlsx, generator.titles_xlsx, generator.columns_xlsx, generator.pages_docx])
def test_a_file_in_any_layout_gives_every_row_again(layout: Any, seed: int) -> None:
    rows = generator.rows(seed)
    found = read(layout(rows), "目录")
    assert found.severe == []
    assert found.rows == rows


@pytest.mark.parametrize("seed", range(8))
def test_our_own_workbook_reads_back_equal(seed: int) -> None:
    rows = generator.rows(seed, 40, whole=True)
    absent = {"D25": "由税务部门垂直管理", "D14": "本镇没有国有土地上房屋征收"}
    found = read(write_workbook("云水县基层政务公开标准目录", rows, absent), "目录.xlsx")
    assert found.severe == []
    assert found.rows == rows
    assert found.absent == absent


def test_the_child_process_reads_the_same() -> None:
    rows = generator.rows(3)
    data = generator.pages_docx(rows)
    apart, here = read_apart(data, "目录.docx"), read(data, "目录.docx")
    assert apart == here
    assert here.absent == {"D25": "本县由税务部门垂直管理，不在本目录内。"}
    assert from_json(to_json(here)) == here


def damaged(change: dict[tuple[int, int], str]) -> list[tuple[str, int, str, bool]]:
    """What is said of a workbook some of whose cells (row, column from 1) were changed."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(generator.sheets_xlsx(generator.rows(1))))
    sheet = book.worksheets[0]
    for (row, column), value in change.items():
        sheet.cell(row, column).value = value
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue(), "目录.xlsx")
    assert all(problem.table == f"工作表“{sheet.title}”" for problem in found.problems)
    return [(problem.column, problem.line, problem.message, problem.severe) for problem in found.problems]


@pytest.mark.parametrize(
    ("row", "column", "value", "said", "severe"),
    [
        (5, 7, "同上", "没有可以承接", True),
        (6, 8, "■县府大院门口", "不是目录所列渠道", True),
        (6, 8, "□政府网站 □政府公报", "一个也没有勾选", False),
        (7, 9, "大概", "只填“√”", True),
        (8, 13, "不清楚", "只填“√”", True),
        (6, 4, None, "没有写明公开内容", False),
        (6, 5, None, "没有写明公开依据", False),
        (6, 6, "有空再说", "看不出时限", False),
        (6, 6, "许可7个工作日内，其他20个工作日内", "最短的 7 个工作日", False),
    ],
)
def test_a_bad_row_is_named_with_its_column_and_what_to_do(row: int, column: int, value: Any, said: str, severe: bool) -> None:
    problems = [p for p in damaged({(row, column): value}) if p[1] == row]
    assert [(said in message, is_severe) for _, _, message, is_severe in problems] == [(True, severe)]


def test_both_manners_ticked_is_a_problem() -> None:
    assert any("只选一种" in message for _, line, message, _ in damaged({(6, 11): "√", (6, 12): "√"}) if line == 6)


def test_a_matter_named_twice_names_both_rows() -> None:
    rows = generator.rows(2, 6)
    found = read(generator.columns_xlsx([*rows, rows[0]]), "目录.xlsx")
    assert [(p.line, "第 2 行" in p.message) for p in found.severe] == [(8, True)]


def test_a_file_without_the_heading_or_without_columns_says_so() -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["姓名", "电话"])
    out = io.BytesIO()
    book.save(out)
    assert "没有找到目录的表头" in read(out.getvalue(), "名单.xlsx").severe[0].message
    book = Workbook()
    book.active.append(["序号", "一级事项", "公开内容", "公开时限", "公开主体"])
    book.active.append([1, "政策", "文件", "实时", "县局"])
    out = io.BytesIO()
    book.save(out)
    assert [p.column for p in read(out.getvalue(), "x.xlsx").severe] == ["公开依据", "公开渠道和载体"]


def test_the_organ_stands_for_itself() -> None:
    rows = [Row(**{**_plain(), "subject": "本镇"})]
    assert read(generator.columns_xlsx(rows), "目录.xlsx", "云水县石桥镇人民政府").rows[0].subject == "云水县石桥镇人民政府"


def _plain() -> dict[str, Any]:
    return {
        "domain": "D05",
        "level1": "审核信息",
        "level2": "初审公示",
        "elements": "名单",
        "basis": "办法",
        "limit_text": "实时",
        "limit_unit": "at_once",
        "channels": ("website",),
        "levels": ("township",),
    }


@pytest.mark.parametrize(
    ("text", "unit", "days", "frequency", "period"),
    [
        ("信息形成或者变更之日起20个工作日内", "working_days", 20, "at_once", ""),
        ("信息形成（变更）之日起 20 个工作日内公开", "working_days", 20, "at_once", ""),
        ("７个工作日内", "working_days", 7, "at_once", ""),
        ("二十个工作日内予以公开", "working_days", 20, "at_once", ""),
        ("实时公开", "at_once", None, "at_once", ""),
        ("及时", "at_once", None, "at_once", ""),
        ("每季度", "", None, "periodic", "quarter"),
        ("按月", "", None, "periodic", "month"),
        ("每月10日前公开上月情况", "", None, "periodic", "month"),
        ("每半年公开一次", "", None, "periodic", "half_year"),
        ("每年", "", None, "periodic", "year"),
        ("季度终了后15日内", "calendar_days", 15, "periodic", "quarter"),
        ("批准后20日内", "calendar_days", 20, "at_once", ""),
        ("长期公开", "", None, "long_term", ""),
        ("按进度分阶段公开", "", None, "staged", ""),
        ("24小时内", "calendar_days", 1, "at_once", ""),
        ("公示期不少于7个工作日，审定后3个工作日内公开", "working_days", 3, "at_once", ""),
        ("2026年5月20日起5个工作日内", "working_days", 5, "at_once", ""),
        ("按规定公开", "", None, "at_once", ""),
    ],
)
def test_a_limit_in_words_becomes_days_and_period(text: str, unit: str, days: int | None, frequency: str, period: str) -> None:
    found = read_limit(text)
    assert (found.unit, found.days, found.frequency, found.period) == (unit, days, frequency, period)


@pytest.mark.parametrize(
    ("text", "codes", "note"),
    [
        ("■政府网站 □政府公报\n■两微一端 □发布会/听证会", ("website", "social_media"), ""),
        ("■政府网站■社区/企事业单位/村公示栏（电子屏）□精准推送", ("website", "notice_board"), ""),
        ("政府网站√ 政府公报□ 便民服务站√", ("website", "service_station"), ""),
        ("\uf052政府网站 \uf0a3广播电视", ("website",), ""),
        ("政府网站、公示栏", ("website", "notice_board"), ""),
        ("门户网站，微信公众号；村务公开栏", ("website", "social_media", "notice_board"), ""),
        ("■其他：县惠民平台", ("other",), "县惠民平台"),
        ("☑其他（大喇叭） ☑入户/现场", ("on_site", "other"), "大喇叭"),
        ("■政府网站\n注：每日更新", ("website",), "每日更新"),
    ],
)
def test_channels_are_read_from_boxes_and_words(text: str, codes: tuple[str, ...], note: str) -> None:
    found = channels_of(text)
    assert (found.codes, found.note, found.unknown) == (codes, note, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("社会救助", "D05"),
        ("（五）社会救助领域基层政务公开标准目录", "D05"),
        ("云水县就业创业领域基层政务公开标准目录", "D09"),
        ("3.城乡规划", "D11"),
        ("附件2：公共法律服务", "D07"),
        ("乡村振兴领域", "D26"),
        ("政府文件", ""),
        ("对社会救助对象的核查情况说明", ""),
    ],
)
def test_a_title_names_its_domain(text: str, code: str) -> None:
    assert domain_of(text) == code


def test_levels_and_ticks() -> None:
    assert levels_of("乡、村级") == ("township", "village")
    assert levels_of("县（区）级") == ("county",)
    assert levels_of("☑县级 □乡级") == ("county",)
    assert [ticked(text) for text in ("√", " ✓", "■", "", "□", "×", "低保对象")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        None,
    ]
