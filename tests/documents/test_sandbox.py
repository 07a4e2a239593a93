"""One bad file never takes the batch down."""

from __future__ import annotations

import os
import socket

import pytest

from gongkai.documents.sandbox import Pool

TARGET = "tests.documents.sandbox_targets:act"


def test_answers_come_in_the_order_of_the_tasks() -> None:
    with Pool(TARGET, 2) as pool:
        answers = [r.data for r in pool.map(("answer", n) for n in range(200))]
    assert answers == [b"%d" % n for n in range(200)]


def test_a_worker_that_dies_costs_its_own_file_only() -> None:
    tasks = [("die" if n % 5 == 2 else "answer", n) for n in range(15)]
    with Pool(TARGET, 2) as pool:
        results = list(pool.map(tasks))
    assert [r.code for r in results] == ["crashed" if n % 5 == 2 else None for n in range(15)]
    assert [r.data for r in results if r.data] == [b"%d" % n for n in range(15) if n % 5 != 2]
    assert all((r.message or "").endswith("。") for r in results if r.code)


@pytest.mark.parametrize("what", ["hang", "hang in C"])
def test_a_worker_that_hangs_is_stopped_and_the_others_go_on(what: str) -> None:
    with Pool(TARGET, 2, seconds=0.7) as pool:
        results = list(pool.map([("answer", 0), (what, 1), ("answer", 2), ("answer", 3)]))
    assert [r.code for r in results] == [None, "too_slow", None, None]


def test_memory_is_bounded_and_the_worker_lives_on() -> None:
    with Pool(TARGET, 1, memory=1024**3) as pool:
        results = list(pool.map([("eat", 0), ("answer", 1), ("recurse", 2), ("answer", 3)]))
    assert [r.code for r in results] == ["too_much_memory", None, "bomb", None]


def test_a_refusal_keeps_its_code_and_its_sentence() -> None:
    with Pool(TARGET, 1) as pool:
        result = pool.one("refuse", 0)
    assert (result.code, result.message) == ("damaged", "文件坏了，请另存。")


def test_large_tasks_and_large_answers_do_not_block_each_other() -> None:
    with Pool(TARGET, 2) as pool:
        sizes = [len(r.data or b"") for r in pool.map(("large", n, b"y" * 500_000) for n in range(12))]
    assert sizes == [800_000] * 12


@pytest.mark.skipif(os.geteuid() != 0 and os.environ.get("GONGKAI_NO_SKIP") != "1", reason="needs the right to cut the network")
def test_a_worker_reaches_no_network() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with Pool(TARGET, 1) as pool:
            answer = pool.one("network", server.getsockname()[1]).data
    assert answer is not None and answer != b"0"


def test_stopping_in_the_middle_leaves_no_process_behind() -> None:
    pool = Pool(TARGET, 2)
    for result in pool.map(("answer", n) for n in range(50)):
        assert result.data == b"0"
        break
    pool.close()
    assert pool._workers == []
