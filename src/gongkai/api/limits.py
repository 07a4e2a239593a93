"""How much a program may ask at once. Bounds of this site, not of the law."""

from __future__ import annotations

MB = 1024 * 1024

ROWS = 50
MOST_ROWS = 200
"""Rows of one page of a listing."""
FILE_BYTES = 20 * MB
"""An annual report handed in as a file."""
PROFILE_BYTES = 64 * 1024
READING = 4
"""Annual reports that wait to be read at one time in a web process; the next one is asked to come back."""
WRITTEN_CHARACTERS = 500_000
"""Text of a report that is written as a file while the program waits."""
REPORTS = 500
"""Reports of one roll-up."""
CALENDAR_DAYS = 400
KEY = 100
"""Characters of an idempotency key."""
