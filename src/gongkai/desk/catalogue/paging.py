"""Turning over what is no list of the desk but as long as one."""

from __future__ import annotations

from django.http import HttpRequest

PAGE = 50


class Turned:
    """Where a reader is in `many` things: from `first`, up to but without `last`. Other pages keep what the address asks."""

    def __init__(self, request: HttpRequest, many: int) -> None:
        asked = request.GET.get("page", "")
        pages = max(1, -(-many // PAGE))
        self.many = many
        self.number = min(max(1, int(asked)), pages) if asked.isdecimal() and len(asked) < 7 else 1
        self.first, self.last = (self.number - 1) * PAGE, min(self.number * PAGE, many)
        self._query, self._pages = request.GET, pages

    @property
    def before(self) -> str:
        """The address of the page before, or ""."""
        return self._address(self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The address of the page after, or ""."""
        return self._address(self.number + 1) if self.number < self._pages else ""

    def _address(self, number: int) -> str:
        query = self._query.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"
