"""A county moves in, from an empty installation to the first photo of a village: everything by hand, on the screens."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from gongkai.records.accounts import vouching
from gongkai.records.accounts.founding import at_first_start
from gongkai.records.accounts.models import RoleGrant, User
from gongkai.records.agencies.models import Agency
from gongkai.records.base import clock
from gongkai.records.base.actors import OPERATOR
from gongkai.records.catalogue.models import VersionState
from gongkai.records.catalogue.selectors import in_force
from gongkai.records.incoming.models import IncomingItem
from tests.desk import moving_in_files as files
from tests.portal.conftest import NARROW, work

__all__ = ["work"]

FOUNDING = {
    "GONGKAI_ADMIN_USERNAME": "gaoxingzhi",
    "GONGKAI_ADMIN_PASSWORD": "Anzhuang-2026-mima",
    "GONGKAI_ADMIN_NAME": "高行之",
    "GONGKAI_AGENCY": "云水县人民政府",
}
OWN = "Ziji-2026-de-mima"
WHY, ABSENT = "本镇由党政办公室统一发布", "本镇没有此领域事项，由县级部门直接办理"
ORGAN = "石桥镇党政办公室"


@dataclass
class MovingIn:
    """What the people of the story need: the site, new browsers, eyes, a folder of files."""

    site: str
    visitor: Callable[..., Page]
    axe: Callable[[Page], None]
    shot: Callable[[Page, str], None]
    folder: Path
    work: Callable[[], int]
    slips: dict[str, str] = field(default_factory=dict)
    """First passwords, as the administrator hands them out."""

    def look(self, page: Page, name: str) -> None:
        """axe finds nothing, and a picture at both widths is kept."""
        self.axe(page)
        self.shot(page, f"moving-in-{name}")
        page.set_viewport_size({"width": 1280, "height": 800})


@pytest.fixture
def county(
    transactional_db: None,
    now: clock.Frozen,
    site: str,
    visitor: Callable[..., Page],
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    tmp_path: Path,
    work: Callable[[], int],
) -> MovingIn:
    """An installation that was started for the first time with an administrator and a county in its settings."""
    assert "首次登录须修改密码" in at_first_start(FOUNDING)
    slips = {FOUNDING["GONGKAI_ADMIN_USERNAME"]: FOUNDING["GONGKAI_ADMIN_PASSWORD"]}
    return MovingIn(site, visitor, axe, shot, tmp_path, work, slips)


def counted() -> tuple[int, int, int]:
    """Agencies, people, roles."""
    return Agency.objects.count(), User.objects.count(), RoleGrant.objects.count()


def send(page: Page) -> None:
    """The form of the page is sent, and answered by another page."""
    with page.expect_navigation():
        page.click("form.act button[type=submit]")


def somebody_signs_in_for_the_first_time(county: MovingIn, username: str) -> Page:
    """By the slip; at once a password of their own is asked for."""
    page = county.visitor()
    page.goto(f"{county.site}/signin/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", county.slips[username])
    page.click("form.card button[type=submit]")
    page.wait_for_url("**/me/password/")
    for name, value in (("current", county.slips[username]), ("password", OWN), ("again", OWN)):
        page.fill(f"[name={name}]", value)
    page.click("form.card button[type=submit]")
    page.wait_for_url("**/desk/")
    return page


def named(page: Page) -> list[tuple[str, str]]:
    """Row and column of each bad place, as the table says; each also says what is there and what to do."""
    cells = [[cell.inner_text() for cell in row.locator("td").all()] for row in page.locator("#problems tbody tr").all()]
    assert all(len(row) == 4 and row[2] and row[3] for row in cells)
    return [(row[0], row[1]) for row in cells]


def check(page: Page, file: Path) -> None:
    """A file is chosen and looked through."""
    page.set_input_files("[name=file] >> nth=0", file)
    with page.expect_navigation():
        page.click("button:has-text('检查') >> nth=0")


def the_administrator_brings_in_the_tree(county: MovingIn, page: Page) -> None:
    """First with bad rows: each is named, and nothing is there. Then mended: looked at, confirmed, there."""
    page.click("nav >> text=机构")
    page.click("text=导入机构")
    before = counted()
    check(page, files.workbook(county.folder / "机构.xlsx", files.TREE_HEAD, files.BAD_TREE))
    assert named(page) == [("3", "上级单位"), ("4", "类型"), ("5", "成立日期")]
    assert "没有“云水县政府”这个单位" in page.inner_text("#problems")
    assert "一个单位也没有导入" in page.inner_text("#refused")
    county.look(page, "tree-problems")
    assert counted() == before
    check(page, files.workbook(county.folder / "机构改.xlsx", files.TREE_HEAD, files.TREE))
    county.look(page, "tree-preview")
    assert counted() == before
    page.click("text=确认导入")
    page.wait_for_selector("text=已登记 4 个单位")
    assert counted() == (before[0] + 4, *before[1:])
    county.look(page, "tree")


def the_administrator_brings_in_the_people(county: MovingIn, page: Page) -> None:
    """The same for people; then each gets a first password on a slip of paper."""
    page.click("nav >> text=人员")
    page.click("text=批量导入")
    before = counted()
    check(page, files.workbook(county.folder / "人员.xlsx", files.PEOPLE_HEAD, files.BAD_PEOPLE))
    assert named(page) == [("4", "姓名"), ("5", "用户名"), ("6", "单位"), ("6", "角色")]
    assert "一个人也没有导入" in page.inner_text("#refused")
    county.look(page, "people-problems")
    assert counted() == before
    check(page, files.workbook(county.folder / "人员改.xlsx", files.PEOPLE_HEAD, files.PEOPLE))
    page.click("text=确认导入并生成初始密码")
    slips = page.locator(".slips li")
    expect(slips).to_have_count(len(files.PEOPLE))
    for slip in slips.all():
        username, password = (slip.locator("code").nth(n).inner_text() for n in (0, 1))
        county.slips[username] = password
    county.look(page, "slips")
    assert counted() == (before[0], before[1] + 5, before[2] + 4)


def the_county_puts_its_catalogue_in_force(county: MovingIn, page: Page) -> None:
    """Its own workbook is brought into a draft, shown first; a vice magistrate approves it at her desk."""
    page.click("nav >> text=公开目录")
    page.click("text=建立公开目录")
    send(page)
    page.click("text=导入 >> nth=0")
    page.set_input_files("[name=file]", files.county_catalogue(county.folder / "目录.xlsx"))
    expect(page.locator(".upload-said")).to_contain_text("已上传")
    send(page)
    assert "读出 24 项：新增 24 项" in page.inner_text("main")
    county.look(page, "catalogue-preview")
    page.click("text=确认导入")
    page.wait_for_selector("text=已导入 24 项")
    page.click("main a:text-is('报送审定')")
    page.select_option("[name=decider]", label="江南秋（副县长）")
    send(page)
    page.wait_for_selector("text=已报送江南秋审定")
    leader = somebody_signs_in_for_the_first_time(county, "jiangnanqiu")
    leader.click("main a:has-text('云水县')")
    leader.click("button:has-text('同意')")
    leader.wait_for_selector("text=还没有人核实是您本人在用")
    somebody_makes_sure_of_her(county, page)
    signs_in_again(county, leader, "jiangnanqiu")
    leader.click("main a:has-text('云水县')")
    leader.click("button:has-text('同意')")
    leader.wait_for_selector("text=签批已记录")
    leader.context.close()
    page.reload()
    assert "第 1 版，自 2026-03-10 起施行，共 24 项" in page.inner_text("main")


def somebody_makes_sure_of_her(county: MovingIn, page: Page) -> None:
    """The supervisor, for whom the operator vouched."""
    page.goto(f"{county.site}/desk/people/{User.objects.get(username='jiangnanqiu').pk}/vouch/")
    page.fill("[name=how]", "打了她的手机")
    send(page)
    page.wait_for_selector("text=该账号可以签批")
    page.goto(f"{county.site}/desk/catalogue/")


def signs_in_again(county: MovingIn, page: Page, username: str) -> None:
    """Whoever was in the account is out when somebody has made sure of its owner."""
    page.goto(f"{county.site}/signin/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", OWN)
    page.click("form.card button[type=submit]")
    page.wait_for_url("**/desk/")


def the_operator_vouches_for_the_supervisor() -> None:
    """All accounts came from the administrator's hand: the supervisor is the first of whom somebody else makes sure."""
    vouching.vouch(User.objects.get(username="luyuanfan").pk, "当面", actor=OPERATOR)


