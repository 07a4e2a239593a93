"""The made-up county from its first day to yesterday evening: the parts in the order in which they happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from gongkai.demo import catalogues, organisation, people, work
from gongkai.demo.stage import staged
from gongkai.records.base import clock
from gongkai.records.base.acts import together
from gongkai.records.base.errors import Refused
from gongkai.records.base.log import sealing

SEED = 1
EARLIEST = date(2025, 3, 1)
"""The county's year before its day must lie where the law is known whole (its guide cites acts in force since 2024)."""


@dataclass(frozen=True)
class Made:
    """What was made."""

    as_of: date
    seed: int
    agencies: int
    people: int
    matters: int
    tasks: int

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "as_of": self.as_of.isoformat()}


def is_empty() -> bool:
    """Whether nobody has worked in this installation yet: no agency and no person."""
    from gongkai.records.accounts.models import User
    from gongkai.records.agencies.models import Agency

    return not (Agency.objects.exists() or User.objects.exists())


def build(as_of: date | None = None, seed: int = SEED, progress: Callable[[str], None] | None = None) -> Made:
    """Makes the county as it is on the morning of `as_of` (today). Refused in an installation that is not empty, for a day to
    come and for one before EARLIEST. It is there whole or not at all: what breaks off leaves nothing behind."""
    from gongkai.records.accounts.models import User
    from gongkai.records.agencies.models import Agency
    from gongkai.records.base.tasks.models import Task
    from gongkai.records.catalogue.models import Matter

    say = progress or (lambda line: None)
    today = clock.today()
    as_of = as_of or today
    if as_of > today:
        raise Refused(gettext("演示日期不能晚于今天，请改正 --as-of。"), "as_of_in_future")
    if as_of < EARLIEST:
        said = gettext("演示日期不能早于 %(day)s，请改正 --as-of。") % {"day": EARLIEST.isoformat()}
        raise Refused(said, "as_of_too_early")
    with together():
        _alone()
        if not is_empty():
            raise Refused(
                gettext("本站已有机构或人员，演示数据只能装入空的系统；请另设一个数据目录（GONGKAI_DATA）后再装。"), "not_empty"
            )
        _make(as_of, seed, say)
    return Made(
        as_of,
        seed,
        Agency.objects.count(),
        User.objects.count(),
        Matter.objects.count(),
        Task.objects.filter(closed_at=None).count(),
    )


def _alone() -> None:
    """Until the transaction ends nobody else loads the county: SQLite has one writer anyway, PostgreSQL takes a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('gongkai.demo'))")


def _make(as_of: date, seed: int, say: Callable[[str], None]) -> None:
    with staged(as_of, seed) as stage:
        say(gettext("演示数据：机构"))
        organisation.bring_in(stage)
        say(gettext("演示数据：人员与角色"))
        people.enrol(stage)
        say(gettext("演示数据：小组、岗位与保障"))
        organisation.fill(stage)
        say(gettext("演示数据：目录、制度与待办"))
        work.over_the_year(stage)
        catalogues.county(stage)
        work.guide(stage)
        organisation.hand_over_posts(stage)
        catalogues.townships(stage)
        organisation.raise_to_town(stage)
        organisation.put_in(stage)
        catalogues.lately(stage)
        people.go_on_leave(stage)
        work.yesterday(stage)
        sealing.seal()
