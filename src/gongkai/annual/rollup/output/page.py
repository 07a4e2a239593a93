"""A roll-up as a Chinese page that needs nothing else: who is missing first, then the summed tables, each cell of which opens
to its members, then charts, figures of the texts, and what to look at. No script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from gongkai.annual.check.official import cell_name
from gongkai.annual.forms import FORMS, form
from gongkai.annual.report import ABSENT_MARK
from gongkai.annual.rollup.model import KIND_NAMES, RollUp
from gongkai.annual.rollup.output import (
    REFUSAL_NAMES,
    RULE_NAMES,
    WARNING_NAMES,
    figure_columns,
    figure_text,
    share_text,
    summary,
    title,
)
from gongkai.annual.rollup.output.chart import charts
from gongkai.annual.write.plan import PrintedCell, PrintedTable, plan, printed_number

_STYLE = """
.rollup{font:16px/1.7 "Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif;color:#1f2933}
.rollup h2{font-size:1.25rem;border-top:2px solid #9fb0bf;padding-top:1rem;margin-top:2.2rem}
.rollup .wide{overflow-x:auto}
.rollup .wide:focus-visible{outline:3px solid #1f5f99}
.rollup table{border-collapse:collapse;margin:.5rem 0 1rem;font-size:.88rem}
.rollup table.official{width:100%;min-width:44rem;table-layout:auto}
.rollup td,.rollup th{border:1px solid #8796a4;padding:.2rem .45rem;font-weight:400;vertical-align:middle}
.rollup th{background:#eef3f7;text-align:center}
.rollup .list td,.rollup .list th{text-align:left;vertical-align:top}
.rollup .list th,.rollup .list td:first-child{white-space:nowrap}
.rollup td.n{min-width:3.2rem}
.rollup .list td{min-width:4.2rem}
.rollup caption{text-align:left;font-weight:700;padding:.3rem 0}
.rollup td.n{text-align:center;font-variant-numeric:tabular-nums;position:relative;padding:0}
.rollup td.absent{background:#eceff1}
.rollup summary{cursor:pointer;padding:.2rem .45rem;list-style:none;color:#0b4a80}
.rollup summary::-webkit-details-marker{display:none}
.rollup summary:hover,.rollup details[open]>summary{background:#dcebf8;text-decoration:underline}
.rollup summary:focus-visible{outline:3px solid #1f5f99;outline-offset:-3px}
.rollup summary.zero{color:#51606e}
.rollup td.n>details>div{position:absolute;z-index:2;left:0;top:100%;width:19rem;background:#fff;border:2px solid #1f5f99;
 padding:.5rem .7rem;text-align:left;font-size:.88rem;box-shadow:0 4px 14px #0003;max-height:26rem;overflow-y:auto}
.rollup td.right>details>div{left:auto;right:0}
.rollup td.n div p{margin:0 0 .3rem}
.rollup td.n ul{margin:0;padding:0;list-style:none}
.rollup td.n li{display:flex;justify-content:space-between;gap:1rem;border-bottom:1px solid #d6dee5}
.rollup .open{color:#8c1717;font-weight:700}
.rollup .done{color:#1c5c2c}
.rollup figure{display:inline-block;vertical-align:top;margin:.5rem 1rem .5rem 0;width:min(100%,34rem)}
.rollup figcaption{font-weight:700}
.rollup svg{width:100%;height:auto;font-size:13px}
.rollup svg text{fill:#1f2933}
@media (max-width:40rem){.rollup figure{display:block;width:auto}.rollup svg{width:34rem}}
@media (min-width:56rem){.rollup .wide.opens{overflow:visible}}
@media (max-width:56rem){.rollup td.n>details>div,.rollup td.right>details>div{position:fixed;left:0;right:0;top:auto;bottom:0;
 width:auto;max-height:50vh}}
@media print{.rollup td.n>details>div{display:none}}
"""
_SCRIPTLESS_PAGE = "body{margin:2rem auto;max-width:72rem;padding:0 1rem}h1{font-size:1.5rem;line-height:1.4}"


def as_page(rolled: RollUp) -> str:
    """The whole page."""
    name = escape(title(rolled))
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{name}</title><style>{_SCRIPTLESS_PAGE}</style></head><body><main><h1>{name}</h1>"
        f"{as_fragment(rolled)}</main></body></html>\n"
    )


def as_fragment(rolled: RollUp, style: bool = True, standing: bool = True) -> str:
    """The roll-up to stand in another page below its own h1. `style` False where the page's policy forbids style elements:
    `stylesheet()` then belongs into one of its files. `standing` False where the page itself says who is missing, doubled
    and refused."""
    css = f"<style>{_STYLE}</style>" if style else ""
    parts = (*((_standing,) if standing else ()), _tables, _charts, _figures, _members)
    return f'{css}<div class="rollup">{"".join(part(rolled) for part in parts)}</div>'


def stylesheet() -> str:
    """The rules of the fragment."""
    return _STYLE


def _standing(rolled: RollUp) -> str:
    """Who is missing, doubled, refused; first, because it must be acted upon."""
    state = "open" if not rolled.complete else "done"
    lines = "".join(f"<li>{escape(line)}</li>" for line in summary(rolled))
    verdict = "还没有齐全，见下。" if not rolled.complete else "齐全。" if rolled.listed else "交来的都已汇总。"
    out = [f'<p class="{state}">{verdict}</p><ul>{lines}</ul>']
    if rolled.missing:
        rows = [[m.name, KIND_NAMES[m.kind] if m.kind else "", m.note or ""] for m in rolled.missing]
        out.append(_list("应报未报", ("单位", "类型", "说明"), rows))
    if rolled.doubles:
        rows = [[d.agency, "；".join(d.files), d.chosen or "待定", RULE_NAMES[d.rule], d.message] for d in rolled.doubles]
        out.append(_list("重复与版本", ("单位", "文件", "采用", "依据", "说明"), rows))
    for heading, outside in (
        ("不予汇总", rolled.refused),
        ("不在应报名单", rolled.unexpected),
        ("按要求不计入", rolled.left_out),
    ):
        if outside:
            rows = [[o.agency or "", o.file, REFUSAL_NAMES[o.code], o.message] for o in outside]
            out.append(_list(heading, ("单位", "文件", "原因", "说明"), rows))
    if rolled.warnings:
        rows = [[w.agency, WARNING_NAMES[w.code], w.message] for w in rolled.warnings]
        out.append(_list("已计入而需要核对的", ("单位", "情况", "说明"), rows))
    return "".join(out)


def _list(heading: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rows = list(rows)
    kept = [x for x in range(len(heads)) if not x or any(row[x] for row in rows)]
    heads, rows = [heads[x] for x in kept], [[row[x] for x in kept] for row in rows]
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    name = escape(heading)
    return (
        f'<h2>{name}</h2><div class="wide" tabindex="0" role="region" aria-label="{name}"><table class="list">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _tables(rolled: RollUp) -> str:
    printed = [part.table for part in plan(rolled.report).parts if part.table]
    if not printed:
        return ""
    definition = form(rolled.form or FORMS[-1])
    out = ["<p>点一个数，看它由哪些单位的数相加而成。</p>"]
    for table in printed:
        heading = next(s.heading for s in definition.sections if s.table == table.key)
        rows = "".join(f"<tr>{''.join(_row(rolled, table, row))}</tr>" for row in table.rows)
        out.append(
            f'<h2>{escape(heading)}</h2><div class="wide opens" tabindex="0" role="region" aria-label="{escape(table.name)}">'
            f'<table class="official"><caption>{escape(table.name)} {escape(table.title)}</caption>{rows}</table></div>'
        )
    return "".join(out)


def _row(rolled: RollUp, table: PrintedTable, row: Sequence[PrintedCell]) -> Iterable[str]:
    numbers = [cell for cell in row if cell.kind == "value"]
    for cell in row:
        span = f' rowspan="{cell.rowspan}"' * (cell.rowspan > 1) + f' colspan="{cell.colspan}"' * (cell.colspan > 1)
        if cell.kind != "value":
            scope = "row" if cell.kind == "row" else "col"
            if cell.kind == "row" and cell.rowspan > 1:
                scope = "rowgroup"
            elif cell.kind == "heading":
                scope = "colgroup"
            yield f'<th scope="{scope}"{span}>{escape(cell.text)}</th>'
        elif cell.state == "absent" or not cell.where:
            yield f'<td class="n absent"{span}>{ABSENT_MARK}</td>'
        else:
            side = " right" if numbers.index(cell) * 2 >= len(numbers) and len(numbers) > 1 else ""
            yield f'<td class="n{side}"{span}>{_opening(rolled, cell, table)}</td>'


def _opening(rolled: RollUp, cell: PrintedCell, table: PrintedTable) -> str:
    """A sum that opens to its members: those with a share first, the zeros in one line."""
    where = cell.where or ""
    shares = rolled.shares[where]
    telling = [s for s in shares if s.value or s.state != "number"]
    telling.sort(key=lambda s: (s.state != "number", -(s.counted or 0), rolled.members[s.member].agency))
    said = ((rolled.members[s.member].agency, share_text(rolled, where, s.member)) for s in telling)
    items = "".join(f"<li><span>{escape(name)}</span><span>{escape(words)}</span></li>" for name, words in said)
    zeros = len(shares) - len(telling)
    rest = f"<p>{'其余' if telling else '全部'} {zeros} 个单位都是 0。</p>" if zeros else ""
    name = escape(cell_name(*where.split(".")))
    css = "" if telling else ' class="zero"'
    return (
        f'<details name="{table.key}"><summary{css} aria-label="{name} {cell.text}">{cell.text}</summary>'
        f"<div tabindex='0'><p>{name}</p>{f'<ul>{items}</ul>' if items else ''}{rest}</div></details>"
    )


def _charts(rolled: RollUp) -> str:
    drawn = charts(rolled)
    name = "主要数据的分布"
    region = f'<div class="wide" tabindex="0" role="region" aria-label="{name}">{drawn}</div>'
    return f"<h2>{name}</h2>{region}" if drawn else ""


def _figures(rolled: RollUp) -> str:
    """What the members' texts say, for those who write the superior's."""
    columns = figure_columns(rolled)
    if not columns:
        return ""
    heads = ["单位", *(c.heading for c in columns)]
    rows = [[member.agency, *(figure_text(column.values[n]) for column in columns)] for n, member in enumerate(rolled.members)]
    rows.append(["合计（供参考）", *("" if c.total is None else printed_number(c.total) for c in columns)])
    hint = "<p>供撰写正文参考；口径可能不同，合计只在各单位都只有一个确数时给出。</p>"
    return _list("各单位文字数据", heads, rows) + hint


def _members(rolled: RollUp) -> str:
    if not rolled.members:
        return ""
    rows = [[m.agency, KIND_NAMES[m.kind] if m.kind else "", m.file, m.report.signed_on or ""] for m in rolled.members]
    return _list("已汇总的报告", ("单位", "类型", "文件", "落款日期"), rows)
