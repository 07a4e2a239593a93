"""Correct a report by hand: places and what was typed there go in, the report as it will be written anew comes out.

A place is a cell (`table3.total.natural_person`), `title`, `agency`, `year`, `signed_on`, a text (`section.intro`,
`section.1` … `section.6`, `section.end`), the unit of a money cell (`unit.table2.procurement.amount`) or the form of a
table (`form.table2`). Everything here is pure: the report given is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, NoReturn

from gongkai.annual.assemble.ending import split_ending
from gongkai.annual.assemble.forms_found import official_units
from gongkai.annual.assemble.opening import parse_title
from gongkai.annual.assemble.values import parse_value
from gongkai.annual.forms import FORMS, TABLES, Table, form, form_for_year
from gongkai.annual.report import ABSENT_MARK, AnnualReport, Note

SECTIONS = ("intro", "1", "2", "3", "4", "5", "6", "end")
UNITS = ("元", "万元", "亿元")
LONGEST_LINE = 200
LONGEST_TEXT = 100_000
_YEARS = (2008, 2099)
"""The regulation took effect on 1 May 2008: there is no earlier report."""
_DAY = re.compile(r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?\Z")
_DAY_INSIDE = re.compile(r"20\d\d\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?")

_PRINTED_ANEW = frozenset(
    (
        *("label_variant", "unnamed_column", "heading_lost", "position_used", "table_split", "extra_rows", "extra_columns"),
        *("section_title", "section_numbering", "sections_out_of_order", "title_split", "two_reports"),
        *("printed_mark", "unit_in_cell", "remark_in_cell"),
        *("hidden_text", "hidden_sheet", "tracked_changes"),
    )
)
"""Notes on how the file prints what was read from it. A report that is written anew prints official labels and headings,
the title on one line, plain numbers, the rows and columns of the form and nothing hidden: none of them is true of it."""
_OF_THE_READING = frozenset(("ocr", "ocr_doubtful", "recognised_layer", "picture_pages", "unmapped_text", "traditional"))
"""Notes on how well the file could be read: they hold however many places were corrected."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was changed at a place, before and after as a person reads it; "" is a blank."""

    place: str
    before: str
    after: str


class NotAccepted(ValueError):
    """What was typed cannot stand at this place; the message is a Chinese sentence that names it."""


def correct(report: AnnualReport, edits: Mapping[str, str]) -> AnnualReport:
    """The report with these edits (place → text as typed), as it will be written anew.

    What was typed is read like a printed cell, title or ending: title and ending give agency, year and date anew, figures
    are taken from the texts again. What cannot stand at a place is left out (`refusals` says why). Notes of the reader go
    where they no longer hold: those on the old print always, those on a place once it or something in it is corrected,
    those on the quality of the reading never.
    """
    from gongkai.annual import figures

    out = edited(report, edits)
    out.figures = figures.extract(out.sections, out.year)
    return out


def edited(report: AnnualReport, edits: Mapping[str, str]) -> AnnualReport:
    """As `correct`, with the figures as they were: for what asks for tables, names and texts only, and often."""
    return _apply(report, _accepted(report, edits)[0])


def corrections(report: AnnualReport, edits: Mapping[str, str]) -> list[Correction]:
    """What the edits change, in the order of `places`, what follows from them too (a title's year); edits that say what
    the report says already change nothing."""
    corrected = edited(report, edits)
    pairs = ((place, shown(report, place), shown(corrected, place)) for place in places(corrected))
    return [Correction(place, before, after) for place, before, after in pairs if before != after]


def refusals(report: AnnualReport, edits: Mapping[str, str]) -> dict[str, str]:
    """The places whose typed text is not accepted, each with a sentence why."""
    return _accepted(report, edits)[1]


