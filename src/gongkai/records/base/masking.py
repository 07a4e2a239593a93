"""Personal numbers out of text that is not meant to hold them: log records, and what an act writes into its log."""

from __future__ import annotations

import re

# Longest first: a bank card may begin with what looks like an identity number, and a mobile number hides in both.
_ALONE = r"(?<![0-9A-Za-z]){}(?![0-9A-Za-z])"
_MASKS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"[0-9A-Za-z._%+-]{1,64}@[0-9A-Za-z-]{1,63}(?:\.[0-9A-Za-z-]{1,63}){1,8}", "[邮箱]"),
        (_ALONE.format(r"[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9Xx]"), "[身份证件号]"),
        (_ALONE.format(r"[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}"), "[身份证件号]"),
        (_ALONE.format(r"[1-9][0-9]{3}(?:[ -]?[0-9]{4}){2,3}(?:[ -]?[0-9]{1,4})"), "[银行卡号]"),
        (_ALONE.format(r"(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}"), "[手机号]"),
    )
)
_MAY_HOLD = re.compile(r"@|[0-9](?:[ -]?[0-9]){10}")
_IDENTITY_NUMBER = re.compile(_ALONE.format(r"[1-9][0-9]{16}[0-9Xx]"))
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECK_DIGITS = "10X98765432"


def masked(text: str) -> str:
    """`text` with identity, card and mobile numbers and e-mail addresses replaced by what they were.

    Rather too much than too little: a running number of 16 digits is masked as a bank card.
    """
    if not _MAY_HOLD.search(text):
        return text
    for pattern, word in _MASKS:
        text = pattern.sub(word, text)
    return text


def holds_identity_number(text: str) -> bool:
    """Whether `text` holds an 18-digit identity number whose check digit is right (so hardly anything else)."""
    return any(
        _CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11]
        == number[17].upper()
        for number in _IDENTITY_NUMBER.findall(text)
    )
