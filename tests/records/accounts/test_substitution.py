"""Leave and hand-over: the work goes on, the rights go with it for those days, and nobody gains a right he may not have."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from gongkai.records.accounts import selectors, services, substitution
from gongkai.records.accounts.models import RoleGrant, User
from gongkai.records.accounts.roles import AGENCIES_MANAGE, DECISIONS_MAKE, ORGANISATION_EDIT, Role
from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import place_of
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.acts import Step, act
from gongkai.records.base.acts.contract import REFUSALS
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import NotAllowed, Refused
from gongkai.records.base.log.models import LogEntry
from gongkai.records.base.policies import is_operator
from gongkai.records.base.tasks import selectors as tasks
from gongkai.records.base.tasks import services as task_services
from tests.records.conftest import DAY, SET_UP

LAST = DAY + timedelta(days=4)


@pytest.fixture
def colleague(township: UUID) -> User:
    return User.objects.get(pk=services.enrol("tongshi", "同事", township, actor=OPERATOR).record_id)


def place(agency: UUID):
    return place_of(Agency.objects.get(pk=agency))


@act("example.give_task")
def give_task(step: Step, user: UUID, code: str) -> None:
    step.allow(is_operator)
    person = step.lock(User, user)
    task_services.open_task(person, person, code, "请办理", DAY)
    step.log()


def test_a_substitute_has_the_roles_and_the_tasks_for_those_days_only(
    officer: User, colleague: User, township: UUID, now: Frozen
) -> None:
    give_task(officer.pk, "a.task", actor=OPERATOR)
    assert not colleague.can(ORGANISATION_EDIT, place(township))
    substitution.arrange(officer.pk, colleague.pk, DAY, LAST, "请假", actor=officer)
    assert colleague.can(ORGANISATION_EDIT, place(township))
    assert [t.code for t in tasks.waiting_for_any(selectors.owners_of(colleague))] == ["a.task"]
    now.move(days=5)
    assert not colleague.can(ORGANISATION_EDIT, place(township))
    assert not tasks.waiting_for_any(selectors.owners_of(colleague)).exists()


def test_somebody_who_is_back_early_ends_the_substitution(officer: User, colleague: User, township: UUID, now: Frozen) -> None:
    done = substitution.arrange(officer.pk, colleague.pk, DAY, LAST, "出差", actor=officer)
    substitution.end(UUID(done.result["substitution"]), DAY, actor=officer)
    now.move(days=1)
    assert not colleague.can(ORGANISATION_EDIT, place(township))


def test_managing_rights_are_not_taken_over(administrator: User, colleague: User, county: UUID) -> None:
    substitution.arrange(administrator.pk, colleague.pk, DAY, LAST, "请假", actor=administrator)
    assert not colleague.can(AGENCIES_MANAGE, place(county))


def test_nobody_arranges_himself_as_a_substitute(administrator: User, officer: User, colleague: User) -> None:
    with pytest.raises(NotAllowed):
        substitution.arrange(officer.pk, administrator.pk, DAY, LAST, "请假", actor=administrator)
    with pytest.raises(NotAllowed):
        substitution.arrange(officer.pk, colleague.pk, DAY, LAST, "请假", actor=colleague)


def test_an_administrator_does_not_come_by_a_deciding_role_through_substitution(
    administrator: User, officer: User, township: UUID
) -> None:
    services.grant(officer.pk, Role.SIGNER, township, SET_UP, actor=OPERATOR)
    with pytest.raises(Refused, match="管理账号") as refused:
        substitution.arrange(officer.pk, administrator.pk, DAY, LAST, "请假", actor=officer)
    assert refused.value.code == "roles_incompatible"


@pytest.mark.parametrize(
    ("since", "until", "reason", "code"),
    [
        (LAST, DAY, "请假", "dates_reversed"),
        (date(2026, 1, 1), date(2026, 1, 5), "请假", "dates_over"),
        (DAY, LAST, " ", "reason_missing"),
    ],
)
def test_a_substitution_has_dates_and_a_reason(
    officer: User, colleague: User, since: date, until: date, reason: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        substitution.arrange(officer.pk, colleague.pk, since, until, reason, actor=officer)
    assert refused.value.code == code


def test_two_substitutes_at_a_time_are_refused_and_so_is_one_who_is_away(
    officer: User, colleague: User, township: UUID
) -> None:
    third = User.objects.get(pk=services.enrol("disan", "第三人", township, actor=OPERATOR).record_id)
    substitution.arrange(officer.pk, colleague.pk, DAY, LAST, "请假", actor=officer)
    with pytest.raises(Refused, match="已安排代理"):
        substitution.arrange(officer.pk, third.pk, LAST, LAST, "请假", actor=officer)
    with pytest.raises(Refused, match="自己也离岗"):
        substitution.arrange(third.pk, officer.pk, DAY, DAY, "请假", actor=third)


def test_everything_open_is_handed_over_at_once(
    administrator: User, officer: User, colleague: User, township: UUID, now: Frozen
) -> None:
    give_task(officer.pk, "a.task", actor=OPERATOR)
    give_task(officer.pk, "b.task", actor=OPERATOR)
    done = substitution.hand_over(officer.pk, colleague.pk, True, "调离", actor=administrator)
    assert done.result == {"tasks": 2, "grants": 1}
    assert not tasks.waiting_for(officer).exists()
    assert {t.code for t in tasks.waiting_for(colleague)} == {"a.task", "b.task"}
    assert not officer.can(ORGANISATION_EDIT, place(township))
    assert colleague.can(ORGANISATION_EDIT, place(township))


def test_a_role_counts_at_its_own_agency_and_its_villages_not_at_the_agencies_below(
    county: UUID, township: UUID, now: Frozen
) -> None:
    from gongkai.records.agencies import services as agencies
    from gongkai.records.agencies.models import Kind, Level

    village = agencies.register("柳林村村民委员会", Kind.VILLAGE, Level.VILLAGE, township, SET_UP, actor=OPERATOR).record_id
    of_county = User.objects.get(pk=services.enrol("xian", "县里的", county, actor=OPERATOR).record_id)
    of_township = User.objects.get(pk=services.enrol("zhen", "镇里的", township, actor=OPERATOR).record_id)
    services.grant(of_county.pk, Role.SIGNER, county, SET_UP, actor=OPERATOR)
    services.grant(of_township.pk, Role.OFFICER, township, SET_UP, actor=OPERATOR)
    assert of_county.can(DECISIONS_MAKE, place(county))
    assert not of_county.can(DECISIONS_MAKE, place(township))
    assert of_township.can(ORGANISATION_EDIT, place(village))
    assert not of_township.can(ORGANISATION_EDIT, place(county))


def test_an_administrator_who_gives_himself_a_role_is_refused_and_that_is_logged(administrator: User, county: UUID) -> None:
    with pytest.raises(NotAllowed):
        services.grant(administrator.pk, Role.SIGNER, county, DAY, actor=administrator)
    assert not RoleGrant.objects.filter(user=administrator, role=Role.SIGNER).exists()
    entry = LogEntry.objects.get(record_type=REFUSALS, record_id=administrator.pk)
    assert (entry.act, entry.data["subject"]) == ("accounts.grant", str(administrator.pk))


def test_nobody_manages_accounts_and_decides(administrator: User, officer: User, county: UUID, township: UUID) -> None:
    with pytest.raises(Refused, match="不能兼任") as refused:
        services.grant(administrator.pk, Role.SIGNER, county, DAY, actor=OPERATOR)
    assert refused.value.code == "roles_incompatible"
    services.grant(officer.pk, Role.SECRECY_REVIEWER, township, DAY, actor=OPERATOR)
    with pytest.raises(Refused, match="不能兼任"):
        services.grant(officer.pk, Role.ADMINISTRATOR, township, DAY, actor=OPERATOR)
