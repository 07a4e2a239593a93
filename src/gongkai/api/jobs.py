"""What the API leaves for later."""

from __future__ import annotations

from gongkai.records.base.jobs.registry import job


@job(when="every 15m")
def note_token_uses() -> int:
    """Carries the days on which tokens were used into their rows."""
    from gongkai.api.usage import carry

    return carry()
