"""The text of Word documents: what a person sees with all changes accepted."""

# ruff: noqa: E501 - markup reads best one case a line

from __future__ import annotations

import pytest

from gongkai.documents import read
from gongkai.documents.docx import read_docx
from gongkai.documents.errors import Unreadable
from gongkai.documents.model import Document, Grid, Paragraph, Picture
from tests.documents.office_files import docx, p, tbl, tr, zipped


def words(document: Document) -> list[str]:
    return [b.text if isinstance(b, Paragraph) else type(b).__name__ for b in document.blocks]


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
BOX = "<wps:wsp><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></wps:wsp>"
VML_BOX = "<w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>"

PARAGRAPHS = {
    "runs are one text": (f"<w:p>{r('政府')}{r('信息')}{r('公开')}</w:p>", ["政府信息公开"]),
    "blank paragraphs are left out": (p("甲") + p() + p("  ") + p("乙"), ["甲", "乙"]),
    "line breaks make paragraphs": (f"<w:p>{r('甲')}<w:r><w:br/><w:cr/></w:r>{r('乙')}</w:p>", ["甲", "乙"]),
    "tabs and hyphens": (
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/></w:r></w:p>",
        ["甲\ta-b"],
    ),
    "insertions are accepted": (f"<w:p>{r('主动')}<w:ins w:id='1' w:author='x'>{r('公开')}</w:ins></w:p>", ["主动公开"]),
    "deletions are accepted": (
        f"<w:p>{r('5')}<w:del w:id='1' w:author='x'><w:r><w:delText>2</w:delText></w:r></w:del><w:ins w:id='2'>{r('0')}</w:ins></w:p>",
        ["50"],
    ),
    "a move has one end": (
        f"<w:p><w:moveFrom w:id='1'>{r('旧')}</w:moveFrom></w:p><w:p><w:moveTo w:id='2'>{r('新')}</w:moveTo></w:p>",
        ["新"],
    ),
    "a deleted paragraph end joins the next": (
        p("前半", "<w:rPr><w:del w:id='1' w:author='x'/></w:rPr>") + p("后半") + p("另"),
        ["前半后半", "另"],
    ),
    "a deleted paragraph end before a table": (
        p("前", "<w:rPr><w:del w:id='1'/></w:rPr>") + tbl(tr(1, 2), tr(3, 4)),
        ["前", "Grid"],
    ),
    "an inserted paragraph end stays": (p("甲", "<w:rPr><w:ins w:id='1'/></w:rPr>") + p("乙"), ["甲", "乙"]),
    "content controls": (
        f"<w:sdt><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt><w:p><w:sdt><w:sdtContent>{r('乙')}</w:sdtContent></w:sdt></w:p>",
        ["甲", "乙"],
    ),
    "hyperlinks and smart tags": (
        f"<w:p><w:hyperlink>{r('见')}<w:smartTag>{r('附件')}</w:smartTag></w:hyperlink></w:p>",
        ["见附件"],
    ),
    "field codes are gone, results stay": (f"<w:p>{r('共')}{FIELD.format(r('12'))}{r('件')}</w:p>", ["共12件"]),
    "fields in field codes": (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{FIELD.format(r("7"))}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("8")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        ["8"],
    ),
    "a field that never ends does not swallow the rest": (
        f'<w:p>{r("甲")}<w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + p("乙"),
        ["甲", "乙"],
    ),
    "simple fields": (f"<w:p><w:fldSimple w:instr='PAGE'>{r('3')}</w:fldSimple></w:p>", ["3"]),
    "comments and notes leave no trace": (
        f"<w:p><w:commentRangeStart w:id='0'/>{r('甲')}<w:commentRangeEnd w:id='0'/><w:r><w:commentReference w:id='0'/></w:r>"
        "<w:r><w:footnoteReference w:id='2'/></w:r></w:p>",
        ["甲"],
    ),
    "ruby gives its base": (
        f"<w:p><w:r><w:ruby><w:rt>{r('yī')}</w:rt><w:rubyBase>{r('壹')}</w:rubyBase></w:ruby></w:r></w:p>",
        ["壹"],
    ),
    "symbols": ("<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t>是</w:t></w:r></w:p>", ["☑是"]),
    "a text box once, though it is stored twice": (
        f"<w:p>{r('前')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX.format(p('框内'))}</w:drawing></mc:Choice>"
        f"<mc:Fallback>{VML_BOX.format(p('框内'))}</mc:Fallback></mc:AlternateContent></w:r></w:p>" + p("后"),
        ["前", "框内", "后"],
    ),
    "a text box only old programs know": (
        f"<w:p><w:r>{VML_BOX.format(p('框') + tbl(tr(1, 2), tr(3, 4)))}</w:r></w:p>",
        ["框", "Grid"],
    ),
    "an empty choice falls back": (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='x'/><mc:Fallback><w:t>甲</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        ["甲"],
    ),
    "non-breaking spaces": (p("甲\u00a0乙"), ["甲 乙"]),
    "formulas": ("<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>", ["a+b"]),
}


