"""The contract of acts."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from gongkai.records.base.actors import OPERATOR, Anonymous, SystemActor
from gongkai.records.base.acts import Step, act
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import Conflict, ContractBroken, KeyReused, NotAllowed, NotFound, Refused
from gongkai.records.base.log import chain
from gongkai.records.base.log.models import LogEntry
from gongkai.records.base.policies import Policy, nobody
from tests.records.example.models import Parcel, ParcelEvent
from tests.records.example.services import open_parcel, receive

SENDER, SUBJECT = {"name": "某某"}, UUID(int=7)


def received(**more: object) -> UUID:
    return receive("一件包裹", SENDER, SUBJECT, actor=OPERATOR, **more).record_id


def test_an_act_says_who_did_what_on_which_day(db: None, now: Frozen) -> None:
    parcel = Parcel.objects.get(pk=received(on=date(2026, 3, 9)))
    entry = chain.entries(parcel).get()
    assert (entry.actor, entry.act, entry.occurred_on, entry.recorded_at) == (
        "system:operator",
        "example.receive",
        date(2026, 3, 9),
        now(),
    )
    assert entry.data == {"number": "〔2026〕1号"}


def test_an_act_does_not_occur_tomorrow(db: None, now: Frozen) -> None:
    with pytest.raises(Refused, match="不能晚于今天") as refused:
        received(on=date(2026, 3, 11))
    assert refused.value.code == "date_in_future"
    assert not Parcel.objects.exists()


def test_who_may_not_is_told_so_in_chinese_and_nothing_happens(db: None) -> None:
    with pytest.raises(NotAllowed, match="没有办理此事项的权限"):
        receive("一件包裹", SENDER, SUBJECT, actor=SystemActor("scheduler"))
    assert not Parcel.objects.exists()
    assert not LogEntry.objects.exists()


def test_a_policy_that_answers_with_something_merely_true_denies() -> None:
    assert Policy(lambda actor, subject: [1], "sloppy")(OPERATOR) is False  # type: ignore[arg-type, return-value]
    assert nobody(OPERATOR) is False
    assert (~nobody)(OPERATOR) is True


def test_a_refused_act_leaves_nothing(db: None) -> None:
    with pytest.raises(Refused, match="请填写标题"):
        receive("", SENDER, SUBJECT, actor=OPERATOR)
    assert (Parcel.objects.count(), LogEntry.objects.count(), DBTaskResult.objects.count()) == (0, 0, 0)


def test_the_same_key_gives_the_first_result_and_does_nothing(db: None) -> None:
    first = receive("一件包裹", SENDER, SUBJECT, actor=OPERATOR, key="form-1")
    second = receive("一件包裹", SENDER, SUBJECT, actor=OPERATOR, key="form-1")
    assert (second.record_id, second.result, second.version) == (first.record_id, first.result, first.version)
    assert (first.repeated, second.repeated) == (False, True)
    assert Parcel.objects.count() == DBTaskResult.objects.count() == 1


def test_the_key_of_one_actor_is_not_that_of_another(db: None) -> None:
    receive("一件包裹", SENDER, SUBJECT, actor=OPERATOR, key="form-1")
    assert not receive("一件包裹", SENDER, SUBJECT, actor=Anonymous(), key="form-1").repeated
    assert Parcel.objects.count() == 2


def test_the_same_key_with_other_content_is_refused(db: None) -> None:
    receive("一件包裹", SENDER, SUBJECT, actor=OPERATOR, key="form-1")
    with pytest.raises(KeyReused, match="已经提交过"):
        receive("另一件包裹", SENDER, SUBJECT, actor=OPERATOR, key="form-1")
    assert Parcel.objects.count() == 1


def test_the_second_of_two_acts_over_one_version_is_told_why(db: None) -> None:
    parcel = received()
    seen = chain.version(Parcel.objects.get(pk=parcel))
    done = open_parcel(parcel, actor=OPERATOR, expected_version=seen)
    assert done.version == seen + 1
    with pytest.raises(Conflict, match="已被他人办理") as conflict:
        open_parcel(parcel, actor=OPERATOR, expected_version=seen)
    assert conflict.value.code == "conflict"


def test_a_record_that_is_not_there_is_said_not_to_be_there(db: None) -> None:
    with pytest.raises(NotFound, match="找不到"):
        open_parcel(UUID(int=1), actor=OPERATOR)


@act("example.broken")
def without_asking(step: Step, parcel: UUID) -> None:
    step.lock(Parcel, parcel)


@act("example.silent")
def without_log(step: Step, parcel: UUID) -> None:
    step.allow(~nobody)
    step.project(step.lock(Parcel, parcel), state="lost")


def test_an_act_that_asks_nobody_or_logs_nothing_is_a_mistake_of_the_program(db: None) -> None:
    parcel = received()
    with pytest.raises(ContractBroken, match="who may"):
        without_asking(parcel, actor=OPERATOR)
    with pytest.raises(ContractBroken, match="log of its record"):
        without_log(parcel, actor=OPERATOR)
    assert Parcel.objects.get(pk=parcel).state == "received"


def at_once(work: object, times: int = 2) -> list[object]:
    """Runs `work(i)` in threads that begin together; what each gave or raised."""
    gate = threading.Barrier(times)

    def one(number: int) -> object:
        gate.wait()
        try:
            return work(number)  # type: ignore[operator]
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.django_db(transaction=True)
def test_of_clicks_at_once_with_one_key_one_acts_and_all_get_its_result() -> None:
    done = at_once(lambda number: receive("一件包裹", SENDER, SUBJECT, actor=OPERATOR, key="double"), 4)
    assert sorted(one.repeated for one in done) == [False, True, True, True]  # type: ignore[attr-defined]
    assert len({one.record_id for one in done}) == Parcel.objects.count() == 1  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_once_over_one_version_one_acts_and_one_is_told() -> None:
    parcel = received()
    done = at_once(lambda number: open_parcel(parcel, actor=OPERATOR, expected_version=1))
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "Done"]
    assert ParcelEvent.objects.filter(what="opened").count() == 1


@pytest.mark.django_db(transaction=True)
def test_acts_at_once_get_numbers_without_gap_or_double() -> None:
    done = at_once(lambda number: receive(f"包裹{number}", SENDER, SUBJECT, actor=OPERATOR), 8)
    numbers = sorted(int(one.result["number"].split("〕")[1][:-1]) for one in done)  # type: ignore[attr-defined]
    assert numbers == list(range(1, 9))
