"""The values of the law, each with the day it took effect and its source.

    get("annual_report.deadline.department", on=date(2024, 1, 5))   → MonthDay(1, 31)
    for_year("annual_report.format_notice", 2020).number            → 国办公开办函〔2019〕60号

Numbers, citations and lists of the law stand in the `*.yaml` beside this file and nowhere in code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from gongkai.law.parameters.loader import convert, load_folder
from gongkai.law.parameters.model import DatedValue, Instrument, MonthDay, Parameter, ParameterError, Status, Value

__all__ = [
    "DatedValue",
    "Instrument",
    "MonthDay",
    "Parameter",
    "ParameterError",
    "ParameterSet",
    "Status",
    "Value",
    "entry",
    "for_year",
    "get",
    "standard",
]


class ParameterSet:
    """All parameters, with an installation's own values laid over those marked `setting`. Immutable.

    `settings` maps keys to raw values as YAML or JSON writes them. Raises ParameterError: "unknown_key",
    "settled" where the law leaves no choice, "wrong_kind".
    """

    def __init__(self, parameters: Iterable[Parameter], settings: Mapping[str, Any] | None = None) -> None:
        self._parameters = {parameter.key: parameter for parameter in parameters}
        self._settings = {key: self._own_value(key, raw) for key, raw in (settings or {}).items()}

    def _own_value(self, key: str, raw: Any) -> Value:
        parameter = self._find(key)
        if parameter.values[-1].status is Status.SETTLED:
            raise ParameterError(
                "settled", f"参数“{parameter.title}”（{key}）由 {parameter.values[-1].source} 确定，不能另设。"
            )
        try:
            return convert(parameter.kind, raw)
        except ValueError as error:
            raise ParameterError("wrong_kind", f"参数“{parameter.title}”（{key}）设得不对：{error}。") from None

    def _find(self, key: str) -> Parameter:
        try:
            return self._parameters[key]
        except KeyError:
            raise ParameterError("unknown_key", f"没有名为 {key} 的参数，请核对键名。") from None

    def entry(self, key: str, *, on: date) -> DatedValue:
        """The value in force on a day with its source. Raises ParameterError: "unknown_key", "not_in_force"."""
        parameter = self._find(key)
        dated = parameter.on(on)
        if dated is None or dated.value is None:
            raise ParameterError("not_in_force", f"参数“{parameter.title}”（{key}）在 {on} 没有有效的值。")
        if dated.status is Status.SETTING and key in self._settings:
            return DatedValue(dated.since, self._settings[key], "本单位设置", dated.status)
        return dated

    def get(self, key: str, *, on: date) -> Any:
        """The value in force on a day: int, float, bool, str, tuple of str, MonthDay or Instrument, by the parameter's kind."""
        return self.entry(key, on=on).value

    def for_year(self, key: str, year: int) -> Any:
        """The value that rules a report of this year: the one in force on its last day."""
        return self.get(key, on=date(year, 12, 31))

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self._parameters.values())

    def __len__(self) -> int:
        return len(self._parameters)

    def canonical(self) -> list[Any]:
        """Everything as plain nested lists of text, for the stamp of the law."""
        values = [
            [p.key, p.kind, [[v.since.isoformat(), repr(v.value), v.source, v.status.value] for v in p.values]]
            for p in sorted(self._parameters.values(), key=lambda p: p.key)
        ]
        return [values, [[key, repr(value)] for key, value in sorted(self._settings.items())]]


@cache
def standard() -> ParameterSet:
    """The parameters as shipped, without any installation's settings."""
    return ParameterSet(load_folder().values())


def get(key: str, *, on: date) -> Any:
    """`standard().get`: the shipped value in force on a day."""
    return standard().get(key, on=on)


def for_year(key: str, year: int) -> Any:
    """`standard().for_year`: the shipped value that rules a report of this year."""
    return standard().for_year(key, year)


def entry(key: str, *, on: date) -> DatedValue:
    """`standard().entry`: the shipped value in force on a day, with its source."""
    return standard().entry(key, on=on)
