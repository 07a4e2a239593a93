"""Who may change agencies and sites."""

from __future__ import annotations

from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import place_of
from gongkai.records.base.actors import Actor
from gongkai.records.base.policies import is_operator, policy

MANAGE = "agencies.manage"
ORGANISATION_EDIT = "organisation.edit"


@policy
def manages_above(actor: Actor, agency: Agency | None) -> bool:
    """Somebody who manages agencies at this agency or one above it. Without an agency (a new root): nobody."""
    return agency is not None and actor.can(MANAGE, place_of(agency))


# The operator has the command line, and with it the database: an installation begins with an act of theirs.
may_manage = manages_above | is_operator


@policy
def edits_organisation(actor: Actor, agency: Agency | None) -> bool:
    """Somebody whose role there lets them keep contacts, groups, posts and resources."""
    return agency is not None and actor.can(ORGANISATION_EDIT, place_of(agency))


may_edit_organisation = edits_organisation | is_operator
