"""Whole pages, fragments, encodings and hostile markup through the HTML reader."""

# ruff: noqa: E501 - markup reads best one case a line

from __future__ import annotations

import time

import pytest

from gongkai.documents.errors import Unreadable
from gongkai.documents.html import read_html
from gongkai.documents.mhtml import read_mhtml
from gongkai.documents.model import Document, Grid, Paragraph, Picture

PROSE = "本单位认真落实有关规定，围绕中心工作，全年主动公开各类信息三十条，公开的质量和时效都有所提高。"
TABLE = "<table>" + "".join(f"<tr><td>事项{i}</td><td>{i}</td><td>{i * 2}</td></tr>" for i in range(6)) + "</table>"
ARTICLE = f"<h1>某某镇年度报告</h1><p>一、总体情况</p><p>{PROSE}</p>{TABLE}<p>二、问题</p><p>{PROSE}</p><p>某某镇人民政府</p>"
EXPECTED = ["某某镇年度报告", "一、总体情况", PROSE, "Grid", "二、问题", PROSE, "某某镇人民政府"]
LINKS = "".join(f"<li><a href='/{i}'>政务栏目之{i}</a></li>" for i in range(25))


def words(document: Document) -> list[str]:
    return [b.text if isinstance(b, Paragraph) else type(b).__name__ for b in document.blocks]


