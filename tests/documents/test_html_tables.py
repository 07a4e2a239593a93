"""Tables of web pages become rasters as a browser draws them."""

# ruff: noqa: E501 - markup reads best one case a line

from __future__ import annotations

import pytest

from gongkai.documents.html import read_html
from gongkai.documents.model import Document, Grid, Paragraph, Picture


def grids(html: str) -> list[Grid]:
    return [b for b in read_html(html).blocks if isinstance(b, Grid)]


def raster(html: str) -> list[list[str | None]]:
    (grid,) = grids(html)
    return [[cell.text if cell else None for cell in line] for line in grid.matrix()]


def words(document: Document) -> list[str]:
    return [b.text if isinstance(b, Paragraph) else type(b).__name__ for b in document.blocks]


RASTERS = {
    "plain rows": ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", [["a", "b"], ["c", "d"]]),
    "thead, tbody and tfoot in one raster": (
        "<table><thead><tr><th>甲<th>乙</thead><tbody><tr><td>1<td>2</tbody><tfoot><tr><td>3<td>4</tfoot></table>",
        [["甲", "乙"], ["1", "2"], ["3", "4"]],
    ),
    "split headers with both spans": (
        "<table><tr><td rowspan=2>项<td colspan=2>合</tr><tr><td>x<td>y</tr><tr><td>1<td>2<td>3</table>",
        [["项", "合", "合"], ["项", "x", "y"], ["1", "2", "3"]],
    ),
    "rowspan 0 reaches the end of its group": (
        "<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>",
        [["a", "b"], ["a", "c"], ["a", "d"]],
    ),
    "rowspan beyond the table is cut": ("<table><tr><td rowspan=99>a<td>b<tr><td>c</table>", [["a", "b"], ["a", "c"]]),
    "rowspan stops at its row group": (
        "<table><thead><tr><td rowspan=5>h<td>i</thead><tbody><tr><td>1<td>2</tbody></table>",
        [["h", "i"], ["1", "2"]],
    ),
    "colspan wider than the table leaves no ghost columns": (
        "<table><tr><td colspan=12>标题<tr><td>1<td>2<td>3</table>",
        [["标题", "标题", "标题"], ["1", "2", "3"]],
    ),
    "nonsense spans count as one": (
        "<table><tr><td colspan=abc>a<td rowspan=-2>b<td colspan=''>c<td colspan=0>d<tr><td>1<td>2<td>3<td>4</table>",
        [["a", "b", "c", "d"], ["1", "2", "3", "4"]],
    ),
    "spans with units and fractions count by their leading digits": (
        "<table><tr><td colspan='2px'>a<td>b<tr><td>1<td>2<td>3</table>",
        [["a", "a", "b"], ["1", "2", "3"]],
    ),
    "a colspan that would run into a cell from above is cut": (
        "<table><tr><td>a<td>b<td rowspan=2>c<tr><td colspan=3>d<tr><td>1<td>2<td>3</table>",
        [["a", "b", "c"], ["d", "d", "c"], ["1", "2", "3"]],
    ),
    "short rows leave the rest of the raster empty": (
        "<table><tr><td>a<td>b<td>c<tr><td>1</table>",
        [["a", "b", "c"], ["1", None, None]],
    ),
    "empty rows and rows wholly covered from above vanish": (
        "<table><tr><td rowspan=2>a<td rowspan=2>b<tr></tr><tr></tr><tr><td>c<td>d</table>",
        [["a", "b"], ["c", "d"]],
    ),
    "missing end tags and rows outside tbody": ("<TABLE><TR><TD>a<TD>b</TR><TD>c<TD>d</TABLE>", [["a", "b"], ["c", "d"]]),
}


@pytest.mark.parametrize(("html", "expected"), RASTERS.values(), ids=RASTERS.keys())
def test_spans_are_placed_as_a_browser_places_them(html: str, expected: list[list[str | None]]) -> None:
    assert raster(html) == expected


