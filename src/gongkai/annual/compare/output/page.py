"""The comparison as a self-contained page, and as a part of the site's own page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from importlib import resources

from gongkai.annual.compare.model import CellPair, Comparison, FigurePair, ParagraphPair, SectionPair, TablePair
from gongkai.annual.compare.output import story as told
from gongkai.annual.compare.output.drawing import DrawnCell, draw
from gongkai.annual.compare.output.story import Names

_PAGE_STYLE = """
* { box-sizing: border-box; }
body { margin: 0; background: #f2f3f1; font: 16px/1.7 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 28px 32px 64px; background: #fff; }
h1 { margin: 0 0 .6em; font-size: 27px; line-height: 1.4; }
@media (max-width: 760px) { main { padding: 18px 16px 48px; } h1 { font-size: 22px; } }
@page { size: A4 landscape; margin: 15mm; }
@media print { body, main { background: none; } main { max-width: none; padding: 0; } body { font-size: 11pt; } }
"""


_NUMERIC = ' class="n"'
_BARS = 10
"""So many of a table's numbers have bars: the largest ones."""
_LEAST_BAR = 0.6
"""A number that is not 0 has a bar that can be seen, in percent of the longest."""


@cache
def style() -> str:
    """The style sheet of a fragment; all its rules are below `.cmp`."""
    return resources.files(__package__).joinpath("compare.css").read_text(encoding="utf-8")


def as_page(comparison: Comparison) -> str:
    """The whole page: nothing is loaded from elsewhere, no script."""
    heading = f"政府信息公开工作年度报告：{told.KINDS[comparison.kind]}"
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(heading)}</title>\n<style>{_PAGE_STYLE}{style()}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(heading)}</h1>\n{as_fragment(comparison)}</main>\n</body>\n</html>\n"
    )


def as_fragment(comparison: Comparison) -> str:
    """The comparison without a page around it: one `div.cmp`, headings from h2 on; goes with `style()`."""
    names = told.names(comparison)
    parts = ['<div class="cmp">', _sides(comparison, names), _summary(comparison, names)]
    parts += [_checks(comparison)] if comparison.checks else []
    parts += [_tables(comparison, names)] if comparison.tables else []
    parts += [_figures(comparison.figures, names)] if comparison.figures else []
    parts += [_texts(comparison, names)] if comparison.sections else []
    parts.append("</div>\n")
    return "\n".join(parts)


def _sides(comparison: Comparison, names: Names) -> str:
    rows = []
    for name, side in ((names.this, comparison.this), (names.other, comparison.other)):
        file = f" <small>{escape(side.file)}</small>" if side.file else ""
        rows.append(f"<dt>{escape(name)}</dt><dd>{escape(told.title_of(side))}{file}</dd>")
    reason = escape(comparison.kind_reason)
    return f'<dl class="sides">{"".join(rows)}</dl>\n<p class="quiet">{reason}</p>'


def _summary(comparison: Comparison, names: Names) -> str:
    found = told.story(comparison)
    out = ["<h2>摘要</h2>", *(f"<p>{escape(sentence)}</p>" for sentence in found.sentences)]
    out += [f'<p class="quiet">{escape(note)}</p>' for note in comparison.notes]
    lists = [f"<div><h3>{escape(title)}</h3><ul>{_items(cells, names)}</ul></div>" for title, cells in told.groups(comparison)]
    if lists:
        out.append(f'<div class="lists">{"".join(lists)}</div>')
    charts = [_chart(table, names) for table in comparison.tables]
    if any(charts):
        out.append(f"<h2>主要数字</h2>\n{_key(names)}")
        out += charts
    return "\n".join(out)


def _items(cells: Iterable[CellPair], names: Names) -> str:
    return "".join(
        f"<li>{escape(told.short_path(c))}：{escape(told.now(c))}"
        f" <small>{escape(names.other)} {escape(told.then(c))}{_then(told.became(c))}</small></li>"
        for c in cells
    )


def _then(words: str) -> str:
    return f"，{escape(words)}" if words else ""


def _key(names: Names) -> str:
    def square(css: str) -> str:
        return f'<svg viewBox="0 0 12 12" aria-hidden="true"><rect class="{css}" width="12" height="12"/></svg>'

    return f'<p class="key">{square("one")}{escape(names.this)}{square("two")}{escape(names.other)}</p>'


