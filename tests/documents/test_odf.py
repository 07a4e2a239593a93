"""OpenDocument texts and spreadsheets, read without an office program."""

# ruff: noqa: E501 - markup reads best one case a line

from __future__ import annotations

import pytest

from gongkai.documents import Limits, read
from gongkai.documents.errors import Unreadable
from gongkai.documents.model import Document, Grid, Paragraph, Picture
from tests.documents.office_files import zipped

URN = "urn:oasis:names:tc:opendocument:xmlns:"
NS = " ".join(
    f'xmlns:{prefix}="{URN}{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style", "fo": "xsl-fo-compatible", "svg": "svg-compatible"
    }.items()
)  # fmt: skip
STYLES = (
    '<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/></style:style>'
    '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-prefix="(" style:num-suffix=")"/></text:list-style>'
    '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>'
)


def odf(body: str, kind: str = "text", **members: str) -> bytes:
    content = (
        f"<office:document-content {NS}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": members.get("manifest", "<m/>")})


def words(document: Document) -> list[str]:
    return [b.text if isinstance(b, Paragraph) else type(b).__name__ for b in document.blocks]


TEXTS = {
    "spans, spaces, tabs and breaks": ("<text:p>政<text:span>府</text:span>  信<text:s text:c='2'/>息<text:tab/>公<text:line-break/>开</text:p>", ["政府 信  息\t公", "开"]),
    "sections": ("<text:section><text:p>甲</text:p></text:section><text:p/>", ["甲"]),
    "deletions lie apart and are gone": (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>旧</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>新<text:change text:change-id='1'/></text:p>",
        ["新"],
    ),
    "notes and comments": ("<text:p>甲<text:note><text:note-body><text:p>注</text:p></text:note-body></text:note>乙<office:annotation><text:p>批</text:p></office:annotation></text:p>", ["甲乙"]),
    "text boxes": ("<text:p>前<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></text:p>", ["前", "框"]),
    "numbered lists": (
        "<text:list text:style-name='L1'><text:list-item><text:p>甲</text:p><text:list><text:list-item><text:p>子</text:p></text:list-item></text:list>"
        "</text:list-item><text:list-item><text:p>乙</text:p></text:list-item></text:list><text:p>隔</text:p>"
        "<text:list text:style-name='L1' text:continue-numbering='true'><text:list-item><text:p>丙</text:p></text:list-item></text:list>"
        "<text:list text:style-name='L1'><text:list-item><text:p>丁</text:p></text:list-item></text:list>",
        ["一、甲", "(1)子", "二、乙", "隔", "三、丙", "一、丁"],
    ),
    "bullets": ("<text:list text:style-name='L2'><text:list-item><text:p>甲</text:p></text:list-item></text:list>", ["甲"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), TEXTS.values(), ids=TEXTS.keys())
def test_texts_read_as_a_person_sees_them(body: str, expected: list[str]) -> None:
    assert words(read(odf(body))) == expected


def test_headings_alignment_hidden_text_and_pictures() -> None:
    body = (
        "<text:h text:outline-level='2'>甲</text:h><text:p text:style-name='P1'>乙<text:span text:style-name='T1'>密</text:span></text:p>"
        "<text:p><draw:frame draw:name='章' svg:width='2cm' svg:height='1in'><draw:image/></draw:frame></text:p>"
    )
    document = read(odf(body))
    assert document.blocks == [Paragraph("甲", 2), Paragraph("乙", 0, None, True), Picture("章", 56.7, 72.0)]
    assert [n.code for n in document.notes] == ["hidden_text"]


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


TABLE = (
    "<table:table><table:table-header-rows><table:table-row>"
    + cell("项", "table:number-rows-spanned='2'")
    + cell("合", "table:number-columns-spanned='2'")
    + "<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row><table:covered-table-cell/>"
    + cell("x")
    + cell("y")
    + "</table:table-row><table:table-row>"
    + cell("1")
    + cell("2", "table:number-columns-repeated='2'")
    + "</table:table-row></table:table>"
)


def test_spanned_and_repeated_cells_fill_the_raster() -> None:
    (grid,) = read(odf(TABLE)).blocks
    assert isinstance(grid, Grid)
    assert [[c.text if c else None for c in line] for line in grid.matrix()] == [
        ["项", "合", "合"],
        ["项", "x", "y"],
        ["1", "2", "2"],
    ]


def test_a_spreadsheet_ends_where_its_content_ends() -> None:
    sheet = (
        TABLE.replace("</table:table>", "")
        + "<table:table-row table:number-rows-repeated='1048570'><table:table-cell table:number-columns-repeated='16384'/></table:table-row></table:table>"
    )
    (grid,) = read(odf(sheet, "spreadsheet")).blocks
    assert isinstance(grid, Grid)
    assert (grid.n_rows, grid.n_cols) == (3, 3)


HOSTILE = {
    "repeated content": "<table:table><table:table-row table:number-rows-repeated='1000000'>"
    + cell("x") * 3
    + "</table:table-row></table:table>",
    "a far cell": "<table:table><table:table-row><table:table-cell table:number-columns-repeated='999999999'/>"
    + cell("x")
    + "</table:table-row></table:table>",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("kind", ["text", "spreadsheet"])
def test_repetitions_without_end_are_refused(body: str, kind: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(odf(body, kind), limits=Limits(max_cells=100_000))
    assert refused.value.code == "too_large"


def test_encrypted_presentations_and_damaged_files_are_refused() -> None:
    for data, code in (
        (odf("<text:p>x</text:p>", manifest="<m><encryption-data/></m>"), "encrypted"),
        (odf("", "presentation"), "unknown_format"),
        (odf("<text:p>"), "damaged"),
        (odf("<text:p>" * 400 + "x" + "</text:p>" * 400), "bomb"),
    ):
        with pytest.raises(Unreadable) as refused:
            read(data)
        assert refused.value.code == code


def test_a_flat_file_is_read_like_a_packed_one() -> None:
    flat = f'<?xml version="1.0"?><office:document {NS}><office:body><office:text><text:p>甲</text:p>{TABLE}</office:text></office:body></office:document>'
    assert words(read(flat.encode())) == ["甲", "Grid"]
