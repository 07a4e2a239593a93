"""The tree of agencies as it stood on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Model, Q

from gongkai.records.agencies.models import Agency, AgencyContacts, AgencyName, AgencyParent, AgencyStanding, Kind, Site
from gongkai.records.base import clock
from gongkai.records.base.actors import Place


class Node(NamedTuple):
    """An agency on a day."""

    id: UUID
    name: str
    kind: str
    level: str
    vertical: bool
    parent: UUID | None


@dataclass
class Tree:
    """All agencies that existed on a day; four queries, whatever the size."""

    day: date
    nodes: dict[UUID, Node]
    _children: dict[UUID | None, list[UUID]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in self.nodes.values():
            self._children.setdefault(node.parent, []).append(node.id)

    @property
    def roots(self) -> list[Node]:
        return [self.nodes[identity] for identity in self._children.get(None, [])]

    def children(self, agency: UUID) -> list[Node]:
        return [self.nodes[identity] for identity in self._children.get(agency, [])]

    def path(self, agency: UUID) -> list[UUID]:
        """The agency and everything above it, itself first; [] if it did not exist that day."""
        path: list[UUID] = []
        here: UUID | None = agency if agency in self.nodes else None
        while here is not None and here not in path:
            path.append(here)
            node = self.nodes.get(here)
            here = node.parent if node else None
        return path

    def below(self, agency: UUID) -> Iterator[Node]:
        """The agency and everything below it, itself first."""
        waiting = [agency] if agency in self.nodes else []
        while waiting:
            here = waiting.pop()
            yield self.nodes[here]
            waiting.extend(reversed(self._children.get(here, [])))


def tree_on(day: date) -> Tree:
    """The tree of `day`, as far as it is known today: a 2023 report rolls up by the tree of 2023."""
    alive = Agency.objects.filter(set_up_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))
    names = _latest(AgencyName, day, "name")
    standings = _latest(AgencyStanding, day, "kind", "level", "vertical")
    parents = _latest(AgencyParent, day, "parent_id")
    return Tree(
        day,
        {
            identity: _node(identity, (*names[identity], *standings[identity], *parents[identity]))
            for identity in alive.order_by("id").values_list("id", flat=True)
            # An agency set up by an act always has its three rows; one without them is doctor's business, not the tree's.
            if identity in names and identity in standings and identity in parents
        },
    )


def place_of(agency: Agency) -> Place:
    """Where rights over the agency are asked for, today, from the copies: one query a level.

    Villages and inner units are their agency's own: its officer works there, and a role there counts no further.
    """
    own: list[UUID] = [agency.pk]
    above: list[UUID] = []
    kind, parent = agency.kind, agency.parent_id
    while parent is not None and parent not in (*own, *above):
        (own if kind in PARTS and not above else above).append(parent)
        kind, parent = Agency.objects.filter(pk=parent).values_list("kind", "parent_id").first() or ("", None)
    return Place(tuple(own), tuple(above))


PARTS = frozenset({Kind.UNIT.value, Kind.VILLAGE.value})


def contacts_on(agency: Agency, day: date | None = None) -> AgencyContacts | None:
    """Codes and contacts of an agency as they were on a day (today)."""
    return agency.contacts.filter(since__lte=day or clock.today()).order_by("-since").first()


def name_on(agency: Agency, day: date) -> str:
    """What an agency was called on a day; its first name for a day before it was set up."""
    names = agency.names.order_by("since")
    found = names.filter(since__lte=day).last() or names.first()
    return found.name if found else agency.name


def projection() -> dict[UUID, tuple[str, str, str, bool, UUID | None]]:
    """What the copies on each agency must say (name, kind, level, vertical, parent): the values of today, or of its last day
    (no row is dated after that)."""
    today = clock.today()
    values: dict[UUID, list[tuple[Any, ...]]] = {}
    for model, columns in (
        (AgencyName, ("name",)),
        (AgencyStanding, ("kind", "level", "vertical")),
        (AgencyParent, ("parent_id",)),
    ):
        rows = _latest(model, today, *columns, first_too=True)
        for identity, row in rows.items():
            values.setdefault(identity, []).append(row)
    return {identity: tuple(value for row in rows for value in row) for identity, rows in values.items() if len(rows) == 3}


def site_for(host: str) -> Site | None:
    """The site under a host name (without port), or the only one there is."""
    sites = list(Site.objects.select_related("root").filter(host=host.lower())[:1]) or list(
        Site.objects.select_related("root")[:2]
    )
    return sites[0] if len(sites) == 1 else None


def _node(identity: UUID, values: tuple[Any, ...]) -> Node:
    name, kind, level, vertical, parent = values
    return Node(identity, name, kind, level, vertical, parent)


def _latest(model: type[Model], day: date, *columns: str, first_too: bool = False) -> dict[UUID, tuple[Any, ...]]:
    """agency → its values on `day`. `first_too`: an agency that begins later counts with its first row."""
    rows = model._default_manager.order_by("agency_id", "since").values_list("agency_id", "since", *columns)
    if not first_too:
        rows = rows.filter(since__lte=day)
    latest: dict[UUID, tuple[Any, ...]] = {}
    for agency, since, *values in rows.iterator(chunk_size=5000):
        if since <= day or agency not in latest:
            latest[agency] = tuple(values)
    return latest
