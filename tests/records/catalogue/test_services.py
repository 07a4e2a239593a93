"""A county's catalogue, a township that takes it over, and the leader who approves it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from gongkai.records.accounts import decisions
from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import Decision, Outcome, User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies.models import Agency
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import NotAllowed, Refused
from gongkai.records.base.tasks import selectors as tasks
from gongkai.records.catalogue import bringing, selectors, services
from gongkai.records.catalogue.models import Catalogue, CatalogueVersion
from tests.records.conftest import DAY, SET_UP

SUBSIDY: dict[str, Any] = {
    "domain": "D19",
    "items": ["20-11"],
    "level1": "补贴结果",
    "level2": "耕地地力保护补贴",
    "elements": "对象姓名、面积、金额",
    "basis": "《政府信息公开条例》",
    "limit_text": "信息形成或者变更之日起20个工作日内",
    "limit_unit": "working_days",
    "limit_days": 20,
    "frequency": "periodic",
    "period": "year",
    "subject": "各乡镇人民政府",
    "channels": ["website", "notice_board"],
    "levels": ["township", "village"],
}
BUDGET = {**SUBSIDY, "domain": "D08", "level1": "财政预算", "level2": "部门预算", "levels": ["county", "township"]}
COUNTY_ONLY = {**SUBSIDY, "domain": "D25", "level1": "税收政策", "level2": "", "levels": ["county"]}


@pytest.fixture
def supervisor(county: UUID) -> User:
    done = accounts.enrol("zhuguan", "主管", county, actor=OPERATOR)
    accounts.grant(done.record_id, Role.SUPERVISOR, county, SET_UP, actor=OPERATOR)
    return User.objects.get(pk=done.record_id)


def signer_of(agency: UUID, username: str) -> User:
    done = accounts.enrol(username, "签发人", agency, actor=OPERATOR)
    accounts.grant(done.record_id, Role.SIGNER, agency, SET_UP, actor=OPERATOR)
    return User.objects.get(pk=done.record_id)


def draft_of(agency: UUID) -> CatalogueVersion:
    found = selectors.in_hand(Catalogue.objects.get(agency=agency))
    assert found is not None
    return found


def approve(agency: UUID, by: User, decider: User, outcome: Outcome = Outcome.APPROVED) -> None:
    done = services.submit(draft_of(agency).pk, decider.pk, DAY, actor=by)
    decision = Decision.objects.get(pk=done.result["decision"])
    comment = "" if outcome is Outcome.APPROVED else "请补充依据"
    decisions.decide(decision.pk, outcome, comment, decision.version_hash, actor=decider)


@pytest.fixture
def of_county(county: UUID, supervisor: User) -> Catalogue:
    """The county's catalogue in force, with three matters."""
    services.open_catalogue(county, "青禾县基层政务公开标准目录", actor=supervisor)
    for values in (SUBSIDY, BUDGET, COUNTY_ONLY):
        services.add_matter(draft_of(county).pk, values, actor=supervisor)
    approve(county, supervisor, signer_of(county, "xianzhang"))
    return Catalogue.objects.get(agency=county)


@pytest.fixture
def of_township(of_county: Catalogue, township: UUID, officer: User) -> Catalogue:
    """The township's catalogue, a draft that took over the county's."""
    services.open_catalogue(township, "石桥镇公开目录", True, actor=officer)
    return Catalogue.objects.get(agency=township)


def test_a_township_takes_over_what_concerns_townships(of_township: Catalogue) -> None:
    rows = selectors.rows_of(draft_of(of_township.agency_id))
    assert [row.level1 for row in rows] == ["补贴结果", "财政预算"]
    theirs = selectors.rows_of(selectors.in_force(of_township.above))
    assert [row.inherited_key for row in rows] == [row.key for row in theirs[:2]]
    assert all(row.key != row.inherited_key for row in rows)


