"""`gongkai report form` as a person at a terminal uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl


def gongkai(*words: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "gongkai.cli", *words], cwd=cwd, capture_output=True, timeout=120, check=False)


def test_the_form_of_a_year_is_written_with_the_agency_and_left_alone_once_it_is_there(tmp_path: Path) -> None:
    done = gongkai("report", "form", "--year", "2023", "-o", "表.xlsx", "--agency", "云水县财政局", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"") and "表.xlsx" in done.stderr.decode()
    data = (tmp_path / "表.xlsx").read_bytes()
    facts = openpyxl.load_workbook(tmp_path / "表.xlsx")["基本情况"]
    assert (facts["B2"].value, facts["B3"].value) == ("云水县财政局", 2023)
    again = gongkai("report", "form", "--year", "2024", "-o", "表.xlsx", cwd=tmp_path)
    assert again.returncode == 2 and "已经存在" in again.stderr.decode()
    assert (tmp_path / "表.xlsx").read_bytes() == data
    line = json.loads(gongkai("report", "read", "表.xlsx", cwd=tmp_path).stdout)
    assert line["error"]["code"] == "empty_form"


def test_a_year_without_a_form_and_another_kind_of_file_are_refused_in_a_sentence(tmp_path: Path) -> None:
    for words, said in (
        (("--year", "2018", "-o", "表.xlsx"), "2018"),
        (("--year", "2023", "-o", "表.docx"), ".xlsx"),
        (("--year", "2023", "-o", "没有/表.xlsx"), "没有"),
    ):
        done = gongkai("report", "form", *words, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, b"")
        assert said in done.stderr.decode() and "请" in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []
