"""Doors of villages: what comes through them is kept once, without what the camera wrote, and waits for the right people."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from gongkai.documents import sandbox
from gongkai.documents.photo import LONGEST_SIDE, TARGET
from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Kind, Level
from gongkai.records.base.actors import OPERATOR, Anonymous
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import NotAllowed, NotFound, Refused
from gongkai.records.base.files.store import Written
from gongkai.records.base.log.models import LogEntry
from gongkai.records.base.tasks import selectors as tasks
from gongkai.records.incoming import pieces, selectors, services
from gongkai.records.incoming.actors import DoorBearer
from gongkai.records.incoming.models import Door, IncomingItem
from tests.records.conftest import SET_UP


def photo(colour: str = "red", size: tuple[int, int] = (64, 48), **more: Any) -> bytes:
    """A JPEG as a telephone makes it: place, time and maker beside the picture."""
    exif = Image.Exif()
    exif[0x010F] = "某品牌手机"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 20.5), 3: "E", 4: (120.0, 9.0, 1.0)})
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif, comment=b"secret", **more)
    return out.getvalue()


@pytest.fixture(autouse=True)
def temporary(settings: Any, tmp_path: Any) -> None:
    settings.TEMPORARY = tmp_path / "tmp"
    settings.TEMPORARY.mkdir()


@pytest.fixture
def village(township: UUID) -> UUID:
    return agencies.register("柳湾村民委员会", Kind.VILLAGE, Level.VILLAGE, township, SET_UP, actor=OPERATOR).record_id


@pytest.fixture
def door(officer: User, village: UUID) -> Door:
    return Door.objects.select_related("agency").get(pk=services.open_door(village, actor=officer).record_id)


@pytest.fixture
def kept(door: Door) -> Written:
    return pieces.clean(photo())


def send(door: Door, *photos: Written, about: str = "一季度村级财务", **more: Any) -> IncomingItem:
    done = services.receive(door.pk, about, "村委会公示栏", photos, actor=DoorBearer(door), **more)
    return IncomingItem.objects.get(pk=done.result["item"])


def person(name: str, agency: UUID, role: Role) -> User:
    user = accounts.enrol(name, "某某", agency, actor=OPERATOR).record_id
    accounts.grant(user, role, agency, SET_UP, actor=OPERATOR)
    return User.objects.get(pk=user)


def test_what_a_village_sends_waits_for_its_officer_and_liaison(
    door: Door, kept: Written, officer: User, township: UUID
) -> None:
    liaison, signer = person("liaison", township, Role.LIAISON), person("signer", township, Role.SIGNER)
    item = send(door, kept)
    for somebody in (officer, liaison):
        [task] = tasks.waiting_for(somebody)
        assert (task.record_id, task.due) == (item.pk, date(2026, 4, 8))
        assert task.reason == "柳湾村民委员会交来：一季度村级财务"
    assert not tasks.waiting_for(signer).exists()
    services.take(item.pk, "已用于村务公开", actor=liaison)
    assert not tasks.waiting_for(officer).exists()


def test_where_no_officer_is_the_county_is_told(county: UUID, township: UUID, village: UUID) -> None:
    supervisor = person("supervisor", county, Role.SUPERVISOR)
    door = Door.objects.get(pk=services.open_door(village, actor=supervisor).record_id)
    send(door, pieces.clean(photo()))
    assert tasks.waiting_for(supervisor).count() == 1


def test_a_double_click_is_one_item(door: Door, kept: Written) -> None:
    assert not selectors.sent_before(door, "k1")
    assert send(door, kept, key="k1") == send(door, kept, key="k1")
    assert IncomingItem.objects.count() == 1
    assert selectors.sent_before(door, "k1")


def test_a_photo_is_kept_upright_and_without_place_time_and_maker(door: Door, kept: Written, officer: User) -> None:
    item = send(door, kept)
    row, content = selectors.photo_for(officer, item.pk, 1)
    with content:
        data = content.read()
    assert row.file.file_class == "internal"
    with Image.open(io.BytesIO(data)) as found:
        assert found.format == "JPEG"
        assert found.size == (48, 64)
        assert not found.getexif()
    assert b"secret" not in data
    assert "手机".encode() not in data


def test_a_large_photo_is_made_smaller_and_a_png_becomes_a_jpeg(db: None) -> None:
    def cleaned(data: bytes) -> bytes:
        return sandbox.run(TARGET, data).data or b""

    with Image.open(io.BytesIO(cleaned(photo(size=(5000, 3000))))) as found:
        assert max(found.size) == LONGEST_SIDE
    out = io.BytesIO()
    Image.new("RGBA", (20, 10), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(cleaned(out.getvalue()))) as found:
        assert (found.format, found.getpixel((3, 3))) == ("JPEG", (255, 255, 255))


def bomb() -> bytes:
    """A PNG that says it is 60000 × 60000."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: b"", "empty"),
        (lambda: b"<svg onload=alert(1)>", "not_a_photo"),
        (lambda: b"GIF89a" + bytes(50), "not_a_photo"),
        (lambda: b"\x00\x00\x00\x18ftypheic" + bytes(50), "heic"),
        (lambda: b"\xff\xd8\xff\xe0" + bytes(500), "damaged"),
        (lambda: photo()[:400], "damaged"),
        (bomb, "too_large"),
        (lambda: b"\xff\xd8\xff" + bytes(pieces.PHOTO_BYTES), "too_large"),
    ],
)
def test_what_is_no_photo_is_refused_in_a_sentence(data: Callable[[], bytes], code: str) -> None:
    with pytest.raises(Refused) as refused:
        pieces.clean(data())
    assert refused.value.code == code
    assert refused.value.message.endswith("。")


