"""What one person checked, nobody else confirms, and not for ever."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from gongkai.desk.forms import checked
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.base.errors import Refused
from tests.desk.conftest import County, enrolled
from tests.desk.test_people import GOOD, workbook

Desk = Callable[[str], Client]


def signed(client: Client) -> str:
    """A file of two people, looked through and not yet imported."""
    file = io.BytesIO(workbook(*GOOD))
    file.name = "人员.xlsx"
    answer = client.post("/desk/people/import/", {"file": file})
    assert answer.status_code == 200
    return str(answer.context["signed"])


def test_another_administrator_cannot_confirm_what_i_checked(made: County, desk: Desk) -> None:
    made.people["second"] = enrolled("second", "温以宁", made.county, Role.ADMINISTRATOR)
    text, before = signed(desk("administrator")), User.objects.count()
    answer = desk("second").post("/desk/people/import/do/", {"signed": text})
    assert "这是别人检查的文件，请重新选择文件。" in answer.content.decode()
    assert User.objects.count() == before
    assert desk("administrator").post("/desk/people/import/do/", {"signed": text}).status_code == 200
    assert User.objects.count() == before + 2


@pytest.mark.parametrize("spoil", [lambda text: "", lambda text: text[:-1], lambda text: "x" + text])
def test_what_was_damaged_on_the_way_is_not_confirmed(made: County, desk: Desk, spoil: Callable[[str], str]) -> None:
    client, before = desk("administrator"), User.objects.count()
    answer = client.post("/desk/people/import/do/", {"signed": spoil(signed(client))})
    assert "检查结果已过期或不完整，请重新选择文件。" in answer.content.decode()
    assert User.objects.count() == before


def test_what_was_checked_for_one_act_or_too_long_ago_is_for_no_other(made: County) -> None:
    request: Any = SimpleNamespace(here=SimpleNamespace(user=made.people["administrator"]))
    text = checked.seal(request, "people.import", {"rows": [1]})
    assert checked.unseal(request, "people.import", text) == {"rows": [1]}
    for what, seconds in (("agencies.import", 60), ("people.import", -1)):
        with pytest.raises(Refused) as refused:
            checked.unseal(request, what, text, seconds)
        assert refused.value.code == "plan_expired"
