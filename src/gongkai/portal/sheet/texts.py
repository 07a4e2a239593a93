"""The text of a section as pieces: plain words, figures the reader took from it, words a finding quotes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from gongkai.portal.sheet.numbering import Mark, NumberedFinding

FIGURE_NAMES = {
    "proactive_total": "主动公开总数",
    "proactive_electronic": "电子化公开",
    "proactive_items": "主动公开分类",
    "website": "政府网站",
    "wechat_account": "微信公众号",
    "weibo": "微博",
    "douyin": "抖音",
    "sms_wechat_groups": "短信、微信群",
    "boards_led": "公开栏、电子屏",
    "other_channel": "其他渠道",
    "applications_new": "新收申请",
    "applications_answered": "答复申请",
    "applications_in_hand": "应办理申请",
    "applications_partial": "部分公开",
    "applications_denied": "不予公开",
    "applications_unable": "无法提供",
    "applications_refused": "不予处理",
    "applications_other": "其他处理",
    "carried_over": "上年结转",
    "carried_forward": "结转下年",
    "granted": "予以公开",
    "review_total": "行政复议",
    "litigation_total": "行政诉讼",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_review": "复议后起诉",
    **{
        f"{dispute}_{outcome}": f"{kind}：{result}"
        for dispute, kind in (
            ("review", "行政复议"),
            ("litigation", "行政诉讼"),
            ("litigation_direct", "未经复议直接起诉"),
            ("litigation_after_review", "复议后起诉"),
        )
        for outcome, result in (
            ("upheld", "结果维持"),
            ("corrected", "结果纠正"),
            ("other_result", "其他结果"),
            ("pending", "尚未审结"),
        )
    },
    "normative_issued": "规范性文件制发",
    "normative_abolished": "规范性文件废止",
    "normative_in_force": "规范性文件现行有效",
    "fee_yuan": "信息处理费（元）",
    "licensing": "行政许可",
    "penalty": "行政处罚",
    "coercion": "行政强制",
    "admin_fee_yuan": "行政事业性收费（元）",
    "interpretations": "政策解读",
    "followers": "关注人数",
    "trainings": "培训",
    "activities": "活动",
}


@dataclass(slots=True)
class Piece:
    """A run of text with one set of marks. `figures` are numbers of figures, `findings` of findings."""

    text: str
    figures: tuple[int, ...] = ()
    findings: tuple[int, ...] = ()
    severity: str = ""
    marks: list[Mark] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class FigureShown:
    """A figure of the text; `anchor` is the id of the words it stands in, None where they were not found."""

    number: int
    name: str
    label: str
    value: str
    year: int | None
    approximate: bool
    quote: str
    where: str
    anchor: str | None = None


@dataclass(slots=True)
class Line:
    """A paragraph; `sub` where it is a sub-heading such as （一）主动公开情况."""

    pieces: list[Piece]
    sub: bool = False
    marks: list[Mark] = field(default_factory=list)


def figures_of(report: Mapping[str, Any]) -> list[FigureShown]:
    """The figures of a report (its JSON), numbered from 1."""
    out = []
    for n, f in enumerate(report.get("figures") or (), 1):
        value = f.get("value")
        text = str(int(value)) if isinstance(value, float) and value == int(value) else str(value)
        out.append(
            FigureShown(
                n,
                f["name"],
                _figure_label(f["name"], f.get("label")),
                text,
                f.get("year"),
                bool(f.get("approximate")),
                f.get("quote") or "",
                f.get("where") or "",
            )
        )
    return out


def _figure_label(name: str, label: str | None) -> str:
    known = FIGURE_NAMES.get(name)
    return f"{known}：{label}" if known and label else known or label or "其他数据"


def lines(text: str, figures: Sequence[FigureShown], findings: Iterable[NumberedFinding]) -> list[Line]:
    """A section's text as lines of pieces. Figures and findings whose quote is found in it get their anchors here."""
    flat = _Flat(text)
    spans: list[tuple[int, int, FigureShown | NumberedFinding]] = []
    for figure in figures:
        if figure.anchor is None and (span := flat.find(figure.quote)):
            figure.anchor = f"g{figure.number}"
            spans.append((*span, figure))
    for finding in findings:
        if finding.quote and (span := flat.find(finding.quote)):
            spans.append((*span, finding))
    out: list[Line] = []
    start = 0
    for raw in text.split("\n"):
        end = start + len(raw)
        if raw.strip():
            out.append(Line(_pieces(text, start, end, spans), sub=_is_sub_heading(raw)))
        start = end + 1
    return out


def _pieces(text: str, start: int, end: int, spans: list[tuple[int, int, FigureShown | NumberedFinding]]) -> list[Piece]:
    here = [(max(a, start), min(b, end), a, item) for a, b, item in spans if a < end and b > start]
    cuts = sorted({start, end, *(a for a, *_ in here), *(b for _, b, *_ in here)})
    pieces: list[Piece] = []
    for a, b in pairwise(cuts):
        covering = [(origin, item) for x, y, origin, item in here if x <= a and y >= b]
        found = [item for _, item in covering if isinstance(item, NumberedFinding)]
        piece = Piece(
            text[a:b],
            tuple(item.number for _, item in covering if isinstance(item, FigureShown)),
            tuple(f.number for f in found),
            found[0].severity if found else "",
        )
        for origin, item in covering:
            if origin == a and isinstance(item, FigureShown):
                piece.anchors.append(f"g{item.number}")
            elif origin == a and isinstance(item, NumberedFinding):
                piece.marks.append(item.mark())
        pieces.append(piece)
    return pieces


def _is_sub_heading(line: str) -> bool:
    words = line.strip()
    return len(words) <= 40 and words[:1] in "（(" and words[2:3] in "）)" and not words.endswith(("。", "；", "，"))


class _Flat:
    """A text without its white space and in one width, so that a quote is found however it was broken."""

    def __init__(self, text: str) -> None:
        chars: list[str] = []
        self._at: list[int] = []
        for i, char in enumerate(text):
            for c in unicodedata.normalize("NFKC", char):
                if not c.isspace():
                    chars.append(c)
                    self._at.append(i)
        self._text = "".join(chars)

    def find(self, quote: str) -> tuple[int, int] | None:
        """Start and end of the first place the quote stands at, in the original text."""
        wanted = "".join(unicodedata.normalize("NFKC", quote).split()).strip("…")
        if not wanted:
            return None
        at = self._text.find(wanted)
        if at < 0:
            return None
        return self._at[at], self._at[at + len(wanted) - 1] + 1
