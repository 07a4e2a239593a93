"""What a program reads is what its person sees at the desk: of the own agency, not of the neighbour, all of it from above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.records.accounts import decisions, substitution
from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import Outcome, User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import organisation_services as organisation
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import GroupKind, Kind, Level, MemberRole
from gongkai.records.base.actors import OPERATOR
from gongkai.records.catalogue import services as catalogue
from gongkai.records.catalogue.models import CatalogueVersion
from tests.records.api.conftest import Program
from tests.records.conftest import DAY, SET_UP

Make = Callable[[User], Program]
MATTER = {
    "level1": "财政预决算",
    "level2": "部门预算",
    "elements": "预算报告及报表",
    "basis": "《中华人民共和国预算法》",
    "limit_text": "批准后 20 日内",
    "limit_unit": "calendar_days",
    "limit_days": 20,
    "frequency": "periodic",
    "period": "quarter",
    "subject": "镇人民政府",
    "channels_note": "公开查阅点",
}


@pytest.fixture
def version(officer: User, township: UUID) -> UUID:
    """A draft of the township's catalogue with three matters."""
    made = UUID(catalogue.open_catalogue(township, "石桥镇公开目录", actor=officer).result["version"])
    for number in range(3):
        catalogue.add_matter(made, {**MATTER, "level2": f"第{number}项"}, actor=officer)
    return made


@pytest.fixture
def leader(township: UUID) -> User:
    done = accounts.enrol("zhenzhang", "镇长", township, actor=OPERATOR)
    accounts.grant(done.record_id, Role.SIGNER, township, SET_UP, actor=OPERATOR)
    return User.objects.get(pk=done.record_id)


def approve(version: UUID, officer: User, leader: User) -> None:
    done = catalogue.submit(version, leader.pk, DAY, actor=officer)
    decision = decisions.Decision.objects.get(pk=done.result["decision"])
    decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=leader)


def names(tree: list[dict[str, str]]) -> list[str]:
    return [node["name"] for node in tree]


def test_the_tree_holds_what_one_sees(
    program: Make, officer: User, supervisor: User, administrator: User, county: UUID, township: UUID, neighbour: UUID
) -> None:
    assert names(program(officer).get("/agencies/")) == ["石桥镇人民政府"]
    everything = ["青禾县人民政府", "石桥镇人民政府", "柳溪镇人民政府"]
    assert sorted(names(program(supervisor).get("/agencies/"))) == sorted(everything)
    assert names(program(supervisor).get("/agencies/", below=str(neighbour))) == ["柳溪镇人民政府"]
    own = program(officer)
    own.get(f"/agencies/{township}/")
    for other in (neighbour, county, UUID(int=9)):
        for part in ("", "people/", "coverage/", "guide/"):
            assert own.get(f"/agencies/{other}/{part}", 404)["code"] == "not_found"


def test_the_tree_of_a_day_is_that_of_the_day(program: Make, administrator: User, township: UUID) -> None:
    agencies.rename(township, "石桥街道办事处", date(2026, 2, 1), actor=administrator)
    asks = program(administrator)
    assert "石桥街道办事处" in names(asks.get("/agencies/"))
    assert "石桥镇人民政府" in names(asks.get("/agencies/", on="2026-01-31"))
    assert asks.get("/agencies/", on="2019-12-31") == []
    assert asks.get("/agencies/", 422, on="soon")["fields"][0]["field"] == "on"


def test_an_agency_is_told_with_what_it_is_made_of_on_a_day(program: Make, officer: User, township: UUID) -> None:
    group = organisation.found_group(township, GroupKind.LEADING, "公开领导小组", date(2026, 1, 5), actor=officer)
    organisation.add_member(UUID(group.result["group"]), "某某", MemberRole.HEAD, date(2026, 1, 5), actor=officer)
    post = organisation.set_up_post(township, "公开专干", date(2026, 1, 5), actor=officer)
    organisation.take_post(UUID(post.result["post"]), "专干", date(2026, 1, 6), actor=officer)
    organisation.set_contacts(township, {"address": "石桥街 1 号"}, date(2026, 1, 5), actor=officer)
    asks = program(officer)
    found = asks.get(f"/agencies/{township}/")
    assert found["contacts"]["address"] == "石桥街 1 号"
    assert found["groups"][0]["members"][0]["role"] == "head"
    assert found["posts"][0]["holder"] == "专干"
    before = asks.get(f"/agencies/{township}/", on="2026-01-04")
    assert (before["contacts"], before["groups"], before["posts"]) == ({}, [], [])


