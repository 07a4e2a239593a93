"""`gongkai report compare` as a person at a terminal uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from gongkai.annual.compare import KINDS, schema
from gongkai.commands.report_compare import compare
from tests.annual.write.reports import example

TOWN = "云水县青石镇人民政府"


def gongkai(*words: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "gongkai.cli", *words], cwd=cwd, capture_output=True, timeout=120, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for year in (2022, 2023):
        data = example("2021", year, year, TOWN).to_json()
        (tmp_path / f"{year}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return tmp_path


def test_two_years_are_compared_in_chinese_and_exit_0(folder: Path) -> None:
    done = gongkai("report", "compare", "2023.json", "2022.json", cwd=folder)
    assert done.returncode == 0 and not done.stderr
    lines = done.stdout.decode().splitlines()
    assert lines[0] == f"2023年：{TOWN}2023年政府信息公开工作年度报告" and any("三张表共" in line for line in lines)


def test_last_years_report_given_first_is_turned_round_and_said(folder: Path) -> None:
    turned = gongkai("report", "compare", "2022.json", "2023.json", cwd=folder)
    assert turned.returncode == 0 and "对调次序" in turned.stderr.decode()
    assert turned.stdout == gongkai("report", "compare", "2023.json", "2022.json", cwd=folder).stdout
    kept = gongkai("report", "compare", "--kind", "other", "2022.json", "2023.json", cwd=folder)
    assert kept.stdout.decode().startswith("2022年：")


def test_a_document_beside_data_and_json_of_the_published_schema(folder: Path) -> None:
    assert gongkai("report", "write", "2022.json", "2022.html", cwd=folder).returncode == 0
    done = gongkai("report", "compare", "2023.json", "2022.html", "--format", "json", cwd=folder)
    data = json.loads(done.stdout)
    jsonschema.validate(data, schema())
    assert (data["kind"], data["other"]["file"]) == ("last_year", "2022.html")


@pytest.mark.parametrize(("form", "start"), [("html", b"<!DOCTYPE html>"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_it_is_written_to_a_file_in_the_form_asked_for(folder: Path, form: str, start: bytes) -> None:
    done = gongkai("report", "compare", "2023.json", "2022.json", "--format", form, "--output", f"对照.{form}", cwd=folder)
    assert done.returncode == 0 and (folder / f"对照.{form}").read_bytes().startswith(start)
    assert f"已写成 对照.{form}" in done.stderr.decode() and not done.stdout


def test_equal_reports_exit_0_and_unreadable_ones_2(folder: Path) -> None:
    done = gongkai("report", "compare", "2023.json", "2023.json", cwd=folder)
    assert done.returncode == 0 and "完全相同" in done.stdout.decode()
    (folder / "空.txt").write_text("通知", "utf-8")
    for missing in ("没有.json", "空.txt"):
        done = gongkai("report", "compare", "2023.json", missing, cwd=folder)
        assert done.returncode == 2 and missing in done.stderr.decode() and not done.stdout


def test_a_file_that_is_compared_is_not_written_over(folder: Path) -> None:
    before = (folder / "2022.json").read_bytes()
    done = gongkai("report", "compare", "2023.json", "2022.json", "--format", "json", "--output", "2022.json", cwd=folder)
    assert done.returncode == 2 and (folder / "2022.json").read_bytes() == before


def test_every_kind_of_comparison_can_be_asked_for() -> None:
    (option,) = [p for p in compare.params if p.name == "kind"]
    assert tuple(option.type.choices) == KINDS  # type: ignore[attr-defined]


def test_help_names_the_command_without_loading_it(folder: Path) -> None:
    code = (
        "import sys; from gongkai.cli import main\n"
        "try: main(['report', '--help'])\n"
        "finally: print([m for m in sys.modules if m.startswith('gongkai.annual')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert "compare" in done.stdout.decode() and done.stderr.decode().strip() == "[]"
