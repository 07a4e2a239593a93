"""Decisions: asked of a person about one version of a record, and made at the desk, by a one-time link, or on paper.

An app whose records are decided registers what the ground must know of them:

decidable("catalogue.catalogueversion", current_hash=…, decided=…, agency=…)

`decided(step, decision)` runs inside the act of the decision, so that approval and its effect are one transaction.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from gongkai.records.accounts import vouching
from gongkai.records.accounts.models import ANSWERS, Decision, DecisionLink, Means, Outcome, User
from gongkai.records.accounts.policies import holds, may_decide, may_record_paper
from gongkai.records.accounts.roles import DECISIONS_ASK, DECISIONS_MAKE
from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import place_of
from gongkai.records.base import clock
from gongkai.records.base.actors import Place
from gongkai.records.base.acts import Step, act
from gongkai.records.base.errors import ContractBroken, NotFound
from gongkai.records.base.files import services as files
from gongkai.records.base.files.store import Written
from gongkai.records.base.tasks import services as tasks

LINK_HOURS = 72
TASK = "decision"


@dataclass(frozen=True)
class Decidable:
    """A kind of record that is decided: the hash of its present version, what follows a decision, and whose it is."""

    current_hash: Callable[[UUID], str]
    decided: Callable[[Step, Decision], None]
    agency: Callable[[UUID], UUID | None] | None = None


_KINDS: dict[str, Decidable] = {}


def decidable(
    record_type: str,
    *,
    current_hash: Callable[[UUID], str],
    decided: Callable[[Step, Decision], None],
    agency: Callable[[UUID], UUID | None] | None = None,
) -> None:
    """Registers a kind of record ("app.model"); once, when its app is ready. With `agency`, only that agency's own leaders are
    asked about a record."""
    _KINDS[record_type] = Decidable(current_hash, decided, agency)


@dataclass(frozen=True)
class LinkBearer:
    """Who holds an open link: may make this one decision, and nothing else."""

    link: DecisionLink

    @property
    def actor_key(self) -> str:
        return f"link:{self.link.decision_id}"

    def can(self, capability: str, place: Place) -> bool:
        return False


@act("accounts.ask_decision")
def ask(
    step: Step, record_type: str, record_id: UUID, agency: UUID, decider: UUID, subject: str, due: date | None = None
) -> dict[str, Any]:
    """Asks `decider` to decide on the record's present version; a task waits for them. Nobody is asked by himself."""
    place = Agency.objects.filter(pk=agency).first()
    person = User.objects.filter(pk=decider).first()
    if place is None or person is None:
        raise NotFound(gettext("找不到该单位或签批人，请刷新页面后重新选择。"))
    step.allow(holds(DECISIONS_ASK), place)
    return {"decision": ask_in(step, record_type, record_id, place, person, subject, due).pk}


def ask_in(
    step: Step, record_type: str, record_id: UUID, agency: Agency, decider: User, subject: str, due: date | None = None
) -> Decision:
    """The same inside another act (a submission asks for its decision in one transaction)."""
    step.require(decider.is_active, gettext("“%(name)s”的账号已停用，请另选签批人。") % {"name": decider.name}, "user_inactive")
    step.require(
        decider.can(DECISIONS_MAKE, place_of(agency)),
        gettext("“%(name)s”在该单位没有审核或签发角色，请另选签批人，或请管理员授权。") % {"name": decider.name},
        "decider_without_role",
    )
    step.require(
        step.actor.actor_key != decider.actor_key,
        gettext("本人不能签批自己报送的事项，请另选签批人。"),
        "decides_his_own",
    )
    known = _kind(record_type)
    step.require(
        known.agency is None or known.agency(record_id) == agency.pk,
        gettext("该事项不是“%(name)s”的，请由其所属单位报送。") % {"name": agency.name},
        "record_elsewhere",
    )
    version_hash = known.current_hash(record_id)
    _check_not_asked(step, of_record(record_type, record_id).filter(version_hash=version_hash, decider=decider))
    decision = step.create(
        Decision(
            record_type=record_type,
            record_id=record_id,
            version_hash=version_hash,
            subject=subject.strip(),
            agency=agency,
            decider=decider,
            asked_by=step.actor.actor_key,
            asked_at=clock.now(),
            due=due,
        )
    )
    tasks.open_task(decision, decider, TASK, decision.subject, due)
    step.log({"asked": decider.pk, "version": version_hash, "of": [record_type, record_id]}, record=decision)
    return decision