def test_people_are_for_those_who_manage_them(program: Make, officer: User, administrator: User, township: UUID) -> None:
    (person,) = program(administrator).get(f"/agencies/{township}/people/")["items"]
    assert (person["username"], person["roles"][0]["role"]) == ("zhuangan", "officer")
    assert program(officer).get(f"/agencies/{township}/people/", 403)["code"] == "not_allowed"


def test_a_substitute_sees_the_tasks_of_who_is_away(
    program: Make, officer: User, leader: User, version: UUID, township: UUID
) -> None:
    catalogue.submit(version, leader.pk, DAY, actor=officer)
    other = accounts.enrol("fuzhen", "副镇长", township, actor=OPERATOR).record_id
    deputy = User.objects.get(pk=other)
    assert [task["code"] for task in program(leader).get("/tasks/")["items"]] == ["decision"]
    assert program(deputy).get("/tasks/")["items"] == []
    substitution.arrange(leader.pk, other, DAY, DAY + timedelta(days=3), "学习", actor=leader)
    (task,) = program(deputy).get("/tasks/")["items"]
    assert task["owner"] == leader.actor_key


def test_a_leader_decides_over_the_api_what_he_looked_at(
    program: Make, officer: User, leader: User, version: UUID, neighbour: UUID
) -> None:
    catalogue.submit(version, leader.pk, DAY, actor=officer)
    asks = program(leader)
    (waiting,) = asks.get("/decisions/", state="open", mine="true")["items"]
    one = asks.get(f"/decisions/{waiting['id']}/")
    body = {"decision": one["id"], "outcome": "approved", "comment": "", "version_hash": one["version_hash"]}
    assert program(officer).act("accounts.decide", body, 403)["code"] == "not_allowed"
    asks.act("accounts.decide", body, headers={"If-Match": str(one["version"])})
    assert asks.get("/decisions/", state="open")["items"] == []
    assert asks.get("/decisions/", state="decided")["items"][0]["outcome"] == "approved"
    stranger = accounts.enrol("luren", "路人", neighbour, actor=OPERATOR).record_id
    accounts.grant(stranger, Role.OFFICER, neighbour, SET_UP, actor=OPERATOR)
    outside = program(User.objects.get(pk=stranger))
    assert outside.get("/decisions/")["items"] == []
    outside.get(f"/decisions/{one['id']}/", 404)


def test_a_catalogue_in_force_is_for_everybody_and_a_draft_is_not(
    program: Make, officer: User, leader: User, supervisor: User, version: UUID, neighbour: UUID, township: UUID
) -> None:
    stranger = accounts.enrol("luren", "路人", neighbour, actor=OPERATOR).record_id
    outside, own = program(User.objects.get(pk=stranger)), program(officer)
    identity = CatalogueVersion.objects.get(pk=version).catalogue_id
    assert outside.get("/catalogues/")["items"] == []
    assert outside.get(f"/catalogues/{identity}/versions/") == []
    outside.get(f"/catalogue-versions/{version}/matters/", 404)
    assert len(own.get(f"/catalogue-versions/{version}/matters/")["items"]) == 3
    assert len(program(supervisor).get("/catalogues/")["items"]) == 1
    approve(version, officer, leader)
    (found,) = outside.get("/catalogues/")["items"]
    assert found["in_force"] == str(version)
    assert outside.get(f"/catalogues/{identity}/in-force/")["number"] == 1
    outside.get(f"/catalogues/{identity}/in-force/", 404, on="2026-03-09")
    first = outside.get(f"/catalogue-versions/{version}/matters/", limit=2)
    rest = outside.get(f"/catalogue-versions/{version}/matters/", limit=2, cursor=first["next"])
    assert [m["level2"] for m in first["items"] + rest["items"]] == ["第0项", "第1项", "第2项"]
    assert rest["next"] == ""
    states = {one["state"] for one in own.get(f"/agencies/{township}/coverage/")}
    assert states == {"never"}
    turns = own.get(f"/agencies/{township}/calendar/", first="2026-04-01", last="2026-04-30")
    assert [turn["period"] for turn in turns] == ["2026年第1季度"] * 3
    own.get(f"/agencies/{township}/calendar/", 422, first="2026-04-01", last="2029-04-30")


