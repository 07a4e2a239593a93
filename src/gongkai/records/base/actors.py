"""Who acts. A user is an actor (records.accounts); so is a part of the system, which has no rights but those named for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable
from uuid import UUID


@dataclass(frozen=True)
class Place:
    """Where a right is asked for: at `own` agencies any role counts, at those `above` only roles that reach down."""

    own: tuple[UUID, ...]
    above: tuple[UUID, ...] = ()


@runtime_checkable
class Actor(Protocol):
    """`actor_key` stands in the log: "user:<uuid>", "system:<name>", "anonymous"."""

    @property
    def actor_key(self) -> str: ...

    def can(self, capability: str, place: Place) -> bool:
        """Whether a role held today at this place gives `capability`."""
        ...


@dataclass(frozen=True)
class SystemActor:
    """A part of the system ("scheduler", "operator": the person with the command line)."""

    name: str

    @property
    def actor_key(self) -> str:
        return f"system:{self.name}"

    def can(self, capability: str, place: Place) -> bool:
        return False


OPERATOR = SystemActor("operator")


@dataclass(frozen=True)
class Anonymous:
    """A visitor of the public pages."""

    actor_key: str = "anonymous"

    def can(self, capability: str, place: Place) -> bool:
        return False
