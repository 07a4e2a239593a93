"""The handbooks of the desk say and show what its screens say and show (tests/handbooks.py): a county moves in, and an officer
has a first day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from gongkai.demo.work import notice_board
from gongkai.records.accounts import decisions, vouching
from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import Decision, Outcome, User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import organisation_services as organisation
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import GroupKind, Kind, Level, MemberRole
from gongkai.records.base import clock
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.files import services as files
from gongkai.records.base.files.models import FileClass
from gongkai.records.catalogue import bringing
from gongkai.records.catalogue import selectors as catalogues
from gongkai.records.catalogue import services as catalogue
from gongkai.records.catalogue.jobs import remind
from gongkai.records.catalogue.models import Catalogue
from gongkai.records.incoming import services as incoming
from gongkai.records.incoming.actors import DoorBearer
from gongkai.records.incoming.models import Door
from tests import tools
from tests.desk.conftest import SET_UP, County
from tests.handbooks import HANDBOOKS, PHONE, SCREEN, Walk, unsaid

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs("chromium", "axe")]
OFFICER, ADMINISTRATOR = HANDBOOKS / "公开专员第一天.md", HANDBOOKS / "系统管理员手册.md"
FIRST, OWN = "yunshui-first-77", "chunfeng-shiqiao-88"
HOST = "xxgk.yunshui.example"
Seat = Callable[..., Page]


def move_in(made: County) -> None:
    """What the county and the township have before the officer comes: a site, contacts, a group, a catalogue in force."""
    agencies.open_site(made.county, HOST, "云水县人民政府", "9901010001", actor=OPERATOR)
    for place, name in ((made.county, "云水县"), (made.township, "石桥镇")):
        values = {
            "address": f"{name}清河路 8 号",
            "postcode": "999000",
            "office_hours": "工作日 8:30—12:00，14:30—17:30",
            "phone": "0990-6620000",
            "head": "周望山",
            "office_name": f"{name}政务公开办公室",
            "office_address": f"{name}清河路 8 号 203 室",
            "office_phone": "0990-6620001",
            "duties": "承担本级政务公开的日常工作。",
        }
        organisation.set_contacts(place, values, SET_UP, actor=OPERATOR)
    agencies.register("青石村村民委员会", Kind.VILLAGE, Level.VILLAGE, made.township, SET_UP, actor=OPERATOR)
    name, title = "石桥镇政务公开领导小组", "关于成立政务公开领导小组的通知"
    done = organisation.found_group(made.township, GroupKind.LEADING, name, SET_UP, title, shown=True, actor=OPERATOR)
    organisation.add_member(done.result["group"], "周望山", MemberRole.HEAD, SET_UP, "镇长", actor=OPERATOR)
    done = organisation.set_up_post(made.township, "公开专干", SET_UP, "党政办公室", full_time=True, actor=OPERATOR)
    organisation.take_post(done.result["post"], "谭知行", SET_UP, actor=OPERATOR)


def put_in_force(made: County) -> None:
    """The county's catalogue."""
    signer = accounts.enrol("magistrate", "江南秋", made.county, post="副县长", actor=OPERATOR).record_id
    accounts.grant(signer, Role.SIGNER, made.county, SET_UP, actor=OPERATOR)
    supervisor = made.people["supervisor"]
    catalogue.open_catalogue(made.county, "云水县基层政务公开标准目录", actor=supervisor)
    version = catalogues.in_hand(Catalogue.objects.get(agency=made.county))
    assert version is not None
    bringing.add_samples(version.pk, actor=supervisor)
    done = catalogue.submit(version.pk, signer, clock.today(), actor=supervisor)
    decision = Decision.objects.get(pk=done.result["decision"])
    decisions.decide(decision.pk, Outcome.APPROVED, "", decision.version_hash, actor=User.objects.get(pk=signer))


