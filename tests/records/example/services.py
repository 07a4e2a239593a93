"""The sample act: every kind of step once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gongkai.records.base.actors import Anonymous
from gongkai.records.base.acts import Step, act
from gongkai.records.base.files import services as files
from gongkai.records.base.files.store import Written
from gongkai.records.base.numbers import services as numbers
from gongkai.records.base.policies import is_operator, policy
from gongkai.records.base.tasks import services as tasks
from tests.records.example import jobs
from tests.records.example.models import Parcel, ParcelEvent


@policy
def is_visitor(actor: object, subject: object) -> bool:
    return isinstance(actor, Anonymous)


may_receive = is_operator | is_visitor


@act("example.receive")
def receive(step: Step, title: str, sender: dict[str, Any], subject: UUID, content: Written | None = None) -> dict[str, Any]:
    """A parcel comes in: number, file, event, copy, task, log with the sender's data, job."""
    step.allow(may_receive)
    step.require(bool(title), "请填写标题。", "title_empty")
    parcel = step.create(Parcel(title=title))
    number = numbers.give(parcel, "parcels", str(step.on.year), "〔{period}〕{value}号")
    step.project(parcel, number=number.text)
    if content is not None:
        step.project(parcel, file=files.keep(content, "text/plain"))
    step.add(ParcelEvent(parcel=parcel, what="received"))
    step.project(parcel, state="received")
    tasks.open_task(parcel, step.actor, "parcel.open", "请拆封", None)
    step.log({"number": number.text}, personal=sender, subject=subject)
    step.enqueue(jobs.stamp, str(parcel.pk))
    return {"parcel": parcel.pk, "number": number.text}


@act("example.open")
def open_parcel(step: Step, parcel: UUID) -> None:
    """The parcel is opened; once."""
    step.allow(may_receive)
    held = step.lock(Parcel, parcel)
    step.require(held.state == "received", "包裹已经拆封。", "opened")
    step.add(ParcelEvent(parcel=held, what="opened"))
    step.project(held, state="opened")
    tasks.close(held, step.actor, "parcel.open")
    step.log()
