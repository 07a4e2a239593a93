"""UUIDv7."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from gongkai.records.base import clock
from gongkai.records.base.ids import uuid7


def test_an_id_is_a_uuid_of_version_7_that_holds_its_millisecond() -> None:
    with clock.frozen(datetime(2150, 5, 6, 7, 8, 9, 123000, tzinfo=UTC)) as frozen:
        made = uuid7()
        assert (made.version, made.variant) == (7, "specified in RFC 4122")
        assert made.int >> 80 == int(frozen().timestamp() * 1000)


def test_ids_of_one_process_grow_even_when_the_clock_is_set_back() -> None:
    made = [uuid7() for _ in range(2000)]
    with clock.frozen(datetime(2001, 1, 1, tzinfo=UTC)):
        made += [uuid7() for _ in range(2000)]
    assert made == sorted(made)
    assert len(set(made)) == 4000


def test_threads_never_make_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: uuid7(), range(5000)))
    assert len(set(made)) == 5000