def brought(made: County, now: clock.Frozen, about: str, day: datetime) -> None:
    """Something that came in from the village on a day."""
    today, now.instant = now.instant, day
    door = Door.objects.select_related("agency").filter(agency=made.village, until=None).first()
    if door is None:
        made_door = incoming.open_door(made.village, actor=made.people["officer"]).record_id
        door = Door.objects.select_related("agency").get(pk=made_door)
    photo = files.write(notice_board(30), FileClass.INTERNAL)
    incoming.receive(door.pk, about, "村部公示栏", [photo], actor=DoorBearer(door))
    now.instant = today


def act(page: Page, button: str = "main form.act button[type=submit]") -> None:
    """Presses the button of a form and waits for the page that answers."""
    with page.expect_navigation():
        page.locator(button).first.click()


def follow(page: Page, name: str) -> None:
    """Opens a link of the page by its words."""
    with page.expect_navigation():
        page.locator("main, nav").get_by_role("link", name=name, exact=True).first.click()


def sign_in(walk: Walk, site: str) -> None:
    """The first time, with a password that must be changed."""
    page = walk.page
    page.goto(site)
    walk.see()
    act(page, "a:text-is('工作台')")
    page.fill("[name=login]", "officer")
    page.fill("[name=password]", FIRST)
    walk.see()
    act(page, "main form button[type=submit]")
    for name, value in (("current", FIRST), ("password", OWN), ("again", OWN)):
        page.fill(f"[name={name}]", value)
    walk.see()
    act(page, "main form button[type=submit]")


def look(walk: Walk, site: str, *addresses: str) -> None:
    """Passes by these screens."""
    for address in addresses:
        walk.page.goto(f"{site}{address}")
        walk.see()


def link_for(walk: Walk, picture: str = "") -> str:
    """From the waiting catalogue to the address of a one-time link."""
    follow(walk.page, "签批进度和一次性链接")
    walk.see()
    act(walk.page, "button:has-text('生成一次性链接')")
    walk.see(picture)
    return walk.page.input_value("#address")


