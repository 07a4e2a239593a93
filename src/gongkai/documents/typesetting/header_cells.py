"""Row headings in the tables of a PDF that typst wrote: its own way to mark them (`pdf.header-cell`) is closed to Python.

typst marks the cells of `table.header` as TH and gives every cell the /Headers above it. Here the cells that head a row
become TH of scope Row too, the cells beside them name them in /Headers, and every table gets its /Summary. typst writes
all objects plainly with a cross-reference table, so the few that change are written anew and the table counted again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_OBJECT = re.compile(rb"(\d+) 0 obj\n")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_KIDS = re.compile(rb"/K\[((?:\d+ 0 R ?)+)\]")
_KIND = re.compile(rb"<</Type/StructElem/S/(\w+)")
_OF_TABLE = re.compile(rb"<</O/Table(.*?)>>")
_HEADERS = re.compile(rb"/Headers\[(.*?)\]")
_NAMES = re.compile(rb"/IDTree<</Names\[(.*?)\]>>")
_NAME = re.compile(rb"\((\w+)\)(\d+ 0 R)")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A printed cell: its first grid column, its spans, and whether it heads its row or rows."""

    x: int
    rowspan: int
    colspan: int
    heads_row: bool


@dataclass(frozen=True, slots=True)
class TableTags:
    """What a table is about, in words, and its cells row by row, merged ones once at their upper left corner."""

    summary: str
    rows: tuple[tuple[GridCell, ...], ...]


def tag_header_cells(pdf: bytes, tables: Sequence[TableTags]) -> bytes:
    """The PDF with row headings tagged in its tables, given in the order of the document. Raises ValueError where the PDF
    has other tables than these, or is not built as typst builds it."""
    if not tables:
        return pdf
    objects = _Objects(pdf)
    tagged = [number for number, body in objects.bodies.items() if body.startswith(b"<</Type/StructElem/S/Table")]
    if len(tagged) != len(tables):
        raise ValueError(f"{len(tables)} tables given, {len(tagged)} in the PDF")
    names: list[tuple[bytes, bytes]] = []
    for index, (number, table) in enumerate(zip(tagged, tables, strict=True)):
        _tag_table(objects, number, f"R{index + 1}", table, names)
    _name(objects, names)
    return objects.written()


def _tag_table(objects: _Objects, number: int, prefix: str, table: TableTags, names: list[tuple[bytes, bytes]]) -> None:
    rows = [row for kid in objects.kids(number) for row in ([kid] if objects.kind(kid) == b"TR" else objects.kids(kid))]
    heading: dict[int, list[bytes]] = {}
    for y, (row, cells) in enumerate(zip(rows, table.rows, strict=True)):
        for cell, where in zip(objects.kids(row), cells, strict=True):
            beside = b"".join(heading.get(y, ()))
            if where.heads_row:
                name = f"{prefix}x{where.x}y{y}".encode()
                names.append((name, b"%d 0 R" % cell))
                objects.edit(cell, rb"/S/TD", b"/S/TH/ID(" + name + b")")
                _head(objects, cell, b"/Scope/Row", beside)
                for covered in range(y, y + where.rowspan):
                    heading.setdefault(covered, []).append(b"(" + name + b")")
            elif beside and objects.kind(cell) == b"TD":
                _head(objects, cell, b"", beside)
    summary = b"/Summary<FEFF" + table.summary.encode("utf-16-be").hex().upper().encode() + b">"
    objects.edit(number, rb"/A\[", b"/A[<</O/Table" + summary + b">>")


def _head(objects: _Objects, number: int, scope: bytes, names: bytes) -> None:
    """Give a cell a scope and further headings, by name."""
    body = objects.bodies[number]
    found = _OF_TABLE.search(body)
    if found is None:
        objects.edit(number, rb"/A\[", b"/A[<</O/Table" + scope + b"/Headers[" + names + b"]>>")
        return
    old = found[1] if _HEADERS.search(found[1]) else found[1] + b"/Headers[]"
    new = _HEADERS.sub(lambda headers: b"/Headers[" + headers[1] + names + b"]", old, count=1)
    objects.bodies[number] = body[: found.start(1)] + scope + new + body[found.end(1) :]


def _name(objects: _Objects, names: list[tuple[bytes, bytes]]) -> None:
    """Enter the names in the tree of names, which is sorted."""
    if not names:
        return
    root = next(number for number, body in objects.bodies.items() if body.startswith(b"<</Type/StructTreeRoot"))
    body = objects.bodies[root]
    there = _NAMES.search(body)
    if there is None:
        raise ValueError("the PDF names no heading cell")
    every = sorted([*_NAME.findall(there[1]), *names])
    listed = b"".join(b"(%s)%s" % entry for entry in every)
    objects.bodies[root] = body[: there.start(1)] + listed + body[there.end(1) :]


class _Objects:
    """The objects of a PDF with a plain cross-reference table: number → what stands between `obj` and the next object."""

    def __init__(self, pdf: bytes) -> None:
        start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
        lines = pdf[start:].split(b"\n")
        if lines[0].strip() != b"xref":
            raise ValueError("no plain cross-reference table")
        self.count = int(lines[1].split()[1])
        offsets = [int(line[:10]) for line in lines[2 : 2 + self.count] if line[17:18] == b"n"]
        self.trailer = pdf[pdf.index(b"trailer", start) :]
        edges = [*sorted(offsets), start]
        self.head = pdf[: edges[0]]
        self.bodies: dict[int, bytes] = {}
        for begin, end in pairwise(edges):
            opening = _OBJECT.match(pdf, begin)
            if opening is None:
                raise ValueError(f"no object at {begin}")
            self.bodies[int(opening[1])] = pdf[opening.end() : end]

    def kind(self, number: int) -> bytes | None:
        found = _KIND.match(self.bodies[number])
        return found[1] if found else None

    def kids(self, number: int) -> list[int]:
        found = _KIDS.search(self.bodies[number])
        return [int(kid) for kid in _REFERENCE.findall(found[1])] if found else []

    def edit(self, number: int, pattern: bytes, by: bytes) -> None:
        """Replace what matches, once. Raises ValueError where nothing does."""
        self.bodies[number], done = re.subn(pattern, lambda _: by, self.bodies[number], count=1)
        if not done:
            raise ValueError(f"object {number} has no {pattern!r}")

    def written(self) -> bytes:
        """The PDF anew."""
        parts = [self.head]
        at = len(self.head)
        offsets: dict[int, int] = {}
        for number, body in self.bodies.items():
            offsets[number] = at
            part = b"%d 0 obj\n" % number + body
            parts.append(part)
            at += len(part)
        parts.append(b"xref\n0 %d\n0000000000 65535 f\r\n" % self.count)
        parts += [b"%010d 00000 n\r\n" % offsets[number] for number in range(1, self.count)]
        parts.append(re.sub(rb"(startxref\s+)\d+", rb"\g<1>%d" % at, self.trailer))
        return b"".join(parts)
