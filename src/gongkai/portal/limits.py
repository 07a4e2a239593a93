"""How much one visitor may bring at once. Bounds of this site, not of the law; the screens tell them from here."""

from __future__ import annotations

MB = 1024 * 1024

FILE_BYTES = 20 * MB
"""One file, also one file inside a zip."""
VISIT_BYTES = 150 * MB
"""All that is uploaded at once, packed."""
UNPACKED_BYTES = 400 * MB
"""All files of one visit after unpacking: what a zip claims to hold is believed only as an upper bound."""
VISIT_FILES = 300
"""Files of one visit, those in zips counted one by one."""
PASTE_CHARACTERS = 200_000
WRITTEN_CHARACTERS = 500_000
"""Text of a report that is written as a file while the visitor waits; the longest real one has a tenth of it."""
PROFILE_BYTES = 64 * 1024
VISITS_PER_VISITOR = 8
"""Unfinished or kept visits of one browser."""
WAITING_FILES = 3000
"""Files waiting in the whole installation: beyond this nobody is let in until the queue is shorter."""
STORED_BYTES = 4096 * MB
"""Uploads kept at one time in the whole installation."""
KEPT_HOURS = 2
"""A visit without activity is deleted after this."""
LIST_BYTES = 2 * MB
"""A list of the agencies whose reports are due."""
LIST_AGENCIES = 3000
"""Agencies on it: more than any place has."""
