"""Decisions at the desk, on paper and by one-time link: made once, on what was looked at, by who may."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page, expect

from gongkai.records.accounts import services as accounts
from gongkai.records.accounts import substitution
from gongkai.records.accounts.models import Decision, DecisionLink, Draft, Outcome
from gongkai.records.accounts.policies import may_decide
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.clock import Frozen
from gongkai.records.base.ids import uuid7
from gongkai.records.catalogue import services as catalogue
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion, VersionState
from gongkai.records.catalogue.selectors import in_force as in_force_at
from gongkai.records.catalogue.selectors import in_hand
from gongkai.web import tries
from tests.desk.conftest import DAY, County
from tests.desk.test_catalogue import in_force, taken_over
from tests.papers import PDF, jpeg
from tests.portal.conftest import NARROW

__all__ = ["in_force", "taken_over"]

pytestmark = pytest.mark.django_db
Desk = Callable[[str], Client]
JPEG = jpeg()


@pytest.fixture
def asked(made: County) -> Decision:
    """The township's catalogue, submitted by its officer, waits for its head."""
    officer, signer = made.people["officer"], made.people["signer"]
    catalogue.open_catalogue(made.township, "石桥镇公开目录", actor=officer)
    version = in_hand(Catalogue.objects.get(agency=made.township))
    assert version is not None
    from gongkai.records.catalogue import bringing

    bringing.add_samples(version.pk, actor=officer)
    catalogue.submit(version.pk, signer.pk, DAY, actor=officer)
    return Decision.objects.get()


def text(answer: Any) -> str:
    return answer.content.decode()


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the answer's form."""
    return dict(re.findall(r'name="(key|version|version_hash)" value="([^"]*)"', page))


def address_of(decision: Decision, client: Client) -> str:
    """The path of a new link, as the page shows it."""
    page = text(client.post(f"/desk/decisions/{decision.pk}/link/"))
    found = re.search(r"(/d/[^<\s]+/)", page)
    assert found
    return found[1]


def state(decision: Decision) -> str:
    return CatalogueVersion.objects.get(pk=decision.record_id).state


def test_the_head_finds_it_in_today_looks_at_it_and_approves(asked: Decision, desk: Desk) -> None:
    client, address = desk("signer"), f"/desk/decisions/{asked.pk}/"
    home = text(client.get("/desk/"))
    assert asked.subject in home
    assert asked.subject in text(client.get("/desk/decisions/"))
    page = text(client.get(address))
    assert "全部事项" in page, "what is decided on is there"
    assert client.post(address, {**hidden(page), "outcome": "approved", "comment": ""}).status_code == 302
    assert state(asked) == VersionState.APPROVED
    assert asked.subject not in text(client.get("/desk/decisions/"))
    assert asked.subject in text(client.get("/desk/decisions/?state=approved"))
    assert "请“周望山”签批" in text(desk("officer").get(f"/desk/log/accounts.decision/{asked.pk}/"))


def test_sending_back_needs_a_word_and_shows_where_the_work_is(asked: Decision, desk: Desk) -> None:
    client, address = desk("signer"), f"/desk/decisions/{asked.pk}/"
    fields = hidden(text(client.get(address)))
    answer = client.post(address, {**fields, "outcome": "returned", "comment": " "})
    assert answer.status_code == 422
    assert "退回须写明意见" in text(answer)
    assert client.post(address, {**fields, "outcome": "returned", "comment": "时限写得不清楚"}).status_code == 302
    home = text(desk("officer").get("/desk/"))
    assert "退回给您的" in home
    assert "时限写得不清楚" in home


def test_what_was_changed_meanwhile_is_not_decided(asked: Decision, desk: Desk, made: County) -> None:
    client, address = desk("signer"), f"/desk/decisions/{asked.pk}/"
    fields = hidden(text(client.get(address)))
    path = address_of(asked, desk("officer"))
    catalogue.withdraw(asked.record_id, actor=made.people["officer"])
    assert client.post(address, {**fields, "outcome": "approved"}).status_code in (404, 409, 422)
    closed = Client().get(path)
    assert closed.status_code == 410
    assert "撤回了事项" in text(closed)
    assert asked.subject not in text(closed)
    assert "已撤回" in text(desk("officer").get(address))
    assert state(asked) == VersionState.DRAFT


@pytest.mark.parametrize("who", ["officer", "neighbour", "administrator", "supervisor", "nobody"])
def test_nobody_else_decides(asked: Decision, desk: Desk, who: str) -> None:
    client, address = desk(who), f"/desk/decisions/{asked.pk}/"
    page = client.get(address)
    assert page.status_code in (200, 404)
    assert 'name="outcome"' not in text(page)
    answer = client.post(address, {"outcome": "approved", "version_hash": asked.version_hash, "comment": ""})
    assert answer.status_code in (403, 404)
    assert state(asked) == VersionState.WAITING


