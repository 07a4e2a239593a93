"""Made-up people on the sign-in page of a demonstration. Whoever fills it calls `source` once; elsewhere nobody is listed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to sign in as. `roles` for the eye."""

    username: str
    name: str
    agency: str
    roles: str
    password: str


_SOURCES: list[Callable[[], Sequence[DemoPerson]]] = []


def source(people: Callable[[], Sequence[DemoPerson]]) -> None:
    """Registers who is listed."""
    _SOURCES.append(people)


def people() -> list[DemoPerson]:
    """The people to list: none unless GONGKAI_DEMO is set."""
    return [person for listed in _SOURCES for person in listed()] if settings.DEMO else []
