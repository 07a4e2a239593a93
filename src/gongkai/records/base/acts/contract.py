"""The contract of every act:

    who may → lock → check against the law → append → project → log, in one transaction; jobs are enqueued in it.

The same idempotency key returns the first result. An expected version that is no longer true is refused. Between any two
steps stands a fault point, "<act>/<step>.<number>": tests break the act at each and find all of it or nothing.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django_tasks.base import Task as Job

from gongkai.records.base import canonical, clock, faults
from gongkai.records.base.actors import Actor
from gongkai.records.base.acts.models import ActKey
from gongkai.records.base.errors import Conflict, ContractBroken, KeyReused, NotAllowed, NotFound, Refused
from gongkai.records.base.log import chain
from gongkai.records.base.log.models import LogEntry
from gongkai.records.base.policies import Policy
from gongkai.records.base.record import id_of, type_of

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Done:
    """What an act answers: its record, the record's version after it, a small JSON result.

    `repeated`: it had been done already with this key; nothing was done now.
    """

    act: str
    record_type: str
    record_id: UUID
    version: int
    result: dict[str, Any]
    repeated: bool = False


@dataclass
class Step:
    """An act while it happens: the only hands a service has. Each method is one step of the contract."""

    act: str
    actor: Actor
    on: date
    expected_version: int | None
    key: str | None
    _allowed: bool = False
    _subject: Any = None
    _record: models.Model | None = None
    _points: int = 0
    _logged: list[LogEntry] = field(default_factory=list)

    def _point(self, step: str) -> None:
        self._points += 1
        faults.point(f"{self.act}/{step}.{self._points}")

    def allow(self, may: Policy, subject: Any = None) -> None:
        """Who may. NotAllowed unless the policy says yes for this actor and subject."""
        self._point("allow")
        self._subject = subject
        if not may(self.actor, subject):
            raise NotAllowed(str(may.why) or gettext("您没有办理此事项的权限；如确需办理，请联系本单位的系统管理员授权。"))
        self._allowed = True

    def lock(self, model: type[M], record_id: UUID) -> M:
        """Holds the record until the act is over. The first one locked is the act's record: its version is checked."""
        self._must_be_allowed()
        self._point("lock")
        record = model._base_manager.select_for_update().filter(pk=record_id).first()
        if record is None:
            raise NotFound(gettext("找不到所办理的记录，它可能已被合并或撤销；请返回列表重新选择。"))
        head = chain.lock(record)
        if self._record is None:
            self._record = record
            if self.expected_version is not None and head.seq != self.expected_version:
                raise Conflict(gettext("在您打开页面之后，这条记录已被他人办理；请刷新页面，核对最新内容后再办理。"))
        return record

    def create(self, record: M) -> M:
        """A new record; the act's record if none is locked yet."""
        self._must_be_allowed()
        self._point("create")
        record.save(force_insert=True)
        chain.lock(record)
        if self._record is None:
            self._record = record
            if self.expected_version not in (None, 0):
                raise Conflict(gettext("要新建的记录已经存在；请刷新页面后再办理。"))
        return record

    def create_all(self, records: Sequence[M], data: Sequence[dict[str, Any]]) -> None:
        """Many new records of one kind in few statements, each with the first entry of its log (an import). The first is
        the act's record if none is locked yet."""
        self._must_be_allowed()
        self._point("create_all")
        if not records:
            return
        type(records[0])._base_manager.bulk_create(records, batch_size=500)
        self._logged += chain.begin_all(records, data, actor=self.actor.actor_key, act=self.act, occurred_on=self.on)
        if self._record is None:
            self._record = records[0]
            if self.expected_version not in (None, 0):
                raise Conflict(gettext("要新建的记录已经存在；请刷新页面后再办理。"))

    def require(self, holds: bool, message: str, code: str = "unlawful") -> None:
        """Check against the law: Refused(message, code) unless it holds."""
        if not holds:
            raise Refused(message, code)

    def add(self, row: M) -> M:
        """Append: a row that is kept as it is (an event, a dated fact, a version)."""
        self._must_be_allowed()
        self._point("add")
        row.save(force_insert=True)
        return row

    def add_all(self, rows: Sequence[M]) -> None:
        """Append many rows of one kind in few statements (an import, the copy of a version)."""
        self._must_be_allowed()
        self._point("add_all")
        if rows:
            type(rows[0])._base_manager.bulk_create(rows, batch_size=500)

    def remove_all(self, rows: models.QuerySet[M]) -> None:
        """Takes away rows of something unfinished (a draft's); what was decided or published is never removed."""
        self._must_be_allowed()
        self._point("remove_all")
        rows.delete()

    def project(self, row: models.Model, **values: Any) -> None:
        """Project: the copies that lists show, in the same transaction."""
        self._must_be_allowed()
        self._point("project")
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))

    def log(
        self,
        data: dict[str, Any] | None = None,
        *,
        record: models.Model | None = None,
        personal: dict[str, Any] | None = None,
        subject: UUID | None = None,
    ) -> LogEntry:
        """The entry in the log of the act's record, or of another record the act touched."""
        self._must_be_allowed()
        self._point("log")
        about = record or self._record
        if about is None:
            raise ContractBroken(f"{self.act}: nothing to log about")
        entry = chain.append(
            about, actor=self.actor.actor_key, act=self.act, occurred_on=self.on, data=data, personal=personal, subject=subject
        )
        self._logged.append(entry)
        return entry

    def enqueue(self, job: Job[..., Any], *args: Any, **arguments: Any) -> None:
        """Work for after the commit (a letter, a notice, an index): a row in this transaction, so no act, no job."""
        self._must_be_allowed()
        self._point("enqueue")
        job.enqueue(*args, **arguments)

    def _must_be_allowed(self) -> None:
        if not self._allowed:
            raise ContractBroken(f"{self.act}: a step before anybody asked who may")

    def _finish(self, result: dict[str, Any] | None) -> Done:
        if self._record is None or not any(
            entry.record_id == id_of(self._record) and entry.record_type == type_of(self._record) for entry in self._logged
        ):
            raise ContractBroken(f"{self.act}: an act leaves an entry in the log of its record")
        return Done(
            act=self.act,
            record_type=type_of(self._record),
            record_id=id_of(self._record),
            version=chain.lock(self._record).seq,
            result=canonical.normal(result or {}),
        )


