"""A village clerk scans the code and sends a photo; the officer sees it. Doors open and close; lines drop."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from playwright.sync_api import Page, Route
from pypdfium2 import PdfDocument

from gongkai.desk.incoming.qr import drawn
from gongkai.records.incoming import services
from gongkai.records.incoming.models import Door, IncomingItem
from tests.desk.conftest import County

Desk = Callable[[str], Client]


def photo(colour: str = "red", size: tuple[int, int] = (640, 480)) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 20.5)})
    Image.effect_noise(size, 60).convert("RGB").save(out, "JPEG", exif=exif, quality=90)
    return out.getvalue()


@pytest.fixture
def door(made: County) -> Door:
    return Door.objects.get(pk=services.open_door(made.village, actor=made.people["officer"]).record_id)


def key_of(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    return found[1]


def sent(door: Door, about: str = "一季度村级财务") -> IncomingItem:
    client = Client()
    page = client.get(f"/v/{door.token}/").content.decode()
    form = {"key": key_of(page), "about": about, "place": "村委会公示栏", "photos": SimpleUploadedFile("a.jpg", photo())}
    assert client.post(f"/v/{door.token}/", form).status_code == 302
    return IncomingItem.objects.latest("received_at")


def test_without_scripts_the_form_sends_photos_as_they_are(made: County, door: Door) -> None:
    item = sent(door)
    assert (item.agency_id, item.about, item.place, item.photos.count()) == (made.village, "一季度村级财务", "村委会公示栏", 1)


def test_a_double_click_is_one_item_also_after_its_pieces_are_gone(door: Door) -> None:
    client, data = Client(), photo()
    key = key_of(client.get(f"/v/{door.token}/").content.decode())
    begun = client.post(f"/v/{door.token}/photo/", {"size": len(data)}).json()
    piece = {"offset": 0, "piece": SimpleUploadedFile("p", data)}
    assert client.post(f"/v/{door.token}/photo/{begun['id']}/", piece).json()["received"] == len(data)
    form = {"key": key, "about": "财务", "place": "", "photo": [begun["id"]]}
    for _ in range(2):
        assert client.post(f"/v/{door.token}/", form, headers={"X-Gongkai": "village"}).json()["done"].endswith("/done/")
    assert IncomingItem.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"<html><script>alert(1)</script>", "不是 JPG 或 PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(900), "打不开"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(90), "HEIC"),
    ],
)
def test_a_hostile_or_odd_file_is_refused_in_a_sentence_and_what_was_typed_stays(door: Door, file: bytes, said: str) -> None:
    client = Client()
    form = {"key": "k" * 32, "about": "一季度村级财务", "place": "公示栏", "photos": SimpleUploadedFile("a.jpg", file)}
    answer = client.post(f"/v/{door.token}/", form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert 'value="一季度村级财务"' in page
    assert not IncomingItem.objects.exists()


def test_wrong_closed_and_replaced_doors_get_a_calm_page(made: County, door: Door) -> None:
    wrong = Client().get("/v/" + "x" * 32 + "/")
    assert (wrong.status_code, "找不到这个二维码" in wrong.content.decode()) == (404, True)
    services.open_door(made.village, actor=made.people["officer"])
    closed = Client().get(f"/v/{door.token}/")
    assert (closed.status_code, "已停用" in closed.content.decode()) == (410, True)
    assert closed["Cache-Control"] == "private, no-store"
    assert Client().post(f"/v/{door.token}/photo/", {"size": 10}).status_code == 410


def test_the_page_tells_nothing_of_what_others_sent(door: Door) -> None:
    sent(door, "张三低保公示")
    assert "张三" not in Client().get(f"/v/{door.token}/").content.decode()


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("officer", True),
        ("supervisor", True),
        ("neighbour", False),
        ("signer", False),
        ("administrator", False),
        ("nobody", False),
    ],
)
def test_items_and_photos_are_for_who_handles_them(made: County, desk: Desk, door: Door, who: str, may: bool) -> None:
    item, client = sent(door), desk(who)
    for address in (
        f"/desk/incoming/{item.pk}/",
        f"/desk/incoming/{item.pk}/photos/1.jpg",
        f"/desk/doors/{made.village}/",
        f"/desk/doors/{made.village}/poster/",
        f"/desk/incoming/{item.pk}/take/",
    ):
        assert client.get(address).status_code == (200 if may else 404), address
    listed = client.get("/desk/incoming/")
    assert (listed.status_code == 200 and item.about in listed.content.decode()) == may
    assert client.post(f"/desk/incoming/{item.pk}/take/", {"key": "t" * 32}).status_code == (302 if may else 404)
    assert IncomingItem.objects.get().state == ("taken" if may else "new")


def test_a_photo_is_served_as_a_photo_and_nothing_else(desk: Desk, door: Door) -> None:
    item = sent(door)
    answer = desk("officer").get(f"/desk/incoming/{item.pk}/photos/1.jpg")
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert data.startswith(b"\xff\xd8\xff")
    assert b"Exif" not in data
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert Client().get(f"/desk/incoming/{item.pk}/photos/1.jpg").status_code == 302
    assert desk("officer").get(f"/desk/incoming/{item.pk}/photos/2.jpg").status_code == 404


def test_the_poster_has_the_address_in_words_and_as_a_code(made: County, desk: Desk, door: Door) -> None:
    page = desk("officer").get(f"/desk/doors/{made.village}/poster/").content.decode()
    address = f"http://testserver/v/{door.token}/"
    assert address in page
    assert drawn(address).path in page


def test_the_drawn_code_is_the_code_of_the_address() -> None:
    from qrcode import QRCode
    from qrcode.constants import ERROR_CORRECT_Q

    address = "https://www.yunshui.example/v/abcdefghijklmnopqrstuvwxyz123456/"
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=4)
    code.add_data(address)
    made = drawn(address)
    grid = [[False] * made.side for _ in range(made.side)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1H\d+z", made.path):
        grid[int(y)][int(x) : int(x) + int(width)] = [True] * int(width)
    assert grid == code.get_matrix()


def test_opening_and_closing_at_the_desk(made: County, desk: Desk) -> None:
    officer, address = desk("officer"), f"/desk/doors/{made.village}/"
    assert "没有开放的二维码" in officer.get(address).content.decode()
    assert officer.post(f"{address}open/", {"key": "o" * 32}).status_code == 302
    assert officer.post(f"{address}open/", {"key": "o" * 32}).status_code == 302  # a double click
    assert Door.objects.count() == 1
    assert officer.post(f"{address}close/", {"reason": "海报遗失", "key": "c" * 32}).status_code == 302
    assert "没有开放的二维码" in officer.get(address).content.decode()


def test_the_list_costs_the_same_however_much_came(made: County, desk: Desk, door: Door) -> None:
    client = desk("officer")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            for address in ("/desk/incoming/", "/desk/doors/"):
                assert client.get(address).status_code == 200
        return len(found)

    sent(door)
    first = queries()
    for number in range(4):
        sent(door, f"第 {number} 件")
    assert queries() == first


@pytest.mark.needs("chromium", "axe")
def test_a_village_clerk_sends_a_photo_by_the_code_and_the_officer_sees_it(
    seat: Callable[..., Page],
    visitor: Callable[..., Page],
    site: str,
    made: County,
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], None],
    tmp_path: Path,
    settings: Any,
) -> None:
    desk_page = seat("officer")
    desk_page.get_by_role("link", name="扫码入口").first.click()
    axe(desk_page)
    shot(desk_page, "desk-doors")
    desk_page.get_by_role("link", name="柳湾村民委员会").click()
    desk_page.get_by_role("link", name="开放二维码").click()
    desk_page.get_by_role("button", name="生成二维码").click()
    desk_page.get_by_text("新的二维码已生成").wait_for()
    axe(desk_page)
    shot(desk_page, "desk-door")
    address = desk_page.locator(".address").inner_text()
    poster = desk_page.context.new_page()
    poster.goto(f"{site}/desk/doors/{made.village}/poster/")
    axe(poster)
    shot(poster, "desk-poster")
    printed = poster.pdf(prefer_css_page_size=True)
    with PdfDocument(printed) as sheets:
        assert len(sheets) == 1
        assert sheets[0].get_size() == pytest.approx((595, 842), abs=1)

    (tmp_path / "公示栏.jpg").write_bytes(photo(size=(3000, 2000)))
    (tmp_path / "第二张.jpg").write_bytes(photo())
    phone = visitor(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    lost = {"pieces": 2, "sends": 1}

    def drop(kind: str, route: Route) -> None:
        """The line drops now and then."""
        if route.request.method == "POST" and lost[kind] > 0:
            lost[kind] -= 1
            route.abort()
        else:
            route.continue_()

    phone.route(re.compile(r"/photo/[0-9a-f]{32}/$"), lambda route: drop("pieces", route))
    phone.goto(address)
    axe(phone)
    shot(phone, "village-empty")
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.get_by_label("公开内容").fill("一季度村级财务")
    phone.reload()  # WeChat threw the page away
    assert phone.get_by_label("公开内容").input_value() == "一季度村级财务"
    phone.get_by_role("button", name="提交").click()
    phone.get_by_text("请至少拍一张").wait_for()
    phone.locator("#photos").set_input_files([tmp_path / "公示栏.jpg", tmp_path / "第二张.jpg"])
    phone.get_by_label("公开地点或说明").fill("村委会公示栏")
    phone.get_by_text("已传好").nth(1).wait_for()
    axe(phone)
    shot(phone, "village-filled")
    phone.route(re.compile(r"/v/[^/]+/$"), lambda route: drop("sends", route))
    phone.get_by_role("button", name="提交").dblclick()
    phone.get_by_text("已交到").wait_for()
    axe(phone)
    shot(phone, "village-done")
    assert lost == {"pieces": 0, "sends": 0}

    item = IncomingItem.objects.get()
    assert (item.about, item.place, item.photos.count()) == ("一季度村级财务", "村委会公示栏", 2)
    desk_page.goto(f"{site}/desk/")
    desk_page.get_by_role("link", name="柳湾村民委员会交来：一季度村级财务").click()
    desk_page.wait_for_load_state("networkidle")
    widths = desk_page.locator(".shots img").evaluate_all("images => images.map(image => image.naturalWidth)")
    assert widths == [2560, 640]
    axe(desk_page)
    shot(desk_page, "desk-incoming-item")
    desk_page.get_by_role("link", name="采用", exact=True).click()
    desk_page.get_by_role("button", name="采用").click()
    desk_page.get_by_text("已采用").first.wait_for()
    axe(desk_page)
    shot(desk_page, "desk-incoming")


@pytest.mark.needs("chromium", "axe")
def test_a_closed_code_on_a_telephone(
    visitor: Callable[..., Page],
    site: str,
    made: County,
    door: Door,
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], None],
) -> None:
    services.close_door(door.pk, "遗失", actor=made.people["officer"])
    phone = visitor(viewport={"width": 390, "height": 844})
    phone.goto(f"{site}/v/{door.token}/")
    axe(phone)
    shot(phone, "village-closed")
