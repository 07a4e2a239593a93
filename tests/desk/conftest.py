"""A county at its desks: agencies, people of every kind, tasks; clients and browsers that are signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import Page

from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Agency, Kind, Level
from gongkai.records.base import clock
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.tasks import services as tasks
from tests.portal.conftest import axe, shot, site, visitor

__all__ = ["axe", "shot", "site", "visitor"]

SET_UP = date(2020, 1, 1)
DAY = date(2026, 3, 10)


@dataclass
class County:
    """The made-up county: ids of its agencies, people by user name."""

    county: UUID
    township: UUID
    village: UUID
    neighbour: UUID
    people: dict[str, User]


@pytest.fixture(autouse=True)
def stores(settings: Any, tmp_path: Path) -> None:
    """Files and keys of each test in a folder of its own."""
    settings.FILE_STORE, settings.KEY_FOLDER, settings.TEMPORARY = tmp_path / "files", tmp_path / "keys", tmp_path


@pytest.fixture
def now() -> Iterator[clock.Frozen]:
    """Noon of 10 March 2026 in Asia/Shanghai."""
    with clock.frozen(datetime(2026, 3, 10, 4, tzinfo=UTC)) as frozen:
        yield frozen


def enrolled(username: str, name: str, agency: UUID, *roles: Role) -> User:
    """Somebody with roles at their agency."""
    user = accounts.enrol(username, name, agency, post="干部", actor=OPERATOR).record_id
    for role in roles:
        accounts.grant(user, role, agency, SET_UP, actor=OPERATOR)
    return User.objects.get(pk=user)


@pytest.fixture
def made(db: None, now: clock.Frozen) -> County:
    """云水县 with two townships and a village."""

    def register(name: str, kind: Kind, level: Level, above: UUID | None) -> UUID:
        return agencies.register(name, kind, level, above, SET_UP, actor=OPERATOR).record_id

    county = register("云水县人民政府", Kind.GOVERNMENT, Level.COUNTY, None)
    township = register("石桥镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP, county)
    village = register("柳湾村民委员会", Kind.VILLAGE, Level.VILLAGE, township)
    neighbour = register("青田镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP, county)
    people = {
        "officer": enrolled("officer", "沈知秋", township, Role.OFFICER),
        "signer": enrolled("signer", "周望山", township, Role.SIGNER),
        "neighbour": enrolled("neighbour", "何映雪", neighbour, Role.OFFICER),
        "supervisor": enrolled("supervisor", "陆远帆", county, Role.SUPERVISOR),
        "administrator": enrolled("administrator", "高行之", county, Role.ADMINISTRATOR),
        "nobody": enrolled("nobody", "方寸心", township),
    }
    return County(county, township, village, neighbour, people)


def task_for(user: User, reason: str, due: date | None, agency: UUID, code: str = "test") -> None:
    """Something waits for somebody."""
    with transaction.atomic():
        tasks.open_task(Agency.objects.get(pk=agency), user, code, reason, due)


BACKEND = "gongkai.records.accounts.authentication.UsernameAndPassword"


@pytest.fixture
def desk(made: County) -> Callable[[str], Client]:
    """`desk("officer")` is a client of that person."""

    def of(username: str) -> Client:
        client = Client()
        client.force_login(made.people[username], backend=BACKEND)
        return client

    return of


@pytest.fixture
def seat(made: County, visitor: Callable[..., Page], site: str, desk: Callable[[str], Client]) -> Callable[..., Page]:
    """`seat("officer", **options)` is a browser in which that person has signed in, at the desk's home."""

    def of(username: str, **options: Any) -> Page:
        page = visitor(**options)
        cookie = desk(username).cookies[django_settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
        page.goto(f"{site}/desk/")
        return page

    return of
