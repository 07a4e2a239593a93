"""The ground of the repository: the command's frame, the locks, the rule against skipping, and what may not stand in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from gongkai.annual import forms
from gongkai.cli import HOOKS, cli
from gongkai.law import parameters
from tests.tools import REPOSITORY

GONGKAI = [sys.executable, "-m", "gongkai"]


def gongkai(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One run of the command, as a person starts it."""
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run([*GONGKAI, *arguments], capture_output=True, text=True, encoding="utf-8", env=env, check=False)


def tracked() -> list[Path]:
    """Every text file of the repository; build leftovers and binary samples are not among them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    files = [REPOSITORY / name for name in listed.split("\0") if name]
    return [file for file in files if file.is_file() and b"\0" not in file.read_bytes()[:8000]]


# --- the command


def test_help_comes_within_three_tenths_of_a_second():
    def seconds() -> float:
        start = time.perf_counter()
        assert gongkai("--help").returncode == 0
        return time.perf_counter() - start

    assert min(seconds() for _ in range(3)) < 0.3


def test_help_names_every_subcommand_in_chinese():
    shown = gongkai("--help").stdout
    for name, hook in HOOKS.items():
        assert re.search(rf"^  {name} +{re.escape(hook.help)}", shown, re.MULTILINE)
    assert not re.search(r"Usage|Options|Commands|Show", shown)


def test_every_hook_leads_to_a_command_with_its_own_help():
    with click.Context(cli) as ctx:
        for name in HOOKS:
            command = cli.get_command(ctx, name)
            assert command is not None
            assert command.get_short_help_str()


@pytest.mark.parametrize(
    ("arguments", "out", "code"),
    [
        (["law", "workdays", "2026-05-11", "2026-05-22"], "9\n", 0),
        (["law", "add", "2026-04-27", "20"], "2026-05-27\n", 0),
        (["law", "period", "2026-08-03", "60"], "2026-10-08\n", 0),
        (["law", "period", "2025-03-05", "6", "--months"], "2025-09-05\n", 0),
        (["law", "day", "2026-05-09"], "2026-05-09 调休上班（国办发明电〔2025〕7号）\n", 0),
    ],
)
def test_law_answers_on_stdout(arguments, out, code):
    done = gongkai(*arguments)
    assert (done.stdout, done.stderr, done.returncode) == (out, "", code)


def test_a_provisional_date_says_so_on_stderr_and_in_json():
    text = gongkai("law", "add", "2026-12-20", "20")
    assert text.stdout == "2027-01-18\n"
    assert "暂定" in text.stderr
    data = json.loads(gongkai("law", "add", "2026-12-20", "20", "--format", "json").stdout)
    assert (data["date"], data["provisional"]) == ("2027-01-18", True)
    assert "暂定" in data["reason"]


def test_json_is_utf8_whatever_the_terminal_speaks():
    done = subprocess.run(
        [*GONGKAI, "law", "day", "2026-05-09", "--format", "json"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "gb18030"},
        check=True,
    )
    assert json.loads(done.stdout.decode("utf-8"))["kind"] == "make_up_workday"


def test_an_installations_settings_reach_the_command(tmp_path):
    settings = tmp_path / "law.yaml"
    settings.write_text("local_holidays:\n  - {date: 2025-03-31, name: 开斋节, source: 自治区人民政府令}\n", encoding="utf-8")
    assert gongkai("law", "add", "2025-03-28", "1", "--settings", str(settings)).stdout == "2025-04-01\n"
    settings.write_text("- 1", encoding="utf-8")
    refused = gongkai("law", "add", "2025-03-28", "1", "--settings", str(settings))
    assert refused.returncode == 2
    assert "law.yaml" in refused.stderr


def test_a_table_with_a_slip_is_a_finding(tmp_path):
    table = tmp_path / "2027.csv"
    table.write_text("日期,安排,文号\n2027-01-01,休,国办发明电〔2026〕9号\n", encoding="utf-8")
    done = gongkai("law", "check-table", str(table))
    assert done.returncode == 1
    assert "法定节假日" in done.stdout
    table.write_text("日期\n", encoding="utf-8")
    assert gongkai("law", "check-table", str(table)).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["lwa"], "没有命令"),
        (["law", "add", "2026-01-01"], "缺少参数"),
        (["law", "add", "2026-1-1", "20"], "应写作 2026-04-27"),
        (["law", "add", "2026-01-01", "x"], "不是"),
        (["law", "add", "2026-01-01", "1", "--formal"], "没有选项"),
        (["law", "add", "2012-01-01", "20"], "从 2018-12-29 起"),
        (["law", "workdays", "2026-02-01", "2026-01-01"], "晚于"),
        (["law", "check-table", "没有这个文件.csv"], "不存在"),
    ],
)
def test_a_mistake_is_answered_in_one_chinese_sentence_with_code_2(arguments, words):
    done = gongkai(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("出错：")
    assert words in last
    assert "Traceback" not in done.stderr


def test_a_traceback_is_shown_to_who_asks_for_it(tmp_path):
    broken = tmp_path / "x.csv"
    broken.write_bytes(b"\xff\xfe\xfa")
    arguments = ("law", "check-table", str(broken))
    assert "Traceback" not in gongkai(*arguments).stderr
    assert "Traceback" in gongkai(*arguments, GONGKAI_DEBUG="1").stderr


def test_a_reader_of_the_pipe_who_leaves_is_no_error():
    command = " ".join([*GONGKAI, "law", "day", "2026-05-09", "| true; exit ${PIPESTATUS[0]}"])
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_wings_below_the_records_load_without_django():
    code = "import sys, gongkai.law, gongkai.documents, gongkai.screening, gongkai.annual; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- the locks


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-node"])
def test_a_lock_holds_every_requirement_by_hash_and_no_address(name):
    lock = (REPOSITORY / f"{name}.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    locked = {entry.lower() for entry in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}
    wanted = (REPOSITORY / f"{name}.in").read_text(encoding="utf-8")
    names = {re.split(r"[\[=<>~!; ]", line)[0].lower() for line in wanted.splitlines() if re.match(r"[A-Za-z]", line)}
    assert names <= locked
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock):
        assert "--hash=sha256:" in block


def test_the_development_lock_agrees_with_the_one_that_ships():
    def versions(name: str) -> dict[str, str]:
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))

    shipped = versions("requirements.lock")
    assert shipped.items() <= versions("requirements-dev.lock").items()


def test_the_npm_lock_names_no_address_and_every_package():
    lock = json.loads((REPOSITORY / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((REPOSITORY / "package.json").read_text(encoding="utf-8"))
    for entry in lock["packages"].values():
        assert "resolved" not in entry
    for name in wanted["devDependencies"]:
        assert lock["packages"][f"node_modules/{name}"]["integrity"].startswith("sha512-")


# --- the repository


def test_no_source_file_is_longer_than_500_lines():
    long = {
        str(file.relative_to(REPOSITORY)): lines
        for file in tracked()
        if file.suffix == ".py" and (lines := len(file.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert long == {}


def test_every_folder_with_code_is_a_package():
    source = REPOSITORY / "src" / "gongkai"
    folders = {file.parent for file in tracked() if file.suffix == ".py" and source in file.parents}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_no_file_names_this_machine_or_an_index():
    forbidden = re.compile(r"/work/(main|shared)|registry\.npmjs\.org|pypi\.org/simple|/opt/pypi")
    own = Path(__file__).resolve()
    found = [file for file in tracked() if file != own and forbidden.search(file.read_text(encoding="utf-8", errors="ignore"))]
    assert found == []


def test_the_forms_and_the_law_name_the_same_notices():
    for year, name in ((2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021")):
        form = forms.form(name)
        assert form.basis == parameters.for_year("annual_report.format_notice", year).number
        assert form.from_year <= year


def test_set_up_scripts_are_valid_shell():
    for script in [*REPOSITORY.glob("scripts/*.sh"), REPOSITORY / ".ci" / "run"]:
        shell = "bash" if script.name == "run" else "sh"
        assert subprocess.run([shell, "-n", str(script)], capture_output=True, check=False).returncode == 0, script
        if script.name != "common.sh":
            assert os.access(script, os.X_OK), script


def test_readme_names_the_two_commands_first():
    for name in ("README.md", "README.zh-CN.md"):
        first_screen = "\n".join((REPOSITORY / name).read_text(encoding="utf-8").splitlines()[:14])
        assert "make run" in first_screen
        assert "make test" in first_screen
        assert "python3-venv" in first_screen


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_every_link_of_the_front_pages_leads_somewhere(name):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", (REPOSITORY / name).read_text(encoding="utf-8"))
    assert [target for target in targets if not (REPOSITORY / target).exists()] == []


# --- the rule against skipping

SKIPPING = """
import pytest

