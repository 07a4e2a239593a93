"""Whole pages of content management systems, with everything that stands around an article there."""

from __future__ import annotations

from html import escape
from random import Random

from ..flow import Piece
from ..grids import Box, Grid
from ..model import Report
from .base import Rendered, layout
from .html import article, page, plain, table

NAV = ["首页", "政府信息公开", "政务服务", "互动交流", "走进本地", "专题专栏", "数据开放", "无障碍"]


def _side_list(report: Report, rng: Random) -> str:
    """Reports of other years and neighbours: titles that look like the real one."""
    place = report.agency.place
    lines = [f"{place}{report.year - n}年政府信息公开工作年度报告" for n in range(1, 5)]
    lines += [f"{report.agency.county}{report.year}年法治政府建设年度报告", f"{report.agency.county}2020年预算公开"]
    rng.shuffle(lines)
    items = "".join(
        f'<li><a href="/art/{n}.html">{escape(t)}</a><span>{report.year + 1}-0{n % 3 + 1}-1{n}</span></li>'
        for n, t in enumerate(lines)
    )
    return f'<div class="side"><h3>政府信息公开年报</h3><ul>{items}</ul></div>'


def _metadata(report: Report, rng: Random) -> str:
    """The small table of index number and dates that opens an article."""
    day = f"{report.year + 1}-01-{rng.randint(10, 30)}"
    rows = [
        ("索引号", f"{rng.randint(10**8, 10**9)}/{report.year + 1}-000{rng.randint(10, 99)}", "主题分类", "政府信息公开年报"),
        ("发布机构", report.agency.name, "成文日期", day),
        ("文号", "", "有效性", "有效"),
    ]
    cells = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in rows)
    return f'<table class="xxgk-meta" width="100%">{cells}</table>'


def _frame(report: Report, rng: Random, body: str) -> str:
    nav = "".join(f'<li><a href="#">{n}</a></li>' for n in NAV)
    title = escape(report.say("".join(report.title)))
    script = "<script>var year=2018; document.write('<table><tr><td>自然人</td><td>7</td></tr></table>');</script>"
    return f"""
<div id="top"><a>长者模式</a> <a>繁體</a> 
<form action="/search"><input name="q" value="请输入关键字"><button>搜索</button></form></div>
<nav><ul>{nav}</ul></nav>{script}
<div class="crumbs">当前位置：<a>首页</a> &gt; <a>政府信息公开</a> &gt; <a>政府信息公开年报</a></div>
{_side_list(report, rng) if rng.random() < 0.5 else ""}
<div class="article">{_metadata(report, rng)}<h1 class="title">{title}</h1>
<div class="info">发布时间：{report.year + 1}-01-{rng.randint(10, 30)} 09:3{rng.randint(0, 9)} 来源：{report.agency.name}
浏览次数：<span>{rng.randint(20, 900)}</span> 【字体：大 中 小】</div>
<div id="zoom" class="content">{body}</div>
<div class="share">分享到：<a>微信</a> <a>微博</a> 【打印】【关闭】</div>
<p>上一篇：<a>{escape(report.agency.county)}关于开展意见征集的公告</a></p><p>下一篇：<a>没有了</a></p></div>
{_side_list(report, rng)}
<table class="links"><tr><td>国务院部门网站</td><td>省级政府网站</td><td>市级政府网站</td></tr></table>
<div class="footer">主办：{escape(report.agency.county)}人民政府办公室
网站标识码：1101050{rng.randint(100, 999)}
备案号00{rng.randint(100000, 999999)}号<br>
联系电话：0{rng.randint(400, 900)}-{rng.randint(3000000, 8000000)}　Copyright © {report.year + 2}</div>
"""


@layout("html_cms", "html", "spaces")
def cms(report: Report, rng: Random) -> Rendered:
    """Navigation, bread crumbs, metadata table, side lists of other years' reports, footer."""
    body = article(report, table)
    style = "<style>td{border:1px solid #999}</style><script src='/js/jquery.js'></script>"
    title = "".join(report.title) + "_" + report.agency.county + "人民政府"
    return page(_frame(report, rng, body), rng, title=title, head=style)


