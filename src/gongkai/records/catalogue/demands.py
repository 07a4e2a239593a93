"""What a matter may hold at all, what it must say before it is submitted, and what a matter taken over may not change silently.

Each demand is asked by acts (Refused) and by the preview of an import (a list of what to mend).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext

from gongkai.law import matters as law_matters
from gongkai.records.base.acts import Step
from gongkai.records.catalogue.models import (
    Audience,
    CatalogueVersion,
    Frequency,
    LimitUnit,
    Manner,
    Matter,
    Period,
)
from gongkai.records.catalogue.rows import Row, row_of

LEVELS = ("county", "township", "village")
DOMAINS = frozenset(d.code for d in law_matters.domains())
_ITEMS = frozenset(i.code for i in (*law_matters.items(), *law_matters.additions()))
_CHANNELS = frozenset(c.code for c in law_matters.channels())
_CHOICES: dict[str, tuple[type[Any], str]] = {
    "limit_unit": (LimitUnit, "公开时限单位"),
    "frequency": (Frequency, "公开频次"),
    "period": (Period, "周期"),
    "audience": (Audience, "公开对象"),
    "manner": (Manner, "公开方式"),
}
_SHORT = (
    "level1",
    "level2",
    "limit_text",
    "subject",
    "note",
    "reason",
    "not_applicable",
    "channels_note",
    "audience_note",
)
"""Fields whose length is bounded."""
_REQUIRED = ("elements", "basis", "limit_text", "subject")
SAME = frozenset({"同上", "同前", "〃", "”"})
"""What people write for "as above": the organ, or whatever it is, is written out instead."""
_MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Lack:
    """What is wrong with a field of a row, and what to do about it. `code` is stable."""

    field: str
    message: str
    code: str


def unsound(row: Row) -> Iterator[Lack]:
    """What a row may not hold at all."""
    if not row.level1:
        yield Lack("level1", gettext("请填写一级事项。"), "level1_missing")
    yield from _unknown(row)
    for name, (choices, label) in _CHOICES.items():
        value = getattr(row, name)
        if value and value not in choices.values:
            said = gettext("%(label)s“%(value)s”无效，请从列表中选择。") % {"label": label, "value": value}
            yield Lack(name, said, "choice_unknown")
    if not all(level in LEVELS for level in row.levels):
        yield Lack("levels", gettext("公开层级无效，请从列表中选择。"), "level_unknown")
    if row.frequency == Frequency.PERIODIC and not row.period:
        yield Lack("period", gettext("定期公开的事项须选择周期。"), "period_missing")
    if row.limit_unit not in ("", LimitUnit.AT_ONCE) and row.limit_days is None:
        yield Lack("limit_days", gettext("请填写公开时限的天数。"), "limit_missing")
    if row.limit_days is not None and not 0 <= row.limit_days <= _MOST_DAYS:
        yield Lack("limit_days", gettext("公开时限的天数过大。"), "limit_invalid")
    for name in _SHORT:
        held = _field(name)
        most = held.max_length or 0
        if len(getattr(row, name)) > most:
            said = gettext("“%(field)s”不超过 %(most)d 字。") % {"field": held.verbose_name, "most": most}
            yield Lack(name, said, "too_long")


def _unknown(row: Row) -> Iterator[Lack]:
    for name, codes, known in (
        ("domain", (row.domain,) if row.domain else (), DOMAINS),
        ("items", row.items, _ITEMS),
        ("channels", row.channels, _CHANNELS),
    ):
        unknown = [code for code in codes if code not in known]
        if unknown:
            said = gettext("领域、条款或渠道“%(what)s”不在目录所列范围，请从列表中选择。") % {"what": "、".join(unknown)}
            yield Lack(name, said, "code_unknown")


def incomplete(row: Row) -> Iterator[Lack]:
    """What every matter of a catalogue that is submitted says (国办发〔2019〕54号): 内容、依据、时限、主体、渠道."""
    if row.not_applicable:
        return
    for name in _REQUIRED:
        value = getattr(row, name).strip()
        if not value or value in SAME:
            label = _field(name).verbose_name
            yield Lack(name, gettext("没有写明%(label)s，请补全后再报。") % {"label": label}, "incomplete")
    if not (row.channels or row.channels_note):
        yield Lack("channels", gettext("没有公开渠道，请补全后再报。"), "incomplete")


def check_row(step: Step, row: Row, where: str = "") -> None:
    """Refused for the first thing the row may not hold."""
    for lack in unsound(row):
        step.require(False, where + lack.message, lack.code)


def check_complete(step: Step, row: Row, number: int) -> None:
    """Refused for the first thing the row does not say."""
    for lack in incomplete(row):
        name = f"{row.level1} {row.level2}".strip()
        where = gettext("第 %(number)d 项“%(name)s”") % {"number": number, "name": name}
        step.require(False, where + lack.message, lack.code)


def check_reasons(step: Step, draft: CatalogueVersion, rows: list[Row]) -> None:
    """A matter taken over that says something else than the superior's needs a reason."""
    for row in without_reason(draft, rows):
        said = gettext("“%(name)s”承接自上级目录，调整须写明理由。") % {"name": f"{row.level1} {row.level2}".strip()}
        step.require(False, said, "reason_missing")


def without_reason(draft: CatalogueVersion, rows: list[Row]) -> list[Row]:
    """The matters taken over that differ from the superior's and do not say why; one query."""
    asked = {row.inherited_key: row for row in rows if row.inherited_key is not None and not row.reason}
    if not asked or draft.above_version_id is None:
        return []
    theirs = Matter.objects.filter(version=draft.above_version_id)
    if len(asked) < 100:  # SQLite binds few values; for many rows the whole version is read anyway
        theirs = theirs.filter(key__in=list(asked))
    return [asked[one.key] for one in theirs if one.key in asked and asked[one.key].differs_from(row_of(one))]


def _field(name: str) -> models.Field[Any, Any]:
    found = Matter._meta.get_field(name)
    assert isinstance(found, models.Field)
    return found
