"""The sheet of a checked report: tables as the form prints them, three kinds of emptiness, marks, marked words."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from gongkai.annual.forms import FORMS, TABLES, form
from gongkai.portal.sheet.opinions import plain_text
from gongkai.portal.sheet.report import Sheet, sheet
from gongkai.portal.sheet.workbook import report_workbook


def result(**report: Any) -> dict[str, Any]:
    """A result with a report of the newest form, all cells 0, changed by `report`."""
    name = report.pop("form", FORMS[-1])
    findings = report.pop("findings", [])
    tables = {key: {r.key: {c.key: 0 for c in r.columns} for r in form(name).tables[key].rows} for key in TABLES}
    base = {"title": "云水县白石渡镇人民政府2023年政府信息公开工作年度报告", "agency": "云水县白石渡镇人民政府", "year": 2023}
    shape = {"form": name, "forms": dict.fromkeys(("table2", "table3"), name), "sections": {}, "tables": tables, "figures": []}
    counts = {s: sum(f["severity"] == s for f in findings) for s in ("error", "warning", "info")}
    whole = {"readable": True, "file": "云水县.txt", "findings": findings, "counts": counts}
    return {**whole, "report": {**base, **shape, **report}}


def finding(severity: str = "error", where: str = "title", **more: Any) -> dict[str, Any]:
    return {"code": "x", "severity": severity, "where": where, "message": f"{where} 不对", **more}


def cells(shown: Sheet, table: str) -> dict[str, Any]:
    return next(t for t in shown.tables if t.key == table).by_place


@pytest.mark.parametrize("name", FORMS)
def test_every_cell_of_the_form_is_drawn_once(name: str) -> None:
    shown = sheet(result(form=name))
    drawn = sorted(place for table in shown.tables for place in table.by_place)
    wanted = sorted(f"{key}.{r.key}.{c.key}" for key in TABLES for r, c in form(name).tables[key].cells())
    assert drawn == wanted


def test_blank_zero_and_absent_are_three_things() -> None:
    data = result()
    row = data["report"]["tables"]["table3"]["granted"]
    row["natural_person"], row["commercial"] = 3, None
    del row["research"]
    shown = cells(sheet(data), "table3")
    states = [shown[f"table3.granted.{c}"].state for c in ("natural_person", "commercial", "research", "total")]
    assert states == ["filled", "blank", "absent", "zero"]


def test_a_table_keeps_its_own_form_in_a_report_that_mixes_them() -> None:
    old = form("2019").tables["table2"]
    data = result()
    data["report"]["forms"]["table2"] = "2019"
    data["report"]["tables"]["table2"] = {r.key: {c.key: 1 for c in r.columns} for r in old.rows}
    shown = sheet(data).tables[0]
    assert (shown.form, shown.other_form) == ("2019", True)
    assert {c.text for c in shown.by_place.values()} == {"1"}


def test_a_table_that_is_not_there_is_not_drawn_and_carries_the_finding() -> None:
    data = result(findings=[finding(where="table4")])
    del data["report"]["tables"]["table4"]
    table = sheet(data).tables[2]
    assert (table.present, [m.number for m in table.marks]) == (False, [1])


def test_findings_are_numbered_errors_first() -> None:
    given = [finding("info"), finding("error", "end"), finding("warning", "intro"), finding("error", "table2")]
    shown = sheet(result(findings=given))
    assert [(f.number, f.where) for f in shown.findings] == [(1, "end"), (2, "table2"), (3, "intro"), (4, "title")]
    assert [g.severity for g in shown.groups] == ["error", "warning", "info"]


@pytest.mark.parametrize(
    "where",
    ["title", "intro", "end", "section1", "section5.2", "table2", "table3.header", "table3.total", "table3.total.total", "?"],
)
def test_every_finding_has_a_mark_to_lead_to(where: str) -> None:
    shown = sheet(result(findings=[finding(where=where)]))
    assert shown.findings[0].anchors == ["m1"]


def test_a_finding_about_a_few_cells_is_numbered_on_each_and_about_many_on_its_own_place() -> None:
    few = [f"table3.{r}.total" for r in ("new_received", "carried_over", "total")]
    many = [f"table3.{r.key}.commercial" for r in form("2021").tables["table3"].rows]
    given = [finding(where=few[2], cells=few), finding(where="table3.total.commercial", cells=many)]
    shown = sheet(result(findings=given))
    drawn = cells(shown, "table3")
    assert [len(drawn[c].marks) for c in few] == [1, 1, 1]
    assert sum(len(drawn[c].marks) for c in many) == 1
    assert drawn["table3.total.commercial"].marks[0].number == 2
    assert all(2 in drawn[c].concerns and drawn[c].severity == "error" for c in many)


def test_quoted_words_are_marked_however_they_are_broken_or_written() -> None:
    text = "（二）依申请公开\n全年收到申请 １２ 件，\n均已答复。"
    given = [finding(where="section1", quote="收到申请12件,均已答复")]
    part = next(p for p in sheet(result(sections={"1": text}, findings=given)).parts if p.key == "1")
    marked = "".join(piece.text for line in part.lines for piece in line.pieces if piece.findings)
    assert marked == "收到申请 １２ 件，均已答复"
    assert part.lines[0].sub
    assert "".join(p.text for line in part.lines for p in line.pieces) == text.replace("\n", "")


def test_figures_and_findings_may_overlap() -> None:
    figures = [{"name": "proactive_total", "value": 120, "year": 2023, "quote": "全年公开信息120条", "where": "section1"}]
    given = [finding(where="section1", quote="120条，其中")]
    shown = sheet(result(sections={"1": "全年公开信息120条，其中三类。"}, figures=figures, findings=given))
    pieces = next(p for p in shown.parts if p.key == "1").lines[0].pieces
    assert [(p.text, p.figures, p.findings) for p in pieces] == [
        ("全年公开信息", (1,), ()),
        ("120条", (1,), (1,)),
        ("，其中", (), (1,)),
        ("三类。", (), ()),
    ]
    assert shown.figures[0].anchor == "g1"


def test_last_years_values_stand_beside_this_years() -> None:
    before = result()["report"]
    before["tables"]["table3"]["carried_forward"]["total"] = 2
    drawn = cells(sheet(result(), before), "table3")
    assert (drawn["table3.carried_forward.total"].previous, drawn["table3.carried_forward.total"].changed) == ("2", True)
    assert drawn["table3.granted.total"].previous is None, "two zeros say nothing"


def test_a_report_before_the_statutory_forms_has_text_only() -> None:
    data = result(sections={"1": "公开政府信息 30 条。"})
    data["report"] |= {"form": None, "forms": {}, "tables": {}, "year": 2016}
    assert sheet(data).tables == []


def test_opinions_are_text_grouped_by_severity_with_place_and_basis() -> None:
    given = [finding("info", "end"), finding("error", "table3.granted.total", basis="表三注", reason="台账已核对")]
    assert plain_text(sheet(result(findings=given))).splitlines()[2:] == [
        "体检共提出 2 条：错误 1 处，建议 1 处。",
        "",
        "一、错误（改正后才能公布）",
        "1. 【表三·（一）予以公开·总计】table3.granted.total 不对（依据：表三注）",
        "   单位说明：台账已核对",
        "",
        "二、建议（格式与文字，可以改进）",
        "2. 【落款】end 不对",
    ]


def test_the_workbook_holds_findings_tables_and_figures_and_no_formulas() -> None:
    figures = [{"name": "proactive_total", "value": 120, "year": 2023, "quote": "=1+1", "where": "section1"}]
    given = [finding(where="table3.granted.total", cells=["table3.granted.total"], message="=HYPERLINK(1)")]
    book = openpyxl.load_workbook(BytesIO(report_workbook(sheet(result(figures=figures, findings=given)))))
    assert book.sheetnames == ["修改意见", "表二", "表三", "表四", "文中数据"]
    assert (book["修改意见"]["D4"].value, book["修改意见"]["D4"].data_type) == ("=HYPERLINK(1)", "s")
    commented = [c for row in book["表三"].iter_rows() for c in row if c.comment]
    assert [(c.value, "HYPERLINK" in c.comment.text) for c in commented] == [(0, True)]
    assert len(book["表三"].merged_cells.ranges) > 8


def test_every_figure_the_reader_can_name_has_a_chinese_name() -> None:
    disputes = ("review", "litigation", "litigation_direct", "litigation_after_review")
    names = [f"{dispute}_{outcome}" for dispute in disputes for outcome in ("upheld", "corrected", "other_result", "pending")]
    names += ["interpretations", "licensing", "penalty", "coercion", "admin_fee_yuan", "a_name_of_tomorrow"]
    given = [{"name": name, "value": 1, "year": 2023, "quote": "", "where": "section1"} for name in names]
    shown = sheet(result(figures=given)).figures
    assert [figure.label for figure in shown if figure.label.isascii()] == []
    assert len({figure.label for figure in shown}) == len(names)
