"""What the acts on a draft share: finding and locking it, putting rows into it, and what a superior's catalogue gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Max, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from gongkai.records.agencies.models import Agency, Level
from gongkai.records.base import clock
from gongkai.records.base.acts import Step
from gongkai.records.base.errors import NotFound
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion, DomainAbsent, Matter, VersionState
from gongkai.records.catalogue.policies import may_edit
from gongkai.records.catalogue.rows import FIELDS, Row
from gongkai.records.catalogue.selectors import in_force, version_of


def found(version: UUID) -> CatalogueVersion:
    """The version, with its catalogue and agency. NotFound where there is none."""
    row = version_of(version)
    if row is None:
        raise NotFound(gettext("找不到该目录版本，请返回目录重新选择。"))
    return row


def locked(step: Step, catalogue: UUID) -> Catalogue:
    """The catalogue, held, for somebody who may edit it."""
    row = Catalogue.objects.select_related("agency").filter(pk=catalogue).first()
    if row is None:
        raise NotFound(gettext("找不到该目录，请返回重新选择。"))
    step.allow(may_edit, row.agency)
    return step.lock(Catalogue, catalogue)


def draft(step: Step, version: UUID, may: Any = may_edit) -> CatalogueVersion:
    """The version, held, while it is a draft, for somebody who may (edit it)."""
    row = found(version)
    step.allow(may, row.catalogue.agency)
    catalogue = step.lock(Catalogue, row.catalogue_id)
    held = CatalogueVersion.objects.select_for_update().get(pk=version)
    held.catalogue = catalogue
    step.require(
        held.state == VersionState.DRAFT,
        gettext("第 %(number)d 版%(state)s，不能修改；请新建修订版。")
        % {"number": held.number, "state": VersionState(held.state).label},
        "not_a_draft",
    )
    return held


def new_version(step: Step, catalogue: Catalogue, based_on: CatalogueVersion | None) -> CatalogueVersion:
    """The next version, empty."""
    last = catalogue.versions.aggregate(last=Max("number"))["last"] or 0
    return step.add(CatalogueVersion(catalogue=catalogue, number=last + 1, based_on=based_on, made_at=clock.now()))


def put(step: Step, version: CatalogueVersion, rows: Sequence[Row]) -> None:
    """These rows, in this order, as the matters of a version that has none."""
    step.add_all([Matter(version=version, position=position, **row.stored()) for position, row in enumerate(rows, 1)])


def put_absent(step: Step, version: CatalogueVersion, domain: str, explanation: str) -> None:
    """The domain does not concern the agency, for this reason; an empty one takes the mark away."""
    step.remove_all(version.absent_domains.filter(domain=domain))
    if explanation:
        step.add(DomainAbsent(version=version, domain=domain, explanation=explanation))


def matter_of(version: CatalogueVersion, key: UUID) -> Matter:
    """The matter with this key, held. NotFound where it is gone."""
    row = Matter.objects.select_for_update().filter(version=version, key=key).first()
    if row is None:
        raise NotFound(gettext("找不到该事项，它可能已被删除；请刷新页面。"))
    return row


def place_after(version: CatalogueVersion, after: UUID | None, first: bool = False) -> int:
    """A free position behind the matter with key `after`; without one, the first or the last. Positions only rise: gaps stay
    where matters went, and what people see is counted."""
    if after is None and not first:
        return (version.matters.aggregate(last=Max("position"))["last"] or 0) + 1
    position = 1 if after is None else matter_of(version, after).position + 1
    later = version.matters.filter(position__gte=position)
    later.update(position=F("position") + 1)
    return position


def demand(version: CatalogueVersion, day: date) -> None:
    """The matters of an approved version are demanded from its first day; those an earlier one had, since that one's."""
    approved = Matter.objects.filter(version__catalogue=version.catalogue_id, version__state=VersionState.APPROVED)
    earlier = approved.filter(key=OuterRef("key"), demanded_from__lt=day)
    first = Subquery(earlier.order_by("demanded_from").values("demanded_from")[:1])
    version.matters.update(demanded_from=Coalesce(first, Value(day)))


def superior(agency: Agency) -> tuple[Catalogue | None, CatalogueVersion | None]:
    """The nearest catalogue above the agency that is in force, and its version."""
    parent = agency.parent
    while parent is not None:
        catalogue = Catalogue.objects.filter(agency=parent).first()
        version = in_force(catalogue) if catalogue else None
        if version is not None:
            return catalogue, version
        parent = parent.parent
    return None, None


def taken_over(rows: Iterable[Row], level: str) -> list[Row]:
    """What an agency of this level takes over of its superior's matters: those whose levels name it (or name none)."""
    wanted = {Level.COUNTY: "county", Level.TOWNSHIP: "township", Level.VILLAGE: "village"}.get(Level(level), "county")
    return [
        Row(**{**_values(row), "key": None, "inherited_key": row.key, "reason": "", "not_applicable": ""})
        for row in rows
        if not row.levels or wanted in row.levels
    ]


def own(row: Row) -> Row:
    """The same matter as the agency's own, no longer the superior's."""
    return Row(**{**_values(row), "inherited_key": None, "reason": ""})


def copied(row: Row) -> Row:
    """The matter of another agency as a new one of one's own."""
    return Row(**{**_values(row), "key": None, "inherited_key": None, "reason": "", "not_applicable": ""})


def name_of(row: Row) -> tuple[str, str, str]:
    """What makes two rows the same matter in people's eyes: domain and both names, without spaces."""
    return row.domain, "".join(row.level1.split()), "".join(row.level2.split())


def _values(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}
