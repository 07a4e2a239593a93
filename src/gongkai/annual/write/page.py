"""The report as a web page: complete in itself, without scripts, its tables open to everyone who cannot see them.

A table's markup is the same in every report but for its values, so it is built once and kept as the pieces between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html import escape
from importlib import resources

from gongkai.annual.forms.layout import LayoutCell, layout
from gongkai.annual.report import AnnualReport
from gongkai.annual.write.plan import Part, PrintedTable, plan

_BEFORE_YEAR = re.compile(r"(?<=.)(?=20\d\d年|二〇..年)")
_ABSENT = ' class="absent" title="原报告没有这一格">'


def write_html(report: AnnualReport) -> bytes:
    """The report as a page in UTF-8: `h1`, a `h2` for each section, the statutory tables with caption, scopes, and for every
    value the ids of all headings it stands under."""
    printed = plan(report)
    title = escape(printed.title)
    out = [
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="ArticleTitle" content="{title}">\n<title>{title}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n'
        f"<main>\n<h1>{_broken(title)}</h1>\n"
    ]
    for part in printed.parts:
        out += _part(part)
    if printed.signature:
        out += [f'<p class="signature">{escape(line)}</p>\n' for line in printed.signature]
    out.append("</main>\n</body>\n</html>\n")
    return "".join(out).encode()


def _broken(title: str) -> str:
    """The title with a place to break it where it does not fit: between the agency and the year."""
    return _BEFORE_YEAR.sub("<wbr>", title, count=1)


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")


def _part(part: Part) -> Iterator[str]:
    if part.heading:
        yield f"<h2>{escape(part.heading)}</h2>\n"
    for paragraph in part.paragraphs:
        yield f"<p>{escape(paragraph)}</p>\n"
    if part.table is not None:
        yield _table(part.table)


def _table(table: PrintedTable) -> str:
    labels: list[str] = []
    values: list[str] = []
    for row in table.rows:
        for cell in row:
            if cell.kind != "value":
                labels.append(cell.text)
            elif cell.state == "absent":
                values.append(_ABSENT + cell.text)
            else:
                values.append(">" + cell.text)
    pieces = _skeleton(table.key, table.form, table.head, f"{table.name} {table.title}", tuple(labels))
    both = [""] * (2 * len(values) + 1)
    both[::2], both[1::2] = pieces, values
    return "".join(both)


@lru_cache(maxsize=32)
def _skeleton(key: str, form_name: str, head: int, caption: str, labels: tuple[str, ...]) -> list[str]:
    """The markup of a table, cut open in the start tag of each value cell. `labels` are the texts of all other cells."""
    words = iter(labels)
    out = [f'<div class="table" role="region" aria-label="{escape(caption)}" tabindex="0">\n<table class="{key}">\n']
    out.append(f"<caption>{escape(caption)}</caption>\n")
    rows = layout(form_name, key)
    raster = _Raster(key, blocks=not head)
    pieces: list[str] = []
    section = ""
    for r, row in enumerate(rows):
        opens = "thead" if r < head else "tbody"
        if opens != section or (not head and row[0].kind == "heading"):
            out.append(f"</{section}>\n<{opens}>\n" if section else f"<{opens}>\n")
            section = opens
        out.append("<tr>")
        for cell in row:
            where = raster.place(r, cell)
            span = (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (
                f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
            )
            if cell.kind == "value":
                out.append(f'<td{span} headers="{raster.over(r, where)}"')
                pieces.append("".join(out))
                out = ["</td>"]
                continue
            text = escape(next(words))
            if cell.kind == "corner":
                out.append(f'<td class="corner"{span}>{text}</td>')
            else:
                if cell.kind == "column":
                    text = f"<span>{text}</span>"
                out.append(f'<th id="{raster.name(r, where, cell)}" scope="{_scope(cell, head)}"{span}>{text}</th>')
        out.append("</tr>\n")
    out.append(f"</{section}>\n</table>\n</div>\n")
    return [*pieces, "".join(out)]


def _scope(cell: LayoutCell, head: int) -> str:
    if cell.kind == "row":
        return "row" if cell.rowspan == 1 else "rowgroup"
    if cell.kind == "column":
        return "col"
    return "colgroup" if head else "rowgroup"


class _Raster:
    """Where the cells of a table stand, and which headings each value stands under or beside."""

    def __init__(self, key: str, blocks: bool) -> None:
        self._key = key
        self._blocks = blocks
        self._taken: set[tuple[int, int]] = set()
        self._above: dict[int, list[str]] = {}
        self._beside: dict[int, list[str]] = {}
        self._count = 0

    def place(self, r: int, cell: LayoutCell) -> int:
        """The first column the next cell of row `r` covers."""
        at = 0
        while (r, at) in self._taken:
            at += 1
        self._taken |= {(r + y, at + x) for y in range(cell.rowspan) for x in range(cell.colspan)}
        return at

    def name(self, r: int, at: int, cell: LayoutCell) -> str:
        """The id of a heading, remembered for all it heads. In a table of blocks it begins a new one."""
        self._count += 1
        name = f"{self._key}-{self._count}"
        if cell.kind == "row":
            for y in range(r, r + cell.rowspan):
                self._beside.setdefault(y, []).append(name)
            return name
        if self._blocks and cell.kind == "heading":
            self._above.clear()
        for x in range(at, at + cell.colspan):
            self._above.setdefault(x, []).append(name)
        return name

    def over(self, r: int, at: int) -> str:
        """The ids of the headings of a value, outermost first, rows before columns."""
        return " ".join([*self._beside.get(r, ()), *self._above.get(at, ())])
