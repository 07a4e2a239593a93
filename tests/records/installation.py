"""A whole installation in a folder, on the database kind the tests run on, for tests that start real processes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

REPOSITORY = Path(__file__).resolve().parents[2]
GONGKAI = [sys.executable, "-m", "gongkai.cli"]


@dataclass
class Installation:
    data: Path
    environment: dict[str, str]

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """`gongkai …`, to its end."""
        return subprocess.run(
            [*GONGKAI, *arguments],
            env=self.environment,
            cwd=REPOSITORY,
            text=True,
            capture_output=True,
            check=check,
            timeout=120,
        )

    def start(self, *arguments: str, log: Path) -> subprocess.Popen[bytes]:
        """`gongkai …`, in the background, its talk in `log`."""
        with log.open("ab") as out:
            return subprocess.Popen([*GONGKAI, *arguments], env=self.environment, cwd=REPOSITORY, stdout=out, stderr=out)

    def value(self, query: str) -> Any:
        """The first value of a query, asked of the database itself."""
        if address := self.environment.get("GONGKAI_DATABASE"):
            with psycopg.connect(address) as server:
                row = server.execute(query).fetchone()  # type: ignore[arg-type]
        else:
            with closing(sqlite3.connect(self.data / "gongkai.sqlite3", timeout=20)) as file:
                row = file.execute(query).fetchone()
        return row[0] if row else None

    def python(self, code: str) -> str:
        """What a piece of Python with Django set up prints."""
        setup = "import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", setup + code],
            env=self.environment,
            cwd=REPOSITORY,
            text=True,
            capture_output=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextmanager
def installed(data: Path, settings: dict[str, Any], kind: str | None = None) -> Iterator[Installation]:
    """A new installation in `data`. `settings`: DATABASES["default"] of the running tests, whose server is used."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "HOST", "PORT"))},
        "GONGKAI_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "tests.records.example.settings",
        "PYTHONPATH": str(REPOSITORY),
    }
    if (kind or settings["ENGINE"].rsplit(".", 1)[-1]) == "sqlite3":
        yield Installation(data, environment)
        return
    address = urlsplit(os.environ["GONGKAI_DATABASE"])
    name = f"gongkai_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(address._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield Installation(data, {**environment, "GONGKAI_DATABASE": address._replace(path=f"/{name}").geturl()})
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
