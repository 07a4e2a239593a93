"""What is no single filled-in report is refused with a code and one Chinese sentence."""

from __future__ import annotations

import pytest

from gongkai.annual import read
from gongkai.documents.errors import Unreadable
from gongkai.documents.text import decode
from tests.generator.layouts.base import render
from tests.generator.reports import report as made_up

EMPTY_FORM = """政府信息公开工作年度报告
一、总体情况
（文字描述）
二、主动公开政府信息情况
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t\t\t
行政规范性文件\t\t\t
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
（文字描述）
六、其他需要报告的事项
（文字描述）
"""
COMPARISON = """云水县2022年和2023年政府信息公开工作年度报告对比
三、收到和处理政府信息公开申请情况
申请情况\t2022年\t2023年
一、本年新收政府信息公开申请数量\t3\t4
二、上年结转政府信息公开申请数量\t0\t1
四、结转下年度继续办理\t1\t0
"""
CASES = [
    ("今天天气晴朗，适合出游。\n请带好雨具。", "no_report"),
    ("姓名\t金额\n某某\t300\n", "no_report"),
    (EMPTY_FORM, "empty_form"),
    (COMPARISON, "comparison"),
    ("   \n\n", "empty"),
]


@pytest.mark.parametrize(("text", "code"), CASES)
def test_what_is_no_report_is_told_in_one_chinese_sentence(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text.encode(), "a.txt")
    assert refused.value.code == code
    assert refused.value.message.endswith("。") and "请" in refused.value.message


def test_two_reports_in_one_file_are_not_mixed() -> None:
    pages = [decode(render("text_tabs", made_up(seed), seed).data) for seed in (31, 32)]
    with pytest.raises(Unreadable) as refused:
        read("\n\n".join(pages).encode(), "both.txt")
    assert refused.value.code == "two_reports"


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(Unreadable) as refused:
        read("没有这个文件.docx")
    assert refused.value.code == "not_found" and "没有这个文件.docx" in refused.value.message
