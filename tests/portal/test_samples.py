"""The samples of the made-up county show what they promise."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.annual.batch import check_one
from gongkai.annual.forms import TABLES
from gongkai.portal.samples import Sample, content, samples
from tests.portal import build_samples

SINGLE = {s.key: s for s in samples() if len(s.files) == 1}
PROMISED = {
    "qinghe": set(),
    "baishidu": {
        *{"outdated_law", "wrong_year", "category_sum_mismatch", "title_error", "text_table_mismatch", "word_residue"},
        *{"markdown_residue", "placeholder", "implausible_value", "missing_element", "late_signature"},
    },
    "ziran": {"t3_identity", "t3_result_total", "t3_row_sum", "t4_row_sum", "blank_cells", "unit_in_cell", "fee_mismatch"},
    "tingsong": {"t3_carry_over", "t4_pending", "t2_in_force", "empty_problems"},
    "jiaoyu": {"format_mismatch", "outdated_notice"},
}


def checked(sample: Sample) -> dict[str, Any]:
    (file, name), *_ = sample.files
    previous = content(sample.previous[0]) if sample.previous else None
    return check_one(content(file), name, previous=previous)


@pytest.mark.parametrize("key", PROMISED)
def test_a_sample_is_read_whole_and_shows_what_it_promises(key: str) -> None:
    result = checked(SINGLE[key])
    assert result["readable"]
    assert all(result["report"]["tables"][table] for table in TABLES)
    assert PROMISED[key] <= {f["code"] for f in result["findings"]}
    if not PROMISED[key]:
        assert result["counts"] == {"error": 0, "warning": 0, "info": 0}


def test_the_batch_holds_one_file_that_is_no_report() -> None:
    batch = next(s for s in samples() if len(s.files) > 1)
    states = [check_one(content(file), name)["readable"] for file, name in batch.files]
    assert states.count(False) == 1


def test_the_text_samples_are_what_their_sources_say() -> None:
    for name, kind in build_samples.WRITTEN.items():
        if kind in ("txt", "html"):
            written = build_samples.as_text if kind == "txt" else build_samples.as_html
            assert content(f"{name}.{kind}") == written(build_samples.source(name)), name
