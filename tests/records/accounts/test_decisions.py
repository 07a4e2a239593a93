"""Decisions: asked about one version, made once, at the desk, by a link or on paper; nobody decides on his own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from gongkai.records.accounts import decisions, services, substitution
from gongkai.records.accounts.decisions import LinkBearer
from gongkai.records.accounts.models import Decision, Outcome, User
from gongkai.records.accounts.roles import Role
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.acts import Step
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import NotAllowed, Refused
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from gongkai.records.base.tasks import selectors as tasks
from tests.records.conftest import DAY, SET_UP
from tests.records.example.models import Parcel

KIND = "example.parcel"
approved: list[str] = []


def current_hash(record_id: UUID) -> str:
    return hashlib.sha256(Parcel.objects.get(pk=record_id).title.encode()).hexdigest()


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    def decided(step: Step, decision: Decision) -> None:
        approved.append(decision.outcome)

    decisions.decidable(KIND, current_hash=current_hash, decided=decided)
    approved.clear()
    yield
    decisions._KINDS.pop(KIND)


@pytest.fixture
def leader(township: UUID) -> User:
    """Somebody who signs and never logs in."""
    user = User.objects.get(pk=services.enrol("zhenzhang", "镇长", township, actor=OPERATOR).record_id)
    services.grant(user.pk, Role.SIGNER, township, SET_UP, actor=OPERATOR)
    return user


@pytest.fixture
def parcel(township: UUID) -> Parcel:
    return Parcel.objects.create(title="第一稿")


def asked(parcel: Parcel, township: UUID, leader: User, officer: User) -> Decision:
    done = decisions.ask(KIND, parcel.pk, township, leader.pk, "请审定：第一稿", DAY, actor=officer)
    return Decision.objects.get(pk=done.result["decision"])


def open_link(decision: Decision, officer: User) -> LinkBearer:
    token, token_hash = decisions.new_token()
    decisions.make_link(decision.pk, token_hash, actor=officer)
    link = decisions.link_of(token)
    assert link is not None
    return LinkBearer(link)


def test_a_decision_waits_for_the_leader_and_is_made_once(parcel: Parcel, township: UUID, leader: User, officer: User) -> None:
    decision = asked(parcel, township, leader, officer)
    assert [task.reason for task in tasks.waiting_for(leader)] == ["请审定：第一稿"]
    decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=leader)
    assert approved == ["approved"]
    assert not tasks.waiting_for(leader).exists()
    with pytest.raises(Refused, match="不能重复签批"):
        decisions.decide(decision.pk, Outcome.RETURNED, "再改", decision.version_hash, actor=leader)


def test_what_changed_after_it_was_looked_at_is_not_decided(
    parcel: Parcel, township: UUID, leader: User, officer: User
) -> None:
    decision = asked(parcel, township, leader, officer)
    Parcel.objects.filter(pk=parcel.pk).update(title="第二稿")
    with pytest.raises(Refused, match="已经修改") as refused:
        decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=leader)
    assert refused.value.code == "version_changed"
    assert approved == []


def test_a_link_decides_once_and_expires(parcel: Parcel, township: UUID, leader: User, officer: User, now: Frozen) -> None:
    decision = asked(parcel, township, leader, officer)
    first = open_link(decision, officer)
    second = open_link(decision, officer)
    with pytest.raises(Refused, match="链接已失效"):
        decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=first)
    now.move(hours=decisions.LINK_HOURS + 1)
    with pytest.raises(Refused, match="链接已失效"):
        decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=second)
    third = open_link(decision, officer)
    decisions.decide(decision.pk, Outcome.RETURNED, "缺少依据", decision.version_hash, actor=third)
    decision.refresh_from_db()
    assert (decision.outcome, decision.means, decision.recorded_by) == ("returned", "link", f"link:{decision.pk}")
    assert approved == ["returned"]


def test_a_link_opens_its_own_decision_only(parcel: Parcel, township: UUID, leader: User, officer: User) -> None:
    decision = asked(parcel, township, leader, officer)
    other = Parcel.objects.create(title="另一件")
    elsewhere = asked(other, township, leader, officer)
    with pytest.raises(NotAllowed):
        decisions.decide(elsewhere.pk, Outcome.APPROVED, "", elsewhere.version_hash, actor=open_link(decision, officer))


def test_a_leader_decides_on_paper_with_a_proof_and_a_date(parcel: Parcel, township: UUID, leader: User, officer: User) -> None:
    decision = asked(parcel, township, leader, officer)
    photo = files.write(b"photo", FileClass.INTERNAL)
    with pytest.raises(Refused, match="签批的日期"):
        decisions.decide(
            decision.pk, Outcome.APPROVED, "", decision.version_hash, proof=photo, proof_type="image/jpeg", actor=officer
        )
    day = DAY - timedelta(days=1)
    decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, day, photo, "image/jpeg", actor=officer)
    decision.refresh_from_db()
    assert (decision.means, decision.decided_on, decision.proof.media_type) == ("paper", day, "image/jpeg")


def test_without_proof_nobody_decides_for_a_leader(parcel: Parcel, township: UUID, leader: User, officer: User) -> None:
    decision = asked(parcel, township, leader, officer)
    with pytest.raises(NotAllowed):
        decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=officer)


def test_a_substitute_decides_but_not_on_what_he_asked_himself(
    parcel: Parcel, township: UUID, leader: User, officer: User, now: Frozen
) -> None:
    deputy = User.objects.get(pk=services.enrol("fuzhen", "副镇长", township, actor=OPERATOR).record_id)
    decision = asked(parcel, township, leader, officer)
    substitution.arrange(leader.pk, officer.pk, DAY, DAY, "出差", actor=leader)
    with pytest.raises(NotAllowed):
        decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=officer)
    now.move(days=1)
    tomorrow = DAY + timedelta(days=1)
    substitution.arrange(leader.pk, deputy.pk, tomorrow, tomorrow, "出差", actor=leader)
    decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=deputy)
    assert approved == ["approved"]


def test_nobody_is_asked_to_decide_on_his_own(parcel: Parcel, township: UUID, officer: User) -> None:
    services.grant(officer.pk, Role.SIGNER, township, SET_UP, actor=OPERATOR)
    with pytest.raises(Refused, match="不能签批自己报送"):
        decisions.ask(KIND, parcel.pk, township, officer.pk, "请审定", actor=officer)


def test_one_who_lost_the_role_decides_no_more(
    parcel: Parcel, township: UUID, leader: User, officer: User, now: Frozen
) -> None:
    decision = asked(parcel, township, leader, officer)
    bearer = open_link(decision, officer)
    services.end_role(leader.grants.get().pk, DAY, actor=OPERATOR)
    now.move(days=1)
    for actor in (leader, bearer):
        with pytest.raises(NotAllowed):
            decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=actor)


def test_returning_needs_a_comment(parcel: Parcel, township: UUID, leader: User, officer: User) -> None:
    decision = asked(parcel, township, leader, officer)
    with pytest.raises(Refused, match="退回须写明意见"):
        decisions.decide(decision.pk, Outcome.RETURNED, " ", decision.version_hash, actor=leader)
