"""What a leader sees who opens a one-time link on a telephone, without scripts and without help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from gongkai.records.accounts import decisions
from gongkai.records.agencies.models import Agency
from gongkai.records.catalogue import bringing, services
from gongkai.records.catalogue.models import CatalogueVersion, Matter
from tests.desk.conftest import DAY, County
from tests.portal.conftest import NARROW


@pytest.fixture
def token(made: County) -> str:
    """Of a link to the township's catalogue with all samples, submitted by its officer."""
    officer = made.people["officer"]
    services.open_catalogue(made.township, "石桥镇公开目录", actor=officer)
    version = CatalogueVersion.objects.get(catalogue__agency=Agency.objects.get(pk=made.township))
    bringing.add_samples(version.pk, actor=officer)
    day, due = DAY + timedelta(days=5), DAY + timedelta(days=3)
    done = services.submit(version.pk, made.people["signer"].pk, day, due, actor=officer)
    address, hashed = decisions.new_token()
    decisions.make_link(done.result["decision"], hashed, actor=officer)
    return address


@pytest.mark.needs("chromium", "axe")
def test_a_leader_sees_what_who_until_when_and_comes_to_the_two_choices_with_one_touch(
    token: str, visitor: Callable[..., Page], site: str, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    phone = visitor(viewport=NARROW)
    phone.goto(f"{site}/d/{token}/")
    axe(phone)
    for said in (
        "审定《石桥镇公开目录》第 1 版",
        "石桥镇人民政府 沈知秋",
        "签批期限",
        "2026-03-13",
        "拟自 2026-03-15 起施行",
        "看过了，去签批",
    ):
        expect(phone.get_by_text(said).first).to_be_in_viewport()
    matter = Matter.objects.order_by("position").exclude(elements="").first()
    assert matter is not None
    first = matter.elements.splitlines()[0][:20]
    expect(phone.get_by_text(first).first).to_be_hidden()
    for part in phone.locator("details summary").all():
        part.click()
    expect(phone.get_by_text(first).first).to_be_visible()
    shot(phone, "leader-catalogue")
    phone.set_viewport_size(NARROW)  # type: ignore[arg-type]
    phone.get_by_text("看过了，去签批").click()
    for choice in ("同意", "退回"):
        expect(phone.get_by_role("button", name=choice)).to_be_in_viewport()
