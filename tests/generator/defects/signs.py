"""Residue of editors and templates, and personal data."""

from __future__ import annotations

from random import Random

from ..model import Report, Text
from ..reports import report
from .base import add, defect, expect


def _with(seed: int, number: int, sentence: str, code: str) -> Report:
    made = report(seed)
    add(made, number, sentence)
    return expect(made, code, f"section1.{number}")


@defect
def bookmark_left(seed: int) -> Report:
    """A Word bookmark in the words."""
    return _with(seed, 3, ["[bookmark: _GoBack]", "[bookmark: OLE_LINK1]"][seed % 2] + "档案按年度整理。", "word_residue")


@defect
def field_error_left(seed: int) -> Report:
    """错误!未找到引用源。"""
    return _with(seed, 3, "目录见错误！未找到引用源。", "word_residue")


@defect
def asterisks_left(seed: int) -> Report:
    """Markdown's bold marks in a text that is not Markdown."""
    made = _with(seed, 3, "**注重时效。**信息形成后尽快上网。", "markdown_residue")
    made.needs.add("markup")
    return made


@defect
def template_words_left(seed: int) -> Report:
    """（文字描述） of the empty form."""
    return _with(seed, 4, "（文字描述）", "template_residue")


@defect
def placeholder_left(seed: int) -> Report:
    """×× and （此处填写…）."""
    return _with(seed, 4, ["全年举办开放日××次。", "（此处填写平台名称）已上线。"][seed % 2], "placeholder")


def resident_id(rng: Random) -> str:
    """A well-formed number of nobody: region, birth date, sequence, check digit (GB 11643)."""
    body = f"110105{rng.randint(1950, 2004)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(100, 999)}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def bank_card(rng: Random) -> str:
    """A 19-digit number with a right Luhn digit."""
    body = "622202" + "".join(rng.choice("0123456789") for _ in range(12))
    total = sum(sum(divmod(int(d) * (2 if n % 2 == 0 else 1), 10)) for n, d in enumerate(reversed(body)))
    return body + str(-total % 10)


@defect
def resident_number_printed(seed: int) -> Report:
    """A resident identity number in the words."""
    return _with(seed, 2, f"已向申请人（公民身份号码{resident_id(Random(seed))}）送达答复。", "personal_data")


@defect
def bank_card_printed(seed: int) -> Report:
    """A bank card number in the words."""
    return _with(seed, 2, f"退款已打入银行卡{bank_card(Random(seed))}。", "personal_data")


@defect
def mobile_printed(seed: int) -> Report:
    """A private mobile number."""
    return _with(seed, 2, f"申请人李先生的手机号码为139{Random(seed).randint(10000000, 99999999)}。", "personal_data")


@defect
def doubled_stop(seed: int) -> Report:
    """。。 at the end of a sentence."""
    return _with(seed, 4, "栏目每月核对一次。。", "punctuation")


@defect
def party_affairs(seed: int) -> Report:
    """党务 in a report on government information."""
    made = report(seed)
    add(made, 1, "同步推进党务公开和村务公开，党员发展情况按季张榜。")
    return expect(made, "off_topic", "section1")


@defect
def spaces_inside_words(seed: int) -> Report:
    """Blanks between the characters of a word."""
    made = report(seed)
    add(made, 4, "栏 目 每 月 核 对 一 次。")
    made.needs.add("spaces")
    return expect(made, "whitespace", "section1.4")


@defect
def harmless_words(seed: int) -> Report:
    """Nothing wrong: numbers, years and names that only look like trouble, so a checker must keep silent."""
    made = report(seed)
    y = made.year
    add(made, 3, f"清理{y - 1}年以前的文件12件，其中《关于印发{y - 2}年度行动计划的通知》等3件已标注失效。")
    add(
        made, 4, f"网站标识码1101050001，索引号11110105{y}0131000{seed % 10}，统一社会信用代码91110105MA01{seed % 10000:04}0X。"
    )
    add(made, 5, "检查中抽取样本40份，优秀率为95%。")
    made.sections["5"].append(Text(f"{y + 1}年，将把解读件数提高到60件。"))
    return made