def _chart(table: TablePair, names: Names) -> str:
    """Bars of the counts people compare; money has its own measure and stands in the table only."""
    cells = [
        cell
        for cell in told.main_cells(table)
        if cell.difference is not None and not told.is_money(cell) and (cell.value or 0) >= 0 and (cell.other_value or 0) >= 0
        if cell.value or cell.other_value
    ]
    if not cells:
        return ""
    kept = sorted(cells, key=lambda cell: -max(cell.value or 0, cell.other_value or 0))[:_BARS]
    cells = [cell for cell in cells if cell in kept]
    most = max(max(cell.value or 0, cell.other_value or 0) for cell in cells)
    rows = "".join(
        f'<tr><th scope="row">{escape(told.short_path(cell))}</th><td class="bar">{_bars(cell, most)}</td>'
        f'<td class="n">{told.shown(cell.value, cell.state)} <small>{escape(names.other)} '
        f"{told.shown(cell.other_value, cell.other_state)}{_then(told.became(cell))}</small></td></tr>"
        for cell in cells
    )
    caption = f"{table.name}{'的总计' if told.sum_column(table.key) else ''}"
    return f'<table class="bars"><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>'


def _bars(cell: CellPair, most: float) -> str:
    def width(value: float | None) -> str:
        return f"{max(value / most * 100, _LEAST_BAR):.2f}" if value else "0"

    return (
        '<svg viewBox="0 0 100 22" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="one" y="1" width="{width(cell.value)}" height="9"/>'
        f'<rect class="two" y="12" width="{width(cell.other_value)}" height="9"/></svg>'
    )


def _checks(comparison: Comparison) -> str:
    words = {True: "相符", False: "不符", None: "无法核对"}
    rows = "".join(
        f'<tr><th scope="row">{escape(check.name)}</th><td class="result">{words[check.holds]}</td>'
        f"<td>{'<br>'.join(map(escape, (check.message or '').splitlines()))}</td></tr>"
        for check in comparison.checks
    )
    head = '<thead><tr><th scope="col">应当相符的数</th><th scope="col">结果</th><th scope="col">说明</th></tr></thead>'
    return f"<h2>与上年的衔接</h2>\n{_scroll('与上年的衔接', f'<table class=plain>{head}<tbody>{rows}</tbody></table>')}"


def _tables(comparison: Comparison, names: Names) -> str:
    out = ["<h2>三张表</h2>"]
    for table in comparison.tables:
        drawing = draw(table)
        out.append(f"<h3>{escape(drawing.caption)}</h3>")
        rows = "".join(_rows(table.key, drawing.rows, drawing.head))
        about = f"每格上面是{names.this}的数，下面是{names.other}的数和增减。只有一个数的，两份相同。"
        content = f'<table class="{table.key}"><caption>{escape(about)}</caption>{rows}</table>'
        out.append(_scroll(drawing.caption, content))
        if drawing.beside:
            out.append(_beside(drawing.beside, names, table.name))
    return "\n".join(out)


def _rows(key: str, rows: tuple[tuple[DrawnCell, ...], ...], head: int) -> Iterator[str]:
    section = ""
    for n, row in enumerate(rows):
        opens = "thead" if n < head else "tbody"
        if opens != section or (not head and row[0].kind == "heading"):
            yield f"</{section}><{opens}>" if section else f"<{opens}>"
            section = opens
        yield "<tr>" + "".join(_cell(key, cell, head) for cell in row) + "</tr>"
    yield f"</{section}>"


def _cell(key: str, cell: DrawnCell, head: int) -> str:
    span = f' rowspan="{cell.rowspan}"' * (cell.rowspan > 1) + f' colspan="{cell.colspan}"' * (cell.colspan > 1)
    if cell.kind == "value":
        return _value(key, cell, span)
    if cell.kind == "corner":
        return f"<td{span}>{escape(cell.text)}</td>"
    scope = {"row": "row" if cell.rowspan == 1 else "rowgroup", "column": "col"}.get(
        cell.kind, "colgroup" if head else "rowgroup"
    )
    return f'<th scope="{scope}"{span}>{escape(cell.text)}</th>'


def _value(key: str, cell: DrawnCell, span: str) -> str:
    pair = cell.pair
    if pair is None:
        return f"<td{span}></td>"
    now = escape(told.now(pair))
    if pair.change == "not_comparable":
        return f'<td class="lone"{span}>{now}<small>不可比</small></td>'
    if pair.change == "same" and pair.value == pair.other_value:
        return f"<td{span}>{now}</td>"
    then = told.then(pair)
    difference = told.signed(pair.difference) if pair.difference else ""
    wide = key == "table2" or cell.column == told.sum_column(key)
    growth = f"<small>{told.percent(pair.growth)}</small>" if wide and pair.growth else ""
    return f'<td class="moved"{span}><b>{now}</b><small>{escape(then)} {difference}</small>{growth}</td>'


