"""A person's page offers what its reader may do there, and says why not where that has a reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from gongkai.records.accounts import services
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.base.actors import OPERATOR
from tests.desk.conftest import SET_UP, County, enrolled

Desk = Callable[[str], Client]


def buttons(client: Client, person: User) -> list[str]:
    page = client.get(reverse("people:person", args=[person.pk]))
    return [label for _, label in page.context["buttons"]]


def test_an_administrator_is_offered_all_there_is_to_do_about_somebody_else(made: County, desk: Desk) -> None:
    assert buttons(desk("administrator"), made.people["officer"]) == [
        *("授予角色", "发放初始密码", "安排代理", "移交全部工作", "调动", "更改姓名", "更改用户名"),
        *("关联统一身份认证", "停用账号"),
    ]


def test_one_s_own_page_offers_nothing_that_only_answers_no_and_says_why(made: County, desk: Desk) -> None:
    himself, client = made.people["administrator"], desk("administrator")
    assert buttons(client, himself) == ["安排代理", "移交全部工作", "调动"]
    text = client.get(reverse("people:person", args=[himself.pk])).content.decode()
    assert "自己不能给自己授权，也不能给自己停用、改名、发放密码或接手工作；请由另一位管理员办理。" in text
    assert "结束“系统管理员”" not in text
    assert buttons(desk("officer"), made.people["officer"]) == ["安排代理"]


def test_what_is_offered_opens_and_what_is_withheld_is_refused_for_the_reason_the_page_gives(made: County, desk: Desk) -> None:
    local = enrolled("local", "镇管理员", made.township, Role.ADMINISTRATOR)
    officer = made.people["officer"]
    services.grant(officer.pk, Role.LIAISON, made.county, SET_UP, actor=OPERATOR)
    made.people["local"] = local
    client = desk("local")
    page = client.get(reverse("people:person", args=[officer.pk]))
    assert [label for _, label in page.context["buttons"]] == ["授予角色", "调动"]
    assert page.context["withheld"] == [
        f"“沈知秋”的账号还担任“云水县人民政府”的“{Role.LIAISON.label}”，不归您管理；请由管理“云水县人民政府”账号的人办理。"
    ]
    for address, _ in page.context["buttons"]:
        assert client.get(address).status_code == 200
    refused = client.post(reverse("people:deactivate", args=[officer.pk]), {"reason": "试", "key": "k"})
    assert refused.status_code == 403
    assert page.context["withheld"][0] in refused.content.decode()


def test_a_name_is_corrected_on_the_page_and_the_trail_keeps_the_old_one(made: County, desk: Desk) -> None:
    officer, client = made.people["officer"], desk("administrator")
    rename = reverse("people:rename", args=[officer.pk])
    assert "沈知秋" in client.get(rename).content.decode()
    assert client.post(rename, {"name": "沈知秋", "reason": "误", "key": "a"}).status_code == 422
    assert client.post(rename, {"name": "沈之秋", "reason": "录入有误", "key": "b"}).status_code == 302
    change = reverse("people:change-username", args=[officer.pk])
    assert client.post(change, {"username": "shenzq", "reason": "按姓名统一", "key": "c"}).status_code == 302
    text = client.get(reverse("people:person", args=[officer.pk])).content.decode()
    assert "姓名由“沈知秋”改为“沈之秋”：录入有误" in text
    assert "用户名由“officer”改为“shenzq”：按姓名统一" in text
    assert "沈之秋" in client.get(reverse("people:list")).content.decode()


@pytest.mark.needs("chromium", "axe")
def test_the_pages_look_right_and_pass_axe(
    made: County, seat: Callable[..., Page], site: str, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    page = seat("administrator")
    for name, address in (
        ("person-own", reverse("people:person", args=[made.people["administrator"].pk])),
        ("person-other", reverse("people:person", args=[made.people["officer"].pk])),
        ("person-rename", reverse("people:rename", args=[made.people["officer"].pk])),
    ):
        page.goto(site + address)
        axe(page)
        shot(page, name)
