"""The public board 政务公开工作机构与人员: groups marked to be shown, who is in them today, and the office's own contacts.

Nothing personal: names and posts held in office, the office's telephone; never what an account holds, and no mobile number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch

from gongkai.records.agencies.models import Agency, AgencyContacts, Group, GroupMember, MemberRole
from gongkai.records.agencies.selectors import contacts_on
from gongkai.records.base import clock
from gongkai.records.base.masking import masked


@dataclass(frozen=True)
class ShownGroup:
    """A group and who is in it on the day: the head first, then as they joined. `phone` is empty where it is somebody's own."""

    name: str
    kind: str
    document: str
    duties: str
    phone: str
    members: list[GroupMember]
    offices: list[ShownGroup] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    """`updated_on`: the last day on which anything shown here changed; None where nothing is shown."""

    contacts: AgencyContacts | None
    groups: list[ShownGroup]
    updated_on: date | None


def board_on(agency: Agency, day: date | None = None) -> Board:
    """The board of an agency on a day (today). Three queries."""
    on = day or clock.today()
    groups = list(
        Group.objects.on(on)
        .filter(agency=agency, shown=True)
        .prefetch_related(Prefetch("members", GroupMember.objects.order_by("since", "id")))
        .order_by("since", "id")
    )
    contacts = contacts_on(agency, on)
    days = [contacts.since] if contacts else []
    for group in groups:
        days.append(group.since)
        for member in group.members.all():
            days += [member.since] if member.since <= on else []
            days += [member.until + timedelta(days=1)] if member.until and member.until < on else []
    shown = {group.pk: _shown(group, on) for group in groups}
    for group in groups:
        if group.office_of_id in shown:
            shown[group.office_of_id].offices.append(shown[group.pk])
    top = [shown[group.pk] for group in groups if group.office_of_id not in shown]
    return Board(contacts, top, max(days, default=None))


_ORDER = {role.value: place for place, role in enumerate(MemberRole)}


def _shown(group: Group, on: date) -> ShownGroup:
    members = sorted((one for one in group.members.all() if one.holds_on(on)), key=lambda one: _ORDER.get(one.role, 9))
    named = f"《{group.document_title}》" if group.document_title and "《" not in group.document_title else group.document_title
    number = f"（{group.document_number}）" if group.document_number else ""
    phone = group.phone if masked(group.phone) == group.phone else ""
    return ShownGroup(group.name, group.get_kind_display(), f"{named}{number}", group.duties, phone, members)


def by_role(members: Iterable[GroupMember]) -> list[tuple[str, list[GroupMember]]]:
    """Members under what they are in the group, in order."""
    out: dict[str, list[GroupMember]] = {}
    for member in members:
        out.setdefault(member.get_role_display(), []).append(member)
    return list(out.items())
