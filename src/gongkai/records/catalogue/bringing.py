"""Matters that come from elsewhere into a draft: a file, another agency's catalogue, the samples, the superior's new version.

What will happen is planned first and shown (`plan_import`, `plan_refresh`); the act plans again under lock and does that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import NotFound
from gongkai.records.base.files import services as files
from gongkai.records.base.files.store import Written
from gongkai.records.base.tasks import services as tasks
from gongkai.records.catalogue import drafts
from gongkai.records.catalogue.demands import DOMAINS, check_reasons, check_row, without_reason
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion
from gongkai.records.catalogue.rows import FIELDS, Row
from gongkai.records.catalogue.selectors import Change, in_force, rows_of

NEWER_ABOVE = "catalogue.above"
"""The code of the task that the superior has a newer version."""
_BROUGHT = frozenset(FIELDS) - {"key", "inherited_key"}
_FOLLOWED = _BROUGHT - {"reason", "not_applicable"}


@dataclass(slots=True)
class Plan:
    """What a draft will hold, and what changes: `rows` in order; `unexplained` are matters taken over that would differ from
    the superior's without a reason (an act refuses those); `loose` are those the superior no longer has."""

    rows: list[Row]
    added: list[Row] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    same: int = 0
    unexplained: list[Row] = field(default_factory=list)
    loose: list[Row] = field(default_factory=list)


def plan_import(draft: CatalogueVersion, new: Sequence[Row], replace: bool) -> Plan:
    """`replace`: the draft's own matters go unless the file has them; those taken over stay. A row that names the same domain
    and matters as one in the draft becomes that matter, so that it stays the same from year to year; it keeps the reason and
    the 不涉及 it has where the file says nothing of them."""
    present = rows_of(draft)
    by_name = {drafts.name_of(row): row for row in present}
    plan = Plan([])
    # Each matter of the draft is taken once: a second row of its name is a new matter.
    coming: dict[UUID | None, Row] = {}
    for row in new:
        same = by_name.pop(drafts.name_of(row), None)
        if same is None:
            plan.added.append(row)
            continue
        values = {name: getattr(row, name) for name in _BROUGHT}
        for kept in ("reason", "not_applicable"):
            values[kept] = values[kept] or getattr(same, kept)
        after = same.changed(values)
        coming[same.key] = after
        names = tuple(name for name in FIELDS if getattr(same, name) != getattr(after, name))
        if names:
            plan.changed.append(Change(same, after, names))
        else:
            plan.same += 1
    for row in present:
        if row.key in coming:
            plan.rows.append(coming[row.key])
        elif replace and row.inherited_key is None:
            plan.removed.append(row)
        else:
            plan.rows.append(row)
    plan.rows += plan.added
    plan.unexplained = without_reason(draft, plan.rows)
    return plan


