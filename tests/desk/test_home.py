"""Today says what waits, by when and why, in the right group, and costs the same however much there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.records.accounts import substitution
from tests.desk.conftest import DAY, County, task_for

Desk = Callable[[str], Client]


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_each_task_stands_in_its_group_with_its_day_and_its_reason(made: County, desk: Desk) -> None:
    officer = made.people["officer"]
    for days, reason in ((-3, "补录"), (0, "核对"), (4, "上报"), (30, "更新指南")):
        task_for(officer, reason, DAY + timedelta(days=days), made.township, reason)
    task_for(officer, "整理", None, made.township, "none")
    page = text(desk("officer"), "/desk/")
    groups = ["已超期", "今天到期", "七天之内", "以后", "没有期限"]
    assert [page.index(f"<h2>{group}") for group in groups] == sorted(page.index(f"<h2>{group}") for group in groups)
    assert "已超期 3 天" in page
    assert "2026-03-14（还有 4 天）" in page
    assert "整理" in page


def test_what_waits_for_whom_one_stands_in_for_is_there_and_said_to_be_theirs(made: County, desk: Desk) -> None:
    officer, other = made.people["officer"], made.people["nobody"]
    task_for(officer, "核对栏目", DAY, made.township)
    substitution.arrange(officer.pk, other.pk, DAY, DAY + timedelta(days=2), "出差", actor=officer)
    page = text(desk("nobody"), "/desk/")
    assert "您正在代理沈知秋（出差，至 2026-03-12）" in page
    assert "核对栏目" in page
    assert "代理沈知秋" in page
    assert "核对栏目" in text(desk("officer"), "/desk/")


def test_another_persons_tasks_are_not_shown(made: County, desk: Desk) -> None:
    task_for(made.people["officer"], "核对栏目", DAY, made.township)
    assert "核对栏目" not in text(desk("neighbour"), "/desk/")
    assert "没有等待您办理的事项" in text(desk("neighbour"), "/desk/")


def test_who_did_not_sign_in_is_led_to_sign_in_and_back(db: None) -> None:
    answer = Client().get("/desk/tasks/?when=today")
    assert answer.status_code == 302
    assert answer["Location"] == "/signin/?next=/desk/tasks/%3Fwhen%3Dtoday"


def test_somebody_without_a_role_is_told_whom_to_ask(made: County, desk: Desk) -> None:
    assert "请联系本单位的系统管理员授权" in text(desk("nobody"), "/desk/")


@pytest.mark.parametrize("address", ["/desk/", "/desk/tasks/"])
def test_the_number_of_queries_does_not_grow(made: County, desk: Desk, address: str) -> None:
    officer, client = made.people["officer"], desk("officer")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(address).status_code == 200
        return len(found)

    def add(start: int, end: int) -> None:
        for n in range(start, end):
            for m, day in enumerate((DAY - timedelta(days=1), DAY, DAY + timedelta(days=3), date(2026, 12, 1), None)):
                task_for(officer, f"第 {n} 件", day, made.township, f"t{n}.{m}")

    add(0, 1)
    first = queries()
    add(1, 15)
    assert queries() == first
    assert first <= 50


def test_one_who_works_at_two_agencies_sits_down_at_the_other(made: County, desk: Desk) -> None:
    from gongkai.records.accounts import services as accounts
    from gongkai.records.accounts.roles import Role
    from gongkai.records.base.actors import OPERATOR

    accounts.grant(made.people["officer"].pk, Role.LIAISON, made.neighbour, date(2026, 1, 1), actor=OPERATOR)
    client = desk("officer")
    assert client.post("/desk/switch/", {"agency": str(made.neighbour)}).status_code == 302
    assert "当前单位：青田镇人民政府" in text(client, "/desk/")
    client.post("/desk/switch/", {"agency": str(made.county)})
    assert "您在该单位没有角色" in text(client, "/desk/")


def test_the_help_of_every_topic_opens(made: County, desk: Desk) -> None:
    from gongkai.desk import help as helping

    assert "first-day" in helping.topics()
    for topic in helping.topics():
        assert desk("officer").get(f"/desk/help/{topic}/").status_code == 200
