"""Personal numbers that must not go out: resident IDs, bank cards, mobile numbers.

Numbers that are printed masked (138****5678) are fine. A number inside an 索引号 or a unified social credit code is
never taken for a person's.
"""

from __future__ import annotations

import re
from datetime import date

from gongkai.screening.spans import Span

_NUMBER = re.compile(r"[0-9０-９][0-9０-９ 　\-－]{9,}[0-9０-９XxＸｘ]")
"""Where a personal number can stand at all: nothing personal is shorter than eleven digits, so most texts end here."""
_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")

_RESIDENT_ID = re.compile(
    r"(?<![0-9A-Za-z/\-])[1-9]\d{5}[ ]?(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[ ]?\d{3}[0-9Xx]"
    r"(?![0-9A-Za-z]|[/\-]\d)"
)
_BANK_CARD = re.compile(
    r"(?<![0-9A-Za-z/\-.])(?:\d{4}(?P<gap>[ \-])\d{4}(?P=gap)\d{4}(?P=gap)\d{4}(?:(?P=gap)\d{1,3})?|\d{15,19})"
    r"(?![0-9A-Za-z/]|[\-.]\d)"
)
_CARD_PREFIX = re.compile(r"62|60|81|9558|4|5[1-5]|35|3[47]")
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z/=_.])(?:\+?86[ \-]?)?(1[3-9]\d[ \-]?\d{4}[ \-]?\d{4})"
    r"(?![0-9A-Za-z/]|[.\-]\d|[ ]*(?:元|万元|亿|号文|件|条|次))"
)
_CODE_BEFORE = re.compile(
    r"(?:索引号|信用代码|机构代码|统一代码|项目代码|备案号|许可证号?|文号|流水号|条形码|编号|编码|代码)[^\n。；;]{0,12}$"
)
_ID_BEFORE = re.compile(r"(?:身份证|公民身份号码|证件号)[^\n。；;]{0,15}$")
_CARD_BEFORE = re.compile(r"(?:银行卡|卡号|账号|帐号|账户|帐户|开户|收款|打款|汇款|存折|一卡通)[^\n。；;]{0,25}$")
_LOOK_BACK = 40
_LOOK_AHEAD = 6
_EARLIEST_BIRTH = 1880


def find_personal(text: str, *, latest_birth: date | None = None) -> list[Span]:
    """Resident IDs (`resident_id`), bank cards (`bank_card`) and mobile numbers (`mobile`) in a text, in order.

    `latest_birth`: an ID with a later date of birth is none (the day the text was written, where known).
    """
    found: list[Span] = []
    for number in _NUMBER.finditer(text):
        first = max(0, number.start() - _LOOK_BACK)
        piece = text[first : number.end() + _LOOK_AHEAD].translate(_WIDE)
        at = max(0, number.start() - first - 1)
        here = _resident_ids(piece, at, latest_birth)
        here += [s for s in _bank_cards(piece, at) if not _overlaps(s, here)]
        here += [s for s in _mobiles(piece, at) if not _overlaps(s, here)]
        for span in sorted(here, key=lambda s: s.start):
            start, end = first + span.start, first + span.end
            moved = Span(start, end, span.kind, text[start:end], span.masked)
            if not _overlaps(moved, found):
                found.append(moved)
    return found


def _resident_ids(text: str, at: int, latest_birth: date | None) -> list[Span]:
    found = []
    for match in _RESIDENT_ID.finditer(text, at):
        number = match.group().replace(" ", "").upper()
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if not _is_resident_id(number, latest_birth):
            continue
        if not _ID_BEFORE.search(before) and (_CODE_BEFORE.search(before) or _is_credit_code(number)):
            continue
        found.append(Span(match.start(), match.end(), "resident_id", match.group(), f"{number[:3]}{'*' * 11}{number[-4:]}"))
    return found


def _is_resident_id(number: str, latest_birth: date | None) -> bool:
    from stdnum.cn import ric
    from stdnum.exceptions import ValidationError

    try:
        ric.validate(number)
        born = ric.get_birth_date(number)
    except ValidationError:
        return False
    return born.year >= _EARLIEST_BIRTH and (latest_birth is None or born <= latest_birth)


def _is_credit_code(number: str) -> bool:
    from stdnum.cn import uscc

    return bool(uscc.is_valid(number))


def _bank_cards(text: str, at: int) -> list[Span]:
    found = []
    for match in _BANK_CARD.finditer(text, at):
        number = re.sub(r"[ \-]", "", match.group())
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if not 15 <= len(number) <= 19 or not _CARD_PREFIX.match(number) or _CODE_BEFORE.search(before):
            continue
        if not _CARD_BEFORE.search(before) and not (match["gap"] and number.startswith("62")):
            continue
        if _luhn(number):
            found.append(
                Span(match.start(), match.end(), "bank_card", match.group(), f"{'*' * (len(number) - 4)}{number[-4:]}")
            )
    return found


def _luhn(number: str) -> bool:
    from stdnum import luhn

    return bool(luhn.is_valid(number))


def _mobiles(text: str, at: int) -> list[Span]:
    found = []
    for match in _MOBILE.finditer(text, at):
        number = re.sub(r"[ \-]", "", match.group(1))
        if _CODE_BEFORE.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
            continue
        found.append(Span(match.start(1), match.end(1), "mobile", match.group(1), f"{number[:3]}****{number[-4:]}"))
    return found


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span.start < o.end and o.start < span.end for o in others)
