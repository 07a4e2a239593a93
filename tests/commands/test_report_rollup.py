"""`gongkai report rollup` as a county office at a terminal uses it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import jsonschema
import pytest

import tests.generator.layouts  # noqa: F401  (fills the register of layouts)
from gongkai.annual import AnnualReport, read
from gongkai.annual.rollup.schema import schema
from gongkai.cli import main
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Kind, Level
from gongkai.records.base.actors import OPERATOR
from tests.annual.rollup.county import AGENCIES, made
from tests.generator.layouts.base import render

FEW = (*AGENCIES[:3], *AGENCIES[20:22])


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five agencies' reports in a folder, one in a zip, and the list of all six."""
    reports = tmp_path / "年报"
    reports.mkdir()
    for n, who in enumerate(FEW):
        file = render(("text_tabs", "html_cms")[n % 2], made(who), n)
        (reports / f"{who.place}{Path(file.name).suffix}").write_bytes(file.data)
    with zipfile.ZipFile(tmp_path / "补报.zip", "w") as packed:
        packed.writestr("补报/水务局.txt", render("text_tabs", made(AGENCIES[4]), 0).data)
        packed.writestr("补报/Thumbs.db", b"x")
    (tmp_path / "名单.txt").write_text("\n".join(who.place for who in (*FEW, AGENCIES[4])), "utf-8")
    return tmp_path