def test_a_new_code_closes_the_old_one_at_once(door: Door, kept: Written, officer: User, village: UUID) -> None:
    fresh = Door.objects.get(pk=services.open_door(village, actor=officer).record_id)
    old = selectors.door_of(door.token)
    assert old is not None
    assert not selectors.is_open(old)
    with pytest.raises(Refused) as refused:
        send(old, kept)
    assert refused.value.code == "door_closed"
    assert selectors.open_door_of(fresh.agency) == fresh
    assert send(fresh, kept).agency_id == village


def test_a_closed_door_takes_nothing_and_keeps_what_came(door: Door, kept: Written, officer: User) -> None:
    item = send(door, kept)
    services.close_door(door.pk, "海报遗失", actor=officer)
    assert selectors.item_for(officer, item.pk) == item
    with pytest.raises(Refused):
        send(door, kept)
    with pytest.raises(Refused):
        services.close_door(door.pk, "再次", actor=officer)


@pytest.mark.parametrize(
    ("about", "place", "photos", "code"),
    [
        (" ", "", 1, "about_missing"),
        ("甲" * 201, "", 1, "about_long"),
        ("财务", "甲" * 201, 1, "place_long"),
        ("财务", "", 0, "photo_missing"),
        ("财务", "", 10, "photos_many"),
    ],
)
def test_what_is_missing_or_too_much_is_said(door: Door, kept: Written, about: str, place: str, photos: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        services.receive(door.pk, about, place, [kept] * photos, actor=DoorBearer(door))
    assert refused.value.code == code
    assert not IncomingItem.objects.exists()


def test_a_stranger_with_the_address_is_slowed_down(door: Door, kept: Written, now: Frozen, monkeypatch: Any) -> None:
    monkeypatch.setattr(services, "MOST_AN_HOUR", 2)
    send(door, kept)
    send(door, kept)
    with pytest.raises(Refused) as refused:
        send(door, kept)
    assert refused.value.code == "too_many"
    now.move(hours=1, seconds=1)
    send(door, kept)


def test_the_log_says_that_something_came_and_not_what_a_stranger_typed(door: Door, kept: Written) -> None:
    send(door, kept, about="张三低保公示")
    assert not [entry for entry in LogEntry.objects.all() if "张三" in str(entry.data)]


def test_declining_needs_an_answer_and_nothing_is_handled_twice(door: Door, kept: Written, officer: User) -> None:
    item = send(door, kept)
    with pytest.raises(Refused) as refused:
        services.decline(item.pk, " ", actor=officer)
    assert refused.value.code == "answer_missing"
    services.decline(item.pk, "照片看不清，请重拍", actor=officer)
    with pytest.raises(Refused) as refused:
        services.take(item.pk, actor=officer)
    assert refused.value.code == "handled_already"


def test_a_door_is_for_villages_and_inner_units(officer: User, township: UUID) -> None:
    with pytest.raises(Refused) as refused:
        services.open_door(township, actor=officer)
    assert refused.value.code == "no_village"


def test_a_neighbour_sees_nothing_and_the_superior_everything(door: Door, kept: Written, county: UUID) -> None:
    item = send(door, kept)
    next_door = agencies.register("青田镇人民政府", Kind.GOVERNMENT, Level.TOWNSHIP, county, SET_UP, actor=OPERATOR).record_id
    neighbour, supervisor = person("neighbour", next_door, Role.OFFICER), person("supervisor", county, Role.SUPERVISOR)
    assert list(selectors.visible(neighbour)) == []
    assert list(selectors.villages(neighbour)) == []
    for attempt in (lambda: selectors.item_for(neighbour, item.pk), lambda: selectors.photo_for(neighbour, item.pk, 1)):
        with pytest.raises(NotFound):
            attempt()
    for act in (
        lambda: services.take(item.pk, actor=neighbour),
        lambda: services.open_door(door.agency_id, actor=neighbour),
        lambda: services.close_door(door.pk, "无", actor=neighbour),
        lambda: services.receive(door.pk, "财务", "", [kept], actor=Anonymous()),
        lambda: services.receive(door.pk, "财务", "", [kept], actor=neighbour),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert list(selectors.visible(supervisor)) == [item]
    services.take(item.pk, actor=supervisor)


def test_the_bearer_of_one_door_sends_nothing_through_another(door: Door, kept: Written, officer: User, township: UUID) -> None:
    other = agencies.register("塔山村民委员会", Kind.VILLAGE, Level.VILLAGE, township, SET_UP, actor=OPERATOR).record_id
    theirs = Door.objects.get(pk=services.open_door(other, actor=officer).record_id)
    with pytest.raises(NotAllowed):
        services.receive(theirs.pk, "财务", "", [kept], actor=DoorBearer(door))


def test_lists_cost_the_same_however_much_came(
    door: Door, kept: Written, officer: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(8):
        send(door, kept)
    with django_assert_max_num_queries(5):
        assert [item.agency.name for item in selectors.visible(officer)] == ["柳湾村民委员会"] * 8
    with django_assert_max_num_queries(5):
        assert [(place.waiting, len(place.open_doors)) for place in selectors.villages(officer)] == [(8, 1)]  # type: ignore[attr-defined]


def test_pieces_resume_where_the_line_dropped_and_a_piece_sent_twice_is_written_once(door: Door) -> None:
    data = photo("blue", (300, 200))
    begun = pieces.begin(door, len(data))
    assert pieces.add(door, begun.id, 0, data[:500]).received == 500  # type: ignore[union-attr]
    assert pieces.add(door, begun.id, 0, data[:500]).received == 500  # type: ignore[union-attr]
    assert pieces.add(door, begun.id, 900, data[900:]).received == 500  # type: ignore[union-attr]
    with pytest.raises(Refused):
        pieces.whole(door, begun.id)
    assert pieces.find(door, begun.id) == pieces.Begun(begun.id, len(data), 500)
    assert pieces.add(door, begun.id, 500, data[500:]).received == len(data)  # type: ignore[union-attr]
    assert pieces.whole(door, begun.id) == data
    pieces.forget(door, [begun.id])
    assert pieces.find(door, begun.id) is None


def test_uploads_of_another_door_and_odd_names_are_not_found(door: Door, officer: User, village: UUID) -> None:
    begun = pieces.begin(door, 10)
    fresh = Door.objects.get(pk=services.open_door(village, actor=officer).record_id)
    assert pieces.find(fresh, begun.id) is None
    assert pieces.find(door, "../../etc/passwd") is None


def test_what_nobody_finished_goes_after_a_day(door: Door, now: Frozen) -> None:
    import os

    begun = pieces.begin(door, 10)
    path = pieces._folder(door) / begun.id
    for each in (path, path.with_suffix(".json")):
        os.utime(each, (now.instant.timestamp(), now.instant.timestamp()))
    assert pieces.sweep_pieces.call() == 0
    now.move(days=1, seconds=5)
    assert pieces.sweep_pieces.call() == 2
