"""Slips, doubled words and terms past their day are found; the right words beside them are not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.screening import find_doubled, find_outdated_terms, find_wrong_words
from gongkai.screening.words import outdated_terms, wrong_words

WORDS = list(wrong_words().values())
TERMS = list(outdated_terms().values())


def test_the_list_of_slips_is_long_enough_to_be_worth_having() -> None:
    assert len(WORDS) >= 150 and len(TERMS) >= 30


@pytest.mark.parametrize("word", WORDS, ids=lambda w: w.wrong)
def test_each_slip_is_found_and_its_right_word_is_not(word) -> None:  # type: ignore[no-untyped-def]
    assert word.wrong != word.right
    assert word.wrong in [s.text for s in find_wrong_words(f"年初，{word.wrong}，年末。")]
    assert find_wrong_words(f"年初，{word.right}，年末。") == []
    for sentence in word.fine:
        assert word.wrong in sentence and find_wrong_words(sentence) == []


@pytest.mark.parametrize("term", TERMS, ids=lambda t: t.term)
def test_a_term_is_out_of_date_from_its_day_on(term) -> None:  # type: ignore[no-untyped-def]
    text = f"会同县{term.term}办理，"
    assert term.term in [s.text for s in find_outdated_terms(text, term.since)]
    assert term.term not in [s.text for s in find_outdated_terms(text, term.since - timedelta(days=1))]
    if not term.term.startswith("国务院"):
        assert find_outdated_terms(f"《关于{term.term}职责的通知》", term.since) == []


@pytest.mark.parametrize(
    "text",
    [
        "原环保局的档案",
        "文化部门牵头",
        "农业部署会议",
        "县文化广电和旅游局",
        "县文化旅游局",
        "文体旅游局",
        "县人大法制办公室",
        "生态环境局",
        "税务局",
    ],
)
def test_right_names_are_not_out_of_date(text: str) -> None:
    assert find_outdated_terms(text, date(2025, 12, 31)) == []


@pytest.mark.parametrize(
    ("text", "once"),
    [
        ("按照云水县云水县加快推进的通知", "云水县"),
        ("清河乡人民政府清河乡人民政府", "清河乡人民政府"),
        ("我乡我乡高度重视", "我乡"),
        ("加强政府信息公开政府信息公开工作", "政府信息公开"),
        ("做好信息信息发布", "信息"),
        ("2023年2023年主动公开", "2023年"),
        ("主动公开政府信息主动公开政府信息", "主动公开政府信息"),
        ("及时及时更新", "及时"),
    ],
)
def test_words_printed_twice_are_found(text: str, once: str) -> None:
    assert once in [s.right for s in find_doubled(text)]


@pytest.mark.parametrize(
    "text",
    [
        "认认真真落实，扎扎实实推进",
        "一个一个栏目核对，一件一件办理",
        "广泛宣传宣传再宣传",
        "要好好研究研究",
        "公开公开透明",
        "高高兴兴来办事",
        "党政办公室办公室主任",
        "一步一步一步推进",
        "公开栏，公开栏",
        "本年度年度报告",
        "行行好好",
        "0000000000",
        "——————",
        "　　　　　　　　",
        "第二十二条第二十二项",
        "二〇二〇年",
        "",
        "公",
    ],
)
def test_legitimate_repetition_is_left_alone(text: str) -> None:
    assert find_doubled(text) == []


@given(st.text(alphabet="政府信息公开工作，县乡12", max_size=80))
def test_what_is_called_doubled_really_stands_twice(text: str) -> None:
    for span in find_doubled(text):
        half = (span.end - span.start) // 2
        assert text[span.start : span.start + half] == text[span.start + half : span.end]


def test_characters_beyond_the_basic_plane_do_not_shift_the_span() -> None:
    text = "𠮷祥😀云水县云水县"
    (span,) = find_doubled(text)
    assert text[span.start : span.end] == "云水县云水县"
