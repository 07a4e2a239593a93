"""`gongkai serve` with real processes: whatever is killed with −9, nothing is lost, and the service comes back."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings

from tests.records.installation import Installation, installed

PATIENCE = 90.0  # seconds; the machine is shared with browsers and office programs


def until(holds: Callable[[], object], what: str) -> object:
    """Waits until `holds()` gives something true, and gives it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.1)
    raise AssertionError(f"not in {PATIENCE:.0f} s: {what}")


def processes(kind: str, parent: int | None = None) -> list[int]:
    """The running processes of a kind, of one supervisor if it is given: its own children, not granian's workers."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            status = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            running = b"gongkai.config.processes" in words and words[-2] == kind.encode() and status[0] != "Z"
            if running and (parent is None or int(status[1]) == parent):
                found.append(int(folder.name))
    return found


@dataclass
class Service:
    installation: Installation
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def child(self, kind: str) -> int:
        return until(lambda: processes(kind, self.process.pid), f"a {kind}")[0]  # type: ignore[index, no-any-return]

    def kill(self, kind: str) -> None:
        """SIGKILL, and waits until another one is there."""
        victim = self.child(kind)
        os.kill(victim, signal.SIGKILL)
        until(lambda: [pid for pid in processes(kind, self.process.pid) if pid != victim], f"a new {kind}")

    def answers(self) -> bool:
        try:
            return self.ask("GET", "/healthz")[0] == 200
        except OSError:
            return False

    def ask(self, method: str, path: str, **fields: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
            connection.request(method, path, urlencode(fields) if fields else None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as error:
            raise ConnectionError from error
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(installation: Installation, tmp_path: Path, port: int) -> Service:
    log = tmp_path / "serve.log"
    process = installation.start("serve", "--port", str(port), "--job-workers", "1", log=log)
    service = Service(installation, port, log, process)
    until(lambda: service.answers() or process.poll() is not None, "an answer")
    assert process.poll() is None, log.read_text(encoding="utf-8")
    return service


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with installed(tmp_path / "data", settings.DATABASES["default"]) as installation:
        running = started(installation, tmp_path, free_port())
        yield running
        if running.process.poll() is None:
            running.process.terminate()
            running.process.wait(40)


RECEIVE = """
from uuid import UUID
from gongkai.records.base.actors import OPERATOR
from tests.records.example import jobs
from tests.records.example.services import receive
for number in range({count}):
    done = receive("包裹", {{"name": "某某"}}, UUID(int=1), actor=OPERATOR)
    {more}
    print(done.record_id)
