"""Acts over the API are the acts: once a key, refused with a reason, over the version that was looked at."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from gongkai.records.accounts.models import User
from gongkai.records.agencies.models import Agency, Post
from gongkai.records.base.log.models import LogEntry
from tests.records.api.conftest import Program

Make = Callable[[User], Program]
POST = "agencies.set_up_post"


def post(township: UUID, **more: object) -> dict[str, object]:
    return {"agency": str(township), "name": "公开专干", "since": "2026-01-05", **more}


def test_an_act_answers_what_was_done_and_the_same_key_does_it_once(program: Make, officer: User, township: UUID) -> None:
    asks, key = program(officer), {"Idempotency-Key": "sync-1"}
    done = asks.act(POST, post(township), headers=key)
    assert (done["act"], done["record_type"], done["version"], done["repeated"]) == (POST, "agencies.agency", 2, False)
    again = asks.act(POST, post(township), headers=key)
    assert again == {**done, "repeated": True}
    assert asks.act(POST, post(township, name="信息员"), 409, headers=key)["code"] == "key_reused"
    assert Post.objects.count() == 1
    assert LogEntry.objects.get(act=POST).actor == officer.actor_key


def test_a_version_that_is_no_more_is_refused(program: Make, administrator: User, township: UUID) -> None:
    asks = program(administrator)
    version = asks.get(f"/agencies/{township}/")["version"]
    body = {"agency": str(township), "name": "石桥街道办事处", "since": "2026-02-01"}
    done = asks.act("agencies.rename", body, headers={"If-Match": f'"{version}"'})
    assert done["version"] == version + 1
    later = {**body, "name": "石桥街道", "since": "2026-03-01"}
    assert asks.act("agencies.rename", later, 409, headers={"If-Match": str(version)})["code"] == "conflict"
    assert asks.act("agencies.rename", later, 422, headers={"If-Match": "x"})["code"] == "invalid"


def test_a_right_one_does_not_have_is_refused_and_noted(
    program: Make, officer: User, supervisor: User, township: UUID, neighbour: UUID
) -> None:
    asks = program(officer)
    refused = asks.act(POST, post(neighbour), 403)
    assert refused["code"] == "not_allowed"
    assert "管理员" in refused["message"]
    (noted,) = program(supervisor).get("/refusals/")["items"]
    assert (noted["act"], noted["person"], noted["actor_name"]) == (POST, str(officer.pk), "专干")
    assert asks.act(POST, post(UUID(int=5)), 404)["code"] == "not_found"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"agency": "not an id"}, "agency"),
        ({"agency": None}, "agency"),
        ({"since": 20260105}, "since"),
        ({"since": "2026-01-05T00:00"}, "since"),
        ({"full_time": "yes"}, "full_time"),
        ({"name": 7}, "name"),
    ],
)
def test_what_does_not_fit_is_refused_field_by_field(
    change: dict[str, object], field: str, program: Make, officer: User, township: UUID
) -> None:
    refused = program(officer).act(POST, post(township, **change), 422)
    assert refused["code"] == "invalid"
    assert [one["field"] for one in refused["fields"]] == [field]
    assert Post.objects.count() == 0


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"name": "\\u0000"}', b'{"a": NaN}', b"\xff", b'{"x":' * 500 + b"1" + b"}" * 500]
)
def test_what_is_no_proper_json_is_refused(body: bytes, program: Make, officer: User) -> None:
    asks = program(officer)
    answer = asks.client.post(f"/api/v1/acts/{POST}/", body, content_type="application/json", headers=asks._headers({}))
    assert answer.status_code in (400, 422), answer.content
    assert answer.json()["message"]


def test_the_day_of_an_act_is_given_beside_it_and_is_never_later_than_today(
    program: Make, officer: User, township: UUID
) -> None:
    asks = program(officer)
    asks.act(POST, post(township), query="?on=2026-02-02")
    assert LogEntry.objects.get(act=POST).occurred_on.isoformat() == "2026-02-02"
    assert asks.act(POST, post(township), 422, query="?on=2026-03-11")["code"] == "date_in_future"
    assert asks.act(POST, post(township), 422, query="?day=2026-02-02")["code"] == "unknown_parameter"


def test_arguments_of_every_shape_reach_the_act(program: Make, supervisor: User, county: UUID) -> None:
    asks = program(supervisor)
    values = {"agency": str(county), "values": {"phone": "0799-1234567"}, "since": "2026-01-05"}
    asks.act("agencies.set_contacts", values)
    assert asks.get(f"/agencies/{county}/")["contacts"]["phone"] == "0799-1234567"
    funds = {"agency": str(county), "kind": "funds", "name": "专项经费", "since": "2026-01-05", "amount": "120000.50"}
    asks.act("agencies.add_resource", funds)
    assert asks.get(f"/agencies/{county}/")["resources"][0]["amount"] == "120000.50"
    wording = {"issued_on": "2026-01-05", "effective_on": "2026-02-01", "text": "第一条　为规范公开工作，制定本制度。"}
    rule = {"agency": str(county), "kind": "review", "title": "公开审查制度", "wording": wording}
    done = asks.act("library.make_rule", rule)
    assert asks.get(f"/rules/{done['record_id']}/")["versions"][0]["effective_on"] == "2026-02-01"
    refused = asks.act("library.make_rule", {**rule, "wording": {**wording, "file": {"sha256": "0"}}}, 422)
    assert refused["fields"][0]["field"] == "wording.file"


def test_nobody_is_enrolled_with_a_password_over_the_api(program: Make, administrator: User, township: UUID) -> None:
    asks = program(administrator)
    body = {"username": "xin", "name": "新同志", "agency": str(township)}
    assert asks.act("accounts.enrol", {**body, "password": "long enough 42"}, 422)["fields"][0]["field"] == "password"
    done = asks.act("accounts.enrol", body)
    assert not User.objects.get(pk=done["record_id"]).has_usable_password()
    assert Agency.objects.count() == 2
