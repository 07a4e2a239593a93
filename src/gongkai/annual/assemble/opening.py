"""What stands before the first section: the title, the agency and the year it names, and the preamble."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai.annual.assemble.items import Item
from gongkai.annual.report import Note

_YEAR = r"(?:(?:19|20)\d\s?\d|二\s?[〇○零OoＯ0]\s?[〇○零OoＯ0一二三四五六七八九]\s?[〇○零OoＯ0一二三四五六七八九]|二〇\w\w)"
_SUBJECT = r"(?:政府信息公开|政务信息公开|政府信息|政务公开|信息公开)"
_KIND = r"(?:年度工作报告|工作年度报告|年度报告|工作年报|年报|工作报告|报告|工作总结)"
_TITLE = re.compile(
    rf"^(?P<agency>.*?)(?:关于)?(?P<year>{_YEAR})\s?年?(?:年度|度)?(?P<middle>.*?)(?P<subject>{_SUBJECT})(?P<tail>.*?{_KIND}.{{0,12}})$"
)
_TITLE_NO_YEAR = re.compile(
    rf"^(?P<agency>.*?)(?P<subject>{_SUBJECT})(?P<tail>(?:工作)?(?:情况)?(?:的)?(?:年度报告|年报|年度工作报告).{{0,12}})$"
)
_SPACE = re.compile(r"\s+")
_CHINESE_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
    "O": "0",
    "o": "0",
    "Ｏ": "0",
}
_SENTENCE_END = re.compile(r"[。；！？]\s*$")
_PAGE_DATA = re.compile(
    r"\s*[\[【（(]?\s*(?:发布时间|发布日期|日期|时间|来源|信息来源|文章来源|作者|责任编辑|编辑|浏览次数|浏览量|阅读次数|点击数|点击次数|"
    r"访问量|字体|字号|打印|分享|视力保护色|索引号|发文字号|文号|发布机构|发文机关|主题分类|组配分类|公开方式|有效性|成文日期)"
    r"(?:\s*[:：\]】]|\s+\S{0,30}$|$)"
)
"""What a web page prints between title and text: no words of the report."""
_LONGEST_PAGE_DATA = 90
_LONGEST_LINE = 60
_LONGEST_TITLE = 200
_MOST_LINES = 5
_NAME = re.compile(r"(?!.*(?:网站|首页|位置|索引号|来源|发布机构))[\u4e00-\u9fff（）()·、]{2,30}\Z")
_PERIOD_YEAR = re.compile(r"(20\d\d)\s*年\s*1\s*月\s*1\s*日")
_ANY_YEAR = re.compile(r"(20\d\d)\s*年")


@dataclass(slots=True)
class Opening:
    """The title as one line, what it names, and the preamble's paragraphs."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    intro: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_opening(items: list[Item], end: int, document_title: str | None) -> Opening:
    """Read the items before the first section heading (`end`)."""
    lines = [(i, items[i].text.strip()) for i in range(end) if items[i].is_text and items[i].text.strip()]
    opening = Opening()
    best = _best_title(lines)
    if best is None and document_title:
        match = parse_title(document_title)
        if match is not None:
            opening.title, opening.agency, opening.year = document_title.strip(), match[0], match[1]
            opening.intro = [text for _, text in lines]
            return opening
    if best is None:
        opening.intro = [text for _, text in lines]
        return opening
    start, count, text, (agency, year) = best
    opening.title, opening.agency, opening.year = text, agency, year
    parts = [t for _, t in lines[start : start + count]]
    if count > 1 and not _agency_line_first(parts):
        opening.notes.append(
            Note("title_split", "title", "标题断成几行：" + "／".join(parts) + "。建议排在一行。", "\n".join(parts))
        )
    opening.intro = [t for _, t in lines[start + count :] if not _PAGE_DATA.match(t) or len(t) > _LONGEST_PAGE_DATA]
    return opening


def _best_title(lines: list[tuple[int, str]]) -> tuple[int, int, str, tuple[str | None, int | None]] | None:
    """The best run of lines that makes a title: one with a year and an agency before one without, few lines before many."""
    best: tuple[tuple[int, ...], int, int, str, tuple[str | None, int | None]] | None = None
    for start in range(len(lines)):
        joined = ""
        for count in range(1, _MOST_LINES + 1):
            if start + count > len(lines):
                break
            text = lines[start + count - 1][1]
            if len(text) > _LONGEST_LINE or _SENTENCE_END.search(text):
                break
            joined += _SPACE.sub("", text)
            if len(joined) > 90:
                break
            found = parse_title(joined)
            if found is None:
                continue
            agency, year = found
            if agency and not _NAME.match(agency):
                break
            score = (int(year is not None), int(bool(agency)), int("年度报告" in joined), -count)
            if best is None or score > best[0]:
                best = (score, start, count, joined, found)
            break
    return best[1:] if best is not None else None


def parse_title(text: str) -> tuple[str | None, int | None] | None:
    """(agency, year) out of a title; None where the text is no title of such a report."""
    if len(text) > 4 * _LONGEST_TITLE:
        return None
    text = _SPACE.sub("", text)
    if len(text) > _LONGEST_TITLE:  # the patterns' time grows with the cube of the length
        return None
    if found := _TITLE.match(text):
        year = year_of(found["year"])
        agency = found["agency"].strip("《“（(") or None
        middle = found["middle"].strip("）)、，")
        if agency is None and middle:
            agency = middle.removesuffix("的") or None
        return agency, year
    if found := _TITLE_NO_YEAR.match(text):
        return found["agency"].strip("《“（(") or None, None
    return None


def year_of(text: str) -> int | None:
    """A printed year, Arabic or Chinese digits, as a number."""
    digits = "".join(_CHINESE_DIGITS.get(c, c) for c in _SPACE.sub("", text)).replace("二", "2")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) == 4 else None


def _agency_line_first(parts: list[str]) -> bool:
    """The usual two lines: the agency, then “2023年政府信息公开工作年度报告”."""
    return len(parts) == 2 and bool(re.match(rf"^{_YEAR}\s?年", parts[1]))


def year_from_text(intro: str, sections: str, signed_on: str | None) -> int | None:
    """The report year where the title has none: the statistics period, else the year before the signature, else the year
    named most often."""
    if found := _PERIOD_YEAR.search(intro):
        return int(found[1])
    if signed_on:
        return int(signed_on[:4]) - 1
    years = [int(y) for y in _ANY_YEAR.findall(intro + sections)]
    return max(set(years), key=lambda y: (years.count(y), y)) if years else None
