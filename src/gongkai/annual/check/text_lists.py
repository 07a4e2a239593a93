"""Sums and shares inside the text: the parts of a list against its total, percentages against the numbers beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.figures.analysis import ListingIn, Mention, SectionAnalysis
from gongkai.annual.figures.counts import PERCENT, Count
from gongkai.annual.figures.lists import Part
from gongkai.annual.figures.proactive import CHANNEL_LABEL
from gongkai.annual.report import Number
from gongkai.law import parameters

_ACCURATE = "国办公开办函〔2021〕30号：数据应当准确"

# The ways in which applications are divided up. A list may go through several of them; each adds up for itself.
_DIMENSIONS = (
    (
        "result",
        re.compile(
            r"公开|不予|无法|不存在|不掌握|撤|补正|重复|信访|其他处理|告知|更正|办结|答复|结转|延期|处理|维持|纠正|其他结果|审结|审理"
        ),
    ),
    ("applicant", re.compile(r"自然人|公民|个人|法人|企业|组织|机构|律师|商业|科研")),
    ("way", re.compile(r"网|信函|邮|当面|现场|传真|平台|窗口|来访|来函|线上|线下|书面|EMS")),
)
# Labels that name a form or an origin: one item may carry several of them.
_ATTRIBUTE = re.compile(r"原创|转载|解读|图|视频|电子|网上|新增|主动|更新|全文|文字|音频|动漫|专栏|直播")
_OF_APPLICATIONS = ("applications_", "carried_", "granted", "review_", "litigation_")
_HANDLED = ("applications_answered", "applications_new", "applications_in_hand")
_ALL_OUTCOMES = ("维持", "纠正", "其他", "尚未审结")


@rule("category_sum_mismatch", Severity.ERROR, basis=_ACCURATE)
def parts_fit_their_total(context: Context, say: Say) -> None:
    """Parts of one dimension do not exceed their total; a list that claims to be complete makes it up; a long 其中 list
    without 等 that nearly makes it up is looked at. Channels overlap and are left alone."""
    outer = {
        (found.section.key, part.count.start): found.listing.total
        for found in context.analysis.listings
        for part in found.listing.parts
    }
    handled: list[tuple[Mention, Count]] | None = None
    for found in context.analysis.listings:
        listing = found.listing
        total = listing.total
        whole = outer.get((found.section.key, total.start))
        if whole is not None and total.value < sum(p.count.value for p in listing.parts) <= whole.value:
            # “其中信函4件，其中予以公开20件”: a second 其中 may divide up the whole again.
            continue
        if total.approximate or any(p.count.approximate for p in listing.parts):
            continue
        if found.name in ("carried_over", "carried_forward"):
            # “办结12件，结转下年度1件，其中…”: the list divides up what was handled, not what was carried.
            if handled is None:
                handled = _handled(context)
            whole_case = _handled_before(handled, found)
            if whole_case is None:
                continue
            found = whole_case
            listing = found.listing
            total = listing.total
        labels = [p.label for p in listing.parts]
        cases = found.name is not None and found.name.startswith(_OF_APPLICATIONS)
        if not cases and (CHANNEL_LABEL.search(listing.labels_before) or any(CHANNEL_LABEL.search(x) for x in labels)):
            continue
        groups = _dimensions(listing.parts) if cases else [listing.parts]
        for parts in groups:
            _judge(context, say, found, parts, whole=len(groups) == 1)


def _handled_before(handled: list[tuple[Mention, Count]], found: ListingIn) -> ListingIn | None:
    """The same list with the number of handled applications before it as its total; None where there is none."""
    own = found.listing
    at = bisect_left(handled, (found.section.key, own.total.start), key=lambda pair: (pair[0].section, pair[1].start)) - 1
    if at < 0 or handled[at][0].section != found.section.key:
        return None
    mention, count = handled[at]
    if count.unit != own.total.unit or "\n" in found.section.text[count.start : own.total.start]:
        return None
    return ListingIn(found.section, replace(own, total=count, start=count.start), mention.figure.name, found.where)


def _handled(context: Context) -> list[tuple[Mention, Count]]:
    """All exact numbers of applications handled, by section and offset."""
    return sorted(
        (
            (mention, mention.count)
            for mention in context.mentions
            if mention.count is not None and not mention.figure.approximate and mention.figure.name in _HANDLED
        ),
        key=lambda pair: (pair[0].section, pair[1].start),
    )


def _dimensions(parts: list[Part]) -> list[list[Part]]:
    groups: dict[str, list[Part]] = {}
    for part in parts:
        kind = next((name for name, pattern in _DIMENSIONS if pattern.search(part.label)), "other")
        groups.setdefault(kind, []).append(part)
    return list(groups.values())


def _judge(context: Context, say: Say, found: ListingIn, parts: list[Part], *, whole: bool) -> None:
    listing = found.listing
    total = listing.total.value
    added = sum(p.count.value for p in parts)
    difference = added - total
    if difference == 0 or (len(parts) == 1 and added < total):
        return
    outcomes = len(parts) == 4 and all(any(word in p.label for p in parts) for word in _ALL_OUTCOMES)
    complete = (listing.complete and whole and len(parts) > 1) or outcomes
    severity: Severity | None = None
    if difference > 0:
        severity = Severity.ERROR
        if found.name == "applications_new" and _counts_last_years(context, added, total, parts):
            return
        if any(_ATTRIBUTE.search(p.label) for p in parts) and not complete:
            severity = Severity.WARNING
    elif complete:
        severity = Severity.ERROR
    elif whole and not listing.open and _nearly_whole(context, len(parts), added, total):
        severity = Severity.WARNING
    if severity is None:
        return
    quote = found.section.quote(listing.start, listing.end)
    terms = "+".join(str(p.count.value) for p in parts)
    if difference > 0:
        verdict = f"分项之和 {added} 超过总数 {total}，多 {difference}"
        advice = "请核对各分项与总数。"
    else:
        verdict = f"分项之和 {added} 与总数 {total} 不符，差 {-difference}"
        advice = "请核对各分项与总数；若还有未列出的分项，请补列或写明“等”。"
    say(
        found.where,
        f"{terms}={added}，{verdict}{found.listing.total.unit}。{advice}",
        expected=total,
        found=added,
        severity=severity,
        quote=quote,
    )


def _counts_last_years(context: Context, added: Number, total: Number, parts: list[Part]) -> bool:
    """Results of the year include those of applications carried over: they may exceed what came in by as many."""
    if not any(_DIMENSIONS[0][1].search(p.label) for p in parts):
        return False
    over = context.count("table3", "carried_over", "total")
    return over is None or added <= total + over


def _nearly_whole(context: Context, parts: int, added: Number, total: Number) -> bool:
    year = context.year or 2021
    return parts >= parameters.for_year("check.category_list.min_parts", year) and added > total * parameters.for_year(
        "check.category_list.min_share", year
    )


# ---- percentages

_FAR = 1000
_SHARE = re.compile(
    r"占(?:比|总数|总量|全部|全年|[^，。；、]{0,14})?(?:的|为|达|达到|约|：|比例){0,8}$|占比(?:为|达|约|：){0,8}$"
)
_UP = re.compile(r"(?:增长|上升|增加|提高|增幅|上涨|提升)(?:率|幅度|幅)?(?:了|约|为|达到|达|：){0,8}$")
_DOWN = re.compile(r"(?:下降|减少|降低|下滑|降幅|减幅|回落)(?:率|幅度|幅)?(?:了|约|为|达到|达|：){0,8}$")
_LAST_YEAR = re.compile(
    r"(?:去年|上年度?|上一年度?|20\d\d年度?|同期)(?:同期)?(?:的|为|是|主动|公开|收到|受理|发布|信息|申请|共|总数|数|"
    r"量|政府|（){0,8}$"
)
_DELTA = re.compile(r"(?:增加|多|增长|上升|净增|增|减少|少|下降|降低|减)(?:了|出)?$")
_RATE = re.compile(r"率(?:为|达|达到|均为|约|是|：){0,8}$")


@rule("percent_mismatch", Severity.WARNING, basis=_ACCURATE)
def percentages_follow(context: Context, say: Say) -> None:
    """A share or a growth rate follows from the exact numbers beside it, to the digits printed. 百分点 are something else."""
    for part in context.analysis.sections.values():
        if not part.has_percent:
            continue
        text = part.text.text
        for match in PERCENT.finditer(text):
            if match[3] != "%":
                continue
            before = text[max(0, match.start() - 24) : match.start()]
            clause = re.split(r"[，。；！？\n（]", before)[-1]
            if _RATE.search(clause) and not _UP.search(clause) and not _DOWN.search(clause):
                continue
            if _UP.search(clause) or _DOWN.search(clause):
                _growth(context, say, part, match, up=bool(_UP.search(clause)))
            elif _SHARE.search(clause):
                _share(say, part, match)


def _fits(printed: str, exact: float) -> bool:
    """Whether a printed percentage is the exact one rounded or cut off to its digits."""
    digits = len(printed.partition(".")[2])
    unit = 10**-digits
    off = exact - float(printed)
    return -0.5 * unit - 1e-9 <= off < unit - 1e-9


def _counts_around(part: SectionAnalysis, at: int) -> list[Count]:
    """The counts near an offset, in order."""
    i = bisect_left(part.counts, at, key=lambda c: c.start)
    return part.counts[max(0, i - 40) : i + 4]


def _span(part: SectionAnalysis, at: int, stops: str) -> tuple[int, int]:
    text = part.text.text
    low, high = max(0, at - _FAR), min(len(text), at + _FAR)
    start = max(low, *(text.rfind(mark, low, at) + 1 for mark in stops))
    ends = [i for mark in stops if (i := text.find(mark, at, high)) >= 0]
    return start, min(ends, default=high)


def _share(say: Say, part: SectionAnalysis, match: re.Match[str]) -> None:
    text = part.text.text
    paragraph, _ = _span(part, match.start(), "\n")
    before = [c for c in _counts_around(part, match.start()) if paragraph <= c.start and c.end <= match.start()]
    if len(before) < 2:
        return
    own = before[-1]
    if own.approximate or match.start() - own.end > 20 or re.search(r"[。；]", text[own.end : match.start()]):
        return
    # A number with a share of its own beside it is a sibling, not the whole.
    wholes = [
        c
        for c in before[:-1]
        if c.unit == own.unit
        and c.value >= own.value
        and c.value > 0
        and not re.match(r"[，（]?(?:约)?占", text[c.end : c.end + 4])
    ]
    sentence, _ = _span(part, match.start(), "。\n")
    near = [c for c in wholes if c.start >= sentence]
    if not near or any(c.approximate for c in wholes):
        return
    if any(_fits(match[1], 100 * own.value / c.value) for c in wholes):
        return
    # 占 names a whole that is not here.
    if re.search(r"占(?:全[市县区省]|全系统|同期|上年|去年)", text[own.end : match.start()]):
        return
    whole = near[0]
    exact = round(100 * own.value / whole.value, 2)
    quote = part.text.quote(own.start, match.end())
    say(
        part.text.where(match.start()),
        f"“{quote}”：{own.value} 占 {whole.value} 应为 {exact}%，写的是 {match[1]}%。请核对数量和百分比。",
        expected=exact,
        found=float(match[1]),
        quote=quote,
    )


def _growth(context: Context, say: Say, part: SectionAnalysis, match: re.Match[str], *, up: bool) -> None:
    text = part.text.text
    start, end = _span(part, match.start(), "。；\n")
    counts = [
        c for c in _counts_around(part, match.start()) if start <= c.start and c.end <= min(end, match.end() + 16) and c.unit
    ]
    terms = _terms(text, counts, match, start)
    if terms is None:
        return
    now, base, delta = terms
    sign = 1 if up else -1
    # What the numbers allow: last year's value, the change, and the number the words begin with.
    changes: list[tuple[Number, Number, Count]] = []
    if base and delta:
        changes.append((base.value, delta.value * sign, base))
    if now and delta:
        changes.append((now.value - delta.value * sign, delta.value * sign, now))
    if now and base:
        changes.append((base.value, now.value - base.value, base if base.start < now.start else now))
    if not changes and now:
        last = _last_years(context, part, now)
        if last is not None:
            changes.append((last, now.value - last, now))
    rates = [(100 * change / before * sign, before, change, first) for before, change, first in changes if before > 0]
    if not rates or any(_fits(match[1], rate) for rate, *_ in rates):
        return
    if delta and any(_fits(match[1], 100 * delta.value / b) for b in _earlier(counts, match, delta, sign) if b > 0):
        return
    exact, before, change, first = rates[0]
    quote = part.text.quote(first.start, match.end())
    word, opposite = ("增长", "下降") if up else ("下降", "增长")
    real = f"{word} {round(exact, 2)}%" if exact >= 0 else f"{opposite} {round(-exact, 2)}%"
    say(
        part.text.where(match.start()),
        f"“{quote}”：由 {before} 到 {before + change} 应为{real}，写的是{word} {match[1]}%。请核对数量和百分比。",
        expected=round(exact, 2),
        found=float(match[1]),
        quote=quote,
    )


def _earlier(counts: list[Count], match: re.Match[str], delta: Count, sign: int) -> list[Number]:
    """What last year's value would be for each number of the sentence: after “其中” the growth may be the total's."""
    return [c.value - sign * delta.value for c in counts if c.unit == delta.unit and c is not delta and c.end <= match.start()]


def _terms(
    text: str, counts: list[Count], match: re.Match[str], start: int
) -> tuple[Count | None, Count | None, Count | None] | None:
    """(this year's, last year's, the difference) around a growth rate; None where one of them is only about."""
    now = base = delta = None
    previous = start
    for count in counts:
        if count.start >= match.start() and delta is not None:
            break
        local = re.split(r"[，（]", text[previous : count.start])[-1]
        previous = count.end
        if _DELTA.search(local):
            if abs(count.start - match.start()) <= 24:
                delta = count
        elif count.start >= match.start():
            break
        elif _LAST_YEAR.search(local):
            base = count
        else:
            # Another number of this year begins another comparison, unless last year's was named first.
            now, delta = count, None
            if base is not None and not re.match(r"[，、]", text[base.end : base.end + 1]):
                base = None
    used = [c for c in (now, base, delta) if c is not None]
    if any(c.approximate for c in used):
        return None
    if base is not None and now is not None and base.unit != now.unit:
        now = None
    if delta is not None:
        now = now if now is None or now.unit == delta.unit else None
        base = base if base is None or base.unit == delta.unit else None
    return now, base, delta


_PREVIOUS_CELLS = {
    "applications_new": ("table3", "new_received"),
    "applications_answered": ("table3", "total"),
    "review_total": ("table4", "review"),
}


def _last_years(context: Context, part: SectionAnalysis, now: Count) -> Number | None:
    """Last year's value of the same figure out of last year's report, where one was given."""
    if context.previous is None:
        return None
    mention = context.analysis.by_count.get((part.text.key, now.start))
    if mention is None or mention.figure.name not in _PREVIOUS_CELLS:
        return None
    return context.previous.cell(*_PREVIOUS_CELLS[mention.figure.name], "total")