def test_a_substitute_decides_in_the_heads_absence(asked: Decision, desk: Desk, made: County) -> None:
    from datetime import timedelta

    signer, deputy = made.people["signer"], made.people["nobody"]
    substitution.arrange(signer.pk, deputy.pk, DAY, DAY + timedelta(days=3), "出差", actor=signer)
    client, address = desk("nobody"), f"/desk/decisions/{asked.pk}/"
    assert asked.subject in text(client.get("/desk/"))
    page = text(client.get(address))
    assert client.post(address, {**hidden(page), "outcome": "approved", "comment": ""}).status_code == 302
    assert state(asked) == VersionState.APPROVED


def test_what_a_leader_signed_on_paper_is_recorded_with_its_photo(asked: Decision, desk: Desk) -> None:
    client, address = desk("officer"), f"/desk/decisions/{asked.pk}/paper/"
    fields = hidden(text(client.get(address))) | {"version_hash": asked.version_hash}
    data = {**fields, "outcome": "approved", "decided_on": "2026-03-09", "comment": "同意"}
    assert "请选择文件" in text(client.post(address, data))
    wrong = SimpleUploadedFile("签批单.jpg", b"not a photo")
    assert "不是这里能用的文件" in text(client.post(address, {**data, "proof": wrong}))
    launching = PDF.replace(b"/Pages 2 0 R", b"/Pages 2 0 R/OpenAction<</S/Launch/F(calc.exe)>>")
    for hostile, said in ((JPEG[:200], "这张照片打不开"), (PDF[:40], "这份 PDF"), (launching, "会自动打开别的程序")):
        answer = client.post(address, {**data, "proof": SimpleUploadedFile("签批单", hostile)})
        assert (answer.status_code, said in text(answer)) == (422, True), said
    photo = SimpleUploadedFile("签批单.jpg", JPEG, "image/jpeg")
    assert client.post(address, {**data, "proof": photo}).status_code == 302
    asked.refresh_from_db()
    assert (asked.outcome, asked.means, str(asked.decided_on)) == (Outcome.APPROVED, "paper", "2026-03-09")
    proof = client.get(f"/desk/decisions/{asked.pk}/proof/")
    assert b"".join(proof.streaming_content) == JPEG
    assert desk("neighbour").get(f"/desk/decisions/{asked.pk}/proof/").status_code == 404


def test_a_link_is_shown_once_used_once_and_says_why_it_is_closed(asked: Decision, desk: Desk, now: Frozen) -> None:
    officer = desk("officer")
    first, second = address_of(asked, officer), address_of(asked, officer)
    assert first not in text(officer.get(f"/desk/decisions/{asked.pk}/"))
    leader = Client()
    old = leader.get(first)
    assert old.status_code == 410
    assert "已作废" in text(old)
    assert asked.subject not in text(old), "an old link tells nothing of what was asked"
    assert leader.get(second).status_code == 200
    page = text(leader.get(second))
    assert "请周望山签批" in page
    assert "全部事项" in page
    assert leader.get(second)["Cache-Control"] == "private, no-store"
    fields = hidden(page)
    assert "退回须写明意见" in text(leader.post(second, {**fields, "outcome": "returned"}))
    data = {**fields, "outcome": "approved", "comment": "同意"}
    assert leader.post(second, data).status_code == 302
    asked.refresh_from_db()
    assert (asked.outcome, asked.means) == (Outcome.APPROVED, "link")
    assert leader.post(second, data).status_code == 302, "the same click again is the same answer"
    done = text(leader.get(second))
    assert "已记录" in done
    assert "已于 2026-03-10 签批：同意" in done
    assert asked.subject not in done
    stand = text(officer.get(f"/desk/decisions/{asked.pk}/"))
    assert "已使用（2026-03-10 12:00）" in stand
    assert "已作废" in stand
    assert leader.get("/d/" + "A" * 43 + "/").status_code == 404
    assert DecisionLink.objects.filter(used_at=None, revoked_at=None).count() == 0


def test_a_link_expires(asked: Decision, desk: Desk, now: Frozen) -> None:
    path = address_of(asked, desk("officer"))
    now.move(hours=73)
    answer = Client().get(path)
    assert answer.status_code == 410
    assert "链接已过期" in text(answer)
    Client().post(path, {"outcome": "approved", "version_hash": asked.version_hash, "key": "k"})
    assert state(asked) == VersionState.WAITING


