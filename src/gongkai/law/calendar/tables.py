"""A year's holiday arrangement: taken from YAML, JSON or CSV, and refused where it cannot be right.

As JSON (and YAML, the shipped `announced.yaml` is a list of these)::

    {"year": 2027, "notices": [{"number": "国办发明电〔2026〕…号", "published": "2026-11-05"}],
     "rest": ["2027-01-01", …], "worked": ["2027-01-09", …], "workdays": 249}

`rest` are the Mondays to Fridays that are rest days, `worked` the Saturdays and Sundays that are worked; `published` and
`workdays` may be left out. As CSV: the columns 日期, 安排 (休 or 班) and 文号, one day a line.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NoReturn

from gongkai.law.calendar.model import CalendarError

SATURDAY = 5
_NOTICE = re.compile(r"国办\S*〔\d{4}〕\d+号")
_FIELDS = {"year", "covers_from", "notices", "rest", "worked", "workdays"}
_HEADINGS = {"日期": "date", "安排": "kind", "文号": "notice", "date": "date", "kind": "kind", "notice": "notice"}
_KINDS = {"休": "rest", "班": "worked", "rest": "rest", "worked": "worked"}


@dataclass(frozen=True, slots=True)
class Notice:
    """A 节假日安排 notice: its number, and the day it was published where known."""

    number: str
    published: date | None = None


@dataclass(frozen=True, slots=True)
class YearTable:
    """The arrangement of one year. It decides every day from `covers_from` (mostly 1 January) to 31 December."""

    year: int
    notices: tuple[Notice, ...]
    rest: frozenset[date]
    worked: frozenset[date]
    covers_from: date

    @property
    def source(self) -> str:
        """The numbers of its notices."""
        return "、".join(notice.number for notice in self.notices)

    def days(self) -> Iterator[date]:
        """Every day the table decides."""
        day = self.covers_from
        while day.year <= self.year:
            yield day
            day += timedelta(days=1)

    def is_workday(self, day: date) -> bool:
        """Whether a day of this table is worked."""
        return day in self.worked or (day.weekday() < SATURDAY and day not in self.rest)

    def workdays(self) -> int:
        """Working days of the calendar year itself."""
        return sum(self.is_workday(day) for day in self.days() if day.year == self.year)


def table_from_json(text: str) -> YearTable:
    """A table out of JSON text. Raises CalendarError("bad_table") with what is wrong and where."""
    try:
        data = json.loads(text)
    except ValueError as error:
        _refuse(f"不是合格的 JSON（{error}）")
    return table_from_data(data)


def table_from_csv(text: str) -> YearTable:
    """A table out of CSV text; the year is that of most of its days. Raises CalendarError("bad_table")."""
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    columns = [_HEADINGS.get(name.strip()) for name in rows[0]] if rows else []
    if sorted(filter(None, columns)) != ["date", "kind", "notice"]:
        _refuse("第一行应有“日期、安排、文号”三列")
    lists: dict[str, list[str]] = {"rest": [], "worked": []}
    notices: list[str] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(field.strip() for field in row):
            continue
        cells = {name: field.strip() for name, field in zip(columns, row, strict=False) if name}
        kind = _KINDS.get(cells.get("kind", ""))
        if kind is None:
            _refuse(f"第{number}行的安排应为“休”或“班”，现为“{cells.get('kind', '')}”")
        lists[kind].append(cells["date"])
        notice = cells.get("notice", "")
        if notice and notice not in notices:
            notices.append(notice)
    years = [day[:4] for days in lists.values() for day in days]
    if not years:
        _refuse("表中没有一天")
    year = max(set(years), key=years.count)
    if not year.isdecimal():
        _refuse(f"“{year}”处的日期应写作 YYYY-MM-DD")
    return table_from_data({"year": int(year), "notices": [{"number": n} for n in notices], **lists})


def table_from_data(data: Any) -> YearTable:
    """A table out of plain data, checked. Raises CalendarError("bad_table")."""
    if not isinstance(data, dict) or not {"year", "notices", "rest", "worked"} <= set(data) <= _FIELDS:
        _refuse("应有 year、notices、rest、worked，可有 covers_from、workdays")
    year = data["year"]
    if type(year) is not int or not 2000 <= year <= 2100:
        _refuse(f"年份 {year!r} 不对")
    covers_from = _day(data.get("covers_from", date(year, 1, 1)))
    if not date(year - 1, 12, 1) <= covers_from <= date(year, 1, 1):
        _refuse(f"covers_from {covers_from} 应在上年12月1日至本年1月1日之间")
    table = YearTable(year, _notices(data["notices"]), _days(data["rest"]), _days(data["worked"]), covers_from)
    _check(table)
    stated = data.get("workdays")
    if stated is not None and stated != table.workdays():
        _refuse(f"{year}年算得{table.workdays()}个工作日，与表中写的{stated}个不符，请核对休、班各日")
    return table


def doubts(table: YearTable, statutory: Iterable[date], statutory_days: int) -> list[str]:
    """What a person should look at before a table is taken into use, in Chinese: right tables can have them, slips do.

    `statutory`: the statutory holidays of the year where known; `statutory_days`: how many there are by the rule.
    """
    found = [f"{day:%Y-%m-%d} 是法定节假日，表中却为工作日，请核对。" for day in sorted(statutory) if table.is_workday(day)]
    in_year = [day for day in table.rest if day.year == table.year], [day for day in table.worked if day.year == table.year]
    gained = len(in_year[0]) - len(in_year[1])
    if gained != statutory_days:
        found.append(f"休息的平日减去上班的周末为{gained}天，法定节假日为{statutory_days}天，两者通常相等，请核对是否漏列。")
    return found


def _check(table: YearTable) -> None:
    for day in sorted(table.rest | table.worked):
        if not table.covers_from <= day <= date(table.year, 12, 31):
            _refuse(f"{day} 不在 {table.covers_from} 至 {table.year}-12-31 之间")
    for day in sorted(table.rest):
        if day.weekday() >= SATURDAY:
            _refuse(f"{day} 本是周末，不应列为“休”")
    for day in sorted(table.worked):
        if day.weekday() < SATURDAY:
            _refuse(f"{day} 本是平日，不应列为“班”")
    if not table.rest:
        _refuse("没有列出任何休息的平日")


def _notices(raw: Any) -> tuple[Notice, ...]:
    if not isinstance(raw, list) or not raw:
        _refuse("应写明放假安排通知的文号")
    notices = []
    for item in raw:
        number = item.get("number") if isinstance(item, dict) else None
        if not isinstance(number, str) or not _NOTICE.fullmatch(number):
            _refuse(f"文号 {number!r} 不对，应如“国办发明电〔2025〕7号”")
        published = item.get("published")
        notices.append(Notice(number, None if published is None else _day(published)))
    return tuple(notices)


def _days(raw: Any) -> frozenset[date]:
    if not isinstance(raw, list):
        _refuse("rest、worked 应为日期的列表")
    days = [_day(item) for item in raw]
    for day in days:
        if days.count(day) > 1:
            _refuse(f"{day} 列了两次")
    return frozenset(days)


def _day(raw: Any) -> date:
    if type(raw) is date:
        return raw
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError):
        _refuse(f"日期 {raw!r} 应写作 YYYY-MM-DD")


def _refuse(what: str) -> NoReturn:
    raise CalendarError("bad_table", f"节假日安排表有误：{what}。")
