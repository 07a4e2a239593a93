"""The two sides of a page break: halves of a row and of a label come together, rows of their own stay apart."""

from __future__ import annotations

from gongkai.documents.layout.joining import join
from gongkai.documents.layout.raster import RasterCell, RuledTable

EM = 10.0
COLUMN = 100.0
LINE = 16.0

Row = list[str]


def part(page: int, *rows: Row, spans: dict[tuple[int, int], int] | None = None) -> RuledTable:
    """A ruled part on one page: columns of 100 points, text of 10; `spans` are rows that a cell (row, column) covers."""
    spans = spans or {}
    covered = {(r + k, c) for (r, c), n in spans.items() for k in range(1, n)}
    ys = [100.0]
    for row in rows:
        ys.append(ys[-1] + LINE * max(1, *(text.count("\n") + 1 for text in row)))
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if (r, c) not in covered:
                left = COLUMN * c + 5
                lines = [(left, left + EM * len(line), EM) for line in text.split("\n") if line]
                cells.append(RasterCell(r, c, spans.get((r, c), 1), 1, [], text, lines=lines))
    return RuledTable(page, [COLUMN * c for c in range(len(rows[0]) + 1)], ys, cells, [], page_end=page)


def joined(upper: RuledTable, lower: RuledTable) -> list[Row]:
    """The rows after joining; a cell over several rows counts in its first."""
    table = join(upper, lower)
    assert table is not None
    rows: list[Row] = [[] for _ in table.ys[1:]]
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        rows[cell.row].append("".join(cell.text.split()))
    return rows


HEAD = ["项目", "甲", "乙"]
NUMBERED = (HEAD, ["1.国家秘密", "3", "0"], ["2.法律禁止", "1", "7"])
NAMED = (HEAD, ["许可", "3", "8"])


def test_a_numbered_row_whose_label_was_broken_by_hand_is_one_row() -> None:
    lower = part(2, ["查询事项", "", ""], ["4.内部事务", "0", "6"])
    assert joined(part(1, *NUMBERED, ["3.行政", "5", "4"]), lower)[3:] == [
        ["3.行政查询事项", "5", "4"],
        ["4.内部事务", "0", "6"],
    ]


def test_numbers_centred_into_the_lower_half_belong_to_the_label_above() -> None:
    lower = part(2, ["查询事项", "5", "4"], ["4.内部事务", "0", "6"])
    assert joined(part(1, *NUMBERED, ["3.行政", "", ""]), lower)[3] == ["3.行政查询事项", "5", "4"]


def test_the_number_of_a_label_alone_at_the_foot_of_the_page_is_no_count() -> None:
    lower = part(2, ["查询事项", "", ""], ["4.内部事务", "0", "6"])
    assert joined(part(1, *NUMBERED, ["3.", "5", "4"]), lower)[3] == ["3.查询事项", "5", "4"]


def test_a_label_that_begins_with_a_closing_mark_goes_on() -> None:
    lower = part(2, ["）其他处理", "", ""], ["（七）总计", "9", "9"])
    assert joined(part(1, *NAMED, ["（六", "5", "4"]), lower)[2] == ["（六）其他处理", "5", "4"]


def test_half_a_name_without_numbers_is_no_row() -> None:
    lower = part(2, ["处罚", "", ""], ["收费", "0", "6"])
    assert joined(part(1, *NAMED, ["行政", "5", "4"]), lower)[2:] == [["行政处罚", "5", "4"], ["收费", "0", "6"]]


def test_a_blank_row_with_a_name_like_its_neighbour_stays_a_row() -> None:
    lower = part(2, ["行政强制", "", ""], ["收费", "0", "6"])
    assert joined(part(1, *NAMED, ["行政处罚", "5", "4"]), lower)[2:4] == [["行政处罚", "5", "4"], ["行政强制", "", ""]]


def test_a_blank_numbered_row_stays_a_row() -> None:
    lower = part(2, ["4.内部事务", "", ""], ["5.其他", "0", "6"])
    assert joined(part(1, *NUMBERED, ["3.行政", "5", "4"]), lower)[4] == ["4.内部事务", "", ""]


def test_where_rows_are_left_blank_a_blank_half_proves_nothing() -> None:
    lower = part(2, ["强制", "", ""], ["收费", "0", "6"])
    assert joined(part(1, *NAMED, ["确认", "", ""], ["处罚", "5", "4"]), lower)[3:5] == [["处罚", "5", "4"], ["强制", "", ""]]


def test_rows_with_numbers_broken_over_lines_stay_two() -> None:
    lower = part(2, ["公开（区分处\n理的）", "16\n2", "0"])
    rows = joined(part(1, *NAMED, ["予以公开、一\n并答复的申请件", "18\n80", "0"]), lower)
    assert [row[1] for row in rows] == ["甲", "3", "1880", "162"]


def test_a_header_cut_through_its_words_is_one_row() -> None:
    upper = part(1, ["信息", "上年", "本年增"])
    assert joined(upper, part(2, ["内容", "数量", "/减"], ["许可", "3", "8"]))[0] == ["信息内容", "上年数量", "本年增/减"]
    upper = part(1, ["信息内容", "采购", "金额"])
    assert joined(upper, part(2, ["", "数量", ""], ["采购", "3", "8"]))[0] == ["信息内容", "采购数量", "金额"]


def test_a_whole_header_at_the_foot_of_the_page_takes_nothing_from_the_next_row() -> None:
    for first in (["规章", "", ""], ["规章", "无", "无"], ["规章", "3件", "4件"], ["规章", "3", "4"]):
        rows = joined(part(1, ["信息内容", "本年制发", "现行有效"]), part(2, first, ["文件", "3", "8"]))
        assert rows == [["信息内容", "本年制发", "现行有效"], first, ["文件", "3", "8"]]


def test_a_group_label_broken_by_hand_goes_on_over_the_page_break() -> None:
    upper = part(1, ["（一）公开", "甲", "3"], ["（二）部分", "乙", "4"], ["（三", "1.秘密", "5"])
    lower = part(2, ["不予公开", "2.禁止", "6"], ["", "3.内部", "7"], ["（四）无法", "丙", "8"], spans={(0, 0): 2})
    rows = joined(upper, lower)
    assert rows[2:] == [["（三不予公开", "1.秘密", "5"], ["2.禁止", "6"], ["3.内部", "7"], ["（四）无法", "丙", "8"]]
