"""The chained log: what it shows, what it refuses, what erasure leaves."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, connection, transaction

from gongkai.records.base import append_only, canonical
from gongkai.records.base.actors import OPERATOR
from gongkai.records.base.clock import Frozen
from gongkai.records.base.errors import ContractBroken
from gongkai.records.base.log import chain, personal, sealing
from gongkai.records.base.log.models import LogEntry, LogHead, LogSeal, SubjectKey
from gongkai.records.base.record import AppendOnly
from tests.records.example.models import Parcel
from tests.records.example.services import open_parcel, receive

SUBJECT = UUID("0195f000-0000-7000-8000-000000000001")
DAY = date(2026, 3, 10)


@pytest.fixture
def parcel(db: None, now: Frozen) -> Parcel:
    done = receive("一件包裹", {"name": "某某", "phone": "13800000000"}, SUBJECT, actor=OPERATOR)
    open_parcel(done.record_id, actor=OPERATOR)
    return Parcel.objects.get(pk=done.record_id)


@pytest.fixture
def tampering(db: None) -> object:
    """Somebody with the database's own password: the triggers are gone."""
    append_only.remove(connection)
    yield
    append_only.install(connection)


def rewrite(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_an_untouched_chain_verifies(parcel: Parcel) -> None:
    assert [entry.seq for entry in chain.entries(parcel)] == [1, 2]
    assert chain.verify(parcel) == []
    assert chain.version(parcel) == 2


def test_a_changed_entry_is_found(parcel: Parcel, tampering: None) -> None:
    rewrite("UPDATE base_logentry SET actor = 'user:other' WHERE seq = 1")
    assert [fault for fault in chain.verify(parcel) if "第 1 条的内容与其校验值不符" in fault]


def test_a_changed_entry_with_a_new_hash_is_found_by_the_next(parcel: Parcel, tampering: None) -> None:
    entry = chain.entries(parcel)[0]
    entry.actor = "user:other"
    rewrite("UPDATE base_logentry SET actor = 'user:other', hash = %s WHERE seq = 1", chain.entry_hash(entry))
    assert any("第 2 条与前一条接不上" in fault for fault in chain.verify(parcel))


def test_a_cut_off_end_is_found(parcel: Parcel, tampering: None) -> None:
    rewrite("DELETE FROM base_logentry WHERE seq = 2")
    assert any("末端应为第 2 条" in fault for fault in chain.verify(parcel))


def test_a_cut_off_end_with_a_mended_head_is_found_in_the_chain_of_all(parcel: Parcel, tampering: None) -> None:
    sealing.seal()
    first = chain.entries(parcel)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        rewrite("DELETE FROM base_logentry WHERE seq = 2")
        connection.check_constraints()
    rewrite("DELETE FROM base_logseal WHERE position = 1")
    rewrite("UPDATE base_loghead SET seq = 1, hash = %s WHERE seq = 2", first.hash)
    assert any("第 2 环" in fault for fault in sealing.verify_seals())


def test_the_program_cannot_change_or_delete_an_entry(parcel: Parcel) -> None:
    entry = chain.entries(parcel)[0]
    for attempt in (
        entry.save,
        entry.delete,
        LogEntry.objects.all().delete,
        lambda: LogEntry.objects.update(actor="x"),
        lambda: LogEntry.objects.bulk_update([entry], ["actor"]),
    ):
        with pytest.raises(AppendOnly):
            attempt()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE base_logentry SET actor = 'x'",
        "DELETE FROM base_logentry",
        "UPDATE base_logseal SET hash = 'x'",
        "DELETE FROM base_logseal",
        "UPDATE base_actkey SET result = '{}'",
        "DELETE FROM base_actkey",
        "DELETE FROM base_number",
    ],
)
def test_the_database_refuses_whoever_asks(parcel: Parcel, statement: str) -> None:
    receive("又一件", {"name": "某某"}, SUBJECT, actor=OPERATOR, key="k")
    sealing.seal()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rewrite(statement)


def test_the_database_refuses_to_empty_the_log(parcel: Parcel) -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rewrite("TRUNCATE base_logentry CASCADE")
    assert append_only.missing(connection) == []


def test_personal_data_is_ciphertext_and_can_be_read_with_the_key(parcel: Parcel) -> None:
    entry = chain.entries(parcel)[0]
    assert personal.personal(entry) == {"name": "某某", "phone": "13800000000"}
    assert entry.cipher is not None
    assert "某某".encode() not in bytes(entry.cipher)
    assert "某某" not in str(entry.data)


def test_after_erasure_nobody_reads_it_and_the_chain_still_verifies(parcel: Parcel) -> None:
    sealing.seal()
    assert personal.erase(SUBJECT) is True
    assert bytes(SubjectKey.objects.get(subject=SUBJECT).wrapped) == b""
    with pytest.raises(personal.Erased, match="已依法删除"):
        personal.personal(chain.entries(parcel)[0])
    assert chain.verify(parcel) == []
    assert sealing.verify_seals() == []
    assert personal.erase(SUBJECT) is False


def test_nothing_more_is_written_about_an_erased_person(parcel: Parcel) -> None:
    personal.erase(SUBJECT)
    with pytest.raises(personal.Erased):
        receive("又一件", {"name": "某某"}, SUBJECT, actor=OPERATOR)
    assert Parcel.objects.count() == 1


def test_a_ciphertext_moved_to_another_entry_cannot_be_read(parcel: Parcel) -> None:
    first, second = chain.entries(parcel)
    second.cipher, second.subject = first.cipher, first.subject
    with pytest.raises(InvalidTag):
        personal.personal(second)


def test_an_identity_number_in_the_open_part_is_refused(parcel: Parcel) -> None:
    with pytest.raises(ContractBroken, match="identity number"):
        chain.append(parcel, actor="system:test", act="t", occurred_on=DAY, data={"who": "证号11010519491231002X。"})
    with pytest.raises(ContractBroken, match="without the subject"):
        chain.append(parcel, actor="system:test", act="t", occurred_on=DAY, personal={"name": "某某"})


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_written_in_a_transaction_only() -> None:
    parcel = Parcel.objects.create(title="一件")
    with pytest.raises(ContractBroken, match="inside the transaction"):
        chain.append(parcel, actor="system:test", act="t", occurred_on=DAY)


def test_each_entry_is_sealed_once_in_one_chain(parcel: Parcel) -> None:
    assert sealing.seal() == 2
    assert sealing.seal() == 0
    open_parcel(receive("又一件", {"name": "某某"}, SUBJECT, actor=OPERATOR).record_id, actor=OPERATOR)
    assert sealing.seal() == 2
    assert list(LogSeal.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4]
    assert sealing.verify_seals() == []


def test_entries_nobody_seals_are_noticed(parcel: Parcel, now: Frozen) -> None:
    now.move(minutes=16)
    assert any("有 2 条日志超过 15 分钟未封存" in fault for fault in sealing.verify_seals())


def test_a_chain_without_its_head_is_noticed(parcel: Parcel) -> None:
    LogHead.objects.all().delete()
    assert any("缺少末端记录" in fault for fault in chain.verify(parcel))


@pytest.mark.parametrize("value", [1.5, {"a": float("nan")}, {1: "x"}, "a\x00b", "\ud800", object(), {"x": b"y"}])
def test_what_has_no_one_form_is_not_hashed(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical.encoded(value)


def test_equal_content_has_equal_bytes_whatever_its_order() -> None:
    assert canonical.encoded({"乙": [1, None], "a": DAY}) == canonical.encoded({"a": DAY, "乙": (1, None)})
    assert canonical.encoded({"b": True}) == b'{"b":true}'
