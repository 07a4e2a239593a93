"""A photo or scan is taken as a proof when it opens to its end and does nothing by itself."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from gongkai.documents import proof, sandbox
from gongkai.documents.errors import Unreadable


def picture(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(out, kind)
    return out.getvalue()


def scan(pages: int = 1, packed: bool = False, **root: pikepdf.Dictionary) -> bytes:
    """A PDF with blank pages; `root`: what stands in its catalogue; `packed`: objects in compressed streams."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(200, 300))
        for name, value in root.items():
            pdf.Root[f"/{name}"] = pdf.make_indirect(value)
        mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
        pdf.save(out, object_stream_mode=mode)
    return out.getvalue()


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    return out.getvalue()


def with_attachment() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["工具.exe"] = b"MZ"
        pdf.save(out)
    return out.getvalue()


def script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def launch() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (picture(), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (scan(3), "application/pdf"),
        (scan(packed=True), "application/pdf"),
    ],
)
def test_photos_and_scans_are_taken(data: bytes, kind: str) -> None:
    assert proof.work(data).decode() == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_proof"),
        (b"\xff\xd8\xff\xe0 a photo of nothing", "damaged"),
        (picture()[:400], "damaged"),
        (b"%PDF-1.7 nothing", "damaged"),
        (b"%PDF-1.7\n<html><script>alert(1)</script>", "damaged"),
        (b"<html>%PDF-1.7", "not_a_proof"),
        (b"PK\x03\x04 a document", "not_a_proof"),
        (b"GIF89a", "not_a_proof"),
        (locked(), "encrypted"),
        (with_attachment(), "active"),
        (scan(OpenAction=script()), "active"),
        (scan(OpenAction=launch(), packed=True), "active"),
        (scan(OpenAction=launch()).replace(b"/Launch", b"/La#75nch"), "active"),
        (scan(proof.MOST_PAGES + 1), "too_many_pages"),
    ],
)
def test_what_does_not_open_or_does_something_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        proof.work(data)
    assert refused.value.code == code
    assert refused.value.message.endswith("。")


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_opened() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(Unreadable) as refused:
        proof.work(out.getvalue())
    assert refused.value.code == "too_large"


def test_it_runs_in_a_child_process() -> None:
    assert sandbox.run(proof.TARGET, picture()).data == b"image/jpeg"
    assert sandbox.run(proof.TARGET, b"%PDF-1.7 nothing").code == "damaged"
