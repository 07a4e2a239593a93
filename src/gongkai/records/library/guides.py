"""Acts on disclosure guides: make a version, remind of one that is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from gongkai.law import standard
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.accounts.selectors import holders
from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import place_of
from gongkai.records.base import canonical, clock
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound
from gongkai.records.base.log import chain
from gongkai.records.base.tasks import services as tasks
from gongkai.records.library.facts import changed, facts_on, has_guide
from gongkai.records.library.guide import LONGEST_PASSAGE, PASSAGES, as_text, compose
from gongkai.records.library.models import GuideVersion
from gongkai.records.library.policies import may_edit, may_remind
from gongkai.records.library.screening import check_public
from gongkai.records.library.selectors import guide_of

DUE = "library.guide_due"


@act("library.make_guide")
def make_guide(step: Step, agency: UUID, passages: Mapping[str, str]) -> dict[str, Any]:
    """A new version of the agency's guide out of today's records and law, with the agency's own passages. One that
    says the same as the one before (`same`) is made too: its 更新日期 says when somebody last looked it through."""
    place = _seen(agency)
    step.allow(may_edit, place)
    step.require(has_guide(place), gettext("村（居）民委员会和内设机构不单独编制指南。"), "no_guide_here")
    unknown = set(passages) - set(PASSAGES)
    step.require(not unknown, gettext("没有“%(what)s”这一段。") % {"what": "、".join(sorted(unknown))}, "passage_unknown")
    own = {key: "\n".join(line.strip() for line in text.splitlines() if line.strip()) for key, text in passages.items()}
    step.require(
        all(len(text) <= LONGEST_PASSAGE for text in own.values()),
        gettext("每段补充文字不超过 %(most)d 字。") % {"most": LONGEST_PASSAGE},
        "passage_long",
    )
    chain.lock_key("library.guide", place.pk)
    facts = facts_on(place)
    missing = facts.missing()
    step.require(
        not missing,
        gettext("还缺少条例第十二条规定的内容：%(what)s。请先在单位信息中填写。") % {"what": "、".join(missing)},
        "facts_missing",
    )
    text = as_text(compose(facts, own, standard(), clock.today()))
    for passage in own.values():
        check_public(step, passage, mobiles=True)
    last = guide_of(place)
    data = {"facts": facts.to_json(), "passages": own}
    guide = step.create(
        GuideVersion(
            agency=place,
            number=last.number + 1 if last else 1,
            made_on=clock.today(),
            data=canonical.normal(data),
            text=text,
            content_hash=canonical.digest({"text": text}),
        )
    )
    for about in (place, last):
        if about is not None:
            tasks.close(about, step.actor, DUE)
    step.log({"version": guide.number, "hash": guide.content_hash, "agency": place.pk})
    return {"guide": guide.pk, "number": guide.number, "same": bool(last and last.content_hash == guide.content_hash)}


@act("library.remind_guide")
def remind_guide(step: Step, agency: UUID, reason: str, due: date) -> dict[str, Any]:
    """A task for each officer of the agency: the guide is to be made or made anew, for this reason, by this day."""
    place = _seen(agency)
    step.allow(may_remind, place)
    about = subject_of(place)
    held = step.lock(type(about), about.pk)
    owners = officers(place)
    for owner in owners:
        tasks.open_task(held, owner, DUE, reason[:200], due)
    step.log({"reminded": [owner.pk for owner in owners], "reason": reason[:200], "due": due})
    return {"tasks": len(owners)}


def subject_of(agency: Agency) -> GuideVersion | Agency:
    """What a reminder is about: the guide that holds; the agency where there is none yet."""
    return guide_of(agency) or agency


def officers(agency: Agency) -> list[User]:
    """The disclosure officers of an agency."""
    return list(holders(Role.OFFICER, place_of(agency).own))


def due_reason(agency: Agency, today: date) -> str:
    """Why the agency's guide is due on a day; "" where it is not: none yet, facts that changed, a year without a look."""
    last = guide_of(agency)
    if last is None:
        return gettext("本单位还没有政府信息公开指南，请编制并公布。")
    if what := changed(last.data.get("facts", {}), facts_on(agency, today)):
        return gettext("%(what)s已变更，请更新政府信息公开指南。") % {"what": "、".join(what)}
    months = standard().get("guide.review.months", on=today)
    if standard().calendar.calendar_period_end(last.made_on, months=months).date <= today:
        return gettext("政府信息公开指南已满一年没有更新，请核对后重新生成。")
    return ""


def _seen(agency: UUID) -> Agency:
    found = Agency.objects.select_related("parent").filter(pk=agency).first()
    if found is None:
        raise NotFound(gettext("找不到该单位，请返回机构列表重新选择。"))
    return found