def _beside(cells: Sequence[CellPair], names: Names, table: str) -> str:
    """What the drawn form has no cell for. A remark that all of them share is said once."""
    remarks = {told.remark(cell) for cell in cells}
    once = remarks.pop() if len(remarks) == 1 else None
    rows = "".join(
        f'<tr><th scope="row">{escape(cell.path.partition("·")[2])}</th>'
        f'<td class="n">{told.beside(cell, cell.value, cell.state)}{escape(cell.unit or "")}</td>'
        f'<td class="n">{told.beside(cell, cell.other_value, cell.other_state)}{escape(cell.other_unit or "")}</td>'
        f'<td class="n">{escape(told.became(cell))}</td>'
        + ("</tr>" if once is not None else f"<td>{escape(told.remark(cell))}</td></tr>")
        for cell in cells
    )
    head = _head("栏目", names.this, names.other, "增减", *([] if once is not None else ["说明"]))
    caption = f"{table}：上面的格式里没有的栏目" + (f"（{once}）" if once else "")
    content = f'<table class="plain wide"><caption>{escape(caption)}</caption>{head}<tbody>{rows}</tbody></table>'
    return _scroll(caption, content)


def _head(*titles: str) -> str:
    return (
        "<thead><tr>"
        + "".join(f'<th scope="col"{_NUMERIC if 0 < n < 4 else ""}>{escape(title)}</th>' for n, title in enumerate(titles))
        + "</tr></thead>"
    )


def _scroll(label: str, content: str) -> str:
    return f'<div class="scroll" role="region" aria-label="{escape(label)}" tabindex="0">{content}</div>'


def _figures(figures: list[FigurePair], names: Names) -> str:
    def value(number: float | int | None, approximate: bool) -> str:
        return "未写" if number is None else told.shown(number, "number") + ("余" if approximate else "")

    rows = "".join(
        f'<tr><th scope="row">{escape(f.label)}</th><td class="n">{value(f.value, f.approximate)}</td>'
        f'<td class="n">{value(f.other_value, f.other_approximate)}</td><td class="n">{escape(told.became(f))}</td></tr>'
        for f in figures
    )
    table = f'<table class="plain">{_head("文中的数", names.this, names.other, "增减")}<tbody>{rows}</tbody></table>'
    return f"<h2>文中数据</h2>\n{_scroll('文中数据', table)}"


def _texts(comparison: Comparison, names: Names) -> str:
    out = ["<h2>文字对照</h2>"]
    out.append(
        f'<p class="quiet"><ins>加下划线的文字</ins>只见于{escape(names.this)}，'
        f"<del>加删除线的文字</del>只见于{escape(names.other)}。"
        "沿用比例是本部分的文字有多少原样见于另一份报告的同一部分，数字和标点不计"
        + ("，地名和机关名称也不计" if comparison.left_out else "")
        + "；引言和落款不计入全文的比例。</p>"
    )
    for section in comparison.sections:
        out.append(_section(section, comparison, names))
    return "\n".join(out)


def _section(section: SectionPair, comparison: Comparison, names: Names) -> str:
    taken = f" <small>沿用 {told.share(section.share)}</small>" if section.share is not None else ""
    items = "".join(_paragraph(p, comparison, names) for p in section.paragraphs)
    columns = "".join(f"<span>{escape(name)}</span>" for name in ("", names.other, names.this))
    head = f'<div class="text-head" aria-hidden="true">{columns}</div>'
    if all(p.text == p.other_text for p in section.paragraphs):
        head = ""
    return f'<h3>{escape(section.heading)}{taken}</h3>\n{head}<ol class="text">{items}</ol>'


def _paragraph(pair: ParagraphPair, comparison: Comparison, names: Names) -> str:
    tag = f'<p class="tag">{escape(told.paragraph_words(pair, comparison))}</p>'
    if pair.text == pair.other_text:
        return f'<li>{tag}<p class="whole">{escape(pair.text or "")}</p></li>'
    return f"<li>{tag}{_half(pair, names.other, 'gone')}{_half(pair, names.this, 'new')}</li>"


def _half(pair: ParagraphPair, name: str, own: str) -> str:
    """One side of a pair, what only it has marked; nothing where it has no such paragraph."""
    text, mark = (pair.text, "ins") if own == "new" else (pair.other_text, "del")
    who = f'<span class="who">{escape(name)}：</span>'
    if text is None:
        return f'<p class="none">{who}（无此段）</p>'
    if not pair.segments:
        return f"<p>{who}<{mark}>{escape(text)}</{mark}></p>"
    words = "".join(
        escape(s.text) if s.kind == "same" else f"<{mark}>{escape(s.text)}</{mark}>"
        for s in pair.segments
        if s.kind in ("same", own)
    )
    return f"<p>{who}{words}</p>"
