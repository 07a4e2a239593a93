"""How often one caller may ask: so many requests a minute in each web process (API_REQUESTS_A_MINUTE)."""

from __future__ import annotations

import threading

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from gongkai.records.base import clock

MINUTE = 60


class ByCaller(BaseThrottle):
    """Counts each token (or person at the desk) in the running minute; the counts of a minute are forgotten with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[str, int] = {}

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this one may go on."""
        caller: str = request.api_caller  # type: ignore[attr-defined]
        minute = int(clock.now().timestamp()) // MINUTE
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            count = self._counts[caller] = self._counts.get(caller, 0) + 1
        return count <= settings.API_REQUESTS_A_MINUTE

    def wait(self) -> float:
        """Seconds until the next minute."""
        return MINUTE - clock.now().timestamp() % MINUTE
