"""The rules about words and marks, case by case."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual.check import RULES, check
from tests.annual.check import test_structure, test_structure_profile, test_tables, test_tables_years
from tests.annual.check.cases import Case, become, both, note, nothing, say
from tests.annual.check.made import as_data, right, right_pair
from tests.generator.defects import DEFECTS
from tests.screening.test_personal import CARD, ID

HERE = "section1"
AGENCY = become(agency="云水县清河镇人民政府", agency_as_written=[], title="云水县清河镇2023年政府信息公开工作年度报告")

WORDS = [
    Case("wrong_word", "布署", say("1", "年初作出布署。"), "warning", HERE),
    Case("wrong_word", "in the title", become(title="云水县清河乡2023年政府信公开工作年度报告"), "warning", "title"),
    Case("wrong_word", "the right word", say("1", "年初作出部署。")),
    Case("duplicated_words", "a county twice", say("1", "按照云水县云水县的通知办理。"), "warning", HERE),
    Case("duplicated_words", "a year twice", say("5", "2023年2023年仍有不足。"), "warning", "section5"),
    Case(
        "duplicated_words",
        "a paragraph twice",
        say(
            "1",
            "\n"
            + "建立健全信息发布审核机制，明确专人负责，定期检查栏目更新情况，发现问题及时整改到位。" * 1
            + "\n建立健全信息发布审核机制，明确专人负责，定期检查栏目更新情况，发现问题及时整改到位。",
        ),
        "warning",
        HERE,
    ),
    Case("duplicated_words", "legitimate", say("1", "一件一件核对，认认真真整改，广泛宣传宣传。")),
    Case("outdated_term", "环保局 in 2023", say("1", "会同环保局公开信息。"), "warning", HERE),
    Case("outdated_term", "原环保局", say("1", "整理原环保局的档案。")),
    Case("outdated_term", "精准扶贫 in 2019", say("1", "公开精准扶贫信息。"), year=2019),
    Case("outdated_term", "精准扶贫 in 2023", say("1", "公开精准扶贫信息。"), "warning", HERE),
    Case("outdated_term", "in the name of a document", say("1", "清理《关于环保局职责的通知》。")),
    Case("off_topic", "党务公开", say("1", "推进党务公开和村务公开。"), "info", HERE),
    Case("off_topic", "three kinds of general work", say("1", "做好招商引资、脱贫攻坚、信访维稳工作。"), "info", HERE),
    Case("off_topic", "政务公开", say("1", "推进政务公开。")),
    Case("foreign_text", "我乡 in a 镇", both(AGENCY, say("1", "我乡高度重视。")), "warning", HERE),
    Case("foreign_text", "我局 in a 镇", both(AGENCY, say("1", "我局高度重视。")), "warning", HERE),
    Case(
        "foreign_text",
        "我乡 in a 局",
        both(become(agency="云水县财政局"), say("1", "我乡高度重视。")),
        "warning",
        HERE,
        kind="department",
    ),
    Case(
        "foreign_text",
        "我镇 in a 街道",
        both(become(agency="云水县城关街道办事处"), say("1", "我镇高度重视。")),
        "warning",
        HERE,
        kind="subdistrict",
    ),
    Case("foreign_text", "我镇, 我县 in a 镇", both(AGENCY, say("1", "我镇按我县要求，克服自我局限。"))),
    Case(
        "foreign_text", "another 乡 acts", both(AGENCY, say("1", "2023年，白石乡高度重视政府信息公开工作。")), "warning", HERE
    ),
    Case("foreign_text", "the same 乡 acts", both(AGENCY, say("1", "2023年，清河镇高度重视政府信息公开工作。"))),
    Case("foreign_text", "the county acts", both(AGENCY, say("1", "云水县高度重视政府信息公开工作。"))),
    Case("foreign_text", "neighbours are learnt from", both(AGENCY, say("1", "向白石乡学习经验。各乡镇高度重视。"))),
    Case("foreign_text", "an agency of unknown kind", both(become(agency=None), say("1", "我镇高度重视。"))),
]

MARKS = [
    Case("word_residue", "a bookmark", say("1", "[bookmark: _GoBack]全年整理档案。"), "warning", HERE),
    Case("word_residue", "none", nothing),
    Case("markdown_residue", "bold", say("5", "\n**注重时效。**信息尽快上网。"), "warning", "section5"),
    Case("markdown_residue", "a masked name", say("1", "申请人张**、李**到场。")),
    Case("template_residue", "文字描述", say("1", "（文字描述）"), "warning", HERE),
    Case("template_residue", "a remark in brackets", say("1", "（含解读材料）")),
    Case("placeholder", "crosses", say("1", "全年举办××次。"), "warning", HERE),
    Case("placeholder", "in the title", become(title="XX县清河乡2023年政府信息公开工作年度报告"), "warning", "title"),
    Case("placeholder", "in the signature", say("end", "\n2024年  月  日"), "warning", "end"),
    Case("placeholder", "to be filled in", say("6", "（此处填写其他事项）"), "warning", "section6"),
    Case("placeholder", "none", say("1", "二〇二三年，张某某。")),
    Case("punctuation", "twice", say("1", "每月核对。。"), "info", HERE),
    Case("punctuation", "half width", say("1", "每月核对,按季通报。"), "info", HERE),
    Case("punctuation", "half width throughout", say("1", "一是学习,二是检查,三是整改,四是通报,五是考核。"), "info", HERE),
    Case("punctuation", "half width in a number", say("1", "公开1,200条，网址www.example.org。")),
    Case("punctuation", "not closed", say("1", "\n落实《条例要求。"), "info", HERE),
    Case("punctuation", "right", say("1", "\n1）每月核对；2）按季通报……“很好”，（一）完成。")),
    Case("whitespace", "between characters", say("1", "栏 目 每月核对。"), "info", HERE),
    Case("whitespace", "in the title", become(title="云水县清河乡 2023年政府信息 公开工作年度报告"), "info", "title"),
    Case("whitespace", "around numbers and at the line's start", say("1", "\n　　2023 年公开 12 条。")),
    Case(
        "paragraph_split",
        "torn",
        say("1", "\n全年对门户网站和政务新媒体的栏目逐一进行核对并且对于\n发现的问题及时整改。"),
        "info",
        HERE,
    ),
    Case("paragraph_split", "the reader saw it", note("paragraph_split", "section5", "核对并／且"), "info", "section5"),
    Case(
        "paragraph_split",
        "a heading",
        say("1", "\n（六）对门户网站和政务新媒体的栏目逐一进行核对并整改情况\n发现的问题及时整改。"),
    ),
    Case("personal_data", "a resident ID", say("1", f"申请人身份证号{ID}。"), "error", HERE),
    Case("personal_data", "a bank card", say("1", f"退款打入银行卡{CARD}。"), "error", HERE),
    Case("personal_data", "a mobile number", say("intro", "联系电话13912345678。"), "warning", "intro"),
    Case("personal_data", "an office telephone", say("intro", "联系电话0517-83605210。")),
    Case("personal_data", "inside an 索引号", say("1", f"索引号{ID}。")),
]

CASES = [*WORDS, *MARKS]
ALL = [*CASES, *test_structure.CASES, *test_structure_profile.CASES, *test_tables.CASES, *test_tables_years.CASES]

CODES = """
    t3_identity t3_result_total t3_row_sum t4_row_sum t3_carry_over t4_pending t2_in_force t2_public_total
    text_table_mismatch category_sum_mismatch percent_mismatch internal_contradiction wrong_year statistics_period
    outdated_law outdated_notice format_mismatch missing_tables missing_rows missing_columns missing_cell blank_table
    table_as_picture missing_section section_title section_numbering missing_element fee_mismatch empty_problems
    label_variant misread_column blank_cells not_a_count unit_in_cell unit implausible_value title_error title_split
    missing_signature late_signature wrong_agency duplicated_words wrong_word foreign_text law_name outdated_term
    vague_count off_topic word_residue markdown_residue template_residue placeholder punctuation whitespace table_split
    paragraph_split personal_data near_duplicate local_requirement
