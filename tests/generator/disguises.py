"""What fonts, converters and copy-and-paste do to characters. The reader must see through all of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from .model import Report

# Characters PDF and OCR software puts in the place of ordinary ones: Kangxi and CJK radicals, compatibility ideographs.
RADICALS = dict(
    zip(
        "一人大工文日月自行生用立八十二力口土女子小山心手方水火田目石示羊老肉色见长门页车",
        "⼀⼈⼤⼯⽂⽇⽉⾃⾏⽣⽤⽴⼋⼗⼆⼒⼝⼟⼥⼦⼩⼭⼼⼿⽅⽔⽕⽥⽬⽯⽰⽺⽼⾁⾊⻅⻓⻔⻚⻋",
        strict=True,
    )
)
COMPATIBLE = {
    "不": "\uf967",
    "年": "\uf98e",
    "行": "\ufa08",
    "立": "\uf9f7",
    "料": "\uf9be",
    "例": "\uf9b5",
    "理": "\uf9e4",
    "力": "\uf98a",
}
WIDE = str.maketrans("0123456789.+-/()", "０１２３４５６７８９．＋－／（）")
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


@dataclass(frozen=True)
class Disguise:
    """`words` changes every printed word, `numbers` what number cells print (words where None)."""

    name: str
    words: Callable[[str, Random], str]
    numbers: Callable[[str, Random], str] | None = None

    def on(self, report: Report, seed: int, *, printed: bool = False) -> Report:
        """The same report under this disguise. On a `printed` page a soft hyphen would show as a real one."""
        rng = Random(f"disguise {seed}")

        def keep(text: str) -> str:
            return text.replace("\u00ad", "") if printed else text

        numbers = self.numbers or self.words
        return replace(report, say=lambda t: keep(self.words(t, rng)), number=lambda t: keep(numbers(t, rng)))


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("s2t")


def _plain(text: str, rng: Random) -> str:
    return text


def _mixed(table: dict[str, str], share: float) -> Callable[[str, Random], str]:
    def words(text: str, rng: Random) -> str:
        return "".join(table[c] if c in table and rng.random() < share else c for c in text)

    return words


def _zero_width(text: str, rng: Random) -> str:
    return "".join(c + rng.choice(ZERO_WIDTH) if rng.random() < 0.15 else c for c in text)


def _thousands(text: str, rng: Random) -> str:
    sign = rng.choice([",", ",", "，"])
    return re.sub(r"^\d{4,}(?=\.|$)", lambda m: f"{int(m[0]):,}".replace(",", sign), text)


def _padded(text: str, rng: Random) -> str:
    blanks = ["", "\u00a0", "\u3000", " ", "\u2002", "\u00a0\u00a0"]
    return rng.choice(blanks) + text + rng.choice(blanks) if text else text


DISGUISES = {
    d.name: d
    for d in (
        Disguise("plain", _plain),
        Disguise("full_width", lambda t, r: t.translate(WIDE)),
        Disguise("full_width_cells", _plain, lambda t, r: t.translate(WIDE)),
        Disguise("thousands", _plain, _thousands),
        Disguise("traditional", lambda t, r: _converter().convert(t)),
        Disguise("radicals", _mixed(RADICALS, 0.7)),
        Disguise("compatible", _mixed(COMPATIBLE, 0.7)),
        Disguise("zero_width", _zero_width),
        Disguise("padded", _plain, _padded),
    )
}


def fold(text: str) -> str:
    """What remains of a text when every disguise is off: for comparing, never for reading."""
    import unicodedata

    back = {v: k for k, v in RADICALS.items()} | {v: k for k, v in COMPATIBLE.items()}
    text = "".join(back.get(c, c) for c in text if c not in ZERO_WIDTH)
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", _simplify().convert(text))


@cache
def _simplify() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