CELLS = {
    "tags that only style": ("<span style='x'><font>1<b>1</b></font>9</span>", "119"),
    "Word leavings": ("<p class=MsoNormal><span lang=EN-US>5<o:p></o:p></span></p>", "5"),
    "comments and conditional comments": ("<!--x-->7<!--[if !supportEmptyParas]-->&nbsp;<!--[endif]-->", "7"),
    "scripts and styles": ("<script>var a=1</script><style>p{}</style>8", "8"),
    "hidden by attribute": ("<span hidden>9</span>6", "6"),
    "hidden by style": ("<span style='color:red; DISPLAY : none'>9</span>6", "6"),
    "hidden inside hidden": ("<div style='display:none'>1<span style='display:none'>2</span></div>6", "6"),
    "invisible": ("<i style='visibility:hidden'>9</i>6", "6"),
    "br makes lines": ("法人或<br>其他组织<br/>数量", "法人或\n其他组织\n数量"),
    "paragraphs make lines": ("<p>法人或</p>\n<p>其他组织</p>", "法人或\n其他组织"),
    "divs make lines": ("<div>a</div><div><div>b</div></div>", "a\nb"),
    "text before a paragraph is its own line": ("合计<p>5</p>", "合计\n5"),
    "text behind a paragraph is its own line": ("<p>5</p>件", "5\n件"),
    "a wrapped number stays one run": ("<div><p><span>1</span><span>2</span></p></div>", "12"),
    "non-breaking spaces are spaces": ("&nbsp;&nbsp;自&nbsp;然&nbsp;人&nbsp;", "自 然 人"),
    "entities": ("&lt;5&gt;&amp;&#20214;&#x4ef6;", "<5>&件件"),
    "a line of Chinese broken in the source is no space": ("政府\n    信息", "政府信息"),
    "other whitespace collapses": ("  a \n\t b  ", "a b"),
    "ideographic spaces stay": ("自　然　人", "自　然　人"),
    "a raised footnote mark behind a figure is not part of it": ("520<sup>[1]</sup>", "520"),
    "raised digits alone are the figure": ("<sup>5</sup>", "5"),
    "a raised exponent behind a letter stays": ("m<sup>2</sup>", "m2"),
    "deleted text is gone": ("<del>4</del><ins>5</ins>", "5"),
    "list numbers are kept": ("<ol><li>属于国家秘密</li><li>其他</li></ol>", "1.属于国家秘密\n2.其他"),
    "unnumbered lists stay in order": ("<ul><li>甲</li><li>乙</li></ul>", "甲\n乙"),
    "nothing": ("", ""),
    "only space": ("<p>&nbsp;</p>", ""),
}


@pytest.mark.parametrize(("inner", "expected"), CELLS.values(), ids=CELLS.keys())
def test_cell_text_is_what_the_reader_of_the_page_sees(inner: str, expected: str) -> None:
    assert raster(f"<table><tr><td>{inner}</td><td>x</td></tr><tr><td>1<td>2</table>")[0] == [expected, "x"]


def test_a_table_that_wraps_the_page_does_not_swallow_it() -> None:
    html = """<table width=1000><tr><td width=200><table><tr><td><a href=1>栏目一</a></td></tr><tr><td><a href=2>栏目二</a></td></tr>
    </table></td><td><h1>标题</h1><p>正文第一段，写了不少字，足以成为一篇文章的开头。</p><table><tr><td>项目</td><td>数量</td></tr>
    <tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr><tr><td>丙</td><td>3</td></tr></table><p>落款</p></td></tr></table>"""
    document = read_html(html)
    assert words(document)[-4:] == ["标题", "正文第一段，写了不少字，足以成为一篇文章的开头。", "Grid", "落款"]
    (grid,) = (b for b in document.blocks if isinstance(b, Grid) and b.n_cols == 2)
    assert [c.text for c in grid.cells] == ["项目", "数量", "甲", "1", "乙", "2", "丙", "3"]


def test_wrappers_around_wrappers_dissolve() -> None:
    inner = "<table><tr><td>a<td>b<tr><td>1<td>2</table>"
    for _ in range(6):
        inner = f"<table><tbody><tr><td><div>{inner}</div></td></tr></table>"
    assert raster(inner) == [["a", "b"], ["1", "2"]]


def test_a_cell_split_by_a_small_table_becomes_columns_of_the_raster() -> None:
    split = "<table><tr><td>{}<td>{}</table>"
    html = (
        f"<table><tr><td>项目<td>法人{split.format('企业', '机构')}<td>合计</table>".replace("法人", "")
        + f"<table><tr><td>项目<td>{split.format('企业', '机构')}<td>合计<tr><td>新收<td>{split.format(1, 2)}<td>3</table>"
    )
    second = grids(html)[-1]
    assert [[c.text if c else None for c in line] for line in second.matrix()] == [
        ["项目", "企业", "机构", "合计"],
        ["新收", "1", "2", "3"],
    ]


def test_a_table_in_a_data_cell_is_kept_as_nested_and_readable() -> None:
    rows = "".join(f"<tr><td>项目{i}的名称比较长一些<td>{i}</tr>" for i in range(9))
    inner = "<table>" + "".join(f"<tr><td>k{i}<td>{i}</tr>" for i in range(5)) + "</table>"
    (outer,) = grids(f"<table>{rows}<tr><td>说明<td>见下{inner}</table>")
    (nested,) = outer.nested
    assert (nested.n_rows, nested.n_cols) == (5, 2)
    assert outer.cells[-1].text.split("\n")[:2] == ["见下", "k0\t0"]


