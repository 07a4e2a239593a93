"""The report as plain text: for people with any editor, and for our reader."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest

from gongkai.annual import read
from gongkai.annual.forms import FORMS, form
from gongkai.annual.write import write
from tests.annual.write.reports import example, same


def _lines(name: str = "2021") -> list[str]:
    return write(example(name), "txt").decode("utf-8").split("\r\n")


def test_every_line_ends_as_old_editors_want_it() -> None:
    data = write(example("2021"), "txt")
    assert data.count(b"\n") == data.count(b"\r\n") and data.endswith(b"\r\n")


def test_title_headings_and_signature_each_have_a_line() -> None:
    report, lines = example("2021"), [line.strip("\u3000") for line in _lines()]
    assert lines[0] == report.title
    assert [line for line in lines if line[:2] in {s.heading[:2] for s in form("2021").sections}] == [
        s.heading for s in form("2021").sections
    ]
    assert "\n".join(lines[-3:-1]) == report.sections["end"]


@pytest.mark.parametrize("name", FORMS)
def test_the_pipes_of_a_table_stand_below_each_other(name: str) -> None:
    rows = [line for line in _lines(name) if line.count("|") == 9]
    ends = {sum(2 if east_asian_width(c) in "WFA" else 1 for c in row) for row in rows}
    long = [row for row in rows if "逾期" in row or "区分处理" in row]
    assert len(ends) <= 1 + len(long)
    assert len(rows) == len(form(name).tables["table3"].rows) + 3


def test_rows_are_set_in_by_the_groups_they_belong_to() -> None:
    lines = _lines()
    at = next(i for i, line in enumerate(lines) if "（三）不予公开" in line)
    assert lines[at - 3].startswith("| 三、本年度办理结果 |")
    assert lines[at].startswith("| 　（三）不予公开 |")
    assert lines[at + 1].startswith("| 　　1.属于国家秘密 ")


def test_a_blank_cell_is_empty_and_an_absent_one_says_so() -> None:
    report = example("2021")
    report.tables["table4"]["review"] = {"upheld": None, "total": 3}
    row = next(line for line in write(report, "txt").decode().split("\r\n") if line.startswith("| 行政复议 "))
    assert [cell.strip() for cell in row.strip("| ").split("|")][1:] == ["", "缺", "缺", "缺", "3"]
    assert same(report, read(write(report, "txt"))) == []


def test_tables_of_nothing_but_blanks_are_read_as_blank() -> None:
    report = example("2021")
    for rows in report.tables.values():
        for cells in rows.values():
            cells.update(dict.fromkeys(cells))
    assert same(report, read(write(report, "txt"))) == []


def test_tabs_and_wide_gaps_in_a_sentence_make_no_table() -> None:
    report = example("2021")
    report.sections["5"] = "公开情况：\t网站　　12条\t微信  34条\n整改情况：\t已改　　3项\t未改  1项。"
    assert same(report, read(write(report, "txt"))) == []


def test_short_paragraphs_of_one_length_stay_apart() -> None:
    report = example("2021")
    report.sections["5"] = "\n".join(f"第{n}个方面的问题是少数信息公开得不够及时而且形式比较单一" for n in "一二三四五六七八")
    assert read(write(report, "txt")).sections["5"] == report.sections["5"]


def test_bare_numbers_and_strokes_in_a_paragraph_are_not_lost_in_a_table() -> None:
    report = example("2021")
    report.sections["5"] = "近三年的件数为 5 6 7\n网站|微信|微博均已核对\n0000 1234567"
    again = read(write(report, "txt"))
    assert again.sections["5"] == "近三年的件数为 5、6、7\n网站/微信/微博均已核对\n0000、1234567"
