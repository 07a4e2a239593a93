"""UUIDv7."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from gongkai.records.base import clock, ids
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


def test_seeded_ids_are_the_same_again_and_others_with_another_seed() -> None:
    def made(seed: str) -> list[UUID]:
        with clock.frozen(date(2025, 3, 1)) as frozen, ids.seeded(seed):
            first = [uuid7() for _ in range(50)]
            frozen.move(seconds=1)
            return [*first, *(uuid7() for _ in range(50))]

    once, again, other = made("a"), made("a"), made("b")
    assert once == again == sorted(once)
    assert not set(once) & set(other)
    assert once[0].int >> 80 == int(datetime(2025, 3, 1, 4, tzinfo=UTC).timestamp() * 1000)


def test_after_seeded_ids_they_are_of_chance_again_and_go_on_growing() -> None:
    before = uuid7()
    made = []
    for _ in range(2):
        with clock.frozen(datetime(2025, 3, 1, tzinfo=UTC)), ids.seeded("a"):
            uuid7()
        made.append(uuid7())
    assert before < made[0] < made[1]
    with clock.frozen(datetime(2140, 1, 1, tzinfo=UTC)), ids.seeded("a"):
        latest = uuid7()
    assert uuid7() > latest


def test_only_the_demo_makes_ids_of_a_seed() -> None:
    source = Path(ids.__file__).resolve().parents[2]
    users = {
        path.relative_to(source).as_posix() for path in source.rglob("*.py") if "seeded(" in path.read_text(encoding="utf-8")
    }
    assert users == {"records/base/ids.py", "demo/stage.py"}
