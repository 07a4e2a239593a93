"""What a visitor may hand over: files, zips of files, pasted text, a profile; what is refused, and how it is said."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.test import Client

from gongkai.portal import limits, profile
from gongkai.portal.uploads import Bytes, entries, pasted, read_member
from gongkai.records.base.errors import Refused


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_single_files_are_taken_in_order() -> None:
    found = entries([Bytes("甲.txt", b"1"), Bytes("C:\\报告\\乙.docx", b"2")])
    assert [(e.name, e.upload, e.member) for e in found] == [("甲.txt", 1, None), ("乙.docx", 2, None)]


def test_a_zip_is_its_files_without_what_systems_leave_in_it() -> None:
    leavings = ["__MACOSX/2023/._甲镇.txt", "2023/Thumbs.db", ".DS_Store", "2023/~$乙.docx"]
    found = entries([Bytes("全县.zip", zipped({"2023/甲镇.txt": b"1", **dict.fromkeys(leavings, b"x")}))])
    assert [(e.name, e.upload, e.member) for e in found] == [("甲镇.txt", 1, 0)]


def test_names_of_a_zip_made_on_chinese_windows_are_read() -> None:
    raw = "甲镇".encode("gb18030")
    data = zipped({"ABCD.txt": b"1"}).replace(b"ABCD", raw)
    assert [e.name for e in entries([Bytes("全县.zip", data)])] == ["甲镇.txt"]


def test_files_of_one_name_in_a_zip_are_told_apart_by_their_folders() -> None:
    parcel = zipped(
        {
            "全县/青禾镇/年报.txt": b"1",
            "全县/听松乡/年报.txt": b"2",
            "../../etc/年报.txt": b"3",
            "说明.txt": b"4",
            "年报.txt": b"5",
        }
    )
    names = [e.name for e in entries([Bytes("全县.zip", parcel)])]
    assert names == ["青禾镇：年报.txt", "听松乡：年报.txt", "etc：年报.txt", "说明.txt", "年报.txt"]


def test_an_office_document_is_a_zip_but_not_a_parcel() -> None:
    word = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
    assert [(e.name, e.member) for e in entries([Bytes("年报.docx", word)])] == [("年报.docx", None)]


def test_a_damaged_zip_is_left_to_the_reader() -> None:
    assert [e.member for e in entries([Bytes("年报.docx", zipped({"a": b"b"})[:-8])])] == [None]


@pytest.mark.parametrize(
    ("uploads", "words"),
    [
        ([Bytes("空.zip", zipped({"folder/": b""}))], "里没有文件"),
        ([Bytes("大.txt", b"x" * (limits.FILE_BYTES + 1))], "“大.txt”超过"),
        ([Bytes("多.zip", zipped({f"{n}.txt": b"x" for n in range(limits.VISIT_FILES + 1)}))], "一次最多体检"),
        ([Bytes("弹.zip", zipped({"a.txt": b"0" * (limits.FILE_BYTES + 1)}))], "“a.txt”超过"),
    ],
)
def test_what_is_too_much_is_refused_with_the_name_and_the_limit(uploads: list[Bytes], words: str) -> None:
    with pytest.raises(Refused, match=words):
        entries(uploads)


def test_too_much_in_all_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 10)
    with pytest.raises(Refused, match="合起来太大"):
        entries([Bytes("a.txt", b"123456"), Bytes("b.txt", b"123456")])


def test_a_member_is_unpacked_no_further_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({"a.txt": b"0123456789"})
    assert read_member(io.BytesIO(data), 0) == b"0123456789"
    monkeypatch.setattr(limits, "FILE_BYTES", 9)
    with pytest.raises(Refused, match="解压后超过"):
        read_member(io.BytesIO(data), 0)


def test_a_member_that_cannot_be_unpacked_is_told() -> None:
    data = bytearray(zipped({"a.txt": b"0123456789" * 50}))
    data[40:50] = b"\xff" * 10
    with pytest.raises(Refused, match="解不开"):
        read_member(io.BytesIO(bytes(data)), 0)


def test_a_zip_whose_list_of_members_is_endless_is_not_opened() -> None:
    end = zipped({"a.txt": b"1"})
    at = end.rfind(b"PK\x05\x06")
    huge = end[: at + 12] + (2**31).to_bytes(4, "little") + end[at + 16 :]
    assert [e.member for e in entries([Bytes("a.zip", huge)])] == [None]


def test_pasted_text_is_a_file_and_has_its_limit() -> None:
    assert [e.name for e in entries([pasted("一、总体情况")])] == ["粘贴的文字.txt"]
    with pytest.raises(Refused, match="改为上传文件"):
        pasted("一" * (limits.PASTE_CHARACTERS + 1))


def test_the_example_that_can_be_downloaded_is_a_profile() -> None:
    example = Client().get("/check/profile-example.yaml")
    assert profile.read(Bytes("云水县.yaml", example.content))["name"].startswith("云水县")


@pytest.mark.parametrize("data", [b"- a", b"\xff\xfe\x00", b"a: [", b"a: &x [1]\nb: *x", b"a" * (limits.PROFILE_BYTES + 1)])
def test_what_is_no_profile_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match=r"本地要求|要求清单"):
        profile.read(Bytes("p.yaml", data))


def with_pattern(pattern: str) -> Bytes:
    demand = {"id": "a", "kind": "mention", "section": "1", "any": [f"/{pattern}/"], "message": "请写明。"}
    return Bytes("p.yaml", json.dumps({"name": "云水县", "demands": [demand]}).encode())


@pytest.mark.parametrize(
    "pattern",
    [
        "(.+)+x",
        "(a|a)+x",
        "(a?){30}a",
        "a?a?a?a?a?a",
        ".*.*x",
        "(aa|a)(aa|a)(aa|a)(aa|a)(aa|a)x",
        r"(a+)\1x",
        "(?=a+)b",
        "a" * 300,
    ],
)
def test_a_pattern_that_may_run_for_hours_is_refused(pattern: str) -> None:
    with pytest.raises(Refused, match="太复杂"):
        profile.read(with_pattern(pattern))


@pytest.mark.parametrize("pattern", [r"\d+期", "政策(图解|解读)", "解读(材料)?.{0,10}篇", "第[一二三]次"])
def test_a_plain_pattern_is_taken(pattern: str) -> None:
    assert profile.read(with_pattern(pattern))["demands"][0]["any"] == [f"/{pattern}/"]