def test_a_link_made_meanwhile_does_not_stop_who_decides_at_the_desk(asked: Decision, desk: Desk) -> None:
    client, address = desk("signer"), f"/desk/decisions/{asked.pk}/"
    fields = hidden(text(client.get(address)))
    path = address_of(asked, desk("officer"))
    assert client.post(address, {**fields, "outcome": "approved"}).status_code == 302
    closed = Client().get(path)
    assert closed.status_code == 410
    assert "已经签批" in text(closed)


def test_a_link_opens_nothing_once_its_leader_may_no_longer_decide(asked: Decision, desk: Desk, made: County) -> None:
    path = address_of(asked, desk("officer"))
    accounts.deactivate(made.people["signer"].pk, "调离", actor=OPERATOR)
    closed = Client().get(path)
    assert closed.status_code == 410
    assert asked.subject not in text(closed)


def test_who_may_not_ask_makes_no_link(asked: Decision, desk: Desk) -> None:
    for who in ("neighbour", "nobody", "administrator"):
        assert desk(who).post(f"/desk/decisions/{asked.pk}/link/").status_code in (403, 404)
    assert not DecisionLink.objects.exists()


@pytest.mark.needs("chromium")
def test_a_leader_approves_the_adapted_catalogue_by_one_time_link(
    taken_over: CatalogueVersion, made: County, seat: Callable[..., Page], visitor: Callable[..., Page], site: str
) -> None:
    page = seat("officer")
    page.goto(f"{site}/desk/catalogue/versions/{taken_over.pk}/submit/")
    page.select_option("[name=decider]", str(made.people["signer"].pk))
    page.fill("[name=effective_on]", DAY.isoformat())
    page.click("form.act button[type=submit]")
    decision = Decision.objects.get(record_id=taken_over.pk)
    page.goto(f"{site}/desk/decisions/{decision.pk}/")
    page.click("button:has-text('生成一次性链接')")
    leader = visitor(viewport=NARROW, java_script_enabled=False)
    leader.goto(page.input_value("#address"))
    assert leader.is_visible(f"text={decision.subject}")
    leader.click("button:has-text('退回')")
    assert leader.is_visible("text=退回须写明意见")
    expect(leader.locator("[role=alert]")).to_be_in_viewport()  # below the whole catalogue, the reason is not to be missed
    assert in_force_at(taken_over.catalogue) is None
    leader.click("button:has-text('同意')")
    leader.wait_for_selector("h1:has-text('已记录')")
    assert in_force_at(taken_over.catalogue) == taken_over


