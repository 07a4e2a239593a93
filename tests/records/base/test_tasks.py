"""What waits for whom."""

from __future__ import annotations

from datetime import date

from gongkai.records.base.actors import SystemActor
from gongkai.records.base.clock import Frozen
from gongkai.records.base.tasks import selectors, services
from tests.records.example.models import Parcel

CLERK, DEPUTY = SystemActor("clerk"), SystemActor("deputy")


def test_tasks_wait_in_the_order_of_their_days_and_are_overdue_the_day_after(db: None, now: Frozen) -> None:
    parcel = Parcel.objects.create(title="一件")
    services.open_task(parcel, CLERK, "a", "无期限", None)
    services.open_task(parcel, CLERK, "b", "明天", date(2026, 3, 11))
    services.open_task(parcel, CLERK, "c", "今天", date(2026, 3, 10))
    assert [task.code for task in selectors.waiting_for(CLERK)] == ["c", "b", "a"]
    assert not selectors.overdue(CLERK).exists()
    now.move(days=1)
    assert [task.code for task in selectors.overdue(CLERK)] == ["c"]


def test_the_same_task_is_one_task_with_the_new_day(db: None, now: Frozen) -> None:
    parcel = Parcel.objects.create(title="一件")
    first = services.open_task(parcel, CLERK, "a", "第一次", date(2026, 3, 11))
    again = services.open_task(parcel, CLERK, "a", "延期", date(2026, 3, 20))
    assert first.pk == again.pk
    assert selectors.waiting_for(CLERK).get().due == date(2026, 3, 20)


def test_a_closed_task_waits_no_more_and_can_be_opened_again(db: None, now: Frozen) -> None:
    parcel = Parcel.objects.create(title="一件")
    services.open_task(parcel, CLERK, "a", "事由", None)
    assert services.close(parcel, DEPUTY, "a") == 1
    assert not selectors.waiting_for(CLERK).exists()
    services.open_task(parcel, CLERK, "a", "退回", None)
    history = selectors.of_record(parcel)
    assert [task.closed_by for task in history] == ["system:deputy", ""]


def test_what_waited_for_one_waits_for_his_substitute_and_both_are_known(db: None, now: Frozen) -> None:
    parcel, other = Parcel.objects.create(title="一件"), Parcel.objects.create(title="二件")
    services.open_task(parcel, CLERK, "a", "事由", date(2026, 3, 12))
    services.open_task(other, CLERK, "a", "事由", None)
    services.open_task(other, DEPUTY, "a", "已在办", None)
    assert services.hand_over(CLERK, DEPUTY, by=CLERK) == 2
    assert not selectors.waiting_for(CLERK).exists()
    assert [(task.record_id, task.reason) for task in selectors.waiting_for(DEPUTY)] == [
        (parcel.pk, "事由"),
        (other.pk, "已在办"),
    ]
    assert selectors.of_record(parcel).count() == 2
