"""Many reports read and checked: one JSON object a file, in the order given, in sandboxed child processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from gongkai.annual.check import check, counts
from gongkai.annual.check.findings import Finding, Severity
from gongkai.annual.reading import read
from gongkai.annual.report import AnnualReport
from gongkai.documents.errors import Unreadable
from gongkai.documents.sandbox import Pool, Result
from gongkai.documents.sandbox import run as run_apart

Source = str | Path | tuple[str, bytes]
"""A path, or a file name with its bytes."""

_TARGET = "gongkai.annual.batch:work"


@dataclass(slots=True, frozen=True)
class Line:
    """One file's JSON line, and what a summary needs without parsing it."""

    data: bytes
    readable: bool
    errors: int = 0


def work(
    kind: str, name: str, data: bytes | None, previous: bytes | None, previous_name: str | None, profile: dict[str, Any] | None
) -> bytes:
    """In the child process: read (and check) one file. The number of errors, a line feed, the JSON. Raises Unreadable."""
    report = read(data, name) if data is not None else read(name)
    if kind == "read":
        return b"0\n" + orjson.dumps(report.to_json())
    before = _previous(previous, previous_name) if previous is not None else None
    answer = result(name, report, check(report, previous=before, profile=profile))
    return b"%d\n" % answer["counts"]["error"] + orjson.dumps(answer)


def _previous(data: bytes, name: str | None) -> AnnualReport:
    try:
        return read(data, name)
    except Unreadable as error:
        raise Unreadable("previous_" + error.code, f"上一年度的报告读不了：{error.message}") from error


def result(file: str, report: AnnualReport, findings: list[Finding]) -> dict[str, Any]:
    """The JSON object of one checked file (annual_report_json.md, Findings)."""
    return {
        "file": file,
        "readable": True,
        "report": report.to_json(),
        "findings": [f.to_json() for f in findings],
        "counts": counts(findings),
    }


def unreadable(file: str, code: str | None, message: str | None) -> dict[str, Any]:
    """The JSON object of a file that could not be read."""
    return {
        "file": file,
        "readable": False,
        "report": None,
        "findings": [],
        "counts": {str(s): 0 for s in Severity},
        "error": {"code": code, "message": message},
    }


def check_one(
    data: bytes,
    name: str,
    previous: bytes | None = None,
    profile: dict[str, Any] | None = None,
    previous_name: str | None = None,
) -> dict[str, Any]:
    """Read and check one file in a child process with limits; the JSON object, also for a file that cannot be read."""
    answer = run_apart(_TARGET, "check", name, data, previous, previous_name, profile)
    checked: dict[str, Any] = orjson.loads(_line(name, answer).data)
    return checked


def check_files(
    sources: Iterable[Source],
    *,
    previous: Path | None = None,
    profile: dict[str, Any] | None = None,
    workers: int | None = None,
    kind: str = "check",
) -> Iterator[Line]:
    """JSON lines (without the line end), one for each source in order. `kind` "read" gives the report alone.

    `previous` is last year's report for a single source. A file that cannot be read gives its error object.
    """
    names: list[str] = []
    last = previous.read_bytes() if previous is not None else None
    last_name = previous.name if previous is not None else None

    def tasks() -> Iterator[tuple[Any, ...]]:
        for source in sources:
            name, data = source if isinstance(source, tuple) else (str(source), None)
            names.append(name)
            yield kind, name, data, last, last_name, profile

    with Pool(_TARGET, workers) as pool:
        for i, answer in enumerate(pool.map(tasks())):
            yield _line(names[i], answer)


def _line(name: str, answer: Result) -> Line:
    if answer.data is not None:
        errors, _, data = answer.data.partition(b"\n")
        return Line(data, True, int(errors))
    return Line(orjson.dumps(unreadable(name, answer.code, answer.message)), False)
