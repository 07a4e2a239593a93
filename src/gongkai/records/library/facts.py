"""What the records say today of everything the disclosure guide must say (article 12): the snapshot a version is made from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from gongkai.law import matters
from gongkai.records.agencies import rules
from gongkai.records.agencies.models import Agency, Group, GroupKind, Kind, MemberRole, PostHolding
from gongkai.records.agencies.selectors import PARTS, contacts_on, name_on
from gongkai.records.base import clock
from gongkai.records.catalogue import selectors as catalogues

CONTACTS = tuple(name for name in rules.CONTACTS if name not in ("division_code", "duties"))
"""What the guide says of how to reach the agency: all that is registered, but its division code and its duties."""
WATCHED = {
    "name": gettext_lazy("单位名称"),
    "address": gettext_lazy("办公地址"),
    "postcode": gettext_lazy("邮政编码"),
    "office_hours": gettext_lazy("办公时间"),
    "phone": gettext_lazy("联系电话"),
    "fax": gettext_lazy("传真"),
    "email": gettext_lazy("电子邮箱"),
    "website": gettext_lazy("网址"),
    "head": gettext_lazy("负责人"),
    "office_name": gettext_lazy("工作机构名称"),
    "office_address": gettext_lazy("工作机构地址"),
    "office_phone": gettext_lazy("工作机构电话"),
    "staff": gettext_lazy("工作人员"),
    "groups": gettext_lazy("工作小组"),
    "catalogue": gettext_lazy("公开目录"),
    "supervisor": gettext_lazy("主管部门"),
}
"""The facts whose change asks for a new version, as people call them."""
NEEDED = ("office_name", "office_address", "office_hours", "office_phone")
"""Without these there is no guide: article 12 names them."""


@dataclass(frozen=True)
class Facts:
    """Plain values, kept in the version as JSON. `groups`: (name, head); `staff`: who holds a post of this work, compared and
    not printed; `catalogue`: title, count of matters, names of domains; `supervisor`: name, office, telephone."""

    name: str
    level: str
    kind: str
    vertical: bool
    government: str
    """Who decides on reconsideration: the government above a department or township; "" where it is the next one above."""
    address: str = ""
    postcode: str = ""
    office_hours: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    website: str = ""
    head: str = ""
    office_name: str = ""
    office_address: str = ""
    office_phone: str = ""
    groups: list[list[str]] = field(default_factory=list)
    staff: list[str] = field(default_factory=list)
    catalogue: dict[str, Any] = field(default_factory=dict)
    supervisor: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As it is kept in `GuideVersion.data["facts"]`."""
        return asdict(self)

    def missing(self) -> list[str]:
        """What article 12 demands and the records do not have, as people call it. The agency's own address and telephone
        stand in for those of its office."""
        standing_in = {"office_address": self.address, "office_phone": self.phone}
        return [str(WATCHED[name]) for name in NEEDED if not getattr(self, name) and not standing_in.get(name)]


def facts_on(agency: Agency, day: date | None = None) -> Facts:
    """The facts of an agency on a day (today)."""
    on = day or clock.today()
    contacts = contacts_on(agency, on)
    groups = Group.objects.on(on).filter(agency=agency, shown=True, kind=GroupKind.LEADING).order_by("since", "id")
    heads: dict[Any, str] = {}
    for group in groups.prefetch_related("members"):
        heads[group.pk] = next(
            (member.name for member in group.members.all() if member.role == MemberRole.HEAD and member.holds_on(on)), ""
        )
    staff = PostHolding.objects.on(on).filter(post__agency=agency).values_list("post__name", "name")
    return Facts(
        name=name_on(agency, on),
        level=agency.level,
        kind=agency.kind,
        vertical=agency.vertical,
        government=_government_above(agency),
        groups=[[group.name, heads[group.pk]] for group in groups],
        staff=sorted(f"{post} {name}" for post, name in staff),
        catalogue=_catalogue(agency, on),
        supervisor=_supervisor(agency, on),
        **{name: getattr(contacts, name, "") or "" for name in CONTACTS},
    )


def changed(before: dict[str, Any], now: Facts) -> list[str]:
    """What differs from the snapshot of a version, as people call it."""
    fresh = now.to_json()
    return [str(label) for name, label in WATCHED.items() if before.get(name) != fresh[name]]


def has_guide(agency: Agency) -> bool:
    """Whether article 12 binds the agency: villages and inner units have none of their own."""
    return agency.kind not in PARTS and agency.kind != Kind.PUBLIC_SERVICE and agency.ended_on is None


def _government_above(agency: Agency) -> str:
    above = agency.parent
    while above is not None and above.kind != Kind.GOVERNMENT:
        above = above.parent
    return above.name if above is not None and not agency.vertical else ""


def _supervisor(agency: Agency, on: date) -> dict[str, str]:
    """The office in charge at county level or above: that of the nearest government above, else the agency's own."""
    above = agency.parent
    while above is not None and above.kind != Kind.GOVERNMENT:
        above = above.parent
    if above is None:
        return {}
    contacts = contacts_on(above, on)
    return {
        "name": above.name,
        "office": contacts.office_name if contacts else "",
        "phone": (contacts.office_phone or contacts.phone) if contacts else "",
    }


def _catalogue(agency: Agency, on: date) -> dict[str, Any]:
    catalogue = catalogues.of_agency(agency)
    version = catalogues.in_force(catalogue, on) if catalogue else None
    if catalogue is None or version is None:
        return {}
    found = list(catalogues.applicable(version).values_list("domain", flat=True))
    names = {row.code: row.name for row in matters.domains()}
    domains = [names[code] for code in names if code in set(found)]
    return {"title": catalogue.title, "matters": len(found), "domains": domains, "since": str(version.effective_on)}
