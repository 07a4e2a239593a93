"""Of which year and of whom a number speaks: 2022年, 去年, 全市, 本级."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

WHOLE = "全域"
OWN = "本级"
"""Scopes of a figure: of a whole place, of the government itself. An office named before a number is a scope too."""

_YEAR = re.compile(
    r"2(?P<year>0\d\d)(?P<range>[—\-至到、和](?:20)\d\d)?年(?P<tail>度|以来|起|[初末底]|(?:\d{1,2}月))?"
    r"|去年|上(?:一年度?|年度?(?!末|底))|往年|今年|本年度?"
)
_COMPARING = re.compile(r"(?:较|比|与|同|和|相比|高于|低于|多于|少于|超过|对照|优于)(?:于|之)?$")
_SINCE = re.compile(r"(?:自|从|始于|由)$")
_SCOPE = re.compile(
    r"[全各市县区省州旗盟本我](?:(?P<all>(?<=全)(?<![在居列].)(?:市|县|区|省|州|旗|盟|域|系统|自治区)|(?<=各)(?:县区|部门)(?:共|合计|累计))"
    r"|(?P<own>(?<=本)级|(?<=[市县区省州旗盟])本级|(?<=[市县区省州旗])政府(?!网|门户|信息|办|公报|规|文|部门|工作))"
    r"|(?P<itself>(?<=[我本])(?:局|委|办|厅|单位|中心|院|处|乡|镇|街道|站|所|机关)))"
)


# “县住建局受理申请28件”: an office that does something, named right before the verb.
_ACTOR = re.compile(
    r"^(?:其中|20\d\d年度?|全年|年内|今年|本年度){0,8}"
    r"(?P<actor>[\u4e00-\u9fff]{1,12}?(?:局|委员会|委|办公室|办|厅|院|所|站|中心|公司|镇|乡|街道|社区|村)|(?:县直|市直|区直|直属)?(?:部门|乡镇|单位))"
    r"(?:共计|共|累计|总共|全年|本年度|新){0,8}(?:收到|受理|办理|接收|接到|新收|答复|办结|制发|印发|制定|主动公开|公开|发布)"
)
_NOT_AN_ACTOR = re.compile(r"政府|[各全我本该及和由经从在对按将]|通过|依托|利用|可以|已经|严格|规范|有关|相关")


def actor_of(local: str) -> str | None:
    """The office that the words right before a number say it belongs to; None where they name none."""
    match = _ACTOR.match(local)
    if match is None or _NOT_AN_ACTOR.search(match["actor"]):
        return None
    return match["actor"]


def is_same_office(actor: str, agency: str | None) -> bool:
    """Whether 县民政局 or 民政局 is the agency itself: its name without the place."""
    return bool(agency) and actor.lstrip("省市县区旗")[-8:] in (agency or "")


@dataclass(slots=True, frozen=True)
class YearMention:
    """A year the text names at `start`. `year` is None for 今年; `subject` False where it is only compared with."""

    start: int
    end: int
    year: int | None
    subject: bool
    relative: bool
    since: bool


def year_mentions(text: str, report_year: int | None) -> list[YearMention]:
    """All years named in an even text outside 《》. 去年 is the report year less one."""
    found: list[YearMention] = []
    for match in _YEAR.finditer(text):
        start, end = match.span()
        if text.rfind("《", max(0, start - 80), start) > text.rfind("》", max(0, start - 80), start) or text[
            start - 1 : start
        ] in ("〔", "["):
            continue
        before = text[max(0, start - 4) : start]
        compared = bool(_COMPARING.search(before))
        word = text[start]
        if word in "今本":
            found.append(YearMention(start, end, report_year, not compared, True, False))
        elif word != "2":
            year = report_year - 1 if report_year else None
            # 上年结转 names a row of the table, not a year that a number belongs to.
            carried = text.startswith("结转", end) or text.startswith("度结转", end)
            found.append(YearMention(start, end, year, not compared and not carried, True, False))
        else:
            year = 2000 + int(match["year"])
            tail = match["tail"] or ""
            since = tail in ("以来", "起") or bool(_SINCE.search(before)) or bool(match["range"])
            # A date in the first months of the next year is when the report was written, not what it counts.
            written = report_year is not None and year == report_year + 1 and tail.endswith("月")
            carried = text.startswith("结转", end)
            found.append(YearMention(start, end, year, not (compared or since or written or carried), False, since))
    return found


def scope_mentions(text: str) -> list[tuple[int, str | None]]:
    """(offset, 全域 or 本级) of the words that say whose number it is; None for 我局, which is whoever reports."""
    return [(m.start(), WHOLE if m["all"] else OWN if m["own"] else None) for m in _SCOPE.finditer(text)]


class Subjects:
    """Years and scopes of one section, asked by position: the last one before a number in its sentence, else its paragraph."""

    def __init__(self, text: str, report_year: int | None) -> None:
        self.text = text
        self.report_year = report_year
        self.years = year_mentions(text, report_year)
        self._year_starts = [y.start for y in self.years]
        self._scopes = scope_mentions(text)
        self._scope_starts = [s for s, _ in self._scopes]

    def year_before(self, offset: int, sentence_start: int) -> tuple[int | None, YearMention | None]:
        """The year a number at `offset` belongs to, and the words of its own sentence that say so."""
        i = bisect_left(self._year_starts, offset)
        paragraph_start = self.text.rfind("\n", 0, offset) + 1
        for k in range(i - 1, max(-1, i - 40), -1):
            mention = self.years[k]
            if mention.start < paragraph_start:
                break
            here = mention.start >= sentence_start
            # 去年 in an earlier sentence says nothing of this one; a year in figures holds for its paragraph.
            if mention.subject and (here or not mention.relative):
                return mention.year, mention if here else None
        return self.report_year, None

    def years_within(self, start: int, end: int) -> list[YearMention]:
        """The years named between two offsets."""
        return self.years[bisect_left(self._year_starts, start) : bisect_left(self._year_starts, end)]

    def scope_before(self, offset: int) -> str | None:
        """全域, 本级 or None for a number at `offset`: the last word of its paragraph before it."""
        i = bisect_left(self._scope_starts, offset)
        paragraph_start = self.text.rfind("\n", 0, offset) + 1
        for k in range(i - 1, max(-1, i - 20), -1):
            start, scope = self._scopes[k]
            if start < paragraph_start:
                return None
            # What stands in brackets that are closed again holds inside them only.
            between = self.text[start:offset]
            if between.count("）") <= between.count("（"):
                return scope
        return None
