"""Numbers no report can hold: words in a cell, nothing in the text, and never the end of a check."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest

from gongkai.annual.assemble.values import parse_value
from gongkai.annual.check import check
from gongkai.annual.figures.counts import find_counts
from gongkai.annual.report import SCHEMA, AnnualReport, Figure

LONGEST = "9" * 15
ABSURD = [10**15, -(10**15), 10**400, 10**5000, float("inf"), float("-inf"), float("nan"), 1e300, True, "若干", [1], {}]


@pytest.mark.parametrize(
    ("printed", "kind", "number"),
    [
        (LONGEST, "number", 999_999_999_999_999),
        (f"-{LONGEST}", "number", -999_999_999_999_999),
        (f"{LONGEST}.5件", "number", 999_999_999_999_999.5),
        ("9" * 16, "text", None),
        ("-" + "9" * 16, "text", None),
        ("9" * 400 + ".5", "text", None),
        ("9" * 6000, "text", None),
        ("９" * 6000, "text", None),
        ("999," * 6 + "999", "text", None),
        ("9" * 16 + "件", "text", None),
        ("9" * 16 + "（其中修订16件）", "text", None),
        ("增" + "9" * 6000 + "/减4", "text", None),
        ("0." + "3" * 6000, "number", 1 / 3),
    ],
)
def test_a_cell_with_more_than_fifteen_digits_holds_words(printed: str, kind: str, number: float | None) -> None:
    value = parse_value(printed)
    assert (value.kind, value.number) == (kind, number)


def test_a_count_of_the_text_beyond_fifteen_digits_is_none() -> None:
    assert [c.value for c in find_counts("公开3条，收费999999999999亿元，另有999999999999亿条，共5条")] == [3, 5]
    assert [c.value for c in find_counts("收费99亿元")] == [9_900_000_000]


def _report(value: Any) -> AnnualReport:
    cells = {"natural_person": value, "commercial": 1.5, "total": 2}
    tables = {
        "table2": {"fees": {"amount_wan": value}, "regulations": {"made": value, "in_force": 1}},
        "table3": {key: dict(cells) for key in ("new_received", "carried_over", "granted", "total", "carried_forward")},
        "table4": {"review": {"upheld": value, "corrected": 1, "other": 0, "pending": 2, "total": value}},
    }
    return AnnualReport(title="某县2023年政府信息公开工作年度报告", year=2023, form="2021", tables=tables)


@pytest.mark.parametrize("value", ABSURD, ids=lambda v: repr(v)[:12] if not isinstance(v, int) else type(v).__name__)
def test_absurd_values_neither_end_a_check_nor_count(value: Any) -> None:
    report = _report(value)
    before = _report(3)
    before.year = 2022
    for given, previous in ((report, before), (before, report), (report, report)):
        findings = check(given, previous)
        orjson.dumps([f.to_json() for f in findings])
    said = {f.where: f for f in check(report) if f.code == "not_a_count"}
    assert "table4.review.total" in said
    assert report.tables["table4"]["review"]["total"] is value


def test_a_report_out_of_json_with_absurd_values_is_read_and_says_so() -> None:
    data = {
        "schema": SCHEMA,
        "tables": {"table4": {"review": {"upheld": 1, "total": "#"}}},
        "figures": [{"name": "review_total", "value": "#"}, {"name": "review_total", "value": 4}],
    }
    for absurd in ("1" + "0" * 400, "1e999", "-Infinity", "NaN"):
        report = AnnualReport.from_json(json.loads(json.dumps(data).replace('"#"', absurd)))
        assert report.tables == {"table4": {"review": {"upheld": 1}}}
        assert report.figures == [Figure("review_total", 4)]
        assert [(n.code, n.where) for n in report.notes] == [("not_a_number", "table4.review.total")]
        check(report)