def test_what_was_taken_over_is_changed_with_a_reason_only(of_township: Catalogue, officer: User) -> None:
    draft = draft_of(of_township.agency_id)
    key = selectors.rows_of(draft)[0].key
    with pytest.raises(Refused, match="调整须写明理由"):
        services.change_matter(draft.pk, key, {"subject": "石桥镇财政所"}, actor=officer)
    services.change_matter(draft.pk, key, {"subject": "石桥镇财政所", "reason": "由财政所发放"}, actor=officer)
    assert selectors.rows_of(draft)[0].subject == "石桥镇财政所"


def test_what_was_taken_over_is_marked_not_removed(of_township: Catalogue, officer: User) -> None:
    draft = draft_of(of_township.agency_id)
    key = selectors.rows_of(draft)[0].key
    with pytest.raises(Refused, match="标为“不涉及”"):
        services.remove_matter(draft.pk, key, actor=officer)
    services.mark_not_applicable(draft.pk, "本镇无耕地补贴", key, actor=officer)
    services.mark_not_applicable(draft.pk, "本镇不编制", domain="D08", actor=officer)
    assert not selectors.applicable(draft).exists()
    services.mark_not_applicable(draft.pk, "", domain="D08", actor=officer)
    assert [matter.level1 for matter in selectors.applicable(draft)] == ["财政预算"]


def test_a_version_is_in_force_from_its_day_and_the_old_one_stays_what_it_was(
    of_county: Catalogue, supervisor: User, county: UUID, now: Frozen
) -> None:
    services.start_draft(of_county.pk, actor=supervisor)
    draft = draft_of(county)
    key = selectors.rows_of(draft)[2].key
    services.remove_matter(draft.pk, key, actor=supervisor)
    leader = User.objects.get(username="xianzhang")
    done = services.submit(draft.pk, leader.pk, DAY + timedelta(days=10), actor=supervisor)
    decision = Decision.objects.get(pk=done.result["decision"])
    decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=leader)
    assert selectors.in_force(of_county).number == 1
    now.move(days=10)
    assert selectors.in_force(of_county).number == 2
    assert selectors.in_force(of_county, DAY).number == 1
    changes = selectors.difference(
        selectors.rows_of(selectors.in_force(of_county, DAY)), selectors.rows_of(selectors.in_force(of_county))
    )
    assert ([row.level1 for row in changes.removed], changes.added, changes.changed) == (["税收政策"], [], [])


def test_a_matter_is_demanded_from_the_first_version_that_has_it(
    of_county: Catalogue, supervisor: User, county: UUID, now: Frozen
) -> None:
    services.start_draft(of_county.pk, actor=supervisor)
    services.add_matter(draft_of(county).pk, {**SUBSIDY, "level2": "新事项"}, actor=supervisor)
    leader = User.objects.get(username="xianzhang")
    done = services.submit(draft_of(county).pk, leader.pk, DAY + timedelta(days=10), actor=supervisor)
    decision = Decision.objects.get(pk=done.result["decision"])
    assert set(draft_of(county).matters.values_list("demanded_from", flat=True)) == {None}
    decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=leader)
    version = of_county.versions.get(number=2)
    assert [str(day) for day in version.matters.order_by("position").values_list("demanded_from", flat=True)] == [
        *["2026-03-10"] * 3,
        "2026-03-20",
    ]


def test_what_waits_or_is_approved_is_not_changed(of_county: Catalogue, supervisor: User, county: UUID) -> None:
    services.start_draft(of_county.pk, actor=supervisor)
    draft = draft_of(county)
    services.submit(draft.pk, User.objects.get(username="xianzhang").pk, DAY, actor=supervisor)
    with pytest.raises(Refused, match="不能修改"):
        services.add_matter(draft.pk, SUBSIDY, actor=supervisor)
    with pytest.raises(Refused, match="不能修改"):
        services.add_matter(selectors.in_force(of_county).pk, SUBSIDY, actor=supervisor)
    services.withdraw(draft.pk, actor=supervisor)
    services.add_matter(draft.pk, {**SUBSIDY, "level2": "另一项"}, actor=supervisor)


