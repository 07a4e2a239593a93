"""Agency names: kind, level, powers, and the full name behind the words of a report."""

from __future__ import annotations

from gongkai.annual.agencies.full_name import complete, normalise
from gongkai.annual.agencies.names import Kind, Level, can_make_regulations, kind_and_level, split_places

__all__ = ["Kind", "Level", "can_make_regulations", "complete", "kind_and_level", "normalise", "split_places"]
