"""Text, limits and oddities of PDFs; the real report."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from gongkai.documents.errors import Unreadable
from gongkai.documents.limits import Limits
from gongkai.documents.model import Grid, Paragraph, Picture
from gongkai.documents.pdf import read_pdf
from tests.documents.made_tables import Made, form_table, label, only_grid, typst_pdf, typst_table
from tests.documents.raw_pdf import one_page, pdf, ruled, stream, text


def paragraphs(data: bytes) -> list[str]:
    return [b.text for b in read_pdf(data).blocks if isinstance(b, Paragraph)]


def rows(grid: Grid) -> list[list[str]]:
    return [[c.text for c in line if c is not None] for line in grid.matrix()]


def test_every_number_of_the_real_report_stands_in_its_row(reports_dir: Path) -> None:
    document = read_pdf((reports_dir / "huaian_city_2024.pdf").read_bytes())
    expected = json.loads((reports_dir / "huaian_city_2024.expected.json").read_text())["tables"]
    grids = [b for b in document.blocks if isinstance(b, Grid)]
    assert [(g.n_rows, g.n_cols) for g in grids] == [(14, 4), (28, 10), (4, 15)]
    read = [[c.text for c in line if c is not None and c.text.isdigit()] for line in grids[1].matrix()]
    assert [r for r in read if r] == [[str(n) for n in row.values()] for row in expected["table3"].values()]
    last = [int(c.text) for c in sorted(grids[2].cells, key=lambda c: c.col) if c.row == 3]
    assert last == [n for row in expected["table4"].values() for n in row.values()]
    cut = next(c for c in grids[1].cells if "".join(c.text.split()) == "（四）无法提供")
    assert cut.rowspan == 3


def test_the_real_report_has_no_page_numbers_and_no_torn_sentences(reports_dir: Path) -> None:
    document = read_pdf((reports_dir / "huaian_city_2024.pdf").read_bytes())
    texts = [b for b in document.blocks if isinstance(b, Paragraph)]
    assert [b.centered for b in texts[:3]] == [True, True, False]
    assert not any(b.text.startswith("-") for b in texts)
    endings = {b.text[-1] for b in texts if len(b.text) > 40}
    assert endings <= set("。：；")


@pytest.mark.needs("fonts")
def test_wrapped_lines_are_joined_over_the_page_break_and_paragraphs_kept_apart() -> None:
    rng = random.Random(2)
    written = [label(rng, 30, 200) + "。" for _ in range(14)]
    body = "#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n" + "\n\n".join(written)
    data = typst_pdf(body, page='width: 16cm, height: 12cm, numbering: "1 / 1"')
    assert paragraphs(data) == written


@pytest.mark.needs("fonts")
@pytest.mark.parametrize("seed", range(8))
def test_ragged_lines_with_brackets_numbers_and_addresses_are_joined(seed: int) -> None:
    rng = random.Random(seed)
    odd = ("，", "（含2件）", "2024年", "《条例》", "“三安全”", "35.6%", "GB/T33190")
    written = []
    for _ in range(rng.randint(5, 9)):
        words = [label(rng, 2, 14) + rng.choice(odd) for _ in range(rng.randint(2, 9))]
        written.append("".join(words) + label(rng, 2, 9) + "。")
    spacing = rng.choice(("leading: 12pt, spacing: 12pt, justify: true", "leading: 9pt, spacing: 9pt"))
    body = f"#set par(first-line-indent: (amount: 2em, all: true), {spacing})\n" + "\n\n".join(f'#"{t}"' for t in written)
    size = rng.choice(("10.5pt", "12pt", "16pt"))
    assert paragraphs(typst_pdf(body, page='width: 16cm, height: 12cm, numbering: "1"', size=size)) == written


@pytest.mark.needs("fonts")
def test_who_signs_at_the_left_edge_is_not_the_rest_of_a_full_line() -> None:
    full = "本年度共收取政府信息公开信息处理费一百九十元除此之外没有其他需要报告的事项。"
    assert len(full) == 38
    body = f"#set par(first-line-indent: (amount: 2em, all: true), spacing: 0.65em)\n{full}\n\n"
    body += "#set par(first-line-indent: 0em)\n沅柏县审计局\n\n二〇二四年一月二十八日"
    assert paragraphs(typst_pdf(body, page="width: 500pt, height: 400pt, margin: 50pt", size="10pt")) == [
        full,
        "沅柏县审计局",
        "二〇二四年一月二十八日",
    ]


@pytest.mark.needs("fonts")
def test_running_headers_and_page_numbers_are_no_text() -> None:
    rng = random.Random(4)
    written = [label(rng, 60, 90) + "。" for _ in range(12)]
    for numbering in ('"— 1 —"', '"第1页 共1页"', '"1"'):
        page = f"width: 16cm, height: 12cm, header: [内部工作年报], numbering: {numbering}"
        assert paragraphs(typst_pdf("\n\n".join(written), page=page)) == written


@pytest.mark.needs("fonts")
def test_who_reports_above_the_title_and_signs_at_the_head_of_the_last_page_stays() -> None:
    name = "沅柏县审计局"
    pages = [f"#align(center)[{name}]\n\n全年的工作如下。", "其中第一部分如下。", f"#align(right)[{name}]"]
    data = typst_pdf("\n#pagebreak()\n".join(pages), page='width: 16cm, height: 12cm, numbering: "1"')
    assert paragraphs(data) == [name, "全年的工作如下。", "其中第一部分如下。", name]


@pytest.mark.needs("fonts")
def test_centred_lines_are_marked_and_latin_words_keep_their_spaces() -> None:
    long = "公开网站的名称是 Open Government Portal，电子邮箱是 abc@example.org，全年更新 25 次。" * 3
    body = f'#align(center)[#text(18pt)[某某县人民政府]\\ #text(18pt)[2023 年工作报告]]\n\n#"{long}"'
    blocks = [b for b in read_pdf(typst_pdf(body)).blocks if isinstance(b, Paragraph)]
    assert [(b.text, b.centered) for b in blocks[:2]] == [("某某县人民政府", True), ("2023年工作报告", True)]
    assert "Open Government Portal" in blocks[2].text
    assert blocks[2].text.count("全年更新25次") == 3
    assert not blocks[2].centered


@pytest.mark.parametrize("mark", ["\u2060", "\u200b", "\u200c", "\u200d", "\ufeff"])
def test_invisible_marks_move_no_comma_and_end_no_paragraph(mark: str) -> None:
    rng = random.Random(f"marks {ord(mark)}")
    words = (
        "便民服务大厅设有信息查阅点，备有电脑、打印机和办事手册。通过政府网站发布信息39条；全年办结3件，结转下年度继续办理1件，"
    )
    for _ in range(6):
        marked = "".join(c + mark if rng.random() < 0.2 else c for c in words * 3)
        blocks = read_pdf(typst_pdf(f"#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n{marked}")).blocks
        texts = [b.text.replace(mark, "") for b in blocks if isinstance(b, Paragraph)]
        assert texts == [words * 3]


def test_a_sign_with_an_invisible_mark_stays_before_its_number() -> None:
    rows = [["项目", "增减", "总数"], ["许可", "-\u20601", "2"], ["处罚", "-\ufeff7\u200d", "9"], ["强制", "-\u200b12", "8"]]
    cells = [Made(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    grid = only_grid(read_pdf(typst_pdf(typst_table(cells, 3, columns="(9em, 9em, 9em)"))))
    assert [c.text.replace("\u200b", "") for c in grid.cells if c.col == 1] == ["增减", "-1", "-7", "-12"]


def test_a_number_wider_than_its_cell_is_not_cut() -> None:
    data = one_page(ruled(50, 200, 3, 2, width=30) + text(52, 225, "123456789") + text(112, 225, "7"))
    assert rows(only_grid(read_pdf(data)))[0] == ["123456789", "", "7"]


def test_two_numbers_beside_a_line_are_two() -> None:
    content = ruled(50, 200, 2, 1, width=30) + text(62.5, 205, "123") + text(81.5, 205, "45")
    assert rows(only_grid(read_pdf(one_page(content)))) == [["123", "45"]]


def test_forms_are_looked_into_and_endless_ones_end() -> None:
    form = "/Type /XObject /Subtype /Form /BBox [0 0 400 400] /Matrix [0.8 0 0 0.8 9 9]"
    inside = "/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >>"
    content = ruled(50, 200, 2, 1) + text(55, 205, "12") + text(115, 205, "34") + " /X Do"
    data = one_page(
        "q 1 0 0 1 5 5 cm /X Do Q", resources="/XObject << /X 6 0 R >>", more=(stream(content, f"{form} {inside}"),)
    )
    grids = [b for b in read_pdf(data).blocks if isinstance(b, Grid)]
    assert 1 <= len(grids) < 20
    assert ["12", "34"] in [row for grid in grids for row in rows(grid)]


def test_what_lies_outside_the_visible_page_is_not_read() -> None:
    content = ruled(50, 200, 2, 1) + text(55, 205, "12") + text(115, 205, "34") + text(10, 20, "hidden")
    document = read_pdf(one_page(content, page="/CropBox [40 190 300 300]"))
    assert rows(only_grid(document)) == [["12", "34"]]
    assert [b for b in document.blocks if isinstance(b, Paragraph)] == []


def test_white_lines_make_cells_only_on_a_shade() -> None:
    table = "1 1 1 RG " + ruled(50, 200, 2, 1) + "0 0 0 rg " + text(55, 205, "12") + text(115, 205, "34")
    assert all(isinstance(b, Paragraph) for b in read_pdf(one_page(table)).blocks)
    shaded = read_pdf(one_page("0.5 0.6 0.9 rg 50 200 120 20 re f " + table))
    assert rows(only_grid(shaded)) == [["12", "34"]]


def test_pictures_are_told_with_their_size_and_not_unpacked() -> None:
    image = stream("x", "/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceGray /BitsPerComponent 8")
    content = text(50, 350, "Annual report with a figure") + "q 120 0 0 80 60 200 cm /I Do Q"
    blocks = read_pdf(one_page(content, resources="/XObject << /I 6 0 R >>", more=(image,))).blocks
    pictures = [b for b in blocks if isinstance(b, Picture)]
    assert [(round(p.width), round(p.height), p.page) for p in pictures] == [(120, 80, 1)]


def test_a_password_is_told_from_damage() -> None:
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 400] >>",
        f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>",
    ]
    with pytest.raises(Unreadable) as locked:
        read_pdf(pdf(objects, "/Encrypt 4 0 R /ID [<00><00>]"))
    assert locked.value.code == "encrypted"
    for broken in (b"%PDF-1.7 nothing more", pdf([objects[0], "<< /Type /Pages /Kids [] /Count 0 >>"])):
        with pytest.raises(Unreadable) as damaged:
            read_pdf(broken)
        assert damaged.value.code == "damaged"
    with pytest.raises(Unreadable) as empty:
        read_pdf(b"")
    assert empty.value.code == "empty"


def test_pages_characters_cells_and_time_are_bounded() -> None:
    many = pdf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999 >>"])
    page = one_page(ruled(20, 20, 6, 15) + text(30, 380, "word " * 200, 0.4))
    cases = (
        (many, Limits(), "too_many_pages"),
        (page, Limits(max_text=100), "too_large"),
        (page, Limits(max_cells=50), "too_large"),
        (page, Limits(seconds=-1.0), "too_slow"),
    )
    for data, limits, code in cases:
        with pytest.raises(Unreadable) as refused:
            read_pdf(data, limits)
        assert refused.value.code == code
        assert refused.value.message.endswith("。")


def test_a_drawing_of_a_hundred_thousand_strokes_is_no_table() -> None:
    strokes = " ".join(f"{i % 400} {i // 400} m {i % 397} {i % 389} l" for i in range(100_000)) + " S"
    assert not any(isinstance(b, Grid) for b in read_pdf(one_page(strokes)).blocks)


@pytest.mark.needs("fonts")
def test_mutated_files_are_read_or_refused_and_nothing_else() -> None:
    rng = random.Random(7)
    cells = form_table(rng, 4)
    whole = typst_pdf(typst_table(cells, 7))
    for _ in range(80):
        data = bytearray(whole)
        for _ in range(rng.randint(1, 40)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            read_pdf(bytes(data), Limits(seconds=10))
        except Unreadable as error:
            assert error.code in {"damaged", "encrypted"}


def test_glyphs_without_characters_are_told_and_go_to_recognition() -> None:
    """A font that was cut down without its table of characters gives glyph numbers for text."""
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /AB+Song /Encoding /Identity-H /DescendantFonts [7 0 R] >>"
    kind = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AB+Song /DW 1000 /FontDescriptor 8 0 R"
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    face = "<< /Type /FontDescriptor /FontName /AB+Song /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800"
    measures = "/Descent -200 /CapHeight 700 /StemV 80 >>"
    glyphs = "BT /G 12 Tf 50 300 Td <01420243014403450546014701480249> Tj ET "

    def page(content: str) -> bytes:
        data = one_page(content, more=(font, f"{kind} {system}", f"{face} {measures}"))
        return data.replace(b"/Font << /F 5 0 R >>", b"/Font << /F 5 0 R /G 6 0 R >>")

    mixed = read_pdf(page(glyphs + text(50, 200, "The words of this page are mostly plain and can be read.")))
    assert [n.code for n in mixed.notes] == ["unmapped_text"]
    try:
        assert read_pdf(page(glyphs), Limits(seconds=60)).reader == "ocr"
    except Unreadable as refused:
        assert refused.code == "needs_ocr"
