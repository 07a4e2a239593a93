"""Every address of the product, and who may ask it for what. An address that is not listed here fails the walk.

A route without an entry for somebody is closed to them: the walk then expects one of DENIED. Later issues add their
routes here, with the roles that may; nothing is open because somebody forgot to close it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.records.accounts.roles import Role

ANONYMOUS = "anonymous"
NOBODY = "nobody"  # logged in, without a role
FORMER = "former"  # with a role, deactivated
WALKERS = (ANONYMOUS, NOBODY, FORMER, *(role.value for role in Role))
ANYONE: Mapping[str, int] = dict.fromkeys(WALKERS, 200)
NOT_THERE: Mapping[str, int] = dict.fromkeys(WALKERS, 404)  # public, but this one does not exist
DENIED = frozenset({302, 403, 404})
METHOD_REFUSED = 405
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True)
class Route:
    """`arguments` make the address. `read`: what GET and HEAD answer whom; None: they are no methods of it (405).

    `writes`: the methods that change something. The walk sends them without a CSRF token and expects 403: from another
    site nobody gets anything done. What they do with one is tested where they live.
    """

    read: Mapping[str, int] | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    writes: tuple[str, ...] = ()


_VISIT = {"token": "A" * 43}
_FILE = {**_VISIT, "position": 1}

ROUTES: dict[str, Route] = {
    "health": Route(ANYONE),
    "portal:home": Route(ANYONE),
    "portal:check": Route(ANYONE, writes=("POST",)),
    "portal:sample": Route(None, {"key": "anything"}, writes=("POST",)),
    "portal:profile-example": Route(ANYONE),
    "portal:clear": Route(None, writes=("POST",)),
    "portal:deleted": Route(ANYONE),
    # A visit is for the browser that began it; to everybody else it does not exist.
    "portal:visit": Route(NOT_THERE, _VISIT),
    "portal:status": Route(NOT_THERE, _VISIT),
    "portal:delete": Route(None, _VISIT, writes=("POST",)),
    "portal:all-xlsx": Route(NOT_THERE, _VISIT),
    "portal:all-jsonl": Route(NOT_THERE, _VISIT),
    "portal:sheet": Route(NOT_THERE, _FILE),
    "portal:opinions": Route(NOT_THERE, _FILE),
    "portal:opinions-txt": Route(NOT_THERE, _FILE),
    "portal:one-xlsx": Route(NOT_THERE, _FILE),
    "portal:one-json": Route(NOT_THERE, _FILE),
}