@act("catalogue.import_rows")
def import_rows(
    step: Step,
    version: UUID,
    rows: Sequence[Mapping[str, Any]],
    replace: bool,
    source: Written | None = None,
    source_type: str = "",
    absent: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """All rows of a file at once, or none, as `plan_import` says."""
    draft = drafts.draft(step, version)
    new = [Row(level1="").changed(values) for values in rows]
    step.require(bool(new), gettext("文件里没有可导入的事项。"), "nothing_to_import")
    for number, row in enumerate(new, 1):
        check_row(step, row, gettext("第 %(number)d 项：") % {"number": number})
    plan = plan_import(draft, new, replace)
    _put(step, draft, plan)
    for domain, explanation in (absent or {}).items():
        step.require(domain in DOMAINS, gettext("没有这个领域，请核对。"), "domain_unknown")
        drafts.put_absent(step, draft, domain, explanation)
    if source is not None:
        step.project(draft, source=files.keep(source, source_type))
    step.log({"version": draft.number, "imported": len(new), "added": len(plan.added), "replaced": replace})
    return {"imported": len(new), "added": len(plan.added), "changed": len(new) - len(plan.added)}


@act("catalogue.copy")
def copy_from(step: Step, version: UUID, other: UUID, domains: Sequence[str] = ()) -> dict[str, Any]:
    """Matters of another agency's catalogue in force (`other`) become matters of one's own: all, or those of these domains.
    What the draft has already stays as it is."""
    draft = drafts.draft(step, version)
    catalogue = Catalogue.objects.filter(pk=other).first()
    theirs = in_force(catalogue) if catalogue else None
    if theirs is None:
        raise NotFound(gettext("该单位没有已施行的目录，请另选单位。"))
    return _add_new(step, draft, [drafts.copied(row) for row in rows_of(theirs)], domains, {"copied_from": theirs.pk})


@act("catalogue.add_samples")
def add_samples(step: Step, version: UUID, domains: Sequence[str] = ()) -> dict[str, Any]:
    """The shipped samples, all or those of these domains, for the agency's level, to be adjusted to what is so locally."""
    from gongkai.records.catalogue.samples import samples

    draft = drafts.draft(step, version)
    agency = draft.catalogue.agency
    rows = [drafts.copied(row) for row in drafts.taken_over(samples(agency.name), agency.level)]
    return _add_new(step, draft, rows, domains, {"samples": True})


def plan_refresh(draft: CatalogueVersion) -> tuple[Plan, Catalogue, CatalogueVersion] | None:
    """What the superior's catalogue in force brings: new matters come, matters the agency did not adapt follow, adapted ones
    stay as they are, and those the superior dropped become the agency's own. None while nothing above is in force."""
    above, source = drafts.superior(draft.catalogue.agency)
    if above is None or source is None:
        return None
    theirs = {row.inherited_key: row for row in drafts.taken_over(rows_of(source), draft.catalogue.agency.level)}
    plan = Plan([])
    for row in rows_of(draft):
        new = theirs.pop(row.inherited_key, None) if row.inherited_key else None
        if row.inherited_key and new is None:
            plan.loose.append(row)
            plan.rows.append(drafts.own(row))
        elif new is not None and not row.reason and (names := row.differs_from(new)):
            after = row.changed({name: getattr(new, name) for name in _FOLLOWED})
            plan.changed.append(Change(row, after, tuple(names)))
            plan.rows.append(after)
        else:
            plan.same += 1
            plan.rows.append(row)
    plan.added = list(theirs.values())
    plan.rows += plan.added
    return plan, above, source


@act("catalogue.refresh")
def refresh_from_above(step: Step, version: UUID) -> dict[str, Any]:
    """Brings the superior's catalogue in force into the draft, as `plan_refresh` says."""
    draft = drafts.draft(step, version)
    planned = plan_refresh(draft)
    step.require(planned is not None, gettext("上级单位还没有已施行的目录。"), "nothing_above")
    assert planned is not None
    plan, above, source = planned
    step.remove_all(draft.matters.all())
    drafts.put(step, draft, plan.rows)
    step.project(draft, above_version=source)
    if draft.catalogue.above_id is None:
        step.project(draft.catalogue, above=above)
    tasks.close(draft.catalogue, step.actor, NEWER_ABOVE)
    counts = {"added": len(plan.added), "followed": len(plan.changed), "own_now": len(plan.loose)}
    step.log({"version": draft.number, **counts, "above": source.pk})
    return counts


def _put(step: Step, draft: CatalogueVersion, plan: Plan) -> None:
    check_reasons(step, draft, plan.rows)
    step.remove_all(draft.matters.all())
    drafts.put(step, draft, plan.rows)


def _add_new(
    step: Step, draft: CatalogueVersion, rows: Iterable[Row], domains: Sequence[str], about: Mapping[str, Any]
) -> dict[str, Any]:
    present = rows_of(draft)
    names = {drafts.name_of(row) for row in present}
    wanted = [row for row in rows if not domains or row.domain in domains]
    new = [row for row in wanted if drafts.name_of(row) not in names]
    step.require(bool(new), gettext("没有新的事项：所选领域的事项本目录都已有。"), "nothing_new")
    step.remove_all(draft.matters.all())
    drafts.put(step, draft, [*present, *new])
    step.log({"version": draft.number, "added": len(new), **about})
    return {"added": len(new), "present": len(wanted) - len(new)}