def test_a_returned_version_is_a_draft_again_and_waits_for_the_officer(
    of_township: Catalogue, officer: User, township: UUID
) -> None:
    approve(township, officer, signer_of(township, "zhenzhang"), Outcome.RETURNED)
    assert draft_of(township).state == "draft"
    assert [task.reason for task in tasks.waiting_for(officer)] == ["目录被退回：请补充依据"]


def test_a_wrong_date_alone_is_corrected_by_taking_the_version_back(
    of_township: Catalogue, officer: User, township: UUID
) -> None:
    leader, draft = signer_of(township, "zhenzhang"), draft_of(township)
    first = services.submit(draft.pk, leader.pk, DAY, actor=officer).result["decision"]
    services.withdraw(draft.pk, actor=officer)
    second = services.submit(draft.pk, leader.pk, DAY + timedelta(days=20), actor=officer).result["decision"]
    assert [task.reason for task in tasks.waiting_for(leader)] == ["审定《石桥镇公开目录》第 1 版（2 项，自 2026-03-30 施行）"]
    before, now = Decision.objects.get(pk=first), Decision.objects.get(pk=second)
    assert (before.outcome, now.outcome) == (Outcome.WITHDRAWN, "")
    assert before.version_hash != now.version_hash
    with pytest.raises(Refused, match="已由报送人撤回"):
        decisions.decide(before.pk, Outcome.APPROVED, "", before.version_hash, actor=leader)
    decisions.decide(now.pk, Outcome.APPROVED, "", now.version_hash, actor=leader)
    assert str(Catalogue.objects.get(agency=township).versions.get().effective_on) == "2026-03-30"


def test_what_was_taken_back_by_mistake_goes_to_the_same_leader_unchanged(
    of_township: Catalogue, officer: User, township: UUID
) -> None:
    leader, draft = signer_of(township, "zhenzhang"), draft_of(township)
    for _ in range(3):
        services.submit(draft.pk, leader.pk, DAY, actor=officer)
        services.withdraw(draft.pk, actor=officer)
    services.submit(draft.pk, leader.pk, DAY, actor=officer)
    assert tasks.waiting_for(leader).count() == 1


def test_what_the_leader_returned_goes_back_to_him_only_with_another_content_or_date(
    of_township: Catalogue, officer: User, township: UUID
) -> None:
    leader, draft = signer_of(township, "zhenzhang"), draft_of(township)
    approve(township, officer, leader, Outcome.RETURNED)
    with pytest.raises(Refused, match="“签发人”已退回这一版本（请补充依据），内容和日期都没有改动；请按意见修改后再报。"):
        services.submit(draft.pk, leader.pk, DAY, actor=officer)
    services.submit(draft.pk, leader.pk, DAY + timedelta(days=1), actor=officer)
    assert tasks.waiting_for(leader).count() == 1


def test_what_is_approved_after_its_day_stays_what_was_approved(
    of_township: Catalogue, officer: User, township: UUID, now: Frozen
) -> None:
    leader, draft = signer_of(township, "zhenzhang"), draft_of(township)
    done = services.submit(draft.pk, leader.pk, DAY, actor=officer)
    now.move(days=3)
    decision = Decision.objects.get(pk=done.result["decision"])
    decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=leader)
    decision.refresh_from_db()
    assert str(of_township.versions.get().effective_on) == "2026-03-13"
    assert decisions.is_current(decision)