def test_an_officers_first_day_is_as_the_handbook_tells(
    made: County, visitor: Callable[..., Page], site: str, now: clock.Frozen, tmp_path: Path
) -> None:
    move_in(made)
    put_in_force(made)
    brought(made, now, "2025年第四季度村级财务收支", datetime(2026, 2, 6, 6, tzinfo=UTC))
    brought(made, now, "2026年春季耕地补贴名单", datetime(2026, 3, 9, 6, tzinfo=UTC))
    accounts.give_password(made.people["officer"].pk, FIRST, actor=made.people["administrator"])
    vouching.vouch(made.people["officer"].pk, "当面核实", actor=made.people["supervisor"])
    walk, phone = Walk(visitor(viewport=SCREEN)), Walk(visitor(viewport=PHONE, device_scale_factor=1))
    page = walk.page
    sign_in(walk, site)
    expect(page.locator(".tasks").first).to_be_visible()
    page.goto(f"{site}/desk/")
    walk.see("今日工作")
    accounts.give_password(made.people["signer"].pk, FIRST, actor=made.people["administrator"])
    look(walk, site, f"/desk/people/{made.people['signer'].pk}/")
    look(walk, site, "/me/", "/me/factors/", "/me/factors/code/", "/desk/tasks/", f"/desk/agencies/{made.township}/")

    page.goto(f"{site}/desk/catalogue/")
    walk.see()
    follow(page, "承接《云水县基层政务公开标准目录》")
    walk.see()
    act(page)
    walk.see("承接目录")
    version = page.url
    page.locator("main td a").first.click()
    follow(page, "修改")
    walk.see()
    page.go_back()
    look(walk, "", f"{version}absent/")
    page.select_option("[name=domain]", label="国有土地上房屋征收")
    page.fill("[name=explanation]", "本镇没有国有土地上房屋征收项目")
    walk.see("领域不涉及")
    act(page)
    look(walk, "", f"{version}submit/")
    page.select_option("[name=decider]", label="周望山（干部）")
    walk.see()
    act(page)
    walk.see()
    address = link_for(walk, "一次性链接")
    phone.page.goto(address.replace(f"http://{HOST}", site))
    phone.see("领导签批")
    phone.page.fill("[name=comment]", "房屋征收的说明请写到依据。")
    act(phone.page, "button[value=returned]")
    page.goto(f"{site}/desk/")
    walk.see()
    look(walk, "", version, f"{version}absent/")
    page.select_option("[name=domain]", label="国有土地上房屋征收")
    page.fill("[name=explanation]", "本镇没有国有土地，依据县自然资源局 2026 年确认")
    act(page)
    page.goto(f"{version}submit/")
    page.select_option("[name=decider]", label="周望山（干部）")
    now.instant += timedelta(minutes=5)
    act(page)
    expect(page.locator("main")).to_contain_text("已报送，等待审定")
    look(walk, "", version)
    page.goto(f"{site}/desk/catalogue/")
    address = link_for(walk)
    phone.page.goto(address.replace(f"http://{HOST}", site))
    act(phone.page, "button[value=approved]")
    expect(phone.page.locator("h1")).to_contain_text("已记录")

    remind.call()
    page.goto(f"{site}/desk/catalogue/")
    walk.see()
    follow(page, "哪些没有公开、逾期、本月应公开")
    walk.see("公开情况")
    page.go_back()
    follow(page, "到期日历")
    walk.see("到期日历")

    look(walk, site, "/desk/rules/", "/desk/rules/new/")
    page.fill("[name=title]", "石桥镇政府信息公开审查办法")
    for name in ("issued_on", "effective_on"):
        page.fill(f"[name={name}]", "2026-03-10")
    page.fill("[name=text]", "第一条　先审查、后公开。")
    act(page)
    walk.see()
    page.goto(f"{site}/desk/guide/")
    walk.see("公开指南")
    act(page, "button:has-text('生成新版并公布')")
    expect(page.locator("main")).to_contain_text("指南已更新")
    look(walk, site, f"/desk/agencies/{made.township}/groups/", f"/agencies/{made.township}/board/")

    look(walk, site, "/desk/doors/")
    act(page, "main td a:has-text('青石村')")
    walk.see()
    page.go_back()
    act(page, "main td a:has-text('柳湾村')")
    walk.see("扫码入口")
    address = page.locator(".address").inner_text()
    follow(page, "更换二维码")
    walk.see()
    photo = tmp_path / "公示栏.jpg"
    photo.write_bytes(notice_board(200))
    phone.page.goto(address.strip().replace(f"http://{HOST}", site))
    phone.page.get_by_label("公开内容").fill("一季度村级财务")
    phone.page.get_by_label("公开地点或说明").fill("村委会公示栏")
    phone.page.locator("#photos").set_input_files(photo)
    expect(phone.page.get_by_text("已传好")).to_be_visible()
    phone.see("村里交照片", "h1", 12)
    phone.page.get_by_role("button", name="提交").click()
    expect(phone.page.get_by_text("已交到")).to_be_visible()
    page.goto(f"{site}/desk/incoming/")
    expect(page.locator("main")).to_contain_text("一季度村级财务")
    walk.see()
    act(page, "main td a:has-text('一季度村级财务')")
    walk.see()

    page.goto(f"{site}/desk/people/")
    page.click("summary:has-text('存为常用视图')")
    page.fill("input[name=name]", "本镇人员")
    walk.see("筛选和视图")
    assert unsaid(OFFICER, walk.words + phone.words) == []


def csv(path: Path, *rows: str) -> Path:
    """A table as it is saved by a spreadsheet."""
    path.write_text("\n".join(rows), encoding="utf-8-sig")
    return path


