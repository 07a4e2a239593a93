"""Numbers without gaps."""

from __future__ import annotations

import pytest
from django.db import transaction

from gongkai.records.base.errors import ContractBroken, Refused
from gongkai.records.base.numbers import services as numbers
from gongkai.records.base.numbers.models import Counter, Number
from tests.records.example.models import Parcel


@pytest.fixture
def parcel(db: None) -> Parcel:
    return Parcel.objects.create(title="一件")


def given(parcel: Parcel, period: str = "2026") -> str:
    return numbers.give(parcel, "s", period, "{period}-{value:03d}").text


def test_numbers_count_up_in_each_period(parcel: Parcel) -> None:
    assert [given(parcel), given(parcel), given(parcel, "2027"), given(parcel)] == [
        "2026-001",
        "2026-002",
        "2027-001",
        "2026-003",
    ]
    assert numbers.gaps() == []


def test_an_act_that_fails_gives_its_number_back(parcel: Parcel) -> None:
    given(parcel)
    with pytest.raises(RuntimeError), transaction.atomic():
        given(parcel)
        raise RuntimeError
    assert given(parcel) == "2026-002"


def test_a_voided_number_stays_and_is_never_given_again(parcel: Parcel) -> None:
    number = numbers.give(parcel, "s", "2026", "{value}")
    numbers.void(number, "重复登记")
    assert (Number.objects.get().void_reason, given(parcel)) == ("重复登记", "2026-002")
    assert numbers.gaps() == []
    with pytest.raises(Refused, match="已经作废"):
        numbers.void(number, "再来一次")
    with pytest.raises(Refused, match="写明原因"):
        numbers.void(number, " ")


def test_the_number_of_the_paper_register_can_be_typed_and_is_passed_over(parcel: Parcel) -> None:
    numbers.typed(parcel, "s", "2026", " 2026-002 ")
    assert [given(parcel), given(parcel)] == ["2026-001", "2026-003"]
    assert numbers.gaps() == []
    with pytest.raises(Refused, match="已经使用过"):
        numbers.typed(parcel, "s", "2026", "2026-001")
    with pytest.raises(Refused, match="请填写"):
        numbers.typed(parcel, "s", "2026", " ")


def test_a_lost_number_is_named(parcel: Parcel) -> None:
    given(parcel)
    Counter.objects.update(last=4)
    assert numbers.gaps() == ["编号 s 2026：缺第 2、3、4 号。"]
    Counter.objects.update(last=0)
    assert numbers.gaps() == ["编号 s 2026：第 1 号超出计数器的末号 0。"]


@pytest.mark.django_db(transaction=True)
def test_a_number_is_given_in_an_act_only() -> None:
    with pytest.raises(ContractBroken):
        given(Parcel.objects.create(title="一件"))