def _check_not_asked(step: Step, same: QuerySet[Decision]) -> None:
    """Refused where the decider was asked about this version, and what the asker can do about it. What was withdrawn may be
    asked again."""
    known = same.exclude(outcome=Outcome.WITHDRAWN).first()
    if known is None:
        return
    said = {
        "": gettext("这一版本已请“%(name)s”签批，请等待其意见；要修改的，请先撤回。"),
        Outcome.APPROVED: gettext("“%(name)s”已同意这一版本，不需要再报。"),
        Outcome.RETURNED: gettext("“%(name)s”已退回这一版本（%(comment)s），内容和日期都没有改动；请按意见修改后再报。"),
    }[known.outcome]
    step.require(False, said % {"name": known.decider.name, "comment": known.comment}, "already_asked")


def withdraw_in(step: Step, record_type: str, record_id: UUID) -> None:
    """Inside the act that takes a submission back: what waits for an answer about the record waits no more, and its open links
    close."""
    for pk in list(of_record(record_type, record_id).filter(outcome="").values_list("pk", flat=True)):
        held = step.lock(Decision, pk)
        if held.outcome:
            continue
        tasks.close(held, step.actor)
        for link in DecisionLink.objects.select_for_update().filter(decision=held, used_at=None, revoked_at=None):
            step.project(link, revoked_at=clock.now())
        step.project(held, outcome=Outcome.WITHDRAWN.value, decided_at=clock.now(), recorded_by=step.actor.actor_key)
        step.log({"withdrawn": True}, record=held)


def hand_on(step: Step, person: User, receiver: User) -> int:
    """Inside the hand-over of a person's work: the decisions that wait for them are asked of the receiver, where a role lets
    the receiver decide there and he did not ask for it himself. Open links of the person close with it. Returns how many."""
    waiting = Decision.objects.filter(decider=person, outcome="").order_by("id").values_list("pk", flat=True)
    moved = 0
    for pk in list(waiting):
        held = step.lock(Decision, pk)
        same = Decision.objects.filter(
            record_type=held.record_type, record_id=held.record_id, version_hash=held.version_hash, decider=receiver
        ).exclude(outcome=Outcome.WITHDRAWN)
        may = receiver.can(DECISIONS_MAKE, place_of(held.agency)) and held.asked_by != receiver.actor_key
        if held.outcome or not may or same.exists():
            continue
        for link in DecisionLink.objects.select_for_update().filter(decision=held, used_at=None, revoked_at=None):
            step.project(link, revoked_at=clock.now())
        step.project(held, decider=receiver)
        step.log({"from": person.pk, "to": receiver.pk}, record=held)
        moved += 1
    return moved


@act("accounts.make_link")
def make_link(step: Step, decision: UUID, token_hash: str) -> dict[str, Any]:
    """An address for one decision (`new_token` gives the token and its hash). A new link closes the earlier ones."""
    found = _seen(decision)
    step.allow(holds(DECISIONS_ASK), found.agency)
    _check_vouched_for(step)
    held = step.lock(Decision, decision)
    step.require(not held.outcome, gettext("该事项已签批，不再需要链接。"), "already_decided")
    now = clock.now()
    for link in DecisionLink.objects.select_for_update().filter(decision=held, used_at=None, revoked_at=None):
        step.project(link, revoked_at=now)
    expires = now + timedelta(hours=LINK_HOURS)
    step.add(DecisionLink(decision=held, token_hash=token_hash, made_at=now, expires_at=expires))
    step.log({"link_until": expires})
    return {"expires_at": expires.isoformat()}


