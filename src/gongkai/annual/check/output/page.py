"""A self-contained HTML page of results: summary, the tables as the form prints them with marks, and the findings."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from gongkai.annual.check.output import SEVERITIES, place
from gongkai.annual.forms import FORMS, TABLES
from gongkai.annual.forms.layout import layout

_STYLE = """
body{font:15px/1.7 "Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif;color:#1f2933}
body{max-width:1100px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.15rem;border-top:2px solid #b8c4ce;padding-top:1rem;margin-top:2.5rem}
table{border-collapse:collapse;width:100%;margin:.6rem 0 1.2rem;font-size:.86rem}
td,th{border:1px solid #98a6b3;padding:.2rem .4rem;text-align:center;font-weight:400}
th{background:#f3f6f8}td.n{font-variant-numeric:tabular-nums}td.absent{background:#eceff1}
.error{color:#a61b1b}.warning{color:#8a5a00}.info{color:#3b5a7a}
td.error{background:#fdecec}td.warning{background:#fff6e0}td.info{background:#eef4fb}
li{margin:.3rem 0}small{color:#5b6b7a}
"""


def as_page(results: Iterable[dict[str, Any]]) -> str:
    """The page for any number of results."""
    parts = [
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>年报体检结果</title>',
        f"<style>{_STYLE}</style></head><body><h1>政府信息公开工作年度报告体检结果</h1>",
    ]
    parts += [_one(result) for result in results]
    parts.append("</body></html>")
    return "\n".join(parts)


def _one(result: dict[str, Any]) -> str:
    name = escape(result["file"])
    if not result["readable"]:
        return f"<h2>{name}</h2><p class=error>读不了：{escape(result['error']['message'])}</p>"
    report = result["report"]
    counts = "　".join(f"<span class={s}>{SEVERITIES[s]} {result['counts'][s]}</span>" for s in SEVERITIES)
    title, agency = escape(report["title"] or result["file"]), escape(report["agency"] or "单位不明")
    head = f"<h2>{title}</h2><p>{agency}　{counts}<br><small>{name}</small></p>"
    items = []
    marks: dict[str, tuple[int, str]] = {}
    ordered = sorted(enumerate(result["findings"]), key=lambda pair: list(SEVERITIES).index(pair[1]["severity"]))
    for number, (_, finding) in enumerate(ordered, 1):
        for cell in finding.get("cells") or [finding["where"]]:
            marks.setdefault(cell, (number, finding["severity"]))
        reason = f"<br><small>已说明理由：{escape(finding['reason'])}</small>" if finding.get("reason") else ""
        basis = f"<br><small>依据：{escape(finding['basis'])}</small>" if finding.get("basis") else ""
        items.append(
            f"<li class={finding['severity']}><b>{SEVERITIES[finding['severity']]}</b> "
            f"{escape(place(finding['where']))}：{escape(finding['message'])}{basis}{reason}</li>"
        )
    listing = f"<ol>{''.join(items)}</ol>" if items else "<p>未发现问题。</p>"
    return head + listing + "".join(_table(report, table, marks) for table in TABLES if table in report["tables"])


def _table(report: dict[str, Any], table: str, marks: dict[str, tuple[int, str]]) -> str:
    form_name = report["forms"].get(table) or report["form"] or FORMS[-1]
    values = report["tables"][table]
    rows = []
    for row in layout(form_name, table):
        cells = []
        for cell in row:
            span = f' rowspan="{cell.rowspan}"' * (cell.rowspan > 1) + f' colspan="{cell.colspan}"' * (cell.colspan > 1)
            if cell.kind != "value":
                cells.append(f"<th{span}>{escape(cell.text)}</th>")
                continue
            key = f"{table}.{cell.row}.{cell.column}"
            known = values.get(cell.row or "", {})
            absent = cell.column not in known
            value = known.get(cell.column or "")
            mark = marks.get(key)
            css = " ".join(c for c in ("n", "absent" if absent else "", mark[1] if mark else "") if c)
            note = f"<sup>{mark[0]}</sup>" if mark else ""
            cells.append(f'<td class="{css}"{span}>{"" if value is None else value}{note}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"