_OF_THE_CALL = frozenset({"actor", "on", "expected_version", "key"})


class Act:
    """A service that keeps the contract; call it like the function, and say who, on which date, over which version."""

    def __init__(self, name: str, body: Callable[..., dict[str, Any] | None]) -> None:
        self.name, self._body = name, body
        self._signature = inspect.signature(body)
        if taken := _OF_THE_CALL & set(self._signature.parameters):
            raise ContractBroken(f"{name}: the call itself has {', '.join(sorted(taken))}")
        functools.update_wrapper(self, body)

    def __call__(
        self,
        *args: Any,
        actor: Actor,
        on: date | None = None,
        expected_version: int | None = None,
        key: str | None = None,
        **arguments: Any,
    ) -> Done:
        """Does the act, whole or not at all. `on`: the date on which it occurred (default today, never later).

        Raises Refused (NotAllowed, NotFound, Conflict, KeyReused), and whatever broke: then nothing was changed.
        """
        today = clock.today()
        if on is not None and on > today:
            raise Refused(gettext("办理日期不能晚于今天，请改正日期后再办理。"), "date_in_future")
        step = Step(self.name, actor, on or today, expected_version, key)
        try:
            return self._done(step, args, arguments, on)
        except NotAllowed:
            _log_refusal(step)
            raise

    def _done(self, step: Step, args: tuple[Any, ...], arguments: dict[str, Any], on: date | None) -> Done:
        actor, key = step.actor, step.key
        # `durable`: an act is a transaction of its own; one inside another could be undone after it was answered.
        with transaction.atomic(durable=not _together):
            step._point("begin")
            asked = ""
            if key is not None:
                asked = self._asked(args, arguments, on)
                _lock_key(f"{actor.actor_key} {self.name} {key}")
                if first := self._first(actor, key, asked):
                    return first
            done = step._finish(self._body(step, *args, **arguments))
            if key is not None:
                step._point("key")
                self._remember(step, key, asked, done)
            step._point("commit")
        step._point("committed")
        return done

    def _asked(self, args: tuple[Any, ...], arguments: dict[str, Any], on: date | None) -> str:
        bound = self._signature.bind(None, *args, **arguments).arguments
        sketch = canonical.encoded([on, {name: _sketch(value) for name, value in bound.items()}])
        # Keyed: the arguments may name a person, and a plain hash of a name or a number can be guessed.
        return salted_hmac("gongkai.act", sketch, algorithm="sha256").hexdigest()

    def _first(self, actor: Actor, key: str, asked: str) -> Done | None:
        """The first result with this key, if there is one."""
        done = ActKey.objects.filter(actor=actor.actor_key, act=self.name, key=key).first()
        if done is None:
            return None
        if done.asked != asked:
            raise KeyReused(gettext("这份表单已经提交过，内容与这次不同；请刷新页面后重新填写。"))
        return Done(self.name, done.record_type, done.record_id, done.version, done.result, repeated=True)

    def _remember(self, step: Step, key: str, asked: str, done: Done) -> None:
        ActKey.objects.create(
            actor=step.actor.actor_key,
            act=self.name,
            key=key,
            asked=asked,
            record_type=done.record_type,
            record_id=done.record_id,
            version=done.version,
            result=done.result,
            done_at=clock.now(),
        )


