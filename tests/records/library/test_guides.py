"""The disclosure guide of article 12: made from the records, kept fresh by reminders, printed as the official document."""

from __future__ import annotations

import io
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from gongkai.law import standard
from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import organisation_services as organisation
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Agency, GroupKind, Kind, Level, MemberRole
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import NotAllowed, Refused
from gongkai.records.base.log.models import LogEntry
from gongkai.records.base.tasks import selectors as tasks
from gongkai.records.library import guides, jobs, printing, selectors
from gongkai.records.library.facts import facts_on
from gongkai.records.library.guide import as_text, compose, parts_of
from tests.records.conftest import DAY, SET_UP

CONTACTS = {
    "address": "云水县石桥镇石桥大街1号",
    "postcode": "123456",
    "office_hours": "工作日 8:30—12:00，14:30—18:00",
    "phone": "0123-4567001",
    "fax": "0123-4567009",
    "email": "shiqiao@yunshui.example",
    "website": "www.yunshui.example",
    "head": "周望山",
    "office_name": "石桥镇党政综合办公室",
    "office_phone": "0123-4567002",
}


@pytest.fixture
def place(township: UUID, county: UUID) -> Agency:
    """A township with what article 12 asks for, and a county office above it."""
    organisation.set_contacts(township, CONTACTS, date(2025, 1, 1), actor=OPERATOR)
    above = {"office_name": "县政务公开办公室", "office_phone": "0123-4560000"}
    organisation.set_contacts(county, above, date(2025, 1, 1), actor=OPERATOR)
    return Agency.objects.select_related("parent").get(pk=township)


def text_of(place: Agency) -> str:
    found = selectors.guide_of(place)
    assert found is not None
    return found.text


def test_the_guide_says_everything_article_12_asks_for(place: Agency, officer: User) -> None:
    guides.make_guide(place.pk, {}, actor=officer)
    text = text_of(place)
    for name in ("address", "office_hours", "office_name", "office_phone", "fax", "email", "website", "postcode"):
        assert CONTACTS[name] in text, name
    for heading in (
        "一、政府信息的分类和编排体系",
        "二、主动公开",
        "三、依申请公开",
        "四、政府信息公开工作机构",
        "五、监督和救济",
    ):
        assert heading in text
    for said in ("当面提交、邮寄", "20个工作日内答复", "一次性告知", "不收取费用", "国办函〔2020〕109号", "国务院令第711号"):
        assert said in text
    assert "农田水利工程建设运营" in text
    assert "向青禾县人民政府申请行政复议" in text
    assert "县政务公开办公室，电话：0123-4560000" in text
    assert "第492号" not in text


def test_the_numbers_of_the_law_are_those_of_the_day(place: Agency) -> None:
    facts = facts_on(place)
    text = as_text(compose(facts, {}, standard(), DAY))
    assert f"{standard().get('reconsideration.apply.days', on=DAY)}日内" in text
    assert f"{standard().get('litigation.direct.months', on=DAY)}个月内" in text


def test_without_office_hours_there_is_no_guide_and_the_sentence_says_what_is_missing(place: Agency, officer: User) -> None:
    organisation.set_contacts(place.pk, {"office_hours": "", "office_name": ""}, DAY, actor=OPERATOR)
    with pytest.raises(Refused) as refused:
        guides.make_guide(place.pk, {}, actor=officer)
    assert refused.value.code == "facts_missing"
    assert "工作机构名称、办公时间" in refused.value.message


def test_own_passages_stand_in_their_part_and_are_kept(place: Agency, officer: User) -> None:
    guides.make_guide(
        place.pk, {"places": "镇便民服务中心一楼设有查阅点。\n\n各村公示栏。", "other": "节假日请提前预约。"}, actor=officer
    )
    parts = {part.heading: part.paragraphs for part in parts_of(text_of(place))}
    assert parts["二、主动公开"][-2:] == ("镇便民服务中心一楼设有查阅点。", "各村公示栏。")
    assert parts["六、其他事项"] == ("节假日请提前预约。",)
    found = selectors.guide_of(place)
    assert found is not None
    assert found.data["passages"]["other"] == "节假日请提前预约。"


def test_a_private_number_in_a_passage_is_refused(place: Agency, officer: User) -> None:
    with pytest.raises(Refused) as refused:
        guides.make_guide(place.pk, {"other": "经办人身份证号110101199003070011"}, actor=officer)
    assert refused.value.code == "personal_number"


def test_each_version_stays_what_it_was(place: Agency, officer: User, now: Frozen) -> None:
    guides.make_guide(place.pk, {}, actor=officer)
    now.move(days=1)
    organisation.set_contacts(place.pk, {"office_phone": "0123-4567100"}, date(2026, 3, 11), actor=OPERATOR)
    guides.make_guide(place.pk, {}, actor=officer)
    second, first = selectors.guides_of(place)
    assert (first.number, second.number) == (1, 2)
    assert "0123-4567002" in first.text
    assert "0123-4567100" in second.text
    assert first.content_hash != second.content_hash
    assert (first.made_on, second.made_on) == (DAY, date(2026, 3, 11))