PAGES = {
    "named boxes": f"<div class=top-nav><ul>{LINKS}</ul></div><div id=sidebar><ul>{LINKS}</ul></div><div class=article>{ARTICLE}</div>"
    "<div class=footer><p>主办：某某县人民政府</p><p>联系电话见首页</p></div>",
    "semantic boxes": f"<nav><ul>{LINKS}</ul></nav><main>{ARTICLE}</main><aside>{LINKS}</aside><footer><p>主办：某某县</p></footer>",
    "boxes without names": f"<div><ul>{LINKS}</ul></div><div><div><ul>{LINKS}</ul></div><div>{ARTICLE}</div></div>"
    "<div>版权所有：某某县人民政府　京ICP备00000000号　网站标识码0000000000</div>",
    "the article without a box of its own": f"<ul class=nav>{LINKS}</ul>{ARTICLE}<div class='foot'>主办单位 <a href=/>联系我们</a></div>",
    "nested wrappers, share and crumbs inside the article's box": "<div><div><div class=wrap><div class='crumbs'>当前位置：<a href=/>首页</a> &gt; "
    f"<a href=/a>政务公开</a></div><div>{ARTICLE}</div><div class='share'><a>微信</a><a>微博</a></div></div></div></div>",
    "laid out by tables": f"<table width=980><tr><td colspan=2><a href=/>首页</a> <a href=/a>政务公开</a></td></tr><tr><td><table>"
    f"{LINKS.replace('<li>', '<tr><td>').replace('</li>', '</td></tr>')}</table></td><td><table><tr><td>{ARTICLE}</td></tr></table></td></tr></table>",
    "laid out by a table without tables": f"<table><tr><td>{LINKS}</td><td>{ARTICLE.replace(TABLE, '')}{f'<p>{PROSE}</p>' * 40}</td></tr></table>",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_the_article_is_found_and_the_frame_of_the_page_left_out(page: str) -> None:
    html = f"<!DOCTYPE html><html><head><title>某某镇年度报告_某某县人民政府</title></head><body>{page}</body></html>"
    document = read_html(html)
    found = words(document)
    assert found[: len(EXPECTED)] == EXPECTED or [w for w in found if w != PROSE] == [
        w for w in EXPECTED if w not in (PROSE, "Grid")
    ]
    assert "栏目" not in document.plain_text()
    assert document.title == "某某镇年度报告"


KEPT = {
    "a list of links inside the article": f"<div class=con>{ARTICLE}<div><p>附件：<a href=1.docx>年度报告全文</a></p></div></div>",
    "a table in a box named like a menu": f"<div class=menu-content>{ARTICLE}</div>",
    "the signature in the article's own footer": f"<div class=a>{ARTICLE[:-17]}<div class=article-footer><p>某某镇人民政府</p></div></div>",
    "an article in two boxes": f"<div>{ARTICLE[: len(ARTICLE) // 2]}</div><div>{ARTICLE[len(ARTICLE) // 2 :]}</div>",
}


@pytest.mark.parametrize("page", KEPT.values(), ids=KEPT.keys())
def test_nothing_of_the_article_is_taken_for_the_frame(page: str) -> None:
    text = read_html(f"<html><body><div class=nav>{LINKS}</div>{page}</body></html>").plain_text()
    for line in ("一、总体情况", "二、问题", "某某镇人民政府", "事项5\t5\t10"):
        assert line in text


def test_a_page_whose_article_is_shown_by_a_script_is_read_all_the_same() -> None:
    assert (
        "二、问题" in read_html(f"<body><div id=content style='display:none'>{ARTICLE}</div><p>加载中</p></body>").plain_text()
    )


def test_text_directly_in_boxes_and_between_breaks_becomes_paragraphs() -> None:
    html = "<div>　　第一段<br><br>&nbsp;&nbsp;第二段<br/>第三段<div>第四段</div>第五段</div>尾"
    assert words(read_html(html)) == ["第一段", "第二段", "第三段", "第四段", "第五段", "尾"]


def test_headings_have_levels_and_centered_text_is_marked() -> None:
    html = "<h2>甲</h2><p align=center>乙</p><p style='text-indent:2em;text-align: center'>丙</p><center>丁</center><p>戊</p>"
    blocks = [b for b in read_html(html).blocks if isinstance(b, Paragraph)]
    assert [(b.level, b.centered) for b in blocks] == [(2, False), (0, True), (0, True), (0, True), (0, False)]


LISTS = {
    "decimal": ("<ol><li>甲<li>乙</ol>", ["1.甲", "2.乙"]),
    "start and value": ("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", ["3.甲", "7.乙", "8.丙"]),
    "Chinese": ("<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>", ["一、甲", "二、乙"]),
    "an editor's brackets": (
        "<ol class=custom_cn2 style='list-style-type: cn2'><li><p>甲</p><p>续</p></li><li><p>乙</p></ol>",
        ["（一）甲", "续", "（二）乙"],
    ),
    "letters": ("<ol type=a><li>甲<li>乙</ol>", ["a.甲", "b.乙"]),
    "no numbers shown": ("<ol style='list-style:none'><li>甲<li>乙</ol>", ["甲", "乙"]),
    "nested": ("<ol><li>甲<ol><li>子</ol><li>乙</ol>", ["1.甲", "1.子", "2.乙"]),
    "bullets": ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
}


@pytest.mark.parametrize(("html", "expected"), LISTS.values(), ids=LISTS.keys())
def test_list_items_carry_the_numbers_a_browser_prints(html: str, expected: list[str]) -> None:
    assert words(read_html(html)) == expected


ENCODINGS = {
    "UTF-8": ("utf-8", ""),
    "UTF-8 with a mark": ("utf-8-sig", ""),
    "UTF-8 that claims GBK": ("utf-8", "gbk"),
    "GBK that says so": ("gb18030", "gb2312"),
    "GBK that says nothing": ("gb18030", ""),
    "GBK that claims UTF-8": ("gb18030", "utf-8"),
    "UTF-16 with a mark": ("utf-16", ""),
    "UTF-16 without a mark": ("utf-16-le", ""),
    "UTF-16 big-endian without a mark": ("utf-16-be", ""),
    "Big5": ("big5", "big5"),
}


@pytest.mark.parametrize(("encoding", "claim"), ENCODINGS.values(), ids=ENCODINGS.keys())
def test_the_encoding_is_what_the_bytes_are(encoding: str, claim: str) -> None:
    text = "一、公文格式" if encoding == "big5" else "一、总体情况，镕"
    head = f"<meta charset={claim}>" if claim else ""
    page = f"<html><head>{head}</head><body><p>{text}</p></body></html>"
    assert words(read_html(page.encode(encoding))) == [text]


def test_a_page_cut_off_inside_a_character_keeps_its_encoding() -> None:
    data = f"<p>{PROSE}</p>".encode()
    cut = data[: data.rindex(b"</p>") - 1]
    assert words(read_html(cut))[0].startswith(PROSE[:-2])


def test_preformatted_text_is_read_like_a_text_file() -> None:
    html = "<pre>一、总体情况\n情况良好\n项目\t甲\t乙\n新收\t1\t2\n合计\t1\t2\n</pre>"
    document = read_html(html)
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert [c.text for c in grid.cells] == ["项目", "甲", "乙", "新收", "1", "2", "合计", "1", "2"]
    assert words(document)[:2] == ["一、总体情况", "情况良好"]


def test_the_title_follows_the_standard_of_government_sites() -> None:
    html = "<html><head><title>某某县政府网</title><meta name='ArticleTitle' content='某某镇年度报告'></head><body><p>文</p></body></html>"
    assert read_html(html).title == "某某镇年度报告"


def test_pictures_have_their_size_in_points_and_icons_are_left_out() -> None:
    html = "<p>图<img src=a/b.png width=400 style='height:10cm'><img src=i.gif width=16 height=16></p>"
    assert read_html(html).blocks[1:] == [Picture("b.png", 300.0, 283.5)]


def test_a_page_saved_as_one_file_is_its_html_part() -> None:
    body = f"<html><body>{ARTICLE}</body></html>".encode("gb18030")
    import base64

    data = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html; charset=gb2312\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(body)
        + b"\r\n--x\r\nContent-Type: image/png\r\n\r\nzzz\r\n--x--\r\n"
    )
    assert words(read_mhtml(data)) == EXPECTED


