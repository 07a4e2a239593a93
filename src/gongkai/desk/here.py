"""Who sits at the desk, and at which of their agencies: what every screen starts from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.http import HttpRequest

from gongkai.records.accounts.models import RoleGrant, Substitution, User
from gongkai.records.accounts.roles import CAPABILITIES, NOT_BY_SUBSTITUTION, REACHING, Role
from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import place_of
from gongkai.records.base import clock
from gongkai.records.base.actors import Place

SESSION_KEY = "desk_agency"


@dataclass
class Here:
    """A person at an agency. What it says of rights is for showing and hiding; an act asks again by itself."""

    user: User
    agency: Agency
    agencies: list[Agency]
    """Where the person, or somebody they stand in for, holds a role today."""
    standing_in: list[Substitution]
    _grants: list[RoleGrant]
    _places: dict[object, Place] = field(default_factory=dict)

    @cached_property
    def place(self) -> Place:
        """The place of the agency the person sits at."""
        return self.place_of(self.agency)

    def place_of(self, agency: Agency) -> Place:
        """`agencies.selectors.place_of`, asked once a request."""
        if agency.pk not in self._places:
            self._places[agency.pk] = place_of(agency)
        return self._places[agency.pk]

    @property
    def owners(self) -> list[str]:
        """The actor keys whose tasks this person sees (`accounts.selectors.owners_of`): their own first."""
        return [self.user.actor_key, *(row.absent.actor_key for row in self.standing_in)]

    @property
    def has_role(self) -> bool:
        """Whether the person holds any role anywhere today."""
        return bool(self._grants)

    def roles(self) -> list[str]:
        """The names of the roles held at this agency, for the eye."""
        own = {grant.role for grant in self._grants if grant.agency_id in self.place.own and grant.user_id == self.user.pk}
        return [str(role.label) for role in Role if role.value in own]

    def can(self, capability: str, agency: Agency | None = None) -> bool:
        """Whether a role of today gives the capability at the agency (where one sits), by `User.can`'s rules but without
        asking the database each time: for showing a button or opening a screen, never for doing an act."""
        place = self.place if agency is None else self.place_of(agency)
        for grant in self._grants:
            if grant.user_id != self.user.pk and capability in NOT_BY_SUBSTITUTION:
                continue
            counts = grant.agency_id in place.own or (grant.agency_id in place.above and grant.role in REACHING)
            if counts and capability in CAPABILITIES[Role(grant.role)]:
                return True
        return False

    def can_any(self, *capabilities: str) -> bool:
        """Whether one of the capabilities is there, at the agency where one sits."""
        return any(self.can(capability) for capability in capabilities)


class DeskRequest(HttpRequest):
    """A request of somebody who signed in."""

    here: Here
    user: User


def here_of(request: HttpRequest) -> Here:
    """Reads it: two queries, and one a level of the tree for the place when it is asked for."""
    user = request.user
    assert isinstance(user, User)
    today = clock.today()
    standing_in = list(
        Substitution.objects.on(today).filter(substitute=user, absent__is_active=True).select_related("absent").order_by("id")
    )
    whose = Q(user=user) | Q(user__in=[row.absent_id for row in standing_in])
    grants = list(RoleGrant.objects.valid_on(today).filter(whose).select_related("agency").order_by("agency__name", "id"))
    agencies = list({grant.agency_id: grant.agency for grant in grants}.values())
    chosen = request.session.get(SESSION_KEY)
    at = next((agency for agency in agencies if str(agency.pk) == chosen), None)
    at = at or next((agency for agency in agencies if agency.pk == user.agency_id), None)
    return Here(user, at or (agencies[0] if agencies else user.agency), agencies, standing_in, grants)
