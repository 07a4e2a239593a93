"""A person is called otherwise: a typing error, a changed name, another user name."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.contrib.auth import authenticate

from gongkai.records.accounts import naming, services
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.errors import NotAllowed, Refused
from gongkai.records.base.log import chain
from tests.records.conftest import SET_UP


def test_the_administrator_corrects_a_name_and_the_log_keeps_the_old_one(administrator: User, officer: User) -> None:
    before = officer.name
    naming.rename(officer.pk, " 沈知秋 ", "录入有误", actor=administrator)
    assert User.objects.get(pk=officer.pk).name == "沈知秋"
    entry = chain.entries(officer).get(act="accounts.rename")
    assert entry.data == {"before": before, "after": "沈知秋", "reason": "录入有误"}
    assert entry.actor == administrator.actor_key
    assert officer.grants.exists()


def test_with_another_user_name_one_signs_in_with_the_same_password(administrator: User, officer: User) -> None:
    services.give_password(officer.pk, "Ziji-2026-mima", actor=OPERATOR)
    naming.change_username(officer.pk, "shenzq", "录入有误", actor=administrator)
    assert authenticate(username="shenzq", password="Ziji-2026-mima") == officer
    assert authenticate(username=officer.username, password="Ziji-2026-mima") is None


def test_what_cannot_be_a_name_is_refused_in_a_sentence(administrator: User, officer: User) -> None:
    for act, value, why, said in (
        (naming.rename, "", "改名", "有误"),
        (naming.rename, "沈" * 65, "改名", "有误"),
        (naming.rename, officer.name, "改名", "姓名与现在的相同"),
        (naming.rename, "沈知秋", " ", "请写明更改原因"),
        (naming.change_username, administrator.username.upper(), "改名", "已有人使用，请换一个"),
        (naming.change_username, "有 空格", "改名", "有误"),
        (naming.change_username, officer.username, "改名", "用户名与现在的相同"),
    ):
        with pytest.raises(Refused, match=said):
            act(officer.pk, value, why, actor=administrator)
    now = User.objects.get(pk=officer.pk)
    assert (now.name, now.username) == (officer.name, officer.username)


def test_nobody_renames_himself_nor_who_reaches_further_than_he_manages(
    administrator: User, officer: User, county: UUID, township: UUID
) -> None:
    with pytest.raises(NotAllowed, match="自己不能给自己授权"):
        naming.rename(administrator.pk, "别名", "改名", actor=administrator)
    with pytest.raises(NotAllowed):
        naming.rename(administrator.pk, "别名", "改名", actor=officer)
    local = User.objects.get(pk=services.enrol("zhenguan", "镇管理员", township, actor=OPERATOR).record_id)
    services.grant(local.pk, Role.ADMINISTRATOR, township, SET_UP, actor=OPERATOR)
    services.grant(officer.pk, Role.SUPERVISOR, county, SET_UP, actor=OPERATOR)
    with pytest.raises(NotAllowed, match="不归您管理"):
        naming.change_username(officer.pk, "shenzq", "录入有误", actor=local)
