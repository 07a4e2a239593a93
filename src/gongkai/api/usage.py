"""When a token was last used, known without writing to the database while somebody reads.

A request leaves an empty file named after the token in the folder of temporary files, once a day and process; a job carries
these days into the rows.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from gongkai.records.accounts.models import ApiToken
from gongkai.records.base import clock
from gongkai.records.base.clock import LEGAL_ZONE

_noted: set[UUID] = set()
_day: date | None = None


def folder() -> Path:
    """Where the files are."""
    return Path(settings.TEMPORARY) / "token-uses"


def note(token: ApiToken) -> None:
    """The token is used now. A full disk keeps nobody from reading."""
    global _day
    today = clock.today()
    if today != _day:
        _noted.clear()
        _day = today
    if token.last_used_on == today or token.pk in _noted:
        return
    try:
        folder().mkdir(mode=0o700, exist_ok=True)
        (folder() / f"{today.isoformat()}.{token.pk}").touch()
    except OSError:
        return
    _noted.add(token.pk)


def carry() -> int:
    """Writes the days into the rows, in which the later day stays; how many files were carried."""
    count = 0
    for path in sorted(folder().glob("*.*")) if folder().is_dir() else ():
        day, _, identity = path.name.partition(".")
        used, token = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=LEGAL_ZONE).date(), UUID(identity)
        ApiToken.objects.filter(Q(last_used_on=None) | Q(last_used_on__lt=used), pk=token).update(last_used_on=used)
        path.unlink(missing_ok=True)
        count += 1
    return count
