"""Running a folder of tests once more, on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.tools import REPOSITORY


def passes(address: str, folder: str) -> bool:
    """Whether all tests of the folder pass with `address` as the database; what they say goes to stdout."""
    command = [sys.executable, "-m", "pytest", folder, "-q", "--create-db", "-p", "no:cacheprovider"]
    command += ["--ignore-glob=*test_on_postgresql.py"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env={**environment, "GONGKAI_DATABASE": address},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    print(done.stdout[-20_000:])
    return done.returncode == 0