"""
STAMPS = "SELECT count(*) FROM example_stamp"


def problems(installation: Installation) -> list[str]:
    done = installation.run("doctor", "--deep", "--format", "json", check=False)
    return [
        ailment["message"]
        for check in json.loads(done.stdout)["checks"]
        for ailment in check["ailments"]
        if ailment["grade"] == "problem"
    ]


def test_a_worker_killed_in_the_middle_of_its_work_loses_no_job(service: Service) -> None:
    service.installation.python(RECEIVE.format(count=3, more="jobs.stamp_slowly.enqueue(str(done.record_id), 1.5)"))
    for _ in range(2):
        mark = service.installation.data / "working"
        until(mark.exists, "work in hand")
        mark.unlink()
        service.kill("worker")
    service.kill("scheduler")
    until(lambda: service.installation.value(STAMPS) == 3, "all stamps")
    undone = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status <> 'SUCCESSFUL'"
    until(lambda: service.installation.value(undone) == 0, "all jobs done")
    assert problems(service.installation) == []


def test_a_web_server_killed_again_and_again_loses_no_act_it_confirmed_and_doubles_none(service: Service) -> None:
    confirmed: dict[str, str] = {}
    keys = [uuid.uuid4().hex for _ in range(40)]
    for number, key in enumerate(keys):
        if number in {5, 15, 25}:
            os.kill(service.child("web"), signal.SIGKILL)
        if number == 30:  # one of granian's own workers
            os.kill(processes("web", service.child("web"))[0], signal.SIGKILL)

        def send(key: str = key) -> object:
            with contextlib.suppress(OSError):
                status, body = service.ask("POST", "/example/receive", title="一件包裹", key=key)
                if status == 200:
                    return json.loads(body)["parcel"]
            return None

        confirmed[key] = str(until(send, f"an answer to act {number}"))
    # Everybody clicks once more: each gets the parcel that was confirmed.
    for key, parcel in confirmed.items():
        status, body = service.ask("POST", "/example/receive", title="一件包裹", key=key)
        assert (status, json.loads(body)["parcel"], json.loads(body)["repeated"]) == (200, parcel, True)
    kept = service.installation.python(
        "from tests.records.example.models import Parcel; print(*Parcel.objects.values_list('pk', flat=True))"
    )
    assert sorted(kept.split()) == sorted(confirmed.values())
    until(lambda: service.installation.value(STAMPS) == 40, "all stamps")
    assert problems(service.installation) == []


def test_a_killed_supervisor_takes_its_processes_with_it_and_the_next_one_goes_on(service: Service, tmp_path: Path) -> None:
    service.installation.python(RECEIVE.format(count=1, more="jobs.stamp_slowly.enqueue(str(done.record_id), 1.0)"))
    until((service.installation.data / "working").exists, "work in hand")
    children = [service.child(kind) for kind in ("web", "worker", "scheduler")]
    grandchildren = processes("web", children[0])
    service.process.kill()
    service.process.wait()
    until(
        lambda: (
            not any(
                Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes()
                for pid in children + grandchildren
            )
        ),
        "the end of all",
    )
    again = started(service.installation, tmp_path, service.port)
    try:
        until(lambda: service.installation.value(STAMPS) == 1, "the stamp")
        assert problems(service.installation) == []
    finally:
        again.process.terminate()
        assert again.process.wait(40) == 0


def test_a_stop_is_orderly_lets_the_work_in_hand_end_and_leaves_no_process(service: Service) -> None:
    service.installation.python(RECEIVE.format(count=1, more="jobs.stamp_slowly.enqueue(str(done.record_id), 2.0)"))
    until((service.installation.data / "working").exists, "work in hand")
    children = [service.child(kind) for kind in ("web", "worker", "scheduler")]
    service.process.terminate()
    assert service.process.wait(40) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in children)
    assert service.installation.value(STAMPS) == 1
    assert service.installation.value("SELECT count(*) FROM base_processbeat") == 0


def test_one_installation_has_one_service_and_a_taken_port_is_said_to_be_taken(service: Service, tmp_path: Path) -> None:
    second = service.installation.run("serve", "--port", str(free_port()), check=False)
    assert second.returncode == 2
    assert "请先停止它" in second.stderr
    with installed(tmp_path / "other", settings.DATABASES["default"], kind="sqlite3") as other:
        taken = other.run("serve", "--port", str(service.port), check=False)
    assert taken.returncode == 2
    assert "请换一个端口" in taken.stderr


def test_the_log_is_json_lines_and_the_schedule_runs_by_itself(service: Service) -> None:
    service.ask("GET", "/healthz?name=%E6%9F%90%E6%9F%90&id=11010519491231002X")
    sealed = (
        "from gongkai.records.base.clock import now; from gongkai.records.base.models import Schedule;"
        "Schedule.objects.filter(name__endswith='seal_log').update(next_at=now())"
    )
    service.installation.python(RECEIVE.format(count=1, more="") + sealed)
    until(lambda: service.installation.value("SELECT count(*) FROM base_logseal") == 1, "a seal")
    lines = service.log.read_text(encoding="utf-8").splitlines()
    assert "11010519491231002X" not in "".join(lines)
    said_to_people = ("公开已启动", "还没有系统管理员")
    told = [json.loads(line) for line in lines if not line.startswith(said_to_people)]
    assert {"gongkai.request", "gongkai.worker"} <= {line["logger"] for line in told}
    assert all(line["path"] != "/healthz?" for line in told if "path" in line)
