"""The Word document of a report: read back without loss, opened by others, set as GB/T 9704 and the official form say."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pdfplumber
import pytest
from hypothesis import given, settings

from gongkai import annual
from gongkai.annual.check import check
from gongkai.annual.report import AnnualReport
from gongkai.annual.write import write
from gongkai.annual.write.docx import write_docx
from gongkai.annual.write.plan import plan
from gongkai.documents import office
from tests.annual.write import word
from tests.annual.write.reports import example, reports, same

MM = 72 / 25.4
WEIRD = "A&B<c>“d”'e'\"f]]>\x00\x0b\ud800\ufffe—…🌾𠮷\u2028\u200b\t½ ＡＢ"
SAMPLES = ("seed_000.txt", "seed_001.txt", "seed_002.txt", "seed_003.txt", "seed_004.txt", "huaian_city_2024.pdf")


@given(report=reports())
@settings(max_examples=60, derandomize=True)
def test_a_written_report_is_read_back_the_same(report: AnnualReport) -> None:
    data = write_docx(report)
    assert same(report, annual.read(data, "报告.docx")) == []
    found = word.parts(data)
    assert [line for part in found.values() for line in word.disorders(part)] == []
    assert {columns - spanned for columns, spanned in word.grid_rows(data)} <= {0}


@pytest.mark.parametrize("name", SAMPLES)
def test_real_reports_keep_their_tables_and_words(reports_dir: Path, name: str) -> None:
    report = annual.read(reports_dir / name)
    assert same(report, annual.read(write_docx(report), "报告.docx")) == []


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_correct_report_written_and_checked_again_gives_no_finding(form: str) -> None:
    for seed in range(4):
        report = example(form, seed)
        assert check(report) == check(annual.read(write_docx(report), "报告.docx")) == []


def test_the_same_report_gives_the_same_bytes_and_write_gives_them_too() -> None:
    assert write_docx(example("2021", 3)) == write_docx(example("2021", 3)) == write(example("2021", 3), "docx")


def test_odd_characters_break_nothing_and_what_can_be_printed_is_printed() -> None:
    report = example("2021", 1)
    report.title, report.agency = f"云水县{WEIRD}2021年政府信息公开工作年度报告", WEIRD
    report.sections |= {"1": f"{WEIRD}\n（一）{WEIRD}。{WEIRD}", "end": f"{WEIRD}\n2022年1月5日"}
    data = write_docx(report)
    text = "".join(t.text or "" for t in word.parts(data)["word/document.xml"].iter(word.W + "t"))
    assert text.count("A&B<c>“d”'e'\"f]]>—…🌾𠮷") == 5
    assert annual.read(data, "报告.docx").tables == report.tables


def test_a_report_without_anything_is_still_a_document() -> None:
    for report in (AnnualReport(), AnnualReport(sections={"1": "字"}), replace(example("2019", 2), sections={})):
        data = write_docx(report)
        assert [line for part in word.parts(data).values() for line in word.disorders(part)] == []
        assert docx.Document(io.BytesIO(data)).paragraphs


def test_python_docx_finds_headings_title_language_and_tables() -> None:
    report = example("2021", 5)
    opened = docx.Document(io.BytesIO(write_docx(report)))
    assert opened.core_properties.title == report.title
    assert opened.core_properties.author == report.agency
    assert opened.core_properties.language == "zh-CN"
    assert [p.text for p in opened.paragraphs if p.style and p.style.name == "Title"] == [report.title]
    headings = [p.text for p in opened.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [part.heading for part in plan(report).parts if part.heading]
    assert len(opened.tables) == 3


def test_only_a_line_that_is_a_sub_heading_stands_in_the_navigation() -> None:
    report = example("2021", 5)
    report.sections["1"] = "（一）主动公开情况\n按目录公开。\n（二）监督保障。按季检查。"
    opened = docx.Document(io.BytesIO(write_docx(report)))
    assert [p.text for p in opened.paragraphs if p.style and p.style.name == "Heading 2"] == ["（一）主动公开情况"]
    (led,) = (p for p in opened.paragraphs if p.text.startswith("（二）"))
    assert next((r.text, r.style.name) for r in led.runs) == ("（二）监督保障。", "小标题")


def test_tables_have_captions_header_rows_that_repeat_and_rows_that_do_not_break() -> None:
    body = word.parts(write_docx(example("2021", 5)))["word/document.xml"]
    tables = list(body.iter(word.W + "tbl"))
    captions = [c.get(word.W + "val", "")[:2] for c in body.iter(word.W + "tblCaption")]
    assert captions == ["表二", "表三", "表四"]
    assert [len(list(t.iter(word.W + "tblHeader"))) for t in tables] == [0, 3, 3]
    for table in tables:
        assert len(list(table.iter(word.W + "cantSplit"))) == len(list(table.iter(word.W + "tr")))


def test_the_grid_is_that_of_the_official_form(reports_dir: Path) -> None:
    official = word.parts((reports_dir / "official_form_2021.docx").read_bytes())["word/document.xml"]
    ours = word.parts(write_docx(example("2021", 5)))["word/document.xml"]
    for theirs, own in zip(official.iter(word.W + "tbl"), ours.iter(word.W + "tbl"), strict=True):
        rows = [[_span(c) for c in r.iter(word.W + "tc")] for r in theirs.iter(word.W + "tr")]
        mine = [[_span(c) for c in r.iter(word.W + "tc")] for r in own.iter(word.W + "tr")]
        if len(rows[0]) == 1:  # 表二 is drawn on eight columns where the form has four
            mine = [[(span // 2, merge) for span, merge in row] for row in mine]
        assert mine == rows
        shaded = [c.find(f"{word.W}tcPr/{word.W}shd") for c in own.iter(word.W + "tc")]
        assert any(s is not None for s in shaded) == (len(rows[0]) == 1)


def _span(cell: word.etree._Element) -> tuple[int, str | None]:
    span, merge = (cell.find(f"{word.W}tcPr/{word.W}{name}") for name in ("gridSpan", "vMerge"))
    return 1 if span is None else int(span.get(word.W + "val", "")), None if merge is None else merge.get(word.W + "val")


def test_a_number_too_long_for_its_column_is_printed_smaller_not_broken() -> None:
    report = example("2021", 5)
    report.tables["table3"]["granted"]["natural_person"] = 1234567
    report.tables["table3"]["granted"]["total"] = 12345
    body = word.parts(write_docx(report))["word/document.xml"]
    sizes = {r.findtext(word.W + "t"): r.find(f"{word.W}rPr/{word.W}sz") for r in body.iter(word.W + "r")}
    small = sizes["1234567"]
    assert small is not None and 12 <= int(small.get(word.W + "val", "")) < 20
    assert sizes["12345"] is None


@pytest.mark.needs("soffice", "fonts")
def test_libreoffice_prints_it_on_a4_with_28_by_22_characters_tables_whole_and_numbers_outside() -> None:
    made = [example("2021", 5), example("2019", 6)]
    for report in made:
        report.sections["1"] = "\n".join(["公开" * 300, report.sections["1"]])
    for report, pdf in zip(made, office.convert_many([write_docx(r) for r in made], "pdf"), strict=True):
        assert isinstance(pdf, bytes)
        with pdfplumber.open(io.BytesIO(pdf)) as opened:
            first, second = opened.pages[:2]
            assert (round(first.width / MM), round(first.height / MM)) == (210, 297)
            rows = [line for line in first.extract_text_lines() if re.fullmatch("[公开]{20,}", line["text"])]
            assert [len(line["text"]) for line in rows[:-1]] == [26] + [28] * (len(rows) - 2)
            assert abs(rows[1]["x0"] - 28 * MM) < 2
            assert abs(rows[1]["x1"] - (210 - 26) * MM) < 2
            assert abs((rows[2]["top"] - rows[1]["top"]) - 225 * MM / 22) < 0.2
            assert 37 * MM < second.extract_text_lines()[0]["top"] < 37 * MM + 225 * MM / 22
            feet = [page.extract_text_lines()[-1] for page in opened.pages]
            assert [f["text"].strip("— ") for f in feet] == [str(n) for n in range(1, len(feet) + 1)]
            assert feet[0]["x0"] > 105 * MM > feet[1]["x1"]
            assert all(262 * MM < f["top"] < 275 * MM for f in feet)
            tables = [table for page in opened.pages for table in page.find_tables()]
            assert len(tables) == 3  # none is torn over two pages
            for table in tables:
                assert table.bbox[0] > 27 * MM and table.bbox[2] < 185 * MM
            assert same(report, annual.read(pdf, "报告.pdf")) == []
