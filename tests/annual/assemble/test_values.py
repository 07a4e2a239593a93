"""What a cell prints, and what it is read as."""

from __future__ import annotations

import pytest

from gongkai.annual.assemble.values import parse_value

NUMBERS = [
    ("0", 0),
    (" 0 ", 0),
    ("\u30000", 0),
    ("１２", 12),
    ("1,234", 1234),
    ("1，234", 1234),
    ("12,345,678", 12345678),
    ("96171.6", 96171.6),
    ("0.000001", 0.000001),
    ("+1", 1),
    ("-3", -3),
    ("－3", -3),
    ("\u200b7", 7),
    ("3\n", 3),
    ("1 2", 12),
]
WITH_UNIT = [
    ("4批", 4, "批"),
    ("5603.19元", 5603.19, "元"),
    ("93.86（万元）", 93.86, "万元"),
    ("12 万元", 12, "万元"),
    ("8件", 8, "件"),
]
REMARKED = [
    ("16（其中修订4件）", 16),
    ("3件，其中修订1件", 3),
    ("增15/减4", 11),
    ("增2", 2),
    ("减5", -5),
    ("增0减0", 0),
]
NOTHING = ["", " ", "\u3000", "\u200b"]
MARKS = ["/", "无", "—", "--", "／", "－"]
TEXT = ["其中修订16件", "见附件", "12abc", "一二", "3/4", "1.2.3", "12,34", "∞"]


@pytest.mark.parametrize(("printed", "number"), NUMBERS)
def test_a_number_is_read_exactly_as_printed(printed: str, number: float) -> None:
    value = parse_value(printed)
    assert (value.kind, value.number, value.unit, value.remark) == ("number", number, None, False)


@pytest.mark.parametrize(("printed", "number", "unit"), WITH_UNIT)
def test_a_unit_in_the_cell_is_kept_apart(printed: str, number: float, unit: str) -> None:
    value = parse_value(printed)
    assert (value.kind, value.number, value.unit) == ("number", number, unit)


@pytest.mark.parametrize(("printed", "number"), REMARKED)
def test_a_remark_beside_the_number_is_marked(printed: str, number: int) -> None:
    value = parse_value(printed)
    assert (value.kind, value.number, value.remark) == ("number", number, True)


@pytest.mark.parametrize("printed", NOTHING)
def test_a_blank_cell_is_no_zero(printed: str) -> None:
    assert (parse_value(printed).kind, parse_value(printed).number) == ("blank", None)


@pytest.mark.parametrize("printed", MARKS)
def test_a_mark_that_stands_for_nothing_is_neither_blank_nor_zero(printed: str) -> None:
    assert (parse_value(printed).kind, parse_value(printed).number) == ("mark", None)


@pytest.mark.parametrize("printed", TEXT)
def test_what_is_no_number_is_not_guessed(printed: str) -> None:
    assert (parse_value(printed).kind, parse_value(printed).number) == ("text", None)
