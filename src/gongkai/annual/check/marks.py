"""Marks that editing leaves behind, and the small things of typesetting."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.figures.text import SectionText
from gongkai.screening import Span, find_residue

_SHOWN = 3
_KINDS = {
    "word_residue": ("Word 的域代码或书签", "请在原文中删去，再另存"),
    "markdown_residue": ("排版标记", "请删去这些标记"),
    "template_residue": ("模板里的提示文字", "请换成本单位的内容或删去"),
    "placeholder": ("没有填写的空位", "请填写实际内容"),
}
_PUNCTUATION = re.compile(r"[，。；：、！？][，。；：、]|、等(?![级离候待于])|《《|》》|“”|（）|\(\)")
_HALF_WIDTH = re.compile(r"[,;](?<=[一-鿿”》）)][,;])(?=[一-鿿“《（(])|\.(?<=[一-鿿]\.)(?=[一-鿿\n]|$)")
_FEW_HALF_WIDTH = 3
_PAIRS = (("《", "》"), ("“", "”"), ("（", "）"))
_LIST_NUMBER = re.compile(r"(?:^|[\n。；：、，])[ \t]*[0-9０-９一二三四五六七八九十a-zA-Z]{1,3}[）)]")
_SPACE_INSIDE = re.compile(r"[ \t\u3000\xa0](?<=[一-鿿，。；：、”）][ \t\u3000\xa0])[ \t\u3000\xa0]*(?=[一-鿿])")
_OPEN_END = re.compile(r"[^。！？；：:;!?.”’）)》】…\s]$")
_NEW_START = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+[、是]|\d+[.、．]|第[一二三四五六七八九十]+|[①-⑳■●◆▪•·-]|附件|联系|地址|电话|邮箱)"
)
_HEADING = re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)][^，。；]{1,60}")
_HEADING_LENGTH = 25


@lru_cache(maxsize=32)
def _spans(text: str) -> tuple[Span, ...]:
    """The residue of a text: four rules ask for it, it is looked for once."""
    return tuple(find_residue(text))


def _residue(context: Context, say: Say, kind: str) -> None:
    what, how = _KINDS[kind]
    for where, raw in _raw_parts(context):
        grouped: dict[str, list[str]] = {}
        for span in _spans(raw.raw):
            if span.kind == kind:
                grouped.setdefault(raw.raw_where(span.start) if where is None else where, []).append(span.text)
        for place, texts in grouped.items():
            shown = "、".join(f"“{text if len(text) <= 20 else text[:20] + '……'}”" for text in texts[:_SHOWN])
            more = f"等{len(texts)}处" if len(texts) > _SHOWN else ""
            say(place, f"文字中有残留的{what}：{shown}{more}。{how}。", found=texts[0], quote=texts[0])


def _raw_parts(context: Context) -> list[tuple[str | None, SectionText]]:
    """The title and the sections as printed; a section's finding says which sub-section it stands in."""
    parts: list[tuple[str | None, SectionText]] = [(None, section) for section in context.sections]
    return [("title", context.title), *parts] if context.report.title else parts


@rule("word_residue", Severity.WARNING, basis="公文校对要求")
def no_word_residue(context: Context, say: Say) -> None:
    """[bookmark: _GoBack], 错误！未找到引用源, HYPERLINK …"""
    _residue(context, say, "word_residue")


@rule("markdown_residue", Severity.WARNING, basis="公文校对要求")
def no_markdown_residue(context: Context, say: Say) -> None:
    """**, ##, [link](…)"""
    _residue(context, say, "markdown_residue")


@rule("template_residue", Severity.WARNING, basis="公文校对要求")
def no_template_residue(context: Context, say: Say) -> None:
    """（文字描述）, （不超过1000字）"""
    _residue(context, say, "template_residue")


@rule("placeholder", Severity.WARNING, basis="公文校对要求")
def no_placeholder(context: Context, say: Say) -> None:
    """××, （此处填写…）, ____"""
    _residue(context, say, "placeholder")


