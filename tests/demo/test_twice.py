"""The made-up county is the same wherever it is made, and is there whole or not at all: seen in real installations."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from gongkai.records.base import acts
from tests.harness.test_service import Service, free_port, processes, until
from tests.records.installation import GONGKAI, REPOSITORY, Installation, installed

DAY = "2026-03-10"
OF_CHANCE = {
    ("accounts_user", "password"),
    ("accounts_decisionlink", "token_hash"),
    ("incoming_door", "token"),
    # Not of the county: when this installation was set up, and when its queue was given the jobs.
    ("django_migrations", "applied"),
    ("django_tasks_database_dbtaskresult", "enqueued_at"),
}
"""Table and column: what may differ between two counties of one day and seed."""

DUMP = """
import json
from django.db import connection
with connection.cursor() as cursor:
    names = [name for name in connection.introspection.table_names(cursor) if name != "sqlite_sequence"]
    tables = {}
    for name in sorted(names):
        cursor.execute(f'select * from "{name}"')
        columns = [column[0] for column in cursor.description]
        tables[name] = sorted((dict(zip(columns, map(repr, row))) for row in cursor.fetchall()), key=lambda r: r.get("id", ""))
print(json.dumps(tables))
"""
Tables = dict[str, list[dict[str, str]]]


def dump(installation: Installation) -> Tables:
    """Every row of every table, by table and id."""
    found: Tables = json.loads(installation.python(DUMP))
    return found


def loaded(where: Installation, seed: int, hashes: str) -> subprocess.Popen[str]:
    """`gongkai demo`, begun; sets have another order with other `hashes`."""
    command = [*GONGKAI, "demo", "--as-of", DAY, "--seed", str(seed), "--format", "json"]
    environment = {**where.environment, "PYTHONHASHSEED": hashes}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, cwd=REPOSITORY, text=True, stdout=pipe, stderr=pipe)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[Installation, dict[str, Any]]]]:
    """Two installations with one seed and one with another, with what the command said."""
    with ExitStack() as stack:
        begun = []
        for seed, hashes in ((5, "1"), (5, "2"), (6, "1")):
            where = stack.enter_context(installed(tmp_path_factory.mktemp("county"), settings.DATABASES["default"]))
            begun.append((where, loaded(where, seed, hashes)))
        made = []
        for where, running in begun:
            told, said = running.communicate(timeout=300)
            assert running.returncode == 0, said
            made.append((where, json.loads(told)))
        yield made


def test_the_same_day_and_seed_give_the_same_rows_to_the_last_id(three: list[tuple[Installation, dict[str, Any]]]) -> None:
    (one, told), (other, again), _ = three
    first, second = dump(one), dump(other)
    assert told == again
    assert {name: len(rows) for name, rows in first.items()} == {name: len(rows) for name, rows in second.items()}
    differs = {
        (name, column)
        for name, rows in first.items()
        for row, twin in zip(rows, second[name], strict=True)
        for column in row
        if row[column] != twin[column]
    }
    assert differs == OF_CHANCE


def test_files_are_the_same_too(three: list[tuple[Installation, dict[str, Any]]]) -> None:
    stored = [sorted(path.name for path in where.data.glob("files/internal/*/*")) for where, _ in three]
    assert len(stored[0]) == 2
    assert stored[0] == stored[1] != stored[2]


def test_another_seed_gives_other_people_and_other_ids(three: list[tuple[Installation, dict[str, Any]]]) -> None:
    (one, _), _, (other, _) = three
    first, second = dump(one), dump(other)
    for table, column in (("agencies_agency", "id"), ("accounts_user", "id"), ("base_logentry", "hash")):
        assert not {row[column] for row in first[table]} & {row[column] for row in second[table]}, table
    names = [[row["name"] for row in tables["accounts_user"]] for tables in (first, second)]
    assert sum(a == b for a, b in zip(*names, strict=True)) < len(names[0]) / 4
    assert {row["name"] for row in first["agencies_agency"]} == {row["name"] for row in second["agencies_agency"]}


def test_a_second_county_is_not_loaded_over_the_first(three: list[tuple[Installation, dict[str, Any]]]) -> None:
    where, told = three[2]
    again = where.run("demo", check=False)
    assert (again.returncode, "只能装入空的系统" in again.stderr) == (2, True)
    assert where.value("select count(*) from agencies_agency") == told["agencies"]


def test_a_load_that_is_killed_leaves_nothing_and_the_next_start_loads_it_once(tmp_path: Path) -> None:
    with installed(tmp_path / "data", settings.DATABASES["default"]) as new:
        where = replace(new, environment={**new.environment, "GONGKAI_DEMO": "1"})
        log, port = tmp_path / "log", free_port()
        killed = where.start("serve", "--port", str(port), log=log)
        until(lambda: "目录、制度与待办" in log.read_text(encoding="utf-8"), "half of the county")
        (loading,) = processes("prepare", killed.pid)
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
        until(lambda: loading not in processes("prepare"), "what was started ends with what started it")
        assert "演示数据已装入" not in log.read_text(encoding="utf-8")
        assert where.value("select count(*) from agencies_agency") == 0
        running = where.start("serve", "--port", str(port), log=log)
        try:
            service = Service(where, port, log, running)
            until(service.answers, "an answer")
            rows = [where.value(f"select count(*) from {table}") for table in ("agencies_agency", "accounts_user")]
            assert rows == [105, 71]
            assert where.run("doctor", "--deep", check=False).stdout.count("问题：") == 0
        finally:
            running.terminate()
            running.wait(60)
        assert log.read_text(encoding="utf-8").count("演示数据已装入") == 1


def test_two_that_load_at_once_load_one_county(tmp_path: Path) -> None:
    with installed(tmp_path / "data", settings.DATABASES["default"]) as where:
        where.run("manage", "migrate", "--verbosity", "0")
        both = [loaded(where, seed, "1") for seed in (5, 6)]
        said = [running.communicate(timeout=300) for running in both]
        assert sorted(running.returncode for running in both) == [0, 2], said
        assert sum("只能装入空的系统" in err for _, err in said) == 1
        assert where.value("select count(*) from agencies_agency") == 105


def test_only_the_demo_makes_one_transaction_of_many_acts() -> None:
    source = Path(acts.__file__).resolve().parents[3]
    users = {path.relative_to(source).as_posix() for path in source.rglob("*.py") if "together()" in path.read_text("utf-8")}
    assert users == {"records/base/acts/contract.py", "demo/county.py"}
