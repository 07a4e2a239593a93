"""What the public sees of an agency: guide, rules, board; nothing hidden, nothing personal; calm where there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from playwright.sync_api import Page

from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import organisation_services as organisation
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import GroupKind, Kind, Level, MemberRole
from gongkai.records.base import clock
from gongkai.records.base.actors import OPERATOR
from gongkai.records.library import guides, services
from gongkai.records.library.models import RuleKind
from gongkai.records.library.services import Wording
from tests.portal.conftest import NARROW

SET_UP = date(2020, 1, 1)


@pytest.fixture(autouse=True)
def stores(settings: Any, tmp_path: Path) -> None:
    settings.FILE_STORE, settings.KEY_FOLDER = tmp_path / "files", tmp_path / "keys"


@pytest.fixture
def now() -> Iterator[clock.Frozen]:
    with clock.frozen(datetime(2026, 3, 10, 4, tzinfo=UTC)) as frozen:
        yield frozen


@pytest.fixture
def township(db: None, now: clock.Frozen) -> UUID:
    """石桥镇 of 云水县 with contacts, a shown and a hidden group, rules of every standing, and a guide."""
    county = agencies.register("云水县人民政府", Kind.GOVERNMENT, Level.COUNTY, None, SET_UP, actor=OPERATOR).record_id
    place = agencies.register("石桥镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP, county, SET_UP, actor=OPERATOR).record_id
    agencies.register("柳湾村民委员会", Kind.VILLAGE, Level.VILLAGE, place, SET_UP, actor=OPERATOR)
    officer = accounts.enrol("officer", "沈知秋", place, phone="13900001111", actor=OPERATOR).record_id
    accounts.grant(officer, Role.OFFICER, place, SET_UP, actor=OPERATOR)
    contacts = {
        "address": "云水县石桥镇石桥大街1号",
        "postcode": "123456",
        "office_hours": "工作日 8:30—12:00，14:30—18:00",
        "phone": "0123-4567001",
        "email": "shiqiao@yunshui.example",
        "website": "www.yunshui.example",
        "office_name": "石桥镇党政综合办公室",
        "office_phone": "0123-4567002",
    }
    organisation.set_contacts(place, contacts, date(2025, 1, 1), actor=OPERATOR)
    for name, kind, shown, phone in (
        ("石桥镇政务公开领导小组", GroupKind.LEADING, True, "13800002222"),
        ("石桥镇政务公开监督小组", GroupKind.SUPERVISION, True, "0123-4567003"),
        ("未公布的专班", GroupKind.WORKING, False, ""),
    ):
        found = organisation.found_group(
            place,
            kind,
            name,
            SET_UP,
            "关于成立政务公开领导小组的通知",
            "石政发〔2020〕3号",
            shown=shown,
            phone=phone,
            actor=OPERATOR,
        )
        group = UUID(str(found.result["group"]))
        organisation.add_member(group, "周望山", MemberRole.HEAD, SET_UP, "镇长", actor=OPERATOR)
        organisation.add_member(group, "何映雪", MemberRole.MEMBER, date(2025, 6, 1), "党政办主任", actor=OPERATOR)
    person = User.objects.get(pk=officer)
    text = "第一条　为规范政府信息公开前的审查工作，制定本制度。\n第二条　公开前逐件审查，先审查、后公开。"
    for title, kind, shown in (
        ("政府信息公开审查制度", RuleKind.REVIEW, True),
        ("政府信息发布制度", RuleKind.PUBLICATION, True),
        ("内部值班制度", RuleKind.OTHER, False),
    ):
        wording = Wording(date(2022, 1, 5), date(2022, 2, 1), text, "石政发〔2022〕1号")
        services.make_rule(place, kind, title, wording, shown, actor=person)
    from gongkai.records.library.models import Rule

    repealed = Rule.objects.get(title="政府信息发布制度")
    services.repeal(repealed.pk, date(2025, 1, 1), "石政发〔2025〕1号", actor=person)
    coming = Wording(date(2026, 3, 1), date(2026, 5, 1), "第一条　试行。", "石政发〔2026〕2号")
    services.make_rule(place, RuleKind.ASSESSMENT, "政务公开考核制度", coming, actor=person)
    guides.make_guide(place, {"places": "镇便民服务中心一楼设有政府信息查阅点。"}, actor=person)
    return place


def text(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_guide_stands_with_its_day_and_can_be_taken_away(township: UUID) -> None:
    page = text(f"/agencies/{township}/guide/")
    assert "更新日期：" in page
    assert "2026-03-10" in page
    assert "0123-4567002" in page
    for kind, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        answer = Client().get(f"/agencies/{township}/guide.{kind}")
        assert answer.content.startswith(start)
        assert "attachment" in answer["Content-Disposition"]
    assert Client().get(f"/agencies/{township}/guide.exe").status_code == 404


def test_rules_stand_in_force_first_and_repealed_ones_are_marked_and_found(township: UUID) -> None:
    page = text(f"/agencies/{township}/rules/")
    order = [page.index(title) for title in ("政府信息公开审查制度", "政务公开考核制度", "政府信息发布制度")]
    assert order == sorted(order)
    assert "已废止" in page
    assert "内部值班制度" not in page
    found = text(f"/agencies/{township}/rules/?q=发布")
    assert "政府信息发布制度" in found
    assert "考核制度" not in found
    assert "没有找到" in text(f"/agencies/{township}/rules/?q=值班")


def test_a_hidden_rule_has_no_page(township: UUID) -> None:
    from gongkai.records.library.models import Rule

    hidden, shown = Rule.objects.get(title="内部值班制度"), Rule.objects.get(title="政府信息公开审查制度")
    assert Client().get(f"/agencies/{township}/rules/{hidden.pk}/").status_code == 404
    assert Client().get(f"/agencies/{township}/rules/{hidden.pk}/1/file").status_code == 404
    assert "逐件审查" in text(f"/agencies/{township}/rules/{shown.pk}/")


def test_the_board_names_who_may_be_named_and_no_private_number(township: UUID) -> None:
    page = text(f"/agencies/{township}/board/")
    assert "石桥镇政务公开领导小组" in page
    assert "周望山" in page
    assert "0123-4567003" in page
    assert "2025-06-01" in page
    for hidden in ("未公布的专班", "13800002222", "13900001111"):
        assert hidden not in page


def test_the_agencys_first_page_leads_to_each_column(township: UUID) -> None:
    page = text(f"/agencies/{township}/")
    for column in ("guide", "rules", "board"):
        assert f"/agencies/{township}/{column}/" in page
    assert "现行有效 1 件" in page


def test_villages_have_no_pages_of_their_own_and_the_list_leads_to_agencies(township: UUID) -> None:
    from gongkai.records.agencies.models import Agency

    village = Agency.objects.get(name="柳湾村民委员会")
    assert Client().get(f"/agencies/{village.pk}/").status_code == 404
    page = text("/agencies/")
    assert "石桥镇人民政府" in page
    assert "柳湾村" not in page


def test_an_agency_that_has_nothing_yet_says_so_calmly(township: UUID) -> None:
    from gongkai.records.agencies.models import Agency

    county = Agency.objects.get(name="云水县人民政府")
    assert "正在编制" in text(f"/agencies/{county.pk}/guide/")
    assert "还没有公布制度" in text(f"/agencies/{county.pk}/rules/")
    assert "正在登记" in text(f"/agencies/{county.pk}/board/")


@pytest.mark.needs("chromium", "axe")
def test_the_public_pages_in_a_browser(
    visitor: Callable[..., Page], site: str, township: UUID, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    page = visitor()
    for column in ("", "guide/", "rules/", "board/"):
        page.goto(f"{site}/agencies/{township}/{column}")
        axe(page)
        shot(page, f"public-{column.strip('/') or 'agency'}")
    page.goto(f"{site}/agencies/{township}/rules/")
    page.get_by_role("link", name="政府信息公开审查制度").click()
    axe(page)
    shot(page, "public-rule")
    page.goto(f"{site}/agencies/")
    axe(page)


@pytest.mark.needs("chromium")
def test_names_and_days_are_not_broken_on_a_phone(visitor: Callable[..., Page], site: str, township: UUID) -> None:
    page = visitor(viewport=NARROW)
    page.goto(f"{site}/agencies/{township}/board/")
    lines = "e => { const r = document.createRange(); r.selectNodeContents(e); return r.getClientRects().length }"
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    for name in ("周望山", "何映雪"):
        assert page.get_by_role("cell", name=name).first.evaluate(lines) == 1
    page.goto(f"{site}/agencies/{township}/rules/")
    days = page.locator(".rules .day")
    assert "施行 2022-02-01" in days.all_inner_texts() and "废止 2025-01-01" in days.all_inner_texts()
    assert {day.evaluate(lines) for day in days.all()} == {1}
