"""What a supervisor or a member of the supervision group says of a record, and the answer of its agency."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext

from gongkai.records.accounts.models import Remark, User
from gongkai.records.accounts.policies import holds, is_somebody_else
from gongkai.records.accounts.roles import COMMENT, DECISIONS_ASK, Role
from gongkai.records.accounts.selectors import agencies_with, holders
from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import place_of
from gongkai.records.base import clock
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound
from gongkai.records.base.tasks import services as tasks

TASK = "remark"
LONGEST = 2000

may_comment = holds(COMMENT)
may_answer = holds(DECISIONS_ASK)
may_see_remarks = may_comment | may_answer


@act("accounts.remark")
def remark(step: Step, record_type: str, record_id: UUID, text: str) -> dict[str, Any]:
    """Says something of a record. It waits for the disclosure officers of the record's agency."""
    agency = _agency_of(record_type, record_id)
    step.allow(may_comment, agency)
    text = text.strip()
    step.require(bool(text), gettext("请写明意见。"), "text_missing")
    step.require(len(text) <= LONGEST, gettext("意见不超过 %(most)d 字，请精简。") % {"most": LONGEST}, "text_long")
    author = User.objects.get(pk=UUID(step.actor.actor_key.removeprefix("user:")))
    row = step.create(
        Remark(record_type=record_type, record_id=record_id, agency=agency, author=author, text=text, made_at=clock.now())
    )
    reason = gettext("%(name)s提出监督意见，请回复：%(text)s") % {"name": author.name, "text": text[:60]}
    for officer in holders(Role.OFFICER, place_of(agency).own):
        tasks.open_task(row, officer, TASK, reason, None)
    step.log({"record_type": record_type, "record": record_id})
    return {"remark": row.pk}


@act("accounts.answer_remark")
def answer(step: Step, remark: UUID, text: str) -> None:
    """The agency's answer, once; not by who made the remark."""
    found = Remark.objects.select_related("agency", "author").filter(pk=remark).first()
    if found is None:
        raise NotFound(gettext("找不到该监督意见，请刷新页面。"))
    step.allow(may_answer, found.agency)
    step.allow(is_somebody_else, found.author)
    held = step.lock(Remark, remark)
    text = text.strip()
    step.require(bool(text), gettext("请写明回复。"), "text_missing")
    step.require(len(text) <= LONGEST, gettext("回复不超过 %(most)d 字，请精简。") % {"most": LONGEST}, "text_long")
    step.require(held.answered_at is None, gettext("这条意见已经回复。"), "already_answered")
    step.project(held, answer=text, answered_at=clock.now())
    tasks.close(held, step.actor, TASK)
    step.log()


def remarks_on(record_type: str, record_id: UUID) -> QuerySet[Remark]:
    """The remarks on a record, latest first; the caller has asked `may_see_remarks` of its agency."""
    return Remark.objects.filter(record_type=record_type, record_id=record_id).select_related("author", "agency")


def remarks_for(user: User) -> QuerySet[Remark]:
    """The remarks a person may see: their own, and those on records of agencies where they comment or answer."""
    from django.db.models import Q

    places = Q(agency__in=agencies_with(user, COMMENT)) | Q(agency__in=agencies_with(user, DECISIONS_ASK))
    return Remark.objects.filter(places | Q(author=user)).select_related("author", "agency")


def _agency_of(record_type: str, record_id: UUID) -> Agency:
    """Whose the record is: nobody says of which agency it is."""
    missing = NotFound(gettext("找不到要评议的记录，请返回列表重新选择。"))
    try:
        model = apps.get_model(record_type)
    except (LookupError, ValueError):
        raise missing from None
    names = {field.name for field in model._meta.get_fields()}
    if model is not Agency and "agency" not in names:
        raise missing
    row = model._default_manager.filter(pk=record_id).first()
    if row is None:
        raise missing
    return row if isinstance(row, Agency) else row.agency
