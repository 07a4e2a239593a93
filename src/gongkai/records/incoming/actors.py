"""Who comes through a door: nobody with a name, and with no right but the one to leave something behind it."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.records.base.actors import Place
from gongkai.records.incoming.models import Door


@dataclass(frozen=True)
class DoorBearer:
    """Whoever holds the address of a door."""

    door: Door

    @property
    def actor_key(self) -> str:
        return f"door:{self.door.pk}"

    def can(self, capability: str, place: Place) -> bool:
        return False
