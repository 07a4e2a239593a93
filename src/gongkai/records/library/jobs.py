"""What the library does by itself: reminds of guides that are due and of rules that are about to end. Any number of times a
day: a task that waits is not opened again, and nothing is written where nothing is new."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from gongkai.law import standard
from gongkai.records.agencies.models import Agency
from gongkai.records.base import clock
from gongkai.records.base.actors import SystemActor
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound
from gongkai.records.base.jobs.registry import job
from gongkai.records.base.tasks import services as tasks
from gongkai.records.base.tasks.selectors import of_record
from gongkai.records.library import guides
from gongkai.records.library.facts import has_guide
from gongkai.records.library.models import Rule, RuleVersion
from gongkai.records.library.policies import may_remind
from gongkai.records.library.services import ENDING

SCHEDULER = SystemActor("scheduler")
BEFORE_END = timedelta(days=60)
"""How long before a rule's announced end its officer is told: a new wording needs its reviews."""


@job(when="20 4 * * *", limit=timedelta(hours=1))
def remind_of_guides() -> int:
    """Opens tasks for guides that are due. Returns how many agencies were reminded."""
    today, count = clock.today(), 0
    law = standard()
    due = law.calendar.add_workdays(today, law.get("publication.publish.workdays", on=today)).date
    for agency in Agency.objects.filter(ended_on=None).select_related("parent").order_by("id"):
        if not has_guide(agency) or not (owners := guides.officers(agency)):
            continue
        reason = guides.due_reason(agency, today)[:200]
        open_ones = of_record(guides.subject_of(agency)).filter(code=guides.DUE, closed_at=None)
        told = {task.owner for task in open_ones if task.reason == reason}
        if not reason or told >= {owner.actor_key for owner in owners}:
            continue
        # The day that was told first stays: another change does not move it.
        first = min((task.due for task in open_ones if task.due), default=due)
        guides.remind_guide(agency.pk, reason, first, actor=SCHEDULER)
        count += 1
    return count


@job(when="30 4 * * *")
def remind_of_ends() -> int:
    """Opens tasks for rules whose announced end is near. Returns how many rules."""
    today, count = clock.today(), 0
    near = RuleVersion.objects.filter(repealed_on__gt=today, repealed_on__lte=today + BEFORE_END).select_related("rule")
    for version in near.order_by("id"):
        done = remind_end(version.rule_id, version.number, actor=SCHEDULER, key=f"{version.pk}:{version.repealed_on}")
        count += not done.repeated
    return count


@act("library.remind_end")
def remind_end(step: Step, rule: UUID, number: int) -> dict[str, Any]:
    """A task for each officer: renew the rule, let it go on, or let it end."""
    found = Rule.objects.select_related("agency").filter(pk=rule).first()
    if found is None:
        raise NotFound(gettext("找不到该制度，请返回制度列表重新选择。"))
    step.allow(may_remind, found.agency)
    held = step.lock(Rule, rule)
    version = held.versions.get(number=number)
    owners = guides.officers(found.agency)
    reason = gettext("《%(title)s》将于 %(day)s 废止，请修订、宣布继续施行或按期废止。") % {
        "title": held.title[:100],
        "day": version.repealed_on,
    }
    for owner in owners:
        tasks.open_task(held, owner, ENDING, reason[:200], version.repealed_on)
    step.log({"version": number, "ends_on": version.repealed_on, "reminded": [owner.pk for owner in owners]})
    return {"tasks": len(owners)}