def the_supervisor_makes_sure_of_who_brings_in_answers(username: str) -> None:
    """A link that she made could be used by whoever has her account."""
    person, supervisor = (User.objects.get(username=name) for name in (username, "luyuanfan"))
    vouching.vouch(person.pk, "当面", actor=supervisor)


def the_supervisor_asks_something_of_the_township(county: MovingIn, page: Page) -> None:
    """On its page; it waits for the officer there."""
    page.click("nav >> text=机构")
    page.click("main a:has-text('石桥镇人民政府')")
    page.click("text=提出监督意见")
    page.fill("[name=text]", "请在本月内完成目录的承接和报审。")
    send(page)
    page.wait_for_selector("text=意见已提出")


def the_officer_takes_the_catalogue_over_and_adapts_it(county: MovingIn, page: Page) -> None:
    """Every matter of townships is there; what differs needs a reason; a domain does not concern them."""
    county.look(page, "officer-home")
    page.click("nav >> text=公开目录")
    page.click("text=承接《云水县基层政务公开标准目录》")
    send(page)
    assert "石桥镇基层政务公开标准目录" in page.inner_text("h1")
    county.look(page, "taken-over")
    page.click("table.rows tbody a >> nth=0")
    page.click("main a:text-is('修改')")
    page.fill("[name=subject]", ORGAN)
    send(page)
    assert "须写明理由" in page.inner_text("#refused")
    page.fill("[name=reason]", WHY)
    send(page)
    assert ORGAN in page.inner_text("main")
    assert "有调整" in page.inner_text("main")
    county.look(page, "adapted-matter")
    page.click("text=返回目录")
    page.click("main a:text-is('领域不涉及')")
    page.select_option("[name=domain]", value="D10")
    page.fill("[name=explanation]", ABSENT)
    send(page)
    page.wait_for_selector("text=已保存")


