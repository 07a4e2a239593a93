"""Nobody gets hold of more by somebody's account than they manage; and who manages accounts decides nothing by substitution."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from gongkai.records.accounts import identities, passwords, services, substitution
from gongkai.records.accounts.models import RoleGrant, Substitution, User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Kind, Level
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.acts.contract import REFUSALS
from gongkai.records.base.errors import NotAllowed, Refused
from gongkai.records.base.log.models import LogEntry
from tests.records.conftest import DAY, SET_UP

PASSWORD = "zhongxin-7291-kaifang"


def somebody(username: str, agency: UUID, *roles: tuple[Role, UUID]) -> User:
    user = services.enrol(username, username, agency, actor=OPERATOR).record_id
    for role, place in roles:
        services.grant(user, role, place, SET_UP, actor=OPERATOR)
    return User.objects.get(pk=user)


@pytest.fixture
def office(county: UUID) -> UUID:
    """The county's office: below the county, with an administrator of its own."""
    return agencies.register("青禾县人民政府办公室", Kind.DEPARTMENT, Level.COUNTY, county, SET_UP, actor=OPERATOR).record_id


@pytest.fixture
def keeper(office: UUID) -> User:
    """The administrator of the office, and of nothing else."""
    return somebody("keeper", office, (Role.ADMINISTRATOR, office))


@pytest.fixture
def helper(office: UUID) -> User:
    """A colleague at the office without a role."""
    return somebody("helper", office)


def _link(person: User, helper: User, by: User) -> object:
    return identities.link(person.pk, "sub-of-the-keeper", actor=by)


WAYS: dict[str, Callable[[User, User, User], object]] = {
    "password": lambda person, helper, by: services.give_password(person.pk, PASSWORD, actor=by),
    "factors": lambda person, helper, by: passwords.reset_factors(person.pk, "手机遗失", actor=by),
    "identity": _link,
    "substitute": lambda person, helper, by: substitution.arrange(person.pk, helper.pk, DAY, DAY, "出差", actor=by),
    "hand over": lambda person, helper, by: substitution.hand_over(person.pk, helper.pk, True, "调动", actor=by),
    "deactivate": lambda person, helper, by: services.deactivate(person.pk, "停用", actor=by),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SUPERVISOR])
def test_the_administrator_of_an_office_does_not_take_over_who_has_the_county(
    way: str, role: Role, county: UUID, office: UUID, keeper: User, helper: User
) -> None:
    person = somebody("above", office, (role, county))
    with pytest.raises(NotAllowed, match="青禾县人民政府”的“"):
        WAYS[way](person, helper, keeper)
    person.refresh_from_db()
    assert not person.has_usable_password() and person.is_active and not person.credentials_by
    assert not Substitution.objects.exists()
    assert not RoleGrant.objects.filter(user=helper).exists()
    assert LogEntry.objects.filter(record_type=REFUSALS, record_id=keeper.pk).exists(), "the attempt stands in the log"


def test_nor_who_holds_a_role_at_a_neighbour_or_will_hold_one(county: UUID, office: UUID, keeper: User) -> None:
    township = agencies.register("青田镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP, county, SET_UP, actor=OPERATOR).record_id
    both = somebody("both", office, (Role.OFFICER, office), (Role.OFFICER, township))
    with pytest.raises(NotAllowed, match="青田镇人民政府"):
        services.give_password(both.pk, PASSWORD, actor=keeper)
    later = somebody("later", office)
    services.grant(later.pk, Role.SUPERVISOR, county, DAY + timedelta(days=30), actor=OPERATOR)
    with pytest.raises(NotAllowed):
        services.give_password(later.pk, PASSWORD, actor=keeper)


def test_nor_who_stands_in_for_somebody_above(county: UUID, office: UUID, keeper: User, helper: User) -> None:
    supervisor = somebody("supervisor", county, (Role.SUPERVISOR, county))
    substitution.arrange(supervisor.pk, helper.pk, DAY, DAY + timedelta(days=3), "出差", actor=supervisor)
    with pytest.raises(NotAllowed):
        services.give_password(helper.pk, PASSWORD, actor=keeper)


def test_whoever_manages_the_county_manages_them_and_the_office_its_own(
    county: UUID, office: UUID, administrator: User, keeper: User
) -> None:
    person = somebody("above", office, (Role.SUPERVISOR, county))
    services.give_password(person.pk, PASSWORD, actor=administrator)
    own = somebody("own", office, (Role.OFFICER, office))
    services.give_password(own.pk, PASSWORD, actor=keeper)
    once = somebody("once", office, (Role.SUPERVISOR, county))
    services.end_role(RoleGrant.objects.get(user=once).pk, DAY - timedelta(days=1), actor=administrator)
    services.give_password(once.pk, PASSWORD, actor=keeper)
    assert all(User.objects.get(pk=who.pk).has_usable_password() for who in (person, own, once))


def test_nobody_becomes_administrator_while_standing_in_for_who_signs(office: UUID, helper: User, administrator: User) -> None:
    signer = somebody("signer", office, (Role.SIGNER, office))
    substitution.arrange(signer.pk, helper.pk, DAY, DAY + timedelta(days=3), "出差", actor=signer)
    with pytest.raises(Refused, match="有代理安排") as refused:
        services.grant(helper.pk, Role.ADMINISTRATOR, office, DAY + timedelta(days=3), actor=administrator)
    assert refused.value.code == "roles_incompatible"
    services.grant(helper.pk, Role.ADMINISTRATOR, office, DAY + timedelta(days=4), actor=administrator)


def test_nobody_gets_a_deciding_role_while_an_administrator_stands_in(office: UUID, keeper: User, administrator: User) -> None:
    person = somebody("person", office, (Role.OFFICER, office))
    substitution.arrange(person.pk, keeper.pk, DAY, DAY + timedelta(days=3), "出差", actor=person)
    with pytest.raises(Refused, match="有代理安排"):
        services.grant(person.pk, Role.SIGNER, office, date(2020, 1, 1), actor=administrator)
    leaving = somebody("leaving", office, (Role.SIGNER, office))
    with pytest.raises(Refused, match="或其代理人"):
        substitution.hand_over(leaving.pk, person.pk, True, "调动", actor=administrator)
    services.grant(person.pk, Role.SIGNER, office, DAY + timedelta(days=4), actor=administrator)
