"""Residue of Word, Markdown, templates and unfilled blanks is found; what only looks like it is not."""

from __future__ import annotations

import pytest

from gongkai.screening import find_hidden, find_residue, without_hidden


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[bookmark: _GoBack]2021年度未收到申请", "word_residue"),
        ("[bookmark: OLE_LINK1]档案整理", "word_residue"),
        ("目录见错误！未找到引用源。", "word_residue"),
        ("见错误!未定义书签。", "word_residue"),
        ("Error! Reference source not found.", "word_residue"),
        ('HYPERLINK "http://example.org" 门户网站', "word_residue"),
        ("第PAGEREF _Toc123页 \\* MERGEFORMAT", "word_residue"),
        ("网站&nbsp;建设", "word_residue"),
        ("主动公开<br/>情况", "word_residue"),
        ("\x13公开\x15", "word_residue"),
        ("**二是注重时效。**信息尽快上网", "markdown_residue"),
        ("公开。**注重时效**，尽快上网", "markdown_residue"),
        ("## 一、总体情况", "markdown_residue"),
        ("##总体情况", "markdown_residue"),
        ("见[门户网站](http://example.org)", "markdown_residue"),
        ("```text", "markdown_residue"),
        ("| --- | --- |", "markdown_residue"),
        ("（文字描述）", "template_residue"),
        ("【填报说明：按实际情况】", "template_residue"),
        ("（不超过1000字）", "template_residue"),
        ("{{agency}}年度报告", "template_residue"),
        ("政府信息公开年报模板", "template_residue"),
        ("全年举办开放日××次。", "placeholder"),
        ("XX乡人民政府", "placeholder"),
        ("xx条", "placeholder"),
        ("收到申请×件", "placeholder"),
        ("（此处填写平台名称）已上线", "placeholder"),
        ("（单位名称）2023年报告", "placeholder"),
        ("【请填写】", "placeholder"),
        ("共____条", "placeholder"),
        ("公开???条", "placeholder"),
        ("2024年  月  日", "placeholder"),
        ("（待补充）", "placeholder"),
    ],
)
def test_residue_is_found(text: str, kind: str) -> None:
    spans = find_residue(text)
    assert kind in {s.kind for s in spans}
    assert all(text[s.start : s.end] == s.text for s in spans)


@pytest.mark.parametrize(
    "text",
    [
        "（国务院令第711号，以下简称《条例》）",
        "（一）主动公开情况",
        "申请人张**、李**提出申请",
        "原告王××不服",
        "二〇二四年，依法公开",
        "3×5米的公示栏",
        "【主动公开】",
        "〔2021〕30号",
        "（地址：清河路1号，电话：010-12345678）",
        "VX群、LED屏、PDF格式",
        "增长#1？",
        "A&B公司",
        "数量>5且<10",
        "C# 语言",
        "见附件[1]",
        "（含解读材料3件）",
        "做到件件有回应，事事有着落。",
        "（不含结转）",
        "（填写《申请表》）",
        "（补充完善制度3项）",
        "（填报单位：云水县财政局）",
        "2024年 1月",
    ],
)
def test_right_words_are_left_alone(text: str) -> None:
    assert find_residue(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("公\u200b开", "zero_width"),
        ("公\u00ad开", "zero_width"),
        ("\u202e公开", "direction"),
        ("公\ue000开", "private_use"),
        ("公\x01开", "control"),
        ("公\U000e0041开", "tag"),
    ],
)
def test_hidden_characters_are_found_and_taken_out(text: str, kind: str) -> None:
    assert [s.kind for s in find_hidden(text)] == [kind]
    assert without_hidden(text) == "公开"


def test_layout_characters_are_not_hidden() -> None:
    assert find_hidden("一、总体情况\n\t　2024年\u00a0公开\u2003条。") == []
