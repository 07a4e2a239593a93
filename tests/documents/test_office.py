"""Old office formats through LibreOffice, run for real."""

from __future__ import annotations

import time

import pytest

from gongkai.documents import Limits, office, read
from gongkai.documents.errors import Unreadable
from gongkai.documents.model import Document, Grid, Paragraph
from tests.documents.office_files import docx, p, tbl, tc, tr

SOURCE = docx(
    p("某某镇年度报告", "<w:jc w:val='center'/>")
    + p("一、总体情况")
    + tbl(
        tr(
            tc("项目", "<w:tcW w:w='2000'/><w:vMerge w:val='restart'/>"),
            tc("合计", "<w:tcW w:w='4000'/><w:gridSpan w:val='2'/>"),
        ),
        tr(tc("", "<w:tcW w:w='2000'/><w:vMerge/>"), tc("甲", "<w:tcW w:w='2000'/>"), tc("乙", "<w:tcW w:w='2000'/>")),
        tr(*(tc(t, "<w:tcW w:w='2000'/>") for t in ("许可", "12", "3"))),
    ).replace("<w:tblGrid/>", "<w:tblGrid><w:gridCol w:w='2000'/><w:gridCol w:w='2000'/><w:gridCol w:w='2000'/></w:tblGrid>")
    + p("二、问题")
)
RASTER = [["项目", "合计", "合计"], ["项目", "甲", "乙"], ["许可", "12", "3"]]


def raster(document: Document) -> list[list[str | None]]:
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    return [[c.text if c else None for c in line] for line in grid.matrix()]


def texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


@pytest.mark.needs("soffice")
def test_doc_and_rtf_of_one_batch_read_like_their_docx_and_a_bad_file_does_not_spoil_them() -> None:
    (doc,), (rtf,) = office.convert_many([SOURCE], "doc"), office.convert_many([SOURCE], "rtf")
    assert isinstance(doc, bytes)
    assert isinstance(rtf, bytes)
    broken = doc[:3000]
    results = office.read_many([doc, broken, rtf, b"what is this"])
    assert [isinstance(r, Document) for r in results] == [True, False, True, False]
    for document in (results[0], results[2]):
        assert isinstance(document, Document)
        assert document.reader == "libreoffice"
        assert raster(document) == RASTER
        assert texts(document) == ["某某镇年度报告", "一、总体情况", "二、问题"]


@pytest.mark.needs("soffice")
def test_an_odt_reads_natively_like_the_docx_it_came_from() -> None:
    (odt,) = office.convert_many([SOURCE], "odt")
    assert isinstance(odt, bytes)
    document = read(odt)
    assert document.reader == "odt"
    assert raster(document) == RASTER


@pytest.mark.needs("soffice")
def test_xls_reads_like_xlsx_without_libreoffice() -> None:
    import io

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.merge_range("B1:C1", "合计")
    for at, value in {"A1": "项目", "A2": "许可", "B2": 12, "C2": 3.5}.items():
        sheet.write(at, value)
    book.close()
    expected = [["项目", "合计", "合计"], ["许可", "12", "3.5"]]
    (xls,), (ods,) = office.convert_many([out.getvalue()], "xls"), office.convert_many([out.getvalue()], "ods")
    for data in (out.getvalue(), xls, ods):
        assert isinstance(data, bytes)
        assert raster(read(data)) == expected


@pytest.mark.needs("soffice")
def test_a_conversion_that_takes_too_long_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_START", 0.0)
    start = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        read(b"{\\rtf1 a}", limits=Limits(seconds=0.2))
    assert refused.value.code == "too_slow"
    assert time.monotonic() - start < 10


def test_without_libreoffice_the_message_names_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    with pytest.raises(Unreadable) as refused:
        read(b"{\\rtf1 a}")
    assert refused.value.code == "needs_libreoffice"
    assert "LibreOffice" in refused.value.message
    assert "docx" in refused.value.message
