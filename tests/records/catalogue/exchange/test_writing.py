"""The booklet as Word and PDF, the data for programs, and the samples."""

from __future__ import annotations

import csv
import io
import json
import time
from datetime import date
from typing import Any

import pytest

from gongkai import documents
from gongkai.law import matters
from gongkai.records.catalogue.exchange.booklet import Booklet, booklet
from gongkai.records.catalogue.exchange.booklet_docx import write_docx
from gongkai.records.catalogue.exchange.booklet_pdf import write_pdf
from gongkai.records.catalogue.exchange.data import as_csv, as_json
from gongkai.records.catalogue.exchange.reading import read
from gongkai.records.catalogue.exchange.workbook import write_workbook
from gongkai.records.catalogue.rows import Row
from gongkai.records.catalogue.samples import NOTICE, samples
from tests.records.catalogue.exchange import generator

ABSENT = {"D14": "本镇没有国有土地上房屋征收事项"}


def made(rows: list[Row]) -> Booklet:
    return booklet("云水县石桥镇基层政务公开标准目录", "云水县石桥镇人民政府", "第 2 版", date(2026, 4, 1), rows, ABSENT)


def test_the_word_booklet_reads_back_as_the_catalogue() -> None:
    rows = generator.rows(5, 30)
    found = read(write_docx(made(rows)), "汇编.docx")
    assert (found.severe, found.rows, found.absent) == ([], rows, ABSENT)


@pytest.mark.parametrize("write", [write_docx, write_pdf])
def test_the_booklet_has_cover_contents_tables_and_what_does_not_concern_the_agency(write: Any) -> None:
    rows = generator.rows(5, 30)
    rows[1] = rows[1].changed({"not_applicable": "本级没有此项职能"})
    text = documents.read(write(made(rows))).plain_text()
    for words in (
        "标准目录汇编",
        "第 2 版",
        "自2026年4月1日起施行",
        "未涉及领域事项说明",
        "本镇没有国有土地",
        "本级没有此项职能",
    ):
        assert "".join(words.split()) in "".join(text.split())
    assert all("".join(row.level2.split()) in "".join(text.split()) for row in rows)


def test_the_same_booklet_gives_the_same_bytes() -> None:
    rows = generator.rows(6, 12)
    assert write_docx(made(rows)) == write_docx(made(rows))
    assert write_pdf(made(rows)) == write_pdf(made(rows))


def test_five_hundred_matters_are_written_and_read_within_a_second_each() -> None:
    rows = generator.rows(7, 500, whole=True)
    write_pdf(made(generator.rows(8, 4)))  # the typesetter is started once
    for work in (
        lambda: write_docx(made(rows)),
        lambda: write_pdf(made(rows)),
        lambda: write_workbook("目录", rows),
        lambda: read(write_workbook("目录", rows), "目录.xlsx"),
    ):
        start = time.process_time()
        work()
        assert time.process_time() - start < 2  # twice the measure, for a slow machine


def test_programs_get_every_field_and_formulas_stay_words() -> None:
    rows = [*generator.rows(9, 5, whole=True), Row(level1="=1+1")]
    data = json.loads(as_json({"title": "目录"}, rows, ABSENT))
    assert [item["level2"] for item in data["matters"]] == [row.level2 for row in rows]
    assert data["absent_domains"][0]["name"] == "国有土地上房屋征收"
    lines = list(csv.reader(io.StringIO(as_csv(rows).decode("utf-8-sig"))))
    assert (len(lines), lines[-1][2]) == (7, "'=1+1")


def test_the_samples_cover_every_domain_and_say_that_they_are_samples() -> None:
    found = samples("云水县人民政府")
    assert {row.domain for row in found} == {"", *(d.code for d in matters.domains())}
    names = [(row.domain, row.level1, row.level2) for row in found]
    assert len(names) == len(set(names))
    for row in found:
        assert (row.note, row.subject) == (NOTICE, "云水县人民政府")
        assert row.elements and row.basis and row.channels and row.levels and row.limit_text
        assert set(row.items) <= set(matters.by_code())
        assert row.limit_unit or row.period or row.frequency != "at_once"
