"""Tables of Word documents become rasters as Word draws them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.documents.docx import read_docx
from gongkai.documents.model import Grid, Paragraph
from tests.documents.office_files import docx, p, tbl, tc, tr

V, VR = "<w:vMerge/>", "<w:vMerge w:val='restart'/>"


def raster(table: str) -> list[list[str | None]]:
    (grid,) = (b for b in read_docx(docx(table)).blocks if isinstance(b, Grid))
    return [[cell.text if cell else None for cell in line] for line in grid.matrix()]


def span(n: int) -> str:
    return f"<w:gridSpan w:val='{n}'/>"


RASTERS = {
    "plain": (tbl(tr("a", "b"), tr(1, 2)), [["a", "b"], ["1", "2"]]),
    "merged across and down": (
        tbl(tr(tc("项", VR), tc("合", span(2))), tr(tc("", V), "x", "y"), tr(1, 2, 3)),
        [["项", "合", "合"], ["项", "x", "y"], ["1", "2", "3"]],
    ),
    "merged both ways at once": (
        tbl(tr(tc("项", span(2) + VR), "甲"), tr(tc("", span(2) + V), "乙"), tr(1, 2, 3)),
        [["项", "项", "甲"], ["项", "项", "乙"], ["1", "2", "3"]],
    ),
    "continue written out": (
        tbl(tr(tc("a", VR), "b"), tr(tc("", "<w:vMerge w:val='continue'/>"), "c")),
        [["a", "b"], ["a", "c"]],
    ),
    "a second merged cell right below": (
        tbl(tr(tc("a", VR), 1), tr(tc("", V), 2), tr(tc("b", VR), 3), tr(tc("", V), 4)),
        [["a", "1"], ["a", "2"], ["b", "3"], ["b", "4"]],
    ),
    "continued without a beginning": (tbl(tr(tc("a", V), 1), tr(tc("b"), 2)), [["a", "1"], ["b", "2"]]),
    "text in the lower part only": (tbl(tr(tc("", VR), 1), tr(tc("a", V), 2)), [["a", "1"], ["a", "2"]]),
    "hMerge": (
        tbl(tr(tc("a", "<w:hMerge w:val='restart'/>"), tc("", "<w:hMerge/>"), "b"), tr(1, 2, 3)),
        [["a", "a", "b"], ["1", "2", "3"]],
    ),
    "columns left free before a row": (
        tbl(tr("a", "b", "c"), tr(1, 2, properties="<w:gridBefore w:val='1'/><w:gridAfter w:val='0'/>")),
        [["a", "b", "c"], [None, "1", "2"]],
    ),
    "a deleted row": (tbl(tr("a", "b"), tr("x", "y", properties="<w:del w:id='1'/>"), tr(1, 2)), [["a", "b"], ["1", "2"]]),
    "an inserted row": (tbl(tr("a", "b"), tr(1, 2, properties="<w:ins w:id='1'/>")), [["a", "b"], ["1", "2"]]),
    "a deleted cell": (tbl(tr("a", tc("x", "<w:cellDel w:id='1'/>"), "b"), tr(1, 2)), [["a", "b"], ["1", "2"]]),
    "a tracked merge": (
        tbl(tr(tc("a", "<w:cellMerge w:vMerge='rest'/>"), 1), tr(tc("", "<w:cellMerge w:vMerge='cont'/>"), 2)),
        [["a", "1"], ["a", "2"]],
    ),
    "cells and rows in content controls": (
        tbl(
            f"<w:sdt><w:sdtContent>{tr('a', 'b')}</w:sdtContent></w:sdt>",
            tr(f"<w:sdt><w:sdtContent>{tc(1)}</w:sdtContent></w:sdt>", 2),
        ),
        [["a", "b"], ["1", "2"]],
    ),
    "paragraphs in a cell are lines": (
        tbl(tr(tc(p("法人或") + p() + p("其他组织")), "b"), tr(1, 2)),
        [["法人或\n其他组织", "b"], ["1", "2"]],
    ),
    "columns no cell begins in vanish": (
        tbl(tr(tc("a", span(3)), tc("b", span(2))), tr(tc(1, span(3)), tc(2, span(2)))),
        [["a", "b"], ["1", "2"]],
    ),
    "absurd spans are cut": (tbl(tr(tc("a", span(9_999_999)), "b"), tr(1, 2)), [["a", "a", "b"], ["1", "2", None]]),
    "a cell split by a small table": (
        tbl(tr("项目", tc(tbl(tr("企业", "机构")) + p()), "合计"), tr("新收", tc(tbl(tr(1, 2)) + p()), 3)),
        [["项目", "企业", "机构", "合计"], ["新收", "1", "2", "3"]],
    ),
}


@pytest.mark.parametrize(("table", "expected"), RASTERS.values(), ids=RASTERS.keys())
def test_cells_are_placed_as_word_draws_them(table: str, expected: list[list[str | None]]) -> None:
    assert raster(table) == expected


def test_a_frame_of_one_cell_gives_its_content() -> None:
    framed = tbl(tr(tc(p("标题") + tbl(tr("a", "b"), tr(1, 2)) + p("落款"))))
    blocks = read_docx(docx(framed)).blocks
    assert [b.text if isinstance(b, Paragraph) else type(b).__name__ for b in blocks] == ["标题", "Grid", "落款"]


def test_a_table_in_a_data_cell_is_nested_and_stays_readable() -> None:
    inner = tbl(*(tr(f"k{i}", i) for i in range(5)))
    (grid,) = read_docx(
        docx(tbl(*(tr(f"事项{i}的名称写得长一些", i) for i in range(9)), tr("说明", tc(p("见下") + inner + p()))))
    ).blocks
    assert isinstance(grid, Grid)
    assert [(g.n_rows, g.n_cols) for g in grid.nested] == [(5, 2)]
    assert grid.cells[-1].text.startswith("见下\nk0\t0")


def test_hidden_rows_are_left_out_and_reported() -> None:
    document = read_docx(docx(tbl(tr("a", "b"), tr("密", 1, properties="<w:hidden/>"), tr(1, 2))))
    assert [c.text for c in document.blocks[0].cells] == ["a", "b", "1", "2"]  # type: ignore[union-attr]
    assert [n.code for n in document.notes] == ["hidden_text"]


def test_the_official_form_has_its_three_tables(reports_dir: Path) -> None:
    document = read_docx((reports_dir / "official_form_2021.docx").read_bytes())
    grids = [b for b in document.blocks if isinstance(b, Grid)]
    assert [(g.n_rows, g.n_cols) for g in grids] == [(14, 4), (28, 10), (4, 15)]
    assert all(cell is not None for grid in grids for line in grid.matrix() for cell in line)
    first, last = grids[1].cells[0], grids[1].cells[-1]
    assert (first.rowspan, first.colspan, last.row, last.col) == (3, 3, 27, 9)
