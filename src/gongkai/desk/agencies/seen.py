"""Which agencies a person sees, and the parts of their organisation through them."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext

from gongkai.desk.here import Here
from gongkai.records.accounts.roles import AGENCIES_SEE
from gongkai.records.agencies.models import Agency
from gongkai.records.base.errors import NotFound

M = TypeVar("M", bound=models.Model)


def agency_seen(here: Here, identity: UUID) -> Agency:
    """The agency, if this person may see it; NotFound for every other, so that nobody learns what there is."""
    found = Agency.objects.select_related("parent", "successor").filter(pk=identity).first()
    if found is None or not here.can(AGENCIES_SEE, found):
        raise NotFound(gettext("找不到该单位，或不在您可以查看的范围内；请返回机构树重新选择。"))
    return found


def part_seen(here: Here, model: type[M], identity: UUID, through: str = "agency") -> M:
    """A group, post or resource (or a member: `through` "group__agency") of an agency one sees."""
    found: Any = model._default_manager.select_related(through).filter(pk=identity).first()
    if found is None:
        raise NotFound(gettext("找不到该记录，请刷新页面。"))
    agency = found
    for name in through.split("__"):
        agency = getattr(agency, name)
    if not here.can(AGENCIES_SEE, agency):
        raise NotFound(gettext("找不到该记录，请刷新页面。"))
    return found
