"""The report as plain text: paragraphs a line each, tables as columns between pipes, aligned for fixed-width type."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from gongkai.annual.report import AnnualReport
from gongkai.annual.write.plan import Part, Printed, PrintedCell, PrintedTable, plan

_INDENT = "\u3000\u3000"
_STEP = "\u3000"
_PAGE = 80
"""Title and signature are set on lines of this width (an ideograph is two)."""
_WIDEST_LABEL = 56
"""Longer labels stand out of their column, so that two of them do not push all numbers to the right."""
_BREAK = "\r\n"
"""Old Windows editors know no other."""
_PIPE = re.compile("[|│┃｜]")
_NUMBERS = re.compile(r"^(?:[+-]?\d[\d,.]* )+[+-]?\d[\d,.]*$|(?<= )(?:[+-]?\d[\d,.]* ){2,}[+-]?\d[\d,.]*$")


def write_text(report: AnnualReport) -> bytes:
    """The report as a text file in UTF-8, for people and for our reader. A blank cell is empty between its pipes, an
    absent one holds ABSENT_MARK."""
    return (_BREAK.join(_lines(plan(report))) + _BREAK).encode()


def _lines(printed: Printed) -> list[str]:
    gap = max(0, _PAGE - _width(printed.title)) // 4
    out = ["\u3000" * gap + printed.title]
    for part in printed.parts:
        out += _part(part)
    if printed.signature:
        out.append("")
        out += ["\u3000" * (max(0, _PAGE - _width(line)) // 2) + line for line in printed.signature]
    return out


def _part(part: Part) -> list[str]:
    out = ["", part.heading] if part.heading else []
    if part.paragraphs:
        out += ["", *(_INDENT + _no_row(paragraph) for paragraph in part.paragraphs)]
    if part.table is not None:
        out += ["", *_table(part.table)]
    return out


def _no_row(paragraph: str) -> str:
    """A paragraph that no reader takes for the row of a table: pipes become strokes, bare numbers in a row an enumeration."""
    if len(_PIPE.findall(paragraph)) > 1:
        paragraph = _PIPE.sub("／", paragraph)
    return _NUMBERS.sub(lambda found: found[0].replace(" ", "、"), paragraph)


def _table(table: PrintedTable) -> list[str]:
    rows = _side_by_side(table) if table.key == "table4" else _rows(table)
    count = max(len(row) for row in rows)
    widths = [max((_width(row[c]) for row in rows if len(row) > max(1, c)), default=0) for c in range(count)]
    widths[0] = min(widths[0], _WIDEST_LABEL)
    out = []
    for row in rows:
        if len(row) == 1:
            out.append(f"| {row[0]} |")
            continue
        padded = [_pad(text, widths[c], right=c > 0) for c, text in enumerate(row)]
        out.append(f"| {' | '.join(padded)} |")
    return out


def _rows(table: PrintedTable) -> list[list[str]]:
    """Rows of one label and its values; a group's name stands above its rows, which are set in by its depth."""
    out: list[list[str]] = []
    label_columns = 0
    if table.head:
        label_columns = table.rows[0][0].colspan
        out += [[table.rows[0][0].text], *_head(table, label_columns)]
    open_until: list[int] = []
    for n, row in enumerate(table.rows[table.head :]):
        open_until = [end for end in open_until if end > n]
        values: list[str] = []
        label = ""
        for cell in row:
            if cell.kind == "row" and cell.row is None:
                out.append([_STEP * len(open_until) + cell.text])
                open_until.append(n + cell.rowspan)
            elif cell.kind in ("row", "corner", "heading"):
                label = _STEP * len(open_until) + cell.text
            else:
                values.append(cell.text)
        out.append([label, *values])
    return out


def _head(table: PrintedTable, label_columns: int) -> list[list[str]]:
    """The heading rows without their corner: each label over the first of the columns it spans, nothing over the others."""
    lines = [[""] * (1 + table.width - label_columns) for _ in range(table.head)]
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(table.rows[: table.head]):
        at = 0
        for cell in row:
            while (r, at) in taken:
                at += 1
            taken |= {(r + y, at + x) for y in range(cell.rowspan) for x in range(cell.colspan)}
            if cell.kind != "corner":
                lines[r][at - label_columns + 1] = cell.text
            at += cell.colspan
    return lines


def _side_by_side(table: PrintedTable) -> list[list[str]]:
    """表四, whose groups stand side by side on paper: one below the other, which is what fits on a screen."""
    groups: dict[str, list[PrintedCell]] = {}
    columns: dict[str, str] = {}
    names: list[tuple[str | None, str]] = []
    for cell in (cell for row in table.rows for cell in row):
        if cell.kind == "heading":
            names.append((cell.row, cell.text))
        elif cell.kind == "column" and cell.column:
            columns.setdefault(cell.column, cell.text)
        elif cell.kind == "value" and cell.row:
            groups.setdefault(cell.row, []).append(cell)
    out = [["", *columns.values()]]
    inside = False
    for row, text in names:
        if row is None:
            inside = True
            out.append([text])
            continue
        out.append([(_STEP if inside else "") + text, *(cell.text for cell in groups[row])])
    return out


def _pad(text: str, width: int, right: bool) -> str:
    blank = " " * max(0, width - _width(text))
    return blank + text if right else text + blank


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WFA" else 1 for c in text)