_together = False


@contextmanager
def together() -> Iterator[None]:
    """The acts in here are one transaction, all of them or none, whenever the machine stops. For the whole process: for filling
    an empty installation (the demo county), where nobody is answered before the end; a test sees that nothing else does it."""
    global _together
    with transaction.atomic(durable=True):
        _together = True
        try:
            yield
        finally:
            _together = False


REFUSALS = "refusals"
"""The log of what was refused to somebody for want of a right: a chain a person, so that no record's version moves."""


def _log_refusal(step: Step) -> None:
    kind, _, identity = step.actor.actor_key.partition(":")
    if kind != "user":
        return
    about = step._subject
    named = isinstance(about, models.Model)
    with transaction.atomic(durable=True):
        chain.append_key(
            REFUSALS,
            UUID(identity),
            actor=step.actor.actor_key,
            act=step.act,
            occurred_on=step.on,
            data={"subject_type": type_of(about), "subject": about.pk} if named else {},
        )


def _lock_key(key: str) -> None:
    """Two clicks with one key go one after the other, so that the second finds the first one's result.

    SQLite has one writer at a time; PostgreSQL takes a lock on the key's hash (63 bits) until the transaction ends.
    """
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") >> 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _sketch(value: Any) -> Any:
    """An argument as what makes it the same argument again: a record by its id, an uploaded file by its hash."""
    if isinstance(value, models.Model):
        return [type_of(value), str(value.pk)]
    if is_dataclass(value) and not isinstance(value, type):
        return _sketch(asdict(value))
    if isinstance(value, dict):
        return {str(name): _sketch(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_sketch(item) for item in value]
    return canonical.normal(value)


def act(name: str) -> Callable[[Callable[..., dict[str, Any] | None]], Act]:
    """Makes an act of a function `(step, …) -> dict | None`. `name`: "app.verb", as it stands in the log."""

    def made(body: Callable[..., dict[str, Any] | None]) -> Act:
        return Act(name, body)

    return made