@pytest.mark.parametrize(
    "tag", ["div", "b", "span", "font", "table><tr><td", "ul><li", "p", "a", "svg", "select", "template", "h1", "o:p"]
)
def test_a_hundred_thousand_nested_tags_end_quickly(tag: str) -> None:
    start = time.process_time()
    try:
        read_html(f"<{tag}>" * 100_000 + "深")
    except Unreadable as e:
        assert e.code in ("bomb", "empty")
    assert time.process_time() - start < 3


HOSTILE = {
    "giant spans": "<table>" + "<tr><td rowspan=65534 colspan=1000>a" * 3000 + "</table>",
    "staircase of rowspans": "<table>" + "".join(f"<tr>{'<td rowspan=300>x' * 3}" for _ in range(3000)) + "</table>",
    "many attributes": "<td " + " ".join(f"a{i}=1" for i in range(50_000)) + ">x",
    "many bare attributes": "<p>文</p><table><td " + " ".join(f"a{i}" for i in range(50_000)) + ">x",
    "many attributes with tags in them": "<p>文</p><table><td " + " ".join(f"a{i}='<'" for i in range(50_000)) + ">x",
    "a long picture in the source": f"<p>文<img src='data:image/png;base64,{'A' * 1_000_000}'>",
    "a long text": "<p>" + "a b=c " * 100_000,
    "open comment": "<p>a<!--" + "x" * 100_000,
    "endless attribute": "<p title='" + "y" * 300_000,
    "misnested formatting": "<b><p>" * 20_000 + "x",
    "cells without end": "<table><tr>" + "<td>1" * 100_000,
    "NUL everywhere": "<p>\0a\0</p>" * 5000,
    "hidden in hidden": "<div hidden>" * 300
    + "x"
    + "</div>" * 300
    + "<p>文</p>"
    + "<span style='display:none'>y</span>" * 3000,
}


GLUED = {
    "rows behind the end of the table": ("<table><tr><td>表</table>", "本年处理决定数量<tr><td colspan=2>"),
    "rows behind the end of the page": ("<table><tr><td>", "<tr><td colspan=2>备案</td></tr></table></body></html>"),
    "text between rows": ("<table>", "本年处理决定数量<tr a='b'>"),
    "closing tags with attributes": ("<p>", "本年处理决定数量</b a='b'>"),
    "a body in a body": ("<table><tr><td>", "本年处理决定数量<body a='b'>"),
}


@pytest.mark.parametrize(("before", "piece"), GLUED.values(), ids=GLUED.keys())
def test_text_that_the_parser_would_glue_a_hundred_thousand_times_is_refused(before: str, piece: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_html(before + piece * 100_000)
    assert refused.value.code == "bomb"


def test_a_large_table_with_attributes_on_every_cell_is_read() -> None:
    page = "<table>" + "<tr class='r'><td class='a'>许可数量</td><td class='b'>12</td></tr>\n" * 8000 + "</table>"
    assert read_html(page).blocks[0].n_rows == 8000  # type: ignore[union-attr]


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_markup_ends_in_a_document_or_a_refusal(html: str) -> None:
    start = time.process_time()
    try:
        assert isinstance(read_html(html.encode()), Document)
    except Unreadable as e:
        assert e.message.endswith("。")
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "html", ["<html><head><script>var a='x'</script></head><body></body></html>", "<div></div>", "<!-- -->"]
)
def test_a_page_without_text_is_said_to_be_empty(html: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_html(html)
    assert refused.value.code == "empty"
