"""OFD: whatever way the producer places text and lines, the same tables and paragraphs."""

from __future__ import annotations

import io
import itertools
import random
import zipfile

import pytest

from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import Limits
from gongkai.documents.model import Grid, Paragraph, Picture
from gongkai.documents.ofd import read_ofd
from gongkai.documents.ofd_path import subpaths
from tests.documents.made_tables import as_read, as_written, form_table, label, only_grid, random_table
from tests.documents.ofd_writer import OfdWriter, Style

WAYS = list(itertools.product(("ofd", "", "-"), ("line", "char", "row", "scaled"), ("path", "fill", "joined", "rect")))
WIDTHS = [20.0, 50.0, 18.0, 18.0, 18.0, 18.0, 18.0]


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """The package with one member's text changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            if member == name:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(member, content)
    return out.getvalue()


@pytest.mark.parametrize("way", range(0, len(WAYS), 3))
def test_every_way_to_place_text_and_lines_gives_the_same_table(way: int) -> None:
    prefix, text, lines = WAYS[way]
    rng = random.Random(way)
    cells = form_table(rng, rng.randint(4, 9))
    writer = OfdWriter(Style(prefix, bool(way % 2), text, lines, template=bool(way % 4)))
    for _ in range(rng.randint(0, 24)):
        writer.line(label(rng, 30, 40))
    writer.table(cells, WIDTHS)
    writer.line("四、其他")
    document = read_ofd(writer.data())
    assert as_read(only_grid(document)) == as_written(cells)
    assert document.pages == len(writer.pages)
    assert (document.reader, document.title) == ("ofd", "样例")
    texts = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    assert "四、其他" in texts
    assert not any("—" in t for t in texts)


@pytest.mark.parametrize("seed", range(6))
def test_random_merged_cells_are_read_as_they_were_written(seed: int) -> None:
    cells = random_table(random.Random(seed), 7, 6)
    writer = OfdWriter(Style(lines=("path", "rect")[seed % 2]))
    writer.table(cells, [26.0] * 6)
    assert as_read(only_grid(read_ofd(writer.data()))) == as_written(cells)


def test_wrapped_lines_become_paragraphs() -> None:
    writer = OfdWriter(Style())
    first, second = label(random.Random(1), 90, 90) + "。", label(random.Random(2), 60, 60) + "。"
    for paragraph in (first, second):
        full = "　　" + paragraph
        for start in range(0, len(full), 40):
            writer.line(full[start : start + 40])
    texts = [b.text for b in read_ofd(writer.data()).blocks if isinstance(b, Paragraph)]
    assert texts == [first, second]


def test_a_template_is_read_under_the_page() -> None:
    writer = OfdWriter(Style(template=True))
    writer.line("正文一行")
    texts = [b.text for b in read_ofd(writer.data()).blocks if isinstance(b, Paragraph)]
    assert texts == ["正文一行", "政府信息公开年报"]


def test_pictures_have_their_size_in_points() -> None:
    writer = OfdWriter(Style())
    writer.line("附图如下，请参阅全文。")
    writer.pages[0].images.append((50.0, 100.0, 101.6, 150.8))
    pictures = [b for b in read_ofd(writer.data()).blocks if isinstance(b, Picture)]
    assert [(round(p.width), round(p.height)) for p in pictures] == [(146, 144)]


def test_the_path_language_is_understood_and_nonsense_ends_it() -> None:
    assert list(subpaths("M 0 0 L 5 0 L 5 5 C M 1 1 B 1 2 3 4 9 9")) == [
        ([(0, 0), (5, 0), (5, 5), (0, 0)], True),
        ([(1, 1), (9, 9)], False),
    ]
    assert list(subpaths("S 0 0 A 1 1 0 0 1 4 4 Q 1 1 6 6")) == [([(0, 0), (4, 4), (6, 6)], False)]
    assert list(subpaths("M 0 0 L 5 nan L 9 9")) == []
    assert list(subpaths("L")) == list(subpaths("7 7")) == []


def test_entities_bombs_encryption_and_damage_are_refused() -> None:
    writer = OfdWriter(Style())
    writer.line("正文")
    data = writer.data()
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    entity = declaration + '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
    page = "Doc_0/Pages/Page_0/Content.xml"
    cases = [
        (changed(data, page, declaration, entity), "bomb"),
        (changed(data, "OFD.xml", "<ofd:DocBody", "<ofd:Encryptions>x</ofd:Encryptions><ofd:DocBody"), "encrypted"),
        (changed(data, page, "</ofd:Page>", ""), "damaged"),
        (changed(data, "OFD.xml", "Doc_0/Document.xml", "Doc_9/Document.xml"), "damaged"),
        (data[: len(data) // 2], "damaged"),
    ]
    for content, code in cases:
        with pytest.raises(Unreadable) as refused:
            read_ofd(content)
        assert refused.value.code == code
    with pytest.raises(Unreadable) as long:
        read_ofd(data, Limits(max_text=1))
    assert long.value.code == "too_large"
    writer.break_page()
    with pytest.raises(Unreadable) as pages:
        read_ofd(writer.data(), Limits(max_pages=1))
    assert pages.value.code == "too_many_pages"


def test_a_page_whose_file_is_missing_is_empty_and_the_rest_is_read() -> None:
    writer = OfdWriter(Style())
    writer.line("第一页的正文在这里。")
    writer.break_page()
    writer.line("第二页的正文在这里。")
    data = changed(writer.data(), "Doc_0/Document.xml", "Pages/Page_0/Content.xml", "Pages/Page_7/Content.xml")
    document = read_ofd(data)
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["第二页的正文在这里。"]
    assert document.pages == 2


def test_wild_numbers_never_break_the_reader() -> None:
    rng = random.Random(5)
    writer = OfdWriter(Style())
    writer.table(random_table(rng, 6, 5), [25.0] * 5)
    data = writer.data()
    page = "Doc_0/Pages/Page_0/Content.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read(page).decode()
    read = 0
    for _ in range(60):
        parts = content.split('"')
        for i in range(7, len(parts), 2):  # after the declaration and the namespace
            if rng.random() < 0.05:
                parts[i] = rng.choice(("nan", "inf", "-1 -1 0 0", "1e308 1e308 1e308 1e308", "g 9999999999 1", "x", ""))
        document = read_ofd(changed(data, page, content, '"'.join(parts)), Limits(seconds=10))
        read += all(isinstance(b, Grid | Paragraph | Picture) for b in document.blocks)
    assert read == 60
