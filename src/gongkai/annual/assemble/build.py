"""Put a report together from a document."""

from __future__ import annotations

import re

from gongkai.annual.assemble.builder import TableBuilder
from gongkai.annual.assemble.ending import split_ending
from gongkai.annual.assemble.forms_found import form_of, label_notes, official_units
from gongkai.annual.assemble.items import Item, items_of
from gongkai.annual.assemble.opening import Opening, read_opening, year_from_text
from gongkai.annual.assemble.refusals import refuse_what_is_no_report
from gongkai.annual.assemble.sections import Outline, outline
from gongkai.annual.assemble.tables import assemble_tables
from gongkai.annual.assemble.titles import is_title
from gongkai.annual.assemble.workbook import arranged
from gongkai.annual.forms import FORMS, TABLES, form
from gongkai.annual.report import AnnualReport, Note
from gongkai.documents.model import Document

_FIRST_FORM_YEAR = form(FORMS[0]).from_year


def assemble(document: Document, name: str | None = None) -> AnnualReport:
    """The report a document holds. Raises Unreadable (no_report, empty_form, two_reports, comparison) where it holds
    none, or none that could be read without guessing."""
    sheets = arranged(document)
    document, facts = sheets.document, sheets.facts
    items, traditional = items_of(document)
    found = outline(items)
    first = found.headings[0].at if found.headings else len(items)
    bounds = _bounds(found, len(items))
    tables, used = assemble_tables(items, bounds)
    if not found.headings and used:
        first = min(used)
    opening = read_opening(items, first, document.title)
    if opening.year is not None and opening.year < _FIRST_FORM_YEAR and not any(t.cells for t in tables.values()):
        # Before the statutory form there were no six sections: the text is one.
        found, bounds, used = Outline([]), {}, set()
        opening = read_opening(items, len(items), document.title)
    opening.agency = opening.agency or facts.get("agency")
    if opening.year is None and "year" in facts:
        opening.year = int(facts["year"])
    report = AnnualReport(title=opening.title, year=opening.year)
    _fill_sections(report, items, found, bounds, used, opening)
    report.signed_on = report.signed_on or facts.get("signed_on")
    refuse_what_is_no_report(items, found, tables, opening, report, prompted=sheets.prompts > 0)
    _fill_tables(report, tables, found, items, bounds)
    report.notes = [Note(n.code, "", n.message) for n in document.notes] + opening.notes + found.notes + report.notes
    if traditional:
        report.notes.append(Note("traditional", "", "原文为繁体字，已转为简体字读取。"))
    if "agency" in facts:
        report.agency_as_written.append(facts["agency"])
    _name_agency(report, opening, items[:first], name)
    if report.year is None:
        body = "".join(report.sections.get(k, "") for k in "156")
        report.year = year_from_text(report.sections["intro"], body, report.signed_on)
        if report.year is not None:
            report.notes.append(
                Note("year_from_text", "title", f"标题没有写年份，按正文认作 {report.year} 年。请在标题写明年份。")
            )
    if report.year is not None and report.year < _FIRST_FORM_YEAR and not report.tables:
        report.form = None
    return report


def _bounds(found: Outline, end: int) -> dict[str, tuple[int, int]]:
    """Section or table → the range of items under its heading."""
    out: dict[str, tuple[int, int]] = {}
    sections = {s.key: s for s in form(FORMS[-1]).sections}
    for i, heading in enumerate(found.headings):
        stop = found.headings[i + 1].at if i + 1 < len(found.headings) else end
        out[heading.key] = (heading.at + 1, stop)
        table = sections[heading.key].table
        if table:
            out[table] = (heading.at + 1, stop)
    return out


def _fill_sections(
    report: AnnualReport,
    items: list[Item],
    found: Outline,
    bounds: dict[str, tuple[int, int]],
    used: set[int],
    opening: Opening,
) -> None:
    texts: dict[str, list[str]] = {"intro": opening.intro}
    skip = used | _captions(items)
    for heading in found.headings:
        low, high = bounds[heading.key]
        body = [heading.rest] if heading.rest else []
        body += [
            items[i].text.strip() for i in range(low, high) if items[i].is_text and i not in skip and items[i].text.strip()
        ]
        texts[heading.key] = body
    if not found.headings:
        texts["1"], texts["intro"] = opening.intro, []
    last = found.headings[-1].key if found.headings else "1"
    texts[last], ending, signer, date = split_ending(texts[last])
    report.signed_on = date
    if signer:
        report.agency_as_written.append(signer)
    for key in ("intro", "1", "2", "3", "4", "5", "6"):
        if key in texts or key == "intro":
            report.sections[key] = "\n".join(texts.get(key, []))
    report.sections["end"] = "\n".join(ending)


_CAPTION = re.compile(r"\s*(?:附?表[一二三四1-4]|附表|Sheet\s?\d+|工作表\d+)\s*", re.I)
_TITLED_CAPTION = re.compile(r"\s*附?表[一二三四1-4][\s：:、.]*(?P<title>\S.{2,40})")


def _captions(items: list[Item]) -> set[int]:
    """Short lines that only name the table below them (or the sheet it stands on): no text of a section."""
    out = set()
    for i, item in enumerate(items):
        if not item.text or not item.is_text:
            continue
        titled = _TITLED_CAPTION.fullmatch(item.text)
        if _CAPTION.fullmatch(item.text) or (titled and is_title(titled["title"])):
            out.add(i)
    return out


def _fill_tables(
    report: AnnualReport, tables: dict[str, TableBuilder], found: Outline, items: list[Item], bounds: dict[str, tuple[int, int]]
) -> None:
    for key in TABLES:
        builder = tables.get(key)
        if builder is None or not (builder.cells or builder.notes):
            _absent(report, key, builder, items, bounds)
            if builder is None:
                continue
        elif builder.cells:
            report.tables[key] = builder.cells
        report.notes += builder.notes
        report.units.update(builder.units)
    for key in ("table2", "table3"):
        report.forms[key] = form_of(key, report.tables.get(key, {}), tables.get(key), report.year)
    report.form = report.forms["table2"] or report.forms["table3"]
    for key, builder in tables.items():
        used_form = report.forms.get(key) or report.form or FORMS[-1]
        report.notes += label_notes(key, builder, used_form)
    official_units(report)
    if found.headings and len(report.tables) == 0:
        report.form = None


def _absent(
    report: AnnualReport, key: str, builder: TableBuilder | None, items: list[Item], bounds: dict[str, tuple[int, int]]
) -> None:
    if key not in bounds:
        return
    low, high = bounds[key]
    if any(items[i].picture is not None for i in range(low, high)):
        report.notes.append(
            Note("table_as_picture", key, "这里的表格是图片，数字无法读取。请改为真正的表格（带边框、可选中文字）。")
        )
    elif builder is not None:
        report.notes.append(Note("blank_table", key, "表格里没有任何数字。请填写，没有的填 0。"))


def _name_agency(report: AnnualReport, opening: Opening, before: list[Item], name: str | None) -> None:
    from gongkai.annual import agencies

    written = [opening.agency] if opening.agency else []
    written += [a for a in report.agency_as_written if a not in written]
    report.agency_as_written = written
    if not written:
        found = re.search(
            r"(?:本报告由|由)([\u4e00-\u9fff]{3,25}?(?:人民政府|办事处|局|委员会|办公室|厅))(?:编制|按照|根据)",
            report.sections["intro"],
        )
        if found:
            report.agency_as_written = written = [found[1]]
    if written:
        report.agency = agencies.normalise(written[0], written)
