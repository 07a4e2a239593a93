"""HTML: fragments and tables the ways editors and Word leave them."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from random import Random

from ..flow import Piece, pieces
from ..grids import Box, Grid, join, tables
from ..model import Report
from .base import Rendered, layout
from .text import broken_label

Cell = Callable[[Box], str]


def plain(box: Box) -> str:
    """The words of a cell, escaped."""
    return escape(box.text)


def spans(box: Box) -> str:
    """rowspan and colspan attributes."""
    return (f' rowspan="{box.rows}"' if box.rows > 1 else "") + (f' colspan="{box.cols}"' if box.cols > 1 else "")


def table(grid: Grid, cell: Cell = plain, *, attributes: str = ' border="1"', head: str = "td") -> str:
    """A table with merged cells."""
    rows = []
    for r, row in enumerate(grid.rows):
        tag = head if r < grid.head_rows else "td"
        rows.append("<tr>" + "".join(f"<{tag}{spans(box)}>{cell(box)}</{tag}>" for box in row) + "</tr>")
    return f"<table{attributes}><tbody>\n" + "\n".join(rows) + "\n</tbody></table>"


def paragraph(piece: Piece, *, tag: str = "p") -> str:
    """A paragraph, centred for the title, to the right for the signature."""
    align = {"title": ' style="text-align:center"', "end": ' align="right"'}.get(piece.kind, "")
    return f"<{tag}{align}>{escape(piece.text)}</{tag}>"


def article(
    report: Report, draw: Callable[[Grid], str], *, split: bool = False, say: Callable[[Piece], str] = paragraph
) -> str:
    """The report as HTML without a page around it."""
    out = []
    for piece in pieces(report, split_table2=split):
        if piece.grid is not None:
            out.append(draw(piece.grid))
        elif piece.kind == "picture":
            out.append(f'<p align="center"><img src="/upload/{piece.text}.png" width="680" height="420" alt=""></p>')
        else:
            out.append(say(piece))
    return "\n".join(out)


def page(body: str, rng: Random, *, title: str = "", encoding: str | None = None, head: str = "") -> Rendered:
    """A whole page in one of the usual encodings."""
    encoding = encoding or rng.choice(["utf-8", "utf-8", "utf-8", "gb18030"])
    declared = {"gb18030": "gb2312"}.get(encoding, encoding)
    text = (
        f'<!DOCTYPE html>\n<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}">'
        f"<title>{escape(title)}</title>{head}</head>\n<body>{body}</body></html>"
    )
    return Rendered(text.encode(encoding), "report.html")


@layout("html_fragment", "html", "spaces")
def fragment(report: Report, rng: Random) -> Rendered:
    """Paragraphs and tables, no page around them."""
    return Rendered(article(report, table, split=rng.random() < 0.5).encode(), "report.html")


@layout("html_headings", "html", "spaces")
def headings(report: Report, rng: Random) -> Rendered:
    """h1 and h2, th in the head rows, thead."""

    def say(piece: Piece) -> str:
        tag = {"title": "h1", "heading": "h2", "subheading": "h3"}.get(piece.kind, "p")
        return f"<{tag}>{escape(piece.text)}</{tag}>"

    def draw(grid: Grid) -> str:
        return table(grid, head="th")

    return page(article(report, draw, say=say), rng, title=report.say("".join(report.title)))


@layout("html_word", "html", "spaces")
def word(report: Report, rng: Random) -> Rendered:
    """What Word saves: spans by the dozen, o:p, conditional comments, labels cut into runs."""

    def runs(text: str) -> str:
        out, rest = "", text
        while rest:
            n = rng.randint(1, 5)
            part, rest = rest[:n], rest[n:]
            lang = ' lang="EN-US"' if part.isascii() else ""
            out += f"<span{lang} style='font-family:宋体;mso-bidi-font-size:10.5pt'>{escape(part)}</span>"
        return out

    def cell(box: Box) -> str:
        inner = runs(box.text) if box.text else '<span lang="EN-US">&nbsp;</span>'
        return f'<p class="MsoNormal" align="center">{inner}<span lang="EN-US"><o:p></o:p></span></p>'

    def say(piece: Piece) -> str:
        return f'<p class="MsoNormal" style="text-indent:2em">{runs(piece.text)}<o:p></o:p></p>'

    def draw(grid: Grid) -> str:
        return "<!--[if !supportMisalignedColumns]><![endif]-->" + table(
            grid, cell, attributes=' class="MsoTableGrid" border="1" cellspacing="0"'
        )

    style = "<style><!-- p.MsoNormal {mso-style-parent:''; font-size:10.5pt} td {width:2019pt} --></style>"
    return page(f'<div class="Section1">{article(report, draw, say=say)}</div>', rng, encoding="gb18030", head=style)


@layout("html_breaks", "html", "spaces")
def breaks(report: Report, rng: Random) -> Rendered:
    """br inside labels, &nbsp; and &#12288; around numbers, paragraphs ended by br br."""

    def cell(box: Box) -> str:
        if box.head:
            return escape(broken_label(box.text, rng)).replace("\n", "<br/>")
        return rng.choice(["&nbsp;", "&#12288;", "&emsp;", ""]) + escape(box.text) + rng.choice(["&nbsp;", "", "<br>"])

    def say(piece: Piece) -> str:
        return "&nbsp;&nbsp;&nbsp;&nbsp;" + escape(piece.text) + "<br><br>"

    return page("<div>" + article(report, lambda g: table(g, cell), say=say) + "</div>", rng)