def the_officer_goes_on_leave(county: MovingIn, page: Page) -> None:
    """And says who stands in."""
    page.goto(f"{county.site}/me/")
    page.click("a:has-text('安排代理')")
    page.select_option("[name=substitute]", label="方寸心（石桥镇人民政府，党政办主任）")
    page.fill("[name=until]", "2026-03-20")
    page.fill("[name=reason]", "年休假")
    send(page)
    page.wait_for_url("**/me/")
    assert "由方寸心代理" in page.inner_text("main")


def the_substitute_goes_on_in_her_place(county: MovingIn, page: Page) -> None:
    """He has no role of his own: what waits for her is on his list, and he does it in his own name."""
    assert "您正在代理沈知秋（年休假，至 2026-03-20）" in page.inner_text("main")
    county.look(page, "substitute-home")
    page.click("main a:has-text('请在本月内完成目录的承接和报审')")
    page.fill("[name=text]", "已承接，今日报送审定。")
    send(page)
    page.wait_for_selector("text=已回复。")
    page.click("nav >> text=公开目录")
    page.click("main a:text-is('报送审定')")
    page.select_option("[name=decider]", label="周望山（镇长）")
    send(page)
    page.wait_for_selector("text=已报送周望山审定")


def a_link_for_the_leader_is_made(county: MovingIn, page: Page) -> str:
    """By who submitted; it is shown once."""
    page.click("nav >> text=签批")
    page.wait_for_load_state("networkidle")
    page.select_option("[name=whose]", value="asked")
    page.click("table.rows tbody a:has-text('石桥镇')")
    page.click("button:has-text('生成一次性链接')")
    county.look(page, "link")
    return page.input_value("#address")


def the_leader_approves_without_signing_in(county: MovingIn, address: str) -> None:
    """On his telephone: what is asked, what was adapted, what does not concern the township; yes. Then the link is dead."""
    phone = county.visitor(viewport=NARROW)
    phone.goto(address)
    phone.click("summary >> nth=0")
    said = phone.inner_text("main")
    assert all(words in said for words in (ORGAN, WHY, ABSENT))
    county.axe(phone)
    county.shot(phone, "moving-in-leader")
    phone.click("button:has-text('同意')")
    phone.wait_for_selector("h1:has-text('已记录')")
    phone.goto(address)
    assert "不需要再办" in phone.inner_text("main")
    somebody = county.visitor()
    somebody.goto(address)
    assert somebody.locator("form").count() == 0
    assert not any(words in somebody.content() for words in (ORGAN, WHY, ABSENT, "石桥镇"))
    township = Agency.objects.get(name="石桥镇人民政府")
    version = in_force(township.catalogue)
    assert version is not None
    assert version.state == VersionState.APPROVED


