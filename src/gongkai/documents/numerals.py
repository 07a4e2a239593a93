"""Ordinals as word processors print them in automatic numbering: 1 → "一", "甲", "A", "iv", "①" …"""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def chinese(n: int) -> str:
    """Counting as spoken: 10 → 十, 12 → 十二, 20 → 二十, 105 → 一百零五. Digits in a row from 10,000 on."""
    if n <= 0 or n >= 10_000:
        return chinese_digits(n)
    text = _grouped(n, _DIGITS.replace("〇", "零"), ("", "十", "百", "千"))
    return text[1:] if text.startswith("一十") else text


def chinese_digits(n: int) -> str:
    """Digit by digit: 12 → 一二, 2024 → 二〇二四."""
    return "".join(_DIGITS[int(d)] if d.isdigit() else d for d in str(n))


def chinese_legal(n: int) -> str:
    """Financial figures: 12 → 壹拾贰."""
    return _grouped(n, _LEGAL, ("", "拾", "佰", "仟")) if 0 < n < 10_000 else str(n)


def _grouped(n: int, digits: str, units: tuple[str, ...]) -> str:
    out: list[str] = []
    text = str(n)
    for i, d in enumerate(text):
        if d != "0":
            out.append(digits[int(d)] + units[len(text) - 1 - i])
        elif out and out[-1] != digits[0] and text[i:].strip("0"):
            out.append(digits[0])
    return "".join(out)


def roman(n: int) -> str:
    """4 → IV. Arabic outside 1–3999."""
    if not 0 < n < 4000:
        return str(n)
    out = []
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        while n >= value:
            out.append(sign)
            n -= value
    return "".join(out)


def letters(n: int) -> str:
    """1 → A, 26 → Z, 27 → AA, 28 → BB: the way Word repeats them."""
    return chr(65 + (n - 1) % 26) * min((n - 1) // 26 + 1, 50) if n > 0 else str(n)


def _circled(n: int) -> str:
    return chr(0x2460 + n - 1) if 1 <= n <= 20 else str(n)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda n: signs[(n - 1) % len(signs)] if n > 0 else str(n)


WORD_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalFullWidth2": lambda n: str(n).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda n: chr(0x2474 + n - 1) if 1 <= n <= 20 else f"({n})",
    "decimalEnclosedFullstop": lambda n: chr(0x2488 + n - 1) if 1 <= n <= 20 else f"{n}.",
    "upperRoman": roman,
    "lowerRoman": lambda n: roman(n).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda n: letters(n).lower(),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": chinese_legal,
    "japaneseCounting": chinese,
    "japaneseDigitalTenThousand": chinese_digits,
    "japaneseLegal": chinese_legal,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "taiwaneseDigital": chinese_digits,
    "koreanDigital2": chinese_digits,
    "ideographDigital": chinese_digits,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographEnclosedCircle": lambda n: chr(0x3280 + n - 1) if 1 <= n <= 10 else str(n),
    "ideographLegalTraditional": chinese_legal,
    "ordinal": str,
}
"""ST_NumberFormat of WordprocessingML (ISO 29500-1 § 17.18.59) → how a number is printed. Bullets and `none` are not here."""
