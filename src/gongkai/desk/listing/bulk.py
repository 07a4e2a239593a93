"""Bulk acts: one act a record, each by itself; who reads the answer learns which were refused and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.utils.functional import Promise

from gongkai.desk.here import Here
from gongkai.records.base.acts import Done
from gongkai.records.base.errors import Refused

MOST = 200
"""Records at once: an answer within seconds on a slow disk."""


@dataclass(frozen=True)
class BulkAct:
    """`call(row, data, actor=…, key=…)` does the act for one row; `form` asks what the act needs besides (a reason, a day).
    `warning` says what cannot be taken back."""

    name: str
    label: str | Promise
    call: Callable[..., Done]
    form: type[Form] = Form
    shown: Callable[[Here], bool] = lambda here: True
    warning: str | Promise = ""


@dataclass(frozen=True)
class Answer:
    """What became of one record; `why` is empty where the act was done."""

    title: str
    url: str
    why: str


def do_each(
    act: BulkAct, rows: Sequence[Any], data: Mapping[str, Any], here: Here, key: str, title: Callable[[Any], tuple[str, str]]
) -> list[Answer]:
    """The act, record by record. Each has a key of its own, so that the same form sent twice is done once."""
    answers = []
    for row in rows:
        name, url = title(row)
        try:
            act.call(row, data, actor=here.user, key=f"{key}:{row.pk}")
            answers.append(Answer(name, url, ""))
        except Refused as refused:
            answers.append(Answer(name, url, refused.message))
    return answers
