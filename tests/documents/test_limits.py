"""The one door: whatever comes in, a document or a refusal in one Chinese sentence comes out."""

from __future__ import annotations

import io
import random
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import gongkai.documents as documents
from gongkai.documents import Document, Limits, Unreadable, open_archive, read
from gongkai.documents.model import Grid, Paragraph
from tests.documents.office_files import docx, p, tbl, tr, zipped
from tests.documents.test_odf import odf
from tests.documents.test_sheet import workbook
from tests.documents.test_sniff import compound

PAGE = "<html><body><p>一、总体情况</p><table><tr><td>a<td>b<tr><td>1<td>2</table></body></html>".encode()
REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "noise": (bytes(range(256)) * 20, "unknown_format"),
    "an encrypted docx": (compound("EncryptedPackage"), "encrypted"),
    "a presentation": (zipped({"ppt/presentation.xml": ""}), "unknown_format"),
    "rar": (b"Rar!\x1a\x07\x01\x00", "unknown_format"),
    "a zip of files": (zipped({"a.txt": "甲", "b.txt": "乙"}), "unknown_format"),
    "an empty zip": (zipped({}), "unknown_format"),
    "a docx cut off": (docx(p("甲" * 2000))[:-200], "damaged"),
    "half a zip": (zipped({"a.txt": "甲" * 5000})[:60], "damaged"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused_with_a_code_and_a_sentence(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.code == code
    assert refused.value.message.endswith("。")


def test_a_file_is_read_from_its_path_and_a_missing_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "报告.doc"
    path.write_bytes(PAGE)
    assert read(path).reader == read(str(path)).reader == "html"
    with pytest.raises(Unreadable, match=r"没有\.docx.*没有这个文件"):
        read(tmp_path / "没有.docx")


def test_a_zip_around_one_file_is_that_file() -> None:
    assert read(zipped({"dir/": "", "dir/报告.html": PAGE})).reader == "html"


def test_sizes_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(PAGE)
    for source in (PAGE, path):
        with pytest.raises(Unreadable) as refused:
            read(source, limits=Limits(max_bytes=10))
        assert refused.value.code == "too_large"
    for limits in (Limits(max_cells=3), Limits(max_text=3)):
        with pytest.raises(Unreadable) as refused:
            read(PAGE, limits=limits)
        assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("error", "code"),
    [(ValueError(), "damaged"), (MemoryError(), "too_much_memory"), (RecursionError(), "bomb"), (KeyError("x"), "damaged")],
)
def test_any_error_of_a_reader_becomes_a_refusal(monkeypatch: pytest.MonkeyPatch, error: Exception, code: str) -> None:
    def broken(data: bytes, name: str | None, limits: Limits) -> Document:
        raise error

    monkeypatch.setitem(documents._READERS, "html", broken)
    with pytest.raises(Unreadable) as refused:
        read(PAGE)
    assert refused.value.code == code


def test_a_panic_of_an_extension_becomes_a_refusal_but_an_interrupt_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def raising(error: BaseException) -> Callable[..., Document]:
        def broken(*_: object) -> Document:
            raise error

        return broken

    monkeypatch.setitem(documents._READERS, "html", raising(PanicException()))
    with pytest.raises(Unreadable):
        read(PAGE)
    monkeypatch.setitem(documents._READERS, "html", raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        read(PAGE)


def bomb(size: int) -> bytes:
    return zipped({"word/document.xml": b"0" * size})


@pytest.mark.parametrize(
    ("data", "limits"),
    [
        (bomb(40_000_000), Limits()),
        (bomb(2_000_000), Limits(max_unpacked_bytes=1_000_000)),
        (zipped({f"{i}.txt": "" for i in range(50)}), Limits(max_members=20)),
    ],
    ids=["ratio", "size", "members"],
)
def test_zip_bombs_are_refused_before_they_unfold(data: bytes, limits: Limits) -> None:
    tracemalloc.start()
    with pytest.raises(Unreadable) as refused:
        read(data, limits=limits)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.value.code == "bomb"
    assert peak < 1_000_000
    with pytest.raises(Unreadable):
        open_archive(data, limits)


def archive(names: list[tuple[bytes, bool]]) -> bytes:
    """A zip whose members have these raw names; True marks them as UTF-8."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for i, (name, _) in enumerate(names):
            info = zipfile.ZipInfo(f"n{i:03d}".ljust(len(name), "_"))
            z.writestr(info, f"{i}")
    data = out.getvalue()
    for i, (name, utf8) in enumerate(names):
        stand_in = f"n{i:03d}".ljust(len(name), "_").encode()
        data = data.replace(stand_in, name)
        if utf8:
            for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
                header = data.index(name) - (30 if magic == b"PK\x03\x04" else 46)
                at = header if magic == b"PK\x03\x04" else data.rindex(name) - 46
                data = data[: at + offset] + b"\x00\x08" + data[at + offset + 2 :]
    return data


NAMES = {
    "GBK without saying so": ("某某镇/年报.docx".encode("gbk"), False, "某某镇/年报.docx"),
    "UTF-8 said": ("某某镇/年报.docx".encode(), True, "某某镇/年报.docx"),
    "UTF-8 without saying so": ("某某镇/年报.docx".encode(), False, "某某镇/年报.docx"),
    "upwards": (b"../../etc/passwd.txt", False, "etc/passwd.txt"),
    "absolute": (b"/etc/passwd.txt", False, "etc/passwd.txt"),
    "Windows": (b"C:\\users\\a.docx", False, "users/a.docx"),
}


@pytest.mark.parametrize(("raw", "utf8", "name"), NAMES.values(), ids=NAMES.keys())
def test_names_in_an_archive_read_right_and_stay_inside(raw: bytes, utf8: bool, name: str) -> None:
    assert list(open_archive(archive([(raw, utf8)]))) == [(name, b"0")]


def test_leavings_of_other_systems_are_skipped_and_equal_names_kept_apart() -> None:
    members = {
        "a/": "",
        "a/1.docx": "x",
        "__MACOSX/a/._1.docx": "m",
        "a/.DS_Store": "d",
        "a/~$1.docx": "l",
        "Thumbs.db": "t",
        "./a/1.docx": "y",
    }
    assert list(open_archive(zipped(members))) == [("a/1.docx", b"x"), ("a/1(2).docx", b"y")]


def test_an_archive_is_unpacked_one_file_at_a_time() -> None:
    data = zipped({f"{i}.bin": bytes(2_000_000) for i in range(30)}, zipfile.ZIP_STORED)
    tracemalloc.start()
    count = sum(1 for _ in open_archive(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 30
    assert peak < 20_000_000


@pytest.mark.parametrize("data", [b"Rar!\x1a\x07", b"PK\x03\x04 no zip", b""])
def test_what_is_no_zip_is_refused_at_once(data: bytes) -> None:
    with pytest.raises(Unreadable):
        open_archive(data)


SEEDS = {
    "html": PAGE,
    "docx": docx(
        p("一、总体情况") + tbl(tr("a", "b"), tr(1, 2)) + p("尾"),
        styles="<w:style w:styleId='1'><w:name w:val='heading 1'/></w:style>",
    ),
    "xlsx": workbook([["a", "b"], [1, 2]]),
    "odt": odf("<text:p>甲</text:p>"),
    "ole": compound("1Table", "Workbook"),
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(out))
        match chance.randrange(4):
            case 0:
                out[at] = chance.randrange(256)
            case 1:
                del out[at : at + chance.randint(1, 40)]
            case 2:
                out[at:at] = out[at : at + chance.randint(1, 200)]
            case _:
                out[at:at] = chance.choice([b"<", b"<td rowspan=9>", b"\0", b"<table>", b"&#x0;", b"\xff\xfe", b"<w:tbl>"])
        out = out or bytearray(b"x")
    return bytes(out)


@pytest.mark.parametrize("kind", SEEDS)
def test_mutated_files_end_in_a_document_or_a_refusal(kind: str) -> None:
    chance = random.Random(kind)
    with (
        zipfile.ZipFile(io.BytesIO(SEEDS[kind]))
        if SEEDS[kind].startswith(b"PK")
        else zipfile.ZipFile(io.BytesIO(zipped({}))) as z
    ):
        members = {n: z.read(n) for n in z.namelist()}
    start = time.process_time()
    for _ in range(400):
        if members and chance.random() < 0.7:  # damage inside an intact container goes deeper than damage to it
            name = chance.choice(sorted(members))
            data = zipped(members | {name: mutated(members[name] or b"x", chance)}, zipfile.ZIP_STORED)
        else:
            data = mutated(SEEDS[kind], chance)
        try:
            document = read(data, limits=Limits(seconds=1))
        except Unreadable as e:
            assert e.message.endswith("。")
        else:
            assert all(isinstance(cell.text, str) for b in document.blocks if isinstance(b, Grid) for cell in b.cells)
            assert all(isinstance(b.text, str) for b in document.blocks if isinstance(b, Paragraph))
    assert time.process_time() - start < 60
