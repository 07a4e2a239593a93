"""The list of who must report, as offices keep it."""

from __future__ import annotations

import io

import pytest

from gongkai.annual.rollup import Expected, RollUpError
from gongkai.annual.rollup.lists import read_list

CODE = "11140428MA0H0AB12X"
WANTED = [
    Expected("财政局", "department"),
    Expected("气象局", "vertical"),
    Expected("清河镇", "township"),
    Expected("县政府办公室", "own"),
    Expected("第一中学"),
]
TEXTS = {
    "a line a name": "财政局 部门\n气象局\t垂直管理\n清河镇，乡镇\n县政府办公室、本级\n第一中学\n",
    "groups": "一、部门\n财政局\n二、垂直管理单位：\n1.气象局\n（三）乡镇\n（1）清河镇\n本级\n县政府办公室\n",
    "csv": "序号,单位名称,类别\n1,财政局,部门\n2,气象局,垂管\n3,清河镇,乡镇\n4,县政府办公室,本级\n5,第一中学,\n",
    "numbered, no heading": "1,财政局,部门\n2,气象局,垂直\n3,清河镇,镇\n4,县政府办公室,本级\n5,第一中学\n",
}


@pytest.mark.parametrize("how", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_names_and_kinds_are_read_however_they_are_written(how: str, encoding: str) -> None:
    text = TEXTS[how].replace("、本级", " 本级")
    name = "名单.csv" if "," in text else "名单.txt"
    wanted = WANTED[:-1] if how == "groups" else WANTED
    assert read_list(text.encode(encoding), name) == wanted


def test_a_workbook_with_a_heading_is_read_with_its_codes() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["应报单位名单"],
        ["序号", "单位名称", "单位类型", "统一社会信用代码"],
        [1, "财政局", "部门", CODE],
        [2, "清河镇", "", ""],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    assert read_list(out.getvalue(), "名单.xlsx") == [Expected("财政局", "department", CODE), Expected("清河镇")]


def test_a_name_stands_once_and_a_list_without_names_is_refused() -> None:
    assert read_list("财政局\n财政局\n".encode(), "名单.txt") == [Expected("财政局")]
    with pytest.raises(RollUpError, match="没有读到单位名称"):
        read_list(b"\n1\n2\n", "x.txt")
    with pytest.raises(RollUpError, match="读不了"):
        read_list(b"\x00\x01\x02" * 40, "x.xlsx")