def the_booklet_is_saved_and_read(county: MovingIn, page: Page) -> None:
    """As Word and as PDF, with what was adapted and what does not concern the township."""
    county.work()
    page.click("nav >> text=公开目录")
    county.look(page, "in-force")
    assert "汇编已随审定归档" in page.inner_text("main")
    texts = []
    for link, reading in (("汇编（Word）", text_of_docx), ("汇编（PDF）", text_of_pdf)):
        with page.expect_download() as saved:
            page.click(f"text={link}")
        texts.append("".join(reading(Path(saved.value.path()).read_bytes()).split()))
    for text in texts:
        assert "石桥镇基层政务公开标准目录" in text
        assert ORGAN in text
        assert ABSENT in text


def text_of_docx(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "".join([paragraph.text for paragraph in document.paragraphs] + cells)


def text_of_pdf(data: bytes) -> str:
    with PdfDocument(data) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def the_village_gets_a_code_for_its_notice_board(county: MovingIn, page: Page) -> str:
    page.click("nav >> text=扫码入口")
    page.click("main a:has-text('柳湾村民委员会')")
    page.click("text=开放二维码")
    page.click("button:has-text('生成二维码')")
    page.wait_for_selector("text=新的二维码已生成")
    return page.inner_text(".address")


def the_village_clerk_sends_a_photo(county: MovingIn, address: str) -> None:
    """Without an account, on a telephone: a photo and two fields."""
    phone = county.visitor(viewport=NARROW, has_touch=True, is_mobile=True)
    phone.goto(address)
    phone.get_by_label("公开内容").fill("一季度村级财务")
    phone.locator("#photos").set_input_files([files.photo(county.folder / "公示栏.jpg")])
    phone.get_by_label("公开地点或说明").fill("村委会公示栏")
    phone.get_by_text("已传好").wait_for()
    county.axe(phone)
    county.shot(phone, "moving-in-village")
    phone.set_viewport_size(NARROW)  # type: ignore[arg-type]
    phone.get_by_role("button", name="提交").click()
    phone.get_by_text("已交到").wait_for()


def it_stands_among_what_came_in_and_is_kept(county: MovingIn, page: Page) -> None:
    page.click("nav >> text=来件")
    row = page.locator("table.rows tbody tr")
    expect(row).to_have_count(1)
    assert all(words in row.inner_text() for words in ("一季度村级财务", "柳湾村民委员会"))
    county.look(page, "incoming")
    page.click("text=一季度村级财务")
    page.wait_for_load_state("networkidle")
    assert page.locator(".shots img").evaluate_all("images => images.map(image => image.naturalWidth)") == [1600]
    item = IncomingItem.objects.get()
    assert (item.agency.name, item.place, item.photos.count()) == ("柳湾村民委员会", "村委会公示栏", 1)


@pytest.mark.needs("chromium", "axe", "fonts")
def test_a_county_moves_in(county: MovingIn, settings: Any) -> None:
    administrator = somebody_signs_in_for_the_first_time(county, "gaoxingzhi")
    the_administrator_brings_in_the_tree(county, administrator)
    the_administrator_brings_in_the_people(county, administrator)
    the_operator_vouches_for_the_supervisor()
    supervisor = somebody_signs_in_for_the_first_time(county, "luyuanfan")
    the_county_puts_its_catalogue_in_force(county, supervisor)
    the_supervisor_asks_something_of_the_township(county, supervisor)
    officer = somebody_signs_in_for_the_first_time(county, "shenzhiqiu")
    the_officer_takes_the_catalogue_over_and_adapts_it(county, officer)
    the_officer_goes_on_leave(county, officer)
    the_supervisor_makes_sure_of_who_brings_in_answers("fangcunxin")
    substitute = somebody_signs_in_for_the_first_time(county, "fangcunxin")
    the_substitute_goes_on_in_her_place(county, substitute)
    link = a_link_for_the_leader_is_made(county, substitute)
    the_leader_approves_without_signing_in(county, link)
    the_booklet_is_saved_and_read(county, substitute)
    code = the_village_gets_a_code_for_its_notice_board(county, substitute)
    the_village_clerk_sends_a_photo(county, code)
    it_stands_among_what_came_in_and_is_kept(county, substitute)