def places(report: AnnualReport) -> list[str]:
    """Every place that can be corrected, in the order of the document: all cells of the tables' forms among them."""
    out = ["title", "agency", "year", "section.intro"]
    tables = {form(FORMS[-1]).tables[key].section: key for key in TABLES}
    for key in SECTIONS[1:-1]:
        out.append(f"section.{key}")
        if key not in tables or (name := form_of(report, tables[key])) is None:
            continue
        if _differs(tables[key]):
            out.append(f"form.{tables[key]}")
        for row, column in form(name).tables[tables[key]].cells():
            where = f"{tables[key]}.{row.key}.{column.key}"
            out += [where, f"unit.{where}"] if column.value == "money" else [where]
    return [*out, "section.end", "signed_on"]


def form_of(report: AnnualReport, table: str) -> str | None:
    """The form a table is corrected and written in: its own, the report's, that of the year. None before 2019."""
    if own := report.forms.get(table) or report.form:
        return own
    due = form_for_year(report.year)
    return due.form if due else FORMS[-1] if report.year is None or report.tables else None


def shown(report: AnnualReport, place: str) -> str:
    """What stands at a place, as a form field shows it; "" for a blank, an absent cell, a missing text."""
    head, _, rest = place.partition(".")
    if head == "section":
        return _even_text(report.sections.get(rest) or "")
    if head == "unit":
        table, row, column = rest.split(".")
        return report.units.get(rest) or _own_unit(report, table, row, column) or ""
    if head == "form":
        return form_of(report, rest) or ""
    if head in TABLES:
        from gongkai.annual.write.plan import printed_number

        value = report.cell(*place.split("."))
        return "" if value is None else printed_number(value)
    value = getattr(report, head)
    return "" if value is None else _even_line(str(value))


