"""The library at the desk: rules in versions, files read, the guide made; own, neighbour and superior."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Page

from gongkai.records.agencies import organisation_services as organisation
from gongkai.records.base.actors import OPERATOR
from gongkai.records.library import guides, jobs, services
from gongkai.records.library.models import GuideVersion, Rule, RuleKind, RuleVersion
from gongkai.records.library.services import Wording
from tests.desk.conftest import County
from tests.documents.office_files import docx, p

Desk = Callable[[str], Client]
OLD = Wording(date(2022, 1, 5), date(2022, 2, 1), "第一条　公开前逐件审查。", "石政发〔2022〕1号")
CONTACTS = {
    "address": "云水县石桥镇石桥大街1号",
    "office_hours": "工作日 8:30—12:00",
    "office_name": "石桥镇党政综合办公室",
    "office_phone": "0123-4567002",
}


def typed(**more: Any) -> dict[str, Any]:
    return {
        "title": "政府信息公开审查制度",
        "kind": "review",
        "shown": "on",
        "document_number": "石政发〔2026〕3号",
        "issued_on": "2026-03-01",
        "effective_on": "2026-03-05",
        "read": "on",
        "text": "",
        "key": "k" * 32,
        **more,
    }


@pytest.fixture
def rule(made: County) -> Rule:
    done = services.make_rule(made.township, RuleKind.REVIEW, "信息审查制度", OLD, actor=made.people["officer"])
    return Rule.objects.get(pk=done.record_id)


def test_a_rule_is_registered_with_its_text_read_from_the_file(made: County, desk: Desk) -> None:
    file = SimpleUploadedFile("审查制度.docx", docx(p("第一条　逐件审查。") + p("第二条　先审查、后公开。")))
    answer = desk("officer").post("/desk/rules/new/", typed(file=file), follow=True)
    assert answer.status_code == 200
    version = RuleVersion.objects.select_related("file").get()
    assert version.text == "第一条　逐件审查。\n第二条　先审查、后公开。"
    assert (version.file_name, version.file.file_class) == ("审查制度.docx", "public")  # type: ignore[union-attr]
    assert "制度已登记" in answer.content.decode()
    public = Client().get(f"/agencies/{made.township}/rules/{version.rule_id}/1/file")
    assert b"".join(public.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_a_file_without_text_is_said_and_what_was_typed_stays(made: County, desk: Desk) -> None:
    file = SimpleUploadedFile("空白.docx", docx(p("")))
    answer = desk("officer").post("/desk/rules/new/", typed(file=file))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "附件里没有可读的文字" in page
    assert "石政发〔2026〕3号" in page
    assert not Rule.objects.exists()


def test_a_file_with_an_identity_number_in_it_is_not_shown(made: County, desk: Desk) -> None:
    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("制度.docx", docx(p("经办人身份证号110101199003070011")))

    officer = desk("officer")
    answer = officer.post("/desk/rules/new/", typed(file=file(), text="第一条　逐件审查。"))
    assert answer.status_code == 422
    assert "附件不能对外公布" in answer.content.decode()
    hidden = {name: value for name, value in typed(file=file(), text="第一条　逐件审查。").items() if name != "shown"}
    assert officer.post("/desk/rules/new/", hidden).status_code == 302
    rule = Rule.objects.get()
    answer = officer.post(f"/desk/rules/{rule.pk}/show/", {"shown": "on", "key": "s" * 32})
    assert answer.status_code == 422
    assert not Rule.objects.get().shown


def test_new_version_repeal_and_going_on_stand_on_the_rules_page(made: County, desk: Desk, rule: Rule) -> None:
    officer = desk("officer")
    address = f"/desk/rules/{rule.pk}/"

    def version() -> str:
        found = re.search(r'name="version" value="(\d*)"', officer.get(f"{address}version/").content.decode())
        assert found
        return found[1]

    wording = typed(text="第一条　修订。", effective_on="2026-04-01", version=version())
    assert officer.post(f"{address}version/", wording).status_code == 302
    done = officer.post(f"{address}repeal/", {"repealed_on": "2026-12-31", "basis": "石政发〔2026〕9号", "key": "r" * 32})
    assert done.status_code == 302
    page = officer.get(address).content.decode()
    assert "尚未施行" in page
    assert "继续施行" in page
    assert officer.post(f"{address}go-on/", {"basis": "会议纪要", "key": "g" * 32}).status_code == 302
    assert RuleVersion.objects.get(number=1).repealed_on is None


def test_who_comes_second_is_told(made: County, desk: Desk, rule: Rule) -> None:
    answer = desk("officer").post(
        f"/desk/rules/{rule.pk}/repeal/", {"repealed_on": "2026-12-31", "basis": "文", "key": "r" * 32, "version": "7"}
    )
    assert answer.status_code == 409
    assert "已被他人办理" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "sees", "edits"),
    [
        ("officer", True, True),
        ("supervisor", True, True),
        ("signer", True, False),
        ("neighbour", False, False),
        ("nobody", False, False),
    ],
)
def test_own_neighbour_and_superior(made: County, desk: Desk, rule: Rule, who: str, sees: bool, edits: bool) -> None:
    client = desk(who)
    listed = client.get("/desk/rules/")
    assert ("信息审查制度" in listed.content.decode()) == sees
    assert client.get(f"/desk/rules/{rule.pk}/").status_code == (200 if sees else 404)
    assert client.get(f"/desk/rules/{rule.pk}/version/").status_code == (200 if edits else 403 if sees else 404)
    done = client.post(f"/desk/rules/{rule.pk}/show/", {"key": "s" * 32})
    assert done.status_code == (302 if edits else 403 if sees else 404)
    assert Rule.objects.get().shown != edits


def test_the_guide_says_what_is_missing_then_is_made_and_public(made: County, desk: Desk) -> None:
    officer = desk("officer")
    page = officer.get("/desk/guide/").content.decode()
    assert "还缺少条例第十二条规定的内容" in page
    refused = officer.post("/desk/guide/", {"key": "a" * 32})
    assert refused.status_code == 422
    organisation.set_contacts(made.township, CONTACTS, date(2025, 1, 1), actor=OPERATOR)
    assert "还没有政府信息公开指南" in officer.get("/desk/guide/").content.decode()
    assert officer.post("/desk/guide/", {"other": "请提前预约。", "key": "b" * 32}).status_code == 302
    guide = GuideVersion.objects.get()
    assert "请提前预约。" in guide.text
    page = officer.get("/desk/guide/").content.decode()
    assert "与单位信息一致" in page
    assert "请提前预约。" in page
    assert "0123-4567002" in Client().get(f"/agencies/{made.township}/guide/").content.decode()


def test_a_reminder_leads_to_the_guide(made: County, desk: Desk) -> None:
    organisation.set_contacts(made.township, CONTACTS, date(2025, 1, 1), actor=OPERATOR)
    guides.make_guide(made.township, {}, actor=made.people["officer"])
    organisation.set_contacts(made.township, {"office_phone": "0123-4567100"}, date(2026, 3, 10), actor=OPERATOR)
    jobs.remind_of_guides.call()
    page = desk("officer").get("/desk/").content.decode()
    assert "工作机构电话已变更，请更新政府信息公开指南。" in page
    assert f'href="/desk/guide/{made.township}/"' in page


def test_a_neighbour_makes_no_guide_for_us_and_a_signer_none_at_all(made: County, desk: Desk) -> None:
    assert desk("neighbour").get(f"/desk/guide/{made.township}/").status_code == 404
    assert desk("signer").get("/desk/guide/").status_code == 403
    assert desk("supervisor").get(f"/desk/guide/{made.township}/").status_code == 200


def test_the_home_page_says_how_rules_and_guide_stand(made: County, desk: Desk, rule: Rule) -> None:
    page = desk("officer").get("/desk/").content.decode()
    assert "现行有效的制度" in page
    assert "还没有" in page


def test_rules_are_found_by_what_they_say(made: County, desk: Desk, rule: Rule) -> None:
    assert "信息审查制度" in desk("officer").get("/desk/search/?q=逐件审查").content.decode()
    assert "信息审查制度" not in desk("neighbour").get("/desk/search/?q=逐件审查").content.decode()


def test_the_list_costs_the_same_however_many_rules(made: County, desk: Desk, rule: Rule) -> None:
    client = desk("officer")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get("/desk/rules/").status_code == 200
        return len(found)

    first = queries()
    for number in range(10):
        services.make_rule(made.township, RuleKind.OTHER, f"制度{number}", OLD, actor=made.people["officer"])
    assert queries() == first


@pytest.mark.needs("chromium", "axe")
def test_the_library_in_a_browser(
    seat: Callable[..., Page],
    site: str,
    made: County,
    rule: Rule,
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    organisation.set_contacts(made.township, CONTACTS, date(2025, 1, 1), actor=OPERATOR)
    page = seat("officer")
    page.get_by_role("link", name="制度", exact=True).click()
    axe(page)
    shot(page, "desk-rules")
    page.get_by_role("link", name="信息审查制度").click()
    axe(page)
    shot(page, "desk-rule")
    page.get_by_role("link", name="登记新的版本").click()
    axe(page)
    page.get_by_label("成文日期").fill("2026-03-01")
    page.get_by_label("施行日期").fill("2026-03-05")
    page.get_by_label("正文", exact=False).last.fill("第一条　三审三校。")
    shot(page, "desk-rule-version")
    page.get_by_role("button", name="登记新版本").click()
    page.get_by_text("新版本已登记").wait_for()
    page.goto(f"{site}/desk/guide/")
    axe(page)
    page.get_by_label("其他需要说明的事项").fill("请提前预约。")
    shot(page, "desk-guide")
    page.get_by_role("button", name="生成新版并公布").click()
    page.get_by_text("指南已更新").wait_for()
    assert UUID(str(GuideVersion.objects.get().agency_id)) == made.township
