"""Acts on catalogues: open, draft, change matters, mark 不涉及, submit, withdraw, drop (`bringing`: import, copy, refresh).

A version is changed while it is a draft; submitting fixes its content hash and asks a leader; approval puts it in force on its
day. What a township took over from the county it changes or removes only with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from gongkai.records.accounts import decisions
from gongkai.records.accounts.models import Decision, Outcome, User
from gongkai.records.agencies.models import Agency
from gongkai.records.base import clock
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound
from gongkai.records.base.ids import uuid7
from gongkai.records.base.tasks import services as tasks
from gongkai.records.catalogue import drafts
from gongkai.records.catalogue.demands import DOMAINS, check_complete, check_reasons, check_row
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion, Matter, VersionState
from gongkai.records.catalogue.policies import may_edit, may_submit
from gongkai.records.catalogue.rows import FIELDS, Row, content_hash, row_of
from gongkai.records.catalogue.selectors import absent_of, hash_of, in_force, rows_of

VERSION = "catalogue.catalogueversion"


@act("catalogue.open")
def open_catalogue(step: Step, agency: UUID, title: str, take_over: bool = False) -> dict[str, Any]:
    """The agency's catalogue, with a first draft. `take_over`: the draft holds what the nearest superior's catalogue in force
    says about agencies of this level."""
    place = Agency.objects.filter(pk=agency).first()
    if place is None:
        raise NotFound(gettext("找不到该单位，请返回机构列表重新选择。"))
    step.allow(may_edit, place)
    step.require(0 < len(title.strip()) <= 200, gettext("请填写目录名称（不超过 200 字）。"), "title_invalid")
    step.require(
        not Catalogue.objects.filter(agency=place).exists(),
        gettext("“%(name)s”已有公开目录，请在原目录上修订。") % {"name": place.name},
        "catalogue_exists",
    )
    above, source = drafts.superior(place)
    step.require(
        not take_over or source is not None,
        gettext("上级单位还没有已施行的目录，暂不能承接；可先新建空白目录或导入。"),
        "nothing_above",
    )
    catalogue = step.create(Catalogue(agency=place, title=title.strip(), above=above if take_over else None))
    version = drafts.new_version(step, catalogue, None)
    rows: list[Row] = []
    if take_over and source is not None:
        rows = drafts.taken_over(rows_of(source), place.level)
        step.project(version, above_version=source)
    drafts.put(step, version, rows)
    step.log({"title": catalogue.title, "took_over": source.pk if take_over and source else None, "matters": len(rows)})
    return {"catalogue": catalogue.pk, "version": version.pk, "matters": len(rows)}


@act("catalogue.draft")
def start_draft(step: Step, catalogue: UUID) -> dict[str, Any]:
    """A new draft with the content of the version in force."""
    held = drafts.locked(step, catalogue)
    step.require(
        not held.versions.filter(state__in=[VersionState.DRAFT, VersionState.WAITING]).exists(),
        gettext("已有一个版本正在修订或待审定，请先办完。"),
        "version_in_hand",
    )
    current = in_force(held)
    version = drafts.new_version(step, held, current)
    if current is not None:
        drafts.put(step, version, rows_of(current))
        for domain, explanation in absent_of(current).items():
            drafts.put_absent(step, version, domain, explanation)
        step.project(version, above_version=current.above_version)
    step.log({"version": version.number, "based_on": current.number if current else None})
    return {"version": version.pk}


@act("catalogue.add_matter")
def add_matter(step: Step, version: UUID, values: Mapping[str, Any], after: UUID | None = None) -> dict[str, Any]:
    """A matter of the agency's own, after the one with key `after` (else last)."""
    draft = drafts.draft(step, version)
    row = Row(level1="").changed(values)
    check_row(step, row)
    position = drafts.place_after(draft, after)
    key = uuid7()
    step.add(Matter(version=draft, position=position, **{**row.stored(), "key": key}))
    step.log({"version": draft.number, "matter": key, "level1": row.level1, "level2": row.level2})
    return {"key": key}


@act("catalogue.change_matter")
def change_matter(step: Step, version: UUID, matter: UUID, values: Mapping[str, Any]) -> None:
    """Other values for a matter. One taken over from above needs a reason while it differs from the superior's."""
    draft = drafts.draft(step, version)
    held = drafts.matter_of(draft, matter)
    before = row_of(held)
    row = before.changed(values)
    check_row(step, row)
    check_reasons(step, draft, [row])
    changed = [name for name in FIELDS if getattr(row, name) != getattr(before, name)]
    step.project(held, **{name: value for name, value in row.stored().items() if name in changed})
    step.log({"version": draft.number, "matter": matter, "changed": changed})


@act("catalogue.remove_matter")
def remove_matter(step: Step, version: UUID, matter: UUID) -> None:
    """A matter of the agency's own goes. One taken over from above stays and is marked 不涉及 instead."""
    draft = drafts.draft(step, version)
    held = drafts.matter_of(draft, matter)
    step.require(
        held.inherited_key is None,
        gettext("承接自上级目录的事项不能删除；本单位没有该事项的，请标为“不涉及”并说明。"),
        "inherited_removed",
    )
    step.log({"version": draft.number, "removed": matter, "level1": held.level1, "level2": held.level2})
    step.remove_all(draft.matters.filter(pk=held.pk))


@act("catalogue.move_matter")
def move_matter(step: Step, version: UUID, matter: UUID, after: UUID | None) -> None:
    """The matter stands behind the one with key `after`; None: at the beginning."""
    draft = drafts.draft(step, version)
    held = drafts.matter_of(draft, matter)
    step.require(matter != after, gettext("请选择另一个事项，排在它之后。"), "after_itself")
    step.project(held, position=0)
    step.project(held, position=drafts.place_after(draft, after, first=True))
    step.log({"version": draft.number, "moved": matter, "after": after})


