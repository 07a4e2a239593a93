"""Every number of a report's text, named: the one pass that figures and the checks of the text share."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from gongkai.annual.figures import applications, official, proactive
from gongkai.annual.figures.counts import PERCENT, Count, find_counts
from gongkai.annual.figures.lists import Listing, find_listings
from gongkai.annual.figures.subject import OWN, WHOLE, Subjects, YearMention, actor_of
from gongkai.annual.figures.text import SectionText, Sentence, section_text
from gongkai.annual.report import Figure

TEXT_SECTIONS = ("intro", "1", "2", "3", "4", "5", "6")
# How far words reach that belong to a number: within its clause, and within its sentence. Bounded, because a hostile file
# may be one sentence.
_REACH = 120
_FAR = 400
_BOUNDARY = re.compile(r"[，；。：（！？\n]")
_AFTER = re.compile(r"[，；。：、（）！？\n]")
_PARENS = re.compile(r"（[^（）]*）")
_DELTA = re.compile(
    r"(?:增加|减少|增长|下降|上升|降低|提高|多|少|增|减|净增|扩大)(?:了|约|近|到|出)?$|(?:较|比|同比|环比)[^，]*$|"
    r"(?:每|逐|第|平均|人均|日均|月均)[^，]{0,6}$|不少于|不低于|目标|拟|计划"
)
_SINCE_EVER = re.compile(
    r"开通以来|成立以来|历年|历史|建站以来|上线以来|运行以来|20\d\d年(?:\d+月)?(?:\d+日)?以来|近[三五两几]年|"
    r"[三五]年来"
)
_HAS_NUMBERED_WORD = re.compile(r"[\d一二三四五六七八九十两零]")
_NOT_A_CASE = re.compile(r"^(?:个?部分|方面|栏目|环节|问题|渠道|栏|类|子栏|板块|章节|月|工作日|内容)")


@dataclass(slots=True)
class Mention:
    """A figure and where it stands: offsets in the section's even text, its sentence, and the words that name its year."""

    figure: Figure
    section: str
    start: int
    end: int
    sentence: Sentence
    year_words: YearMention | None
    count: Count | None = None


@dataclass(slots=True)
class ListingIn:
    """A list of parts, the section it stands in, and the name of its total where that is a figure."""

    section: SectionText
    listing: Listing
    name: str | None
    where: str


@dataclass(slots=True)
class SectionAnalysis:
    """One section's even text with its counts and the years and scopes it names."""

    text: SectionText
    counts: list[Count]
    subjects: Subjects
    has_percent: bool


@dataclass(slots=True)
class Analysis:
    """All of it for one report."""

    sections: dict[str, SectionAnalysis] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    listings: list[ListingIn] = field(default_factory=list)
    by_count: dict[tuple[str, int], Mention] = field(default_factory=dict)
    """(section, offset of the count) → the first figure read from it."""


def analyse(sections: Mapping[str, str], year: int | None) -> Analysis:
    """The numbers of a report's sections. Kept for a while: reading and checking ask for the same one."""
    return _analyse(tuple((key, sections[key]) for key in TEXT_SECTIONS if sections.get(key)), year)


@lru_cache(maxsize=8)
def _analyse(sections: tuple[tuple[str, str], ...], year: int | None) -> Analysis:
    analysis = Analysis()
    uncertain: list[Mention] = []
    for key, raw in sections:
        text = section_text(key, raw)
        if _HAS_NUMBERED_WORD.search(text.text) is None and not re.search("申请|复议|诉讼|费", text.text):
            continue
        counts = find_counts(text.text)
        part = SectionAnalysis(
            text, counts, Subjects(text.text, year), "%" in text.text and PERCENT.search(text.text) is not None
        )
        analysis.sections[key] = part
        _name_numbers(part, analysis, uncertain)
    _settle(analysis, uncertain)
    for part in analysis.sections.values():
        _find_lists(part, analysis)
    order = {key: i for i, key in enumerate(TEXT_SECTIONS)}
    analysis.mentions.sort(key=lambda m: (order[m.section], m.start))
    for mention in analysis.mentions:
        if mention.count is not None:
            analysis.by_count.setdefault((mention.section, mention.count.start), mention)
    return analysis


def _name_numbers(part: SectionAnalysis, analysis: Analysis, uncertain: list[Mention]) -> None:
    text = part.text.text
    counts = part.counts
    starts = [c.start for c in counts]
    headings = part.text.headings
    for sentence in part.text.sentences:
        low, high = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        mentions: list[Mention] = []
        for i in range(low, high):
            previous = counts[i - 1].end if i > low else sentence.start
            following = counts[i + 1].start if i + 1 < len(counts) else len(text)
            mentions.extend(_name_one(part, sentence, counts[i], previous, following, headings, uncertain))
        _hand_on_the_actor(mentions)
        words = sentence.text
        if "申请" in words or "复议" in words or "诉讼" in words or "结转" in words:
            for name, start, end in applications.none_at_all(words):
                if any(m.figure.name == name for m in mentions):
                    continue
                mentions.append(_mention(part, sentence, name, 0, sentence.start + start, sentence.start + end, None))
        if (
            "费" in words
            and (span := official.no_fee(words)) is not None
            and not any(m.figure.name == "fee_yuan" for m in mentions)
        ):
            mentions.append(_mention(part, sentence, "fee_yuan", 0, sentence.start + span[0], sentence.start + span[1], None))
        _tell_new_from_in_hand(text, mentions)
        analysis.mentions.extend(mentions)


