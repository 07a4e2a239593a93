"""Writing, comparing and rolling up: every measurement beside its target, and what people use instead beside ours."""

from __future__ import annotations

import difflib
import io
from collections.abc import Callable
from importlib import import_module
from typing import Any

from bench.timing import Sheet, medians

# Measurements in ms by module and name; the names not listed here have no target.
TARGETS = {
    ("write_docx", "docx"): 15.0,
    ("write_html", "html"): 3.0,
    ("write_pdf", "reused"): 30.0,
    ("write_pdf", "cold"): 200.0,
    ("write_sheet", "xlsx_2019"): 40.0,
    ("write_sheet", "xlsx_2021"): 40.0,
    ("compare", "compare: written anew"): 10.0,
    ("compare", "compare: half taken over"): 10.0,
    ("rollup", "roll-up"): 50.0,
}
SECTIONS = {
    "write_docx": "report → docx",
    "write_html": "report → html, txt, json",
    "write_pdf": "report → PDF/A-2b and PDF/UA-1",
    "write_sheet": "report → xlsx",
    "compare": "comparison of two reports",
    "rollup": "roll-up of 100 read reports",
}


def section(sheet: Sheet) -> None:
    """Print all of it: median, target and how much of the target is used; then peers and how many times ours they take."""
    for module, title in SECTIONS.items():
        print(f"\n{title}")
        try:
            measured = import_module(f"bench.{module}").measure()
        except Exception as error:
            sheet.line(module, f"{type(error).__name__}: {error}", "", False)
            continue
        for name, value in measured.items():
            limit = TARGETS.get((module, name))
            if limit is None:
                sheet.line(name, f"{value:.2f} ms")
            else:
                sheet.line(name, f"{value:.2f} ms", f"≤ {limit:g} ms, {value / limit:.2f} of it", value <= limit)
        for peer, measure, name in PEERS.get(module, ()):
            other = measure()
            sheet.line(f"peer: {peer}", f"{other:.2f} ms", f"{other / measured[name]:.1f}× ours")


def run() -> int:
    """The section alone; 1 where a target is missed."""
    sheet = Sheet()
    section(sheet)
    print(f"\n{'every target met' if not sheet.missed else f'{sheet.missed} targets missed'}")
    return int(sheet.missed > 0)


def _examples(count: int = 5) -> list[Any]:
    from tests.annual.write.reports import example

    return [example("2021", seed) for seed in range(count)]


def _python_docx() -> float:
    """The three tables filled cell by cell, as offices' scripts do it; no merged cells, none of the text."""
    import docx

    from gongkai.annual.write.plan import plan

    def write(report: Any) -> None:
        document = docx.Document()
        for part in plan(report).parts:
            if part.table:
                table = document.add_table(len(part.table.rows), part.table.width)
                for row, printed in zip(table.rows, part.table.rows, strict=True):
                    for cell, said in zip(row.cells, printed, strict=False):
                        cell.text = said.text
        document.save(io.BytesIO())

    return medians(write, _examples())


def _openpyxl() -> float:
    """The three tables filled cell by cell, merged cells and all; no formulas, rules or pages of instructions."""
    import openpyxl

    from gongkai.annual.write.plan import plan

    def write(report: Any) -> None:
        book = openpyxl.Workbook()
        for part in plan(report).parts:
            if part.table:
                sheet = book.create_sheet(part.table.name)

                def put(y: int, x: int, y2: int, x2: int, text: str, sheet: Any = sheet) -> None:
                    sheet.cell(y + 1, x + 1, text)
                    if (y, x) != (y2, x2):
                        sheet.merge_cells(start_row=y + 1, start_column=x + 1, end_row=y2 + 1, end_column=x2 + 1)

                _fill(part.table, put)
        book.save(io.BytesIO())

    return medians(write, _examples())


def _fill(table: Any, put: Callable[..., None]) -> None:
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(table.rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            taken |= {(y + dy, x + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan)}
            put(y, x, y + cell.rowspan - 1, x + cell.colspan - 1, cell.text)
            x += cell.colspan


def _difflib() -> float:
    """The sections' characters alone; no tables, no paragraphs, no figures."""
    from tests.annual.check.made import right_pair

    def compare(pair: Any) -> None:
        this, before = pair
        for key, text in this.sections.items():
            difflib.SequenceMatcher(None, before.sections.get(key, ""), text, autojunk=False).get_opcodes()

    return medians(compare, [right_pair(seed) for seed in range(10)], 1)


def _pandas() -> float:
    """One frame of all cells, summed by column; no shares, versions, units or warnings."""
    import pandas

    from bench.rollup import members

    reports = [m.report for m in members() if m.report]

    def add(_: object) -> None:
        rows = [
            {f"{t}.{r}.{c}": v for t, table in x.tables.items() for r, cells in table.items() for c, v in cells.items()}
            for x in reports
        ]
        pandas.DataFrame(rows).sum().to_dict()

    return medians(add, range(5))


PEERS: dict[str, list[tuple[str, Callable[[], float], str]]] = {
    "write_docx": [("python-docx, three bare tables", _python_docx, "docx")],
    "write_sheet": [("openpyxl, three bare tables", _openpyxl, "xlsx_2021")],
    "compare": [("difflib, characters only", _difflib, "compare: written anew")],
    "rollup": [("pandas, sums only", _pandas, "roll-up")],
}
