"""A second factor is demanded by an agency or for a role; who falls under it, and what meets it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.records.accounts import demands, services
from gongkai.records.accounts.models import Factor, SignInDemand, User
from gongkai.records.accounts.roles import Role
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.errors import NotAllowed, Refused
from tests.records.conftest import DAY, SET_UP


def test_what_the_county_demands_reaches_the_township_and_not_the_other_way_round(
    county: UUID, township: UUID, administrator: User, officer: User
) -> None:
    demands.demand(township, Factor.TOTP, actor=administrator)
    assert demands.demanded_of(officer) == {Factor.TOTP}
    assert demands.demanded_of(administrator) == set()
    demands.demand(county, Factor.ANY, actor=administrator)
    assert demands.demanded_of(officer) == {Factor.TOTP, Factor.ANY}
    assert demands.demanded_of(administrator) == {Factor.ANY}


def test_a_role_is_demanded_of_while_it_is_held(county: UUID, township: UUID, administrator: User, officer: User) -> None:
    demands.demand(county, Factor.PASSKEY, Role.SIGNER, actor=administrator)
    assert demands.demanded_of(officer) == set()
    done = services.grant(officer.pk, Role.SIGNER, township, SET_UP, actor=OPERATOR)
    assert demands.demanded_of(officer) == {Factor.PASSKEY}
    services.end_role(UUID(done.result["grant"]), DAY - timedelta(days=1), actor=OPERATOR)
    assert demands.demanded_of(officer) == set()


def test_a_demand_is_replaced_lifted_and_made_by_who_manages_accounts_there(
    county: UUID, township: UUID, administrator: User, officer: User
) -> None:
    with pytest.raises(NotAllowed):
        demands.demand(township, Factor.TOTP, actor=officer)
    demands.demand(township, Factor.TOTP, actor=administrator)
    with pytest.raises(Refused, match="已有同样"):
        demands.demand(township, Factor.TOTP, actor=administrator)
    demands.demand(township, Factor.PASSKEY, actor=administrator)
    assert SignInDemand.objects.get().factor == "passkey"
    demands.lift(township, actor=administrator)
    with pytest.raises(Refused, match="没有这项"):
        demands.lift(township, actor=administrator)


@pytest.mark.parametrize(
    ("demanded", "has", "lacks"),
    [
        (set(), set(), None),
        ({Factor.ANY}, set(), Factor.ANY),
        ({Factor.ANY}, {"totp"}, None),
        ({Factor.ANY}, {"passkey"}, None),
        ({Factor.TOTP}, {"passkey"}, Factor.TOTP),
        ({Factor.PASSKEY}, {"totp"}, Factor.PASSKEY),
        ({Factor.PASSKEY, Factor.TOTP}, {"totp"}, Factor.PASSKEY),
        ({Factor.PASSKEY, Factor.TOTP, Factor.ANY}, {"totp", "passkey"}, None),
    ],
)
def test_what_is_still_to_be_set_up(demanded: set[Factor], has: set[str], lacks: Factor | None) -> None:
    assert demands.missing(demanded, has) is lacks


def test_where_nobody_demands_anything_it_costs_one_query(officer: User) -> None:
    with CaptureQueriesContext(connection) as seen:
        demands.demanded_of(officer)
    assert len(seen) == 1
