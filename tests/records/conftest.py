"""What the tests of the records share. They run on the database of GONGKAI_DATABASE, SQLite if it is not set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings as django_settings

from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Kind, Level
from gongkai.records.base import clock
from gongkai.records.base.actors import OPERATOR
from tests.records.installation import Installation, installed

DAY = date(2026, 3, 10)
SET_UP = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def stores(settings: object, tmp_path: Path) -> None:
    """Files and keys of each test in a folder of its own."""
    settings.FILE_STORE = tmp_path / "files"  # type: ignore[attr-defined]
    settings.KEY_FOLDER = tmp_path / "keys"  # type: ignore[attr-defined]


@pytest.fixture
def now() -> Iterator[clock.Frozen]:
    """Noon of 10 March 2026 in Asia/Shanghai, until the test moves it."""
    with clock.frozen(datetime(2026, 3, 10, 4, tzinfo=UTC)) as frozen:
        yield frozen


@pytest.fixture
def county(db: None, now: clock.Frozen) -> UUID:
    """The root of a tree of agencies."""
    done = agencies.register("青禾县人民政府", Kind.GOVERNMENT, Level.COUNTY, None, SET_UP, actor=OPERATOR)
    return done.record_id


@pytest.fixture
def township(county: UUID) -> UUID:
    """A township below the county."""
    done = agencies.register("石桥镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP, county, SET_UP, actor=OPERATOR)
    return done.record_id


@pytest.fixture
def administrator(county: UUID) -> User:
    """Somebody who manages accounts and agencies of the county."""
    done = accounts.enrol("guanli", "管理员", county, actor=OPERATOR)
    accounts.grant(done.record_id, Role.ADMINISTRATOR, county, SET_UP, actor=OPERATOR)
    return User.objects.get(pk=done.record_id)


@pytest.fixture
def officer(township: UUID) -> User:
    """A disclosure officer of the township."""
    done = accounts.enrol("zhuangan", "专干", township, actor=OPERATOR)
    accounts.grant(done.record_id, Role.OFFICER, township, SET_UP, actor=OPERATOR)
    return User.objects.get(pk=done.record_id)


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """A new, empty installation on the database kind of this run."""
    with installed(tmp_path / "data", django_settings.DATABASES["default"]) as made:
        yield made
