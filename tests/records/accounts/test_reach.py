"""The agencies a list starts from are exactly those at which the person has the right."""

from __future__ import annotations

import random
from datetime import date
from uuid import UUID

import pytest

from gongkai.records.accounts import services, substitution
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import ACCOUNTS_MANAGE, AGENCIES_SEE, CATALOGUE_EDIT, COMMENT, LOG_SEE, Role
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Agency, Kind, Level
from gongkai.records.agencies.selectors import place_of
from gongkai.records.base.actors import OPERATOR
from tests.records.conftest import DAY, SET_UP

CAPABILITIES = (AGENCIES_SEE, CATALOGUE_EDIT, ACCOUNTS_MANAGE, COMMENT, LOG_SEE)


@pytest.fixture
def tree(county: UUID) -> list[UUID]:
    """A county with townships, departments, villages, inner units, and units of units."""
    found = [county]

    def below(above: UUID, kind: Kind, name: str) -> UUID:
        made = agencies.register(name, kind, Level.TOWNSHIP, above, SET_UP, actor=OPERATOR).record_id
        found.append(made)
        return made

    for n in range(2):
        township = below(county, Kind.GOVERNMENT, f"第{n}镇")
        village = below(township, Kind.VILLAGE, f"第{n}村")
        below(village, Kind.UNIT, f"第{n}村办公室")
        station = below(township, Kind.DEPARTMENT, f"第{n}站")
        below(station, Kind.UNIT, f"第{n}站一科")
    agencies.merge(found[-1], found[-2], date(2025, 1, 1), actor=OPERATOR)
    return found


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gives_the_same_agencies_to_lists_as_to_acts(tree: list[UUID], role: Role) -> None:
    chance = random.Random(role.value)
    for place in chance.sample(tree, 4):
        user = User.objects.get(pk=services.enrol(f"u{str(place)[-12:]}", "某某", place, actor=OPERATOR).record_id)
        services.grant(user.pk, role, place, SET_UP, actor=OPERATOR)
        for capability in CAPABILITIES:
            wanted = {one.pk for one in Agency.objects.all() if user.can(capability, place_of(one))}
            assert set(agencies_with(user, capability).values_list("pk", flat=True)) == wanted, (place, capability)


def test_two_roles_a_substitution_and_a_person_who_left(tree: list[UUID]) -> None:
    def somebody(name: str, role: Role, place: UUID) -> User:
        user = User.objects.get(pk=services.enrol(name, name, place, actor=OPERATOR).record_id)
        services.grant(user.pk, role, place, SET_UP, actor=OPERATOR)
        return user

    officer = somebody("a", Role.OFFICER, tree[1])
    services.grant(officer.pk, Role.SUPERVISOR, tree[4], SET_UP, actor=OPERATOR)
    other = somebody("b", Role.OFFICER, tree[6])
    services.grant(other.pk, Role.ADMINISTRATOR, tree[6], SET_UP, actor=OPERATOR)
    substitution.arrange(other.pk, officer.pk, DAY, DAY, "出差", actor=other)
    for capability in CAPABILITIES:
        wanted = {one.pk for one in Agency.objects.all() if officer.can(capability, place_of(one))}
        assert set(agencies_with(officer, capability).values_list("pk", flat=True)) == wanted, capability
    services.deactivate(officer.pk, "调离", actor=OPERATOR)
    assert not agencies_with(officer, AGENCIES_SEE).exists()
