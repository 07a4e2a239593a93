"""What is registered, as a plan looks at it: by id, by name, by credit code, with contacts and division codes of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongkai.records.agencies.models import Agency, AgencyContacts
from gongkai.records.agencies.rules import CONTACTS
from gongkai.records.agencies.selectors import tree_on


@dataclass(frozen=True, slots=True)
class Known:
    """An agency that is registered. `above`: the names above it, outermost first, without spaces; `path`: and its own."""

    id: UUID
    name: str
    kind: str
    level: str
    vertical: bool
    credit_code: str
    set_up_on: date
    ended_on: date | None
    parent: UUID | None
    above: tuple[str, ...]

    @property
    def path(self) -> tuple[str, ...]:
        return (*self.above, "".join(self.name.split()))


class Registered:
    """The register on a day: six queries. Agencies that ended by then are found by their code only."""

    def __init__(self, day: date) -> None:
        tree = tree_on(day)
        rows = Agency.objects.values_list(
            "id", "name", "kind", "level", "vertical", "credit_code", "set_up_on", "ended_on", "parent_id"
        )
        self.by_id: dict[UUID, Known] = {}
        self.by_name: dict[str, list[Known]] = {}
        self.by_code: dict[str, Known] = {}
        for identity, name, kind, level, vertical, code, since, ended, parent in rows.order_by("id"):
            node = tree.nodes.get(identity)
            above = tuple("".join(tree.nodes[i].name.split()) for i in reversed(tree.path(identity)[1:])) if node else ()
            if node is not None:
                name, kind, level, vertical = node.name, node.kind, node.level, node.vertical
            up = node.parent if node is not None else parent
            known = Known(identity, name, kind, level, vertical, code, since, ended, up, above)
            self.by_id[identity] = known
            if code:
                self.by_code[code] = known
            if node is not None:
                self.by_name.setdefault("".join(name.split()), []).append(known)
        root = tree.roots[0] if tree.roots else None
        self.root = self.by_id[root.id] if root else None
        self.contacts: dict[UUID, dict[str, str]] = {}
        for agency, *values in (
            AgencyContacts.objects.filter(since__lte=day).order_by("agency_id", "since").values_list("agency_id", *CONTACTS)
        ):
            self.contacts[agency] = dict(zip(CONTACTS, values, strict=True))
        own = {"government", "office", "village"}
        self.divisions = {
            row["division_code"]: self.by_id[agency].name
            for agency, row in self.contacts.items()
            if row["division_code"] and agency in tree.nodes and self.by_id[agency].kind in own
        }
