"""云水县, a made-up county: its agencies, their reports of a year, and what may be wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gongkai.annual import AnnualReport
from gongkai.annual.figures import extract
from gongkai.annual.rollup import Expected, Member
from tests.annual.check.made import as_data
from tests.generator.model import Agency, Report
from tests.generator.reports import report as made_report

COUNTY = "云水县人民政府"
YEAR = 2023
DEPARTMENTS = (
    *(
        "财政局",
        "教育局",
        "民政局",
        "司法局",
        "水务局",
        "审计局",
        "统计局",
        "林业局",
        "发展和改革局",
        "交通运输局",
        "自然资源局",
    ),
    *("农业农村局", "文化和旅游局", "卫生健康局", "应急管理局", "市场监督管理局", "住房和城乡建设局", "人力资源和社会保障局"),
)
TOWNS = ("清河镇", "听松镇", "白石渡镇", "青石镇", "柳溪镇", "平沙镇", "白鹭乡", "石桥乡", "东岭乡", "南坪乡")
STREETS = ("临江街道", "城关街道")


def department(name: str) -> Agency:
    """A county department."""
    return Agency(f"云水县{name}", f"云水县{name}", "department", "云水县", "我局", "我局")


def town(name: str) -> Agency:
    """A township, or a 街道 with its 办事处."""
    if name.endswith("街道"):
        return Agency(f"云水县{name}办事处", f"云水县{name}", "subdistrict", "云水县", "我街道", "全街道")
    return Agency(f"云水县{name}人民政府", f"云水县{name}", "township", "云水县", f"我{name[-1]}", f"全{name[-1]}")


AGENCIES = [department(name) for name in DEPARTMENTS] + [town(name) for name in (*TOWNS, *STREETS)]
"""Thirty."""


def expected() -> list[Expected]:
    """The county's list: names as offices write them, without the county before them."""
    return [Expected(name, "department") for name in DEPARTMENTS] + [Expected(name, "township") for name in (*TOWNS, *STREETS)]


def made(who: Agency, seed: int = 0, year: int = YEAR) -> Report:
    """An agency's report as the generator makes it."""
    return made_report(1000 * (AGENCIES.index(who) if who in AGENCIES else 77) + seed, who=who, year=year)


def data(who: Agency, seed: int = 0, year: int = YEAR) -> AnnualReport:
    """An agency's report as a perfect reader gives it."""
    report = as_data(made(who, seed, year))
    report.figures = extract(report.sections, year)
    return report


def member(who: Agency, seed: int = 0, year: int = YEAR, file: str | None = None, **changes: object) -> Member:
    """An agency's report as handed in; `changes` are fields of the report."""
    return Member(replace(data(who, seed, year), **changes), file or f"{who.place}.docx")  # type: ignore[arg-type]


def county(agencies: Sequence[Agency] = AGENCIES) -> list[Member]:
    """One right report an agency."""
    return [member(who) for who in agencies]
