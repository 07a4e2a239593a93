"""Remarks of the supervision group: said of a record, waiting for its officers, answered once."""

from __future__ import annotations

from uuid import UUID

import pytest

from gongkai.records.accounts import remarks, services
from gongkai.records.accounts.models import Remark, User
from gongkai.records.accounts.roles import Role
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.errors import NotAllowed, NotFound, Refused
from gongkai.records.base.tasks import selectors as tasks
from tests.records.conftest import SET_UP

AGENCY = "agencies.agency"


@pytest.fixture
def watcher(county: UUID) -> User:
    """An assessor of the county: reaches down to the township."""
    made = services.enrol("jiandu", "监督员", county, actor=OPERATOR).record_id
    services.grant(made, Role.ASSESSOR, county, SET_UP, actor=OPERATOR)
    return User.objects.get(pk=made)


def test_a_remark_waits_for_the_officer_and_is_answered_once(township: UUID, watcher: User, officer: User) -> None:
    done = remarks.remark(AGENCY, township, "指南的电话打不通。", actor=watcher)
    assert [task.code for task in tasks.waiting_for(officer)] == ["remark"]
    remarks.answer(done.record_id, "已改正。", actor=officer)
    assert not tasks.waiting_for(officer).exists()
    row = Remark.objects.get()
    assert (row.answer, row.agency_id) == ("已改正。", township)
    with pytest.raises(Refused, match="已经回复"):
        remarks.answer(row.pk, "再答", actor=officer)
    assert list(remarks.remarks_on(AGENCY, township)) == [row]


def test_who_may_not_comment_there_says_nothing_and_nobody_answers_himself(
    county: UUID, township: UUID, watcher: User, officer: User
) -> None:
    with pytest.raises(NotAllowed):
        remarks.remark(AGENCY, township, "我自己的意见", actor=officer)
    services.grant(watcher.pk, Role.SUPERVISOR, county, SET_UP, actor=OPERATOR)
    done = remarks.remark(AGENCY, township, "意见", actor=watcher)
    with pytest.raises(NotAllowed):
        remarks.answer(done.record_id, "自己答", actor=watcher)


@pytest.mark.parametrize(("kind", "text", "code"), [(AGENCY, "  ", "text_missing"), (AGENCY, "长" * 2001, "text_long")])
def test_a_remark_says_something_and_not_too_much(township: UUID, watcher: User, kind: str, text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        remarks.remark(kind, township, text, actor=watcher)
    assert refused.value.code == code


def test_of_what_is_not_there_or_nobodys_nothing_is_said(township: UUID, watcher: User) -> None:
    for kind in (AGENCY, "sessions.session", "no.such", "x"):
        with pytest.raises(NotFound):
            remarks.remark(kind, watcher.pk, "意见", actor=watcher)


def test_the_list_shows_ones_own_places_only(township: UUID, county: UUID, watcher: User, officer: User) -> None:
    remarks.remark(AGENCY, township, "镇的意见", actor=watcher)
    remarks.remark(AGENCY, county, "县的意见", actor=watcher)
    assert [row.text for row in remarks.remarks_for(officer)] == ["镇的意见"]
    assert remarks.remarks_for(watcher).count() == 2