def test_the_superior_s_new_version_comes_into_the_draft(
    of_township: Catalogue, of_county: Catalogue, officer: User, supervisor: User, county: UUID, township: UUID
) -> None:
    draft = draft_of(township)
    budget = selectors.rows_of(draft)[1]
    services.change_matter(draft.pk, budget.key, {"subject": "石桥镇财政所", "reason": "分工"}, actor=officer)
    services.start_draft(of_county.pk, actor=supervisor)
    theirs = draft_of(county)
    first, second, _ = selectors.rows_of(theirs)
    services.change_matter(theirs.pk, first.key, {"limit_days": 10}, actor=supervisor)
    services.change_matter(theirs.pk, second.key, {"subject": "县财政局"}, actor=supervisor)
    services.add_matter(theirs.pk, {**SUBSIDY, "level1": "救灾款物", "domain": "D23"}, actor=supervisor)
    approve(county, supervisor, User.objects.get(username="xianzhang"))
    done = bringing.refresh_from_above(draft.pk, actor=officer)
    assert done.result == {"added": 1, "followed": 1, "own_now": 0}
    rows = selectors.rows_of(draft)
    assert [(row.level1, row.limit_days, row.subject) for row in rows] == [
        ("补贴结果", 10, "各乡镇人民政府"),
        ("财政预算", 20, "石桥镇财政所"),
        ("救灾款物", 20, "各乡镇人民政府"),
    ]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"level1": ""}, "level1_missing"),
        ({"domain": "D99"}, "code_unknown"),
        ({"channels": ["D19"]}, "code_unknown"),
        ({"frequency": "periodic", "period": ""}, "period_missing"),
        ({"limit_unit": "working_days", "limit_days": None}, "limit_missing"),
        ({"manner": "secret"}, "choice_unknown"),
        ({"levels": ["moon"]}, "level_unknown"),
        ({"level1": "长" * 201}, "too_long"),
    ],
)
def test_a_matter_that_cannot_be_is_refused(
    of_township: Catalogue, officer: User, township: UUID, values: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        services.add_matter(draft_of(township).pk, {**SUBSIDY, **values}, actor=officer)
    assert refused.value.code == code


@pytest.mark.parametrize("field", ["elements", "basis", "limit_text", "subject"])
@pytest.mark.parametrize("value", ["", "同上"])
def test_a_matter_that_says_too_little_is_not_submitted(
    of_township: Catalogue, officer: User, township: UUID, field: str, value: str
) -> None:
    services.add_matter(draft_of(township).pk, {**SUBSIDY, "level1": "自有事项", field: value}, actor=officer)
    with pytest.raises(Refused, match="“自有事项"):
        services.submit(draft_of(township).pk, signer_of(township, "zhenzhang").pk, DAY, actor=officer)


def test_an_import_is_whole_or_nothing_and_known_matters_keep_their_key(
    of_county: Catalogue, supervisor: User, county: UUID
) -> None:
    services.start_draft(of_county.pk, actor=supervisor)
    draft = draft_of(county)
    before = selectors.rows_of(draft)
    with pytest.raises(Refused, match="第 2 项："):
        bringing.import_rows(draft.pk, [BUDGET, {**SUBSIDY, "domain": "X"}], True, actor=supervisor)
    assert selectors.rows_of(draft) == before
    done = bringing.import_rows(
        draft.pk, [{**BUDGET, "limit_days": 15}, {**SUBSIDY, "level1": "新事项"}], True, actor=supervisor
    )
    assert done.result == {"imported": 2, "added": 1, "changed": 1}
    rows = selectors.rows_of(draft)
    assert {(row.level1, row.limit_days) for row in rows} == {("财政预算", 15), ("新事项", 20)}
    assert next(row.key for row in rows if row.level1 == "财政预算") == before[1].key


def test_a_neighbour_s_officer_edits_nothing(of_township: Catalogue, county: UUID, now: Frozen) -> None:
    from gongkai.records.agencies import services as agencies
    from gongkai.records.agencies.models import Kind, Level

    other = agencies.register("柳河镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP, county, SET_UP, actor=OPERATOR).record_id
    neighbour = accounts.enrol("linju", "邻居", other, actor=OPERATOR).record_id
    accounts.grant(neighbour, Role.OFFICER, other, SET_UP, actor=OPERATOR)
    user = User.objects.get(pk=neighbour)
    with pytest.raises(NotAllowed):
        services.add_matter(draft_of(of_township.agency_id).pk, SUBSIDY, actor=user)
    assert list(selectors.visible_versions(user, of_township)) == []
    assert Agency.objects.filter(pk=other).exists()


def test_the_day_of_taking_effect_is_not_in_the_past(of_township: Catalogue, officer: User, township: UUID) -> None:
    with pytest.raises(Refused, match="施行日期不能早于今天"):
        services.submit(draft_of(township).pk, signer_of(township, "zhenzhang").pk, date(2026, 3, 9), actor=officer)
