"""Made-up tables with random merged cells, and their typst source in many looks."""

from __future__ import annotations

import random
from dataclasses import dataclass

import typst

from gongkai.documents.model import Document, Grid

_WORDS = "规章行政许可处罚强制收费金额数量自然人商业企业科研机构社会公益组织法律服务其他总计结果维持纠正尚未审结属于内部事务"
_COMPILER: typst.Compiler | None = None


@dataclass(frozen=True)
class Made:
    """One cell as it was written."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str


def label(rng: random.Random, shortest: int = 2, longest: int = 8) -> str:
    return "".join(rng.choice(_WORDS) for _ in range(rng.randint(shortest, longest)))


def random_table(rng: random.Random, rows: int, cols: int, spans: float = 0.25) -> list[Made]:
    """A table in which every row and every column has an edge of its own somewhere, so that the raster is unambiguous."""
    while True:
        taken = [[False] * cols for _ in range(rows)]
        cells: list[Made] = []
        for r in range(rows):
            for c in range(cols):
                if taken[r][c]:
                    continue
                rowspan = colspan = 1
                if rng.random() < spans:
                    rowspan = rng.randint(1, min(4, rows - r))
                    colspan = rng.randint(1, min(4, cols - c))
                    while any(taken[r][k] for k in range(c, c + colspan)):
                        colspan -= 1
                for rr in range(r, r + rowspan):
                    taken[rr][c : c + colspan] = [True] * colspan
                text = str(rng.randint(0, 99999)) if rng.random() < 0.5 else label(rng)
                if rng.random() < 0.1:
                    text = ""
                cells.append(Made(r, c, rowspan, colspan, text))
        ends = {(c.row + c.rowspan) for c in cells}, {(c.col + c.colspan) for c in cells}
        if (
            len(ends[0]) == rows
            and len(ends[1]) == cols
            and all(any(c.row == r and c.rowspan == 1 for c in cells) for r in range(rows))
        ):
            return cells


def typst_table(cells: list[Made], cols: int, *, stroke: str = "0.5pt", columns: str = "", more: str = "") -> str:
    """`#table(...)` for the cells; texts go through typst strings, so nothing in them is markup."""
    body = []
    for cell in sorted(cells, key=lambda c: (c.row, c.col)):
        text = cell.text.replace("\\", "\\\\").replace('"', '\\"')
        body.append(f'table.cell(x: {cell.col}, y: {cell.row}, rowspan: {cell.rowspan}, colspan: {cell.colspan})[#"{text}"]')
    return f"#table(columns: {columns or cols}, stroke: {stroke}, {more}\n" + ",\n".join(body) + ")\n"


def typst_pdf(body: str, *, page: str = 'paper: "a4"', size: str = "10.5pt") -> bytes:
    """The typst source as PDF bytes, in a CJK font."""
    global _COMPILER
    source = f'#set page({page})\n#set text(font: ("Noto Serif CJK SC",), size: {size}, lang: "zh")\n{body}'
    if _COMPILER is None:
        _COMPILER = typst.Compiler()
    data = _COMPILER.compile(input=source.encode(), format="pdf")
    assert isinstance(data, bytes)
    return data


def form_table(rng: random.Random, groups: int, figures: int = 5) -> list[Made]:
    """A table like the statutory ones: group label over several rows, item label that wraps, a number in every column."""
    cells = [Made(0, 0, 1, 2, "项目"), *[Made(0, 2 + k, 1, 1, label(rng, 2, 6)) for k in range(figures)]]
    row = 1
    for group in range(groups):
        items = rng.randint(1, 4)
        name = f"（{'一二三四五六七八九十'[group]}）{label(rng, 2, 6)}"
        if items == 1 and rng.random() < 0.5:
            cells.append(Made(row, 0, 1, 2, name))
        else:
            cells.append(Made(row, 0, items, 1, name))
            cells += [Made(row + i, 1, 1, 1, f"{i + 1}.{label(rng, 3, 30)}") for i in range(items)]
        cells += [Made(row + i, 2 + k, 1, 1, str(rng.randint(0, 9999))) for i in range(items) for k in range(figures)]
        row += items
    return cells


def as_written(cells: list[Made]) -> set[tuple[int, int, int, int, str]]:
    """Positions, spans and texts without white space."""
    return {(c.row, c.col, c.rowspan, c.colspan, "".join(c.text.split())) for c in cells}


def as_read(grid: Grid) -> set[tuple[int, int, int, int, str]]:
    """The same of a grid that was read."""
    return {(c.row, c.col, c.rowspan, c.colspan, "".join(c.text.split())) for c in grid.cells}


def only_grid(document: Document) -> Grid:
    """The one grid of the document. AssertionError if there is none or several."""
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert len(grids) == 1, f"{len(grids)} grids"
    return grids[0]
