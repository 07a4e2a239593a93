"""The report as PDF: an archive can keep it (PDF/A), a screen reader can read it (PDF/UA), our reader gives it back."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings

from gongkai.annual import check, read
from gongkai.annual.forms import FORMS
from gongkai.annual.write import write
from gongkai.annual.write.pdf import write_pdf
from gongkai.annual.write.plan import plan
from gongkai.documents import typesetting

from .reports import example, reports, same

KINDS = ["Document", "Title", "H1", "P", "Table", "THead", "TBody", "TR", "TH", "TD", "Span", "Strong"]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def elements(node, kind=None):
    """The elements of the structure tree below this one, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kind in (None, str(kid.S)[1:]):
                yield kid
            yield from elements(kid, kind)


def of_table(cell, name):
    """An attribute a cell has as part of a table."""
    every = cell.get("/A", [])
    return next((a[name] for a in every if a.get("/O") == "/Table" and name in a), None)


@pytest.fixture(scope="module", params=FORMS)
def written(request):
    report = example(request.param, 3)
    return report, write_pdf(report)


def test_the_file_says_it_is_pdf_a_2b_and_pdf_ua_1(written):
    report, pdf = written
    with opened(pdf) as document, document.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "B", "1")
        assert meta["dc:title"] == report.title
        assert list(meta["dc:creator"]) == [report.agency]
        assert meta["xmp:CreateDate"].startswith(report.signed_on)
        assert document.check_pdf_syntax() == []
        root = document.Root
        assert root.MarkInfo.Marked and root.ViewerPreferences.DisplayDocTitle
        assert str(root.Lang).lower() == "zh-cn"
        assert [intent.S for intent in root.OutputIntents] == ["/GTS_PDFA1"]


def test_all_fonts_are_embedded_as_subsets(written):
    with opened(written[1]) as document:
        fonts = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        assert {str(f.FontName)[8:] for f in fonts} == {"NotoSerifSC-Regular", "NotoSerifSC-Bold"}
        assert all("/FontFile2" in f or "/FontFile3" in f for f in fonts)
    assert len(written[1]) < 300_000


def test_bookmarks_and_headings_are_the_sections_in_order(written):
    printed = [part.heading for part in plan(written[0]).parts if part.heading]
    with opened(written[1]) as document:
        with document.open_outline() as outline:
            assert [item.title for item in outline.root] == printed
        tree = document.Root.StructTreeRoot
        assert [str(h.T) for h in elements(tree, "H1")] == printed
        assert {str(e.S)[1:] for e in elements(tree)} <= set(KINDS)
        assert len(list(elements(tree, "Title"))) == 1


def test_every_value_names_its_row_and_its_columns(written):
    """As a screen reader says them: 三、本年度办理结果, （三）不予公开, 1.属于国家秘密; 申请人情况, 自然人."""
    tables = [part.table for part in plan(written[0]).parts if part.table]
    with opened(written[1]) as document:
        tree = document.Root.StructTreeRoot
        names = [str(n) for n in tree.IDTree.Names[::2]]
        assert names == sorted(names)
        named = dict(zip(names, tree.IDTree.Names[1::2], strict=True))
        found = list(elements(tree, "Table"))
        assert [str(of_table(t, "/Summary")) for t in found] == [f"{t.name} {t.title}" for t in tables]
        for table, printed in zip(found, tables, strict=True):
            rows = list(elements(table, "TR"))
            assert len(rows) == len(printed.rows)
            for row, cells in zip(rows, printed.rows, strict=True):
                for element, cell in zip(row.K, cells, strict=True):
                    assert (element.S == "/TD") == (cell.kind == "value")
                    assert int(of_table(element, "/RowSpan") or 1) == cell.rowspan
                    assert int(of_table(element, "/ColSpan") or 1) == cell.colspan
                    if cell.kind != "value":
                        assert named[str(element.ID)].objgen == element.objgen
                        continue
                    scopes = [str(of_table(named[str(name)], "/Scope")) for name in of_table(element, "/Headers")]
                    assert "/Column" in scopes
                    assert ("/Row" in scopes) == (printed.key != "table4")


