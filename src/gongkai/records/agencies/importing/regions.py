"""A start without a list of one's own: the townships of a county out of the region table, villages out of the user's CSV.

The table ages, and a code in it is the statistical one: what is proposed is looked through by a person before it is imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext

from gongkai.annual.agencies import regions
from gongkai.records.agencies.models import Kind, Level
from gongkai.records.base.errors import Refused
from gongkai.records.base.sheets import Column, Line, read

VILLAGE_COLUMNS = (
    Column("code", "代码", ("行政区划代码", "区划代码", "统计用区划代码", "code", "村级代码", "区划码"), required=True),
    Column("name", "名称", ("村名", "村级名称", "单位名称", "name", "村社区", "村居名称"), required=True),
)
_OFFICE = re.compile(r"(?:街道|地区)$")
_FULL = re.compile(r"(?:人民政府|办事处|委员会|委会)$")


def counties(name: str) -> list[tuple[str, tuple[str, ...]]]:
    """(code, names from the province down) of each county of this name."""
    return regions.counties_named(name.strip())


def proposal(county_code: str, government: str, villages: Sequence[tuple[str, str]] = ()) -> list[Line]:
    """Lines for `planning.plan_lines`: the townships and streets of the county (six-digit code) under its `government`, and
    the villages given as (code of 12 digits, name), each under its township.

    Raises Refused where the table has no such county, or villages belong to none of its townships.
    """
    townships = regions.townships_of(county_code)
    if not townships:
        message = gettext("区划表中没有代码为“%(code)s”的县（市、区），请核对 6 位代码，或用模板自行填写。")
        raise Refused(message % {"code": county_code}, "county_unknown")
    lines: list[Line] = []
    under: dict[str, str] = {}
    for code, name in townships:
        under[code] = full = _township(name)
        kind, level = (Kind.OFFICE if _OFFICE.search(name) else Kind.GOVERNMENT), Level.TOWNSHIP
        lines.append(_line(len(lines) + 1, full, government, kind, level, f"{code}000"))
    stray = [name for code, name in villages if code[:9] not in under]
    if stray:
        message = gettext("有 %(count)d 个村（社区）的代码不属于该县的乡镇街道，如“%(name)s”；请核对代码前 9 位。")
        raise Refused(message % {"count": len(stray), "name": stray[0]}, "village_elsewhere")
    for code, name in villages:
        lines.append(_line(len(lines) + 1, _village(name), under[code[:9]], Kind.VILLAGE, Level.VILLAGE, code))
    return lines


def villages_in(data: bytes, name: str, county_code: str = "") -> list[tuple[str, str]]:
    """The villages of a user's own CSV or workbook with columns 代码 and 名称 (also the villages.csv that statistics publish):
    those whose code begins with the county's. Raises Refused."""
    found: dict[str, str] = {}
    for line in read(data, name, VILLAGE_COLUMNS).lines:
        code, village = line.values["code"], "".join(line.values["name"].split())
        if len(code) == 12 and code.isdigit() and code.startswith(county_code) and village:
            found.setdefault(code, village)
    if not found:
        message = gettext("“%(name)s”中没有该县的村（社区）：代码应为 12 位，前 6 位与县的代码一致。")
        raise Refused(message % {"name": name}, "no_villages")
    return sorted(found.items())


def as_lines(rows: Iterable[Line]) -> list[dict[str, str]]:
    """Proposed lines for `sheets.workbook`, so that a person may go through them as a file."""
    return [dict(line.values) for line in rows]


def _township(name: str) -> str:
    if _FULL.search(name):
        return name
    return f"{name}办事处" if _OFFICE.search(name) else f"{name}人民政府"


def _village(name: str) -> str:
    name = re.sub(r"居委会$", "居民委员会", re.sub(r"村委会$", "村民委员会", name))
    if _FULL.search(name):
        return name
    return f"{name}居民委员会" if name.endswith("社区") else f"{name}民委员会" if name.endswith("村") else name


def _line(number: int, name: str, parent: str, kind: Kind, level: Level, code: str) -> Line:
    values = {
        "name": name,
        "parent": parent,
        "kind": str(kind.label),
        "level": str(level.label),
        "division_code": code,
    }
    return Line(number, values)
