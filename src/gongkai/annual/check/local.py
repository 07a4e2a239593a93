"""The demands of a county's profile (`annual/profiles`): data, not code."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.check.official import place_name
from gongkai.annual.profiles import compile_word, month_day

_BLANK = re.compile(r"\s+")


@rule("local_requirement", Severity.WARNING, basis="本地年度报告编制要求")
def local_demands_are_met(context: Context, say: Say) -> None:
    """Every demand of the profile that applies to this agency and year."""
    if not context.profile:
        return
    for demand in context.profile["demands"]:
        if not _applies(context, demand):
            continue
        fault = _FAULTS[demand["kind"]](context, demand)
        if fault is None:
            continue
        where, found, expected = fault
        detail = f"（{place_name(where)}：{found}）" if found else ""
        basis = f"依据：{demand['basis']}。" if demand.get("basis") else ""
        say(
            where,
            f"{context.profile['name']}：{demand['message'].rstrip('。')}{detail}。{basis}",
            expected=expected,
            found=found,
            severity=Severity(demand.get("severity", "warning")),
        )


def _applies(context: Context, demand: dict[str, Any]) -> bool:
    """A demand with a condition that the report leaves unknown does not apply."""
    if demand.get("for_kinds") and context.kind not in demand["for_kinds"]:
        return False
    if demand.get("for_levels") and context.level not in demand["for_levels"]:
        return False
    if (demand.get("from_year") or demand.get("to_year")) and context.year is None:
        return False
    year = context.year or 0
    return demand.get("from_year", year) <= year <= demand.get("to_year", year)


Fault = tuple[str, str | None, Any]
"""(where, what was found in words, what was expected)."""


def _text(context: Context, section: str) -> tuple[str, str]:
    """(where, even text) of a section of the profile."""
    if section == "all":
        return "section1", context.text
    if section == "title":
        return "title", context.title.text
    return (section if section in ("intro", "end") else f"section{section}"), context.section(section).text


def _too_long(context: Context, demand: dict[str, Any]) -> Fault | None:
    where, text = _text(context, demand["section"])
    length = len(_BLANK.sub("", text))
    return (where, f"现有{length}字", demand["limit"]) if length > demand["limit"] else None


def _too_short(context: Context, demand: dict[str, Any]) -> Fault | None:
    where, text = _text(context, demand["section"])
    length = len(_BLANK.sub("", text))
    return (where, f"现有{length}字", demand["limit"]) if length < demand["limit"] else None


def _not_mentioned(context: Context, demand: dict[str, Any]) -> Fault | None:
    where, text = _text(context, demand["section"])
    missing = [word for word in demand.get("all", []) if not _pattern(word).search(text)]
    if missing:
        return where, f"没有写到{'、'.join(f'“{word}”' for word in missing)}", demand["all"]
    some = demand.get("any", [])
    if some and not any(_pattern(word).search(text) for word in some):
        return where, "没有写到", some
    return None


def _mentioned(context: Context, demand: dict[str, Any]) -> Fault | None:
    where, text = _text(context, demand["section"])
    for word in demand["any"]:
        if match := _pattern(word).search(text):
            return where, f"写到“{match.group()}”", None
    return None


def _no_figure(context: Context, demand: dict[str, Any]) -> Fault | None:
    if any(figure.name == demand["name"] for figure in context.figures):
        return None
    return "section1", None, demand["name"]


def _signed_late(context: Context, demand: dict[str, Any]) -> Fault | None:
    if not context.report.signed_on or context.year is None:
        return None
    limit = date(context.year + 1, *month_day(demand["date"]))
    try:
        signed = date.fromisoformat(context.report.signed_on)
    except ValueError:
        return None
    return ("end", f"落款日期是{signed.isoformat()}", limit.isoformat()) if signed > limit else None


@lru_cache(maxsize=256)
def _pattern(word: str) -> re.Pattern[str]:
    return compile_word(word)


_FAULTS = {
    "max_chars": _too_long,
    "min_chars": _too_short,
    "mention": _not_mentioned,
    "avoid": _mentioned,
    "figure": _no_figure,
    "sign_by": _signed_late,
}
