"""The law of one installation: parameters, calendar and local settings in one immutable, stamped value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from gongkai.law import calendar as calendars
from gongkai.law import parameters as values
from gongkai.law.calendar import Calendar, CalendarError, LocalHoliday
from gongkai.law.parameters import ParameterSet


@dataclass(frozen=True, slots=True)
class Law:
    """What every computation is made with. Two laws with the same `stamp` give the same answers."""

    parameters: ParameterSet
    calendar: Calendar
    stamp: str = field(init=False)

    def __post_init__(self) -> None:
        content = json.dumps([self.parameters.canonical(), self.calendar.canonical()], ensure_ascii=False)
        object.__setattr__(self, "stamp", hashlib.sha256(content.encode()).hexdigest())

    def get(self, key: str, *, on: date) -> Any:
        """The value of a parameter in force on a day. Raises ParameterError."""
        return self.parameters.get(key, on=on)


@cache
def standard() -> Law:
    """The law as shipped."""
    return Law(values.standard(), calendars.standard())


def law_with(settings: Mapping[str, Any]) -> Law:
    """The shipped law with an installation's settings::

        {"parameters": {"annual_report.deadline.township": "01-26"},
         "local_holidays": [{"date": "2025-03-31", "name": "开斋节", "source": "自治区人民政府令"}],
         "calendar": [{"year": 2027, …}]}       (further years, as calendar.tables describes)

    Raises ParameterError, or CalendarError("bad_table") naming the entry.
    """
    unknown = set(settings) - {"parameters", "local_holidays", "calendar"}
    if unknown:
        raise values.ParameterError("unknown_key", f"法律设置中有不认识的项：{'、'.join(sorted(unknown))}。")
    base = standard()
    calendar = base.calendar
    for data in settings.get("calendar", ()):
        calendar = calendar.with_table(calendars.table_from_data(data))
    if settings.get("local_holidays"):
        calendar = calendar.with_local(_holiday(raw) for raw in settings["local_holidays"])
    return Law(ParameterSet(values.standard(), settings.get("parameters")), calendar)


def _holiday(raw: Any) -> LocalHoliday:
    try:
        when = raw["date"]
        return LocalHoliday(when if type(when) is date else date.fromisoformat(when), str(raw["name"]), str(raw["source"]))
    except (KeyError, TypeError, ValueError):
        raise CalendarError("bad_table", f"地方假日 {raw!r} 有误：应有 date（YYYY-MM-DD）、name、source。") from None
