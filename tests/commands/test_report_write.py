"""`gongkai report write` as a person at a terminal uses it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import tests.generator.layouts  # noqa: F401  (fills the register of layouts)
from gongkai.annual import read
from gongkai.annual.write import KINDS
from gongkai.cli import main
from tests.generator.layouts.base import render
from tests.generator.reports import report as made_up

SEED = 5


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "年报.txt").write_bytes(render("text_tabs", made_up(SEED), 0).data)
    return tmp_path


@pytest.fixture
def write(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in the folder, in this process: its exit code and what it says."""
    monkeypatch.chdir(folder)

    def run(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["report", "write", *words])
        return int(ended.value.code or 0), capsys.readouterr().err

    return run


@pytest.mark.parametrize("kind", KINDS)
def test_any_readable_report_is_written_in_any_form_and_reads_back(folder: Path, write: Run, kind: str) -> None:
    done = write("年报.txt", f"年报.{kind}" if kind != "txt" else "另存.txt")
    assert done[0] == 0 and "已写成" in done[1], done[1]
    written = folder / (f"年报.{kind}" if kind != "txt" else "另存.txt")
    before = read(folder / "年报.txt")
    if kind == "json":
        assert json.loads(written.read_bytes())["tables"] == before.tables
        assert write("年报.json", "回.docx")[0] == 0
        written = folder / "回.docx"
    after = read(written)
    assert (after.tables, after.agency, after.year) == (before.tables, before.agency, before.year)
    assert not list(folder.glob(".*")), "nothing half-written stays behind"


def test_findings_go_into_the_docx_as_comments_and_into_nothing_else(folder: Path, write: Run) -> None:
    data = read(folder / "年报.txt").to_json()
    data["tables"]["table4"]["review"]["total"] += 1
    (folder / "错.json").write_text(json.dumps(data), "utf-8")
    done = write("错.json", "批注.docx", "--findings")
    assert done[0] == 0 and "批注" in done[1]
    with zipfile.ZipFile(folder / "批注.docx") as packed:
        assert "表四" in packed.read("word/comments.xml").decode()
    refused = write("错.json", "批注.pdf", "--findings")
    assert refused[0] == 2 and "docx" in refused[1] and not (folder / "批注.pdf").exists()


def test_what_cannot_be_done_is_said_and_leaves_files_as_they_were(folder: Path, write: Run) -> None:
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 nothing")
    (folder / "旧.docx").write_bytes(b"old")
    original = (folder / "年报.txt").read_bytes()
    for words, said in (
        (("坏.docx", "旧.docx"), "坏.docx"),
        (("没有.docx", "旧.docx"), "没有.docx"),
        (("年报.txt", "年报.wps"), "docx、html、pdf、xlsx、txt、json"),
        (("年报.txt", "年报.txt"), "盖掉原件"),
        (("年报.txt", "没有的文件夹/年报.docx"), "没有的文件夹"),
    ):
        done = write(*words)
        assert done[0] == 2 and said in done[1], (words, done[1])
    assert (folder / "旧.docx").read_bytes() == b"old" and (folder / "年报.txt").read_bytes() == original


def test_an_existing_file_is_replaced_by_a_whole_one(folder: Path, write: Run) -> None:
    (folder / "年报.html").write_bytes(b"old")
    assert write("年报.txt", "年报.html")[0] == 0
    assert (folder / "年报.html").read_bytes().startswith(b"<!doctype html>") or b"<html" in (folder / "年报.html").read_bytes()
