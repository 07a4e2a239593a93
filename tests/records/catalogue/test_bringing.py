"""Matters from elsewhere, their order, the filed booklet, and what the calendar reminds of."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from gongkai import documents
from gongkai.law import standard
from gongkai.records.accounts.models import User
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import NotFound, Refused
from gongkai.records.base.files import services as files
from gongkai.records.base.tasks import selectors as tasks
from gongkai.records.catalogue import bringing, filing, reminding, selectors, services
from gongkai.records.catalogue.jobs import file_booklet, remind
from gongkai.records.catalogue.models import Booklet, Catalogue
from gongkai.records.catalogue.rows import Row
from tests.records.catalogue.test_services import (
    BUDGET,
    SUBSIDY,
    approve,
    draft_of,
    of_county,
    of_township,
    signer_of,
    supervisor,
)
from tests.records.conftest import DAY

__all__ = ["of_county", "of_township", "supervisor"]


def names(agency: UUID) -> list[str]:
    return [row.level1 for row in selectors.rows_of(draft_of(agency))]


def test_matters_move_and_new_ones_come_behind_the_one_named(of_county: Catalogue, supervisor: User, county: UUID) -> None:
    services.start_draft(of_county.pk, actor=supervisor)
    draft = draft_of(county)
    first, second, third = (row.key for row in selectors.rows_of(draft))
    services.move_matter(draft.pk, third, None, actor=supervisor)
    assert names(county) == ["税收政策", "补贴结果", "财政预算"]
    services.move_matter(draft.pk, first, second, actor=supervisor)
    assert names(county) == ["税收政策", "财政预算", "补贴结果"]
    services.add_matter(draft.pk, {**SUBSIDY, "level1": "新的"}, third, actor=supervisor)
    assert names(county) == ["税收政策", "新的", "财政预算", "补贴结果"]
    with pytest.raises(Refused, match="请选择另一个事项"):
        services.move_matter(draft.pk, first, first, actor=supervisor)


def test_the_preview_of_an_import_says_what_the_act_then_does(of_township: Catalogue, officer: User, township: UUID) -> None:
    draft = draft_of(township)
    services.add_matter(draft.pk, {**SUBSIDY, "level1": "自有"}, actor=officer)
    rows = [
        Row(level1="").changed(values) for values in ({**BUDGET, "subject": "财政所"}, {**SUBSIDY, "level1": "新增"}, SUBSIDY)
    ]
    plan = bringing.plan_import(draft, rows, True)
    assert [row.level1 for row in plan.added] == ["新增"]
    assert [(change.after.level1, change.fields) for change in plan.changed] == [("财政预算", ("subject",))]
    assert ([row.level1 for row in plan.removed], plan.same) == (["自有"], 1)
    assert [row.level1 for row in plan.unexplained] == ["财政预算"]
    values: list[dict[str, Any]] = [{**BUDGET, "subject": "财政所", "reason": "分工"}, {**SUBSIDY, "level1": "新增"}, SUBSIDY]
    bringing.import_rows(draft.pk, values, True, actor=officer)
    assert names(township) == ["补贴结果", "财政预算", "新增"]


def test_two_rows_of_one_name_become_two_matters(of_county: Catalogue, supervisor: User, county: UUID) -> None:
    services.start_draft(of_county.pk, actor=supervisor)
    bringing.import_rows(draft_of(county).pk, [SUBSIDY, {**SUBSIDY, "elements": "另一项"}], True, actor=supervisor)
    assert [row.elements for row in selectors.rows_of(draft_of(county))] == ["对象姓名、面积、金额", "另一项"]


def test_matters_of_another_agency_and_samples_come_once(
    of_county: Catalogue, of_township: Catalogue, officer: User, township: UUID
) -> None:
    draft = draft_of(township)
    done = bringing.copy_from(draft.pk, of_county.pk, ["D25"], actor=officer)
    assert done.result == {"added": 1, "present": 0}
    with pytest.raises(Refused, match="没有新的事项"):
        bringing.copy_from(draft.pk, of_county.pk, actor=officer)
    with pytest.raises(NotFound):
        bringing.copy_from(draft.pk, of_township.pk, actor=officer)
    done = bringing.add_samples(draft.pk, ["D05"], actor=officer)
    assert done.result["added"] > 3
    last = selectors.rows_of(draft)[-1]
    assert (last.domain, last.subject, last.inherited_key) == ("D05", "石桥镇人民政府", None)
    assert len({row.key for row in selectors.rows_of(draft)}) == draft.matters.count()


def test_the_booklet_of_an_approved_version_is_filed_once(of_county: Catalogue) -> None:
    version = selectors.in_force(of_county)
    assert file_booklet.call(str(version.pk)) is True
    assert file_booklet.call(str(version.pk)) is False
    assert [booklet.kind for booklet in Booklet.objects.filter(version=version)] == ["docx", "pdf"]
    for booklet in Booklet.objects.filter(version=version):
        with files.read(booklet.file) as stream:
            assert "补贴结果" in documents.read(stream.read()).plain_text().replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("kind", ["xlsx", "json", "csv", "docx", "pdf"])
def test_a_draft_can_be_taken_away_too(of_township: Catalogue, township: UUID, kind: str) -> None:
    assert len(filing.written(draft_of(township), kind)) > 100


def test_what_is_due_this_month_is_a_task_once(
    of_county: Catalogue, supervisor: User, officer: User, county: UUID, now: Frozen
) -> None:
    from gongkai.records.accounts import services as accounts
    from gongkai.records.accounts.roles import Role
    from gongkai.records.base.actors import OPERATOR
    from tests.records.conftest import SET_UP

    keeper = accounts.enrol("xianzhuangan", "县专干", county, actor=OPERATOR).record_id
    accounts.grant(keeper, Role.OFFICER, county, SET_UP, actor=OPERATOR)
    user = User.objects.get(pk=keeper)
    now.move(days=(date(2027, 1, 5) - DAY).days)
    assert remind.call() == 1
    assert remind.call() == 0
    task = tasks.waiting_for(user).get()
    assert (task.reason, task.due) == ("2027年1月应公开定期事项 3 项，请逐项核对并公开", date(2027, 1, 29))
    assert reminding.confirm_month(of_county.pk, date(2027, 1, 1), actor=user).result == {"closed": 1}
    assert remind.call() == 0
    with pytest.raises(Refused, match="已经核对过"):
        reminding.confirm_month(of_county.pk, date(2027, 1, 1), actor=user)


def test_a_superior_s_newer_version_is_a_task_until_it_is_taken_in(
    of_county: Catalogue, of_township: Catalogue, officer: User, supervisor: User, county: UUID, township: UUID, now: Frozen
) -> None:
    assert reminding.behind(DAY) == []
    services.start_draft(of_county.pk, actor=supervisor)
    approve(county, supervisor, User.objects.get(username="xianzhang"))
    assert remind.call() == 1
    assert remind.call() == 0
    assert [task.code for task in tasks.waiting_for(officer)] == ["catalogue.above"]
    bringing.refresh_from_above(draft_of(township).pk, actor=officer)
    assert not tasks.waiting_for(officer).exists()
    assert reminding.behind(DAY) == []
    approve(township, officer, signer_of(township, "zhenzhang"))
    now.move(days=1)
    assert remind.call() == 0


def test_what_is_due_costs_one_query_for_all_agencies(
    of_county: Catalogue, county: UUID, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        due = reminding.due_in_month(date(2027, 1, 5), standard())
    assert due == {of_county.pk: {date(2027, 1, 29): 3}}
    with django_assert_num_queries(1):
        assert reminding.due_in_month(date(2027, 2, 5), standard()) == {}
