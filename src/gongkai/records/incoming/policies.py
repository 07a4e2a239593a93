"""Who opens and closes doors and handles what comes in: the officer and the liaisons of the agency, and those above who may."""

from __future__ import annotations

from gongkai.records.accounts.policies import holds
from gongkai.records.accounts.roles import INCOMING_HANDLE
from gongkai.records.base.actors import Actor
from gongkai.records.base.policies import policy
from gongkai.records.incoming.actors import DoorBearer
from gongkai.records.incoming.models import Door

may_handle = holds(INCOMING_HANDLE)


@policy
def may_send(actor: Actor, door: Door | None) -> bool:
    """The bearer of this door, and of no other."""
    return isinstance(actor, DoorBearer) and door is not None and actor.door.pk == door.pk
