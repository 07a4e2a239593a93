"""The names of places and agencies in a report's text, to be left out where two agencies are compared."""

from __future__ import annotations

import re

from gongkai.annual.report import AnnualReport

_OURSELVES = r"[我全本](?:街道|乡|镇|苏木|县|区|旗|市|州|省|局|委|办|厅|部门|单位)"
_SUFFIX = re.compile(r"(?:自治区|自治州|自治县|自治旗|地区|街道|苏木|[省市县区旗盟乡镇州])$")
_OFFICE = re.compile(r"(?:人民政府|街道办事处|办事处|街道办|政府)$")
_SHORTEST = 2


def own_names(report: AnnualReport) -> list[str]:
    """What the report calls its agency and the places it belongs to: whole names, single places, and places without 县, 镇 …"""
    from gongkai.annual.agencies import split_places

    found: set[str] = set()
    for name in filter(None, [report.agency, *report.agency_as_written]):
        name = "".join(name.split())
        places = split_places(name)
        rest = name[sum(map(len, places)) :]
        found.update((name, _OFFICE.sub("", name), *places, rest))
        found.update(_SUFFIX.sub("", place) for place in places)
    return sorted(
        (name for name in found if len(name) >= _SHORTEST and not _OFFICE.fullmatch(name)), key=lambda n: (-len(n), n)
    )


def leave_out(names: list[str]) -> re.Pattern[str]:
    """A pattern for all these names, the longest first, and for 我镇, 全县, 本局 …"""
    return re.compile("|".join([*(re.escape(name) for name in names), _OURSELVES]))