def test_a_report_pasted_into_full_rows_of_one_table_comes_apart() -> None:
    long = "本单位认真落实有关规定，围绕中心工作，全年主动公开各类信息，公开的质量和时效都有提高，社会反响良好。"
    html = f"""<table><tr><td colspan=3>某某乡年度报告</td></tr><tr><td colspan=3>一、总体情况</td></tr><tr><td colspan=3>{long}</td></tr>
    <tr><td colspan=3>二、主动公开</td></tr><tr><td colspan=3>（一）</td></tr><tr><td>内容<td>制发<td>废止</tr><tr><td>规章<td>0<td>0</tr>
    <tr><td colspan=3>（二）</td></tr><tr><td>许可<td>1<td>2</tr><tr><td colspan=3>三、问题</td></tr><tr><td colspan=3>{long}</td></tr></table>"""
    document = read_html(html)
    assert words(document) == ["某某乡年度报告", "一、总体情况", long, "二、主动公开", "Grid", "三、问题", long]
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert [c.text for c in grid.cells] == ["（一）", "内容", "制发", "废止", "规章", "0", "0", "（二）", "许可", "1", "2"]


def test_a_long_row_label_with_blank_cells_stays_in_its_table() -> None:
    label = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    html = f"<table><tr><td>项目<td>甲<td>乙<tr><td>{label}<td><td><tr><td>合计<td>1<td>2</table>"
    assert raster(html)[1] == [label, "", ""]


def test_captions_come_before_their_table_and_pictures_in_cells_after_it() -> None:
    html = "<table><caption>表一</caption><tr><td>a<td><img src='p/印章.png' width=200 height=100>b<tr><td>1<td>2</table>"
    document = read_html(html)
    assert words(document) == ["表一", "Grid", "Picture"]
    assert document.blocks[2] == Picture("印章.png", 150.0, 75.0)


def test_rows_without_their_table_are_still_rows() -> None:
    assert raster("<tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr>") == [["a", "b"], ["1", "2"]]


def test_a_table_without_cells_leaves_no_trace() -> None:
    assert words(read_html("<p>甲</p><table><tr></tr><tr></tr></table><table></table><p>乙</p>")) == ["甲", "乙"]


def test_markdown_with_tables_in_markup_keeps_its_lines() -> None:
    html = "# 标题\n\n第一段\n第二段\n\n<table><tr><td>a<td>b<tr><td>1<td>2</table>\n\n落款\n"
    assert words(read_html(html)) == ["# 标题", "第一段", "第二段", "Grid", "落款"]


def _boxed(text: str) -> str:
    return f"<td><table border=0><tr><td>{text}</td></tr></table></td>"


def test_a_table_of_one_cell_inside_a_cell_is_that_cells_text_blank_or_not() -> None:
    rows = [["项目", "甲", "乙"], ["新收", "", "若干"], ["结转", "", ""], ["合计", "3", "1"]]
    html = "<table>" + "".join("<tr>" + "".join(map(_boxed, row)) + "</tr>" for row in rows) + "</table>"
    assert raster(html) == rows
    half = "<table>" + "".join(f"<tr><td>{a}</td>{_boxed(b)}<td>{c}</td></tr>" for a, b, c in rows) + "</table>"
    assert raster(half) == rows
    assert raster(f"<table><tr><td>{half}</td></tr></table>") == rows


def test_columns_of_a_page_that_hold_framed_prose_stay_prose() -> None:
    long = "本机关按照要求认真做好政府信息公开工作，" * 9
    html = f"<table><tr>{_boxed('通知公告')}{_boxed(long)}</tr><tr>{_boxed('联系我们')}{_boxed(long)}</tr></table>"
    assert words(read_html(html)) == ["通知公告", long, "联系我们", long]


def test_a_picture_in_a_page_set_as_one_table_stands_between_its_neighbours() -> None:
    rows = [
        "<td colspan=2>一、总体情况</td>",
        f"<td colspan=2>{'按规定公开各类政府信息，' * 8}</td>",
        "<td>项目</td><td>件</td>",
    ]
    rows += [
        "<td>许可</td><td>3</td>",
        "<td colspan=2>四、诉讼情况</td>",
        "<td colspan=2><img src=a.png width=600 height=400></td>",
    ]
    rows += ["<td colspan=2>五、存在的问题</td>", f"<td colspan=2>{'一些栏目更新不够及时，' * 8}</td>"]
    page = "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    blocks = read_html(page).blocks
    assert [type(b).__name__ for b in blocks] == [*["Paragraph"] * 2, "Grid", "Paragraph", "Picture", *["Paragraph"] * 2]