@layout("html_noise", "html", "spaces")
def noise(report: Report, rng: Random) -> Rendered:
    """font, b, st1 tags, comments and empty spans inside cells; numbers as links or in inputs' place."""

    def cell(box: Box) -> str:
        text = escape(box.text)
        wrapped = [
            f"<font face=宋体><b>{text}</b></font>",
            f'<st1:chmetcnv w:st="on" UnitName="件">{text}</st1:chmetcnv>',
            f"<!-- 3 --><span>{text}</span><span></span>",
            f'<div><div><a href="javascript:void(0)" title="9">{text}</a></div></div>',
            f"<strong></strong>{text}<sup></sup>",
        ]
        return rng.choice(wrapped)

    return page(article(report, lambda g: table(g, cell), split=rng.random() < 0.5), rng)


@layout("html_sloppy", "html", "spaces")
def sloppy(report: Report, rng: Random) -> Rendered:
    """Capital tags, no quotes, td, tr and p never closed, a colspan one too wide."""

    def draw(grid: Grid) -> str:
        out = ["<TABLE border=1 width=100%>"]
        for row in grid.rows:
            out.append("<TR>")
            for n, box in enumerate(row):
                more = 1 if n == len(row) - 1 and box.head and box.cols > 1 and grid.name.startswith("table2") else 0
                span = (f" rowspan={box.rows}" if box.rows > 1 else "") + (
                    f" colspan={box.cols + more}" if box.cols > 1 else ""
                )
                out.append(f"<TD{span}>{escape(box.text)}")
        return "\n".join(out) + "\n</TABLE>"

    def say(piece: Piece) -> str:
        return f"<P>{escape(piece.text)}"

    return page(article(report, draw, say=say), rng)


@layout("html_repeated", "html", "spaces")
def repeated(report: Report, rng: Random) -> Rendered:
    """No merged cells: group labels and head labels stand again in each position."""

    def draw(grid: Grid) -> str:
        rows = [[escape(text) for text in row] for row in grid.filled(None)]
        if grid.name.startswith("table2"):
            rows = [[escape(box.text) for box in row] for row in grid.rows]
        if any(len(row) < grid.width for row in grid.rows) and grid.name == "table3":
            rows = [
                row[: -1 if box_row and _short(grid, r) else None]
                for r, (row, box_row) in enumerate(zip(rows, grid.rows, strict=True))
            ]
        return "<table>" + "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) + "</tr>" for row in rows) + "</table>"

    return page(article(report, draw), rng)


def _short(grid: Grid, r: int) -> bool:
    return grid.raster()[r][-1] is None


@layout("html_pieces", "html", "spaces ragged")
def in_pieces(report: Report, rng: Random) -> Rendered:
    """The head rows in one table, the body in another or two more, as frozen-header scripts and paging leave them."""

    def draw(grid: Grid) -> str:
        if grid.name != "table3":
            return table(grid)
        cut = next(
            (
                r
                for r in range(len(grid.rows) - 2, grid.head_rows + 2, -1)
                if all(c < 3 for c, b in grid.origins()[r][:1]) and _clean(grid, r)
            ),
            len(grid.rows) - 1,
        )
        parts = [grid.rows[: grid.head_rows], grid.rows[grid.head_rows : cut], grid.rows[cut:]]
        if rng.random() < 0.5:
            parts = [parts[0], parts[1] + parts[2]]
        drawn = [table(Grid(grid.name, rows, grid.width, 0, 3)) for rows in parts if rows]
        return rng.choice(["", "<p></p>", '<div class="page-break"></div>']).join(drawn)

    return page(article(report, draw), rng)


def _clean(grid: Grid, r: int) -> bool:
    """Whether no merged cell crosses from row r-1 into row r."""
    raster = grid.raster()
    return all(a is not b or a is None for a, b in zip(raster[r - 1], raster[r], strict=True))


@layout("html_one_table", "html", "spaces")
def one_table(report: Report, rng: Random) -> Rendered:
    """Everything in one table: text rows span the whole width, as spreadsheets export it."""
    width = 15
    rows = []
    grids = tables(report)
    for line in [*report.title, *report.intro]:
        rows.append(f'<tr><td colspan="{width}">{escape(report.say(line))}</td></tr>')
    for key, heading in report.headings.items():
        rows.append(f'<tr><td colspan="{width}">{escape(report.say(heading))}</td></tr>')
        for part in report.sections[key]:
            rows.append(f'<tr><td colspan="{width}">{escape(report.say(part.text))}</td></tr>')
        found = grids.get(key, [])
        for grid in [join(found)] if key == "2" and found else found:
            for row in grid.rows:
                rows.append("<tr>" + "".join(f"<td{spans(box)}>{escape(box.text)}</td>" for box in row) + "</tr>")
        table_name = {"2": "table2", "3": "table3", "4": "table4"}.get(key)
        if table_name in report.pictures:
            rows.append(f'<tr><td colspan="{width}"><img src="{table_name}.jpg" width="600" height="400"></td></tr>')
    for line in report.end:
        rows.append(f'<tr><td colspan="{width}" align="right">{escape(report.say(line))}</td></tr>')
    return page("<table>" + "\n".join(rows) + "</table>", rng)
