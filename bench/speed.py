"""How fast reports are read and checked, beside floors and peers in the same run. Times in milliseconds, medians."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import corpus, peers, writing
from bench.timing import Sheet, middle, timed, times_of
from gongkai import documents
from gongkai.annual import AnnualReport, read
from gongkai.annual.check import check
from gongkai.annual.check.findings import RULES
from tests.generator.layouts import Rendered

# The targets of the product: against the floor, against the slowest peer, in ms, files a second on two cores.
TO_FLOOR = {"html": 3.0, "docx": 3.0, "pdf": 1.6}
FASTER_THAN = {"html": ("pandas.read_html", 1.0), "pdf": ("pdfplumber", 5.0)}
TEXT_MS, TABLE_CHECK_MS, TEXT_CHECK_MS, HELP_MS = 3.0, 0.5, 3.0, 300.0
A_SECOND = {"html": 350, "docx": 250, "pdf": 70, "text": 300}


def _family(sheet: Sheet, family: str, rounds: int) -> None:
    files = corpus.files(family)
    data = [f.data for f in files]
    size = statistics.median(len(d) for d in data) / 1024
    print(f"\n{family}: {len(files)} files, median {size:.0f} KiB")
    name, floor = peers.FLOORS[family]
    least = timed(floor, data, rounds)
    sheet.line(f"floor: {name}", f"{middle(least):.2f} ms")

    def ours(file: Rendered) -> AnnualReport:
        return read(file.data, file.name)

    took = timed(ours, files, rounds)
    ratio = times_of(took, least)
    limit = TO_FLOOR.get(family)
    if limit:
        sheet.line("gongkai: file → report", f"{middle(took):.2f} ms", f"{ratio:.2f}× floor, ≤ {limit}×", ratio <= limit)
    else:
        sheet.line("gongkai: file → report", f"{middle(took):.2f} ms", f"≤ {TEXT_MS} ms", middle(took) <= TEXT_MS)
    opened = timed(lambda file: documents.read(file.data, file.name), files, rounds)
    sheet.line("  of this file → document", f"{middle(opened):.2f} ms", f"{times_of(opened, least):.2f}× floor")
    layouts = corpus.SPEED[family]
    for n, name in enumerate(layouts):
        mine, low = took[n :: len(layouts)], least[n :: len(layouts)]
        size = statistics.median(len(d) for d in data[n :: len(layouts)]) / 1024
        sheet.line(f"  {name}, {size:.0f} KiB", f"{middle(mine):.2f} ms", f"{times_of(mine, low):.2f}× floor")
    for peer, measure in peers.PEERS[family]:
        other = timed(measure, data, 1 if peer == "pdfplumber" else rounds)
        faster = times_of(other, took)
        if FASTER_THAN.get(family, ("",))[0] == peer:
            needed = FASTER_THAN[family][1]
            sheet.line(f"peer: {peer}", f"{middle(other):.2f} ms", f"{faster:.1f}× ours, ≥ {needed:g}×", faster >= needed)
        else:
            sheet.line(f"peer: {peer}", f"{middle(other):.2f} ms", f"{faster:.1f}× ours")


def _rules(sheet: Sheet, rounds: int) -> None:
    reports = [read(f.data, f.name) for family in ("html", "docx") for f in corpus.files(family)]
    print(f"\nchecks: {len(reports)} reports, {len(RULES)} rules")
    everything = list(RULES)
    try:
        for title, tables, limit in (("table checks", True, TABLE_CHECK_MS), ("text checks", False, TEXT_CHECK_MS)):
            RULES[:] = [rule for rule in everything if rule.needs_tables is tables]
            if not RULES:
                sheet.line(title, "no rule yet")
                continue
            took = middle(timed(check, reports, rounds))
            sheet.line(f"{title} ({len(RULES)} rules)", f"{took:.3f} ms", f"≤ {limit} ms", took <= limit)
    finally:
        RULES[:] = everything


def _batch(sheet: Sheet) -> None:
    try:
        from gongkai.annual.batch import check_files
    except ImportError as error:
        print(f"\nbatch: not measured, gongkai.annual.batch is not there ({error})")
        return
    cores = len(os.sched_getaffinity(0))
    print(f"\nbatch on {min(2, cores)} of {cores} cores: read and checked, JSON lines, start of the processes included")
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        for family, target in A_SECOND.items():
            files = corpus.files(family)
            paths: list[str | Path | tuple[str, bytes]] = []
            copies = {"html": 80, "docx": 60, "pdf": 20, "text": 80}[family]
            for n in range(len(files) * copies):
                file = files[n % len(files)]
                path = Path(folder, f"{family}-{n:05}.{file.name.rsplit('.', 1)[-1]}")
                path.write_bytes(file.data)
                paths.append(path)
            start = time.perf_counter()
            lines = list(check_files(paths, workers=2))
            rate = len(paths) / (time.perf_counter() - start)
            unread = sum(not line.readable for line in lines)
            note = f", {unread} not read" if unread else ""
            sheet.line(f"{family}: {len(paths)} files{note}", f"{rate:.0f} /s", f"≥ {target} /s", rate >= target and not unread)


def _command(sheet: Sheet) -> None:
    command = [str(Path(sys.executable).with_name("gongkai")), "--help"]
    took = []
    for _ in range(7):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        took.append(time.perf_counter() - start)
    half = middle(took) * 1000
    print("\ncommand")
    sheet.line("gongkai --help", f"{half:.0f} ms", f"≤ {HELP_MS:.0f} ms", half <= HELP_MS)


def run(rounds: int = 5, batch: bool = True) -> int:
    """Print everything; 1 where a target is missed."""
    sheet = Sheet()
    for family in ("html", "docx", "pdf", "text"):
        try:
            _family(sheet, family, rounds)
        except Exception as error:
            sheet.line("gongkai", f"{type(error).__name__}: {error}", "", False)
    try:
        _rules(sheet, rounds)
    except Exception as error:
        sheet.line("checks", f"{type(error).__name__}: {error}", "", False)
    writing.section(sheet)
    if batch:
        _batch(sheet)
    _command(sheet)
    print(f"\n{'every target met' if not sheet.missed else f'{sheet.missed} targets missed'}")
    return int(sheet.missed > 0)