def test_passes():
    assert True

def test_skips():
    pytest.skip("not here")

@pytest.mark.xfail(reason="known")
def test_expected_to_fail():
    assert False

def test_reads_real_reports(reports_dir):
    assert reports_dir.is_dir()
"""
SKIPPED_MODULE = "import pytest\npytest.importorskip('no_such_module_at_all')\n"


def run_pytest(folder: Path, **environment: str) -> str:
    """The outcome line of a run of pytest over a folder, with this project's conftest as a plug-in."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "PYTEST_"))}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-p", "no:cacheprovider", str(folder)]
    command += ["-c", str(REPOSITORY / "pyproject.toml"), "--rootdir", str(folder)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, env={**env, **environment}, check=False)
    return done.stdout.strip().splitlines()[-1]


def test_skips_and_expected_failures_fail_where_nothing_may_be_skipped(tmp_path):
    (tmp_path / "test_it.py").write_text(SKIPPING, encoding="utf-8")
    (tmp_path / "reports").mkdir()
    here = {"GONGKAI_SHARED": str(tmp_path)}
    assert re.search(r"2 passed, 1 skipped, 1 xfailed", run_pytest(tmp_path, **here))
    assert re.search(r"2 failed, 2 passed", run_pytest(tmp_path, GONGKAI_NO_SKIP="1", **here))


def test_a_module_that_skips_itself_fails_where_nothing_may_be_skipped(tmp_path):
    (tmp_path / "test_it.py").write_text(SKIPPED_MODULE, encoding="utf-8")
    assert "1 skipped" in run_pytest(tmp_path)
    assert "1 error" in run_pytest(tmp_path, GONGKAI_NO_SKIP="1")


def test_a_named_folder_of_real_reports_that_is_not_there_is_a_failure(tmp_path):
    (tmp_path / "test_it.py").write_text(SKIPPING, encoding="utf-8")
    gone = str(tmp_path / "gone")
    assert re.search(r"1 passed, 2 skipped, 1 xfailed", run_pytest(tmp_path, GONGKAI_SHARED=gone))
    outcome = run_pytest(tmp_path, GONGKAI_SHARED=gone, GONGKAI_NO_SKIP="1")
    assert re.search(r"2 failed, 1 passed, 1 error|3 failed, 1 passed", outcome)
