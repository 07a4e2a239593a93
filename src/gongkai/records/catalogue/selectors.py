"""Which version holds on a day, what is in it, what differs, and who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from gongkai.records.accounts.models import RoleGrant, User
from gongkai.records.accounts.roles import DECISIONS_MAKE, roles_with
from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import place_of
from gongkai.records.base import clock
from gongkai.records.base.actors import Actor
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion, DomainAbsent, Matter, VersionState
from gongkai.records.catalogue.policies import may_see_drafts
from gongkai.records.catalogue.rows import Row, content_hash, row_of


def in_force(catalogue: Catalogue, day: date | None = None) -> CatalogueVersion | None:
    """The version in force on a day (today): the approved one that took effect last."""
    approved = catalogue.versions.filter(state=VersionState.APPROVED, effective_on__lte=day or clock.today())
    return approved.order_by("-effective_on", "-number").first()


def in_hand(catalogue: Catalogue) -> CatalogueVersion | None:
    """The version that is being worked on or waits for its decision."""
    return catalogue.versions.filter(state__in=[VersionState.DRAFT, VersionState.WAITING]).first()


def of_agency(agency: Agency) -> Catalogue | None:
    """The catalogue of an agency."""
    return Catalogue.objects.select_related("agency", "above__agency").filter(agency=agency).first()


def version_of(identity: UUID) -> CatalogueVersion | None:
    """The version, with what decides who may see and do what: its catalogue, agency and the agency's superior."""
    return CatalogueVersion.objects.select_related("catalogue__agency__parent").filter(pk=identity).first()


def visible_versions(actor: Actor, catalogue: Catalogue) -> QuerySet[CatalogueVersion]:
    """The versions this person may see: those that are or were in force everybody, others those who see the agency's work."""
    versions = catalogue.versions.order_by("-number")
    if may_see_drafts(actor, catalogue.agency):
        return versions
    return versions.filter(state=VersionState.APPROVED, effective_on__lte=clock.today())


def is_public(version: CatalogueVersion) -> bool:
    """Whether everybody may see it: it was approved, and its day has come."""
    approved = version.state == VersionState.APPROVED
    return approved and version.effective_on is not None and version.effective_on <= clock.today()


def rows_of(version: CatalogueVersion) -> list[Row]:
    """The matters of a version in order."""
    return [row_of(matter) for matter in version.matters.order_by("position")]


def absent_of(version: CatalogueVersion) -> dict[str, str]:
    """Domain code → why it does not concern the agency."""
    return dict(version.absent_domains.order_by("domain").values_list("domain", "explanation"))


def hash_of(version: CatalogueVersion) -> str:
    """The hash of the version's present content and day."""
    return content_hash(rows_of(version), absent_of(version), version.effective_on)


def applicable(version: CatalogueVersion) -> QuerySet[Matter]:
    """The matters that concern the agency, in order."""
    return applicable_of([version.pk]).order_by("position")


def applicable_of(versions: QuerySet[CatalogueVersion] | Iterable[UUID]) -> QuerySet[Matter]:
    """The matters of these versions that concern their agencies: neither they nor their domain are marked 不涉及."""
    among = versions if isinstance(versions, QuerySet) else list(versions)
    absent = DomainAbsent.objects.filter(version=OuterRef("version"), domain=OuterRef("domain"))
    return Matter.objects.filter(~Exists(absent), version__in=among, not_applicable="").order_by("version", "position")


@dataclass(frozen=True, slots=True)
class Change:
    """A matter that differs between two versions; `fields` names what changed."""

    before: Row
    after: Row
    fields: tuple[str, ...]


@dataclass(slots=True)
class Difference:
    """What is new, gone and changed from one version to another, by the matters' keys."""

    added: list[Row] = field(default_factory=list)
    removed: list[Row] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(before: Iterable[Row], after: Iterable[Row]) -> Difference:
    """Compares two lists of rows by key."""
    old = {row.key: row for row in before}
    out = Difference()
    for row in after:
        was = old.pop(row.key, None)
        if was is None:
            out.added.append(row)
            continue
        names = was.differs_from(row)
        names += [name for name in ("not_applicable", "reason") if getattr(was, name) != getattr(row, name)]
        if names:
            out.changed.append(Change(was, row, tuple(names)))
    out.removed = list(old.values())
    return out


def versions_in_force(day: date | None = None) -> QuerySet[CatalogueVersion]:
    """The version in force on a day (today) of every catalogue."""
    latest = (
        CatalogueVersion.objects.filter(
            catalogue=OuterRef("catalogue"), state=VersionState.APPROVED, effective_on__lte=day or clock.today()
        )
        .order_by("-effective_on", "-number")
        .values("pk")[:1]
    )
    return CatalogueVersion.objects.filter(pk=Subquery(latest)).order_by("catalogue")


def catalogues_in_force(agencies: QuerySet[Agency] | Iterable[UUID], day: date | None = None) -> dict[UUID, UUID]:
    """Agency → its version in force on a day (today), for many agencies in one query."""
    among = agencies if isinstance(agencies, QuerySet) else list(agencies)
    return dict(versions_in_force(day).filter(catalogue__agency__in=among).values_list("catalogue__agency_id", "pk"))


def in_force_of_all(day: date | None = None, catalogues: Iterable[UUID] | None = None) -> dict[UUID, UUID]:
    """Catalogue → its version in force on a day (today), of agencies that still exist; one query."""
    versions = versions_in_force(day).filter(catalogue__agency__ended_on=None)
    if catalogues is not None:
        versions = versions.filter(catalogue__in=list(catalogues))
    return dict(versions.values_list("catalogue_id", "pk"))


def deciders(agency: Agency, but: User) -> QuerySet[User]:
    """The people who may be asked to decide for an agency: active holders of a deciding role there today, but not the one who
    asks."""
    place = place_of(agency)
    grants = RoleGrant.objects.valid_on(clock.today()).filter(role__in=roles_with(DECISIONS_MAKE), agency__in=place.own)
    return User.objects.filter(is_active=True, pk__in=grants.values("user")).exclude(pk=but.pk).order_by("name", "id")
