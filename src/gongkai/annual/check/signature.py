"""Who signs and when: customary at the end of a report, due by a date that depends on the agency's level."""

from __future__ import annotations

import re
from datetime import date

from gongkai.annual.agencies import complete, kind_and_level, split_places
from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.law import parameters

_DATE = re.compile(
    r"[0-9〇○零Oo一二三四五六七八九十]{2,4}年[0-9〇一二三四五六七八九十]{1,3}月[0-9〇一二三四五六七八九十]{1,3}日|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
)
_NAME = re.compile(r"[一-鿿（）·]{3,}")
_TITLE_AGENCY = re.compile(r"^(.{2,40}?)(?:关于)?(?:(?:19|20)\d\d|二[〇○零O0])")
_SELF = (
    re.compile(r"(?P<name>[一-鿿]{2,24}?)20\d\d年度?政府信息公开(?:工作)?年(?:度报告|报)"),
    re.compile(r"由(?P<name>[一-鿿]{2,24}?)(?:编制|编写|制作|负责解释)"),
    re.compile(r"与(?P<name>[一-鿿]{2,24}?)(?:办公室|党政办|综合办|党政综合办)?(?:电话)?联系"),
)
_SUFFIXES = {"township": r"(?:乡|镇|街道|苏木)", "county": r"(?:县|区|旗)"}
_GOVERNMENT_SUFFIX = re.compile(r"(?:人民政府|政府|办事处|办)$")
_NOT_A_PLACE = re.compile(
    r"^.?(?:各|本|我|该|全|乡|镇|村)|乡镇$|街镇$|市区$|城区$|社区$|园区$|专区$|县区$|(?:高新|开发|经开|示范|新|试验|度假|管理)区$|辖区$|地区$"
)


@rule("missing_signature", Severity.INFO, basis="落款是公文惯例，格式未作规定")
def report_is_signed(context: Context, say: Say) -> None:
    """No agency or no date at the end."""
    end = context.section("end").text
    dated = bool(context.report.signed_on or _DATE.search(end))
    named = bool(_NAME.search(_DATE.sub("", end)))
    if dated and named:
        return
    missing = "单位和日期" if not dated and not named else "日期" if named else "单位"
    say("end", f"文末没有落款{missing}。请写上机关全称和成文日期。", found=end or None)


@rule("late_signature", Severity.WARNING, basis="《中华人民共和国政府信息公开条例》第四十九条")
def signed_in_time(context: Context, say: Say) -> None:
    """After the year ended and by the deadline of its level. Where the level is unknown: at most info."""
    signed = _iso(context.report.signed_on)
    if signed is None or context.year is None:
        return
    printed = f"{signed.year}年{signed.month}月{signed.day}日"
    if signed <= date(context.year, 12, 31):
        say(
            "end",
            f"落款日期是{printed}，{context.year}年还没有结束，统计期不完整。请核对落款日期。",
            expected=f"{context.year + 1}-01-01",
            found=signed.isoformat(),
        )
        return
    try:
        deadline, sure = _deadline(context)
    except parameters.ParameterError:
        return
    if signed > deadline:
        say(
            "end",
            f"落款日期是{printed}，晚于应公布的最后日期{deadline.year}年{deadline.month}月{deadline.day}日。请核对日期；确实逾期的，说明原因。",
            expected=deadline.isoformat(),
            found=signed.isoformat(),
            severity=None if sure else Severity.INFO,
        )


def _deadline(context: Context) -> tuple[date, bool]:
    """The last day, and whether the agency's name settles it; where it does not, the later one."""
    assert context.year is not None
    if context.kind == "department":
        which = "department"
    elif context.kind == "subdistrict_office" or context.level == "township":
        which = "township"
    else:
        which = "government"
    published = date(context.year + 1, 12, 31)
    limit = parameters.get(f"annual_report.deadline.{which}", on=published).in_year(context.year + 1)
    return limit, context.kind in ("government", "department", "subdistrict_office")


def _iso(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


@rule("wrong_agency", Severity.WARNING, basis="国办公开办函〔2021〕30号 数据和文字准确的要求")
def one_agency_throughout(context: Context, say: Say) -> None:
    """Title, introduction and signature name the same agency."""
    match = _TITLE_AGENCY.match(context.title.text.replace("\n", ""))
    own = complete(match[1]) if match else context.report.agency or ""
    if not own:
        return
    if context.report.sections.get("end"):
        for line in _DATE.sub("", context.section("end").text).split("\n"):
            name = complete(re.sub(r"（.*?）|[:：]", "", line))
            if name and _different(own, name):
                say(
                    "end",
                    f"落款是“{name}”，标题是“{own}”，不是同一个机关。请核对是否套用了其他单位的报告。",
                    expected=own,
                    found=name,
                )
    if context.report.sections.get("intro"):
        intro = context.section("intro").text
        for pattern in _SELF:
            for found in pattern.finditer(intro):
                other = _other_place(own, found["name"])
                if other:
                    say(
                        "intro",
                        f"引言写的是“{other}”，标题是“{own}”，不是同一个机关。请核对是否套用了其他单位的报告。",
                        expected=own,
                        found=other,
                        quote=found.group(),
                    )
                    return


def _different(own: str, other: str) -> bool:
    """Whether two names surely are two agencies: same kind and level, other place or other office."""
    (kind, level), (other_kind, other_level) = kind_and_level(own), kind_and_level(other)
    if kind != other_kind or (level and other_level and level != other_level):
        return False
    if kind in ("government", "subdistrict_office"):
        mine, its = _place(own), _place(other)
        return bool(mine and its) and not (mine.endswith(its) or its.endswith(mine))
    if kind != "department":
        return False
    mine_places, its_places = split_places(own), split_places(other)
    if mine_places and its_places and mine_places[-1] != its_places[-1]:
        return True
    mine, its = own[len("".join(mine_places)) :], other[len("".join(its_places)) :]
    return bool(mine and its) and not _abbreviates(mine, its) and not _abbreviates(its, mine)


def _place(name: str) -> str:
    """The innermost place of a government's name."""
    places = split_places(_GOVERNMENT_SUFFIX.sub("", name))
    return places[-1] if places else ""


def _abbreviates(short: str, full: str) -> bool:
    """发改局 abbreviates 发展和改革局: its characters stand in the other in this order; a 办公室 after it is its own."""
    rest = iter(full + "办公室")
    return all(char in rest for char in short)


def _other_place(own: str, words: str) -> str | None:
    """The other place of the agency's own level at the end of some words, where there is one."""
    _, level = kind_and_level(own)
    if level not in _SUFFIXES or kind_and_level(own)[0] == "department":
        return None
    words = _GOVERNMENT_SUFFIX.sub("", words)
    match = re.search(rf"([一-鿿]{{1,5}}?{_SUFFIXES[level]})$", words)
    mine = _place(own)
    if match is None or not mine or words.endswith(mine):
        return None
    places = split_places(words)
    other = places[-1] if places and sum(map(len, places)) == len(words) else match[1]
    if _NOT_A_PLACE.search(other) or mine.endswith(other) or other.endswith(mine):
        return None
    return other