@layout("html_layout_tables", "html", "spaces")
def layout_tables(report: Report, rng: Random) -> Rendered:
    """A page of the old kind: tables within tables hold navigation, article and the real tables."""
    nav = "".join(f"<tr><td><a>{n}</a></td></tr>" for n in NAV)
    body = article(report, table)
    inner = f'<table width="760"><tr><td>{_metadata(report, rng)}</td></tr><tr><td class="content">{body}</td></tr></table>'
    whole = f"""<table width="1000"><tr><td colspan="2">{escape(report.agency.county)}人民政府网站</td></tr>
<tr><td width="200"><table>{nav}</table></td><td><table><tr><td>{inner}</td></tr></table></td></tr>
<tr><td colspan="2">版权所有　技术支持电话 0{rng.randint(400, 900)}-{rng.randint(3000000, 8000000)}</td></tr></table>"""
    return page(whole, rng, title="年报")


@layout("html_nested_cells", "html", "spaces")
def nested_cells(report: Report, rng: Random) -> Rendered:
    """A table inside a cell: now and then a label or a number sits in a one-cell table of its own."""

    def cell(box: Box) -> str:
        if rng.random() < 0.2:
            return f"<table border=0><tr><td>{plain(box)}</td></tr></table>"
        return plain(box)

    def draw(grid: Grid) -> str:
        return f'<table width="100%"><tr><td align="center">{table(grid, cell)}</td></tr></table>'

    return page(article(report, draw), rng)


@layout("html_utf16", "html", "spaces")
def utf16(report: Report, rng: Random) -> Rendered:
    """UTF-16 with a byte order mark, as old Windows editors save."""
    made = page(article(report, table), rng, encoding="utf-16")
    return Rendered(made.data, "report.htm")


@layout("html_wrong_charset", "html", "spaces")
def wrong_charset(report: Report, rng: Random) -> Rendered:
    """GB18030 bytes in a page that declares UTF-8, or the reverse."""
    body = page(article(report, table), rng, encoding="utf-8").data.decode()
    if rng.random() < 0.5:
        return Rendered(body.encode("gb18030"), "report.html")
    return Rendered(body.replace("charset=utf-8", "charset=gb2312").encode(), "report.html")


@layout("html_cms_word", "html", "spaces")
def cms_word(report: Report, rng: Random) -> Rendered:
    """What most county sites publish: a page's frame around text pasted from Word, with styles on every run."""

    def runs(text: str, size: str) -> str:
        out, rest = "", text
        while rest:
            n = rng.randint(2, 9)
            part, rest = rest[:n], rest[n:]
            font = "Times New Roman" if part.isascii() else "仿宋_GB2312"
            style = f"font-family:{font};mso-fareast-font-family:仿宋_GB2312;mso-hansi-font-family:{font};font-size:{size};"
            out += f'<span style="{style}letter-spacing:0pt;mso-font-kerning:0.0000pt;">{escape(part)}</span>'
        return out or '<span style="font-size:10.5pt;">&nbsp;</span>'

    def cell(box: Box) -> str:
        style = "margin-bottom:0pt;margin-left:0pt;text-align:center;line-height:18pt;mso-line-height-rule:exactly;"
        return f'<p class="MsoNormal" style="{style}">{runs(box.text, "10.5pt")}</p>'

    def say(piece: Piece) -> str:
        style = "text-indent:32pt;text-align:justify;line-height:28pt;mso-pagination:widow-orphan;"
        return f'<p class="MsoNormal" style="{style}">{runs(piece.text, "16pt")}<o:p></o:p></p>'

    def draw(grid: Grid) -> str:
        attributes = ' class="MsoNormalTable" style="border-collapse:collapse;mso-table-layout-alt:fixed;border:none;"'
        return table(grid, cell, attributes=attributes)

    body = article(report, draw, say=say)
    return page(_frame(report, rng, body), rng, title="".join(report.title), encoding="utf-8")