def test_a_change_of_telephone_or_staff_asks_for_a_new_version_once(place: Agency, officer: User, now: Frozen) -> None:
    guides.make_guide(place.pk, {}, actor=officer)
    assert jobs.remind_of_guides.call() == 0
    organisation.set_contacts(place.pk, {"office_phone": "0123-4567100"}, DAY, actor=OPERATOR)
    post = organisation.set_up_post(place.pk, "公开专干", DAY, actor=OPERATOR).result["post"]
    organisation.take_post(UUID(str(post)), "沈知秋", DAY, actor=OPERATOR)
    assert jobs.remind_of_guides.call() == 1
    entries = LogEntry.objects.count()
    assert jobs.remind_of_guides.call() == 0
    assert LogEntry.objects.count() == entries
    [task] = tasks.waiting_for(officer)
    assert task.reason == "工作机构电话、工作人员已变更，请更新政府信息公开指南。"
    assert task.due == date(2026, 4, 8)
    now.move(days=3)
    organisation.set_contacts(place.pk, {"fax": ""}, date(2026, 3, 13), actor=OPERATOR)
    assert jobs.remind_of_guides.call() == 1
    [task] = tasks.waiting_for(officer)
    assert "传真" in task.reason
    assert task.due == date(2026, 4, 8)
    guides.make_guide(place.pk, {}, actor=officer)
    assert not tasks.waiting_for(officer).exists()
    assert jobs.remind_of_guides.call() == 0


def test_a_year_without_a_look_asks_for_one(place: Agency, officer: User, now: Frozen) -> None:
    guides.make_guide(place.pk, {}, actor=officer)
    now.move(days=364)
    assert jobs.remind_of_guides.call() == 0
    now.move(days=1)
    assert jobs.remind_of_guides.call() == 1
    assert "满一年" in tasks.waiting_for(officer).get().reason


def test_an_agency_without_a_guide_is_asked_for_one_and_a_village_is_not(place: Agency, officer: User) -> None:
    agencies.register("柳湾村民委员会", Kind.VILLAGE, Level.VILLAGE, place.pk, SET_UP, actor=OPERATOR)
    assert jobs.remind_of_guides.call() == 1
    [task] = tasks.waiting_for(officer)
    assert (task.record_id, "还没有" in task.reason) == (place.pk, True)


def test_leading_groups_are_named_only_where_they_may_be_public(place: Agency, officer: User) -> None:
    for name, shown in (("政务公开领导小组", True), ("保密工作领导小组", False)):
        group = organisation.found_group(place.pk, GroupKind.LEADING, name, SET_UP, shown=shown, actor=OPERATOR).result["group"]
        organisation.add_member(UUID(str(group)), f"{name[:2]}组长", MemberRole.HEAD, SET_UP, actor=OPERATOR)
    guides.make_guide(place.pk, {}, actor=officer)
    assert "政务公开领导小组负责统筹本机关政府信息公开工作，组长：政务组长。" in text_of(place)
    assert "保密工作" not in text_of(place)


@pytest.mark.parametrize("role", [Role.LIAISON, Role.SIGNER, Role.ADMINISTRATOR])
def test_who_does_not_keep_the_library_makes_no_guide(place: Agency, role: Role) -> None:
    other = accounts.enrol("other", "某某", place.pk, actor=OPERATOR).record_id
    accounts.grant(other, role, place.pk, SET_UP, actor=OPERATOR)
    with pytest.raises(NotAllowed):
        guides.make_guide(place.pk, {}, actor=User.objects.get(pk=other))


def test_a_text_comes_apart_into_the_parts_it_was_made_of(place: Agency) -> None:
    parts = compose(facts_on(place), {"other": "一、以下各项不是标题。"}, standard(), DAY)
    assert parts_of(as_text(parts)) == parts


def test_the_word_document_holds_every_line_and_is_the_same_each_time(place: Agency, officer: User) -> None:
    guides.make_guide(place.pk, {}, actor=officer)
    guide = selectors.guide_of(place)
    assert guide is not None
    data = printing.as_docx(guide)
    assert data == printing.as_docx(guide)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert all(line in xml for line in ("依申请公开", CONTACTS["office_phone"], "2026年3月10日"))


@pytest.mark.needs("pdftotext")
def test_the_pdf_says_what_the_guide_says(place: Agency, officer: User, tmp_path: Path) -> None:
    guides.make_guide(place.pk, {}, actor=officer)
    guide = selectors.guide_of(place)
    assert guide is not None
    (tmp_path / "guide.pdf").write_bytes(printing.as_pdf(guide))
    said = subprocess.run(["pdftotext", tmp_path / "guide.pdf", "-"], capture_output=True, text=True, check=True).stdout
    squeezed = "".join(said.split())
    assert "石桥镇人民政府政府信息公开指南" in squeezed
    assert "四、政府信息公开工作机构" in squeezed
    assert CONTACTS["office_phone"] in squeezed
