"""Text files: encodings, lines, and the tables plain text can hold."""

from __future__ import annotations

import time

import pytest

from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import Limits
from gongkai.documents.model import Grid, Paragraph
from gongkai.documents.text import decode, read_text

WORDS = "云水县2023年政府信息公开工作年度报告\n一、总体情况"
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]


def grids(text: str, name: str = "a.txt") -> list[list[list[str]]]:
    out = []
    for block in read_text(text.encode(), name).blocks:
        if isinstance(block, Grid):
            rows: list[list[str]] = [[] for _ in range(block.n_rows)]
            for cell in block.cells:
                rows[cell.row].append(cell.text)
            out.append(rows)
    return out


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_chinese_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    assert decode(WORDS.encode(encoding)).lstrip("\ufeff") == WORDS


def test_a_cut_character_at_the_end_does_not_turn_the_file_into_another_encoding() -> None:
    assert decode(WORDS.encode()[:-1]).startswith("云水县2023年")


def test_tabs_make_cells_and_empty_ones_stay() -> None:
    assert grids("名称\t甲\t乙\n规章\t\t0\n") == [[["名称", "甲", "乙"], ["规章", "", "0"]]]


def test_a_cell_a_line_behind_a_tab_makes_rows_at_blank_lines() -> None:
    text = "\t名称\n\t甲\n\t乙\n\n\t规章\n\t 0\n\t \n\n\t行政\n强制\n\t1\n\t2\n\n后面的话。\n"
    assert grids(text) == [[["名称", "甲", "乙"], ["规章", " 0", " "], ["行政\n强制", "1", "2"]]]


def test_markdown_tables_lose_their_rules() -> None:
    assert grids("| 名称 | 甲 |\n|:---|---:|\n| 规章 | 0 |\n", "a.md") == [[["名称", "甲"], ["规章", "0"]]]


def test_box_drawing_makes_cells() -> None:
    assert grids("┌──┬──┐\n│规章│0│\n├──┼──┤\n│许可│1│\n└──┴──┘") == [[["规章", "0"], ["许可", "1"]]]


def test_columns_of_spaces_make_cells() -> None:
    assert grids("名称      甲    乙\n规章      0     12\n") == [[["名称", "甲", "乙"], ["规章", "0", "12"]]]


def test_a_wrapped_label_is_put_back() -> None:
    text = "1.申请人逾期不补正的申      1   2   3\n        请事项\n2.其他      4   5   6\n"
    assert grids(text) == [[["1.申请人逾期不补正的申请事项", "1", "2", "3"], ["2.其他", "4", "5", "6"]]]


def test_a_sentence_with_a_number_is_no_table() -> None:
    text = "2023年，我镇公开信息 120 条，\n其中  微信公众号  30 条。\n"
    assert grids(text) == []
    assert next(b.text for b in read_text(text.encode()).blocks if isinstance(b, Paragraph)) == "2023年，我镇公开信息 120 条，"


def test_blank_lines_stay_because_they_may_be_blank_cells() -> None:
    assert [b.text for b in read_text("甲\n\n乙".encode()).blocks if isinstance(b, Paragraph)] == ["甲", "", "乙"]


def test_a_file_without_text_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read_text(b"\n \t\r\n")
    assert refused.value.code == "empty"


_MANY = 60_000
FLOODS = {
    "cells led by tabs, and a sentence behind": "\t甲\n" * _MANY + "\t到此为止。\n",
    "sentences led by tabs": "\t甲乙。\n" * _MANY,
    "cells led by tabs that never end": "\t甲\n" + "乙\n \n" * _MANY,
    "numbers, and a word behind": "1 " * _MANY + "x 1",
    "words and numbers by turns": "x 1 1 " * _MANY + "1",
    "blanks": " " * 10 * _MANY + "x 1 1 1",
    "marks behind a heading": "# 甲" + "#" * 10 * _MANY + "x",
    "lines of one width": ("甲" * 40 + "\n") * _MANY,
    "pipes": "|1" * _MANY + "\n|-" * _MANY,
    "columns and the rest of a label": ("甲乙  1  2  3\n    丙\n") * _MANY,
}


@pytest.mark.parametrize("text", FLOODS.values(), ids=FLOODS.keys())
def test_the_time_a_text_takes_grows_with_its_length_only(text: str) -> None:
    start = time.process_time()
    read_text(text.encode(), "x.md" if text.startswith("#") else "x.txt")
    assert time.process_time() - start < 5  # with its square, minutes


def test_a_text_of_more_lines_than_a_document_may_have_cells_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read_text(b"x\n" * 200, limits=Limits(max_cells=100))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("line", "words"), [("## 甲 ##", "甲"), ("# 甲 # 乙 #", "甲 # 乙"), ("### ##", "#"), ("# #甲", "#甲"), ("#  甲  ", "甲")]
)
def test_marks_around_a_markdown_heading_are_no_words(line: str, words: str) -> None:
    (heading,) = read_text(line.encode(), "x.md").blocks
    assert isinstance(heading, Paragraph)
    assert (heading.text, heading.level) == (words, len(line.split()[0]))
