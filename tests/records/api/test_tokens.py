"""A token lets a program in for its person, as long as it is good, and with that person's rights."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from gongkai.api import usage
from gongkai.records.accounts import services as accounts
from gongkai.records.accounts import tokens
from gongkai.records.accounts.models import ApiToken, User
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.clock import Frozen
from tests.harness.test_routes import refuse_writing
from tests.records.api.conftest import Program
from tests.records.conftest import DAY

Make = Callable[[User], Program]


@pytest.fixture(autouse=True)
def uses(settings: object, tmp_path: object) -> None:
    settings.TEMPORARY = tmp_path  # type: ignore[attr-defined]
    usage._noted.clear()


def test_a_program_is_its_person_until_the_token_ends_is_revoked_or_the_person_goes(
    program: Make, officer: User, administrator: User, now: Frozen
) -> None:
    asks = program(officer)
    assert asks.get("/me/")["username"] == "zhuangan"
    now.move(days=31)
    assert asks.get("/me/", 401)["code"] == "not_authenticated"
    asks = program(officer)
    tokens.revoke_token(asks.token_id, actor=administrator)
    asks.get("/me/", 401)
    asks = program(officer)
    accounts.deactivate(officer.pk, "调离", actor=OPERATOR)
    asks.get("/me/", 401)


@pytest.mark.parametrize("header", ["Bearer gk_wrong", "Bearer ", "Basic Z2s6", "gk_wrong", "Bearer gk_\u00e9"])
def test_what_is_no_token_opens_nothing_even_beside_a_session(header: str, officer: User) -> None:
    client = Client()
    client.force_login(officer, backend="gongkai.records.accounts.authentication.UsernameAndPassword")
    assert client.get("/api/v1/me/").status_code == 200
    answer = client.get("/api/v1/me/", headers={"Authorization": header})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="gongkai"')


def test_reading_with_a_token_writes_nothing_and_its_day_is_noted_by_a_job(program: Make, officer: User, now: Frozen) -> None:
    asks = program(officer)
    with connection.execute_wrapper(refuse_writing):
        asks.get("/me/")
        asks.get("/tasks/")
    assert ApiToken.objects.get(pk=asks.token_id).last_used_on is None
    assert usage.carry() == 1
    assert ApiToken.objects.get(pk=asks.token_id).last_used_on == DAY
    asks.get("/me/")
    assert usage.carry() == 0
    now.move(days=1)
    asks.get("/me/")
    assert usage.carry() == 1


def test_a_session_acts_only_with_the_csrf_token(officer: User, township: UUID) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer, backend="gongkai.records.accounts.authentication.UsernameAndPassword")
    body = {"agency": str(township), "name": "公开专干", "since": "2026-01-05"}
    address = "/api/v1/acts/agencies.set_up_post/"
    refused = client.post(address, body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    client.cookies["gongkai_csrf"] = "a" * 32
    done = client.post(address, body, content_type="application/json", headers={"X-CSRFToken": "a" * 32})
    assert done.status_code == 200, done.content


def test_who_asks_too_often_is_asked_to_wait(program: Make, officer: User, settings: object) -> None:
    settings.API_REQUESTS_A_MINUTE = 3  # type: ignore[attr-defined]
    asks = program(officer)
    statuses = [asks.client.get("/api/v1/roles/", headers=asks._headers({})).status_code for _ in range(8)]
    assert statuses.count(429) >= 2
    assert 200 in statuses
    last = asks.client.get("/api/v1/roles/", headers=asks._headers({}))
    if last.status_code == 429:
        assert 0 < int(last["Retry-After"]) <= 60
