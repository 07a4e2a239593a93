"""Where a finding, or a figure of the text, stands in a printed report: the title, a heading, words, a cell, a row's label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from gongkai.annual.forms import TABLES
from gongkai.annual.report import AnnualReport
from gongkai.annual.write.plan import Part, Printed, PrintedTable, chinese_date, plan

Kind = Literal["title", "heading", "text", "cell", "label", "table"]

SIGNATURE = "signature"
"""The part a place names for the lines that sign the report (`Printed.signature`)."""

_SUB_HEADING = re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)]")
_LONGEST_SUB_HEADING = 40
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_STOP = re.compile(r"[。！？；\n]|$")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a `Printed` report; which fields are set depends on `kind`.

    * title, text: `start` to `end` are the characters of the title, or of paragraph `paragraph` of part `part`
      (a key of `Printed.parts`, or SIGNATURE);
    * heading: the heading of part `part`;
    * cell: `where` (`table3.total.natural_person`) is the cell's;
    * label: the label of row or column `where` (`table3.total`);
    * table: table `where` as a whole, which stands in part `part`.
    """

    kind: Kind
    part: str | None = None
    paragraph: int = 0
    start: int = 0
    end: int = 0
    where: str | None = None


def place_of(report: AnnualReport | Printed, thing: Any) -> Place:
    """Where a finding or figure stands in a report: `Places(printed).of(thing)` for one of them."""
    return Places(report if isinstance(report, Printed) else plan(report)).of(thing)


class Places:
    """The places of one printed report, for asking about many findings."""

    def __init__(self, printed: Printed) -> None:
        self.printed = printed
        self._parts = {part.key: part for part in printed.parts}
        self._tables = {part.table.key: part for part in printed.parts if part.table}
        self._texts = {part.key: _Text(part.key, part.paragraphs) for part in printed.parts if part.paragraphs}
        if printed.signature:
            self._texts[SIGNATURE] = _Text(SIGNATURE, printed.signature)

    def of(self, thing: Any) -> Place:
        """Where a finding or a figure (objects, or their JSON) stands.

        Words it quotes stand where they are printed, first in its own part; a finding about a table stands at its own cell,
        at the label of its row or column, or at the table. What has no place of its own (a missing part, the whole
        report) stands at the title.
        """
        where = _get(thing, "where") or ""
        quote = _get(thing, "quote") or ""
        head, _, rest = where.partition(".")
        cells = list(_get(thing, "cells") or ())
        if head in TABLES:
            return self._in_table(head, where, cells) or self._words(quote) or self._heading_of(head) or self._title()
        if head == "title":
            return self._title(quote or _stated(_get(thing, "found")))
        own = ("end", SIGNATURE) if head == "end" else (head.removeprefix("section"),)
        found = self._words(quote, own)
        if found is None and head == "end":
            found = self._words(_stated(_get(thing, "found")), own, elsewhere=False)
        if found is None:
            found = self._part(own, rest)
        if found is None and (printed := [cell for cell in cells if self._has_cell(cell)]):
            found = self._cell(printed[0])
        return found or self._title()

    def _title(self, quote: str = "") -> Place:
        title = self.printed.title
        start, end = (Flat(title).find(quote) if quote else None) or (0, len(title))
        return Place("title", start=start, end=end)

    def _words(self, quote: str, first: Sequence[str] = (), elsewhere: bool = True) -> Place | None:
        """The place of quoted words: in the parts named, else in any."""
        if not quote:
            return None
        for key in dict.fromkeys((*first, *self._texts)) if elsewhere else first:
            text = self._texts.get(key)
            if text is not None and (found := text.find(quote)):
                return found
        return None

    def _part(self, keys: Sequence[str], rest: str) -> Place | None:
        """A part as a whole, or its sub-heading number `rest`."""
        for key in keys:
            text = self._texts.get(key)
            if text is not None and rest.isdigit() and (found := text.sub_heading(int(rest))):
                return found
            part = self._parts.get(key)
            if part is not None and part.heading:
                return Place("heading", part.key)
            if text is not None:
                return text.whole(0)
        return None

    def _in_table(self, table: str, where: str, cells: list[str]) -> Place | None:
        part = self._tables.get(table)
        if part is None or part.table is None:
            return None
        if not self._has_cell(where) and len(cells) == 1:
            where = cells[0]
        if self._has_cell(where):
            return self._cell(where)
        if label := _label(part.table, where.partition(".")[2]):
            return Place("label", part.key, where=f"{table}.{label}")
        return Place("table", part.key, where=table)

    def _heading_of(self, table: str) -> Place | None:
        """The heading of the section a table belongs to that the report does not have."""
        part: Part | None = self._parts.get(table.removeprefix("table"))
        return Place("heading", part.key) if part is not None and part.heading else None

    def _cell(self, where: str) -> Place:
        return Place("cell", self._tables[where.partition(".")[0]].key, where=where)

    def _has_cell(self, where: str) -> bool:
        return where in self._cells

    @cached_property
    def _cells(self) -> frozenset[str]:
        tables = (part.table for part in self._tables.values() if part.table)
        return frozenset(cell.where for table in tables for row in table.rows for cell in row if cell.where)