@pytest.mark.parametrize(("body", "expected"), PARAGRAPHS.values(), ids=PARAGRAPHS.keys())
def test_paragraphs_read_as_a_person_sees_them(body: str, expected: list[str]) -> None:
    assert words(read_docx(docx(body))) == expected


def test_hidden_text_is_left_out_and_reported() -> None:
    styles = "<w:style w:type='character' w:styleId='h'><w:name w:val='h'/><w:rPr><w:vanish/></w:rPr></w:style>"
    by_style, shown = "<w:rStyle w:val='h'/>", "<w:vanish w:val='0'/>"
    body = f"<w:p>{r('见')}{r('密', '<w:vanish/>')}{r('文', by_style)}{r('件', shown)}</w:p>"
    document = read_docx(docx(body, styles=styles))
    assert words(document) == ["见件"]
    assert [n.code for n in document.notes] == ["hidden_text"]


def test_tracked_changes_are_reported() -> None:
    assert [n.code for n in read_docx(docx(f"<w:p><w:ins w:id='1'>{r('甲')}</w:ins></w:p>")).notes] == ["tracked_changes"]


def test_headings_come_from_styles_and_outline_levels() -> None:
    styles = (
        "<w:style w:styleId='1'><w:name w:val='heading 1'/></w:style><w:style w:styleId='a'><w:name w:val='自定'/><w:basedOn w:val='1'/></w:style>"
        "<w:style w:styleId='o'><w:name w:val='x'/><w:pPr><w:outlineLvl w:val='2'/><w:jc w:val='center'/></w:pPr></w:style>"
    )
    body = (
        p("甲", "<w:pStyle w:val='1'/>")
        + p("乙", "<w:pStyle w:val='a'/>")
        + p("丙", "<w:pStyle w:val='o'/>")
        + p("丁", "<w:outlineLvl w:val='1'/>")
        + p("戊", "<w:pStyle w:val='1'/><w:outlineLvl w:val='9'/>")
        + p("己", "<w:jc w:val='center'/>")
    )
    blocks = [b for b in read_docx(docx(body, styles=styles)).blocks if isinstance(b, Paragraph)]
    assert [(b.level, b.centered) for b in blocks] == [(1, False), (1, False), (3, True), (2, False), (0, False), (0, True)]


def lvl(n: int, fmt: str, text: str, more: str = "") -> str:
    return f"<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='{fmt}'/>{more}<w:lvlText w:val='{text}'/></w:lvl>"


