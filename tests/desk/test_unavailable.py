"""While something long holds the database, and when the disk is full, people read what to do instead of 系统出错."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client

from gongkai.records.agencies.models import Agency
from gongkai.web import unavailable
from tests.desk.conftest import County
from tests.desk.test_decisions import hidden, text

pytestmark = pytest.mark.django_db(transaction=True)
Desk = Callable[[str], Client]


@pytest.fixture
def held(made: County) -> Iterator[None]:
    """Somebody else writes, for longer than anybody waits."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=50")
    other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()
    connection.close()


@pytest.fixture
def client(desk: Desk) -> Client:
    """The administrator's, signed in before the database is held."""
    found = desk("administrator")
    found.raise_request_exception = False
    return found


def rename(client: Client, made: County) -> tuple[str, dict[str, Any]]:
    address = f"/desk/agencies/{made.village}/rename/"
    return address, {**hidden(text(client.get(address))), "name": "柳湾新村村民委员会", "since": "2026-03-01"}


def test_a_form_that_cannot_be_kept_says_when_to_send_it_again_and_nothing_is_done(
    client: Client, made: County, request: pytest.FixtureRequest
) -> None:
    address, fields = rename(client, made)
    request.getfixturevalue("held")
    answer = client.post(address, fields)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "系统正忙，这一步还没有办理。请过一分钟再提交一次" in text(answer)
    assert "系统出错" not in text(answer)
    assert Agency.objects.get(pk=made.village).name == "柳湾村民委员会"
    assert client.get("/desk/").status_code == 200, "reading goes on"


def test_a_program_is_told_to_come_again(client: Client, made: County, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("held")
    body = orjson.dumps({"agency": str(made.village), "name": "柳湾新村村民委员会", "since": "2026-03-01"})
    answer = client.post("/api/v1/acts/agencies.rename/", body, "application/json")
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "busy", "60")


def test_a_full_disk_is_named_and_every_other_fault_stays_one() -> None:
    for full in (OSError(errno.ENOSPC, "No space left on device"), OperationalError("database or disk is full")):
        found = unavailable.why(full)
        assert found is not None and found.code == unavailable.FULL and "磁盘已满" in found.message
    for other in (
        None,
        OSError(errno.EACCES, "denied"),
        OperationalError("no such table: x"),
        ValueError("database is locked"),
    ):
        assert unavailable.why(other) is None