def test_what_differs_between_versions_is_told(program: Make, officer: User, leader: User, version: UUID) -> None:
    approve(version, officer, leader)
    identity = CatalogueVersion.objects.get(pk=version).catalogue_id
    draft = UUID(catalogue.start_draft(identity, actor=officer).result["version"])
    asks = program(officer)
    first, second, _ = asks.get(f"/catalogue-versions/{draft}/matters/")["items"]
    catalogue.change_matter(draft, UUID(first["key"]), {"limit_days": 10}, actor=officer)
    catalogue.remove_matter(draft, UUID(second["key"]), actor=officer)
    found = asks.get(f"/catalogue-versions/{draft}/differences/")
    assert found["changed"][0]["fields"] == {"limit_days": [20, 10]}
    assert [row["level2"] for row in found["removed"]] == ["第1项"]
    assert asks.get(f"/catalogue-versions/{version}/differences/", 422)["code"] == "nothing_before"


def test_the_log_of_a_record_is_for_who_reads_the_log_there(
    program: Make, officer: User, supervisor: User, leader: User, township: UUID, neighbour: UUID
) -> None:
    (entry,) = program(officer).get(f"/log/agencies.agency/{township}/")["items"]
    assert (entry["act"], entry["data"]["name"]) == ("agencies.register", "石桥镇人民政府")
    assert len(program(supervisor).get(f"/log/accounts.user/{officer.pk}/")["items"]) >= 2
    for record in (f"agencies.agency/{neighbour}", f"base.task/{township}", f"no.such/{township}"):
        program(officer).get(f"/log/{record}/", 404)


def test_refusals_are_for_who_reads_the_log(program: Make, administrator: User, officer: User) -> None:
    assert program(administrator).get("/refusals/", 403)["code"] == "not_allowed"
    assert program(officer).get("/refusals/")["items"] == []


def test_a_cursor_belongs_to_its_listing_and_cannot_be_made_up(
    program: Make, officer: User, supervisor: User, version: UUID
) -> None:
    asks = program(officer)
    cursor = asks.get(f"/catalogue-versions/{version}/matters/", limit=1)["next"]
    for wrong in (cursor[:-2] + "xx", "anything"):
        assert asks.get(f"/catalogue-versions/{version}/matters/", 422, cursor=wrong)["code"] == "cursor_invalid"
    assert asks.get("/tasks/", 422, cursor=cursor)["code"] == "cursor_invalid"
    asks.get("/tasks/", 422, limit=0)
    asks.get("/tasks/", 422, limit=201)


def test_a_listing_asks_the_same_number_of_queries_for_few_and_for_many(
    program: Make, supervisor: User, administrator: User, officer: User, county: UUID, township: UUID, version: UUID
) -> None:
    paths = [
        "/agencies/",
        f"/agencies/{township}/",
        f"/agencies/{township}/people/",
        "/tasks/",
        "/decisions/",
        "/catalogues/",
        f"/catalogue-versions/{version}/matters/",
        "/rules/",
        "/refusals/",
        f"/log/agencies.agency/{township}/",
    ]

    def asked(asks: Program, path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = asks.client.get(f"/api/v1{path}", headers=asks._headers({}))
        assert answer.status_code in (200, 403, 404)
        return len(queries)

    organisation.set_up_post(township, "信息员", date(2026, 1, 5), actor=officer)
    programs = [program(supervisor), program(administrator)]
    before = [[asked(asks, path) for path in paths] for asks in programs]
    for number in range(12):
        other = agencies.register(f"第{number}局", Kind.DEPARTMENT, Level.COUNTY, county, SET_UP, actor=OPERATOR).record_id
        person = accounts.enrol(f"p{number}", "某某", township, actor=OPERATOR).record_id
        accounts.grant(person, Role.LIAISON, township, SET_UP, actor=OPERATOR)
        catalogue.add_matter(version, {**MATTER, "level2": f"又{number}项"}, actor=officer)
        organisation.set_up_post(township, f"岗位{number}", date(2026, 1, 5), actor=officer)
        catalogue.open_catalogue(other, f"第{number}局目录", actor=supervisor)
    assert [[asked(asks, path) for path in paths] for asks in programs] == before
    assert max(max(row) for row in before) <= 16