def numbered(text: str, num: int, level: int = 0) -> str:
    return p(text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{num}'/></w:numPr>")


NUMBERING = (
    f"<w:abstractNum w:abstractNumId='0'>{lvl(0, 'chineseCountingThousand', '%1、')}{lvl(1, 'chineseCounting', '（%2）')}{lvl(2, 'decimal', '%3.')}"
    f"{lvl(3, 'decimal', '%3.%4')}</w:abstractNum><w:abstractNum w:abstractNumId='1'>{lvl(0, 'bullet', '●')}{lvl(1, 'ideographTraditional', '%2.')}"
    f"{lvl(2, 'decimalEnclosedCircle', '%3')}{lvl(3, 'upperRoman', '%4)')}{lvl(4, 'lowerLetter', '%5)')}{lvl(5, 'decimal', '第%6条')}"
    f"{lvl(6, 'decimal', '%1.%7', '<w:isLgl/>')}</w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"
    "<w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>"
)

NUMBERED = {
    "levels restart below a higher one": (
        [("甲", 1, 0), ("子", 1, 1), ("a", 1, 2), ("b", 1, 2), ("丑", 1, 1), ("c", 1, 2), ("乙", 1, 0), ("寅", 1, 1)],
        ["一、甲", "（一）子", "1.a", "2.b", "（二）丑", "1.c", "二、乙", "（一）寅"],
    ),
    "levels shown together": ([("a", 1, 2), ("b", 1, 3), ("c", 1, 3)], ["1.a", "1.1 b", "1.2 c"]),
    "bullets print no number": ([("a", 2, 0)], ["a"]),
    "other counting": (
        [("a", 2, 1), ("b", 2, 1), ("c", 2, 2), ("d", 2, 3), ("e", 2, 4), ("f", 2, 5)],
        ["甲.a", "乙.b", "①c", "I)d", "a)e", "第1条f"],
    ),
    "a list that starts elsewhere": ([("a", 3, 0), ("b", 3, 0)], ["五、a", "六、b"]),
    "number 0 switches it off": ([("a", 0, 0)], ["a"]),
    "an unknown list": ([("a", 99, 0)], ["a"]),
    "ten and beyond": (
        [(str(i), 1, 0) for i in range(21)],
        [
            f"{n}、{i}"
            for i, n in enumerate(
                [
                    "一",
                    "二",
                    "三",
                    "四",
                    "五",
                    "六",
                    "七",
                    "八",
                    "九",
                    "十",
                    "十一",
                    "十二",
                    "十三",
                    "十四",
                    "十五",
                    "十六",
                    "十七",
                    "十八",
                    "十九",
                    "二十",
                    "二十一",
                ]
            )
        ],
    ),
}


@pytest.mark.parametrize(("items", "expected"), NUMBERED.values(), ids=NUMBERED.keys())
def test_automatic_numbers_are_part_of_the_text(items: list[tuple[str, int, int]], expected: list[str]) -> None:
    assert words(read_docx(docx("".join(numbered(*item) for item in items), numbering=NUMBERING))) == expected


def test_numbers_come_through_styles_too() -> None:
    styles = "<w:style w:styleId='s'><w:name w:val='s'/><w:pPr><w:numPr><w:numId w:val='9'/></w:numPr></w:pPr></w:style>"
    tied = "<w:pStyle w:val='s'/>"
    numbering = (
        f"<w:abstractNum w:abstractNumId='4'>{lvl(0, 'decimal', '%1.')}{lvl(1, 'chineseCounting', '（%2）', tied)}</w:abstractNum>"
        "<w:num w:numId='9'><w:abstractNumId w:val='4'/></w:num>"
    )
    body = p("甲", "<w:pStyle w:val='s'/>") + p("乙", "<w:pStyle w:val='s'/>")
    assert words(read_docx(docx(body, styles=styles, numbering=numbering))) == ["（一）甲", "（二）乙"]


def test_row_labels_may_be_automatic_numbers() -> None:
    rows = tbl(tr("项目", "数量"), tr(numbered("属于国家秘密", 1, 2), 0), tr(numbered("其他", 1, 2), 3))
    (grid,) = read_docx(docx(rows, numbering=NUMBERING)).blocks
    assert isinstance(grid, Grid)
    assert [c.text for c in grid.cells] == ["项目", "数量", "1.属于国家秘密", "0", "2.其他", "3"]


def test_pictures_have_their_size_in_points() -> None:
    drawing = (
        "<w:drawing><wp:inline><wp:extent cx='2540000' cy='1270000'/><wp:docPr id='1' name='图1' descr='公章'/><a:graphic><a:blip r:embed='x'/>"
        "</a:graphic></wp:inline></w:drawing>"
    )
    old = "<w:pict><v:shape style='width:90pt;height:1in'><v:imagedata/></v:shape></w:pict>"
    document = read_docx(docx(f"<w:p>{r('前')}<w:r>{drawing}</w:r></w:p><w:p><w:r>{old}</w:r></w:p>"))
    assert document.blocks == [Paragraph("前"), Picture("公章", 200.0, 100.0), Picture("", 90.0, 72.0)]


def test_documents_in_the_strict_namespaces_are_read_alike() -> None:
    plain = docx(tbl(tr("a", "b"), tr(1, 2)) + p("甲"))
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(plain)) as z:
        members = {n: z.read(n) for n in z.namelist()}
    members["word/document.xml"] = members["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    assert read_docx(zipped(members)).blocks == read_docx(plain).blocks


def test_a_main_part_under_another_name_is_found_by_its_relationship() -> None:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(docx(p("甲")))) as z:
        members = {n: z.read(n) for n in z.namelist()}
    members["word/document2.xml"] = members.pop("word/document.xml")
    members["_rels/.rels"] = members["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    assert words(read(zipped(members))) == ["甲"]


def test_a_web_page_embedded_by_an_export_to_word_is_read() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="h1" Type="x/aFChunk" '
        'Target="/word/afchunk.htm"/></Relationships>'
    )
    more = {
        "word/_rels/document.xml.rels": rels,
        "word/afchunk.htm": "<html><body><p>甲</p><table><tr><td>1<td>2<tr><td>3<td>4</table></body></html>",
    }
    assert words(read_docx(docx("<w:altChunk r:id='h1'/>", more=more))) == ["甲", "Grid"]


def test_the_title_of_the_properties_is_the_documents_title() -> None:
    core = '<cp:coreProperties xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>年度报告 &amp; 附表</dc:title></cp:coreProperties>'
    assert read_docx(docx(p("甲"), more={"docProps/core.xml": core})).title == "年度报告 & 附表"


def deep_tables(levels: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * levels + p("深") + "</w:tc></w:tr></w:tbl>" * levels


HOSTILE = {
    "a thousand nested tables": (docx(deep_tables(1000)), "bomb"),
    "entities": (
        zipped({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><w:document xmlns:w="x">&a;</w:document>'}),
        "bomb",
    ),
    "entities in UTF-16": (
        zipped(
            {
                "word/document.xml": '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'.encode(
                    "utf-16"
                )
            }
        ),
        "bomb",
    ),
    "an outside entity": (zipped({"word/document.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}), "bomb"),
    "broken XML": (zipped({"word/document.xml": "<w:document><w:body>"}), "damaged"),
    "no main part": (zipped({"word/styles.xml": "<x/>"}), "damaged"),
    "no body": (zipped({"word/document.xml": "<x/>"}), "damaged"),
    "cut off": (docx(p("甲" * 500))[:-300], "damaged"),
    "a bomb": (zipped({"word/document.xml": b" " * 50_000_000}), "bomb"),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_documents_are_refused_in_one_sentence(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.code == code
    assert refused.value.message.endswith("。")


def test_moderately_nested_tables_are_read() -> None:
    assert words(read(docx(deep_tables(60)))) == ["深"]
