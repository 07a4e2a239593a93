"""A county's own demands on the annual reports of its agencies, as data: one YAML file a county and year.

`load_profile(path)` reads and checks a file, `example()` gives the made-up one that is shipped. The schema stands in
`yunshui.yaml` beside this file; every demand has `id`, `kind`, `message` and what its kind needs:

| kind | needs | asks |
|---|---|---|
| max_chars, min_chars | section, limit | the section has at most / at least so many characters, blanks not counted |
| mention | section, any or all | one of (all of) these words stand in the section; patterns between slashes: /\\d+期/ |
| avoid | section, any | none of these words stands there |
| figure | name | the text states this figure (figures[].name) |
| sign_by | date (MM-DD) | signed by this day of the following year |

Optional: `basis`, `severity` (warning or info), `for_kinds`, `for_levels`, `from_year`, `to_year`.
"""

from __future__ import annotations

import re
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

SECTIONS = ("title", "intro", "1", "2", "3", "4", "5", "6", "end", "all")
_KINDS: dict[str, dict[str, type]] = {
    "max_chars": {"section": str, "limit": int},
    "min_chars": {"section": str, "limit": int},
    "mention": {"section": str},
    "avoid": {"section": str, "any": list},
    "figure": {"name": str},
    "sign_by": {"date": str},
}
_SHAPES = {str: "", int: "（一个整数）", list: "（一个列表，如 [词一, 词二]）"}
_MEANING = {"id": "这一条的名字，不重复", "kind": "要求的种类", "message": "给报送单位看的话"}
_OPTIONAL = {"id", "kind", "message", "basis", "severity", "for_kinds", "for_levels", "from_year", "to_year", "any", "all"}
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")
_LEAP_YEAR = 2024


class ProfileError(ValueError):
    """A profile that cannot be used; the message is Chinese and names the demand and the fault."""


def load_profile(path: str | Path) -> dict[str, Any]:
    """The profile in a YAML file: {"name", "demands": […]}. Raises ProfileError."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"打不开要求清单“{path.name}”，请检查文件路径和编码（应为 UTF-8）。") from error
    return parse_profile(text, path.name)


def example() -> dict[str, Any]:
    """The profile of the made-up county 云水县, as an example to copy."""
    return parse_profile(resources.files(__package__).joinpath("yunshui.yaml").read_text(encoding="utf-8"), "yunshui.yaml")


def parse_profile(text: str, name: str = "要求清单") -> dict[str, Any]:
    """A profile out of YAML text, checked whole. Raises ProfileError."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ProfileError(f"要求清单“{name}”不是正确的 YAML，请检查缩进和引号。") from error
    if not isinstance(data, dict) or not isinstance(data.get("demands"), list):
        raise ProfileError(f"要求清单“{name}”应有 name（名称）和 demands（要求）两项，demands 下逐条列出。请对照范例补上。")
    seen: set[str] = set()
    for number, demand in enumerate(data["demands"], 1):
        label = f"要求清单“{name}”第{number}条"
        if not isinstance(demand, dict):
            raise ProfileError(f"{label}没有按“项目: 内容”来写。请对照范例，每条写明 id、kind、message 等项。")
        _check_demand(demand, label)
        if demand["id"] in seen:
            raise ProfileError(f"{label}的 id“{demand['id']}”与前面重复，请改名。")
        seen.add(demand["id"])
    return {"name": str(data.get("name") or name), "demands": data["demands"]}


def _check_demand(demand: dict[str, Any], label: str) -> None:
    for key in ("id", "kind", "message"):
        if not isinstance(demand.get(key), str) or not demand[key].strip():
            raise ProfileError(f"{label}缺少 {key}（{_MEANING[key]}）。请补上。")
    needs = _KINDS.get(demand["kind"])
    if needs is None:
        raise ProfileError(f"{label}的 kind“{demand['kind']}”不是要求的种类。请改为其中一种：{'、'.join(_KINDS)}。")
    for key, kind in needs.items():
        if not isinstance(demand.get(key), kind):
            raise ProfileError(f"{label}的种类是 {demand['kind']}，要写明 {key}{_SHAPES[kind]}。请补上或改正。")
    if "section" in needs and demand["section"] not in SECTIONS:
        raise ProfileError(
            f"{label}的 section“{demand['section']}”不是报告的哪一部分。请改为：{'、'.join(SECTIONS)}（数字要加引号）。"
        )
    if demand["kind"] == "mention" and not (demand.get("any") or demand.get("all")):
        raise ProfileError(f"{label}的种类是 mention，要在 any 或 all 里列出词语。请补上。")
    if unknown := set(demand) - _OPTIONAL - set(needs):
        raise ProfileError(f"{label}有不认识的项：{'、'.join(sorted(map(str, unknown)))}。请对照范例检查写法，多余的删去。")
    for key in ("any", "all"):
        if not isinstance(demand.get(key, []), list):
            raise ProfileError(f"{label}的 {key} 应是列表，如 [{demand[key]}]。请加上方括号。")
    if demand.get("severity", "warning") not in ("warning", "info"):
        raise ProfileError(f"{label}的 severity 只能是 warning（提醒）或 info（建议）。请改正。")
    for word in [*demand.get("any", []), *demand.get("all", [])]:
        try:
            compile_word(str(word))
        except re.error as error:
            raise ProfileError(f"{label}的“{word}”不是正确的正则表达式。请改正，或去掉两边的斜线按原词查找。") from error
    if demand["kind"] == "sign_by":
        month_day(demand["date"], label)


def compile_word(word: str) -> re.Pattern[str]:
    """A word of a demand as a pattern: literal, or between slashes a regular expression."""
    return re.compile(word[1:-1]) if len(word) > 2 and word[0] == word[-1] == "/" else re.compile(re.escape(word))


def month_day(text: str, label: str = "日期") -> tuple[int, int]:
    """“01-20” → (1, 20). Raises ProfileError."""
    match = _MONTH_DAY.fullmatch(text)
    try:
        if match:
            day = date(_LEAP_YEAR, int(match[1]), int(match[2]))
            return day.month, day.day
    except ValueError:
        pass
    raise ProfileError(f"{label}的日期“{text}”应写成“月-日”，如 01-20。")
