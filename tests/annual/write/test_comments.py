"""Findings as comments of the Word document: each once, at the cell or the words it is about."""

from __future__ import annotations

import io
import json
import zipfile
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings

from gongkai import annual
from gongkai.annual.check import Finding, Severity, check
from gongkai.annual.forms import TABLES
from gongkai.annual.report import AnnualReport
from gongkai.annual.write.docx import write_docx
from gongkai.annual.write.plan import plan
from gongkai.documents import office
from tests.annual.check import test_structure, test_structure_profile, test_tables, test_tables_years, test_wording
from tests.annual.check.cases import Case
from tests.annual.check.made import right, right_pair
from tests.annual.write import word
from tests.annual.write.reports import example, reports, same

CASES: list[Case] = [
    *test_structure.CASES,
    *test_structure_profile.CASES,
    *test_tables.CASES,
    *test_tables_years.CASES,
    *test_wording.CASES,
]
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
ORDER = ("error", "warning", "info")


def written(report: AnnualReport, findings: list[Finding]) -> list[tuple[Finding, word.Comment]]:
    """Each finding with its comment, as the document has them."""
    data = write_docx(report, findings, NOON)
    assert [line for part in word.parts(data).values() for line in word.disorders(part)] == []
    ordered = sorted(findings, key=lambda f: ORDER.index(f.severity))
    return list(zip(ordered, word.comments(data, plan(report)), strict=True))


def misplaced(report: AnnualReport, pairs: list[tuple[Finding, word.Comment]]) -> list[str]:
    """Findings whose comment does not stand at what they are about."""
    cells = {cell.where for p in plan(report).parts if p.table for row in p.table.rows for cell in row if cell.where}
    out = []
    for finding, comment in pairs:
        head = finding.where.partition(".")[0]
        if head in TABLES and finding.where in cells:
            right_place = comment.cell == finding.where
        elif head in TABLES:
            right_place = comment.cell is not None or comment.style in ("Heading1", "Title")
        elif finding.quote and (wanted := flat(finding.quote)) in flat(report.sections.get(head.removeprefix("section"), "")):
            right_place = flat(comment.words) == wanted or "\n" in report.sections[head.removeprefix("section")]
            right_place = right_place and flat(comment.words) != "" and wanted.startswith(flat(comment.words))
        else:
            right_place = comment.words != ""
        if not right_place:
            out.append(f"{finding.code} {finding.where} {finding.quote!r}: {comment}")
    return out


