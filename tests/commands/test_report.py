"""`gongkai report` as a person at a terminal uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.generator.layouts.base import render
from tests.generator.reports import report as made_up

SEED = 5


def gongkai(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "gongkai.cli", *words], cwd=cwd, capture_output=True, timeout=120, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "年报").mkdir()
    for n, layout in enumerate(("text_tabs", "html_fragment")):
        file = render(layout, made_up(SEED), n)
        (tmp_path / "年报" / f"{n}{Path(file.name).suffix}").write_bytes(file.data)
    return tmp_path


def test_read_prints_one_line_of_the_published_schema_a_file(folder: Path) -> None:
    schema = json.loads(gongkai("report", "schema").stdout)
    done = gongkai("report", "read", "年报", cwd=folder)
    lines = done.stdout.decode().splitlines()
    assert (done.returncode, len(lines)) == (0, 2)
    for line in lines:
        jsonschema.validate(json.loads(line), schema)
        assert json.loads(line)["agency"] == made_up(SEED).agency.name


def test_a_correct_report_exits_0_and_a_wrong_sum_1_and_an_unreadable_file_2(folder: Path) -> None:
    good = folder / "年报" / "0.txt"
    assert gongkai("report", "check", str(good)).returncode == 0
    text = render("text_tabs", made_up(SEED), 0).data
    from gongkai.documents.text import decode

    lines = decode(text).splitlines()
    row = next(i for i, line in enumerate(lines) if "本年新收政府信息公开申请数量" in line)
    cells = lines[row].split("\t")
    cells[-1] = str(int(cells[-1].replace(",", "").strip() or 0) + 7)
    lines[row] = "\t".join(cells)
    bad = folder / "bad.txt"
    bad.write_text("\n".join(lines), "utf-8")
    done = gongkai("report", "check", str(bad))
    assert done.returncode == 1 and "错误" in done.stdout.decode()
    assert gongkai("report", "check", str(bad), "没有.txt", cwd=folder).returncode == 2


def test_json_is_one_object_a_line_in_the_order_given_also_for_what_cannot_be_read(folder: Path) -> None:
    names = ["年报/1.html", "没有.txt", "年报/0.txt"]
    done = gongkai("report", "check", "--format", "json", *names, cwd=folder)
    results = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [r["file"] for r in results] == names
    assert [r["readable"] for r in results] == [True, False, True]
    assert set(results[1]) >= {"file", "readable", "report", "error"} and results[1]["report"] is None
    assert results[0]["counts"] == {
        s: sum(f["severity"] == s for f in results[0]["findings"]) for s in ("error", "warning", "info")
    }


@pytest.mark.parametrize(("form", "start"), [("html", b"<!doctype html>"), ("xlsx", b"PK")])
def test_results_can_be_taken_away_as_a_page_or_a_workbook(folder: Path, form: str, start: bytes) -> None:
    target = folder / f"结果.{form}"
    done = gongkai("report", "check", "年报", "--format", form, "--output", str(target), cwd=folder)
    assert done.returncode in (0, 1)
    assert target.read_bytes().startswith(start)


def test_last_years_report_goes_with_one_file_only(folder: Path) -> None:
    done = gongkai("report", "check", "年报", "--previous", "年报/0.txt", cwd=folder)
    assert done.returncode == 2 and "一个文件" in done.stderr.decode()


def test_patterns_and_folders_without_files_are_named(folder: Path) -> None:
    assert len(gongkai("report", "read", "年报/*.txt", cwd=folder).stdout.splitlines()) == 1
    done = gongkai("report", "read", "年报/*.pdf", cwd=folder)
    assert done.returncode == 2 and "*.pdf" in done.stderr.decode()


def test_why_a_file_cannot_be_opened_is_said_in_chinese(folder: Path) -> None:
    asked = (
        ("report", "check", "没有.txt"),
        ("report", "read", "没有.txt"),
        ("report", "form", "--year", "2025", "-o", "没有/填报表.xlsx"),
        ("report", "rollup", "年报", "-o", "汇总.xlsx", "--members", "没有.txt"),
    )
    for words in asked:
        done = gongkai(*words, cwd=folder)
        told = done.stdout.decode() + done.stderr.decode()
        assert done.returncode == 2 and ("没有这个文件或文件夹" in told or "不存在" in told), (words, told)
        assert "No such file" not in told
