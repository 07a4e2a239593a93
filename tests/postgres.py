"""A PostgreSQL of the tests' own: a throw-away cluster on a free port, without fsync.

python -m tests.postgres COMMAND…      runs COMMAND with GONGKAI_DATABASE set to it
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests import tools


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster; gives the postgresql:// address of its database `gongkai`. Raises RuntimeError where there is none."""
    programs = tools.postgres()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed (Debian: apt install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="gongkai-postgres-"))
    # The server refuses to run as root: it then runs as the user Debian made for it.
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        user = pwd.getpwnam("postgres")
        as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [*as_user, str(programs / program), *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stdout}{done.stderr}")

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = str(folder / "data")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off -c full_page_writes=off -c max_connections=200"
    try:
        run("initdb", "-D", data, "-U", "gongkai", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "gongkai", "gongkai")
        yield f"postgresql://gongkai@127.0.0.1:{port}/gongkai"
    finally:
        with contextlib.suppress(RuntimeError):
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run the command line's command beside a cluster."""
    with cluster() as address:
        return subprocess.run(sys.argv[1:], env={**os.environ, "GONGKAI_DATABASE": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
