"""Reads and checks `*.yaml` of this folder: a file that is wrong in any point is refused whole.

A file maps keys to parameters::

    annual_report.deadline.department:
      title: 县级以上人民政府部门报送并公布本机关年度报告的最后日期
      kind: month_day
      values:
        - {from: 2019-05-15, value: "01-31", source: 条例第四十九条第一款, status: settled}

Kinds: integer, number, boolean, text, month_day ("MM-DD"), texts (list of text), instrument (title, number, issued_on).
A value of `null` says that the rule ended on that day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from gongkai.law.parameters.model import DatedValue, Instrument, MonthDay, Parameter, ParameterError, Status, Value
from gongkai.law.yaml import YAMLError, load_yaml

FOLDER = Path(__file__).parent
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_PARAMETER_FIELDS = {"title", "kind", "values"}
_VALUE_FIELDS = {"from", "value", "source", "status"}


def load_folder(folder: Path = FOLDER) -> dict[str, Parameter]:
    """All parameters of a folder by key. Raises ParameterError("bad_file") naming file, key and fault."""
    found: dict[str, Parameter] = {}
    for path in sorted(folder.glob("*.yaml")):
        for key, parameter in load_text(path.read_text(encoding="utf-8"), path.name).items():
            if key in found:
                raise _bad(path.name, key, "与另一个文件里的参数重名")
            found[key] = parameter
    return found


def load_text(text: str, name: str) -> dict[str, Parameter]:
    """The parameters of one file."""
    try:
        data = load_yaml(text)
    except (ValueError, YAMLError) as error:
        raise _bad(name, "", f"读不出来：{error}") from None
    if not isinstance(data, dict):
        raise _bad(name, "", "文件应是“键: 参数”的映射")
    return {key: _parameter(name, key, raw) for key, raw in data.items()}


def convert(kind: str, raw: Any) -> Value:
    """A raw YAML or JSON value as the kind wants it. Raises ValueError in Chinese."""
    if kind not in _CONVERTERS:
        raise ValueError(f"不认识的类型 {kind!r}，可用：{'、'.join(_CONVERTERS)}")
    return _CONVERTERS[kind](raw)


def _parameter(name: str, key: str, raw: Any) -> Parameter:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise _bad(name, str(key), "键应为小写字母、数字、下划线，用点分段")
    _fields(name, key, raw, _PARAMETER_FIELDS)
    if not isinstance(raw["values"], list) or not raw["values"]:
        raise _bad(name, key, "values 应是至少一项的列表")
    values = tuple(_dated(name, key, raw["kind"], item) for item in raw["values"])
    if any(a.since >= b.since for a, b in pairwise(values)):
        raise _bad(name, key, "各值的 from 日期应由早到晚，且不重复")
    return Parameter(key, _text(raw["title"]), raw["kind"], values)


def _dated(name: str, key: str, kind: str, raw: Any) -> DatedValue:
    _fields(name, key, raw, _VALUE_FIELDS)
    if type(raw["from"]) is not date:
        raise _bad(name, key, "from 应为 YYYY-MM-DD 的日期")
    try:
        value = None if raw["value"] is None else convert(kind, raw["value"])
        return DatedValue(raw["from"], value, _text(raw["source"]), Status(raw["status"]))
    except ValueError as error:
        raise _bad(name, key, str(error)) from None


def _fields(name: str, key: str, raw: Any, expected: set[str]) -> None:
    if not isinstance(raw, dict) or set(raw) != expected:
        raise _bad(name, key, f"应恰有这些字段：{'、'.join(sorted(expected))}")


def _bad(name: str, key: str, what: str) -> ParameterError:
    return ParameterError("bad_file", f"参数文件 {name}{f' 的 {key} ' if key else ' '}有误：{what}。")


def _text(raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise ValueError("应为非空文字")
    return raw


def _integer(raw: Any) -> int:
    if type(raw) is not int:
        raise ValueError(f"应为整数，现为 {raw!r}")
    return raw


def _number(raw: Any) -> int | float:
    if type(raw) not in (int, float):
        raise ValueError(f"应为数字，现为 {raw!r}")
    return raw


def _boolean(raw: Any) -> bool:
    if type(raw) is not bool:
        raise ValueError(f"应为 true 或 false，现为 {raw!r}")
    return raw


def _month_day(raw: Any) -> MonthDay:
    match = re.fullmatch(r"(\d\d)-(\d\d)", raw) if isinstance(raw, str) else None
    if match is None:
        raise ValueError(f'应为带引号的“月-日”，如 "01-31"，现为 {raw!r}')
    day = MonthDay(int(match[1]), int(match[2]))
    try:
        day.in_year(2023)
    except ValueError:
        raise ValueError(f"{raw} 不是每年都有的日子") from None
    return day


def _texts(raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw:
        raise ValueError("应为至少一项的文字列表")
    return tuple(_text(item) for item in raw)


def _instrument(raw: Any) -> Instrument:
    if not isinstance(raw, Mapping) or not {"title", "number"} <= set(raw) <= {"title", "number", "issued_on"}:
        raise ValueError("文件应有 title、number，可有 issued_on")
    issued = raw.get("issued_on")
    if issued is not None and type(issued) is not date:
        raise ValueError("issued_on 应为 YYYY-MM-DD 的日期")
    return Instrument(_text(raw["title"]), _text(raw["number"]), issued)


_CONVERTERS: dict[str, Callable[[Any], Value]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "text": _text,
    "texts": _texts,
    "month_day": _month_day,
    "instrument": _instrument,
}
