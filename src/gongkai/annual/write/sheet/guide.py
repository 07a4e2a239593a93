"""What the workbook says to those who fill it in, for a form and a report year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from gongkai.annual.check.official import numeral_of
from gongkai.annual.forms import Form
from gongkai.law import parameters

_FEE = "annual_report.fee_statement.required"
_ELEMENTS = "annual_report.government.elements"


@dataclass(frozen=True, slots=True)
class Guide:
    """`counting` are (rule, basis); `topics` the sub-headings of section 一 with their prompts; `prompts` those of the other
    sections ("intro", "5", "6") and of the sections with a table (with `{table}` in it)."""

    year: int
    steps: tuple[str, ...]
    colours: dict[str, str]
    deadlines: tuple[str, ...]
    counting: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str], ...]
    prompts: dict[str, str]


@cache
def guide(definition: Form, year: int) -> Guide:
    """The guide to a form. Its dates, lists and citations are the parameters of the law for this report year."""
    text = yaml.safe_load(resources.files(__name__.rpartition(".")[0]).joinpath("guide.yaml").read_bytes())
    last = date(year, 12, 31)
    fee = parameters.for_year(_FEE, year)
    topics = parameters.for_year("annual_report.overview.topics", year)
    values = {
        "first_day": _day(parameters.for_year("annual_report.period.first_day", year).in_year(year)),
        "last_day": _day(parameters.for_year("annual_report.period.last_day", year).in_year(year)),
        "period_basis": parameters.entry("annual_report.period.first_day", on=last).source,
        "rules_basis": parameters.entry("annual_report.rulemaking.levels", on=last).source,
        "notice": definition.basis,
        "decimals": _decimals(year),
        "topics": "、".join(topics),
        "elements": "、".join(parameters.for_year(_ELEMENTS, year)),
        "elements_basis": parameters.entry(_ELEMENTS, on=last).source,
        "fee_basis": parameters.entry(_FEE, on=last).source,
    }
    counting = tuple(
        (line["text"].format(**values), line["basis"].format(**values))
        for line in text["counting"]
        if definition.form in line.get("forms", (definition.form,)) and (fee or not line.get("fee"))
    )
    prompts = {key: f"（{words}）" for key, words in text["prompts"].items() if isinstance(words, str)}
    if fee:
        prompts["6"] = prompts["6_fee"]
    headings = tuple(
        (f"（{numeral_of(str(n))}）{topic}情况", f"（{words}）")
        for n, (topic, words) in enumerate(zip(topics, text["prompts"]["topics"], strict=True), 1)
    )
    return Guide(year, tuple(text["steps"]), text["colours"], _deadlines(year), counting, headings, prompts)


def _deadlines(year: int) -> tuple[str, ...]:
    """Until when which agencies must hand in and publish, with the basis."""
    published = date(year + 1, 12, 31)
    out = []
    for level in ("department", "township", "government"):
        dated: Any = parameters.entry(f"annual_report.deadline.{level}", on=published)
        out.append(f"{_WHO[level]}：{_day(dated.value.in_year(year + 1))}前（{dated.source}）")
    return tuple(out)


def _decimals(year: int) -> Any:
    """How many decimals a fee may have; nothing where the form of that year asks for no amount."""
    try:
        return parameters.for_year("annual_report.fee_amount.decimals", year)
    except parameters.ParameterError:
        return ""


_WHO = {"department": "县级以上人民政府部门", "township": "乡镇人民政府、街道办事处", "government": "县级以上人民政府"}


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