@rule("punctuation", Severity.INFO, basis="GB/T 15834 标点符号用法")
def punctuation_is_right(context: Context, say: Say) -> None:
    """Marks twice in a row, half-width marks between characters, brackets and quotation marks that do not close."""
    half_width: list[tuple[str, str]] = []
    for section in context.sections:
        faults: dict[str, list[str]] = {}
        for match in _PUNCTUATION.finditer(section.raw):
            faults.setdefault(section.raw_where(match.start()), []).append(_around(section.raw, match))
        half_width += [(section.raw_where(m.start()), _around(section.raw, m)) for m in _HALF_WIDTH.finditer(section.raw)]
        text = section.text
        for opening, closing in _PAIRS:
            if text.count(opening) != text.count(closing):
                for start, line in _unclosed(text, opening, closing):
                    faults.setdefault(section.where(start), []).append(line)
        for where, texts in faults.items():
            say(where, f"标点有误：{_some(texts)}。请改正。", found=texts[0], quote=texts[0])
    if len(half_width) > _FEW_HALF_WIDTH:
        # A document typed with half-width marks throughout is one fault, not a hundred.
        where, first = half_width[0]
        texts = [text for _, text in half_width]
        say(where, f"全文有{len(texts)}处半角标点：{_some(texts)}。请改为全角标点。", found=first, quote=first)
    else:
        for where, text in half_width:
            say(where, f"“{text}”用了半角标点。请改为全角标点。", found=text, quote=text)


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 4) : match.end() + 4].replace("\n", "")


def _some(texts: list[str]) -> str:
    """The first few in quotation marks, and how many there are where there are more."""
    more = f"等{len(texts)}处" if len(texts) > _SHOWN else ""
    return "、".join(f"“{text}”" for text in texts[:_SHOWN]) + more


def _unclosed(text: str, opening: str, closing: str) -> list[tuple[int, str]]:
    """Lines in which a pair does not close; the bracket of a list number （1） is none of them."""
    out = []
    at = 0
    for line in text.split("\n"):
        numbers = len(_LIST_NUMBER.findall(line)) if closing == "）" else 0
        more = line.count(closing) - line.count(opening)
        if more and not 0 < more <= numbers:
            mark = line.rfind(opening if more < 0 else closing)
            out.append((at, line[max(0, mark - 6) : mark + 8]))
        at += len(line) + 1
    return out


@rule("whitespace", Severity.INFO, basis="公文排版要求")
def no_stray_space(context: Context, say: Say) -> None:
    """Blanks between the characters of a word."""
    for fixed, section in _raw_parts(context):
        found: dict[str, list[str]] = {}
        for match in _SPACE_INSIDE.finditer(section.raw):
            around = section.raw[max(0, match.start() - 4) : match.end() + 4].strip()
            found.setdefault(fixed or section.raw_where(match.start()), []).append(around)
        for where, texts in found.items():
            more = f"等{len(texts)}处" if len(texts) > 1 else ""
            say(
                where,
                f"文字之间有多余的空格：“{texts[0]}”{more}。请删去空格。",
                found=texts[0],
                quote=texts[0],
            )


@rule("paragraph_split", Severity.INFO, basis="公文排版要求")
def paragraphs_are_whole(context: Context, say: Say) -> None:
    """A sentence torn by a line break."""
    said = set()
    for note in context.report.notes:
        if note.code == "paragraph_split" and note.where not in said:
            said.add(note.where)
            say(
                note.where,
                f"有句子被换行断开{f'：“{note.found}”' if note.found else ''}。请接成一段。",
                found=note.found,
            )
    for key in ("intro", "1", "5", "6"):
        section = context.section(key)
        if "\n" not in section.raw:
            continue
        lines = [line for line in section.raw.split("\n") if line.strip()]
        for line, after in pairwise(lines):
            if (
                len(line) > _HEADING_LENGTH
                and not _HEADING.fullmatch(line)
                and _OPEN_END.search(line)
                and not _NEW_START.match(after)
            ):
                where = section.where(0).partition(".")[0]
                if where not in said:
                    said.add(where)
                    torn = f"{line[-8:]}／{after.strip()[:8]}"
                    say(where, f"有句子被换行断开：“{torn}”。请接成一段。", found=torn, quote=line[-8:])
                break