def test_a_cell_deep_in_table_3_is_headed_by_its_groups():
    report = example("2021", 3)
    with opened(write_pdf(report)) as document:
        tree = document.Root.StructTreeRoot
        named = dict(zip(map(str, tree.IDTree.Names[::2]), tree.IDTree.Names[1::2], strict=True))
        table = list(elements(tree, "Table"))[1]
        rows = next(part.table.rows for part in plan(report).parts if part.key == "3")
        index = next(i for i, row in enumerate(rows) if row[0].text == "8.属于行政查询事项")
        groups = {cell.text: cell.rowspan for row in rows for cell in row}
        cell = list(elements(table, "TR"))[index].K[1]
        heads = [named[str(name)] for name in of_table(cell, "/Headers")]
        spans = [(str(of_table(h, "/Scope")), int(of_table(h, "/RowSpan") or 1)) for h in heads]
        expected = [groups[label] for label in ("三、本年度办理结果", "（三）不予公开", "8.属于行政查询事项")]
        assert [span for scope, span in spans if scope == "/Row"] == expected


@settings(max_examples=40, suppress_health_check=list(HealthCheck), derandomize=True)
@given(reports())
def test_what_was_written_is_read_back(report):
    assert same(report, read(write_pdf(report))) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("paragraphs", [0, 3, 7, 11, 16, 40])
def test_it_is_read_back_wherever_the_pages_break(form, paragraphs):
    report = example(form, 5)
    more = "\n".join(f"第{i}项工作按计划完成，群众满意。" * 4 for i in range(paragraphs))
    report.sections["1"] = more
    assert same(report, read(write_pdf(report))) == []


def test_an_absent_cell_at_the_foot_of_a_page_is_not_half_of_a_label():
    """Row by row: whichever row ends a page, blanks stay blank and absent cells absent."""
    report = example("2021", 1)
    keys = list(report.tables["table3"])
    for key in keys[::2]:
        report.tables["table3"][key] = dict.fromkeys(report.tables["table3"][key])
    for key in keys[1::2]:
        report.tables["table3"][key] = {"other_org": 1}
    for lines in range(0, 16, 3):
        report.sections["1"] = "\n".join(["本行。"] * lines)
        assert same(report, read(write_pdf(report))) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_sound_report_comes_back_without_a_finding(form):
    report = example(form, 2)
    report.units.clear()
    before = {(f.code, f.where) for f in check.check(report)}
    assert {(f.code, f.where) for f in check.check(read(write_pdf(report)))} <= before


def test_long_numbers_stay_in_their_cells():
    report = example("2021", 2)
    for cells in report.tables["table4"].values():
        cells.update(dict.fromkeys(cells, 123456789012345))
    assert same(report, read(write_pdf(report))) == []


def test_the_same_report_gives_the_same_bytes_in_every_process():
    code = (
        "import sys; from tests.annual.write.reports import example; from gongkai.annual.write import write;"
        "sys.stdout.buffer.write(write(example('2021', 4), 'pdf'))"
    )
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert write(example("2021", 4), "pdf") == again


def test_many_threads_write_at_once():
    made = [example("2021", i) for i in range(4)]
    alone = [write_pdf(report) for report in made]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(write_pdf, made * 2)) == alone * 2


def test_an_unsigned_report_has_the_last_day_of_its_year():
    report = replace(example("2021", 1, year=2023), signed_on=None)
    report.sections["end"] = ""
    with opened(write_pdf(report)) as document, document.open_metadata() as meta:
        assert meta["xmp:CreateDate"].startswith("2023-12-31")


def test_a_character_no_font_has_is_printed_as_geta():
    """PDF/A and PDF/UA refuse what cannot be seen: a rare ideograph, a private character, a picture."""
    report = example("2021", 1)
    report.sections["6"] = "联系人：王\U00020bb7\ue000，电话见网站\U0001f600。\x7f没有其他事项。"
    back = read(write_pdf(report))
    assert back.sections["6"] == "联系人：王〓〓，电话见网站〓。没有其他事项。"


def test_without_fonts_it_says_to_run_the_set_up_again(monkeypatch, tmp_path):
    monkeypatch.setattr(typesetting, "_FONTS", tmp_path)
    monkeypatch.setattr(typesetting, "_compilers", {})
    with pytest.raises(typesetting.CannotTypeset, match=r"字体没有装好.*make run") as caught:
        write_pdf(example("2021", 1))
    assert caught.value.code == "fonts_missing"


def test_words_are_never_typst_source():
    report = example("2021", 1)
    report.sections["6"] = '#panic("x") $x$ *粗* _斜_ `码` @引 <标> \\ #import "a.typ" // 注 = 标题'
    back = read(write_pdf(report))
    assert back.sections["6"].replace(" ", "") == report.sections["6"].replace(" ", "")
