"""What the parts of the demo share: the clock that moves through the county's year, chance, who and what there is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from gongkai.demo import words
from gongkai.records.accounts.models import User
from gongkai.records.base import clock, ids

INSTALLED = 430
"""Days before the demo's day on which the county began to work here."""


@dataclass
class Stage:
    """`agencies` by name, `people` by key ("officer@白石镇人民政府")."""

    as_of: date
    chance: random.Random
    time: clock.Frozen
    agencies: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    posts: dict[str, UUID] = field(default_factory=dict)
    """Posts that are handed over later, by agency."""
    _names: set[str] = field(default_factory=set)
    _posts: int = 0

    @property
    def began(self) -> date:
        """The day the installation began."""
        return self.as_of - timedelta(days=INSTALLED)

    @property
    def tree_since(self) -> date:
        """The day from which the tree of agencies is known."""
        return date(self.as_of.year - 4, 1, 1)

    def on(self, day: date, hour: int = 9, minute: int = 0) -> date:
        """Moves the clock to that hour in the county, never back; returns the day it is then."""
        instant = datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.LEGAL_ZONE)
        if instant > self.time.instant:
            self.time.instant = instant.astimezone(self.time.instant.tzinfo)
        return clock.today()

    def days_ago(self, days: int, hour: int = 9, minute: int = 0) -> date:
        """The same, counted back from the demo's day."""
        return self.on(self.as_of - timedelta(days=days), hour, minute)

    def name(self) -> str:
        """A made-up name nobody in the county has yet."""
        while True:
            given = self.chance.choice(words.GIVEN_LAST)
            if self.chance.random() < 0.8:
                given = self.chance.choice(words.GIVEN_FIRST) + given
            name = self.chance.choice(words.SURNAMES) + given
            if name not in self._names:
                self._names.add(name)
                return name

    def phone(self) -> str:
        """The next telephone number of the county's exchange, which does not exist."""
        self._posts += 1
        return words.CALLED.format(self._posts * 7 % 100_000)

    def who(self, role: str, agency: str = words.COUNTY) -> User:
        """The person with a role at an agency."""
        return self.people[f"{role}@{agency}"]


def number(result: Any, name: str) -> UUID:
    """An id out of what an act answered."""
    return UUID(str(result.result[name]))


@contextmanager
def staged(as_of: date, seed: int) -> Iterator[Stage]:
    """A stage whose clock stands at the morning the installation began, and whose ids are of the day and the seed."""
    began, chance = as_of - timedelta(days=INSTALLED), f"{seed} {as_of.isoformat()}"
    morning = datetime(began.year, began.month, began.day, 8, 30, tzinfo=clock.LEGAL_ZONE)
    with clock.frozen(morning) as time, ids.seeded(chance):
        yield Stage(as_of, random.Random(chance), time)
