"""What holds of every comparison."""

from __future__ import annotations

import copy

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual import AnnualReport
from gongkai.annual.compare import compare, schema
from gongkai.annual.compare.output.docx import as_docx
from gongkai.annual.compare.output.page import as_page
from gongkai.annual.compare.output.text import as_text
from gongkai.annual.compare.output.workbook import as_workbook
from tests.annual.write.reports import reports

SCHEMA = jsonschema.Draft202012Validator(schema())


@settings(max_examples=40)
@given(reports())
def test_a_report_beside_itself_has_no_difference(report: AnnualReport) -> None:
    comparison = compare(report, copy.deepcopy(report))
    assert comparison.equal
    assert {cell.change for table in comparison.tables for cell in table.cells} <= {"same"}
    assert {p.change for section in comparison.sections for p in section.paragraphs} <= {"same"}
    assert comparison.share in (None, 1.0)


@settings(max_examples=40)
@given(reports(), st.data())
def test_one_changed_cell_is_the_only_difference(report: AnnualReport, data: st.DataObject) -> None:
    places = [(t, r, c) for t, rows in report.tables.items() for r, cells in rows.items() for c in cells]
    if not places:
        return
    table, row, column = data.draw(st.sampled_from(places))
    changed = copy.deepcopy(report)
    old = changed.tables[table][row][column]
    changed.tables[table][row][column] = None if old is not None and data.draw(st.booleans()) else (old or 0) + 1
    comparison = compare(changed, report)
    differing = [cell.where for pair in comparison.tables for cell in pair.cells if cell.change != "same"]
    assert differing == [f"{table}.{row}.{column}"] and not comparison.equal
    assert {p.change for section in comparison.sections for p in section.paragraphs} <= {"same"}


@settings(max_examples=40)
@given(reports(), st.data())
def test_one_changed_paragraph_is_the_only_difference(report: AnnualReport, data: st.DataObject) -> None:
    places = [(key, n) for key, text in report.sections.items() for n, line in enumerate(text.split("\n")) if line.strip()]
    if not places:
        return
    key, n = data.draw(st.sampled_from(places))
    changed = copy.deepcopy(report)
    lines = changed.sections[key].split("\n")
    lines[n] = lines[n] + "这一句是后来补写的，原来没有。"
    changed.sections[key] = "\n".join(lines)
    comparison = compare(changed, report)
    differing = [p for section in comparison.sections for p in section.paragraphs if p.text != p.other_text]
    assert len([p for p in differing if p.text]) == 1 and not comparison.equal
    assert {cell.change for table in comparison.tables for cell in table.cells} <= {"same"}


@settings(max_examples=25)
@given(reports(), reports())
def test_swapping_the_two_swaps_new_and_gone(one: AnnualReport, two: AnnualReport) -> None:
    there, back = compare(one, two, "other"), compare(two, one, "other")
    swapped = {"new": "gone", "gone": "new", "filled": "emptied", "emptied": "filled"}

    def facts(comparison: object, turn: bool) -> list[tuple[object, ...]]:
        out = []
        for table in comparison.tables:  # type: ignore[attr-defined]
            for c in table.cells:
                if c.unit != c.other_unit:
                    continue  # converted into the unit of the first
                names = (c.where, c.other_where or c.where)
                change = swapped.get(c.change, c.change) if turn else c.change
                low = -c.difference if turn and c.difference is not None else c.difference
                out.append((names[::-1] if turn else names, change, low))
        return sorted(out, key=str)

    assert facts(there, False) == facts(back, True)
    kept = [
        sum(p.text is not None and p.other_text is not None for s in c.sections for p in s.paragraphs) for c in (there, back)
    ]
    assert kept[0] == kept[1]


@settings(max_examples=15)
@given(reports(), reports())
def test_whatever_is_compared_can_be_written_in_every_form(one: AnnualReport, two: AnnualReport) -> None:
    comparison = compare(one, two)
    assert not list(SCHEMA.iter_errors(comparison.to_json()))
    assert as_page(comparison).endswith("</html>\n") and as_text(comparison).endswith("\n")
    assert as_docx(comparison)[:2] == b"PK" == as_workbook(comparison)[:2]
