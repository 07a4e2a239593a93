"""A test looks at a page when the page is there.

Playwright returns from a click as soon as the answer of the server has begun to arrive; what a test counts then may
not have been drawn yet. Here every act that can lead to another page ends when that page has been read to its end.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from playwright.sync_api import Error, Locator, Page

ACTS = ("click", "dblclick", "press", "check", "uncheck", "select_option", "set_checked", "tap")
LONGEST = 15_000


def _patient(act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def wait(self: Page | Locator, *values: Any, **options: Any) -> Any:
        done = act(self, *values, **options)
        page = self if isinstance(self, Page) else self.page
        try:
            page.wait_for_load_state("domcontentloaded", timeout=LONGEST)
        except Error:
            # A page that was closed, or a line that was cut: the test says itself what it expects then.
            return done
        return done

    wait.patient = True  # type: ignore[attr-defined]
    return wait


def be_patient() -> None:
    """From now on acts of pages and locators end when the page they lead to is there."""
    for kind in (Page, Locator):
        for name in ACTS:
            act = getattr(kind, name, None)
            if act is not None and not hasattr(act, "patient"):
                setattr(kind, name, _patient(act))
