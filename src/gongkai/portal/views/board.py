"""政务公开工作机构与人员."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.portal.views.agency import found, shown
from gongkai.records.library.board import board_on, by_role


@require_safe
def board(request: HttpRequest, agency: UUID) -> HttpResponse:
    """Groups and people that may be public, and the office's contacts."""
    place = found(agency)
    made = board_on(place)
    groups = [
        (group, by_role(group.members), [(office, by_role(office.members)) for office in group.offices])
        for group in made.groups
    ]
    contacts = made.contacts
    rows = (
        [
            (_("工作机构"), contacts.office_name),
            (_("办公地址"), contacts.office_address or contacts.address),
            (_("邮政编码"), contacts.postcode),
            (_("办公时间"), contacts.office_hours),
            (_("联系电话"), contacts.office_phone or contacts.phone),
            (_("传真"), contacts.fax),
            (_("电子邮箱"), contacts.email),
        ]
        if contacts
        else []
    )
    context = {"board": made, "groups": groups, "rows": [row for row in rows if row[1]]}
    return shown(request, "portal/agency/board.html", place, "board", context)
