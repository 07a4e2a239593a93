"""The trail of a record: who did what when, for the people it concerns. Sentences are registered act by act.

say("agencies.rename", gettext_lazy("更名为“{name}”，自 {since} 起"))

`{…}` are of the entry's data; ids of agencies and people become their names, lists how many there are, `labels` turns codes
into words.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from gongkai.desk import kinds
from gongkai.desk.access import staff
from gongkai.desk.here import DeskRequest, Here
from gongkai.desk.pages import page
from gongkai.records.accounts.models import Decision, User
from gongkai.records.accounts.roles import LOG_SEE
from gongkai.records.agencies.models import Agency
from gongkai.records.base import clock
from gongkai.records.base.errors import NotFound
from gongkai.records.base.log.models import LogEntry
from gongkai.records.base.tasks.models import Task

MOST = 500
Labels = Mapping[str, type[models.TextChoices]]


@dataclass(frozen=True)
class _Said:
    sentence: str | Promise
    labels: Labels


_SAID: dict[str, _Said] = {}
_SAID_OF: dict[tuple[str, str], _Said] = {}
_SAID_WITH: dict[tuple[str, str], _Said] = {}
_FROM_ELSEWHERE: dict[str, _Said] = {}


def say(act: str, sentence: str | Promise, labels: Labels | None = None) -> None:
    """Registers what an act did, once, when its app is ready."""
    _SAID[act] = _Said(sentence, labels or {})


def say_of(act: str, record_type: str, sentence: str | Promise, labels: Labels | None = None) -> None:
    """Registers what an act did to a kind of record that is not the act's own: an import of people, on each person's trail."""
    _SAID_OF[act, record_type] = _Said(sentence, labels or {})


def say_with(act: str, field: str, sentence: str | Promise, labels: Labels | None = None) -> None:
    """Registers what an act did where its entry has a field: a hand-over has two ends, and two sentences."""
    _SAID_WITH[act, field] = _Said(sentence, labels or {})


def say_from_elsewhere(record_type: str, sentence: str | Promise, labels: Labels | None = None) -> None:
    """Registers what acts of other apps did to a kind of record: a submission asks for a decision in one transaction."""
    _FROM_ELSEWHERE[record_type] = _Said(sentence, labels or {})


def known() -> frozenset[str]:
    """The acts that have a sentence."""
    return frozenset(_SAID)


@dataclass(frozen=True)
class Line:
    """An entry, for the eye."""

    who: str
    what: str
    occurred_on: Any
    recorded_at: Any


class _Blank(string.Formatter):
    """Formats what is there; what is not there is nothing."""

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        value = kwargs.get(key, "")
        return "" if value is None else value


def lines(entries: Iterable[LogEntry]) -> list[Line]:
    """Entries as sentences: three queries, however many."""
    rows = list(entries)
    ids = {identity for row in rows for value in row.data.values() if (identity := _id(value))}
    actors = {row.actor for row in rows}
    people = {UUID(key[5:]) for key in actors if key.startswith("user:")} | ids
    names: dict[UUID, str] = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    named = names | dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name"))
    links = {UUID(key[5:]) for key in actors if key.startswith("link:")}
    deciders = dict(Decision.objects.filter(pk__in=links).values_list("pk", "decider__name")) if links else {}
    return [
        Line(_who(row.actor, names, deciders), _what(row, named), row.occurred_on, clock.local(row.recorded_at)) for row in rows
    ]


def _what(row: LogEntry, named: Mapping[UUID, str]) -> str:
    elsewhere = row.act.partition(".")[0] != row.record_type.partition(".")[0]
    said = _SAID_OF.get((row.act, row.record_type)) or (_FROM_ELSEWHERE.get(row.record_type) if elsewhere else None)
    said = said or next((_SAID_WITH[row.act, name] for name in row.data if (row.act, name) in _SAID_WITH), None)
    said = said or _SAID.get(row.act)
    if said is None:
        return gettext("办理了“%(act)s”") % {"act": row.act}
    values: dict[str, Any] = {}
    for name, value in row.data.items():
        identity = _id(value)
        plain = len(value) if type(value) is list else value
        values[name] = named.get(identity, gettext("（已不在册）")) if identity else plain
        if name in said.labels:
            values[name] = dict(said.labels[name].choices).get(value, value)
    return _Blank().format(str(said.sentence), **values).rstrip("： ")  # entries of old may lack the reason at the end


def who(actor: str) -> str:
    """The name of one actor."""
    kind, _, rest = actor.partition(":")
    names = dict(User.objects.filter(pk=rest).values_list("pk", "name")) if kind == "user" else {}
    deciders = dict(Decision.objects.filter(pk=rest).values_list("pk", "decider__name")) if kind == "link" else {}
    return _who(actor, names, deciders)


def _who(actor: str, names: Mapping[UUID, str], deciders: Mapping[UUID, str]) -> str:
    kind, _, rest = actor.partition(":")
    if kind == "user":
        return names.get(UUID(rest), gettext("（已不在册）"))
    if kind == "link":
        return gettext("%(name)s（一次性链接）") % {"name": deciders.get(UUID(rest), "")}
    return gettext("系统") if kind == "system" else gettext("来访者")


def _id(value: Any) -> UUID | None:
    if not isinstance(value, str) or len(value) != 36:
        return None
    try:
        return UUID(value)
    except ValueError:
        return None


def may_read(here: Here, record_type: str, record_id: UUID) -> bool:
    """Who reads the log of the record's agency; and the record's people: they did something to it, or it waited for them."""
    known_kind = kinds.of_type(record_type)
    agency = known_kind.agency(record_id) if known_kind else None
    if agency is not None and here.can(LOG_SEE, agency):
        return True
    about = {"record_type": record_type, "record_id": record_id}
    return (
        LogEntry.objects.filter(actor=here.user.actor_key, **about).exists()
        or Task.objects.filter(owner__in=here.owners, **about).exists()
    )


@require_safe
@staff
def trail(request: DeskRequest, record_type: str, identity: UUID) -> HttpResponse:
    """The trail of a record, the latest first."""
    shown = kinds.shown([(record_type, identity)]).get((record_type, identity))
    if shown is None or not may_read(request.here, record_type, identity):
        raise NotFound(gettext("没有这条记录的办理记录，或您不是它的经办人员，也没有查看日志的角色。"))
    entries = LogEntry.objects.filter(record_type=record_type, record_id=identity).order_by("-seq")[: MOST + 1]
    found = lines(entries)
    context = {"lines": found[:MOST], "more": len(found) > MOST, "most": MOST, "about": shown}
    crumbs = [(shown.title, shown.url)] if shown.url else []
    return page(request, "desk/trail.html", context, title=gettext("办理记录"), crumbs=crumbs, help_topic="trail")
