"""Who opens and closes doors, leaves things behind them and handles what comes in."""

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
    """The bearer of this door, and of no other; and who handles what comes in through it, in their own name."""
    if door is None:
        return False
    return actor.door.pk == door.pk if isinstance(actor, DoorBearer) else may_handle(actor, door.agency)
