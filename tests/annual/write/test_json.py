"""The report as JSON: exact, in our published schema, and loaded back; what is no such JSON is refused in a sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings

from gongkai.annual import AnnualReport, load
from gongkai.annual.check import check
from gongkai.annual.check.findings import Finding
from gongkai.annual.forms import FORMS
from gongkai.annual.report import SCHEMA
from gongkai.annual.schema import schema
from gongkai.annual.write import write
from gongkai.documents.errors import Unreadable
from tests.annual.write.reports import example, reports


@settings(max_examples=60)
@given(reports())
def test_what_is_written_as_json_is_loaded_as_it_was(report: AnnualReport) -> None:
    assert load(write(report, "json")) == report


@pytest.mark.parametrize("name", FORMS)
def test_the_json_of_a_report_keeps_to_the_published_schema(name: str) -> None:
    jsonschema.validate(json.loads(write(example(name), "json")), schema())


def test_amounts_stand_in_the_json_to_the_last_digit() -> None:
    report = example("2021")
    for amount in (93.8605, 0.1, 0.00001, 12345678.9, 10**14):
        report.tables["table2"]["fees"]["amount_wan"] = amount
        found = json.loads(write(report, "json"), parse_float=Decimal)
        assert found["tables"]["table2"]["fees"]["amount_wan"] == Decimal(repr(amount))


def test_the_json_is_indented_and_keeps_chinese_readable() -> None:
    text = write(example("2021"), "json").decode("utf-8")
    assert text.startswith(f'{{\n  "schema": "{SCHEMA}",\n')
    assert "政府信息公开工作年度报告" in text


def test_half_a_character_pair_in_a_text_does_not_stop_the_writing() -> None:
    report = example("2021")
    report.sections["5"] = "问题\ud83d。"
    assert load(write(report, "json")).sections["5"] == "问题。"


def test_a_result_of_the_check_is_loaded_as_the_report_it_holds() -> None:
    report = example("2021")
    findings = [_plain(f) for f in check(report)]
    line = {"file": "甲.docx", "readable": True, "report": report.to_json(), "findings": findings, "counts": {}}
    assert load(json.dumps(line, ensure_ascii=False).encode() + b"\n") == report


def _plain(finding: Finding) -> dict[str, str]:
    return {"code": finding.code, "message": finding.message}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_json_that_an_editor_saved_in_another_encoding_is_loaded(encoding: str) -> None:
    report = example("2021")
    assert load(write(report, "json").decode().encode(encoding)) == report


def test_a_document_is_loaded_as_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "年报.txt"
    path.write_bytes(write(report := example("2021"), "txt"))
    loaded = load(path)
    assert (loaded.agency, loaded.tables) == (report.agency, report.tables)
    assert loaded.source["name"] == "年报.txt"


def test_a_field_of_a_later_version_is_left_out_and_a_row_of_a_province_is_kept() -> None:
    data = json.loads(write(example("2021"), "json"))
    data["later"] = 1
    data["tables"]["table3"]["extra_row"] = {"total": 3}
    assert load(json.dumps(data).encode()).cell("table3", "extra_row", "total") == 3


def test_a_cell_that_holds_a_word_is_left_out_and_noted() -> None:
    data = json.loads(write(example("2021"), "json"))
    data["tables"]["table3"]["granted"]["total"] = "三"
    loaded = load(json.dumps(data).encode())
    assert not loaded.has_cell("table3", "granted", "total")
    assert [(n.code, n.where) for n in loaded.notes] == [("not_a_number", "table3.granted.total")]


def _with(**fields: object) -> bytes:
    return json.dumps({**example("2021").to_json(), **fields}).encode()


REFUSED = {
    "cut off": (write(example("2021"), "json")[:200], "bad_json"),
    "not even json": ("{ 年报 }".encode(), "bad_json"),
    "nested beyond reason": (b'{"a":' * 100_000, "bad_json"),
    "somebody else's": (b'{"name": "x", "version": 1}', "not_our_json"),
    "an empty list": (b"[]", "not_our_json"),
    "a later schema": (_with(schema="gongkai.annual-report/9"), "other_schema"),
    "a schema that is a list": (_with(schema=[1]), "other_schema"),
    "two lines": (_with() + b"\n" + _with(), "several_reports"),
    "a list of two": (b"[" + _with() + b"," + _with() + b"]", "several_reports"),
    "an unread file's result": (
        '{"file": "a", "readable": false, "report": null, "findings": [], "error": {"message": "文件是空的。"}}'.encode(),
        "no_report",
    ),
    "tables as a list": (_with(tables=[1]), "bad_report"),
    "an unknown table": (_with(tables={"table9": {}}), "bad_report"),
    "rows without columns": (_with(tables={"table3": {"total": 3}}), "bad_report"),
    "a year in words": (_with(year="二〇二四"), "bad_report"),
    "a form that is none": (_with(form="2008"), "bad_report"),
    "a date that is none": (_with(signed_on="2024-02-31"), "bad_report"),
    "sections of numbers": (_with(sections={"1": 5}), "bad_report"),
    "a figure with a stray field": (_with(figures=[{"name": "x", "value": 1, "why": 2}]), "bad_report"),
    "a note without words": (_with(notes=[{"code": "x"}]), "bad_report"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_json_that_is_no_report_of_ours_is_refused_in_chinese(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        load(data, "报告.json" if code == "bad_json" else None)
    assert refused.value.code == code
    assert refused.value.message.endswith("。") and any("\u4e00" <= c <= "\u9fff" for c in refused.value.message)


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        load(tmp_path / "没有.json")
    assert refused.value.code == "not_found"


def test_reasons_travel_with_the_report() -> None:
    report = replace(example("2021"), reasons={"t3_carry_over@table3.carried_over": "上年漏报一件，已更正。"})
    assert load(write(report, "json")).reasons == report.reasons