@pytest.fixture
def rollup(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in the folder, in this process: its exit code and what it says."""
    monkeypatch.chdir(folder)

    def run(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(["report", "rollup", *words])
        return int(ended.value.code or 0), capsys.readouterr().err

    return run


def test_a_complete_county_exits_0_and_its_json_has_every_share(folder: Path, rollup: Run) -> None:
    done = rollup("年报", "补报.zip", "-o", "汇总.json", "--members", "名单.txt")
    assert done[0] == 0, done[1]
    data = json.loads((folder / "汇总.json").read_bytes())
    jsonschema.validate(data, schema())
    assert (data["agency"], data["complete"], len(data["members"])) == ("云水县人民政府", True, 6)
    wanted = sum(int(made(who).tables["table3"]["new_received"]["total"] or 0) for who in (*FEW, AGENCIES[4]))
    assert data["report"]["tables"]["table3"]["new_received"]["total"] == wanted
    assert "补报.zip/补报/水务局.txt" in [m["file"] for m in data["members"]]


def test_the_schema_of_the_result_is_published(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["report", "schema", "--rollup"])
    assert (ended.value.code, json.loads(capsys.readouterr().out)) == (0, schema())


def test_missing_doubled_and_refused_are_said_and_exit_1(folder: Path, rollup: Run) -> None:
    (folder / "年报" / "财政局二稿.txt").write_bytes(render("text_tabs", made(FEW[0], seed=3), 0).data)
    (folder / "年报" / "坏.docx").write_bytes(b"PK\x03\x04 nothing")
    (folder / "年报" / "教育局2022.txt").write_bytes(render("text_tabs", made(FEW[1], year=2022), 0).data)
    done = rollup("年报", "-o", "汇总.xlsx", "--members", "名单.txt")
    said = done[1]
    assert done[0] == 1 and (folder / "汇总.xlsx").read_bytes().startswith(b"PK")
    assert "应报未报 1 个：云水县水务局（部门）" in said and "[重复] 云水县财政局" in said
    assert "[读不了]" in said and "[年度不符] 云水县教育局" in said


def test_a_person_says_which_of_two_counts(folder: Path, rollup: Run) -> None:
    (folder / "年报" / "二稿.txt").write_bytes(render("text_tabs", made(FEW[0], seed=3), 0).data)
    done = rollup("年报", "-o", "汇总.json", "--choose", "财政局=二稿.txt")
    assert done[0] == 0, done[1]
    data = json.loads((folder / "汇总.json").read_bytes())
    assert next(m["file"] for m in data["members"] if m["agency"] == FEW[0].name) == "年报/二稿.txt"
    for wrong in ("财政局", "财政局=没有.txt"):
        done = rollup("年报", "-o", "汇总.json", "--choose", wrong)
        assert done[0] == 2, wrong


@pytest.mark.parametrize("kind", ["docx", "txt", "html"])
def test_the_summed_report_comes_as_a_document_and_the_result_as_a_page(folder: Path, rollup: Run, kind: str) -> None:
    assert rollup("年报", "-o", f"汇总.{kind}")[0] == 0
    if kind == "html":
        assert "<details" in (folder / "汇总.html").read_text("utf-8")
        return
    report = read(folder / f"汇总.{kind}")
    assert (report.agency, report.year, report.form) == ("云水县人民政府", 2023, "2021")
    for table, rows in report.tables.items():
        for row, cells in rows.items():
            for column, value in cells.items():
                assert value == pytest.approx(sum(float(made(who).tables[table][row][column] or 0) for who in FEW))


def test_our_own_json_and_earlier_results_in_the_folder_do_no_harm(folder: Path, rollup: Run) -> None:
    path = next((folder / "年报").glob("*财政局*"))
    report: AnnualReport = read(path)
    path.with_suffix(".json").write_text(json.dumps(report.to_json()), "utf-8")
    path.unlink()
    for _ in range(2):
        done = rollup("年报", "-o", "年报/汇总.json")
        assert done[0] == 0, done[1]
    assert len(json.loads((folder / "年报" / "汇总.json").read_bytes())["members"]) == len(FEW)


def test_what_cannot_be_done_exits_2_and_says_the_next_step(folder: Path, rollup: Run) -> None:
    (folder / "空").mkdir()
    one = str(next((folder / "年报").glob("*财政局*")))
    for words, said in (
        (("空", "-o", "a.json"), "没有能读的文件"),
        ((one, "-o", "a.json"), "--agency"),
        (("年报", "-o", "a.zip"), "后缀"),
        (("年报", "-o", "a.json", "--members", "没有.txt"), "没有.txt"),
        (("年报", "-o", "a.json", "--year", "2021"), "没有一份报告可以汇总"),
    ):
        done = rollup(*words)
        assert done[0] == 2 and said in done[1], (words, done[1])
    assert not list(folder.glob("a.*"))


@pytest.fixture
def tree(transactional_db: None) -> None:
    """The county of the reports in the installation: 水利局 was renamed and 扶贫办公室 dissolved within 2023."""
    begun = date(2020, 1, 1)

    def register(name: str, kind: Kind, level: Level, above: UUID | None = None, vertical: bool = False) -> UUID:
        return agencies.register(name, kind, level, above, begun, vertical=vertical, actor=OPERATOR).record_id

    county = register("云水县人民政府", Kind.GOVERNMENT, Level.COUNTY)
    for who in FEW:
        town = who.place.endswith(("镇", "乡"))
        name = f"{who.place.removeprefix('云水县')}人民政府" if town else who.name
        register(name, Kind.GOVERNMENT if town else Kind.DEPARTMENT, Level.TOWNSHIP if town else Level.COUNTY, county)
    register("国家税务总局云水县税务局", Kind.DEPARTMENT, Level.COUNTY, county, vertical=True)
    water = register("云水县水利局", Kind.DEPARTMENT, Level.COUNTY, county)
    gone = register("云水县扶贫办公室", Kind.DEPARTMENT, Level.COUNTY, county)
    agencies.rename(water, "云水县水务局", date(2023, 6, 1), actor=OPERATOR)
    agencies.merge(gone, water, date(2023, 9, 1), actor=OPERATOR)
    agencies.rename(county, "云水市人民政府", date(2025, 1, 1), actor=OPERATOR)


def test_who_must_report_comes_out_of_the_tree_of_the_year(tree: None, folder: Path, rollup: Run) -> None:
    code, said = rollup("年报", "-o", "汇总.json", "--members-of", "云水县人民政府")
    data = json.loads((folder / "汇总.json").read_bytes())
    assert (code, data["agency"], data["year"], data["listed"]) == (1, "云水县人民政府", 2023, True)
    assert [(m["name"], m["kind"]) for m in data["missing"]] == [("云水县水务局", "department")]
    assert "应报未报 1 个：云水县水务局（部门）" in said and "扶贫" not in said
    rollup("年报", "-o", "汇总.json", "--members-of", "云水市人民政府", "--with-vertical")
    data = json.loads((folder / "汇总.json").read_bytes())
    assert data["agency"] == "云水县人民政府", "known by its name of today too, and called by that of then"
    assert [m["name"] for m in data["missing"]] == ["国家税务总局云水县税务局", "云水县水务局"]
    assert rollup("年报", "补报.zip", "-o", "汇总.json", "--members-of", "云水县")[0] == 0, "complete"


def test_a_superior_the_tree_does_not_have_is_told_with_those_it_has(tree: None, folder: Path, rollup: Run) -> None:
    for words, told in (
        (("--members-of", "云山县人民政府"), "可以写：云水县人民政府。"),
        (("--members-of", "云水县人民政府", "--year", "2015"), "2015 年底没有应当报送年报的单位"),
        (("--members-of", "云水县人民政府", "--members", "名单.txt"), "只能用一个"),
    ):
        code, said = rollup("年报", "-o", "a.json", *words)
        assert code == 2 and told in said, said
    assert not (folder / "a.json").exists()
