"""Every model of agencies, so that Django finds them; each is described where it lives."""

from gongkai.records.agencies.organisation import (
    AgencyContacts,
    Group,
    GroupKind,
    GroupMember,
    Held,
    HeldOn,
    MemberRole,
    Post,
    PostHolding,
    Resource,
    ResourceKind,
)
from gongkai.records.agencies.tree import Agency, AgencyName, AgencyParent, AgencyStanding, Dated, Kind, Level, Site

__all__ = [
    "Agency",
    "AgencyContacts",
    "AgencyName",
    "AgencyParent",
    "AgencyStanding",
    "Dated",
    "Group",
    "GroupKind",
    "GroupMember",
    "Held",
    "HeldOn",
    "Kind",
    "Level",
    "MemberRole",
    "Post",
    "PostHolding",
    "Resource",
    "ResourceKind",
    "Site",
]
