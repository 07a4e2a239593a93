"""Agency names: kind, level, powers, and the full name behind the words of a report."""

from __future__ import annotations

from gongkai.annual.agencies.full_name import complete, normalise
from gongkai.annual.agencies.names import (
    Kind,
    Level,
    can_make_regulations,
    is_vertical,
    kind_and_level,
    level_of_place,
    split_places,
    without_state_system,
)

__all__ = [
    "Kind",
    "Level",
    "can_make_regulations",
    "complete",
    "is_vertical",
    "kind_and_level",
    "level_of_place",
    "normalise",
    "split_places",
    "without_state_system",
]
