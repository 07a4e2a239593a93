"""What ends by itself and is swept: sessions past their time, the list of them, counted failures whose lock is over."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session

from gongkai.records.base import clock
from gongkai.records.base.jobs.registry import job

FAILURES_DAYS = 1


@job(when="17 3 * * *")
def sweep_sign_ins() -> int:
    """How many rows went."""
    from allauth.usersessions.models import UserSession
    from axes.models import AccessAttempt

    now = clock.now()
    gone = Session.objects.filter(expire_date__lt=now).delete()[0]
    alive = Session.objects.values("session_key")
    gone += UserSession.objects.exclude(session_key__in=alive).delete()[0]
    return gone + AccessAttempt.objects.filter(attempt_time__lt=now - timedelta(days=FAILURES_DAYS)).delete()[0]