def test_a_county_moves_in_as_the_handbook_tells(made: County, seat: Seat, site: str, tmp_path: Path) -> None:
    move_in(made)
    page = seat("administrator", viewport=SCREEN)
    walk = Walk(page)
    look(walk, site, "/desk/", "/desk/agencies/", "/desk/posts/", "/desk/agencies/import/")
    heads = "单位名称,上级单位,统一社会信用代码,成立日期"
    bad = csv(
        tmp_path / "机构.csv",
        heads,
        "云水县教育局,云水县人民政府,,",
        "云水县水利局,云水县政府,,",
        "望江镇人民政府,云水县人民政府,11330101MB1234567X,",
        "青溪镇人民政府,云水县人民政府,,2020-13-01",
    )
    page.set_input_files("[name=file]", bad)
    page.fill("[name=set_up_on]", "2024-01-01")
    act(page, "button:text-is('检查')")
    page.set_viewport_size({"width": 1120, "height": 480})
    walk.see("导入机构检查")
    page.set_viewport_size({"width": 1120, "height": 720})
    good = csv(tmp_path / "机构.csv", heads, "云水县教育局,云水县人民政府,,", "望江镇人民政府,云水县人民政府,,")
    page.set_input_files("[name=file]", good)
    page.fill("[name=set_up_on]", "2024-01-01")
    act(page, "button:text-is('检查')")
    walk.see()
    act(page, "button:has-text('确认导入')")
    expect(page.locator("main")).to_contain_text("已登记 2 个单位")

    look(walk, site, f"/desk/agencies/{made.township}/groups/", f"/desk/agencies/{made.township}/")
    walk.see("单位页面")

    look(walk, site, "/desk/people/", "/desk/people/import/")
    rows = csv(
        tmp_path / "人员.csv",
        "姓名,用户名,单位,职务,角色",
        "林照影,linzhaoying,石桥镇人民政府,党政办干事,公开专干、依申请办理人",
        "顾青崖,guqingya,望江镇人民政府,党政办副主任,公开专干",
        "苏晚晴,suwanqing,望江镇人民政府,镇长,签发人",
    )
    page.set_input_files("main [type=file]", rows)
    act(page, "button:text-is('检查')")
    walk.see()
    act(page, "button:has-text('确认导入')")
    page.evaluate(
        "there => document.querySelectorAll('main dd').forEach(e => { if (/^http/.test(e.innerText)) e.innerText = there })",
        f"http://{HOST}/signin/",
    )
    walk.see("初始密码条")
    someone = User.objects.get(username="linzhaoying")
    person = f"/desk/people/{someone.pk}/"
    page.goto(f"{site}{person}")
    walk.see("人员页面")
    Authenticator.objects.create(user=someone, type=Authenticator.Type.TOTP, data={})
    look(walk, site, person)
    expect(page.locator("main")).to_contain_text("批量导入：linzhaoying，石桥镇人民政府")
    look(
        walk, site, f"{person}grant/", f"{person}password/", f"{person}substitute/", f"{person}transfer/", f"{person}hand-over/"
    )
    page.goto(f"{site}{person}hand-over/")
    walk.see("移交工作")
    nobody = made.people["nobody"]
    accounts.deactivate(nobody.pk, "调离", actor=made.people["administrator"])
    look(walk, site, f"/desk/people/{nobody.pk}/", "/desk/people/demands/", "/desk/people/demands/new/", "/me/")
    page.goto(f"{site}/desk/people/demands/new/")
    page.select_option("[name=agency]", label="云水县人民政府")
    page.select_option("[name=role]", label="系统管理员")
    walk.see("登录要求")

    own = f"/desk/people/{made.people['administrator'].pk}/"
    page.goto(f"{site}{own}grant/")
    page.select_option("[name=role]", label="签发人")
    act(page)
    expect(page.locator("h1")).to_contain_text("不能办理")
    look(walk, site, own)
    officer = seat("officer", viewport=SCREEN)
    walk.page = officer
    look(walk, site, "/desk/doors/", person)
    assert unsaid(ADMINISTRATOR, walk.words) == []


def test_both_readmes_name_the_handbooks_of_the_desk() -> None:
    for readme in ("README.md", "README.zh-CN.md"):
        text = (tools.REPOSITORY / readme).read_text(encoding="utf-8")
        assert [page.name for page in (OFFICER, ADMINISTRATOR) if page.name not in text] == []


def test_the_roles_are_those_of_the_handbook() -> None:
    text = ADMINISTRATOR.read_text(encoding="utf-8")
    told = {name for row in re.findall(r"^\| (.+?) \|", text, flags=re.M) for name in row.split("、")}
    assert [str(role.label) for role in Role if str(role.label) not in told] == []
