"""The made-up county: whole, healthy, and only where nothing else is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction

from gongkai.annual.rollup import Expected
from gongkai.demo import county, people, words
from gongkai.desk.signin import demo as listing
from gongkai.records.accounts.models import RoleGrant, Substitution, User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies.members import members_of
from gongkai.records.agencies.models import Agency, Kind
from gongkai.records.agencies.selectors import tree_on
from gongkai.records.base import clock, doctor
from gongkai.records.base.errors import Refused
from gongkai.records.base.tasks.models import Task
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion, VersionState
from gongkai.records.catalogue.selectors import in_force
from gongkai.records.incoming.models import IncomingItem

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def made(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[county.Made]:
    """The county, for all the tests of this file."""
    folder = tmp_path_factory.mktemp("demo")
    before = settings.FILE_STORE, settings.KEY_FOLDER
    settings.FILE_STORE, settings.KEY_FOLDER = folder / "files", folder / "keys"
    with django_db_blocker.unblock(), _undone():
        yield county.build(DAY, 7)
    settings.FILE_STORE, settings.KEY_FOLDER = before


class _undone:
    """Acts are durable transactions; inside a test one outer transaction takes them all back."""

    def __enter__(self) -> None:
        self.outer = transaction.atomic()
        self.outer._from_testcase = True  # type: ignore[attr-defined]
        self.outer.__enter__()

    def __exit__(self, *error: object) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)


def test_there_is_a_county_office_twelve_departments_ten_townships_and_eighty_villages(made: county.Made) -> None:
    root = Agency.objects.get(name=words.COUNTY)
    below = Counter((a.kind, a.vertical) for a in Agency.objects.filter(parent=root))
    assert below == {("department", False): 11, ("department", True): 2, ("government", False): 7, ("office", False): 3}
    assert Agency.objects.filter(kind=Kind.VILLAGE).count() == 80
    assert made.agencies == Agency.objects.count()


def test_every_role_is_held_and_several_in_several_agencies(made: county.Made) -> None:
    held = Counter(RoleGrant.objects.values_list("role", flat=True))
    assert set(held) == set(Role.values)
    assert len(set(RoleGrant.objects.filter(role=Role.OFFICER).values_list("agency"))) == 21
    several = Counter(RoleGrant.objects.filter(role=Role.SIGNER).values_list("user", flat=True))
    assert several.most_common(1)[0][1] == 3
    assert Substitution.objects.on(DAY).count() == 1


def test_catalogues_are_in_force_adapted_waiting_returned_and_drafts(made: county.Made) -> None:
    states = Counter(CatalogueVersion.objects.values_list("state", flat=True))
    assert states == {VersionState.APPROVED: 5, VersionState.WAITING: 4, VersionState.DRAFT: 2}
    of_county = Catalogue.objects.get(agency__name=words.COUNTY)
    assert (in_force(of_county, DAY) is not None, in_force(of_county, date(2020, 1, 1))) == (True, None)


def test_something_is_overdue_something_is_due_today_and_something_later(made: county.Made) -> None:
    days = [task.due for task in Task.objects.filter(closed_at=None)]
    assert any(day and day < DAY for day in days) and DAY in days and any(day and day > DAY for day in days) and None in days


def test_the_photos_of_villages_are_there(made: county.Made) -> None:
    from gongkai.records.base.files import services as files

    items = IncomingItem.objects.all()
    assert {item.agency.name for item in items} == {"白石村村民委员会", "清泉村村民委员会"}
    for item in items:
        with files.read(item.photos.get().file) as photo:
            assert photo.read(3) == b"\xff\xd8\xff"


def test_the_year_rolls_up_by_its_own_tree_under_the_names_of_the_time(made: county.Made) -> None:
    root = Agency.objects.get(name=words.COUNTY).pk
    before, now = members_of(root, date(2024, 12, 31)), members_of(root, DAY)
    old, new = words.RENAMED
    assert [m.name for m in before if m.name.startswith("梅溪")] == [old]
    assert [m.name for m in now if m.name.startswith("梅溪")] == [new]
    assert Counter(m.kind for m in now) == {"own": 1, "department": 10, "township": 10}
    assert Counter(m.kind for m in members_of(root, DAY, vertical=True))["vertical"] == 2
    assert all(isinstance(m, Expected) and m.unified_code for m in now)
    assert tree_on(date(2024, 12, 31)).nodes[Agency.objects.get(name=new).pk].name == old


def test_doctor_finds_nothing_but_that_no_service_runs(made: county.Made) -> None:
    found = {outcome.title: outcome.ailments for outcome in doctor.examine(True) if outcome.ailments}
    assert set(found) <= {"定时任务", "可选工具"}, found


def test_the_sign_in_page_lists_people_in_demo_mode_only_and_they_can_sign_in(
    made: county.Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DEMO", False)
    assert listing.people() == []
    monkeypatch.setattr(settings, "DEMO", True)
    shown = listing.people()
    roles = {role for person in shown for role in person.roles.split("、")}
    assert {str(role.label) for role in Role} == roles
    person = shown[0]
    assert authenticate(username=person.username, password=person.password) == User.objects.get(username=person.username)
    assert len({person.password for person in shown}) == len(shown)
    mayor = User.objects.get(username="demo.mayor")
    assert not mayor.has_usable_password()


def test_somebody_with_a_new_password_is_listed_no_more(made: county.Made) -> None:
    from gongkai.records.accounts import services
    from gongkai.records.base.actors import OPERATOR

    with _undone():
        person = User.objects.get(username="demo.liaison")
        services.give_password(person.pk, "ein-ganz-neues-wort", actor=OPERATOR)
        assert "demo.liaison" not in {shown.username for shown in people.listed()}


def test_the_county_is_not_loaded_over_anything(made: county.Made) -> None:
    with pytest.raises(Refused) as refused:
        county.build(DAY, 7)
    assert refused.value.code == "not_empty"


def test_a_day_to_come_and_one_before_the_law_is_known_are_refused() -> None:
    for day, code in ((clock.today() + timedelta(days=1), "as_of_in_future"), (date(2024, 2, 29), "as_of_too_early")):
        with pytest.raises(Refused) as refused:
            county.build(day)
        assert refused.value.code == code
