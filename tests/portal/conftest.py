"""A browser, the site it opens, and a worker that does the site's jobs."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page

from gongkai.records.base.jobs.worker import Worker
from tests import tools

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
SHOTS = tools.REPOSITORY / "test-results"


@pytest.fixture(autouse=True)
def visits_folder(settings: Any, tmp_path: Path) -> Path:
    """Each test has a data folder of its own, so that it sees its own visits only."""
    settings.DATA = tmp_path
    return tmp_path / "visits"


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`visitor(**options)` is a page of a new person: own cookies; fails the test on any script or policy error."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def come(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": WIDE, "locale": "zh-CN", "accept_downloads": True, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda m: troubles.append(m.text) if "Content Security Policy" in m.text else None)
        return page

    yield come
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def site(live_server: Any) -> str:
    """The address of the site, over the test database."""
    return str(live_server.url)


@pytest.fixture
def work() -> Callable[[], int]:
    """`work()` does all jobs that are ready, as a worker of its own would; how many."""

    def all_jobs() -> int:
        done: list[int] = []

        def run() -> None:
            try:
                done.append(Worker(["default"]).run_all())
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        return done[0]

    return all_jobs


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """`shot(page, name)` keeps a picture of the whole page at both widths in test-results/ (GONGKAI_SHOTS=0: only looks
    whether it fits)."""

    def take(page: Page, name: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{name} is wider than a screen of {size['width']}"
            if os.environ.get("GONGKAI_SHOTS") != "0":
                page.screenshot(path=str(SHOTS / f"{name}-{size['width']}.png"), full_page=True)

    return take


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails on any violation of WCAG 2.1 A and AA that axe-core finds."""

    def run(page: Page) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(tools.AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})")
        told = [f"{v['id']}: {v['help']} — {v['nodes'][0]['html'][:160]}" for v in found["violations"]]
        assert told == [], f"{page.url}: {told}"

    return run


@pytest.fixture
def sample_file() -> Callable[[str], Path]:
    """The path of a sample report."""
    return lambda name: tools.REPOSITORY / "src/gongkai/portal/samples" / name
