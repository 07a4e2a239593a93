"""An import of people does all of it or nothing; its plan and the list cost a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.records.accounts import importing, passwords, people, services
from gongkai.records.accounts.models import RoleGrant, User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies.models import Agency
from gongkai.records.base import clock
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.errors import NotAllowed, Refused
from gongkai.records.base.log import chain
from gongkai.records.base.sheets import Line
from tests.records.conftest import SET_UP

EMPTY = dict.fromkeys((column.key for column in importing.COLUMNS), "")


def line(number: int, **values: str) -> Line:
    return Line(number, {**EMPTY, "name": "某某", "username": f"p{number}", "agency": "石桥镇人民政府", **values})


def test_what_was_planned_is_enrolled_and_granted_in_one_act(county: UUID, township: UUID, administrator: User) -> None:
    lines = [line(2, roles="公开专干、信息员", until="2026年12月31日"), line(3, roles="signer", since="2026.1.5"), line(4)]
    plan = importing.plan_lines(lines, administrator)
    assert plan.problems == []
    given = [passwords.first_password() for _ in plan.people]
    encoded = [passwords.encoded_first_password(one) for one in given]
    done = importing.import_people(county, plan.as_rows(), encoded, actor=administrator)
    assert done.result == {"people": 3, "grants": 3}
    first = User.objects.get(username="p2")
    assert authenticate(username="p2", password=given[0]) == first
    assert first.must_change_password
    assert {(g.role, str(g.since), str(g.until)) for g in first.grants.all()} == {
        ("officer", "2026-03-10", "2026-12-31"),
        ("liaison", "2026-03-10", "2026-12-31"),
    }
    assert str(RoleGrant.objects.get(user__username="p3").since) == "2026-01-05"
    assert [entry.act for entry in chain.entries(first)] == ["accounts.import"] * 3
    assert given[0] not in str([entry.data for entry in chain.entries(first)])


def test_one_row_that_is_refused_takes_all_back(county: UUID, township: UUID, administrator: User) -> None:
    plan = importing.plan_lines([line(2, roles="公开专干"), line(3)], administrator)
    services.enrol("P3", "某三", township, actor=OPERATOR)
    before = User.objects.count()
    with pytest.raises(Refused, match="已有人使用"):
        importing.import_people(county, plan.as_rows(), ["x", "y"], actor=administrator)
    assert User.objects.count() == before
    assert not RoleGrant.objects.filter(user__username="p2").exists()


def test_who_manages_no_accounts_at_an_agency_imports_nobody_there(township: UUID, administrator: User, officer: User) -> None:
    plan = importing.plan_lines([line(2)], administrator)
    with pytest.raises(NotAllowed):
        importing.import_people(township, plan.as_rows(), ["x"], actor=officer)
    assert [p.code for p in importing.plan_lines([line(2)], officer).problems] == ["agency_unknown"]


@pytest.mark.parametrize(
    ("values", "column", "code"),
    [
        ({"name": ""}, "姓名", "name_missing"),
        ({"username": ""}, "用户名", "username_missing"),
        ({"username": "a b"}, "用户名", "username_invalid"),
        ({"username": "GUANLI"}, "用户名", "username_used"),
        ({"agency": ""}, "单位", "agency_missing"),
        ({"agency": "没有的单位"}, "单位", "agency_unknown"),
        ({"roles": "专干"}, "角色", "role_unknown"),
        ({"roles": "系统管理员/保密审查人"}, "角色", "roles_incompatible"),
        ({"since": "明天"}, "自", "date_invalid"),
        ({"since": "2026-02-30"}, "自", "date_invalid"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "至", "dates_reversed"),
        ({"phone": "<script>"}, "手机", "phone_invalid"),
        ({"post": "长" * 101}, "职务", "post_long"),
    ],
)
def test_a_bad_row_is_named_with_column_value_and_what_to_do(
    township: UUID, administrator: User, values: dict[str, str], column: str, code: str
) -> None:
    plan = importing.plan_lines([line(7, **values)], administrator)
    assert plan.people == []
    assert [(p.row, p.column, p.code) for p in plan.problems] == [(7, column, code)]
    assert plan.problems[0].message.endswith("。")


def test_two_agencies_of_one_name_are_told_apart_by_their_code(county: UUID, township: UUID, administrator: User) -> None:
    twin = services._agency(township)
    Agency.objects.filter(pk=township).update(credit_code="11330000002482007X")
    from gongkai.records.agencies import services as agencies
    from gongkai.records.agencies.models import Kind, Level

    agencies.register("石桥镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP, county, SET_UP, actor=OPERATOR)
    assert [p.code for p in importing.plan_lines([line(2)], administrator).problems] == ["agency_ambiguous"]
    plan = importing.plan_lines([line(2, agency="11330000002482007x")], administrator)
    assert [person.agency for person in plan.people] == [str(twin.pk)]


def counted(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        call()
    return len(seen)


def test_two_thousand_people_are_listed_and_planned_in_the_same_number_of_queries(township: UUID, administrator: User) -> None:
    def listed() -> int:
        return len(list(people.with_today(people.seen_by(administrator)).order_by("name", "pk")[:50]))

    few = counted(listed)
    plan_few = counted(lambda: importing.plan_lines([line(2)], administrator))
    made = [
        User(username=f"v{n}", name=f"某{n}", agency_id=township, enrolled_at=clock.now(), password="!") for n in range(2000)
    ]
    User.objects.bulk_create(made)
    RoleGrant.objects.bulk_create(
        [RoleGrant(user=user, role=Role.LIAISON.value, agency_id=township, since=SET_UP) for user in made]
    )
    assert counted(listed) == few
    assert people.seen_by(administrator).count() == 2001
    lines = [line(n) for n in range(2, 1002)]
    assert counted(lambda: importing.plan_lines(lines, administrator)) == plan_few