def _hand_on_the_actor(mentions: list[Mention]) -> None:
    """“县住建局受理28件，办结27件”: the second number is that office's too."""
    actor: str | None = None
    for mention in mentions:
        scope = mention.figure.scope
        if scope is not None and scope not in (WHOLE, OWN):
            actor = scope
        elif actor is not None:
            mention.figure.scope = actor


def _name_one(
    part: SectionAnalysis,
    sentence: Sentence,
    count: Count,
    previous_end: int,
    following: int,
    headings: list[tuple[int, int]],
    uncertain: list[Mention],
) -> list[Mention]:
    text = part.text.text
    start = previous_end
    for mark in _BOUNDARY.finditer(text, previous_end, count.start):
        if mark.group() != "：" or mark.end() < count.start:
            start = mark.end()
    local = text[max(start, count.start - _REACH) : count.start].lstrip("、，和及）的")
    if "）" in local:
        # A remark in brackets between the words and the number does not belong to them.
        whole = _PARENS.sub("", text[max(sentence.start, count.start - _FAR) : count.start])
        local = _BOUNDARY.split(whole.rstrip("："))[-1].lstrip("、和及") if "）" not in whole else local.rpartition("）")[2]
    boundary = _AFTER.search(text, count.end, following)
    if boundary:
        after = text[count.end : boundary.start()]
    elif following < sentence.end:
        after = ""
    else:
        after = text[count.end : sentence.end]
    if _DELTA.search(local) or _NOT_A_CASE.match(after):
        return []
    head = text[max(sentence.start, count.start - _FAR) : count.start]
    # What a sentence speaks of goes on after “；”.
    reach = max(0, count.start - _FAR)
    so_far = text[max(reach, *(text.rfind(mark, reach, max(reach, sentence.start)) + 1 for mark in "。！？\n")) : count.start]
    if count.in_words and count.unit not in applications.APPLICATION_UNITS and count.unit not in proactive.EVENT_UNITS:
        return []
    if _SINCE_EVER.search(head) and "今年以来" not in head:
        return []

    unit = count.unit
    names: list[str] = []
    label: str | None = None
    certain = True
    if count.yuan is not None:
        fee = official.fee_name(local, head)
        if fee is not None:
            return [_mention(part, sentence, fee, count.yuan, start, count.end, count)]
        return []
    if unit in applications.CASE_UNITS and ("复议" in so_far or "诉" in so_far):
        names = applications.case_names(
            local, after, head, applications.topic_of(so_far), _about_disclosure(part, sentence, headings)
        )
    if not names and unit in applications.APPLICATION_UNITS:
        name = _application(part, sentence, local, after, head, so_far, headings)
        if name is not None:
            names = [name]
    if not names and unit in official.DOCUMENT_UNITS and "规范性文件" in head:
        name = official.document_name(local, head)
        names = [name] if name else []
    if not names and unit in official.DECISION_UNITS and ("许可" in local or "处罚" in local or "强制" in local):
        name = official.decision_name(local)
        names = [name] if name else []
    if not names:
        event = proactive.event_name(local, after, unit)
        if event is not None:
            names = [event]
        elif "申请" not in local and not ("复议" in local or "诉讼" in local):
            name, label, certain = proactive.item_name(local, after, unit)
            names = [name] if name else []
    if not names:
        return []
    words_end = count.end + (len(after) if names[0] in ("carried_over", "carried_forward") and after else 0)
    mentions = [_mention(part, sentence, name, count.value, start, words_end, count, label) for name in names]
    actor = actor_of(local)
    if actor is not None:
        for mention in mentions:
            mention.figure.scope = actor
    if not certain:
        uncertain.extend(mentions)
        return []
    return mentions


def _application(
    part: SectionAnalysis,
    sentence: Sentence,
    local: str,
    after: str,
    head: str,
    so_far: str,
    headings: list[tuple[int, int]],
) -> str | None:
    topic = applications.topic_of(so_far)
    if topic in ("review", "litigation", "direct", "after") and "申请" not in local:
        return None
    if topic in ("review", "litigation") and re.search(r"(?:复议|诉讼)(?:案件)?申请[^，]*$", local):
        return None
    inside = topic == "application" or "申请" in _heading(part, sentence, headings)
    return applications.application_name(local, after, head, topic, in_applications=inside)


def _heading(part: SectionAnalysis, sentence: Sentence, headings: list[tuple[int, int]]) -> str:
    """The first words of the sub-section a sentence stands in: its printed heading."""
    i = bisect_left(headings, (sentence.start + 1, 0)) - 1
    if i < 0:
        return ""
    start = headings[i][0]
    return re.split(r"[。\n]", part.text.text[start : start + 30], maxsplit=1)[0]