@pytest.mark.needs("chromium", "axe")
def test_a_leader_decides_on_a_phone_by_the_link_an_officer_made(
    asked: Decision,
    seat: Callable[..., Page],
    visitor: Callable[..., Page],
    site: str,
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    page = seat("officer")
    page.goto(f"{site}/desk/decisions/{asked.pk}/")
    axe(page)
    shot(page, "desk-decision")
    page.goto(f"{site}/desk/decisions/{asked.pk}/paper/")
    axe(page)
    page.goto(f"{site}/desk/decisions/?whose=asked")
    axe(page)
    shot(page, "desk-decisions")
    page.goto(f"{site}/desk/decisions/{asked.pk}/")
    page.click("text=生成一次性链接")
    address = page.input_value("#address")
    page.click("text=复制链接")
    page.wait_for_selector("text=已复制")
    axe(page)
    shot(page, "desk-made-link")
    leader = visitor(viewport=NARROW)
    leader.goto(address)
    axe(leader)
    shot(leader, "leader-link")
    leader.fill("textarea", "请按时公布")
    leader.click("button:has-text('同意')")
    leader.wait_for_selector("text=可以关闭本页")
    axe(leader)
    shot(leader, "leader-done")
    assert state(asked) == VersionState.APPROVED
    assert Decision.objects.get().comment == "请按时公布"


@pytest.mark.needs("chromium")
def test_what_is_typed_survives_a_lost_line_and_a_closed_tab(asked: Decision, seat: Callable[..., Page], site: str) -> None:
    page = seat("signer")
    address = f"{site}/desk/decisions/{asked.pk}/"
    page.goto(address)
    page.context.set_offline(True)
    page.fill("textarea", "第三项的时限请再核对")
    page.wait_for_selector("text=网络中断")
    page.context.set_offline(False)
    page.wait_for_selector("text=已存草稿")
    assert Draft.objects.get().data["comment"] == ["第三项的时限请再核对"]
    page.goto("about:blank")
    page.goto(address)
    assert page.input_value("textarea") == "第三项的时限请再核对"


def test_who_tries_addresses_out_is_stopped_at_both_doors_until_the_hour_is_over(
    asked: Decision, desk: Desk, now: Frozen
) -> None:
    path = address_of(asked, desk("officer"))
    stranger = Client(REMOTE_ADDR="192.0.2.7")
    for number in range(tries.MOST_WRONG):
        address = f"/d/{number:043d}/" if number % 2 else f"/v/{number:032d}/"
        assert stranger.get(address).status_code == 404
    for address in (path, "/d/" + "B" * 43 + "/", "/v/" + "B" * 32 + "/"):
        answer = stranger.get(address)
        assert answer.status_code == 429
        assert "请到时再打开" in text(answer)
        assert 0 < int(answer["Retry-After"]) <= 3600
        assert asked.subject not in text(answer)
    stopped = stranger.post(path, {"outcome": "approved", "version_hash": asked.version_hash, "key": "k"})
    assert (stopped.status_code, state(asked)) == (429, VersionState.WAITING)
    assert Client(REMOTE_ADDR="192.0.2.8").get(path).status_code == 200, "another address is nobody's guess"
    now.move(hours=1)
    assert stranger.get(path).status_code == 200


def test_a_line_is_stopped_whichever_of_its_addresses_it_takes(asked: Decision, desk: Desk) -> None:
    path = address_of(asked, desk("officer"))
    for number in range(tries.MOST_WRONG):
        Client(REMOTE_ADDR=f"2001:db8:0:1::{number:x}").get(f"/d/{number:043d}/")
    assert Client(REMOTE_ADDR="2001:db8:0:1:ffff::9").get(path).status_code == 429
    assert Client(REMOTE_ADDR="2001:db8:0:2::9").get(path).status_code == 200


def test_what_is_handed_over_is_opened_and_decided_by_its_new_owner(asked: Decision, desk: Desk, made: County) -> None:
    signer, receiver, keeper = made.people["signer"], made.people["nobody"], made.people["administrator"]
    path = address_of(asked, desk("officer"))
    substitution.hand_over(signer.pk, receiver.pk, True, "调离", actor=keeper)
    client, address = desk("nobody"), f"/desk/decisions/{asked.pk}/"
    assert asked.subject in text(client.get("/desk/"))
    assert asked.subject in text(client.get("/desk/decisions/"))
    assert "已作废" in text(Client().get(path)), "the leader's link was for the one who left"
    assert 'name="outcome"' not in text(desk("signer").get(address))
    page = text(client.get(address))
    assert client.post(address, {**hidden(page), "outcome": "approved", "comment": ""}).status_code == 302
    assert state(asked) == VersionState.APPROVED
    assert "签批由“周望山”移交给“方寸心”" in text(desk("officer").get(f"/desk/log/accounts.decision/{asked.pk}/"))


def test_who_is_handed_a_decision_without_the_role_sees_it_and_what_to_do(asked: Decision, desk: Desk, made: County) -> None:
    substitution.hand_over(
        made.people["signer"].pk, made.people["neighbour"].pk, False, "调离", actor=made.people["administrator"]
    )
    client, address = desk("neighbour"), f"/desk/decisions/{asked.pk}/"
    assert asked.subject in text(client.get("/desk/decisions/"))
    page = text(client.get(address))
    assert "这件事已移交给您，但您不能签批" in page
    assert 'name="outcome"' not in page
    answer = client.post(address, {"outcome": "approved", "version_hash": asked.version_hash, "comment": ""})
    assert (answer.status_code, state(asked)) == (403, VersionState.WAITING)
    catalogue.withdraw(asked.record_id, actor=made.people["officer"])
    assert client.get(address).status_code == 404, "with the task goes the sight of it"


def test_who_asked_for_a_decision_does_not_get_it_handed_to_decide(asked: Decision, made: County) -> None:
    officer = made.people["officer"]
    substitution.hand_over(made.people["signer"].pk, officer.pk, True, "调离", actor=made.people["administrator"])
    asked.refresh_from_db()
    assert asked.decider_id == made.people["signer"].pk
    assert not may_decide(officer, asked)


def test_the_list_costs_the_same_however_many_wait(asked: Decision, desk: Desk, made: County) -> None:
    client = desk("signer")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/desk/decisions/?whose=all&state=all").status_code == 200
        return len(queries)

    cost()
    few = cost()
    copies = []
    for number in range(40):
        copy = Decision.objects.get(pk=asked.pk)
        copy.pk, copy.version_hash, copy.subject = uuid7(), f"{number:064x}", f"第 {number} 件"
        copies.append(copy)
    Decision.objects.bulk_create(copies)
    assert cost() == few
    assert "第 7 件" in text(client.get("/desk/decisions/?whose=all&state=all"))
