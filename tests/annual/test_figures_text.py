"""Even text and its way back to the print; counts, years and scopes of figures."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual.figures import extract
from gongkai.annual.figures.counts import find_counts, han_number
from gongkai.annual.figures.text import numeral, section_text

_PIECES = st.sampled_from(
    (
        *("公开", "条", "，", ",", "\n", "。", "（一）", "(二)", "**", "…", "½", "⽂", "㈠", "LED 屏"),
        *(" ", "\u3000", "\u200b", "１２", "3,456", "１，２３４"),
    )
)


@pytest.mark.parametrize(
    ("raw", "even"),
    [
        ("公开 １，２３４ 条", "公开1234条"),
        ("共 1,234,567 条,其中(网站)3条;", "共1234567条，其中（网站）3条；"),
        ("2022，2023两年", "2022，2023两年"),
        ("利用 LED 屏 open data 发布", "利用LED屏open data发布"),
        ("**二是**\u200b宣传", "二是宣传"),
        ("政府信息公开⼯作", "政府信息公开工作"),
        ("第1,234号", "第1234号"),
    ],
)
def test_text_is_made_even(raw: str, even: str) -> None:
    assert section_text("1", raw).text == even


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=30))
def test_every_stretch_of_even_text_leads_back_into_the_print(pieces: list[str]) -> None:
    raw = "".join(pieces)
    section = section_text("1", raw)
    offsets = [section.raw_offset(i) for i in range(len(section.text))]
    assert offsets == sorted(offsets)
    for i, char in enumerate(section.text):
        if "\u4e00" <= char <= "\u9fff" and char in raw:
            assert raw[offsets[i]] == char or char == "文"
    for sentence in section.sentences:
        assert section.quote(sentence.start, sentence.end) in raw


def test_a_place_is_the_numbered_sub_heading_it_stands_under() -> None:
    text = section_text(
        "1", "引言。\n（一）主动公开\n甲。\n（二）依申请公开\n乙。\n（三）管理\n（一）制度。\n（二）人员。\n（四）平台\n丙。"
    )
    places = {s.text: s.where for s in text.sentences}
    assert places["引言。"] == "section1"
    assert places["甲。"] == "section1.1" and places["乙。"] == "section1.2"
    assert places["（二）人员。"] == "section1.3"
    assert places["丙。"] == "section1.4"


def test_a_sub_heading_printed_twice_counts_as_the_next_one() -> None:
    text = section_text("1", "（一）主动公开\n甲。\n（一）依申请公开\n乙。")
    assert [s.where for s in text.sentences if s.text in "甲。乙。"] == ["section1.1", "section1.2"]


def test_traditional_script_is_read_and_quoted_as_printed() -> None:
    (figure,) = extract({"1": "2023年，我鎮主動公開政府信息318條，並通過門戶網站發布，為群眾提供查詢服務。"}, 2023)
    assert (figure.name, figure.value) == ("proactive_total", 318)
    assert "主動公開政府信息318條" in figure.quote


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("三十二", 32),
        ("十", 10),
        ("一百零五", 105),
        ("两千三", 2300),
        ("两", 2),
        ("一百二", 120),
        ("二十一", 21),
        ("一二", None),
    ],
)
def test_chinese_numerals(word: str, number: int | None) -> None:
    assert han_number(word) == number


@pytest.mark.parametrize(("word", "number"), [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35), ("甲", 0)])
def test_numbers_of_headings(word: str, number: int) -> None:
    assert numeral(word) == number


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("2023年12月31日9时", []),
        ("国办函〔2020〕109号", []),
        ("电话0000-1234567", []),
        ("占9.2%，提高3个百分点", []),
        ("1.2万余条", [(12000, "条", True)]),
        ("3—5期", [(3, "期", True)]),
        ("约20次", [(20, "次", True)]),
        ("共十二件", [(12, "件", False)]),
        ("第三次会议", []),
        ("360.5元", [(360.5, "元", False)]),
        ("0.5万元", [(5000, "元", False)]),
        ("培训120人次", [(120, "人次", False)]),
    ],
)
def test_what_is_a_count(text: str, counts: list[tuple[float, str, bool]]) -> None:
    assert [(c.value, c.unit, c.approximate) for c in find_counts(text) if c.unit] == counts


@pytest.mark.parametrize(
    ("text", "year", "scope"),
    [
        ("主动公开政府信息300条。", 2023, None),
        ("2022年共主动公开政府信息300条。", 2022, None),
        ("2022年，工作平稳。全年共主动公开政府信息300条。", 2022, None),
        ("去年共主动公开政府信息300条。", 2022, None),
        ("较2022年有提高，全年共主动公开政府信息300条。", 2023, None),
        ("按照《2022年工作要点》，全年共主动公开政府信息300条。", 2023, None),
        ("截至2024年1月10日，共主动公开政府信息300条。", 2023, None),
        ("全县共主动公开政府信息300条。", 2023, "全域"),
        ("县本级共主动公开政府信息300条。", 2023, "本级"),
        ("全县上下重视，我局共主动公开政府信息300条。", 2023, None),
        ("栏目更新（全县共检查）及时，共主动公开政府信息300条。", 2023, None),
    ],
)
def test_the_year_and_scope_of_a_figure(text: str, year: int, scope: str | None) -> None:
    (figure,) = [f for f in extract({"1": text}, 2023) if f.name == "proactive_total"]
    assert (figure.value, figure.year, figure.scope) == (300, year, scope)


def test_items_carry_their_labels_and_their_place() -> None:
    figures = extract({"1": "（一）主动公开\n共公开信息60条，其中“三农”政策40条、公开人事信息20条。"}, 2023)
    assert [(f.label, f.value, f.where) for f in figures if f.name == "proactive_items"] == [
        ("三农”政策", 40, "section1.1"),
        ("人事信息", 20, "section1.1"),
    ]
