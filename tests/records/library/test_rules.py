"""制度 in versions: which wording holds on which day, what the public sees, and who is reminded of an end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Agency, Kind, Level
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import NotAllowed, NotFound, Refused
from gongkai.records.base.files import services as files
from gongkai.records.base.tasks import selectors as tasks
from gongkai.records.library import jobs, reading, selectors, services
from gongkai.records.library.models import Rule, RuleKind, RuleVersion
from gongkai.records.library.services import Wording
from tests.documents.office_files import docx, p
from tests.records.conftest import DAY, SET_UP

OLD = Wording(date(2022, 1, 5), date(2022, 2, 1), "第一条　公开前逐件审查。", "石政发〔2022〕1号")
NEW = Wording(date(2025, 6, 1), date(2025, 7, 1), "第一条　公开前逐件审查，三审三校。", "石政发〔2025〕6号")


def made(officer: User, agency: UUID, title: str = "信息公开审查制度", wording: Wording = OLD, **more: Any) -> Rule:
    done = services.make_rule(agency, RuleKind.REVIEW, title, wording, actor=officer, **more)
    return Rule.objects.get(pk=done.record_id)


def state(rule: Rule, day: date) -> tuple[str, int]:
    found = selectors.standing(rule, day)
    return found.state, found.version.number


def test_on_each_day_the_wording_of_that_day_holds(officer: User, township: UUID) -> None:
    rule = made(officer, township)
    services.new_version(rule.pk, NEW, actor=officer)
    services.repeal(rule.pk, date(2026, 3, 1), "石政发〔2026〕2号", actor=officer)
    assert state(rule, date(2022, 1, 31)) == ("coming", 1)
    assert state(rule, date(2022, 2, 1)) == ("in_force", 1)
    assert state(rule, date(2025, 6, 30)) == ("in_force", 1)
    assert state(rule, date(2025, 7, 1)) == ("in_force", 2)
    assert state(rule, date(2026, 2, 28)) == ("in_force", 2)
    assert state(rule, date(2026, 3, 1)) == ("repealed", 2)
    held = {day: [one.version.number for one in selectors.in_force(Rule.objects.all(), day)] for day in (DAY, date(2024, 1, 1))}
    assert held == {DAY: [], date(2024, 1, 1): [1]}


def test_a_coming_wording_leaves_the_present_one_in_force_until_its_day(officer: User, township: UUID) -> None:
    rule = made(officer, township)
    coming = Wording(DAY, DAY + timedelta(days=30), "第一条　修订。")
    services.new_version(rule.pk, coming, actor=officer)
    now = selectors.standing(rule)
    assert (now.version.number, now.following and now.following.number) == (1, 2)


def test_the_hash_is_of_what_the_version_says(officer: User, township: UUID) -> None:
    rule = made(officer, township)
    services.new_version(rule.pk, NEW, actor=officer)
    first, second = rule.versions.order_by("number")
    assert len(first.content_hash) == 64
    assert first.content_hash != second.content_hash
    assert services.content_hash(rule, first) == first.content_hash
    services.repeal(rule.pk, date(2026, 4, 1), "石政发〔2026〕2号", actor=officer)
    second.refresh_from_db()
    assert services.content_hash(rule, second) == second.content_hash


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        (Wording(OLD.issued_on, OLD.effective_on), "wording_missing"),
        (Wording(DAY + timedelta(days=1), DAY + timedelta(days=1), "甲"), "issued_in_future"),
        (Wording(date(2022, 2, 2), date(2022, 2, 1), "甲"), "effective_before_issued"),
        (Wording(OLD.issued_on, OLD.effective_on, "甲", ends_on=OLD.effective_on), "ends_before_effective"),
        (Wording(OLD.issued_on, OLD.effective_on, "联系人身份证号110101199003070011"), "personal_number"),
    ],
)
def test_what_cannot_be_a_rule_is_refused_in_a_sentence(officer: User, township: UUID, wording: Wording, code: str) -> None:
    with pytest.raises(Refused) as refused:
        made(officer, township, wording=wording)
    assert refused.value.code == code
    assert not Rule.objects.exists()


def test_the_same_title_twice_is_sent_to_the_rule_that_is_there(officer: User, township: UUID) -> None:
    made(officer, township)
    with pytest.raises(Refused) as refused:
        made(officer, township)
    assert refused.value.code == "rule_exists"


def test_the_public_sees_what_is_shown_in_force_first_and_finds_the_repealed(officer: User, township: UUID) -> None:
    place = Agency.objects.get(pk=township)
    made(officer, township, "内部值班制度", shown=False)
    old = made(officer, township, "信息发布制度")
    services.repeal(old.pk, date(2025, 1, 1), "石政发〔2025〕1号", actor=officer)
    made(officer, township, "保密审查制度", NEW)
    shown = selectors.public_rules(place)
    assert [(one.rule.title, one.state) for one in shown] == [("保密审查制度", "in_force"), ("信息发布制度", "repealed")]
    assert "已废止" in shown[1].said
    assert [one.rule.title for one in selectors.public_rules(place, "逐件审查 发布")] == ["信息发布制度"]
    assert selectors.public_rules(place, "值班") == []
    with pytest.raises(NotFound):
        selectors.public_rule(place, Rule.objects.get(title="内部值班制度").pk)


def test_a_files_class_follows_whether_the_rule_is_shown(officer: User, township: UUID) -> None:
    def wording(shown: bool) -> Wording:
        written = files.write(b"%PDF-1.7 made up", services.file_class_for(shown))
        return Wording(OLD.issued_on, OLD.effective_on, file=written, file_name="制度.pdf", file_type="application/pdf")

    rule = made(officer, township, wording=wording(False), shown=False)
    services.show_rule(rule.pk, True, actor=officer)
    version, content = selectors.file_of(selectors.public_rule(Agency.objects.get(pk=township), rule.pk), 1)
    with content:
        assert content.read() == b"%PDF-1.7 made up"
    assert version.file is not None
    assert version.file.file_class == "public"
    services.show_rule(rule.pk, False, actor=officer)
    assert RuleVersion.objects.select_related("file").get(pk=version.pk).file.file_class == "internal"  # type: ignore[union-attr]


def test_the_officer_is_told_once_before_an_announced_end_and_the_act_closes_it(
    officer: User, township: UUID, now: Frozen
) -> None:
    end = DAY + timedelta(days=90)
    rule = made(officer, township, wording=Wording(date(2024, 1, 1), date(2024, 3, 1), "试行。", ends_on=end))
    assert jobs.remind_of_ends.call() == 0
    now.move(days=40)
    assert jobs.remind_of_ends.call() == 1
    assert jobs.remind_of_ends.call() == 0
    [task] = tasks.waiting_for(officer)
    assert (task.record_id, task.due, task.code) == (rule.pk, end, "library.rule_ending")
    assert "继续施行" in task.reason
    services.go_on(rule.pk, "镇党委会议纪要〔2026〕3号", actor=officer)
    assert not tasks.waiting_for(officer).exists()
    assert selectors.standing(rule, end).state == "in_force"
    assert jobs.remind_of_ends.call() == 0


def test_an_end_that_came_is_not_taken_back(officer: User, township: UUID) -> None:
    rule = made(officer, township)
    services.repeal(rule.pk, DAY, "石政发〔2026〕2号", actor=officer)
    with pytest.raises(Refused) as refused:
        services.go_on(rule.pk, "无", actor=officer)
    assert refused.value.code == "no_announced_end"
    with pytest.raises(Refused) as refused:
        services.repeal(rule.pk, DAY, "再次", actor=officer)
    assert refused.value.code == "repealed_already"


@pytest.mark.parametrize("role", [Role.LIAISON, Role.SIGNER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_does_not_keep_the_library_changes_nothing_in_it(officer: User, township: UUID, role: Role) -> None:
    rule = made(officer, township)
    other = accounts.enrol("other", "某某", township, actor=OPERATOR).record_id
    accounts.grant(other, role, township, SET_UP, actor=OPERATOR)
    person = User.objects.get(pk=other)
    for attempt in (
        lambda: services.new_version(rule.pk, NEW, actor=person),
        lambda: services.repeal(rule.pk, DAY, "无", actor=person),
        lambda: services.show_rule(rule.pk, False, actor=person),
        lambda: made(person, township, "另一制度"),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_neighbour_sees_and_changes_nothing_and_the_superior_both(officer: User, county: UUID, township: UUID) -> None:
    rule = made(officer, township, shown=False)
    next_door = agencies.register("青田镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP, county, SET_UP, actor=OPERATOR).record_id
    people = {}
    for name, agency, role in (("neighbour", next_door, Role.OFFICER), ("supervisor", county, Role.SUPERVISOR)):
        user = accounts.enrol(name, "某某", agency, actor=OPERATOR).record_id
        accounts.grant(user, role, agency, SET_UP, actor=OPERATOR)
        people[name] = User.objects.get(pk=user)
    assert list(selectors.visible(people["neighbour"])) == []
    with pytest.raises(NotFound):
        selectors.rule_for(people["neighbour"], rule.pk)
    with pytest.raises(NotAllowed):
        services.new_version(rule.pk, NEW, actor=people["neighbour"])
    assert list(selectors.visible(people["supervisor"])) == [rule]
    services.new_version(rule.pk, NEW, actor=people["supervisor"])


def test_public_lists_cost_the_same_however_many_there_are(
    officer: User, township: UUID, django_assert_num_queries: Any
) -> None:
    place = Agency.objects.get(pk=township)
    for number in range(12):
        made(officer, township, f"制度{number}")
    with django_assert_num_queries(2):
        assert len(selectors.public_rules(place)) == 12


def test_the_text_of_a_word_file_is_read_and_what_is_no_document_is_refused() -> None:
    assert "逐件审查" in reading.text_of(docx(p("信息公开审查制度") + p("第一条　公开前逐件审查。")), "制度.docx")
    with pytest.raises(Refused) as refused:
        reading.text_of(b"\x7fELF" + bytes(200), "制度.docx")
    assert refused.value.message.endswith("。")
