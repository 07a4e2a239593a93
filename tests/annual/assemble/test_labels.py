"""Labels name rows and columns, whole or damaged, and never the wrong ones."""

from __future__ import annotations

import pytest

from gongkai.annual.assemble.lexicon import lexicon
from gongkai.annual.forms import FORMS, TABLES, form

DAMAGED_ROWS = [
    ("三、本（一）予以公开", "granted"),
    ("（ 一 ）予 以 公 开", "granted"),
    ("5.要求行政机关确认或重新出具已获取", "refused_reconfirm"),
    ("2、申请人逾期未按收费通知要求缴纳费用,行政机关不再处理", "other_unpaid_fee"),
    ("３．危及“三安全、一稳定”", "denied_safety_stability"),
    ("⼀、本年新收政府信息公开申请数量", "new_received"),
    ("1.属于国家机密", "denied_state_secret"),
    ("总计", "total"),
    ("（七）总 计", "total"),
    ("3.其他", "other_misc"),
    ("其他处理", "other"),
]
NO_ROWS = ["", "0", "12", "自然人", "申请人情况的说明", "本年度办理的其他工作", "收到信访件", "万元", "年度报告"]


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("table", TABLES)
def test_every_official_label_and_variant_names_its_own_row_and_column(name: str, table: str) -> None:
    words = lexicon(table)
    for row in form(name).tables[table].rows:
        for label in (row.label, *row.variants):
            found = words.row(label)
            assert found is not None and found.key == row.key, label
        for column in row.columns:
            for label in (column.label, *column.variants):
                found = words.column(label)
                assert found is not None and found.key == column.key, label


@pytest.mark.parametrize(("printed", "key"), DAMAGED_ROWS)
def test_a_damaged_row_label_still_names_its_row(printed: str, key: str) -> None:
    found = lexicon("table3").row(printed)
    assert found is not None and (found.kind, found.key) == ("row", key)


@pytest.mark.parametrize("printed", NO_ROWS)
def test_other_words_name_no_row(printed: str) -> None:
    assert lexicon("table3").row(printed) is None