def flat(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def changed(case: Case) -> tuple[AnnualReport, list[Finding]]:
    """The report of a case of a rule, and everything that is said about it."""
    before = None
    if case.pair or case.previous:
        report, before = right_pair(case.seed, kind=case.kind)
        if case.previous:
            case.previous(before)
    else:
        report = right(case.seed, kind=case.kind, year=case.year)
    report = deepcopy(report)
    case.change(report)
    return report, check(report, before, case.profile)


@pytest.mark.parametrize("code", sorted({case.code for case in CASES if case.severity}))
def test_findings_of_every_rule_stand_at_what_they_are_about(code: str) -> None:
    for case in [case for case in CASES if case.code == code and case.severity][:3]:
        report, findings = changed(case)
        assert misplaced(report, written(report, findings)) == [], str(case)


@pytest.mark.parametrize("name", ["seed_000", "seed_001", "seed_002", "seed_003", "seed_004", "huaian_city_2024"])
def test_real_reports_go_back_with_their_findings_beside_the_words(reports_dir: Path, name: str) -> None:
    report = annual.read(next(p for p in reports_dir.glob(f"{name}.*") if p.suffix in (".txt", ".pdf")))
    pairs = written(report, check(report))
    assert misplaced(report, pairs) == []
    wanted = json.loads((reports_dir / f"{name}.expected.json").read_text("utf-8"))["must_find"]
    codes = {w if isinstance(w, str) else w["code"] for w in wanted}
    assert codes <= {finding.code for finding, _ in pairs}
    assert same(report, annual.read(write_docx(report, check(report)), "报告.docx")) == []


@given(report=reports())
@settings(max_examples=40, derandomize=True)
def test_whatever_is_found_is_in_the_document_once(report: AnnualReport) -> None:
    pairs = written(report, check(report))
    assert misplaced(report, pairs) == []
    for number, (finding, comment) in enumerate(pairs, 1):
        assert comment.lines[0].startswith(f"{number}. ")
        assert flat(finding.message[:10]) in flat(comment.lines[0])


def test_a_broken_identity_stands_at_its_total_and_names_the_other_cells() -> None:
    report = example("2021", 5)
    report.tables["table3"]["total"]["natural_person"] += 1  # type: ignore[operator]
    pairs = [(f, c) for f, c in written(report, check(report)) if f.code == "t3_result_total"]
    ((finding, comment),) = pairs
    assert comment.cell == finding.where == "table3.total.natural_person"
    assert comment.words == str(report.tables["table3"]["total"]["natural_person"])
    assert comment.lines[0].endswith(f"错误：{finding.message}")
    assert comment.lines[1].startswith("涉及：表三·（一）予以公开·自然人、") and comment.lines[1].endswith("格")
    assert comment.lines[2] == f"依据：{finding.basis}"


def test_two_findings_about_one_cell_are_two_comments_there_also_where_it_is_blank() -> None:
    report = example("2021", 5)
    report.tables["table4"]["review"]["total"] = None
    findings = [Finding("x", Severity.WARNING, "table4.review.total", f"第{n}条。") for n in (1, 2)]
    assert [c.cell for _, c in written(report, findings)] == ["table4.review.total"] * 2


def test_words_that_overlap_and_cross_a_change_of_font_are_enclosed_exactly() -> None:
    report = example("2021", 5)
    report.sections["1"] = "（一）主动公开。全年公开信息１２ 条，其中网站10条。\n（二）监督保障。按季检查。"
    quotes = [
        "主动公开。全年",
        "全年公开信息12条",
        "信息１２条，其中",
        "（一）主动公开。全年公开信息12条，其中网站10条。",
        "按季检查",
    ]
    findings = [Finding("x", Severity.INFO, "section1", "看。", quote=q) for q in quotes]
    words = [
        "主动公开。全年",
        "全年公开信息１２ 条",
        "信息１２ 条，其中",
        "（一）主动公开。全年公开信息１２ 条，其中网站10条。",
        "按季检查",
    ]
    assert [c.words for _, c in written(report, findings)] == words


def test_a_missing_part_and_what_concerns_the_whole_stand_at_the_title() -> None:
    report = example("2021", 5)
    del report.sections["5"]
    report.title = f"{report.title}（试行）"
    missing = Finding("missing_section", Severity.ERROR, "section5", "没有第五部分。")
    whole = Finding("x", Severity.INFO, "", "全文。")
    words = Finding("x", Severity.INFO, "title", "标题。", quote="（试行）")
    (_, first), (_, second), (_, third) = written(report, [missing, whole, words])
    assert (first.style, first.words, first.lines[1]) == ("Title", report.title, "位置：第五部分")
    assert (second.words, third.words) == (report.title, "（试行）")


def test_a_reason_given_travels_with_the_finding() -> None:
    report = example("2021", 5)
    kept = Finding("x", Severity.WARNING, "title", "请核对。", basis="某办法", reason="上级批准")
    ((_, comment),) = written(report, [kept])
    assert comment.lines == ["1. 提醒：请核对。", "已说明理由：上级批准", "依据：某办法"]


def test_findings_from_json_give_the_same_document_and_none_give_one_without_comments() -> None:
    report = example("2021", 5)
    report.tables["table3"]["total"]["total"] = -7
    findings = check(report)
    assert write_docx(report, [f.to_json() for f in findings], NOON) == write_docx(report, findings, NOON)
    assert write_docx(report, []) == write_docx(report)
    assert "word/comments.xml" not in word.parts(write_docx(report))


def test_comments_carry_author_and_date_and_odd_characters_break_nothing() -> None:
    report = example("2021", 5)
    odd = "A&B<c>\x00\ud800“”]]>🌾"
    data = write_docx(report, [Finding("x", Severity.INFO, "title", odd, quote=odd, basis=odd)], NOON)
    (comment,) = word.parts(data)["word/comments.xml"]
    assert comment.get(word.W + "author") == "年报体检"
    assert comment.get(word.W + "date") == "2026-01-05T12:00:00Z"
    assert "A&B<c>“”]]>🌾" in "".join(t.text or "" for t in comment.iter(word.W + "t"))
    (read,) = docx.Document(io.BytesIO(data)).comments
    assert read.initials == "体检"


@pytest.mark.needs("soffice")
def test_libreoffice_shows_every_comment() -> None:
    report = example("2021", 5)
    report.tables["table3"]["total"]["natural_person"] += 1  # type: ignore[operator]
    report.sections["1"] = report.sections["1"].replace("5", "**5**")
    findings = check(report)
    (odt,) = office.convert_many([write_docx(report, findings, NOON)], "odt")
    assert isinstance(odt, bytes)
    with zipfile.ZipFile(io.BytesIO(odt)) as archive:
        text = archive.read("content.xml").decode()
    assert text.count("<office:annotation ") == len(findings) > 1
    assert text.count("年报体检") >= len(findings)
