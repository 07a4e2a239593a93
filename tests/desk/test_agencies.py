"""Agencies at the desk: the tree of any day, the page, every act as a form, and who may."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page

from gongkai.desk import trail
from gongkai.records.accounts.models import Draft
from gongkai.records.agencies import organisation_services as organisation
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Agency, Group, GroupMember, Kind, Level, Post, PostHolding, Resource
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.log import chain
from gongkai.records.base.log.models import LogEntry
from tests import tools
from tests.desk.conftest import DAY, SET_UP, County
from tests.papers import PDF

pytestmark = pytest.mark.django_db
Desk = Callable[[str], Client]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[-600:]
    return answer.content.decode()


def send(client: Client, name: str, identity: Any, data: dict[str, Any], **changes: Any) -> Any:
    """Opens a form and sends it as a browser would: with the key and version it came with."""
    address = reverse(name, args=[identity])
    page = text(client, address)
    hidden = dict(re.findall(r'name="(key|version)" value="([^"]*)"', page))
    return client.post(address, {**hidden, **data, **changes})


def test_last_years_tree_shows_the_old_name_and_the_old_superior(made: County, desk: Desk) -> None:
    administrator = made.people["administrator"]
    agencies.rename(made.township, "石桥新镇人民政府", date(2026, 2, 1), actor=administrator)
    agencies.move(made.village, made.neighbour, date(2026, 2, 1), actor=administrator)
    client = desk("supervisor")
    now, before = text(client, "/desk/agencies/"), text(client, "/desk/agencies/?day=2025-06-30")
    assert "石桥新镇人民政府" in now
    assert "石桥镇人民政府" in before
    assert "石桥新镇人民政府" not in before
    assert now.index("青田镇人民政府") < now.index("柳湾村民委员会")
    assert before.index("石桥镇人民政府") < before.index("柳湾村民委员会") < before.index("青田镇人民政府")
    assert "下面是 2025-06-30 的名称和隶属关系" in before


def test_who_works_at_a_township_sees_it_and_its_village_and_no_neighbour(made: County, desk: Desk) -> None:
    client = desk("officer")
    page = text(client, "/desk/agencies/")
    assert "石桥镇人民政府" in page
    assert "柳湾村民委员会" in page
    assert "青田镇人民政府" not in page
    assert client.get(f"/desk/agencies/{made.township}/").status_code == 200
    for other in (made.neighbour, made.county):
        assert client.get(f"/desk/agencies/{other}/").status_code == 404
        assert client.get(f"/desk/agencies/{other}/contacts/").status_code == 404


@pytest.mark.parametrize("who", ["signer", "neighbour", "nobody"])
def test_who_may_not_edit_gets_no_form_and_no_act(made: County, desk: Desk, who: str) -> None:
    client = desk(who)
    for name in ("rename", "contacts", "groups", "posts", "resources", "merge"):
        address = f"/desk/agencies/{made.township}/{name}/"
        assert client.get(address).status_code in (403, 404), address
        assert client.post(address, {"name": "某单位", "since": "2026-01-01"}).status_code in (403, 404), address
    assert Agency.objects.get(pk=made.township).name == "石桥镇人民政府"


def test_an_agency_is_registered_renamed_reclassified_moved_and_merged(made: County, desk: Desk) -> None:
    client = desk("administrator")
    new = {"name": "云水县档案馆", "kind": "public_service", "level": "county", "since": "2026-01-05", "credit_code": ""}
    answer = send(client, "desk:agency-register", made.county, new)
    agency = Agency.objects.get(name="云水县档案馆")
    assert answer["Location"] == f"/desk/agencies/{agency.pk}/"
    send(client, "desk:agency-rename", agency.pk, {"name": "云水县档案中心", "since": "2026-02-01"})
    send(client, "desk:agency-reclassify", agency.pk, {"kind": "unit", "level": "county", "since": "2026-02-02"})
    send(client, "desk:agency-move", agency.pk, {"parent": str(made.township), "since": "2026-02-03"})
    agency.refresh_from_db()
    assert (agency.name, agency.kind, agency.parent_id) == ("云水县档案中心", "unit", made.township)
    answer = send(client, "desk:agency-merge", agency.pk, {"into": str(made.township), "since": "2026-03-01"})
    assert answer.status_code == 302
    page = text(client, f"/desk/agencies/{agency.pk}/")
    assert "已于 2026-03-01 撤并" in page
    assert "更新联系信息" not in page
    for change in ("名称：云水县档案馆", "名称：云水县档案中心", "上级：石桥镇人民政府", "由“石桥镇人民政府”承接"):
        assert change in page


def test_contacts_groups_members_posts_and_resources_are_kept_through_forms(made: County, desk: Desk) -> None:
    client, town = desk("officer"), made.township
    assert send(
        client, "desk:agency-contacts", town, {"address": "石桥镇人民路 1 号", "phone": "0571-00000000", "since": "2026-01-01"}
    )["Location"]
    founding = SimpleUploadedFile("成立通知.pdf", PDF)
    group = {
        "kind": "leading",
        "name": "政务公开领导小组",
        "since": "2026-01-01",
        "document_title": "成立通知",
        "document": founding,
    }
    assert send(client, "desk:group-found", town, group).status_code == 302
    found = Group.objects.get()
    assert b"".join(client.get(f"/desk/groups/{found.pk}/document/").streaming_content) == PDF
    person = made.people["signer"].actor_key
    member = {"name": "周望山", "role": "head", "since": "2026-01-01", "post": "镇长", "person": person}
    assert send(client, "desk:member-add", found.pk, member).status_code == 302
    assert GroupMember.objects.get().person == person
    again = send(client, "desk:member-add", found.pk, {**member, "name": "沈知秋"})
    assert again.status_code == 422
    assert "小组已有组长，请先为现任组长填写离任日期。" in again.content.decode()
    assert 'value="沈知秋"' in again.content.decode(), "what was typed is kept"
    assert send(client, "desk:member-end", GroupMember.objects.get().pk, {"until": "2026-03-01"}).status_code == 302
    assert send(client, "desk:group-show", found.pk, {"shown": "on"}).status_code == 302
    assert send(client, "desk:post-set-up", town, {"name": "公开专干", "since": "2026-01-01"}).status_code == 302
    post = Post.objects.get()
    send(client, "desk:post-take", post.pk, {"name": "沈知秋", "since": "2026-01-02"})
    answer = send(client, "desk:post-take", post.pk, {"name": "方寸心", "since": "2026-03-01", "handed_over": "账号\n台账\n\n"})
    assert answer.status_code == 302
    assert PostHolding.objects.get(name="沈知秋").handed_over == ["账号", "台账"]
    assert send(
        client, "desk:resource-add", town, {"kind": "funds", "name": "专项经费", "amount": "20000", "since": "2026-01-01"}
    )["Location"]
    page = text(client, f"/desk/agencies/{town}/")
    for said in ("石桥镇人民路 1 号", "政务公开领导小组", "对外公布", "方寸心", "账号、台账", "专项经费"):
        assert said in page
    assert send(client, "desk:resource-end", Resource.objects.get().pk, {"until": "2026-03-01"}).status_code == 302
    assert send(client, "desk:post-end", post.pk, {"until": "2026-03-05"}).status_code == 302
    assert send(client, "desk:group-end", found.pk, {"until": "2026-03-05", "reason": "机构改革"}).status_code == 302


def test_a_double_click_is_one_act_and_the_second_of_two_is_told(made: County, desk: Desk) -> None:
    client, address = desk("administrator"), f"/desk/agencies/{made.township}/rename/"
    page = text(client, address)
    hidden = dict(re.findall(r'name="(key|version)" value="([^"]*)"', page))
    data = {**hidden, "name": "石桥新镇人民政府", "since": "2026-02-01"}
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 302
    assert chain.entries(Agency.objects.get(pk=made.township)).filter(act="agencies.rename").count() == 1
    late = client.post(address, {**data, "key": "another", "name": "石桥街道办事处"})
    assert late.status_code == 409
    assert "已被他人办理" in late.content.decode()
    assert 'value="石桥街道办事处"' in late.content.decode()


def test_the_trail_says_in_words_who_did_what_and_only_to_its_people(made: County, desk: Desk) -> None:
    agencies.rename(made.township, "石桥新镇人民政府", date(2026, 2, 1), actor=made.people["administrator"])
    address = f"/desk/log/agencies.agency/{made.township}/"
    page = text(desk("officer"), address)
    assert "更名为“石桥新镇人民政府”，自 2026-02-01 起" in page
    assert "高行之" in page
    assert text(desk("administrator"), address), "who did something to the record sees its trail"
    for stranger in ("neighbour", "nobody"):
        assert desk(stranger).get(address).status_code == 404


def test_every_act_there_is_has_a_sentence() -> None:
    names = set()
    for path in (tools.REPOSITORY / "src/gongkai/records").rglob("*.py"):
        names |= set(re.findall(r'@act\("([a-z_.]+)"\)', path.read_text(encoding="utf-8")))
    assert len(names) > 40
    assert names - trail.known() == set()


def test_lists_filter_sort_search_page_and_export(made: County, desk: Desk) -> None:
    for n in range(60):
        name = f"第{n:02}村民委员会"
        agencies.register(name, Kind.VILLAGE, Level.VILLAGE, made.township, SET_UP + timedelta(days=n), actor=OPERATOR)
    client = desk("supervisor")
    page = text(client, "/desk/agencies/list/")
    assert "64 条" in page
    assert "第 1 页" in page
    assert "第59村民委员会" not in text(client, "/desk/agencies/list/?q=石桥&sort=name")
    assert text(client, "/desk/agencies/list/?kind=village&sort=-set_up_on").index("第59村") > 0
    assert text(client, "/desk/agencies/list/?page=2").count("<tr>") == 15
    part = client.get("/desk/agencies/list/?kind=government", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    assert "3 条" in part
    book = client.get("/desk/agencies/list/?kind=village&format=xlsx")
    from io import BytesIO

    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(book.content)).active
    assert sheet is not None
    assert sheet.max_row == 62
    assert sheet["A1"].value == "名称"


def test_a_view_is_saved_used_and_deleted(made: County, desk: Desk) -> None:
    client = desk("supervisor")
    client.post("/desk/agencies/list/?kind=village&page=3&level=", {"do": "save-view", "name": "各村"})
    page = text(client, "/desk/agencies/list/")
    assert '<a href="?kind=village">各村</a>' in page
    identity = re.findall(r"drop-view:(\d+)", page)[0]
    assert "各村" not in text(desk("administrator"), "/desk/agencies/list/")
    desk("administrator").post("/desk/agencies/list/", {"do": f"drop-view:{identity}"})
    assert "各村" in text(client, "/desk/agencies/list/"), "only one's own"
    client.post("/desk/agencies/list/", {"do": f"drop-view:{identity}"})
    assert "各村</a>" not in text(client, "/desk/agencies/list/")


def test_pages_cost_the_same_however_many_there_are(made: County, desk: Desk) -> None:
    client = desk("supervisor")
    organisation.set_up_post(made.township, "公开专干", DAY, actor=OPERATOR)
    organisation.found_group(made.township, "leading", "领导小组", DAY, actor=OPERATOR)

    def queries() -> list[int]:
        counts = []
        for address in (
            "/desk/agencies/",
            "/desk/agencies/list/",
            "/desk/posts/",
            f"/desk/agencies/{made.township}/",
            "/desk/",
        ):
            with CaptureQueriesContext(connection) as found:
                text(client, address)
            counts.append(len(found))
        return counts

    first = queries()
    for n in range(12):
        agencies.register(f"第{n}村民委员会", Kind.VILLAGE, Level.VILLAGE, made.township, SET_UP, actor=OPERATOR)
        post = organisation.set_up_post(made.township, f"岗位{n}", DAY, actor=OPERATOR).result["post"]
        organisation.take_post(post, "某某", DAY, actor=OPERATOR)
        group = organisation.found_group(made.township, "leading", f"小组{n}", DAY, actor=OPERATOR).result["group"]
        organisation.add_member(group, "某某", "member", DAY, actor=OPERATOR)
    assert queries() == first


def test_what_is_typed_survives_a_closed_tab_and_is_gone_once_sent(made: County, desk: Desk) -> None:
    client, form = desk("officer"), f"agencies.set_up_post:{made.township}"
    data = '{"name": ["信息员"], "duties": ["收集\\n报送"], "full_time": ["on"], "csrfmiddlewaretoken": ["x"]}'
    assert client.post("/desk/drafts/", {"form": form, "data": data}).json()["kept"]
    assert Draft.objects.get().data == {"name": ["信息员"], "duties": ["收集\n报送"], "full_time": ["on"]}
    page = text(client, f"/desk/agencies/{made.township}/posts/")
    assert 'value="信息员"' in page
    assert "没有提交的内容" in page
    assert 'value="信息员"' not in text(desk("supervisor"), f"/desk/agencies/{made.township}/posts/")
    send(client, "desk:post-set-up", made.township, {"name": "信息员", "since": "2026-03-01"})
    assert not Draft.objects.exists()
    for bad in ("[]", "{", '{"a": 1}', '{"a": [1]}'):
        assert client.post("/desk/drafts/", {"form": form, "data": bad}).status_code == 400


def test_a_refusal_for_want_of_a_right_is_logged(made: County, desk: Desk) -> None:
    from gongkai.records.base.errors import NotAllowed

    with pytest.raises(NotAllowed):
        agencies.rename(made.township, "某镇", DAY, actor=made.people["officer"])
    assert LogEntry.objects.filter(record_type="refusals").count() == 1


def test_search_finds_by_old_names_and_only_what_one_sees(made: County, desk: Desk) -> None:
    agencies.rename(made.township, "石桥新镇人民政府", date(2026, 2, 1), actor=made.people["administrator"])
    assert "石桥新镇人民政府" in text(desk("supervisor"), "/desk/search/?q=石桥镇")
    assert "何映雪" in text(desk("supervisor"), "/desk/search/?q=映雪")
    page = text(desk("officer"), "/desk/search/?q=青田")
    assert "没有找到" in page
    assert "没有找到" in text(desk("officer"), "/desk/search/?q=映雪")


@pytest.mark.needs("chromium", "axe")
def test_screens_are_clean_and_whole_on_a_phone(
    made: County, seat: Callable[..., Page], site: str, axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    organisation.set_contacts(made.township, {"address": "人民路 1 号", "phone": "0571-00000000"}, DAY, actor=OPERATOR)
    group = organisation.found_group(made.township, "leading", "石桥镇政务公开领导小组", DAY, actor=OPERATOR).result["group"]
    organisation.add_member(group, "周望山", "head", DAY, "镇长", actor=OPERATOR)
    post = organisation.set_up_post(made.township, "公开专干", DAY, actor=OPERATOR).result["post"]
    organisation.add_resource(made.township, "funds", "专项经费", DAY, actor=OPERATOR)
    page = seat("administrator")
    for name, address in (
        ("desk-home", "/desk/"),
        ("desk-tree", "/desk/agencies/"),
        ("desk-agencies", "/desk/agencies/list/?kind=village"),
        ("desk-posts", "/desk/posts/"),
        ("desk-agency", f"/desk/agencies/{made.township}/"),
        ("desk-merge", f"/desk/agencies/{made.township}/merge/"),
        ("desk-take-post", f"/desk/posts/{post}/take/"),
        ("desk-contacts", f"/desk/agencies/{made.township}/contacts/"),
        ("desk-search", "/desk/search/?q=石桥"),
        ("desk-help", "/desk/help/first-day/"),
        ("desk-trail", f"/desk/log/agencies.agency/{made.township}/"),
    ):
        page.set_viewport_size({"width": 1280, "height": 800})
        answer = page.goto(f"{site}{address}")
        assert answer is not None
        assert answer.status in (200, 404) if name == "desk-trail" else answer.status == 200
        axe(page)
        shot(page, name)
        axe(page)
