"""Tasks that the calendar opens: periodic matters due this month, and a superior's newer version. Each once."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext

from gongkai.law import Law
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.accounts.selectors import holders
from gongkai.records.base import clock
from gongkai.records.base.acts import Step, act
from gongkai.records.base.record import type_of
from gongkai.records.base.tasks import services as tasks
from gongkai.records.base.tasks.models import Task
from gongkai.records.catalogue import drafts
from gongkai.records.catalogue.bringing import NEWER_ABOVE
from gongkai.records.catalogue.calendar import MONTHS, Kind, Turn, demanded, turns
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion, Frequency
from gongkai.records.catalogue.policies import may_remind
from gongkai.records.catalogue.selectors import applicable_of, in_force_of_all, versions_in_force


def month_code(day: date) -> str:
    """The code of the task about a month: catalogue.month:2026-03."""
    return f"catalogue.month:{day:%Y-%m}"


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month of a day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def due_in_month(day: date, law: Law) -> dict[UUID, Counter[date]]:
    """Catalogue → the days of a day's month on which something falls due, and how many matters do, by the versions in force on
    that day; one query for all agencies."""
    first, last = month_of(day)
    matters = applicable_of(versions_in_force(day).filter(catalogue__agency__ended_on=None))
    periodic = matters.filter(frequency=Frequency.PERIODIC, period__in=list(MONTHS)).order_by()
    known: dict[Kind, list[Turn]] = {}
    out: dict[UUID, Counter[date]] = {}
    values_of = periodic.values_list("version__catalogue", *Kind._fields, "demanded_from")
    for catalogue, *values, since, many in values_of.annotate(many=Count("*")):
        kind = Kind(*values)
        if kind not in known:
            known[kind] = turns(kind, first, last, law)
        for turn in demanded(known[kind], since):
            out.setdefault(catalogue, Counter())[turn.due] += many
    return out


def behind(day: date) -> list[tuple[Catalogue, CatalogueVersion]]:
    """Catalogues taken over from a superior whose version in force is newer than the one they follow, with that version."""
    current = in_force_of_all(day)
    newest = {
        version.pk: version for version in CatalogueVersion.objects.filter(pk__in=list(current.values())).defer("content_hash")
    }
    followed: dict[UUID, UUID | None] = {}
    working = CatalogueVersion.objects.exclude(state="dropped").order_by("catalogue", "number")
    for identity, above in working.filter(catalogue__above__isnull=False).values_list("catalogue_id", "above_version_id"):
        followed[identity] = above
    out = []
    for catalogue in Catalogue.objects.filter(above__isnull=False, agency__ended_on=None).select_related("agency", "above"):
        version = current.get(catalogue.above_id) if catalogue.above_id else None
        theirs = newest.get(version) if version else None
        if theirs is not None and followed.get(catalogue.pk) != theirs.pk:
            out.append((catalogue, theirs))
    return out


def remind(day: date, law: Law) -> int:
    """Opens what is not open yet. Any number of times a day: each month and each version of a superior is reminded of once."""
    from gongkai.records.base.actors import SystemActor

    scheduler = SystemActor("scheduler")
    kind = type_of(Catalogue())
    opened = 0
    code = month_code(day)
    known = set(Task.objects.filter(record_type=kind, code=code).values_list("record_id", flat=True))
    for catalogue, found in due_in_month(day, law).items():
        if catalogue not in known:
            next_due = min((due for due in found if due >= day), default=max(found))
            done = remind_month(catalogue, code, found.total(), next_due, actor=scheduler)
            opened += done.result["opened"]
    for row, theirs in behind(day):
        about = Task.objects.filter(record_type=kind, record_id=row.pk, code=NEWER_ABOVE)
        if not about.filter(opened_at__date__gte=theirs.effective_on or day).exists():
            opened += remind_above(row.pk, theirs.pk, actor=scheduler).result["opened"]
    return opened


@act("catalogue.remind_month")
def remind_month(step: Step, catalogue: UUID, code: str, count: int, due: date) -> dict[str, int]:
    """A task for the agency's officers: what must be published this month."""
    step.allow(may_remind)
    held = step.lock(Catalogue, catalogue)
    month = date.fromisoformat(f"{code.rpartition(':')[2]}-01")
    reason = gettext("%(year)d年%(month)d月应公开定期事项 %(count)d 项，请逐项核对并公开") % {
        "year": month.year,
        "month": month.month,
        "count": count,
    }
    opened = _open(held, code, reason, due)
    step.log({"month": f"{month:%Y-%m}", "matters": count, "opened": opened})
    return {"opened": opened}


@act("catalogue.remind_above")
def remind_above(step: Step, catalogue: UUID, version: UUID) -> dict[str, int]:
    """A task for the agency's officers: the superior's catalogue has a newer version."""
    step.allow(may_remind)
    held = step.lock(Catalogue, catalogue)
    theirs = CatalogueVersion.objects.select_related("catalogue").get(pk=version)
    reason = gettext("上级《%(title)s》第 %(number)d 版已施行，请修订本单位目录并承接更新") % {
        "title": theirs.catalogue.title,
        "number": theirs.number,
    }
    opened = _open(held, NEWER_ABOVE, reason[:200], None)
    step.log({"above": theirs.pk, "number": theirs.number, "opened": opened})
    return {"opened": opened}


@act("catalogue.confirm_month")
def confirm_month(step: Step, catalogue: UUID, month: date) -> dict[str, int]:
    """The officer has looked through what was due in the month: the task is done."""
    held = drafts.locked(step, catalogue)
    step.require(month <= clock.today(), gettext("还没有到这个月，不能确认。"), "month_in_future")
    closed = tasks.close(held, step.actor, month_code(month))
    step.require(closed > 0, gettext("本月没有等待核对的事项，或已经核对过。"), "nothing_waits")
    step.log({"month": f"{month:%Y-%m}", "confirmed": closed})
    return {"closed": closed}


def _open(catalogue: Catalogue, code: str, reason: str, due: date | None) -> int:
    people = _people(catalogue.agency_id)
    for person in people:
        tasks.open_task(catalogue, person, code, reason, due)
    return len(people)


def _people(agency: UUID) -> list[User]:
    """The agency's officers; without one, the head of its disclosure office."""
    return list(holders(Role.OFFICER, [agency])) or list(holders(Role.OFFICE_HEAD, [agency]))