def is_sub_heading(line: str) -> bool:
    """Whether a paragraph is nothing but a sub-heading such as （一）主动公开情况."""
    words = line.strip()
    return len(words) <= _LONGEST_SUB_HEADING and bool(_SUB_HEADING.match(words)) and not words.endswith(("。", "；", "，"))


class Flat:
    """A text without its white space and in one width, so that a quote is found however it was broken."""

    def __init__(self, text: str) -> None:
        chars: list[str] = []
        self._at: list[int] = []
        for i, char in enumerate(text):
            for c in unicodedata.normalize("NFKC", char):
                if not c.isspace():
                    chars.append(c)
                    self._at.append(i)
        self._text = "".join(chars)

    def find(self, quote: str) -> tuple[int, int] | None:
        """Start and end of the first place the quote stands at, in the original text; a quote cut short with …… is found
        without them."""
        for words in dict.fromkeys((quote, quote.strip("… "))):
            wanted = "".join(unicodedata.normalize("NFKC", words).split())
            if wanted and (at := self._text.find(wanted)) >= 0:
                return self._at[at], self._at[at + len(wanted) - 1] + 1
        return None


class _Text:
    """The paragraphs of a part as one text, and the way back to each."""

    def __init__(self, key: str, paragraphs: Sequence[str]) -> None:
        self.key = key
        self.paragraphs = paragraphs
        self.text = "\n".join(paragraphs)

    @cached_property
    def _flat(self) -> Flat:
        return Flat(self.text)

    def find(self, quote: str) -> Place | None:
        """The first place of a quote."""
        span = self._flat.find(quote)
        return self._at(*span) if span else None

    def sub_heading(self, number: int) -> Place | None:
        """The words of sub-heading （number）, up to the end of its sentence."""
        from gongkai.annual.figures.text import section_text

        section = section_text(self.key, self.text)
        for offset, found in section.headings:
            if found == number:
                start = section.raw_offset(offset)
                stop = _STOP.search(self.text, start)
                return self._at(start, stop.end() if stop else len(self.text))
        return None

    def whole(self, paragraph: int) -> Place:
        """A paragraph as a whole."""
        return Place("text", self.key, paragraph, 0, len(self.paragraphs[paragraph]))

    def _at(self, start: int, end: int) -> Place:
        """A stretch of the text within the paragraph it begins in."""
        before = 0
        for number, paragraph in enumerate(self.paragraphs):
            after = before + len(paragraph)
            if start <= after:
                return Place("text", self.key, number, start - before, min(end, after) - before)
            before = after + 1
        return self.whole(len(self.paragraphs) - 1)


def _label(table: PrintedTable, name: str) -> str | None:
    """The key of the row or column whose label stands in the table: of `total.x` the row, of `natural_person` the column."""
    row = name.partition(".")[0]
    labels = [cell for cells in table.rows for cell in cells if cell.kind != "value"]
    if any(cell.row == row and cell.kind in ("row", "heading") for cell in labels):
        return row
    return row if any(cell.column == row for cell in labels) else None


def _stated(found: Any) -> str:
    """What a finding found, where that is words of the document; a date as documents write it."""
    if not isinstance(found, str):
        return ""
    return chinese_date(found) if _ISO_DATE.fullmatch(found) else found


def _get(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)
