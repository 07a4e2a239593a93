"""Workbooks: titles, prose and several tables in one sheet come apart; values print as a person sees them."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import pytest
import xlsxwriter

from gongkai.documents import Limits, read
from gongkai.documents.errors import Unreadable
from gongkai.documents.model import Document, Grid, Paragraph
from gongkai.documents.sheet import number, read_sheet, sheet_blocks
from tests.documents.office_files import zipped

LONG = "本单位认真落实有关规定，围绕中心工作，全年主动公开各类信息三十条，公开的质量和时效都有所提高。"


def workbook(*sheets: list[list[Any]], merged: list[str] = [], hidden: int | None = None) -> bytes:  # noqa: B006
    """An .xlsx with these rows; `merged` are ranges of the first sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    for n, rows in enumerate(sheets):
        sheet = book.add_worksheet(f"表{n + 1}")
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(r, c, value, date)
                elif value not in ("", None):
                    sheet.write(r, c, value)
        for area in merged if n == 0 else []:
            first = area.split(":")[0]
            row, col = int(first[1:]) - 1, ord(first[0]) - 65
            sheet.merge_range(area, rows[row][col])
        if n == hidden:
            sheet.hide()
    book.close()
    return out.getvalue()


def shape(blocks: list[Any]) -> list[Any]:
    return [
        b.text if isinstance(b, Paragraph) else [[c.text if c else None for c in line] for line in b.matrix()] for b in blocks
    ]


def shown(document: Document) -> list[Any]:
    return shape(document.blocks)


NUMBERS = [
    (3.0, "3"),
    (0.0, "0"),
    (-2.0, "-2"),
    (93.8605, "93.8605"),
    (0.1 + 0.2, "0.3"),
    (1e20, "100000000000000000000"),
    (1e-7, "0.0000001"),
]


@pytest.mark.parametrize(("value", "text"), NUMBERS)
def test_numbers_print_without_the_marks_of_floating_point(value: float, text: str) -> None:
    assert number(value) == text


def test_values_print_as_a_person_sees_them() -> None:
    rows = [["甲", 3, 93.8605, datetime.date(2024, 1, 5)], ["+1", True, "4批", "a\nb"]]
    assert shown(read(workbook(rows))) == [[["甲", "3", "93.8605", "2024-01-05"], ["+1", "是", "4批", "a\nb"]]]


def test_merged_cells_span_the_raster() -> None:
    rows = [["项", "合", ""], ["", "x", "y"], ["a", 1, 2]]
    assert shown(read(workbook(rows, merged=["B1:C1", "A1:A2"]))) == [[["项", "合", "合"], ["项", "x", "y"], ["a", "1", "2"]]]


def test_blank_edges_are_trimmed() -> None:
    assert shown(read(workbook([[], [], ["", "", "a", "b"], ["", "", 1, 2]]))) == [[["a", "b"], ["1", "2"]]]


def test_titles_and_prose_become_paragraphs_and_tables_apart_become_grids() -> None:
    rows = [
        ["某镇年度报告"],
        ["一、总体情况"],
        [LONG],
        [],
        ["二、主动公开"],
        ["项目", "数量"],
        ["许可", 1],
        [],
        ["三、申请"],
        ["项", "甲"],
        ["新收", 2],
        [],
        [LONG],
    ]
    assert shown(read(workbook(rows))) == [
        "某镇年度报告",
        "一、总体情况",
        LONG,
        "二、主动公开",
        [["项目", "数量"], ["许可", "1"]],
        "三、申请",
        [["项", "甲"], ["新收", "2"]],
        LONG,
    ]


def test_headings_between_tables_split_them_without_blank_rows_too() -> None:
    rows = [
        ["二、主动公开", "", ""],
        ["第一项", "", ""],
        ["内容", "制发", "废止"],
        ["规章", 0, 0],
        ["第二项", "", ""],
        ["许可", 1, ""],
        ["三、申请", "", ""],
        ["项目", "甲", "乙"],
        ["一、新收", 1, 2],
        ["二、结转", "", ""],
        ["三、结果", 3, 4],
        ["四、结转", "", ""],
        ["四、复议", "", ""],
        ["甲", "乙", "丙"],
        [5, 6, 7],
        ["五、问题", "", ""],
        [LONG, "", ""],
    ]
    merged = ["A1:C1", "A2:C2", "A5:C5", "A7:C7", "A13:C13", "A16:C16", "A17:C17"]
    blocks = shown(read(workbook(rows, merged=merged)))
    assert blocks[0] == "二、主动公开"
    assert blocks[1][0] == ["第一项"] * 3
    assert blocks[2] == "三、申请"
    assert [row[0] for row in blocks[3]] == ["项目", "一、新收", "二、结转", "三、结果", "四、结转"]
    assert blocks[4:] == ["四、复议", [["甲", "乙", "丙"], ["5", "6", "7"]], "五、问题", LONG]


def test_several_sheets_are_headed_by_their_names_and_hidden_ones_left_out() -> None:
    document = read(workbook([["a", "b"], [1, 2]], [["密", "密"]], [["c", "d"], [3, 4]], hidden=1))
    assert shown(document) == ["表1", [["a", "b"], ["1", "2"]], "表3", [["c", "d"], ["3", "4"]]]
    assert [n.code for n in document.notes] == ["hidden_sheet"]


def test_a_merged_cell_over_a_blank_row_keeps_the_table_whole() -> None:
    (grid,) = sheet_blocks([["a", "b"], ["", ""], ["c", "d"]], [((0, 0), (1, 0))])
    assert isinstance(grid, Grid)
    assert len(grid.cells) == 5


def test_two_cells_in_opposite_corners_are_refused_before_they_are_laid_out() -> None:
    with pytest.raises(Unreadable) as refused:
        read(workbook([["a"] + [""] * 16_000 + ["b"], ["x"]]), limits=Limits(max_cells=10_000))
    assert refused.value.code == "too_large"


def test_a_forged_far_cell_is_refused_in_little_memory() -> None:
    data = workbook([["a", "b"], [1, 2]])
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        members = {n: z.read(n) for n in z.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>'
    )
    with pytest.raises(Unreadable) as refused:
        read(zipped(members))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize("reference", [b"endstreamB7", b"ABCDEFG1", b"B12345678901", b"7", b""])
def test_a_cell_at_a_place_that_cannot_be_is_refused_before_it_is_laid_out(reference: bytes) -> None:
    data = workbook([["a", "b"], [1, 2]])
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        members = {n: z.read(n) for n in z.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    assert b'r="B2"' in sheet
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b'r="B2"', b'r="' + reference + b'"')
    with pytest.raises(Unreadable) as refused:
        read(zipped(members))
    assert refused.value.code == "damaged"


@pytest.mark.parametrize(
    "data",
    [
        workbook([["a", "b"]])[:-200],
        zipped({"xl/workbook.xml": "<x", "a": "b"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
    ],
)
def test_damaged_workbooks_are_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_sheet(data)
    assert refused.value.code in ("damaged", "empty")


def test_an_empty_workbook_is_said_to_be_empty() -> None:
    with pytest.raises(Unreadable) as refused:
        read(workbook([[]]))
    assert refused.value.code == "empty"
