"""PDF by typst: ruled tables over several pages, rows cut by page breaks, head rows repeated or not."""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import Any

from ..flow import pieces
from ..model import Report
from .base import Rendered, layout

SOURCE = """
#let data = json(bytes(sys.inputs.data))
#set page(width: eval(data.width), height: eval(data.height), margin: (x: 2.2cm, y: 2.2cm),
  footer: if data.numbers { context align(center)[— #counter(page).display() —] }, header: if data.header != "" { data.header })
#set text(font: data.font, size: eval(data.size), lang: "zh", region: "cn")
#set par(justify: true, leading: 0.8em)
#for p in data.pieces {
  if p.kind == "table" {
    let cut(c) = data.cut or c.rows > 1
    let box(c) = table.cell(rowspan: c.rows, colspan: c.cols, breakable: cut(c), align: center + horizon, c.text)
    let heads = p.rows.slice(0, p.heads).flatten().map(box)
    let rest = p.rows.slice(p.heads).flatten().map(box)
    let columns = p.widths.map(w => w * 1fr)
    set text(size: eval(data.cellsize))
    set par(justify: false, leading: 0.5em)
    if p.heads > 0 and data.repeat {
      table(columns: columns, stroke: eval(data.stroke), inset: eval(data.inset), table.header(..heads), ..rest)
    } else {
      table(columns: columns, stroke: eval(data.stroke), inset: eval(data.inset), ..heads, ..rest)
    }
  } else if p.kind == "title" {
    align(center, text(size: 1.5em, weight: "bold", p.text))
  } else if p.kind == "end" {
    align(right, p.text)
  } else if p.kind == "heading" or p.kind == "subheading" {
    par(first-line-indent: 0em, text(weight: if p.kind == "heading" { "bold" } else { "regular" }, h(2em) + p.text))
  } else if p.kind == "picture" {
    rect(width: 100%, height: 8cm)
  } else {
    par(h(2em) + p.text)
  }
}
"""


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler()


def write(report: Report, rng: Random, *, split: bool = False, **look: Any) -> Rendered:
    """The PDF with this look."""
    data: dict[str, Any] = {
        "width": "210mm",
        "height": "297mm",
        "font": rng.choice(["Noto Serif CJK SC", "Noto Sans CJK SC"]),
        "size": "12pt",
        "cellsize": "9pt",
        "inset": "4pt",
        "stroke": "0.6pt",
        "numbers": True,
        "header": "",
        "cut": False,
        "repeat": False,
        "narrow": 1.0,
    } | look
    flow: list[dict[str, Any]] = []
    for piece in pieces(report, split_table2=split):
        if piece.grid is None:
            flow.append({"kind": piece.kind, "text": piece.text})
            continue
        grid = piece.grid
        widths = list(grid.widths)
        if grid.name == "table3":
            widths[0], widths[1] = widths[0] * data["narrow"], widths[1] * data["narrow"]
        rows = [
            [{"text": box.text, "rows": box.rows, "cols": box.cols, "head": box.head} for _, box in line]
            for line in grid.origins()
        ]
        flow.append({"kind": "table", "rows": rows, "heads": grid.head_rows, "widths": widths})
    data["pieces"] = flow
    words = {"data": json.dumps(data, ensure_ascii=False)}
    made = _compiler().compile(input=SOURCE.encode(), format="pdf", sys_inputs=words, timestamp=1_700_000_000)
    return Rendered(made, "report.pdf")


@layout("pdf", "pdf", "ragged picture spaces")
def ruled(report: Report, rng: Random) -> Rendered:
    """A4, tables ruled, broken between rows."""
    return write(report, rng, split=rng.random() < 0.4)


@layout("pdf_rows_cut", "pdf", "ragged picture spaces")
def rows_cut(report: Report, rng: Random) -> Rendered:
    """Short pages: rows are cut in the middle of a label, merged cells reach over page breaks."""
    return write(report, rng, cut=True, height=f"{rng.randint(130, 190)}mm", inset="6pt")


@layout("pdf_repeated_heads", "pdf", "ragged picture spaces")
def repeated_heads(report: Report, rng: Random) -> Rendered:
    """The three head rows of 表三 stand again on every page, and a running header."""
    return write(report, rng, repeat=True, height=f"{rng.randint(150, 220)}mm", header="政府信息公开工作年度报告")


@layout("pdf_narrow", "pdf", "ragged picture spaces")
def narrow(report: Report, rng: Random) -> Rendered:
    """Narrow columns: group labels stand upright, one character a line, column labels break."""
    return write(report, rng, narrow=0.55, cellsize="8pt", inset="3pt", font="Noto Serif CJK SC")


@layout("pdf_landscape", "pdf", "ragged picture spaces")
def landscape(report: Report, rng: Random) -> Rendered:
    """Wide pages, thin grey rules, no page numbers."""
    return write(report, rng, width="297mm", height="210mm", stroke="0.3pt + gray", numbers=False)
