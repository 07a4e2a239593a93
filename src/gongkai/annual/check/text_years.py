"""Years of the text: another year's number kept from last year's report, and the period the report counts."""

from __future__ import annotations

import re
from collections import Counter

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.figures.subject import YearMention
from gongkai.annual.figures.text import Sentence
from gongkai.law import parameters

_TITLE_YEAR = re.compile(r"20\d\d(?=年|\s*—|—)")
_PERIOD = re.compile(
    r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日(?:零时|0时)?起?(?:，)?(?:开始)?(?:至|到|—|-|止于|"
    r"~)(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日"
)
_COUNTS_WORDS = re.compile(r"统计|所列|数据|报告期")
_REPORT_WORDS = re.compile(r"期限|时限|起止|本报告|本年报|年度报告")
_PERIOD_YEAR = re.compile(
    r"统计(?:期限|期间|时间|时段|周期|范围|数据)[^，。；\d]{0,12}(20\d\d)年度?(?!\d{0,2}月)(?=[，。；）\n]|$|全年)"
)
_REPORT_OF = re.compile(
    r"(?:现将|现公布|现就|特编制|特制作)[^，。；《》\d]{0,24}(20\d\d)年度?[^，。；《》\d]{0,14}(?:年度报告|工作报告|"
    r"信息公开工作情况|信息公开情况)"
)
_PLAN = re.compile(r"将|(?<!规划)计划(?!生育|\d)|拟|力争|下一步|目标|预计|打算")
_LAST = re.compile(r"去年|上年(?!度?结转)|上一年(?!度?结转)")
_ANOTHER_MATTER = re.compile(r"决算|预算|年报|年度报告|要点|历史|首次|曾|起步")
_WHOLE_YEAR = re.compile(r"^(?:度)?[，]?(?:[我本][^，。；]{1,4}|我市|我县)?(?:全年|年内)")
_NOT_OF_THE_YEAR = frozenset(("followers", "proactive_items"))


@rule("wrong_year", Severity.ERROR, basis="国办公开办函〔2021〕30号；条例第五十条（上一年度）")
def years_are_the_reports(context: Context, say: Say) -> None:
    """The title, the statistics period and every count of the agency's own year bear the report's year. Comparisons,
    titles of documents, accounts, last year's problems and next steps may name other years."""
    year = context.year
    if year is None:
        return
    named = {int(y) for y in _TITLE_YEAR.findall(context.title.text)}
    if year in named and (other := _year_of_everything_else(context, year)) is not None:
        named, year = {year}, other
    if named and year not in named:
        wrong = min(named)
        say(
            "title",
            f"标题写的是 {wrong} 年，报告的内容是 {year} 年的。请改正标题的年份。",
            expected=year,
            found=wrong,
            quote=context.report.title,
        )
    for sentence in context.sentences:
        if sentence.section in ("intro", "1", "6") and "20" in sentence.text:
            _period_year(context, say, sentence, year)
    _counts_of_another_year(context, say, year)


def _year_of_everything_else(context: Context, titled: int) -> int | None:
    """The year that at least two of statistics period, signature and the numbers of part 一 agree on against the title,
    with none of them for the title; None where the title stands."""
    votes: list[int] = []
    for sentence in context.section("intro").sentences:
        period = _PERIOD.search(sentence.text) if _is_period(sentence) else None
        if period and (period[1] or period[4]):
            votes.append(int(period[4] or period[1]))
            break
    signed = context.report.signed_on or ""
    if re.match(r"20\d\d-0[1-6]", signed):
        votes.append(int(signed[:4]) - 1)
    counted = Counter(
        m.year_words.year
        for m in context.mentions
        if m.section == "1" and m.year_words is not None and not m.year_words.relative
    )
    if counted:
        most, times = counted.most_common(1)[0]
        if most is not None and times > counted.get(titled, 0):
            votes.append(most)
        elif counted.get(titled):
            votes.append(titled)
    if len(votes) < 2 or titled in votes or len(set(votes)) > 1:
        return None
    return votes[0]


def _period_year(context: Context, say: Say, sentence: Sentence, year: int) -> None:
    text = sentence.text
    for match in _PERIOD.finditer(text):
        first, last = match[1], match[4] or match[1]
        if not (first or last) or not _is_period(sentence):
            continue
        wrong = next((y for y in (first, last) if y and int(y) != year), None)
        if wrong:
            quote = context.quote(sentence, *match.span())
            say(
                sentence.where,
                f"统计期限写“{quote}”，本报告是 {year} 年度报告。请改为 {year}年1月1日至{year}年12月31日。",
                expected=year,
                found=int(wrong),
                quote=quote,
            )
            return
    for pattern in (_PERIOD_YEAR, _REPORT_OF):
        other = pattern.search(text) if sentence.section == "intro" or pattern is _PERIOD_YEAR else None
        if other and int(other[1]) != year and str(year) not in text:
            quote = context.quote(sentence, *other.span())
            say(
                sentence.where,
                f"“{quote}”写的是 {other[1]} 年，本报告是 {year} 年度报告。请核对年份。",
                expected=year,
                found=int(other[1]),
                quote=quote,
            )
            return


def _is_period(sentence: Sentence) -> bool:
    """Whether a span of dates in the sentence is the period the report counts, not that of a campaign or a notice."""
    text = sentence.text
    if _COUNTS_WORDS.search(text):
        return "规划" not in text
    return sentence.section == "intro" and bool(_REPORT_WORDS.search(text)) and "12月" in text


def _counts_of_another_year(context: Context, say: Say, year: int) -> None:
    said: set[tuple[str, int]] = set()
    this_year = {
        m.figure.name
        for m in context.mentions
        if m.figure.year == year and m.year_words is not None and not m.year_words.relative
    }
    for mention in context.mentions:
        figure, words = mention.figure, mention.year_words
        if words is None or words.relative or figure.year == year or words.year is None:
            continue
        if figure.name in _NOT_OF_THE_YEAR or figure.name in this_year:
            continue
        _say_count(context, say, mention.sentence, words, mention.end, year, said)
    # “2022年全年…N次” is a count of a year even where the thing counted has no name of its own.
    for part in context.analysis.sections.values():
        text = part.text.text
        for words in part.subjects.years:
            if (
                words.relative
                or not words.subject
                or words.year in (None, year)
                or not _WHOLE_YEAR.match(text[words.end : words.end + 12])
            ):
                continue
            sentence = next((s for s in part.text.sentences if s.start <= words.start < s.end), None)
            count = next((c for c in part.counts if c.start > words.end), None)
            if sentence is not None and count is not None and count.end <= sentence.end and count.unit:
                _say_count(context, say, sentence, words, count.end, year, said)


def _say_count(
    context: Context, say: Say, sentence: Sentence, words: YearMention, end: int, year: int, said: set[tuple[str, int]]
) -> None:
    """Report a number of another year, unless the sentence itself makes that year legitimate."""
    if (sentence.section, sentence.start) in said or sentence.section == "5":
        return
    text = sentence.text
    subjects = context.analysis.sections[sentence.section].subjects
    others = [y for y in subjects.years_within(sentence.start, sentence.end) if y.year == year and not y.relative]
    if (
        others
        or _PLAN.search(text[: end - sentence.start])
        or _ANOTHER_MATTER.search(text[words.start - sentence.start : end - sentence.start])
    ):
        return
    # “2022年（去年）共…” and “比去年…” differ: only a bare 去年 says that the year is meant as last year.
    if words.year == year - 1 and re.search(r"(?<![较比与同])(?:去年|上年|上一年)(?!度?结转|度?同期|度?相比)", text):
        return
    said.add((sentence.section, sentence.start))
    quote = context.quote(sentence, words.start - sentence.start, min(end, sentence.end) - sentence.start)
    say(
        sentence.where,
        f"“{quote}”写的是 {words.year} 年，本报告是 {year} 年度报告。请核对：若是本年的数，改为 {year} 年；"
        f"若是上年的数，请写明是对比。",
        expected=year,
        found=words.year,
        quote=quote,
    )


@rule("statistics_period", Severity.WARNING, basis="国办公开办函〔2021〕30号：按自然年度统计")
def period_is_the_calendar_year(context: Context, say: Say) -> None:
    """The period the report says it counts is 1 January to 31 December."""
    year = context.year
    if year is None:
        return
    first = parameters.for_year("annual_report.period.first_day", year)
    last = parameters.for_year("annual_report.period.last_day", year)
    for sentence in context.sentences:
        if sentence.section not in ("intro", "1", "6") or "月" not in sentence.text or not _is_period(sentence):
            continue
        for match in _PERIOD.finditer(sentence.text):
            start = (int(match[2]), int(match[3]))
            end = (int(match[5]), int(match[6]))
            if start == (first.month, first.day) and end == (last.month, last.day):
                continue
            quote = context.quote(sentence, *match.span())
            say(
                sentence.where,
                f"统计期限写“{quote}”。年度报告按自然年度统计，"
                f"应为 {year}年{first.month}月{first.day}日至{last.month}月{last.day}日，请改正并按此核对数据。",
                expected=f"{year}-{first.month:02}-{first.day:02}/{year}-{last.month:02}-{last.day:02}",
                found=quote,
                quote=quote,
            )
