"""Whether the text says anything: problems in part 五, and words of this year rather than last year's."""

from __future__ import annotations

import re

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.similarity import SHORTEST, section_words, share_taken_over
from gongkai.law import parameters

_SHORTCOMING = re.compile(
    r"不足|薄弱|不够|有待|差距|欠缺|不高|不强|不及时|不到位|不全|不平衡|不均衡|不规范|不完善|不健全|不深|不广|不大|"
    r"不多|不熟|不细|不严|不丰富|不畅|不明显|"
    r"不能|不充分|不适应|不理想|不一|单一|单调|滞后|短板|弱项|困难|缺乏|缺少|偏少|偏低|偏弱|较少|较低|较弱|较慢|少数|"
    r"个别|仍需|还需|尚需|亟待|亟需|亟须|需进一步|"
    r"需要进一步|需要加强|需要提升|需要改进|需加强|需提升|需改进|需提高|需完善|需要完善|需要提高|待加强|待提高|"
    r"待提升|待完善|满足不了|跟不上|未能|没有完全|存在偏差|误区|不了解|不重视|不清|遗漏|错误|"
    r"频繁|兼职|流动|参差|质量不|意识不|力度不|制约|瓶颈|欠佳|过于|形式化|不紧密|不积极|不主动|迟缓|还要|有限|空间|"
    r"淡薄|不准|不实|不新|老化|脱节|弱|慢|偏|欠|较差|较低|较少"
)
_NONE = re.compile(
    r"^(?:（[一二三四五六]）)?(?:20\d\d年度?)?，?(?:我[^，。]{1,4}|本[^，。]{1,4})?(?:暂?无|没有|不存在|未发现|"
    r"暂未发现)"
)
_LISTED = re.compile(r"问题[^。]{0,20}(?:[一1]是|1[.、]|（一）)")


@rule("empty_problems", Severity.WARNING, basis="国办公开办函〔2021〕30号：存在的主要问题及改进情况")
def problems_are_named(context: Context, say: Say) -> None:
    """Part 五 names a problem of this year; it is not last year's over again."""
    raw = context.report.sections.get("5") or ""
    if not raw.strip():
        return
    section = context.section("5")
    words = section.text
    first = section.sentences[0].text if section.sentences else words
    if _NONE.match(first) and not _SHORTCOMING.search(words):
        say(
            "section5",
            f"第五部分写“{section.quote(0, min(len(first), 40))}”，没有写出存在的问题。请写明本年工作中的主要问题和改进情况。",
            found=section.quote(0, min(len(first), 40)),
            quote=section.quote(0, min(len(first), 40)),
        )
        return
    if not _SHORTCOMING.search(words) and not _LISTED.search(words):
        say("section5", "第五部分只写了工作或打算，没有写出存在的问题。请写明本年工作中的主要问题和改进情况。")
        return
    last = context.previous.sections.get("5") if context.previous else None
    if last:
        now, before = section_words("5", raw), section_words("5", last)
        if now == before or share_taken_over(now, before) >= _limit(context):
            say(
                "section5",
                "第五部分与上年报告几乎相同。请写本年存在的问题，并说明上年问题的整改情况。",
                found="与上年报告相同",
            )


def _limit(context: Context) -> float:
    limit: float = parameters.for_year("check.near_duplicate.similarity", context.year or 2021)
    return limit


@rule("near_duplicate", Severity.WARNING, basis="国办公开办函〔2021〕30号：内容雷同、敷衍塞责的追究责任")
def text_is_this_years(context: Context, say: Say) -> None:
    """The words of part 一 are not last year's with new numbers."""
    if context.previous is None:
        return
    raw, last = context.report.sections.get("1") or "", context.previous.sections.get("1") or ""
    now, before = section_words("1", raw), section_words("1", last)
    if len(now) < SHORTEST or len(before) < SHORTEST:
        return
    alike = share_taken_over(now, before)
    if alike >= _limit(context):
        share = round(alike * 100)
        say(
            "section1",
            f"第一部分的文字有 {share}% 与上年报告相同。请按本年实际工作重写，不要沿用上年文字。",
            expected=f"< {round(_limit(context) * 100)}%",
            found=f"{share}%",
        )
