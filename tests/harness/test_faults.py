"""An act broken, or its process killed, between any two of its steps is done whole or not at all."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connections

from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Kind, Level
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.acts.contract import Step
from gongkai.records.base.backup.rows import dumped, is_kept, tables
from gongkai.records.base.doctor import Grade, examine
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from tests.harness.faults import broken_at, killed_at, points_of
from tests.records.example.models import Parcel
from tests.records.example.services import open_parcel, receive

SUBJECT = UUID(int=3)
DAY = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def stores(settings: object, tmp_path: object) -> None:
    settings.FILE_STORE = tmp_path / "files"  # type: ignore[attr-defined, operator]
    settings.KEY_FOLDER = tmp_path / "keys"  # type: ignore[attr-defined, operator]


def everything() -> dict[str, list[object]]:
    """All rows of all tables."""
    return {model._meta.db_table: list(dumped(model, "default")) for model in tables(apps) if is_kept(model)}


def receive_one() -> object:
    written = files.write(b"content", FileClass.INTERNAL)
    return receive("一件包裹", {"name": "某某"}, SUBJECT, written, actor=OPERATOR, key="form-1")


def well() -> bool:
    found = [a for outcome in examine(deep=True) for a in outcome.ailments if a.grade == Grade.PROBLEM]
    assert found == []
    return True


def test_there_is_a_point_between_any_two_steps_of_an_act(db: None) -> None:
    passed = [point.partition("/")[2].partition(".")[0] for point in points_of(receive_one) if point.startswith("example.")]
    assert passed == [
        "begin", "allow", "create", "project", "project", "add", "project", "log", "enqueue", "key", "commit", "committed",
    ]  # fmt: skip
    steps = {name for name in vars(Step) if not name.startswith("_") and callable(getattr(Step, name))}
    assert steps == {
        "allow", "lock", "create", "create_all", "require", "add", "add_all", "remove_all", "project", "log", "enqueue",
    }, "a new step needs its point"  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("breaking", [broken_at, killed_at])
def test_an_act_broken_at_each_point_is_done_whole_or_not_at_all(breaking: object) -> None:
    before = everything()
    index = 0
    while breaking(index, receive_one):  # type: ignore[operator]
        left = everything()
        if Parcel.objects.exists():
            # Only a break after the commit: then all of it is there, and the same click again gives the first result.
            assert receive_one().repeated  # type: ignore[attr-defined]
            break
        assert left == before, f"something was left by a break at point {index}"
        index += 1
    assert index >= 12
    assert Parcel.objects.count() == 1
    assert [len(rows) for rows in (everything()["base_logentry"], everything()["example_parcelevent"])] == [1, 1]
    assert Parcel.objects.get().number.endswith("〕1号")
    assert well()


@pytest.mark.django_db(transaction=True)
def test_a_merger_of_agencies_killed_at_each_point_is_done_whole_or_not_at_all() -> None:
    county = agencies.register("青禾县人民政府", Kind.GOVERNMENT, Level.COUNTY, None, DAY, actor=OPERATOR).record_id
    old, new = (
        agencies.register(name, Kind.DEPARTMENT, Level.COUNTY, county, DAY, actor=OPERATOR).record_id
        for name in ("甲局", "乙局")
    )
    agencies.register("甲站", Kind.DEPARTMENT, Level.COUNTY, old, DAY, actor=OPERATOR)
    before = everything()
    index = 0
    while killed_at(index, lambda: agencies.merge(old, new, date(2025, 1, 1), actor=OPERATOR)):
        if everything() != before:
            break
        index += 1
    assert index >= 10
    after = everything()
    assert len(after["base_logentry"]) == len(before["base_logentry"]) + 3
    assert well()


@pytest.mark.django_db(transaction=True)
def test_a_second_act_is_not_held_up_by_one_that_was_killed() -> None:
    parcel = receive_one().record_id  # type: ignore[attr-defined]
    assert killed_at(4, lambda: open_parcel(parcel, actor=OPERATOR))
    connections.close_all()
    assert open_parcel(parcel, actor=OPERATOR, expected_version=1).version == 2
