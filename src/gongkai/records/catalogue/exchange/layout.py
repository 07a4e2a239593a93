"""The official table as people print it: columns, groups, merged names, boxes and ticks. All writers print this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from gongkai.law import matters
from gongkai.records.catalogue.exchange.cells import FREQUENCIES, PERIODS, UNITS
from gongkai.records.catalogue.exchange.limits import read_limit
from gongkai.records.catalogue.rows import Row

TICK = "√"
OTHER = "其他事项"
ABSENT_TITLE = "未涉及领域事项说明"
LONG = frozenset({"elements", "basis", "channels"})
"""Columns of long text: it begins at the left, the rest stands in the middle."""


@dataclass(frozen=True, slots=True)
class Column:
    """`group`: the heading above it, "" where it stands alone; `width` in characters."""

    key: str
    label: str
    group: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A matter: its texts by column, its number, and over how many lines its first name is merged (0: from above)."""

    number: int
    texts: dict[str, str]
    merged: int
    row: Row


@dataclass(frozen=True, slots=True)
class Part:
    """The matters of a domain that stand together."""

    code: str
    title: str
    lines: tuple[Line, ...]


_OFFICIAL = (
    Column("number", "序号", "", 5),
    Column("level1", "一级事项", "公开事项", 10),
    Column("level2", "二级事项", "公开事项", 12),
    Column("elements", "公开内容（要素）", "", 25),
    Column("basis", "公开依据", "", 22),
    Column("limit", "公开时限", "", 14),
    Column("subject", "公开主体", "", 12),
    Column("channels", "公开渠道和载体", "", 31),
    Column("audience_public", "全社会", "公开对象", 5.5),
    Column("audience_particular", "特定群体", "公开对象", 7),
    Column("proactive", "主动", "公开方式", 4.5),
    Column("on_application", "依申请公开", "公开方式", 6),
    Column("county", "县级", "公开层级", 4.5),
    Column("township", "乡级", "公开层级", 4.5),
)
_VILLAGE = Column("village", "村级", "公开层级", 4.5)
_MORE = (
    Column("limit_rule", "时限折算", "", 10),
    Column("frequency", "公开频次", "", 12),
    Column("items", "条例条款", "", 10),
    Column("note", "备注", "", 14),
    Column("reason", "调整理由", "", 16),
    Column("not_applicable", "不涉及的说明", "", 16),
)


def columns(rows: Sequence[Row], more: bool) -> tuple[Column, ...]:
    """The columns of the official table. `more`: also what it has no column for, where a row needs it."""
    out = [*_OFFICIAL, _VILLAGE] if any("village" in row.levels for row in rows) else list(_OFFICIAL)
    needed = {key for row in rows for key, value in _more(row).items() if value} if more else set()
    return tuple(out + [column for column in _MORE if column.key in needed])


def heads(columns: Sequence[Column]) -> Iterator[tuple[str, int, int]]:
    """The headings of the first line: a group, where it begins and where it has ended; "" for a column that stands alone and
    reaches over both lines."""
    at = 0
    for group, same in groupby(columns, key=lambda column: column.group):
        many = len(list(same))
        for width in [many] if group else [1] * many:
            yield group, at, at + width
            at += width


def parts(rows: Sequence[Row]) -> list[Part]:
    """The rows in order, by domain; numbered through."""
    out: list[Part] = []
    number = 0
    for code, group in groupby(rows, key=lambda row: row.domain):
        lines: list[Line] = []
        for _, same in groupby(group, key=lambda row: row.level1):
            together = list(same)
            for at, row in enumerate(together):
                number += 1
                lines.append(Line(number, texts(row), len(together) if at == 0 else 0, row))
        out.append(Part(code, domain_name(code), tuple(lines)))
    return out


def texts(row: Row) -> dict[str, str]:
    """What stands in the cells of a row, by column."""
    return {
        "level1": row.level1,
        "level2": row.level2,
        "elements": row.elements,
        "basis": row.basis,
        "limit": row.limit_text,
        "subject": row.subject,
        "channels": boxes(row),
        "audience_public": TICK if row.audience == "public" else "",
        "audience_particular": row.audience_note or (TICK if row.audience == "particular" else ""),
        "proactive": TICK if row.manner == "proactive" else "",
        "on_application": TICK if row.manner == "on_application" else "",
        **{level: TICK if level in row.levels else "" for level in ("county", "township", "village")},
        **_more(row),
    }


def boxes(row: Row) -> str:
    """■ before the channels that are used, □ before the others, in the order of the official list, two a line; a note."""
    names = [("■" if c.code in row.channels else "□") + c.name for c in matters.channels()]
    lines: list[str] = []
    for name in names:
        if lines and len(lines[-1]) + len(name) <= 13 and "　" not in lines[-1]:
            lines[-1] += "　" + name
        else:
            lines.append(name)
    return "\n".join([*lines, f"注：{row.channels_note}"] if row.channels_note else lines)


def chosen(row: Row) -> str:
    """The channels that are used, in words."""
    names = [c.name for c in matters.channels() if c.code in row.channels]
    return "、".join([*names, row.channels_note] if row.channels_note else names)


def domain_name(code: str) -> str:
    """The name of a domain; matters without one are 其他事项."""
    return matters.by_code()[code].name if code else OTHER


def frequency_name(row: Any) -> str:
    """How often a row (or matter) is published, in words: 定期公开（每季度）."""
    name = FREQUENCIES.get(row.frequency, "")
    return f"{name}（{PERIODS[row.period]}）" if row.period in PERIODS else name


def rule_name(row: Row) -> str:
    """The limit as it is counted: 20个工作日, 15日, 实时, 无."""
    if row.limit_unit == "at_once":
        return "实时"
    return f"{row.limit_days}{UNITS[row.limit_unit]}" if row.limit_unit and row.limit_days is not None else "无"


def _more(row: Row) -> dict[str, str]:
    """What the official table has no column for. The rule and the frequency are left out where 公开时限 says them."""
    said = read_limit(row.limit_text)
    same_rule = (said.unit, said.days) == (row.limit_unit, row.limit_days)
    same_frequency = (said.frequency, said.period) == (row.frequency, row.period)
    return {
        "limit_rule": "" if same_rule else rule_name(row),
        "frequency": "" if same_frequency else frequency_name(row),
        "items": "、".join(row.items),
        "note": row.note,
        "reason": row.reason,
        "not_applicable": row.not_applicable,
    }
