"""公开时限 as people write it → what can be counted: unit and days, how often, which period."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.records.catalogue.exchange.words import plain

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_CHINESE = re.compile(
    "([一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])(?=个?(?:工作日|自然日|日历日|日|天))"
)
_WORKING = re.compile(r"(?<![\d年月第])(\d{1,3})(?:个)?(?:政府)?工作日")
_CALENDAR = re.compile(r"(?<![\d年月第])(\d{1,3})(?:个)?(?:自然日|日历日|日|天)(?:以内|之内|内)")
_HOURS = re.compile(r"(\d{1,3})(?:个)?小时(?:以内|之内|内)")
_NOT_A_LIMIT = re.compile(r"(?:公示期?|公告期?|期限|不(?:得)?少于)[^，。；,;]{0,8}$")
_AT_ONCE = re.compile("实时|及时|即时|随时|第一时间|当日|当天|立即")
_LONG = re.compile("长期|常年|全年")
_STAGED = re.compile("分阶段|各阶段|按阶段|阶段性|按进度|按进展")
_PERIODS = (
    ("half_year", re.compile("每半年|按半年|半年(?:度)?(?:公开|一次|更新|终了|结束)|每年[两二2]次")),
    ("quarter", re.compile("每个?季度?|按季度?|季度(?:公开|更新|终了|结束|末|初)|逐季")),
    ("month", re.compile("每个?月|按月|逐月|月度|月(?:末|初)")),
    ("year", re.compile("每个?年度?|按年度?|逐年|年度(?:公开|更新|终了|结束|末|初)|一年一次")),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a limit says. `unit` is one of models.LimitUnit or ""; `several`: more than one number stood there, and the
    shortest was taken."""

    unit: str = ""
    days: int | None = None
    frequency: str = "at_once"
    period: str = ""
    several: bool = False

    @property
    def understood(self) -> bool:
        """Whether anything was found in it."""
        return bool(self.unit or self.period or self.frequency != "at_once")


def read_limit(text: str) -> Limit:
    """The limit in a text such as 信息形成或者变更之日起20个工作日内, 每季度终了后15日内, 实时公开, 按月."""
    text = _CHINESE.sub(lambda found: str(_number(found[1])), plain(text))
    found = [(int(m[1]), "working_days") for m in _WORKING.finditer(text) if not _NOT_A_LIMIT.search(text[: m.start()])]
    found += [(int(m[1]), "calendar_days") for m in _CALENDAR.finditer(text) if not _NOT_A_LIMIT.search(text[: m.start()])]
    found += [(-(-int(m[1]) // 24), "calendar_days") for m in _HOURS.finditer(text)]
    period = next((code for code, words in _PERIODS if words.search(text)), "")
    at_once = bool(_AT_ONCE.search(text))
    if period:
        frequency = "periodic"
    elif _STAGED.search(text):
        frequency = "staged"
    elif _LONG.search(text):
        frequency = "long_term"
    else:
        frequency = "at_once"
    if found:
        days, unit = min(found)
        return Limit(unit, days, frequency, period, len(set(found)) > 1)
    return Limit("at_once" if at_once else "", None, frequency, period)


def _number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS[text]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
