"""A workbook put in the order of a report: sheets that are no part of it set aside, labelled facts taken out, prompts that
nobody filled in dropped."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from gongkai.annual.assemble.ending import split_ending
from gongkai.annual.assemble.normal import bare
from gongkai.annual.assemble.titles import heading_in
from gongkai.annual.forms import FORMS, form
from gongkai.documents.model import Block, Document, Grid, Paragraph
from gongkai.law import parameters

_ASIDE = re.compile(r"(?:填[写表报列]|编制|使用)?(?:说明|须知)|自查表?|校验表?")
_ASIDE_TITLE = re.compile(r"(?:填[写表报列](?:说明|须知)|自查)(?:[：:].*)?")
_FACTS = {
    "agency": frozenset(("机关名称", "单位名称", "填报单位", "报告单位", "编制单位", "机关全称", "单位全称")),
    "year": frozenset(("报告年度", "年度", "报告年份", "年份")),
    "signed_on": frozenset(("成文日期", "落款日期", "填报日期", "报告日期")),
}
_LEAST_FACTS = 2
_YEAR = re.compile(r"(20\d\d)\s*年?度?")
_SERIAL = re.compile(r"[3-7]\d{4}")
_DAY_ZERO = dt.date(1899, 12, 30)
"""Day 0 of the dates of workbooks."""
_CAPTION = re.compile(r"附?表[一二三四1-4][、：:\s]*(?=\S)")
_PROMPT = re.compile(r"[（(]请填写[^（()）]*[)）]")
_NUMBERED = re.compile(r"[（(][一二三四五六七八九][)）]")


@dataclass(slots=True)
class Arranged:
    """The document that is left; `facts` by name (agency, year, signed_on as ISO); how many prompts stood unfilled."""

    document: Document
    facts: dict[str, str] = field(default_factory=dict)
    prompts: int = 0


def arranged(document: Document) -> Arranged:
    """What of a workbook is the report. Anything else than a workbook comes back as it is."""
    if not document.sheets:
        return Arranged(document)
    out = Arranged(replace(document, blocks=[]))
    several = len(document.sheets) > 1
    for name, blocks in _sheets(document):
        if several and _is_aside(name, blocks):
            continue
        facts = _facts(blocks) if several else {}
        if len(facts) >= _LEAST_FACTS:
            out.facts.update({key: value for key, value in facts.items() if value})
            continue
        out.prompts += sum(map(_is_prompt, blocks))
        out.document.blocks.extend(_without_prompts([block for block in blocks if not _is_caption(block)]))
    return out


def _sheets(document: Document) -> Iterator[tuple[str, list[Block]]]:
    ends = [start for _, start in document.sheets[1:]] + [len(document.blocks)]
    for (name, start), end in zip(document.sheets, ends, strict=True):
        yield name, document.blocks[start:end]


def _is_aside(name: str, blocks: list[Block]) -> bool:
    """Instructions and checks: told by the sheet's name unless a section of the report stands in it, or by its first words
    where the sheet was renamed."""
    first = blocks[0] if blocks else None
    if isinstance(first, Grid):
        words = first.cells[0].text if first.cells else ""
    else:
        words = first.text if isinstance(first, Paragraph) else ""
    if _ASIDE_TITLE.fullmatch(words.strip()):
        return True
    return bool(_ASIDE.fullmatch(name.strip())) and not _has_heading(blocks)


def _has_heading(blocks: list[Block]) -> bool:
    return any(isinstance(block, Paragraph) and heading_in(block.text) is not None for block in blocks)


def _facts(blocks: list[Block]) -> dict[str, str]:
    """The facts of a sheet of labels with their values beside them; blank ones too. Nothing where the sheet is another."""
    grids = [block for block in blocks if isinstance(block, Grid)]
    if len(grids) != 1 or _has_heading(blocks):
        return {}
    values = {(cell.row, cell.col): cell.text.strip() for cell in grids[0].cells}
    out: dict[str, str] = {}
    for (row, column), text in values.items():
        label = bare(text)
        for key, labels in _FACTS.items():
            if column == 0 and label in labels:
                out[key] = _read(key, values.get((row, 1), ""))
    return out


def _read(key: str, text: str) -> str:
    if key == "year":
        found = _YEAR.fullmatch(text)
        return found[1] if found else ""
    if key == "signed_on":
        if _SERIAL.fullmatch(text):
            return (_DAY_ZERO + dt.timedelta(int(text))).isoformat()
        return split_ending([text])[3] or ""
    return text


def _is_caption(block: Block) -> bool:
    """“表二　主动公开政府信息情况”: a line that only says which table stands below."""
    if not isinstance(block, Paragraph) or not (found := _CAPTION.match(block.text)):
        return False
    heading = heading_in(block.text[found.end() :])
    return heading is not None and heading.official and heading.number is None


def _is_prompt(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(_PROMPT.fullmatch(block.text.strip()))


def _without_prompts(blocks: list[Block]) -> list[Block]:
    """Prompts and the sub-headings above them gone; a sub-heading of the form with nothing below it is as good as one."""
    out: list[Block] = []
    text_below = False
    for block in reversed(blocks):
        if not isinstance(block, Paragraph):
            text_below = True
        elif _is_prompt(block):
            continue
        elif bare(_NUMBERED.sub("", block.text, count=1)) in _topics() and _NUMBERED.match(block.text):
            if not text_below:
                continue
            text_below = False
        else:
            text_below = heading_in(block.text) is None
        out.append(block)
    out.reverse()
    return out


@cache
def _topics() -> frozenset[str]:
    """The sub-headings of section 一, without numbers."""
    years = {form(name).from_year for name in FORMS}
    return frozenset(f"{topic}情况" for year in years for topic in parameters.for_year("annual_report.overview.topics", year))
