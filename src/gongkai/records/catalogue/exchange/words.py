"""The words of catalogue tables: ticks and boxes, domains, channels, levels, audience, manner."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from gongkai.law import matters

ON = "■☑✓✔√●▣☒✅🗹\uf052\uf0fe\uf0fc\uf06e"
OFF = "□☐○❑❏▢◻\uf0a3\uf0a8\uf06f\uf02a\uf071"
"""Chosen and not chosen; the last ones are how old symbol fonts come out of Word."""
_MARK = re.compile(f"[{ON}{OFF}]")
_YES = frozenset({"是", "1", "y", "v", "有", "对", "勾", *ON})
_NO = frozenset({"", "否", "0", "n", "无", "x", "×", "-", "—", "——", "--", "/", "\\", "、", *OFF})
_ORDINAL = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+[章节部分项]*|[（(]?[一二三四五六七八九十\d]+[)）]?[、.．:：]?|附件\d*[:：]?)"
)
_NOISE = re.compile("领域|基层|政务|信息|公开|标准|目录|清单|事项|指引|试点|汇编|工作|一览表|[《》()0-9.、：:\\-—_]")
_LOOSE = re.compile(r"[\s/、，,；;()（）\[\]【】“”\"':：.。]")


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels ticked, the words beside them, and what was ticked but is no channel we know."""

    codes: tuple[str, ...]
    note: str = ""
    unknown: tuple[str, ...] = ()
    blank_list: bool = False
    """Boxes, and none of them ticked."""


def plain(text: str) -> str:
    """Without spaces and line breaks, full-width letters and digits as half-width ones: for comparing, never for keeping."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def loose(text: str) -> str:
    """`plain` without punctuation."""
    return _LOOSE.sub("", plain(text))


def ticked(text: str) -> bool | None:
    """Whether a cell of a tick column is ticked; None for words that are no tick."""
    words = plain(text).lower()
    if words in _YES or (words and all(c in ON for c in words)):
        return True
    if words in _NO:
        return False
    return None


def domain_of(text: str) -> str:
    """The domain a title, sheet name or cell names ("（五）社会救助领域基层政务公开标准目录" → D05), or ""."""
    words = _ORDINAL.sub("", plain(text))
    best = max((name for name in _domains() if name in words), key=len, default="")
    if not best:
        return ""
    rest = _NOISE.sub("", words.replace(best, "", 1))
    return _domains()[best] if len(rest) <= 2 or "领域" in words or "目录" in words else ""


def is_other(text: str) -> bool:
    """Whether a title says that what follows belongs to no domain (其他事项)."""
    return _NOISE.sub("", _ORDINAL.sub("", plain(text))) in ("其他", "其它")


def channels_of(text: str) -> Channels:
    """The channels of a tick list (■政府网站 □政府公报 …) or of plain words (政府网站、公示栏). A line 注：… is the note."""
    lines = text.split("\n")
    notes = [line.strip()[2:].strip() for line in lines if line.strip().startswith(("注：", "注:"))]
    text = "\n".join(line for line in lines if not line.strip().startswith(("注：", "注:")))
    if _MARK.search(text):
        pieces = _marked(text)
        chosen = [name for on, name in pieces if on]
        if not chosen:
            return Channels((), "；".join(notes), (), True)
    else:
        chosen = _spelled(text)
    codes: list[str] = []
    unknown: list[str] = []
    for name in chosen:
        code, said = _channel(name)
        if code and code not in codes:
            codes.append(code)
        elif not code:
            unknown.append(name)
        if said:
            notes.append(said)
    ordered = [row.code for row in matters.channels() if row.code in codes]
    return Channels(tuple(ordered), "；".join(notes), tuple(unknown))


def levels_of(text: str) -> tuple[str, ...]:
    """The levels named in a label or a cell (县级, 乡镇（街道）级, 乡、村级, ☑县级 □乡级), from above."""
    words = plain(text)
    if _MARK.search(words):
        words = "".join(name for on, name in _marked(words) if on)
    found = []
    if re.search("县|区级|^区$|市级|旗", words.replace("社区", "")):
        found.append("county")
    if re.search("乡|镇|街道", words):
        found.append("township")
    if re.search("村|社区", words):
        found.append("village")
    return tuple(found)


def chosen_words(text: str) -> str:
    """Of a cell with boxes, the words of those that are ticked; of another, the cell."""
    return "".join(name for on, name in _marked(text) if on) if _MARK.search(text) else text


def _marked(text: str) -> list[tuple[bool, str]]:
    """The boxes of a cell with their words, which stand behind them (or, in few files, before)."""
    marks = list(_MARK.finditer(text))
    behind = not text[: marks[0].start()].strip() or bool(text[marks[-1].end() :].strip())
    out = []
    for i, mark in enumerate(marks):
        if behind:
            end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
            name = text[mark.end() : end]
        else:
            name = text[marks[i - 1].end() if i else 0 : mark.start()]
        out.append((mark[0] in ON, " ".join(name.split())))
    return out


def _spelled(text: str) -> list[str]:
    """Names of channels in running words: known ones first, for some of them hold the characters that part others."""
    rest = text
    found: list[tuple[int, str]] = []
    for name in sorted(_channels(), key=len, reverse=True):
        at = rest.find(name)
        if at >= 0:
            found.append((at, name))
            rest = rest[:at] + "\n" * len(name) + rest[at + len(name) :]
    others = [
        (rest.find(part), part.strip()) for part in re.split(r"[、，,；;/\n\s]|和|或|及|等$", rest) if len(part.strip()) > 1
    ]
    return [name for _, name in sorted([*found, *others])]


def _channel(name: str) -> tuple[str, str]:
    """Code and the words that go with it: (other, 县纪委平台) for 其他：县纪委平台."""
    words = name.strip("，,、；;。 ")
    known = _loose_channels()
    if (code := known.get(loose(words))) is not None:
        return code, ""
    head, bracket, rest = re.sub("[(:：]", "（", words).partition("（")
    if bracket and (code := known.get(loose(head))) is not None:
        return code, rest.strip(" ）)_")
    if words.startswith("其他") or words.startswith("其它"):
        return "other", words[2:].strip(" ：:_")
    short = loose(words)
    inside = [n for n in known if len(n) >= 3 and n in short]
    return (known[max(inside, key=len)], "") if inside else ("", "")


@cache
def _domains() -> dict[str, str]:
    return {plain(name): row.code for row in matters.domains() for name in (row.name, *row.variants)}


@cache
def _channels() -> dict[str, str]:
    return {name: row.code for row in matters.channels() for name in (row.name, *row.variants)}


@cache
def _loose_channels() -> dict[str, str]:
    return {loose(name): code for name, code in _channels().items()}
