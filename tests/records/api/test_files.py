"""Files over the API: sent in pieces, resumed after a break, given to acts by the id of the upload; read back by who may."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from docx import Document
from openpyxl import Workbook

from gongkai.records.accounts import decisions
from gongkai.records.accounts import services as accounts
from gongkai.records.accounts.models import Decision, Outcome, User
from gongkai.records.accounts.roles import Role
from gongkai.records.agencies import services as agencies
from gongkai.records.agencies.models import Agency, Group, Kind, Level
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.log.models import LogEntry
from gongkai.records.catalogue import services as catalogue
from gongkai.records.catalogue.models import CatalogueVersion, Matter
from gongkai.records.incoming import services as incoming
from gongkai.records.incoming.models import IncomingItem
from gongkai.records.library.models import Rule
from tests.papers import PDF, jpeg
from tests.records.api.conftest import Program
from tests.records.api.test_reading import MATTER, leader
from tests.records.conftest import DAY, SET_UP

__all__ = ["leader"]

Make = Callable[[User], Program]


def send(asks: Program, data: bytes, name: str, piece: int = 1 << 20) -> str:
    """The id of an upload, sent in pieces."""
    begun = asks.post("/uploads/", {"name": name, "size": len(data)})
    for offset in range(0, len(data), piece):
        asks.piece(begun["id"], offset, data[offset : offset + piece])
    assert asks.get(f"/uploads/{begun['id']}/")["received"] == len(data)
    identity: str = begun["id"]
    return identity


def docx(*lines: str) -> bytes:
    out, document = io.BytesIO(), Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def xlsx(*rows: tuple[str, ...]) -> bytes:
    out, book = io.BytesIO(), Workbook()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_an_upload_that_broke_off_goes_on_where_it_was(program: Make, officer: User, administrator: User) -> None:
    asks, data = program(officer), bytes(range(256)) * 20
    said = {"name": "制度.pdf", "size": len(data), "stamp": "1"}
    begun = asks.post("/uploads/", said)
    assert asks.piece(begun["id"], 0, data[:1000])["received"] == 1000
    assert asks.piece(begun["id"], 0, data[:1000])["received"] == 1000  # sent twice, written once
    assert asks.piece(begun["id"], 4000, data[4000:])["received"] == 1000  # does not follow
    again = asks.post("/uploads/", said)
    assert (again["id"], again["received"]) == (begun["id"], 1000)
    assert asks.piece(again["id"], 1000, data[1000:])["received"] == len(data)
    other = program(administrator)
    assert other.get(f"/uploads/{begun['id']}/", 404)["code"] == "not_found"
    assert other.piece(begun["id"], 0, b"x", 404)["code"] == "not_found"
    assert asks.post("/uploads/", {**said, "size": 1 << 50}, 422)["code"] == "size_invalid"
    assert asks.piece(begun["id"], 0, b"x" * (2 * 1024 * 1024 + 1), 422)["code"] == "piece_large"


def test_a_rule_comes_with_its_file_and_the_text_is_read_out_of_it(program: Make, officer: User, township: UUID) -> None:
    asks = program(officer)
    file = send(asks, docx("第一条　先审查、后公开。"), "审查办法.docx", 700)
    wording = {"issued_on": "2026-01-05", "effective_on": "2026-02-01", "file": file}
    body = {"agency": str(township), "kind": "review", "title": "公开审查办法", "wording": wording}
    key = {"Idempotency-Key": "rule-1"}
    done = asks.act("library.make_rule", body, headers=key)
    assert asks.act("library.make_rule", body, headers=key)["repeated"] is True
    (said,) = asks.get(f"/rules/{done['record_id']}/")["versions"]
    assert (said["text"], said["file_name"]) == ("第一条　先审查、后公开。", "审查办法.docx")
    content = asks.bytes(f"/rules/{done['record_id']}/versions/1/file/")
    assert content.startswith(b"PK")
    assert Rule.objects.get().versions.get().file.file_class == "public"  # type: ignore[union-attr]


def test_a_file_with_a_personal_number_is_not_shown(program: Make, officer: User, township: UUID) -> None:
    asks = program(officer)
    file = send(asks, docx("联系人身份证号 11010519491231002X"), "名单.docx")
    wording = {"issued_on": "2026-01-05", "effective_on": "2026-02-01", "text": "第一条　见附件。", "file": file}
    body = {"agency": str(township), "kind": "review", "title": "办法", "wording": wording}
    assert asks.act("library.make_rule", body, 422)["code"] == "personal_number"
    asks.act("library.make_rule", {**body, "shown": False})


@pytest.mark.parametrize(
    ("data", "finished", "code"),
    [(b"MZ program", True, "kind"), (b"%PDF-1.4 no pages", True, "damaged"), (PDF, False, "upload_missing")],
)
def test_what_is_no_proof_or_is_not_whole_is_refused(
    data: bytes, finished: bool, code: str, program: Make, officer: User, township: UUID
) -> None:
    asks = program(officer)
    file = send(asks, data, "a.pdf") if finished else asks.post("/uploads/", {"name": "a.pdf", "size": 99})["id"]
    body = {"agency": str(township), "kind": "leading", "name": "领导小组", "since": "2026-01-05", "document": file}
    assert asks.act("agencies.found_group", body, 422)["code"] == code
    assert not Group.objects.exists()


def test_somebody_elses_upload_is_not_there(program: Make, officer: User, administrator: User, township: UUID) -> None:
    file = send(program(administrator), PDF, "a.pdf")
    body = {"agency": str(township), "kind": "leading", "name": "领导小组", "since": "2026-01-05", "document": file}
    assert program(officer).act("agencies.found_group", body, 422)["code"] == "upload_missing"


def test_a_decision_on_paper_is_recorded_with_its_proof(program: Make, officer: User, leader: User, township: UUID) -> None:
    version = UUID(catalogue.open_catalogue(township, "石桥镇公开目录", actor=officer).result["version"])
    catalogue.add_matter(version, MATTER, actor=officer)
    asked = catalogue.submit(version, leader.pk, DAY, actor=officer).result["decision"]
    asks, row = program(officer), Decision.objects.get(pk=asked)
    body = {"decision": asked, "outcome": "approved", "comment": "同意", "version_hash": row.version_hash}
    assert asks.act("accounts.decide", body, 403)["code"] == "not_allowed"
    proof = {"proof": send(asks, PDF, "签批单.pdf"), "decided_on": DAY.isoformat()}
    asks.act("accounts.decide", {**body, **proof})
    row.refresh_from_db()
    assert (row.outcome, row.means, row.proof.media_type) == (Outcome.APPROVED, "paper", "application/pdf")  # type: ignore[union-attr]
    assert decisions.is_current(row)


@pytest.fixture
def village(township: UUID) -> UUID:
    return agencies.register("白石村村民委员会", Kind.VILLAGE, Level.VILLAGE, township, SET_UP, actor=OPERATOR).record_id


def test_a_program_leaves_a_photo_behind_a_door_of_its_person_and_reads_it_back(
    program: Make, officer: User, administrator: User, village: UUID
) -> None:
    asks = program(officer)
    assert [(door["agency"], door["door"]) for door in asks.get("/doors/")["items"]] == [(str(village), None)]
    opened = asks.act("incoming.open_door", {"agency": str(village)})["result"]
    assert "token" not in str(opened)
    (door,) = asks.get("/doors/")["items"]
    body = {"door": door["door"], "about": "一季度村级财务", "place": "村部", "photos": [send(asks, jpeg(), "a.jpg")]}
    other = program(administrator)
    refused = other.act("incoming.receive", {**body, "photos": [send(other, jpeg(), "a.jpg")]}, 403)
    assert refused["code"] == "not_allowed"
    item = asks.act("incoming.receive", body)["result"]["item"]
    assert LogEntry.objects.filter(act="incoming.receive").first().actor == officer.actor_key  # type: ignore[union-attr]
    found = asks.get(f"/incoming/{item}/")
    assert (found["about"], found["state"], found["photos"]) == ("一季度村级财务", "new", 1)
    assert asks.bytes(f"/incoming/{item}/photos/1/").startswith(b"\xff\xd8\xff")
    assert asks.get(f"/incoming/{item}/photos/2/", 404)["code"] == "not_found"
    assert other.get(f"/incoming/{item}/", 404)["code"] == "not_found"
    assert other.get("/incoming/")["items"] == other.get("/doors/")["items"] == []
    asks.act("incoming.take", {"item": item, "answer": "将公开"}, headers={"If-Match": str(found["version"])})
    assert [one["state"] for one in asks.get("/incoming/", state="taken")["items"]] == ["taken"]
    asks.act("incoming.close_door", {"door": door["door"], "reason": "换新"})
    assert asks.act("incoming.receive", body, 422)["code"] == "door_closed"
    assert incoming.MOST_PHOTOS and IncomingItem.objects.count() == 1


def test_what_is_no_photo_is_not_received(program: Make, officer: User, village: UUID) -> None:
    asks = program(officer)
    door = asks.act("incoming.open_door", {"agency": str(village)})["result"]["door"]
    body = {"door": door, "about": "财务", "place": "", "photos": [send(asks, PDF, "a.pdf")]}
    assert asks.act("incoming.receive", body, 422)["code"] == "not_a_photo"
    assert asks.act("incoming.receive", {**body, "photos": []}, 422)["code"] == "photo_missing"


def test_a_table_of_agencies_is_read_then_imported(program: Make, administrator: User, officer: User, county: UUID) -> None:
    asks = program(administrator)
    head = ("单位名称", "上级单位", "单位类型", "层级")
    data = xlsx(head, ("青禾县教育局", "青禾县人民政府", "政府部门", "县级"), ("无名局", "没有的单位", "政府部门", "县级"))
    body = {"file": send(asks, data, "机构.xlsx"), "set_up_on": "2020-01-01"}
    read = asks.post("/imports/agencies/", body)
    assert [one["row"] for one in read["problems"]] == [3], read
    good = {"rows": read["rows"][:1], "set_up_on": "2020-01-01"}
    assert asks.act("agencies.import_tree", {**good, "rows": read["rows"]}, 422)["code"] == "rows_bad"
    assert not Agency.objects.filter(name="青禾县教育局").exists()
    asks.act("agencies.import_tree", good)
    assert Agency.objects.get(name="青禾县教育局").parent_id == county
    own = program(officer)
    assert own.post("/imports/agencies/", {**body, "file": send(own, data, "机构.xlsx")}, 403)["code"] == "not_allowed"


def test_a_table_of_people_is_read_then_imported_without_passwords(
    program: Make, administrator: User, county: UUID, township: UUID
) -> None:
    asks = program(administrator)
    head = ("姓名", "用户名", "单位", "角色")
    data = xlsx(head, ("沈知秋", "shenzhiqiu", "石桥镇人民政府", "公开专干"), ("某人", "mou", "没有的单位", ""))
    read = asks.post("/imports/people/", {"file": send(asks, data, "人员.xlsx")})
    assert [(one["row"], one["column"]) for one in read["problems"]] == [(3, "单位")], read
    body, key = {"at": str(county), "rows": read["rows"]}, {"Idempotency-Key": "people-1"}
    assert asks.act("accounts.import", body, headers=key)["result"] == {"people": 1, "grants": 1}
    assert asks.act("accounts.import", body, headers=key)["repeated"] is True
    person = User.objects.get(username="shenzhiqiu")
    assert (person.has_usable_password(), person.agency_id) == (False, township)
    found = asks.get(f"/people/{person.pk}/")
    assert [role["role"] for role in found["roles"]] == [Role.OFFICER]
    assert str(person.pk) in {one["id"] for one in asks.get("/people/", agency=str(township))["items"]}
    plain = User.objects.get(pk=accounts.enrol("keyuan", "科员", township, actor=OPERATOR).record_id)
    own = program(plain)
    assert [one["id"] for one in own.get("/people/")["items"]] == [str(plain.pk)]
    assert own.get(f"/people/{person.pk}/", 404)["code"] == "not_found"
    assert own.post("/imports/people/", {"file": send(own, data, "人员.xlsx")}, 403)["code"] == "not_allowed"
    assert own.act("accounts.import", {**body, "rows": []}, 403)["code"] == "not_allowed"


def test_a_catalogue_is_read_out_of_a_file_then_imported_with_it(program: Make, officer: User, township: UUID) -> None:
    asks = program(officer)
    version = UUID(catalogue.open_catalogue(township, "石桥镇公开目录", actor=officer).result["version"])
    from gongkai.records.catalogue.exchange.workbook import write_workbook
    from gongkai.records.catalogue.rows import Row

    data = write_workbook("目录", [Row(level1="").changed(MATTER)])
    file = send(asks, data, "目录.xlsx")
    read = asks.post("/imports/matters/", {"file": file, "version": str(version)})
    assert [one for one in read["problems"] if one["severe"]] == [], read
    body = {"version": str(version), "rows": read["rows"], "replace": False, "source": file, "absent": read["absent"]}
    assert asks.act("catalogue.import_rows", body)["result"]["added"] == 1
    assert Matter.objects.get().level2 == "部门预算"
    assert CatalogueVersion.objects.get().source is not None
    assert asks.post("/imports/matters/", {"file": file, "version": str(UUID(int=4))}, 404)["code"] == "not_found"


def test_a_body_that_is_too_large_is_said_in_json(program: Make, officer: User, settings: Any) -> None:
    settings.BODY_LIMIT = 1024
    asks = program(officer)
    refused = asks.post("/uploads/", {"name": "x" * 2000, "size": 1}, 413)
    assert (refused["code"], "分次" in refused["message"]) == ("too_large", True)
    answer: HttpResponse = asks.client.post("/api/nowhere/", b"x" * 2000, content_type="text/plain")  # type: ignore[assignment]
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/json; charset=utf-8")
