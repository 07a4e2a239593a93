"""Ruled and unruled tables of PDFs: the cells that were written are the cells that are read."""

from __future__ import annotations

import random

import pytest

from gongkai.documents.model import Grid, Paragraph
from gongkai.documents.pdf import read_pdf
from tests.documents.made_tables import (
    Made,
    as_read,
    as_written,
    form_table,
    label,
    only_grid,
    random_table,
    typst_pdf,
    typst_table,
)

pytestmark = pytest.mark.needs("fonts")

STROKES = (
    "0.5pt",
    "0.1pt",
    "3pt",
    '(paint: black, thickness: 0.6pt, dash: "dashed")',
    '(paint: gray, thickness: 0.6pt, dash: "dotted")',
)
PAGES = ('paper: "a4"', 'paper: "a4", flipped: true')
MORE = ("", "inset: 2pt,", "align: center + horizon,", "gutter: 2pt,")
SMALL_PAGE = 'width: 18cm, height: 13cm, margin: 1.5cm, numbering: "— 1 —"'
FORM_COLUMNS = "(4em, 9em, 1fr, 1fr, 1fr, 1fr, 1fr)"


@pytest.mark.parametrize("seed", range(16))
def test_a_table_with_random_merged_cells_is_read_as_it_was_written(seed: int) -> None:
    rng = random.Random(seed)
    rows, columns = rng.randint(2, 12), rng.randint(2, 10)
    cells = random_table(rng, rows, columns)
    table = typst_table(cells, columns, stroke=rng.choice(STROKES), more=rng.choice(MORE), columns=f"(1fr,) * {columns}")
    data = typst_pdf(table, page=rng.choice(PAGES), size=rng.choice(("10.5pt", "7pt", "9pt")))
    assert as_read(only_grid(read_pdf(data))) == as_written(cells)


@pytest.mark.parametrize("seed", range(14))
def test_a_table_over_several_pages_is_one_table_wherever_the_break_falls(seed: int) -> None:
    rng = random.Random(1000 + seed)
    cells = form_table(rng, rng.randint(3, 9))
    more = rng.choice(("", "align: center + horizon,", "align: horizon,", "inset: 3pt,"))
    body = f"#v({rng.randint(0, 300)}pt)\n" + typst_table(cells, 7, columns=FORM_COLUMNS, more=more)
    document = read_pdf(typst_pdf(body, page=SMALL_PAGE))
    assert as_read(only_grid(document)) == as_written(cells)
    assert [b for b in document.blocks if isinstance(b, Paragraph)] == []


LOOKS = {
    "labels one character a line": ("(3.2em, 9em, 1fr, 1fr, 1fr, 1fr, 1fr)", "0.5pt", SMALL_PAGE),
    "no borders at the sides": (FORM_COLUMNS, "(x, y) => (left: if x > 0 {0.5pt}, top: 0.5pt, bottom: 0.5pt)", SMALL_PAGE),
    "mirrored margins": (
        FORM_COLUMNS,
        "0.5pt",
        'width: 18cm, height: 13cm, margin: (inside: 2.2cm, outside: 1cm, y: 1.5cm), numbering: "1"',
    ),
    "a slanted watermark": (
        FORM_COLUMNS,
        "0.5pt",
        "width: 18cm, height: 13cm, margin: 1.5cm, background: rotate(-35deg, text(40pt, fill: silver)[请勿外传])",
    ),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("seed", range(2))
def test_looks_do_not_change_what_a_table_says(look: str, seed: int) -> None:
    rng = random.Random(f"{look} {seed}")
    columns, stroke, page = LOOKS[look]
    cells = form_table(rng, rng.randint(4, 8))
    body = f"#v({rng.randint(0, 200)}pt)\n" + typst_table(cells, 7, stroke=stroke, columns=columns)
    assert as_read(only_grid(read_pdf(typst_pdf(body, page=page)))) == as_written(cells)


def test_a_header_printed_again_on_every_page_is_read_once() -> None:
    cells = form_table(random.Random(5), 9)
    source = typst_table(cells, 7, columns=FORM_COLUMNS)
    start, first = source.index("\n") + 1, source.index("table.cell(x: 0, y: 1")
    header = source[start:first].rstrip().rstrip(",")
    source = source[:start] + f"table.header(repeat: true, {header}),\n" + source[first:]
    document = read_pdf(typst_pdf(source, page=SMALL_PAGE))
    assert (document.pages or 0) > 2
    assert as_read(only_grid(document)) == as_written(cells)


@pytest.mark.parametrize("turn", ["-90deg", "90deg", "180deg"])
def test_a_turned_table_is_read_upright(turn: str) -> None:
    cells = form_table(random.Random(8), 5)
    body = f"#rotate({turn}, reflow: true)[#block(width: 17cm)[{typst_table(cells, 7, columns=FORM_COLUMNS)}]]"
    data = typst_pdf(body, page="width: 30cm, height: 30cm, margin: 1.5cm")
    assert as_read(only_grid(read_pdf(data))) == as_written(cells)


NUMBERS = [
    ["项目", "自然人", "商业企业", "科研机构", "总计"],
    ["一、本年新收申请数量", "3001", "53", "0", "3054"],
    ["二、上年结转", "34", "0", "0", "34"],
    ["（一）予以公开", "1288", "21", "50", "1359"],
    ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "447", "7", "0", "454"],
]
OPEN_STROKES = {
    "no lines at all": "none",
    "level lines only": "(x, y) => (top: if y <= 1 {0.5pt}, bottom: 0.5pt)",
    "three lines": "(x, y) => if y == 0 {(top: 1pt, bottom: 0.5pt)} else if y == 4 {(bottom: 1pt)}",
    "upright lines and a frame": "(x, y) => (x: 0.5pt, top: if (y < 2) {0.5pt}, bottom: if y == 4 {0.5pt})",
}