@act("catalogue.mark_not_applicable")
def mark_not_applicable(
    step: Step, version: UUID, explanation: str, matter: UUID | None = None, domain: str = ""
) -> dict[str, Any]:
    """A matter, or a whole domain, does not concern the agency (不涉及). The explanation is published; an empty one takes the
    mark away."""
    draft = drafts.draft(step, version)
    explanation = explanation.strip()
    step.require(len(explanation) <= 300, gettext("说明不超过 300 字。"), "explanation_long")
    step.require((matter is None) != (not domain), gettext("请选择一个事项或一个领域。"), "nothing_chosen")
    if matter is not None:
        step.project(drafts.matter_of(draft, matter), not_applicable=explanation)
    else:
        step.require(domain in DOMAINS, gettext("没有这个领域，请从列表中选择。"), "domain_unknown")
        drafts.put_absent(step, draft, domain, explanation)
    step.log({"version": draft.number, "matter": matter, "domain": domain, "not_applicable": explanation})
    return {"not_applicable": bool(explanation)}


@act("catalogue.submit")
def submit(step: Step, version: UUID, decider: UUID, effective_on: date, due: date | None = None) -> dict[str, Any]:
    """The draft goes to a leader, fixed by its content hash, to be in force from `effective_on`."""
    draft = drafts.draft(step, version, may_submit)
    person = User.objects.filter(pk=decider).first()
    if person is None:
        raise NotFound(gettext("找不到该签批人，请重新选择。"))
    rows = rows_of(draft)
    step.require(bool(rows), gettext("目录里还没有事项，请先编制或导入。"), "empty")
    for number, row in enumerate(rows, 1):
        check_complete(step, row, number)
    step.require(
        effective_on >= clock.today(), gettext("施行日期不能早于今天：目录自审定后的日子起施行。"), "effective_in_past"
    )
    step.project(
        draft,
        state=VersionState.WAITING.value,
        effective_on=effective_on,
        content_hash=content_hash(rows, absent_of(draft), effective_on),
    )
    subject = gettext("审定《%(title)s》第 %(number)d 版（%(count)d 项，自 %(day)s 施行）") % {
        "title": draft.catalogue.title,
        "number": draft.number,
        "count": len(rows),
        "day": effective_on.isoformat(),
    }
    decision = decisions.ask_in(step, VERSION, draft.pk, draft.catalogue.agency, person, subject, due)
    step.log({"version": draft.number, "submitted_to": decider, "hash": draft.content_hash, "effective_on": effective_on})
    return {"decision": decision.pk}


@act("catalogue.withdraw")
def withdraw(step: Step, version: UUID) -> None:
    """The version comes back from the leader's table before it was decided, and is a draft again."""
    found = drafts.found(version)
    step.allow(may_submit, found.catalogue.agency)
    held = step.lock(Catalogue, found.catalogue_id)
    waiting = CatalogueVersion.objects.select_for_update().get(pk=version)
    step.require(waiting.state == VersionState.WAITING, gettext("该版本不在待审定状态。"), "not_waiting")
    decisions.withdraw_in(step, VERSION, version)
    step.project(waiting, state=VersionState.DRAFT.value, content_hash="", effective_on=None)
    step.log({"version": waiting.number, "withdrawn": True}, record=held)


@act("catalogue.drop")
def drop(step: Step, version: UUID, reason: str) -> None:
    """A draft is given up; it stays in the list as 已作废."""
    draft = drafts.draft(step, version)
    step.require(bool(reason.strip()), gettext("请写明作废原因。"), "reason_missing")
    step.project(draft, state=VersionState.DROPPED.value)
    step.log({"version": draft.number, "dropped": reason.strip()})


def decided(step: Step, decision: Decision) -> None:
    """What follows the leader's decision: in force on its day, or a draft again with the leader's comment in a task."""
    version = CatalogueVersion.objects.select_for_update().get(pk=decision.record_id)
    step.require(version.state == VersionState.WAITING, gettext("该版本没有报送审定，或已撤回，不能签批。"), "not_waiting")
    if decision.outcome == Outcome.APPROVED:
        effective = max(version.effective_on or clock.today(), clock.today())
        step.project(version, state=VersionState.APPROVED.value, effective_on=effective)
        drafts.demand(version, effective)
        from gongkai.records.catalogue.jobs import file_booklet

        step.enqueue(file_booklet, str(version.pk))
    else:
        step.project(version, state=VersionState.DRAFT.value, content_hash="", effective_on=None)
        asked_by = User.objects.filter(pk=UUID(decision.asked_by.partition(":")[2])).first()
        if asked_by is not None:
            reason = gettext("目录被退回：%(comment)s") % {"comment": decision.comment}
            tasks.open_task(version, asked_by, "catalogue.returned", reason[:200], None)
    step.log({"version": version.number, "decided": decision.outcome, "decision": decision.pk}, record=version.catalogue)


def current_hash(version: UUID) -> str:
    """What a decision about a version is bound to. What was approved stays what it was approved as, also where its day had to
    be put off to that of the approval."""
    found = drafts.found(version)
    return found.content_hash if found.state == VersionState.APPROVED else hash_of(found)


def agency_of_version(version: UUID) -> UUID | None:
    """Whose leaders decide about a version."""
    return CatalogueVersion.objects.filter(pk=version).values_list("catalogue__agency_id", flat=True).first()
