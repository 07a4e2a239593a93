"""Many files at once: one JSON object each, in order, whatever the files are."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from gongkai.annual.batch import check_files, check_one
from tests.generator.layouts.base import render
from tests.generator.reports import report as made_up

LAYOUTS = ["text_tabs", "html_cms", "docx", "pdf"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n, layout in enumerate(LAYOUTS):
        file = render(layout, made_up(400 + n), n)
        (tmp_path / f"{n}_{file.name}").write_bytes(file.data)
    (tmp_path / "8_坏文件.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "9_说明.txt").write_text("请查收。", "utf-8")
    return tmp_path


def test_a_batch_answers_in_order_and_bad_files_do_not_stop_it(folder: Path) -> None:
    paths = sorted(folder.iterdir())
    lines = list(check_files(paths, workers=2))
    results = [orjson.loads(line.data) for line in lines]
    assert [r["file"] for r in results] == [str(p) for p in paths]
    assert [r["readable"] for r in results] == [True] * len(LAYOUTS) + [False, False]
    assert [r["report"]["agency"] for r in results[: len(LAYOUTS)]] == [
        made_up(400 + n).agency.name for n in range(len(LAYOUTS))
    ]
    assert [r["error"]["code"] for r in results[len(LAYOUTS) :]] == ["damaged", "no_report"]
    assert [line.readable for line in lines] == [r["readable"] for r in results]


def test_one_file_is_checked_apart_and_gives_the_same_object(folder: Path) -> None:
    path = sorted(folder.iterdir())[0]
    alone = check_one(path.read_bytes(), str(path))
    (line,) = check_files([path])
    assert alone == orjson.loads(line.data)


def test_last_years_report_that_cannot_be_read_is_named_as_such(folder: Path) -> None:
    path = sorted(folder.iterdir())[0]
    result = check_one(path.read_bytes(), path.name, previous=b"\x00\x01\x02", previous_name="last.docx")
    assert not result["readable"]
    assert result["error"]["code"].startswith("previous_") and "上一年度" in result["error"]["message"]
