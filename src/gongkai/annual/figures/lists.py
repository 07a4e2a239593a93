"""A total and the list of its parts: “共公开520条。其中社会救助48条、应急管理37条…”, “分别为”, “以上共计”."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from gongkai.annual.figures.counts import Count

_CONNECTOR = re.compile(
    r"其中(?:主要)?(?:包括|包含|有)?(?!之一)|(?:主要)?分别(?:为|是|有)?|(?:主要)?包括|(?:主要)?包含|具体(?:为|是|"
    r"包括|如下)|(?:主要)?涵盖|由(?=[^，。；]{1,20}\d+\D{1,12}[、，])|按[^，。；]{2,10}(?:分|划分)"
)
_COMPLETE = re.compile(r"分别|由|具体(?:为|是)")
_PERCENT = re.compile(r"[，、（]?(?:约)?(?:占|比重|占比)[^，、；。）]{0,14}?\d+(?:\.\d+)?%）?")
_STOP = re.compile(r"其中|另外|此外|同时|还|累计|以及通过|较|比|同比|增长|增加|减少|下降|上年|去年")
_CLOSING = re.compile(r"^(?:以上)?(?:合计|共计|总计|总共|共)(?:为|是|发布|公开)?$")
_LEAD = re.compile(r"^(?:[、，；：。]|和|及|以及|与|\d+[.．、]|（[\d一二三四五六七八九十]+）|[一二三四五六七八九十]是|[①-⑳])+")
_OTHER_ACT = re.compile(
    r"^(?:共)?(?:回复|收到|受理|办理|答复|组织|举办|开展|召开|处理|接受|接待|转办|建立|印发|制定|制作|审核|开通|培训|"
    r"参加|报送|办结|结转)"
)
# “；行政诉讼46件，其中…”: the next total with parts of its own, not a part of this one.
_ANOTHER_TOTAL = re.compile(r"复议|诉讼|主动公开|(?:收到|受理|新收)[^，]*申请")
_OWN_PARTS = re.compile(r"[，。：（]?其中")
_ETC = re.compile(r"等")
_MAX_LABEL = 26
_MAX_PARTS = 120


@dataclass(slots=True)
class Part:
    """One part of a list: its label (even text) and its count."""

    label: str
    count: Count


@dataclass(slots=True)
class Listing:
    """A total and its parts. `complete` where the words claim that nothing else is in it; `open` after 等, or where the list
    runs into something else; `start`/`end` span the words in the even text."""

    total: Count
    parts: list[Part]
    complete: bool
    open: bool
    start: int
    end: int
    labels_before: str = ""


def find_listings(
    text: str, counts: list[Count], starts: list[int], period_start: int, period_end: int, before: Count | None
) -> list[Listing]:
    """The lists of one full sentence. `starts` are the offsets of all `counts` of the text; `before` is the total of the
    sentence before it, for a sentence that begins with 其中."""
    low, high = bisect_left(starts, period_start), bisect_left(starts, period_end)
    here = counts[low:high]
    if not here:
        return []
    found: list[Listing] = []
    for connector in _CONNECTOR.finditer(text, period_start, period_end):
        i = bisect_left(starts, connector.start(), low, high)
        if i > low:
            total: Count | None = counts[i - 1]
        elif connector.start() - period_start <= 3:
            total = before
        else:
            total = None
        if total is None or not total.unit or i >= high:
            continue
        # Between the total and its list stand a mark or two, not another clause with a verb of its own.
        if total is not before and connector.start() - total.end > 14:
            continue
        if found and connector.start() < found[-1].end:
            continue
        listing = _read_parts(text, counts[i : min(high, i + _MAX_PARTS)], total, connector, period_end)
        if listing is not None:
            found.append(listing)
    closing = _read_closing(text, here, period_start)
    if closing is not None and not found:
        found.append(closing)
    return found


def _depth(words: str) -> int:
    return words.count("（") - words.count("）")


def _read_parts(text: str, counts: list[Count], total: Count, connector: re.Match[str], period_end: int) -> Listing | None:
    parts: list[Part] = []
    is_open = False
    position = connector.end()
    spread = "分别" in connector.group()
    labels_before = ""
    depth = 0
    end = position
    for count in counts:
        between = text[position : count.start]
        depth += _depth(between)
        if depth < 0:
            break
        position = count.end
        if depth > 0:
            continue
        label = _PERCENT.sub("", between)
        if "）" in label:
            label = label.rpartition("）")[2]
        if parts and _ETC.search(label[:6]):
            is_open = True
            break
        if "。" in label or _STOP.search(label):
            is_open = True
            break
        if "分别" in label:
            spread = True
            labels_before, _, label = label.partition("分别")
            label = labels_before if not parts else ""
        label = _LEAD.sub("", label).strip("，、；：“”")
        label = re.sub(r"^(?:为|是|有|：)+", "", label)
        label = re.sub(r"^(?:主动)?(?:公开|发布)(?!栏|指南)(?=..)", "", label)
        if count.unit != total.unit or len(label) > _MAX_LABEL or count.in_words != total.in_words:
            is_open = True
            break
        if _CLOSING.match(label):
            break
        if not label and not (spread and between.strip("，；") in ("、", "和", "为", "是", "及", "")):
            is_open = True
            break
        if _OTHER_ACT.match(label) and parts and not _OTHER_ACT.match(parts[0].label):
            is_open = True
            break
        if parts and (_ANOTHER_TOTAL.search(label) or ("；" in between and _OWN_PARTS.match(text, count.end))):
            is_open = True
            break
        if "，" in label:
            # A clause of its own stands between: the label is what follows it, and the list may not be whole.
            is_open = True
            label = label.rpartition("，")[2]
        parts.append(Part(label, count))
        end = count.end
    if not parts:
        return None
    rest = text[end : min(period_end, end + 12)]
    if _ETC.match(rest) or re.match(r"^[^，。；]{0,4}等", rest):
        is_open = True
    complete = bool(_COMPLETE.match(connector.group()) or spread) and not is_open
    return Listing(total, parts, complete, is_open, total.start, end, labels_before or parts[0].label)


def _read_closing(text: str, counts: list[Count], period_start: int) -> Listing | None:
    """“A30条、B20条，共计50条”: parts first, then what they are said to add up to."""
    if len(counts) < 3:
        return None
    total = counts[-1]
    before = text[counts[-2].end : total.start].strip("，、；。：")
    if not _CLOSING.match(before) or not total.unit:
        return None
    parts: list[Part] = []
    position = period_start
    for count in counts[:-1]:
        label = _LEAD.sub("", text[position : count.start])
        position = count.end
        if count.unit != total.unit or _STOP.search(label) or "（" in label:
            return None
        label = re.split(r"[，：；]", label)[-1]
        if not label or len(label) > _MAX_LABEL:
            return None
        parts.append(Part(label, count))
    return Listing(total, parts, True, False, parts[0].count.start, total.end, parts[0].label)