def _about_disclosure(part: SectionAnalysis, sentence: Sentence, headings: list[tuple[int, int]]) -> bool:
    return part.text.key in ("3", "4") or "申请" in _heading(part, sentence, headings)


def _mention(
    part: SectionAnalysis,
    sentence: Sentence,
    name: str,
    value: float,
    start: int,
    end: int,
    count: Count | None,
    label: str | None = None,
) -> Mention:
    year, words = part.subjects.year_before(count.start if count else end, sentence.start)
    if name in ("carried_over", "carried_forward"):
        # “2022年结转3件” names the row of this year's table; its year is the report's.
        year, words = part.subjects.report_year, None
    quote_start = start
    if words is not None and words.start < start and start - words.start <= 24:
        quote_start = words.start
    figure = Figure(
        name=name,
        value=value,
        year=year,
        approximate=bool(count and count.approximate),
        quote=part.text.quote(quote_start, end).lstrip("，、；。"),
        where=sentence.where,
        label=label,
        scope=part.subjects.scope_before(count.start if count else end),
    )
    return Mention(figure, part.text.key, start, end, sentence, words, count)


def _tell_new_from_in_hand(text: str, mentions: list[Mention]) -> None:
    """A number “含上年结转3件” is not what came in this year: it is what was in hand (新收 + 结转)."""
    new = [m for m in mentions if m.figure.name == "applications_new" and m.count is not None]
    if not new or len(new) > 50:
        return
    for mention in new:
        if re.match(
            r"[（，]?(?:其中)?(?:含|包括|包含|其中)[^，。；）]{0,12}?(?:上|去)一?年度?(?:度)?结转|（含结转|（含上",
            text[mention.end : mention.end + 28],
        ):
            mention.figure.name = "applications_in_hand"
    for mention in new[1:]:
        # A second number after 其中 is a part of the first: that of a department, a kind, a way.
        if "其中" in text[new[0].end : mention.end] and "新收" not in text[mention.start : mention.end]:
            mentions.remove(mention)
    new = [m for m in new if m in mentions]
    fresh = [m for m in new if "新收" in text[m.start : m.end]]
    if fresh:
        for mention in new:
            if mention not in fresh and mention.start < fresh[0].start:
                mention.figure.name = "applications_in_hand"


def _settle(analysis: Analysis, uncertain: list[Mention]) -> None:
    """Totals stated weakly count as the total where the report states no other; those of the website count as the website's."""
    has_total = any(m.figure.name == "proactive_total" for m in analysis.mentions)
    channel_sentences = {
        (m.section, m.sentence.start)
        for m in analysis.mentions
        if m.figure.name in ("wechat_account", "weibo", "douyin", "other_channel")
    }
    for mention in uncertain:
        website = bool(proactive.channels_in(analysis.sections[mention.section].text.text[mention.start : mention.end]))
        beside_others = (mention.section, mention.sentence.start) in channel_sentences
        if website and (has_total or beside_others):
            mention.figure.name = "website"
        elif has_total:
            continue
        else:
            has_total = True
        analysis.mentions.append(mention)


def _find_lists(part: SectionAnalysis, analysis: Analysis) -> None:
    text = part.text.text
    if not part.counts:
        return
    by_count = {m.count.start: m for m in analysis.mentions if m.section == part.text.key and m.count is not None}
    starts = [c.start for c in part.counts]
    before: Count | None = None
    position = 0
    for match in re.finditer(r"[。！？\n]|$", text):
        start, end = position, match.end()
        position = end
        low, high = bisect_left(starts, start), bisect_left(starts, end)
        if low == high:
            before = before if end - start <= 1 else None
            continue
        for listing in find_listings(text, part.counts, starts, start, end, before):
            named = by_count.get(listing.total.start)
            found = ListingIn(
                part.text, listing, named.figure.name if named else None, part.text.where(listing.parts[0].count.start)
            )
            analysis.listings.append(found)
            if found.name == "proactive_total":
                _name_items(part, analysis, found, by_count)
        named_totals = [c for c in part.counts[low:high] if c.start in by_count]
        before = part.counts[low] if high - low == 1 else (named_totals[0] if len(named_totals) == 1 else None)


def _name_items(part: SectionAnalysis, analysis: Analysis, found: ListingIn, by_count: dict[int, Mention]) -> None:
    sentences = part.text.sentences
    for item in found.listing.parts:
        if item.count.start in by_count or not item.label:
            continue
        sentence = sentences[max(0, bisect_left(sentences, item.count.start, key=_start) - 1)]
        channels = proactive.channels_in(item.label)
        if channels:
            name, word = channels[0]
            label = word if name == "other_channel" else None
        else:
            name, label = "proactive_items", item.label
        start = item.count.start - len(item.label)
        mention = _mention(part, sentence, name, item.count.value, start, item.count.end, item.count, label)
        mention.figure.quote = part.text.quote(start, item.count.end).lstrip("，、；。：")
        analysis.mentions.append(mention)


def _start(sentence: Sentence) -> int:
    return sentence.start
