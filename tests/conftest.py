"""What all tests share: the real reports beside the repository, outside programs, and the rule that nothing is skipped in CI.

GONGKAI_NO_SKIP=1 turns every skip and every expected failure into a failure. One exception: the real reports are not
part of the repository; where their folder is not there, the tests that read them are left out and the summary says so.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests import postgres as postgres_cluster
from tests import tools

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NO_SKIP = os.environ.get("GONGKAI_NO_SKIP") == "1"
SHARED = Path(os.environ.get("GONGKAI_SHARED") or tools.REPOSITORY.parent / "shared")
HAS_SHARED = (SHARED / "reports").is_dir()
REAL_REPORT_FIXTURES = {"shared", "reports_dir"}
LEFT_OUT = pytest.StashKey[int]()

# Two cores shared with browsers and LibreOffice: a slow example says nothing about the code.
settings.register_profile("gongkai", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gongkai")


BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, one for all tests of a process: Playwright's loop runs in this thread, and there can be one."""
    from playwright.sync_api import sync_playwright

    from tests.harness.patience import be_patient

    be_patient()
    # Django would take our plain calls for calls out of a coroutine.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=tools.chromium(), args=BROWSER)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the repository (or GONGKAI_SHARED)."""
    if not HAS_SHARED:
        pytest.skip(f"no real reports at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def reports_dir(shared: Path) -> Path:
    """The real reports: `*.txt`, `*.pdf`, `*.docx` and `*.expected.json`."""
    return shared / "reports"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL database of this session's own."""
    if not tools.has("postgres"):
        pytest.skip("PostgreSQL is not installed")
    with postgres_cluster.cluster() as address:
        yield address


def pytest_report_header() -> list[str]:
    """Say once what is missing and what that means."""
    missing = [name for name in tools.TOOLS if not tools.has(name)]
    lines = [f"!!! NOT HERE, TESTS THAT NEED THEM {'FAIL' if NO_SKIP else 'SKIP'}: {', '.join(missing)}"] if missing else []
    return lines if HAS_SHARED else [*lines, f"!!! NO REAL REPORTS AT {SHARED}: THEIR TESTS ARE LEFT OUT (set GONGKAI_SHARED)"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests on real reports out of a run that must not skip but cannot have them."""
    if HAS_SHARED or not NO_SKIP or os.environ.get("GONGKAI_SHARED"):
        return
    out = [item for item in items if REAL_REPORT_FIXTURES & set(getattr(item, "fixturenames", ()))]
    items[:] = [item for item in items if item not in out]
    config.stash[LEFT_OUT] = len(out)
    config.hook.pytest_deselected(items=out)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test marked `needs("soffice", …)` where one of them is not here."""
    for mark in item.iter_markers("needs"):
        for tool in mark.args:
            if not tools.has(tool):
                pytest.skip(f"needs {tool}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Under GONGKAI_NO_SKIP a skipped or expectedly failing test is a failure."""
    report = yield
    return _without_skip(report)  # type: ignore[return-value]


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """The same for a module that skips itself whole."""
    report = yield
    return _without_skip(report)  # type: ignore[return-value]


def _without_skip(report: pytest.TestReport | pytest.CollectReport) -> pytest.TestReport | pytest.CollectReport:
    if NO_SKIP and report.skipped:
        why = getattr(report, "wasxfail", None)
        reason = f"expected to fail: {why}" if why is not None else f"skipped: {report.longrepr}"
        report.outcome = "failed"
        report.longrepr = f"GONGKAI_NO_SKIP=1, but this was {reason}"
        if why is not None:
            del report.wasxfail  # type: ignore[union-attr]
    return report
