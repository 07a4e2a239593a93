"""People, roles and rights: dated, denied by default, and no way round."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from gongkai.records.accounts import policies, selectors, services
from gongkai.records.accounts.models import RoleGrant, User
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE, AGENCIES_MANAGE, AGENCIES_SEE, CAPABILITIES, Role
from gongkai.records.agencies.models import Agency
from gongkai.records.base.actors import OPERATOR, Place
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import NotAllowed, Refused
from gongkai.records.base.log import chain
from tests.records.conftest import DAY, SET_UP

PASSWORD = "Qinghe-2026-gk"


def enrolled(agency: UUID, username: str = "wang") -> User:
    return User.objects.get(pk=services.enrol(username, "王某", agency, PASSWORD, actor=OPERATOR).record_id)


def test_somebody_new_has_no_right_and_must_change_the_password(township: UUID) -> None:
    user = enrolled(township)
    assert user.must_change_password
    assert authenticate(username="wang", password=PASSWORD) == user
    assert not any(
        user.can(capability, Place((township,))) for capabilities in CAPABILITIES.values() for capability in capabilities
    )
    assert not user.has_perm("accounts.add_user")
    assert not user.has_module_perms("accounts")
    assert not hasattr(user, "is_superuser")


def test_somebody_without_a_password_cannot_log_in(township: UUID) -> None:
    services.enrol("li", "李某", township, actor=OPERATOR)
    assert authenticate(username="li", password="") is None


@pytest.mark.parametrize("password", ["short", "12345678901", "password123"])
def test_a_weak_password_is_refused_in_chinese(township: UUID, password: str) -> None:
    with pytest.raises(Refused, match="密码不够安全（") as refused:
        services.enrol("wang", "王某", township, password, actor=OPERATOR)
    assert refused.value.code == "password_weak"


@pytest.mark.parametrize("username", ["", "王 五", "a/b"])
def test_a_user_name_that_is_none_is_refused(township: UUID, username: str) -> None:
    with pytest.raises(Refused, match="人员信息不完整或有误"):
        services.enrol(username, "王某", township, actor=OPERATOR)


def test_a_user_name_is_used_once_whatever_its_case(township: UUID) -> None:
    enrolled(township)
    with pytest.raises(Refused, match="已有人使用"):
        services.enrol("WANG", "另一人", township, actor=OPERATOR)


def test_a_role_counts_from_its_first_to_its_last_day(township: UUID, now: Frozen) -> None:
    user = enrolled(township)
    services.grant(user.pk, Role.OFFICER, township, DAY + timedelta(1), DAY + timedelta(2), actor=OPERATOR)
    seen = []
    for _ in range(4):
        seen.append(user.can(AGENCIES_SEE, Place((township,))))
        now.move(days=1)
    assert seen == [False, True, True, False]


def test_a_role_counts_at_its_agency_and_below_and_nowhere_else(county: UUID, township: UUID, administrator: User) -> None:
    user = enrolled(township)
    services.grant(user.pk, Role.ADMINISTRATOR, township, SET_UP, actor=OPERATOR)
    here, above = Agency.objects.get(pk=township), Agency.objects.get(pk=county)
    assert policies.may_manage_accounts(user, here)
    assert not policies.may_manage_accounts(user, above)
    assert policies.may_manage_accounts(administrator, here)
    assert not policies.may_manage_accounts(administrator, None)


def test_no_role_may_everything(db: None) -> None:
    every = set().union(*CAPABILITIES.values())
    assert set(CAPABILITIES) == set(Role)
    assert all(capabilities < every for capabilities in CAPABILITIES.values())


def test_a_right_that_was_taken_away_is_gone_at_once(county: UUID, administrator: User) -> None:
    assert administrator.can(AGENCIES_MANAGE, Place((county,)))
    services.deactivate(administrator.pk, "调离", actor=OPERATOR)
    assert not administrator.can(AGENCIES_MANAGE, Place((county,)))  # also for the object that is in somebody's hands
    assert authenticate(username="guanli", password="x") is None
    services.reactivate(administrator.pk, actor=OPERATOR)
    assert administrator.can(ACCOUNTS_MANAGE, Place((county,)))


def test_nobody_grants_himself_a_role_or_ends_his_own(county: UUID, administrator: User) -> None:
    with pytest.raises(NotAllowed):
        services.grant(administrator.pk, Role.REVIEWER_FIRST, county, DAY, actor=administrator)
    with pytest.raises(NotAllowed):
        services.end_role(RoleGrant.objects.get().pk, DAY, actor=administrator)
    with pytest.raises(NotAllowed):
        services.deactivate(administrator.pk, "自己", actor=administrator)
    assert RoleGrant.objects.count() == 1


def test_who_manages_no_accounts_enrols_nobody(county: UUID, township: UUID, officer: User) -> None:
    with pytest.raises(NotAllowed):
        services.enrol("x", "某", township, actor=officer)
    with pytest.raises(NotAllowed):
        services.give_password(officer.pk, PASSWORD, actor=officer)


def test_a_role_is_held_once_at_a_time_and_ended_not_deleted(township: UUID) -> None:
    user = enrolled(township)
    done = services.grant(user.pk, Role.OFFICER, township, SET_UP, actor=OPERATOR)
    with pytest.raises(Refused, match="已有“公开专干”角色"):
        services.grant(user.pk, Role.OFFICER, township, DAY, actor=OPERATOR)
    grant = UUID(done.result["grant"])
    with pytest.raises(Refused, match="不能早于"):
        services.end_role(grant, date(2019, 1, 1), actor=OPERATOR)
    services.end_role(grant, DAY - timedelta(1), actor=OPERATOR)
    with pytest.raises(Refused, match="更早的日期结束"):
        services.end_role(grant, DAY, actor=OPERATOR)
    services.grant(user.pk, Role.OFFICER, township, DAY, actor=OPERATOR)
    assert list(selectors.grants_of(user).values_list("since", flat=True)) == [DAY]
    assert list(selectors.grants_of(user, SET_UP).values_list("since", flat=True)) == [SET_UP]


def test_the_database_refuses_a_role_that_ends_before_it_begins(township: UUID) -> None:
    user = enrolled(township)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, role=Role.OFFICER, agency_id=township, since=DAY, until=DAY - timedelta(1))


def test_the_holders_of_a_role_are_found_for_a_day(township: UUID, officer: User) -> None:
    assert list(selectors.holders(Role.OFFICER, [township])) == [officer]
    assert not selectors.holders(Role.OFFICER, [township], SET_UP - timedelta(1)).exists()
    services.deactivate(officer.pk, "调离", actor=OPERATOR)
    assert not selectors.holders(Role.OFFICER, [township]).exists()


def test_a_new_post_and_a_new_password_stand_in_the_log_without_the_password(county: UUID, township: UUID) -> None:
    user = enrolled(township)
    services.transfer(user.pk, county, actor=OPERATOR)
    services.give_password(user.pk, "Another-2026-gk", actor=OPERATOR)
    user.refresh_from_db()
    assert (user.agency_id, user.must_change_password) == (county, True)
    assert authenticate(username="wang", password="Another-2026-gk") == user
    assert [entry.act for entry in chain.entries(user)] == ["accounts.enrol", "accounts.transfer", "accounts.give_password"]
    assert "2026-gk" not in str([entry.data for entry in chain.entries(user)])
