"""What is written comes back: every kind of file, read again, is the same report."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual import AnnualReport, load, read
from gongkai.annual.forms import FORMS
from gongkai.annual.write import KINDS, write
from tests.annual.write.reports import differing_cells, example, reports, same, without_signature

REAL = ["seed_000.txt", "seed_001.txt", "seed_002.txt", "seed_003.txt", "seed_004.txt", "huaian_city_2024.pdf"]
ROUNDS = {"docx": 30, "html": 60, "pdf": 12, "xlsx": 15, "txt": 60, "json": 60}


def _again(report: AnnualReport, kind: str) -> AnnualReport:
    return load(write(report, kind), f"report.{kind}")


@pytest.mark.parametrize("kind", KINDS)
def test_any_report_comes_back_as_it_was(kind: str) -> None:
    @settings(max_examples=ROUNDS[kind])
    @given(reports())
    def comes_back(report: AnnualReport) -> None:
        assert same(report, _again(report, kind)) == []

    comes_back()


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_full_report_comes_back_with_its_title(kind: str, name: str) -> None:
    report = example(name, 7)
    again = _again(report, kind)
    assert same(report, again) == []
    assert again.title == report.title


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_before_it_is_signed_comes_back_unsigned(kind: str) -> None:
    report = without_signature(example("2021", 3, agency="云水县自然资源局"))
    assert same(report, _again(report, kind)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_that_says_only_when_it_was_signed_is_signed_with_its_agency(kind: str) -> None:
    report = example("2021", 3)
    report.sections["end"] = ""
    again = _again(report, kind)
    assert (again.agency, again.signed_on) == (report.agency, report.signed_on)


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_from_before_the_forms_comes_back_as_text(kind: str) -> None:
    text = "2016年，本机关主动公开政府信息312条。\n下一步将继续做好公开工作。"
    report = AnnualReport(title="云水县水利局2016年政府信息公开工作年度报告", agency="云水县水利局", year=2016)
    report.sections = {"intro": "", "1": text, "end": "云水县水利局\n2017年2月10日"}
    report.signed_on = "2017-02-10"
    assert same(report, _again(report, kind)) == []


@settings(max_examples=20)
@given(reports(), st.sampled_from([k for k in KINDS if k not in ("pdf", "xlsx")]), st.sampled_from(("docx", "html", "txt")))
def test_from_one_kind_of_file_into_another_nothing_is_lost(report: AnnualReport, first: str, second: str) -> None:
    assert same(report, _again(_again(report, first), second)) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", REAL)
def test_a_real_report_written_and_read_again_keeps_its_tables(reports_dir: Path, kind: str, name: str) -> None:
    report = read(reports_dir / name)
    again = _again(report, kind)
    assert differing_cells(report, again) == []
    assert same(report, again) == []


def test_another_kind_of_file_is_no_kind() -> None:
    with pytest.raises(KeyError):
        write(example("2021"), "rtf")
