"""Which catalogues a person sees: what is in force everybody, drafts those who see the agency's work."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from gongkai.desk.access import must
from gongkai.desk.here import Here
from gongkai.law import matters
from gongkai.records.accounts.roles import AGENCIES_SEE, CATALOGUE_EDIT
from gongkai.records.agencies.models import Agency
from gongkai.records.base.errors import NotFound
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion, Matter, VersionState
from gongkai.records.catalogue.selectors import is_public, version_of

DOMAINS = [(domain.code, domain.name) for domain in matters.domains()]
OTHER = "-"
"""Matters without a domain, in addresses."""


def agency_seen(here: Here, identity: UUID | None) -> Agency:
    """The agency (where one sits), if this person may see it."""
    if identity is None:
        must(here.can(AGENCIES_SEE))
        return here.agency
    found = Agency.objects.select_related("parent").filter(pk=identity).first()
    if found is None or not here.can(AGENCIES_SEE, found):
        raise NotFound(gettext("找不到该单位，或不在您可以查看的范围内；请返回机构树重新选择。"))
    return found


def catalogue_seen(here: Here, identity: UUID) -> Catalogue:
    """A catalogue of an agency one sees."""
    found = Catalogue.objects.select_related("agency__parent", "above__agency").filter(pk=identity).first()
    if found is None or not here.can(AGENCIES_SEE, found.agency):
        raise NotFound(gettext("找不到该目录，或不在您可以查看的范围内；请返回公开目录。"))
    return found


def version_seen(here: Here, identity: UUID) -> CatalogueVersion:
    """A version: one that is or was in force is public, any other is for those who see the agency's work."""
    found = version_of(identity)
    public = found is not None and is_public(found) and here.has_role
    if found is None or not (public or here.can(AGENCIES_SEE, found.catalogue.agency)):
        raise NotFound(gettext("找不到该目录版本，或不在您可以查看的范围内；请返回公开目录。"))
    return found


def matter_seen(here: Here, identity: UUID) -> Matter:
    """A matter of a version one sees."""
    found = Matter.objects.select_related("version__catalogue__agency").filter(pk=identity).first()
    if found is None:
        raise NotFound(gettext("找不到该事项，它可能已被删除或重新导入；请返回目录。"))
    found.version = version_seen(here, found.version_id)
    return found


def may_change(here: Here, version: CatalogueVersion) -> bool:
    """Whether to offer what changes a draft."""
    return version.state == VersionState.DRAFT and here.can(CATALOGUE_EDIT, version.catalogue.agency)


def address(version: CatalogueVersion) -> str:
    """The page of a version."""
    return reverse("desk:catalogue-version", args=[version.pk])


def home_of(agency: Agency) -> str:
    """The catalogue page of an agency."""
    return reverse("desk:catalogue-of", args=[agency.pk])


def crumbs(agency: Agency, version: CatalogueVersion | None = None) -> list[tuple[str, str]]:
    """The way to an agency's catalogue, or to a version of it."""
    way = [(gettext("公开目录"), reverse("desk:catalogue")), (agency.name, home_of(agency))]
    if version is not None:
        way.append((gettext("第 %(number)d 版") % {"number": version.number}, address(version)))
    return way