"""
"""Every code of annual_report_json.md."""


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_of_the_words_finds_its_fault_and_nothing_else(case: Case) -> None:
    case.holds()


@pytest.mark.parametrize("code", CODES.split())
def test_every_code_has_a_rule_and_a_case_that_it_finds_and_one_that_it_passes(code: str) -> None:
    assert code in {rule.code for rule in RULES}
    made = {wanted.code for maker in DEFECTS.values() for wanted in maker(1009).expected}
    finds = {case.code for case in ALL if case.severity} | made
    # A right report is the case that every rule passes (test below); rules of this table have one of their own as well.
    passes = {case.code for case in ALL if not case.severity}
    assert code in finds
    assert code in passes or code in made


def test_every_rule_has_a_basis_and_a_docstring_that_states_it() -> None:
    for rule in RULES:
        assert rule.basis and rule.apply.__doc__, rule.code


@pytest.mark.parametrize("seed", range(0, 400, 2))
def test_a_right_report_is_met_with_silence(seed: int) -> None:
    report, previous = right_pair(seed) if seed % 4 == 0 else (right(seed), None)
    assert [(f.code, f.where, f.message) for f in check(report, previous) if f.severity != "info"] == []


def test_names_and_numbers_that_only_look_like_trouble_are_left_alone() -> None:
    for seed in range(1, 60):
        found = check(as_data(DEFECTS["harmless_words"](seed)))
        assert [(f.code, f.where, f.message) for f in found if f.severity != "info"] == []


@settings(max_examples=60, deadline=None)
@given(
    section=st.sampled_from(["intro", "1", "2", "5", "6", "end"]),
    words=st.text(
        alphabet="政府信息公开申请我乡镇县，。（）《》“”：\n　0123456789×X*[#<&年月日条件一二三\u200b😀", max_size=300
    ),
    title=st.none() | st.text(alphabet="云水县政府信息公开工作年度报告2023年 \n", max_size=30),
    agency=st.sampled_from([None, "", "云水县", "云水县财政局", "淮安市人民政府", "某某"]),
    year=st.none() | st.integers(1900, 9999),
    signed=st.sampled_from([None, "2024-01-05", "2024-13-40", "0001-01-01"]),
)
def test_whatever_a_report_says_it_is_checked(
    section: str, words: str, title: str | None, agency: str | None, year: int | None, signed: str | None
) -> None:
    report = right(7, kind="township", year=2023)
    report.sections[section] = words
    report.title, report.agency, report.year, report.signed_on = title, agency, year, signed
    for finding in check(report, right(8, kind="township", year=2022)):
        assert finding.to_json()["message"] and finding.where


def test_a_personal_number_is_never_printed_in_a_finding() -> None:
    report = right(7, kind="township", year=2023)
    report.sections["1"] += f"身份证号{ID}，银行卡{CARD}，手机13912345678。"
    found = [f for f in check(report) if f.code == "personal_data"]
    assert len(found) == 3
    for finding in found:
        assert not any(number in str(finding.to_json()) for number in (ID, CARD, "13912345678"))