def _accepted(report: AnnualReport, edits: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """(edits that change something, evenly written; refusals)."""
    accepted: dict[str, str] = {}
    refused: dict[str, str] = {}
    chosen = _with_forms(report, edits)
    known = set(places(chosen))
    for place, text in edits.items():
        try:
            if place not in known:
                if place.partition(".")[0] not in TABLES:
                    raise NotAccepted("没有这一处可以改，请刷新页面后再试。")
                continue  # a cell of the form that the table no longer has
            even = _even(place, text)
        except NotAccepted as error:
            refused[place] = str(error)
            continue
        if even != shown(report if place.startswith("form.") else chosen, place):
            accepted[place] = even
    return accepted, refused


def _even(place: str, text: str) -> str:
    """What was typed, as the report will print it. Raises NotAccepted."""
    head = place.partition(".")[0]
    if head == "section":
        text = _even_text(text)
        if len(text) > LONGEST_TEXT:
            raise NotAccepted(f"这一部分的文字超过 {LONGEST_TEXT} 字，没有保存。请删减后再填。")
        return text
    line = _even_line(text)
    if len(line) > LONGEST_LINE:
        raise NotAccepted(f"这里最多 {LONGEST_LINE} 字，没有保存。请缩短后再填。")
    kinds: dict[str, Callable[[str], str]] = {
        "year": _even_year,
        "signed_on": _even_day,
        "unit": _even_unit,
        "form": _even_form,
    }
    if head in kinds:
        return kinds[head](line)
    return _even_cell(place, line) if head in TABLES else line


def _even_text(text: str) -> str:
    """Paragraphs as the reader gives them: trimmed, none empty."""
    return "\n".join(line for raw in text.splitlines() if (line := raw.strip()))


def _even_line(text: str) -> str:
    return "".join(text.split("\n")).strip()


def _even_cell(place: str, line: str) -> str:
    from gongkai.annual.check.official import place_name
    from gongkai.annual.write.plan import printed_number

    if line == ABSENT_MARK:
        return ""
    value = parse_value(line)
    if value.kind == "text":
        raise NotAccepted(f"{place_name(place)}填的“{line}”不是数字，没有改。请填数字，没有发生的填 0。")
    return "" if value.number is None else printed_number(value.number)


def _even_year(line: str) -> str:
    bare = line.removesuffix("度").removesuffix("年").strip()
    if not (bare.isascii() and bare.isdigit() and _YEARS[0] <= int(bare) <= _YEARS[1]):
        raise NotAccepted(f"年度“{line}”不对，没有改。请填四位数的年份，如 2024。")
    return bare


def _even_day(line: str) -> str:
    if not line:
        return ""
    found = _DAY.match(line)
    try:
        return date(*map(int, found.groups())).isoformat() if found else _no_day(line)
    except ValueError:
        return _no_day(line)


def _no_day(line: str) -> NoReturn:
    raise NotAccepted(f"落款日期“{line}”不对，没有改。请写成 2025-01-10 或 2025年1月10日。")


def _even_unit(line: str) -> str:
    if line and line not in UNITS:
        raise NotAccepted(f"单位“{line}”不认识，没有改。请选{'、'.join(UNITS)}。")
    return line


def _even_form(line: str) -> str:
    if line not in FORMS:
        raise NotAccepted(f"没有“{line}”年的格式，没有改。请选 {'、'.join(FORMS)} 年的格式。")
    return line


def _with_forms(report: AnnualReport, edits: Mapping[str, str]) -> AnnualReport:
    """The report with its tables in the forms the edits choose: the cells both forms have keep their values, a row or
    column that the new form lacks is dropped, one that only the new form has is absent until it is filled."""
    chosen = {t: name for t in TABLES if (name := edits.get(f"form.{t}", "")) in FORMS and form_of(report, t) and _differs(t)}
    chosen = {table: name for table, name in chosen.items() if report.forms.get(table) != name}
    if not chosen:
        return report
    tables = dict(report.tables)
    for table, name in chosen.items():
        cells = {(row.key, column.key) for row, column in form(name).tables[table].cells()}
        kept = {
            row: {column: value for column, value in columns.items() if (row, column) in cells}
            for row, columns in tables.get(table, {}).items()
        }
        if table in tables:
            tables[table] = {row: columns for row, columns in kept.items() if columns}
    forms = {**report.forms, **chosen}
    units = {where: unit for where, unit in report.units.items() if _has(tables, where)}
    return replace(report, tables=tables, forms=forms, units=units, form=forms.get("table2") or forms.get("table3"))


@cache
def _differs(table: str) -> bool:
    """Whether the forms demand different cells of this table."""
    return len({frozenset((r.key, c.key) for r, c in form(name).tables[table].cells()) for name in FORMS}) > 1


def _has(tables: Mapping[str, Any], where: str) -> bool:
    table, row, column = where.split(".")
    return column in tables.get(table, {}).get(row, {})


def _apply(report: AnnualReport, accepted: Mapping[str, str]) -> AnnualReport:
    """The report with evenly written edits in place."""
    notes = [note for note in report.notes if _still_holds(note, accepted)]
    out = _with_forms(report, accepted)
    out = replace(
        out,
        tables={t: {r: dict(cells) for r, cells in rows.items()} for t, rows in out.tables.items()},
        sections=dict(out.sections),
        units=dict(out.units),
        forms=dict(out.forms),
        agency_as_written=list(out.agency_as_written),
        source=dict(out.source),
        reasons=dict(out.reasons),
        notes=notes,
    )
    for place, text in accepted.items():
        head, _, rest = place.partition(".")
        if head == "section":
            out.sections[rest] = text
        elif head in TABLES:
            _put(out, place, text)
    for place, text in accepted.items():
        if place.startswith("unit."):
            _put_unit(out, place.removeprefix("unit."), text)
    official_units(out)
    _name(out, report, accepted)
    return out


def _put(report: AnnualReport, place: str, text: str) -> None:
    table, row, column = place.split(".")
    name = form_of(report, table)
    if table not in report.tables and name:
        report.forms[table] = name
        report.form = report.form or name
    report.tables.setdefault(table, {}).setdefault(row, {})[column] = parse_value(text).number


def _put_unit(report: AnnualReport, where: str, unit: str) -> None:
    table, row, column = where.split(".")
    if unit and unit != _own_unit(report, table, row, column):
        report.units[where] = unit
    else:
        report.units.pop(where, None)


def _own_unit(report: AnnualReport, table: str, row: str, column: str) -> str | None:
    """The unit the form itself prints at a money cell."""
    name = form_of(report, table)
    definition: Table | None = form(name).tables[table] if name else None
    found = definition.row(row) if definition else None
    money = found.column(column) if found else None
    return money.unit if money else None


def _name(out: AnnualReport, report: AnnualReport, accepted: Mapping[str, str]) -> None:
    """Title, ending, agency, year and date. An agency, year or date typed by itself goes into title and ending too, because
    the document says it there; a title or ending that was typed says agency, year and date as it does in a file."""
    from gongkai.annual import agencies

    title = accepted.get("title")
    if title is not None:
        out.title = title or None
    ending = out.sections.get("end", "")
    if "agency" in accepted:
        if title is None:
            out.title = _renamed(out.title, accepted["agency"])
        if "section.end" not in accepted:
            ending = _resigned(ending, accepted["agency"])
    if "year" in accepted and title is None and out.title and report.year is not None:
        out.title = out.title.replace(str(report.year), accepted["year"], 1)
    if "signed_on" in accepted:
        ending = _redated(ending, accepted["signed_on"])
    if ending or "end" in out.sections:
        out.sections["end"] = ending
    signer, signed_on = _signed(ending)
    if "section.end" in accepted:
        out.signed_on = signed_on
    if "signed_on" in accepted:
        out.signed_on = accepted["signed_on"] or None
    named = parse_title(out.title) if out.title else None
    if named and named[1] is not None:
        out.year = named[1]
    if {"title", "agency", "section.end"} & accepted.keys():
        written = list(dict.fromkeys(name for name in (named[0] if named else None, signer) if name))
        out.agency_as_written = written
        out.agency = agencies.normalise(written[0], written) if written else out.agency
    if "agency" in accepted:
        out.agency = accepted["agency"] or None
    if "year" in accepted:
        out.year = int(accepted["year"])


def _signed(ending: str) -> tuple[str | None, str | None]:
    """(agency that signs, date as ISO) of an ending, read as in a file: below the last words of the report."""
    return split_ending(["正文。", *ending.split("\n")])[2:] if ending else (None, None)


def _renamed(title: str | None, agency: str) -> str | None:
    """The title with another agency in it."""
    named = parse_title(title) if title else None
    return title.replace(named[0], agency, 1) if title and named and named[0] and agency else title


def _resigned(ending: str, agency: str) -> str:
    """The ending signed by another agency."""
    signer = _signed(ending)[0]
    return ending.replace(signer, agency, 1) if signer and agency else ending


def _redated(ending: str, day: str) -> str:
    """The ending with another date: in place of the last one, else on a line of its own; none: without its date."""
    from gongkai.annual.write.plan import chinese_date

    words = chinese_date(day) if day else ""
    found = list(_DAY_INSIDE.finditer(ending))
    if found:
        return _even_text(ending[: found[-1].start()] + words + ending[found[-1].end() :])
    return _even_text(f"{ending}\n{words}")


def _still_holds(note: Note, accepted: Mapping[str, str]) -> bool:
    """Whether a note of the reader is true of the corrected report."""
    if note.code in _PRINTED_ANEW:
        return False
    if note.code in _OF_THE_READING or not note.where:
        return True
    if note.code == "year_from_text":
        return not {"title", "year"} & accepted.keys()
    head = note.where.removeprefix("section") if note.where.startswith("section") else note.where
    own = {"intro": "section.intro", "end": "section.end"}.get(note.where) or (
        f"section.{head.partition('.')[0]}" if head != note.where else note.where
    )
    touched = {place for place in accepted if place == own or place.startswith(f"{own}.")}
    return not touched and f"form.{head.partition('.')[0]}" not in accepted


def work(report: bytes, edits: bytes, previous: bytes | None, profile: dict[str, Any] | None, name: str) -> bytes:
    """For the child process: JSON of a report, of edits and of last year's report in, the result of the corrected report
    out, as `gongkai.annual.batch.result` gives it."""
    import orjson

    from gongkai.annual.batch import result
    from gongkai.annual.check import check

    before = AnnualReport.from_json(orjson.loads(previous)) if previous else None
    corrected = correct(AnnualReport.from_json(orjson.loads(report)), orjson.loads(edits))
    return orjson.dumps(result(name, corrected, check(corrected, previous=before, profile=profile)))