@act("accounts.decide")
def decide(
    step: Step,
    decision: UUID,
    outcome: Outcome,
    comment: str,
    version_hash: str,
    decided_on: date | None = None,
    proof: Written | None = None,
    proof_type: str = "",
) -> dict[str, Any]:
    """The answer. At the desk by the decider or their substitute; by the bearer of an open link; or on paper: recorded by
    somebody of the agency, with a photo or scan of the leader's decision and its date. Returning needs a comment.

    `version_hash` is of the version that was looked at: if the record has another by now, nothing is decided.
    """
    found = _seen(decision)
    means = Means.LINK if isinstance(step.actor, LinkBearer) else Means.PAPER if proof is not None else Means.DESK
    step.allow(may_record_paper if means is Means.PAPER else may_decide, found)
    if means is Means.DESK:
        step.require(
            vouching.may_decide_here(step.actor),
            gettext(
                "您的密码（或登录方式）是管理员重设或发放的，还没有人核实是您本人在用，暂时不能签批。"
                "请本单位公开专干、工作机构负责人或主管部门打开您的人员页，点“核实本人”；也可以用一次性链接或纸质签批。"
            ),
            "not_vouched_for",
        )
    if means is Means.PAPER:
        _check_vouched_for(step)
    held = step.lock(Decision, decision)
    step.require(held.outcome != Outcome.WITHDRAWN, gettext("该事项已由报送人撤回，不需要签批。"), "withdrawn")
    step.require(
        not held.outcome,
        gettext("该事项已于 %(day)s 签批（%(outcome)s），不能重复签批。")
        % {"day": held.decided_on, "outcome": Outcome(held.outcome).label if held.outcome else ""},
        "already_decided",
    )
    kind = _kind(held.record_type)
    step.require(
        held.version_hash == version_hash == kind.current_hash(held.record_id),
        gettext("报送的内容在此期间已经修改，请刷新页面，看过新的内容后再签批。"),
        "version_changed",
    )
    if isinstance(step.actor, LinkBearer):
        link = DecisionLink.objects.select_for_update().get(pk=step.actor.link.pk)
        step.require(link_is_open(link, clock.now()), gettext("该链接已失效，请向经办人索取新的链接。"), "link_closed")
        step.project(link, used_at=clock.now())
    outcome = Outcome(outcome)
    step.require(outcome in ANSWERS, gettext("请选择“同意”或“退回”；撤回由报送人办理。"), "outcome_unknown")
    step.require(
        outcome is Outcome.APPROVED or bool(comment.strip()), gettext("退回须写明意见，经办人据此修改。"), "comment_missing"
    )
    if means is Means.PAPER:
        step.require(decided_on is not None, gettext("请填写领导签批的日期。"), "date_missing")
    day = decided_on or step.on
    step.require(day <= clock.today(), gettext("签批日期不能晚于今天。"), "date_in_future")
    kept = files.keep(proof, proof_type) if proof is not None else None
    step.project(
        held,
        outcome=outcome.value,
        comment=comment.strip(),
        decided_on=day,
        decided_at=clock.now(),
        means=means.value,
        proof=kept,
        recorded_by=step.actor.actor_key,
    )
    tasks.close(held, step.actor, TASK)
    step.log({"outcome": outcome.value, "means": means.value, "on": day, "version": version_hash})
    kind.decided(step, held)
    return {"outcome": outcome.value}


def _check_vouched_for(step: Step) -> None:
    """Who brings in a leader's answer could make it up: an account that somebody gave out does neither."""
    step.require(
        vouching.may_decide_here(step.actor),
        gettext(
            "您的密码（或登录方式）是管理员重设或发放的，还没有人核实是您本人在用，暂时不能生成签批链接、登记线下签批。"
            "请本单位其他公开专干、工作机构负责人或主管部门打开您的人员页，点“核实本人”。"
        ),
        "not_vouched_for",
    )


def new_token() -> tuple[str, str]:
    """A token for an address, and the hash under which it is kept."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    """The hash under which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str) -> DecisionLink | None:
    """The link of a token, open or not; None for a token that never was."""
    found = DecisionLink.objects.select_related("decision__agency", "decision__decider").filter(token_hash=token_hash(token))
    return found.first()


def link_is_open(link: DecisionLink, now: datetime) -> bool:
    """Whether the link still lets its bearer decide."""
    return link.used_at is None and link.revoked_at is None and now < link.expires_at


def of_record(record_type: str, record_id: UUID) -> QuerySet[Decision]:
    """All decisions about a record, the latest first."""
    return (
        Decision.objects.filter(record_type=record_type, record_id=record_id)
        .select_related("decider", "agency", "proof")
        .order_by("-asked_at", "-id")
    )


def is_current(decision: Decision) -> bool:
    """Whether the record still is as it was when the decision was asked; False where it is gone."""
    try:
        return _kind(decision.record_type).current_hash(decision.record_id) == decision.version_hash
    except NotFound:
        return False


def _kind(record_type: str) -> Decidable:
    if record_type not in _KINDS:
        raise ContractBroken(f"{record_type} is no kind of record that is decided")
    return _KINDS[record_type]


def _seen(decision: UUID) -> Decision:
    found = Decision.objects.select_related("agency", "decider").filter(pk=decision).first()
    if found is None:
        raise NotFound(gettext("找不到该签批事项，请返回列表重新选择。"))
    return found