@pytest.mark.parametrize("look", OPEN_STROKES)
def test_rows_of_aligned_numbers_are_a_table_without_all_its_lines(look: str) -> None:
    cells = [Made(r, c, 1, 1, text) for r, row in enumerate(NUMBERS) for c, text in enumerate(row)]
    table = typst_table(cells, 5, stroke=OPEN_STROKES[look], columns="(12em, 1fr, 1fr, 1fr, 1fr)")
    document = read_pdf(typst_pdf(f"下表为全年数据，供参考。\n\n{table}\n\n以上共受理 3 件、答复 4 件、结转 5 件。"))
    grid = only_grid(document)
    assert as_read(grid) == as_written(cells)
    assert grid.spans_known == (look == "upright lines and a frame")
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == [
        "下表为全年数据，供参考。",
        "以上共受理3件、答复4件、结转5件。",
    ]


def test_prose_with_numbers_is_no_table() -> None:
    text = "全年共受理 31 件、答复 30 件、结转 1 件，其中维持 7 件、纠正 2 件、其他 9 件、未结 3 件。" * 12
    blocks = read_pdf(typst_pdf(f"#set par(justify: true)\n{text}")).blocks
    assert [type(b) for b in blocks] == [Paragraph]


def test_two_tables_with_a_heading_between_them_stay_two() -> None:
    rng = random.Random(3)
    first, second = form_table(rng, 4), form_table(rng, 3)
    body = typst_table(first, 7, columns=FORM_COLUMNS) + "\n\n四、其他情况\n\n" + typst_table(second, 7, columns=FORM_COLUMNS)
    blocks = read_pdf(typst_pdf(body)).blocks
    grids = [b for b in blocks if isinstance(b, Grid)]
    assert [as_read(g) for g in grids] == [as_written(first), as_written(second)]
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == ["四、其他情况"]


def test_a_table_inside_a_cell_hangs_in_the_outer_table() -> None:
    inner = typst_table([Made(r, c, 1, 1, f"{r}{c}") for r in range(2) for c in range(3)], 3, columns="(3em, 3em, 3em)")
    body = f"#table(columns: (1fr, 2fr), inset: 12pt, [外一], [外二], [外三], [{inner}])"
    grid = only_grid(read_pdf(typst_pdf(body)))
    assert {c.text for c in grid.cells} == {"外一", "外二", "外三", ""}
    assert [sorted(c.text for c in g.cells) for g in grid.nested] == [["00", "01", "02", "10", "11", "12"]]


def test_the_words_of_a_label_broken_by_the_page_end_are_one_cell() -> None:
    """The rule behind joining: a full first part, no new number at the start of the second."""
    rng = random.Random(11)
    whole = 0
    for pad in range(0, 120, 8):
        cells = form_table(rng, 6)
        data = typst_pdf(f"#v({pad}pt)\n" + typst_table(cells, 7, columns=FORM_COLUMNS), page=SMALL_PAGE)
        whole += as_read(only_grid(read_pdf(data))) == as_written(cells)
    assert whole == 15


def test_unlike_columns_on_the_next_page_are_another_table() -> None:
    first = [Made(r, c, 1, 1, label(random.Random(r * 9 + c))) for r in range(3) for c in range(3)]
    second = [Made(r, c, 1, 1, label(random.Random(r * 9 + c + 70))) for r in range(3) for c in range(2)]
    body = "#v(1fr)\n" + typst_table(first, 3, columns="(4cm, 4cm, 4cm)") + "#pagebreak()\n" + typst_table(second, 2)
    grids = [b for b in read_pdf(typst_pdf(body)).blocks if isinstance(b, Grid)]
    assert [as_read(g) for g in grids] == [as_written(first), as_written(second)]
