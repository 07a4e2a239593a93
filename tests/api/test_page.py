"""The page of endpoints, looked at on a screen and on a telephone; what all lists and all acts have in common is said once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from gongkai.api.acts import OPEN
from tests.portal.conftest import axe, shot, site, visitor, visits_folder

__all__ = ["axe", "shot", "site", "visitor", "visits_folder"]

pytestmark = pytest.mark.django_db


def test_the_page_reads_at_both_widths_and_by_ear(
    visitor: Callable[..., Page],
    site: str,
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    page = visitor()
    page.goto(f"{site}/api/v1/")
    assert page.get_by_text("/api/v1/acts/").count() == len(OPEN)
    assert page.get_by_text("Idempotency-Key").count() == 1
    axe(page)
    shot(page, "api-endpoints")
    page.set_viewport_size({"width": 390, "height": 800})
    axe(page)
    page.get_by_role("link", name="上传文件").click()
    assert page.get_by_role("heading", name="上传文件").is_visible()
