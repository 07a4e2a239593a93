"""One way to look at printed text: full-width, compatibility, Kangxi and zero-width characters, and traditional script.

`tidy` keeps the wording and only makes characters ordinary; `core` reduces a label to what tells it from others.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

_RADICALS = str.maketrans(
    "⺁⺄⺆⺈⺊⺌⺍⺕⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺨⺪⺫⺬⺭⺮⺯⺰⺱⺳⺶⺷⺸⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "厂乙冂刀卜小小彐心手攵旡月歺母民氵氺灬爪犭疋罒示礻竹糸纟罓网羊羊羊老聿月臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶钅长长长门阝雨青韦页风飞食食食饣马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
_DROP = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
_COMPATIBLE = re.compile("[\u2f00-\u2fdf\uf900-\ufaff]+")
_NOT_CORE = re.compile(r"[^\w%]+|_+")
_NUMBER_PREFIX = re.compile(r"^[\s（(]*(?:[一二三四五六七八九十]{1,3}|\d{1,2})[\s）)]*[、.．,，:：）)]*\s*")
_HAS_PREFIX = re.compile(
    r"^\s*(?:[（(]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）]|(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[、.．,，])"
)
_TRADITIONAL = re.compile("[開關數據辦請處訴訟議資訊務報項經門戶眾網實條備會號權標準將與為來對發動]")

_WIDE = {ord("\u00a0"): " ", ord("\u3000"): " ", **dict.fromkeys(range(8192, 8203), " ")}
_WIDE |= {0xFF10 + i: str(i) for i in range(10)}
_WIDE |= {0xFF21 + i: chr(0x41 + i) for i in range(26)} | {0xFF41 + i: chr(0x61 + i) for i in range(26)}
_WIDE |= {0xFF0B: "+", 0xFF0D: "-", 0xFF0E: ".", 0xFF0F: "/", 0xFF05: "%"}
_ORDINARY: dict[int, str | int | None] = {**_DROP, **_RADICALS, **_WIDE}
_ODD = re.compile(f"[{''.join(map(re.escape, map(chr, _ORDINARY)))}\u2f00-\u2fdf\uf900-\ufaff]")


def tidy(text: str) -> str:
    """The same words in ordinary characters: no zero-width marks, no compatibility forms, full-width digits and letters
    made narrow. Chinese punctuation stays as printed."""
    if text.isascii() or not _ODD.search(text):
        return text
    text = text.translate(_ORDINARY)
    if _COMPATIBLE.search(text):
        text = _COMPATIBLE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return text


tidy_label = lru_cache(maxsize=20_000)(tidy)
"""`tidy` for short texts, which repeat from report to report."""


@lru_cache(maxsize=20_000)
def core(text: str) -> str:
    """A label without spaces and punctuation, numbering kept: “（一）予以公开” → “一予以公开”."""
    return _NOT_CORE.sub("", unicodedata.normalize("NFKC", tidy(text)))


@lru_cache(maxsize=20_000)
def bare(text: str) -> str:
    """A label without its numbering, spaces and punctuation: “（一）予以公开” → “予以公开”."""
    text = tidy(text)
    if _HAS_PREFIX.match(text):
        return core(_NUMBER_PREFIX.sub("", text, count=1))
    return core(text)


def is_traditional(text: str) -> bool:
    """Whether the text is written in traditional characters (several of those that this document cannot do without)."""
    found = _TRADITIONAL.findall(text)
    return len(found) >= 8 and len(set(found)) >= 4


def simplified(text: str) -> str:
    """The text in simplified characters."""
    converted: str = _converter().convert(text)
    return converted


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
