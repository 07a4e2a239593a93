"""The end of a report: who signs, and when."""

from __future__ import annotations

import datetime as dt
import re

from gongkai.annual.assemble.opening import year_of

_DATE = re.compile(
    r"(?P<y>20\s?\d\s?\d|二[〇○零OoＯ0][〇○零OoＯ0一二三四五六七八九]{2})\s*[年.\-/]\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[月.\-/]\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日?"
)
_LINE = re.compile(rf"^(?P<before>[^\d。；，,;]{{0,40}}?)\s*(?:日期[:：])?{_DATE.pattern}\s*(?:印发|发布)?[。.]?$")
_BODIES = (
    "人民政府|政府|办事处|局|委员会|委|办公室|办|厅|院|所|会|中心|处|队|站|部|公司|大队|支队|管委会|开发区|镇|乡|街道|县|区|市"
)
_AGENCY = re.compile(
    r"^(?:报告(?:单位|机关)|单位|发布单位)?[:：]?\s*"
    rf"(?P<name>[\u4e00-\u9fff（）()·、 ]{{2,38}}?(?:{_BODIES}))\s*(?:[（(](?:盖章|章|公章|印章)[)）])?$"
)
_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九十")}
_LOOK_BACK = 25
_PAGE_FOOT = re.compile(
    r"\s*[\[【（(]?\s*(?:上一篇|下一篇|上一条|下一条|扫一扫|打印本页|打印|关闭窗口|关闭|分享到|返回顶部|返回|收藏|责任编辑|版权所有|主办单位|"
    r"承办单位|网站标识码|.{0,6}ICP备|.{0,8}公网安备|技术支持|相关链接|友情链接)"
)
"""What a web page prints below an article: no words of the report."""
_LONGEST_FOOT = 80


def split_ending(paragraphs: list[str]) -> tuple[list[str], list[str], str | None, str | None]:
    """(text of the section, the ending, agency that signs, date signed as ISO) out of the last section's paragraphs.

    The ending starts with the signature; without a date only a last line that is nothing but an agency's name counts.
    """
    while paragraphs and len(paragraphs[-1]) <= _LONGEST_FOOT and _PAGE_FOOT.match(paragraphs[-1]):
        paragraphs = paragraphs[:-1]
    start = max(0, len(paragraphs) - _LOOK_BACK)
    for i in range(len(paragraphs) - 1, start - 1, -1):
        found = _LINE.match(paragraphs[i].strip())
        if not found:
            continue
        date = _iso(found)
        if date is None:
            continue
        name = found["before"].strip(" \u3000:：")
        if name:
            matched = _AGENCY.match(name)
            agency = matched["name"] if matched else None
            if agency is None and i > 0 and (above := _AGENCY.match(paragraphs[i - 1].strip())):
                return paragraphs[: i - 1], paragraphs[i - 1 :], _clean(above["name"]), date
            if agency is None:
                continue
            return paragraphs[:i], paragraphs[i:], _clean(agency), date
        if i > 0 and (above := _AGENCY.match(paragraphs[i - 1].strip())):
            return paragraphs[: i - 1], paragraphs[i - 1 :], _clean(above["name"]), date
        if i + 1 < len(paragraphs) and (below := _AGENCY.match(paragraphs[i + 1].strip())):
            return paragraphs[:i], paragraphs[i:], _clean(below["name"]), date
        return paragraphs[:i], paragraphs[i:], None, date
    if paragraphs and (last := _AGENCY.match(paragraphs[-1].strip())) and len(paragraphs) > 1:
        return paragraphs[:-1], paragraphs[-1:], _clean(last["name"]), None
    return paragraphs, [], None, None


def _clean(name: str) -> str:
    return re.sub(r"\s+", "", name)


def _iso(found: re.Match[str]) -> str | None:
    year = year_of(found["y"])
    month, day = _number(found["m"]), _number(found["d"])
    if year is None or month is None or day is None:
        return None
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    if text == "十":
        return 10
    tens, _, ones = text.rpartition("十")
    if "十" in text:
        return (_NUMERALS.get(tens, 1) if tens else 1) * 10 + (_NUMERALS.get(ones, 0) if ones else 0)
    return _NUMERALS.get(text)
