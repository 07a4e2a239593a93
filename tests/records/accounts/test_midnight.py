"""Roles and substitutions begin and end at midnight of the law's time, also on the 29th of February."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from gongkai.records.accounts import services, substitution
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import LOG_SEE, Role
from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import place_of
from gongkai.records.base import clock
from gongkai.records.base.actors import OPERATOR
from tests.records.conftest import SET_UP

LEAP = date(2028, 2, 29)


def somebody(username: str, agency: UUID) -> User:
    return User.objects.get(pk=services.enrol(username, username, agency, actor=OPERATOR).record_id)


def sees(person: User, agency: UUID, at: datetime) -> bool:
    with clock.frozen(at):
        return person.can(LOG_SEE, place_of(Agency.objects.get(pk=agency)))


def shanghai(day: date, hour: int, minute: int, second: int) -> datetime:
    """An instant of the law's time, as the machine keeps it: UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=clock.LEGAL_ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("since", "until"),
    [(LEAP, LEAP), (date(2027, 12, 31), date(2028, 1, 1)), (date(2028, 2, 28), date(2028, 3, 1))],
)
def test_a_role_and_a_substitution_hold_from_the_first_second_of_a_day_to_the_last(
    county: UUID, since: date, until: date
) -> None:
    holder, absent, stands_in = (somebody(name, county) for name in ("holder", "absent", "stands_in"))
    services.grant(holder.pk, Role.OFFICER, county, since, until, actor=OPERATOR)
    services.grant(absent.pk, Role.OFFICER, county, SET_UP, actor=OPERATOR)
    substitution.arrange(absent.pk, stands_in.pk, since, until, "出差", actor=absent)
    day = timedelta(days=1)
    for person in (holder, stands_in):
        assert not sees(person, county, shanghai(since - day, 23, 59, 59))
        assert sees(person, county, shanghai(since, 0, 0, 0))
        assert sees(person, county, shanghai(until, 23, 59, 59))
        assert not sees(person, county, shanghai(until + day, 0, 0, 0))
    assert sees(absent, county, shanghai(until, 23, 59, 59)), "who is away keeps what they may"
