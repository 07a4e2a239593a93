"""Bar charts of the main figures as inline SVG: which members a sum comes from."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from gongkai.annual.check.official import TABLE_NAMES, row_name
from gongkai.annual.report import Number
from gongkai.annual.rollup.model import RollUp, exact, plain
from gongkai.annual.rollup.output import cells, table_keys
from gongkai.annual.write.plan import printed_number

_MOST = 10
"""Bars a chart has; the other members are one more bar."""
_NAME, _WIDTH, _BAR, _GAP, _ROOM = 230, 420, 18, 8, 80
_CHARS = 17

_COLOUR, _REST = "#1f5f99", "#7d8b99"


def charts(rolled: RollUp) -> str:
    """A chart for each total that is not 0: applications received, results, decisions, reconsideration and litigation."""
    return "".join(_chart(rolled, where, title) for where, title in _main_cells(rolled))


def _main_cells(rolled: RollUp) -> Iterable[tuple[str, str]]:
    """Of 表二 the decisions, of 表三 what came in and was granted, of 表四 the totals."""
    for table in table_keys(rolled):
        for cell in cells(rolled, table):
            wanted = (
                (table == "table2" and cell.column.key == "decisions")
                or (table == "table3" and cell.column.key == "total" and cell.row.key in ("new_received", "granted"))
                or (table == "table4" and cell.column.key == "total")
            )
            if wanted and cell.value:
                name = row_name(table, cell.row.key)
                above = f"{cell.row.path[0]}：" if table == "table4" and cell.row.path else ""
                end = f"：{cell.column.label}" if table == "table2" else ""
                yield cell.where, f"{TABLE_NAMES[table]} {above}{name}{end}"


def _chart(rolled: RollUp, where: str, title: str) -> str:
    parts: list[tuple[str, Number]] = [
        (rolled.members[share.member].agency, number) for share in rolled.shares[where] if (number := plain(share.counted))
    ]
    parts.sort(key=lambda part: (-part[1], part[0]))
    bars = [(name, number, _COLOUR) for name, number in parts[:_MOST]]
    if rest := parts[_MOST:]:
        together = plain(sum(exact(number) for _, number in rest)) or 0
        bars.append((f"其余 {len(rest)} 个单位", together, _REST))
    most = max(abs(number) for _, number, _ in bars)
    table, row, column = where.split(".")
    total = printed_number(rolled.report.tables[table][row][column] or 0)
    said = "；".join(f"{name} {printed_number(number)}" for name, number, _ in bars)
    height = len(bars) * (_BAR + _GAP) + _GAP
    lines = []
    for n, (name, number, colour) in enumerate(bars):
        y = _GAP + n * (_BAR + _GAP)
        width = max(1.0, _WIDTH * abs(number) / most)
        short = name if len(name) <= _CHARS else f"{name[: _CHARS - 1]}…"
        lines.append(
            f'<text x="{_NAME - 8}" y="{y + 14}" text-anchor="end">{escape(short)}</text>'
            f'<rect x="{_NAME}" y="{y}" width="{width:.1f}" height="{_BAR}" fill="{colour}"/>'
            f'<text x="{_NAME + width + 6:.1f}" y="{y + 14}">{printed_number(number)}</text>'
        )
    label = escape(f"{title}，共 {total}。{said}")
    return (
        f"<figure><figcaption>{escape(title)}（共 {total}）</figcaption>"
        f'<svg role="img" aria-label="{label}" viewBox="0 0 {_NAME + _WIDTH + _ROOM} {height}">{"".join(lines)}</svg></figure>'
    )
