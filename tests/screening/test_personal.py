"""Personal numbers are found wherever they stand, and nothing else is taken for one. All numbers here are nobody's."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.screening import find_personal, mask

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(born: str = "19770102", region: str = "110105", order: str = "003") -> str:
    """A well-formed number (GB 11643) of nobody."""
    body = region + born + order
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def bank_card(body: str = "622202020000000123") -> str:
    """A number with a right Luhn digit."""
    total = sum(sum(divmod(int(d) * (2 if n % 2 == 0 else 1), 10)) for n, d in enumerate(reversed(body)))
    return body + str(-total % 10)


ID = resident_id()
CARD = bank_card()
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"申请人身份证号{ID}，已送达。", "resident_id"),
        (f"申请人（{ID}）提交材料。", "resident_id"),
        (f"公民身份号码：{ID[:6]} {ID[6:14]} {ID[14:]}。", "resident_id"),
        (f"身份证{ID.translate(WIDE)}。", "resident_id"),
        (f"身份证号码为{resident_id(order='018')}。", "resident_id"),
        (f"退款已打入银行卡{CARD}。", "bank_card"),
        (f"卡号{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}", "bank_card"),
        (f"账号：{bank_card('621700000000001')}", "bank_card"),
        ("李先生的手机号码为13912345678。", "mobile"),
        ("联系人：王某，139-1234-5678", "mobile"),
        ("电话 139 1234 5678", "mobile"),
        ("电话+86 13912345678", "mobile"),
        ("联系电话１３９１２３４５６７８", "mobile"),
    ],
)
def test_personal_numbers_are_found(text: str, kind: str) -> None:
    spans = find_personal(text)
    assert [s.kind for s in spans] == [kind]
    assert text[spans[0].start : spans[0].end] == spans[0].text
    assert "*" in spans[0].masked and spans[0].text not in mask(text, spans)


@pytest.mark.parametrize(
    "text",
    [
        f"索引号：{ID}",
        f"索引号{ID}/2024-00012",
        f"统一社会信用代码{ID}",
        "统一社会信用代码91110105MA01123450X",
        "索引号1111010520230131000512345",
        f"身份证号{ID[:-1]}{'0' if ID[-1] != '0' else '1'}",
        "身份证号110105197713010031",
        f"身份证号{ID[:6]}********{ID[-4:]}",
        "电话0517-8360521012",
        "电话：010-12345678，传真010-87654321",
        "热线12345，办公电话83605210",
        "手机号码139****5678",
        "收费金额13912345678元",
        "采购金额13912345678.50",
        "https://example.org/art/13912345678",
        "文号13912345678",
        "网站标识码1101050001",
        f"订单{CARD}",
        f"银行卡{CARD[:-1]}{(int(CARD[-1]) + 1) % 10}",
        f"银行卡{'*' * 15}{CARD[-4:]}",
        "2024年1月5日印发",
        "",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find_personal(text) == []


def test_an_id_born_after_the_report_is_none() -> None:
    late = f"身份证{resident_id('20230102')}"
    assert find_personal(late) and find_personal(late, latest_birth=date(2020, 12, 31)) == []


def test_every_number_of_a_text_is_found_once_and_in_order() -> None:
    text = f"甲，身份证{ID}，手机13912345678；乙，银行卡{CARD}，手机13812345678。"
    spans = find_personal(text)
    assert [s.kind for s in spans] == ["resident_id", "mobile", "bank_card", "mobile"]
    assert mask(text, spans).count("*") > 20


@given(st.text(alphabet="0123456789Xx- 　１２（）身份证卡号电话/", max_size=60))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    spans = find_personal(text)
    assert all(text[s.start : s.end] == s.text for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
