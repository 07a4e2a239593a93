"""What a rule sees: the report, last year's, the county's profile, and everything worked out from them once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from gongkai.annual.figures.analysis import Analysis, Mention, analyse
from gongkai.annual.figures.text import SectionText, Sentence, section_text
from gongkai.annual.report import AnnualReport, Figure, Number

SECTION_KEYS = ("intro", "1", "2", "3", "4", "5", "6", "end")


class Context:
    """One check of one report. Everything is worked out at first use and kept."""

    def __init__(
        self, report: AnnualReport, previous: AnnualReport | None = None, profile: dict[str, Any] | None = None
    ) -> None:
        self.report = report
        self.previous = previous
        self.profile = profile
        self.year = report.year
        self.form = report.form

    # ---- the agency

    @cached_property
    def _kind_and_level(self) -> tuple[str | None, str | None]:
        if not self.report.agency:
            return None, None
        from gongkai.annual.agencies import kind_and_level

        return kind_and_level(self.report.agency)

    @property
    def kind(self) -> str | None:
        """government, subdistrict_office, department or other; None where the name does not tell."""
        return self._kind_and_level[0]

    @property
    def level(self) -> str | None:
        """state, province, city, county or township; None where the name does not tell."""
        return self._kind_and_level[1]

    # ---- the tables

    def cell(self, table: str, row: str, column: str) -> Number | None:
        """The value of a cell; None where it is blank or absent."""
        return self.report.cell(table, row, column)

    def has_cell(self, table: str, row: str, column: str) -> bool:
        """Whether the document has this cell, blank or not."""
        return self.report.has_cell(table, row, column)

    def count(self, table: str, row: str, column: str) -> Number | None:
        """The value of a cell in an identity: blank counts as 0, absent is None."""
        if not self.report.has_cell(table, row, column):
            return None
        return self.report.cell(table, row, column) or 0

    # ---- the text

    def section(self, key: str) -> SectionText:
        """The section `intro`, `1` … `6` or `end`; an empty one where the report has none."""
        return section_text(key, self.report.sections.get(key) or "")

    @cached_property
    def title(self) -> SectionText:
        """The title, even."""
        return section_text("title", self.report.title or "")

    @cached_property
    def sections(self) -> list[SectionText]:
        """All sections that have words, in order."""
        return [self.section(key) for key in SECTION_KEYS if self.report.sections.get(key)]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """All sentences of all sections, in order; their text is even (half-width digits, no stray spaces)."""
        return [sentence for section in self.sections for sentence in section.sentences]

    @cached_property
    def text(self) -> str:
        """All sections as one even text, for “is there such a word at all”."""
        return "\n".join(section.text for section in self.sections)

    def quote(self, sentence: Sentence, start: int = 0, end: int | None = None) -> str:
        """Characters `start` to `end` of a sentence, as printed."""
        stop = sentence.end if end is None else sentence.start + end
        return self.section(sentence.section).quote(sentence.start + start, stop)

    @cached_property
    def analysis(self) -> Analysis:
        """The numbers of the text with their places, years, scopes and lists."""
        return analyse(self.report.sections, self.year)

    @property
    def mentions(self) -> list[Mention]:
        """The figures of the text, each with its sentence and offsets."""
        return self.analysis.mentions

    @property
    def figures(self) -> list[Figure]:
        """The figures of the text."""
        return [mention.figure for mention in self.analysis.mentions]
