"""Broken, cut, spliced, flooded and bombed files of every form: refused in words, never a crash, a hang, or memory
without end. `python -m bench mutate` does a million.
"""

from __future__ import annotations

import pytest

from bench import mutate, mutate_worker
from bench.mutations import mutated
from bench.seeds import seeds

COUNT = 3000
# Half of what the product's child processes may take: nothing a mutated file of a few KiB holds is worth more.
PEAK_KIB = 1536 * 1024


@pytest.mark.needs("fonts")
def test_mutated_files_of_every_form_are_read_or_refused_in_words() -> None:
    outcome = mutate.run(7_000_000, 7_000_000 + COUNT, workers=2)
    assert dict(outcome.faults) == {}
    assert outcome.done == COUNT
    assert outcome.peak_kib < PEAK_KIB
    # Measured on the process's own clock, so a busy machine does not count; none may come near the limit.
    assert all(seconds < mutate_worker.HANG / 2 for seconds in outcome.slow.values()), outcome.slow


@pytest.mark.needs("fonts")
def test_a_number_always_gives_the_same_mutated_file() -> None:
    files = seeds()
    assert [mutated(n, files) for n in range(200)] == [mutated(n, files) for n in range(200)]
    assert len({data for _, data in (mutated(n, files) for n in range(200))}) > 190


@pytest.mark.needs("fonts")
def test_mutations_start_from_every_form_and_some_files_are_large() -> None:
    files = seeds()
    made = [mutated(n, files) for n in range(3000)]
    assert set(files.families) == {"text", "html", "docx", "odf", "ofd", "xlsx", "pdf", "other"}
    assert max(len(data) for _, data in made) > 900_000
    assert sum(len(data) < 100_000 for _, data in made) > 2500
