"""Where a finding or a figure stands in a printed report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.annual.check import Finding, Severity, check
from gongkai.annual.places import SIGNATURE, Flat, Place, Places, is_sub_heading, place_of
from gongkai.annual.report import AnnualReport, Figure
from gongkai.annual.write.plan import plan
from tests.annual.write.reports import example

TEXT = "（一）主动公开。公开信息１２ 条。（二）依申请公开。没有。\n（三）监督保障\n网站公开10条。"


def report() -> AnnualReport:
    """A report with sub-headings in lines of their own and within a paragraph."""
    made = example("2021", 5, year=2023, agency="云水县青石镇人民政府")
    made.sections |= {"1": TEXT, "6": "没有收费。", "end": "云水县青石镇人民政府\n2024年1月5日"}
    return made


def at(where: str, quote: str | None = None, cells: tuple[str, ...] = (), found: str | None = None) -> Place:
    """The place of a finding in that report."""
    return place_of(report(), Finding("x", Severity.INFO, where, "看。", found=found, cells=list(cells), quote=quote))


def text(part: str, paragraph: int, words: str) -> Place:
    """The place of words that stand once in a paragraph of that report."""
    paragraphs = {p.key: p.paragraphs for p in plan(report()).parts} | {SIGNATURE: plan(report()).signature}
    start = paragraphs[part][paragraph].index(words)
    return Place("text", part, paragraph, start, start + len(words))


TOTAL = "table3.total.total"


@pytest.mark.parametrize(
    ("where", "quote", "cells", "place"),
    [
        ("section1", "公开信息12条", (), text("1", 0, "公开信息１２ 条")),
        ("section1.2", "网站公开10条", (), text("1", 2, "网站公开10条")),
        ("section1.2", None, (), text("1", 0, "（二）依申请公开。")),
        ("section1.3", None, (), text("1", 1, "（三）监督保障")),
        ("section1.9", None, (), Place("heading", "1")),
        ("section1", "这里没有的话", (), Place("heading", "1")),
        ("section5", "没有收费", (), text("6", 0, "没有收费")),
        ("section2", None, (TOTAL,), Place("heading", "2")),
        ("end", "2024年1月5日", (), text(SIGNATURE, 1, "2024年1月5日")),
        ("end", None, (), text(SIGNATURE, 0, "云水县青石镇人民政府")),
        (TOTAL, "没有收费", (), Place("cell", "3", where=TOTAL)),
        (TOTAL, None, ("table3.granted.total", TOTAL), Place("cell", "3", where=TOTAL)),
        ("table3.total", None, (), Place("label", "3", where="table3.total")),
        ("table3.natural_person", None, (), Place("label", "3", where="table3.natural_person")),
        ("table4.review", None, (), Place("label", "4", where="table4.review")),
        ("table3", None, (TOTAL,), Place("cell", "3", where=TOTAL)),
        ("table3", None, ("table3.granted",), Place("label", "3", where="table3.granted")),
        ("table3", None, ("table3.granted.total", TOTAL), Place("table", "3", where="table3")),
        ("table3.header", None, (), Place("table", "3", where="table3")),
        ("table3.no_such_row.total", None, (), Place("table", "3", where="table3")),
        ("title", "信息公开", (), Place("title", start=17, end=21)),
    ],
)
def test_a_finding_stands_at_its_words_its_cell_its_label_or_its_heading(
    where: str, quote: str | None, cells: tuple[str, ...], place: Place
) -> None:
    assert at(where, quote, cells) == place


def test_what_was_found_in_title_or_signature_is_pointed_at_where_nothing_is_quoted() -> None:
    assert at("end", found="2024-01-05") == text(SIGNATURE, 1, "2024年1月5日")
    assert at("title", found="2023年") == Place("title", start=10, end=15)


def test_what_the_report_does_not_have_stands_at_the_title() -> None:
    whole = Place("title", end=len(plan(report()).title))
    assert at("") == whole
    cut = replace(report(), sections={k: v for k, v in report().sections.items() if k not in ("4", "5", "end")}, signed_on=None)
    cut.tables = {k: v for k, v in cut.tables.items() if k != "table4"}
    places = Places(plan(cut))
    for where in ("section5", "end", "table4", "table4.review.total"):
        assert places.of({"where": where}) == whole
    assert places.of({"where": "section5", "cells": ["table4.review.total", TOTAL]}) == Place("cell", "3", where=TOTAL)


def test_a_table_that_is_missing_from_a_part_that_is_there_stands_at_the_heading() -> None:
    cut = report()
    del cut.tables["table4"]
    assert place_of(cut, {"where": "table4"}) == Place("heading", "4")


def test_a_report_before_2019_has_words_only() -> None:
    old = AnnualReport(title="云水县2015年政府信息公开工作年度报告", year=2015, sections={"1": "一、概述\n全年公开12条。"})
    assert place_of(old, {"where": "section1", "quote": "公开12条"}) == Place("text", "1", 1, 2, 7)
    assert place_of(old, {"where": "section1"}) == Place("text", "1", 0, 0, 4)


def test_figures_have_places_too_and_json_serves_as_well_as_objects() -> None:
    figure = Figure("website", 10, quote="网站公开10条", where="section1.3")
    assert place_of(plan(report()), figure) == text("1", 2, "网站公开10条")
    broken = report()
    broken.tables["table3"]["total"]["total"] = 10**6
    places = Places(plan(broken))
    for finding in check(broken):
        assert places.of(finding) == places.of(finding.to_json())


def test_words_broken_over_two_paragraphs_stand_in_the_first() -> None:
    assert at("section1", "没有。（三）监督保障") == text("1", 0, "没有。")


def test_a_quote_is_found_in_any_width_and_however_it_was_spaced() -> None:
    flat = Flat("共１２　条，占 ½。")
    assert flat.find("12条") == (1, 5)
    assert flat.find("……12 条…") == (1, 5)
    assert flat.find("占1⁄2") == (6, 9)
    assert flat.find("13条") is flat.find(" ") is None


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("（一）主动公开情况", True),
        ("(十二)其他", True),
        ("（一）主动公开了信息。", False),
        ("（1）网站", False),
        ("一、总体情况", False),
        ("（一）" + "长" * 40, False),
    ],
)
def test_a_sub_heading_is_a_short_line_with_a_chinese_number_in_brackets(line: str, is_one: bool) -> None:
    assert is_sub_heading(line) is is_one
