"""Words that are wrong: slips, words said twice, terms out of date, another document's text, matters out of place."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from gongkai.annual.agencies import split_places
from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.check.official import place_name
from gongkai.screening import Span, find_doubled, find_outdated_terms, find_wrong_words

_BASIS = "国办公开办函〔2021〕30号 文字准确的要求；公文校对要求"
_COPY_LENGTH = 40
"""A paragraph of at least so many characters that stands twice was pasted twice."""


def _around(text: str, start: int, end: int, width: int) -> tuple[int, int]:
    """The words around a place, `width` characters on each side, within its own paragraph."""
    first = max(text.rfind("\n", 0, start) + 1, start - width)
    below = text.find("\n", end)
    return first, min(len(text) if below < 0 else below, end + width)


def _spans(context: Context, find: Callable[[str], list[Span]]) -> list[tuple[str, str, Span]]:
    """(where, quote, span) of the spans in the even text of the sections; the same words count once in a place."""
    out: dict[tuple[str, str], tuple[str, str, Span]] = {}
    for section in context.sections:
        for span in find(section.text):
            where = section.where(span.start)
            if (where, span.text) not in out:
                quote = section.quote(*_around(section.text, span.start, span.end, 6))
                out[where, span.text] = (where, quote, span)
    return list(out.values())


@rule("wrong_word", Severity.WARNING, basis=_BASIS)
def no_slip_of_the_pen(context: Context, say: Say) -> None:
    """A known slip (布署, 依申清). The list is data: screening/data/wrong_words.yaml."""
    for where, quote, span in _spans(context, find_wrong_words):
        say(
            where,
            f"“{span.text}”应为“{span.right}”。请改正。",
            expected=span.right,
            found=span.text,
            quote=quote,
        )
    for span in find_wrong_words(context.title.text):
        say("title", f"标题的“{span.text}”应为“{span.right}”。请改正。", expected=span.right, found=span.text)


@rule("duplicated_words", Severity.WARNING, basis=_BASIS)
def nothing_is_said_twice_in_a_row(context: Context, say: Say) -> None:
    """盐池县盐池县; a paragraph pasted twice."""
    for where, quote, span in _spans(context, find_doubled):
        say(
            where,
            f"“{span.text}”重复，应为“{span.right}”。请删去多余的文字。",
            expected=span.right,
            found=span.text,
            quote=quote,
        )
    for span in find_doubled(context.title.text):
        say("title", f"标题的“{span.text}”重复，应为“{span.right}”。请删去多余的文字。", expected=span.right, found=span.text)
    seen: dict[str, str] = {}
    for section in context.sections:
        at = 0
        for line in section.text.split("\n"):
            if len(line) >= _COPY_LENGTH:
                where = section.where(at)
                if line in seen:
                    say(
                        where,
                        f"有一段与{place_name(seen[line])}的一段完全相同：“{line[:20]}……”。请删去重复的一段。",
                        found=line[:_COPY_LENGTH],
                        quote=line[:_COPY_LENGTH],
                    )
                seen.setdefault(line, where)
            at += len(line) + 1


@rule("outdated_term", Severity.WARNING, basis="机构改革方案和现行政策用语")
def terms_are_in_use(context: Context, say: Say) -> None:
    """A name or term that went out of date before the report year ended. The list is data with dates."""
    if context.year is None:
        return
    day = date(context.year, 12, 31)
    said = set()
    for where, quote, span in _spans(context, lambda text: find_outdated_terms(text, day)):
        if span.text in said:
            continue
        said.add(span.text)
        say(
            where,
            f"“{span.text}”是已经停用的名称，现为“{span.right}”。请核对；叙述历史的，在前面加“原”。",
            expected=span.right,
            found=span.text,
            quote=quote,
        )


_PARTY_AND_VILLAGE = re.compile(r"党务(?:、村务|、政务)?公开|村务公开|[“\"]?三务[”\"]?公开|党务、|发展党员|党员发展")
_GENERAL_WORK = re.compile(
    r"招商引资|脱贫攻坚|精准扶贫|扫黑除恶|信访维稳|党风廉政|意识形态|主题教育|人居环境整治|环境卫生整治|疫情防控|森林防火|党规党纪|"
    r"基层党建|党的建设|党建引领|项目建设攻坚|征地拆迁|秸秆禁烧|文明城市创建|平安建设"
)
_MANY = 3
_NO_QUOTES = str.maketrans("", "", '“”"')


@rule("off_topic", Severity.INFO, basis="国办公开办函〔2021〕30号（不能遗漏，也不宜泛化）")
def report_keeps_to_its_subject(context: Context, say: Say) -> None:
    """党务, 村务, or much general work in a report on government information."""
    for key in ("1", "5", "6"):
        if not context.report.sections.get(key):
            continue
        section = context.section(key)
        party = _PARTY_AND_VILLAGE.search(section.text)
        if party:
            where = section.where(party.start())
            words = party.group().strip('“”"、')
            say(
                where,
                f"写到“{words}”。党务、村务公开不属于政府信息公开，请删去，数字也不要计入主动公开的总数。",
                found=party.group(),
                quote=section.quote(*_around(section.text, party.start(), party.end(), 10)),
            )
        general = {match.group(): match.start() for match in _GENERAL_WORK.finditer(section.text)}
        if len(general) >= _MANY:
            words = "、".join(general)
            where = section.where(min(general.values()))
            say(where, f"写到{words}等一般工作。年度报告只写政府信息公开工作，请精简。", found=words)


_WE = {
    "乡": re.compile(r"我(?:镇|街道|局(?![限部面势促外]))"),
    "镇": re.compile(r"我(?:乡|街道|局(?![限部面势促外]))"),
    "街道": re.compile(r"我(?:乡|镇|局(?![限部面势促外]))"),
    "局": re.compile(r"我(?:乡|镇|街道)"),
    "县": re.compile(r"我(?:乡|镇|街道|局(?![限部面势促外]))"),
}
_BEFORE_WE = "自忘对"
_SUBJECT = re.compile(
    r"(?:^|(?<=[。；\n]))(?:20\d\d年度?，?|一年来，|今年以来，|全年，?)?"
    r"(?P<place>[一-鿿]{1,8}(?:乡|镇|街道|县|区|旗))(?:党委、?政府|人民政府|政府|办事处)?"
    r"(?=高度重视|严格(?:按照|落实|执行)|认真|深入|坚持|主动公开|全面|扎实|不断|切实|进一步|积极|始终|共主动公开|共公开|未收到|共收到|紧紧围绕)"
)
_NO_NAME = re.compile(r"(?:我|本|全|各|该|兄弟|周边|所有|辖区)|(?:乡镇|街镇|城区|市区|社区|园区|专区|县区|地区)$")
_LEVELS = {"乡": "township", "镇": "township", "街道": "township", "县": "county", "区": "county", "旗": "county"}


@rule("foreign_text", Severity.WARNING, basis="国办公开办函〔2021〕30号（不得雷同、敷衍）")
def text_is_the_agencys_own(context: Context, say: Say) -> None:
    """我镇 in the report of a 乡; another place of the same level as the one that acts. Precision first."""
    unit = _unit(context)
    if unit is None:
        return
    said = set()
    for section in context.sections:
        for match in _WE[unit].finditer(section.text):
            if (match.start() and section.text[match.start() - 1] in _BEFORE_WE) or match.group() in said:
                continue
            said.add(match.group())
            where = section.where(match.start())
            say(
                where,
                f"文中自称“{match.group()}”，本报告的机关是“{context.report.agency}”。请核对是否套用了其他单位的文字。",
                expected=f"我{unit}",
                found=match.group(),
                quote=section.quote(max(0, match.start() - 8), min(len(section.text), match.end() + 12)),
            )
        for match in _SUBJECT.finditer(section.text):
            place = match["place"]
            if place in said or not _is_foreign(context, place):
                continue
            said.add(place)
            where = section.where(match.start("place"))
            say(
                where,
                f"文中以“{place}”为主语，本报告的机关是“{context.report.agency}”。请核对是否套用了其他单位的文字。",
                expected=context.report.agency,
                found=place,
                quote=section.quote(match.start(), min(len(section.text), match.end() + 12)),
            )


def _unit(context: Context) -> str | None:
    """How the agency speaks of itself: 乡, 镇, 街道, 局 or (governments of counties and above) 县. None where unknown."""
    name = context.report.agency or ""
    if context.kind == "subdistrict_office":
        return "街道"
    if context.kind == "department":
        return "局" if name.endswith("局") else None
    if context.kind != "government":
        return None
    place = name.removesuffix("人民政府")
    if context.level == "township":
        return place[-1] if place.endswith(("乡", "镇")) else None
    return "县"


def _is_foreign(context: Context, place: str) -> bool:
    suffix = next((s for s in _LEVELS if place.endswith(s)), "")
    if _LEVELS.get(suffix) != context.level or _NO_NAME.search(place):
        return False
    names = [context.report.agency or "", *context.report.agency_as_written, context.title.text]
    tail = _last_place(place)
    return not any(tail in name for name in names if name)


@lru_cache(maxsize=256)
def _last_place(place: str) -> str:
    places = split_places(place)
    return places[-1] if places else place
