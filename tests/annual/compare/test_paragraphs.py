"""What a comparison says of the text: paragraph by paragraph, word by word, and how much was taken over."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual import AnnualReport
from gongkai.annual.check import check
from gongkai.annual.compare import compare
from gongkai.annual.compare.model import Comparison, ParagraphPair, SectionPair
from gongkai.annual.compare.words import segments

TOWN, OTHER_TOWN = "云水县青石镇人民政府", "云水县白鹭乡人民政府"
FIRST = "政府信息管理实行台账制，逐条记明来源、属性、审核人和发布时间。"
SECOND = "通过政府网站公开信息120条，通过微信公众号公开信息80条。"
THIRD = "分管负责人按季听取汇报，组织业务培训2次，考核结果为良好。"
LONG = (
    "公开栏目按目录逐项核对，过期文件及时清理并注明失效日期，群众可以按主题、年份和文号查找所需的文件。"
    "办理申请时先由经办股室提出意见，再由法制人员审核，最后由分管负责人签发，各环节都在台账上记明时间和责任人。"
    "每月由办公室抽查各股室的栏目更新情况，抽查结果在例会上通报，连续两次未按期更新的股室要书面说明原因并限期补齐。"
    "政策文件印发后五个工作日内配发图解，重点政策由起草人录制短片，并在便民服务大厅循环播放，方便办事群众了解。"
)


def report(*paragraphs: str, agency: str = TOWN, year: int = 2023, **sections: str) -> AnnualReport:
    return AnnualReport(
        title=f"{agency}{year}年政府信息公开工作年度报告",
        agency=agency,
        agency_as_written=[agency],
        year=year,
        form="2021",
        sections={"1": "\n".join(paragraphs), **{key.removeprefix("s"): text for key, text in sections.items()}},
    )


def section(comparison: Comparison, key: str = "1") -> SectionPair:
    return next(s for s in comparison.sections if s.key == key)


def only(now: str, then: str) -> ParagraphPair:
    (pair,) = section(compare(report(now), report(then, year=2022))).paragraphs
    return pair


@pytest.mark.parametrize(
    ("now", "then", "change"),
    [
        (FIRST, FIRST, "same"),
        (FIRST, FIRST.replace("，", ","), "marks"),
        (SECOND, SECOND.replace("120", "１２０"), "marks"),
        (FIRST, FIRST.replace("，逐条", "；逐条"), "marks"),
        (SECOND, SECOND.replace("120", "98"), "numbers"),
        ("2023年" + FIRST, "2022年" + FIRST, "numbers"),
        (FIRST, FIRST.replace("审核人和", ""), "changed"),
    ],
)
def test_a_paragraph_is_the_same_or_has_new_numbers_or_is_reworded(now: str, then: str, change: str) -> None:
    assert only(now, then).change == change


def test_new_and_gone_paragraphs_stand_where_they_stood() -> None:
    comparison = compare(report(FIRST, THIRD), report(FIRST, SECOND))
    assert [(p.change, p.text, p.other_text) for p in section(comparison).paragraphs] == [
        ("same", FIRST, FIRST),
        ("gone", None, SECOND),
        ("new", THIRD, None),
    ]


def test_a_moved_paragraph_is_told_with_the_section_it_comes_from() -> None:
    inside = section(compare(report(SECOND, FIRST, THIRD), report(FIRST, THIRD, SECOND)))
    assert [(p.change, p.moved) for p in inside.paragraphs] == [("same", True), ("same", False), ("same", False)]
    across = section(compare(report(FIRST, s5=THIRD), report(FIRST, THIRD, s5="不足：公开不够及时。")), "5")
    assert [(p.change, p.moved, p.other_section) for p in across.paragraphs if p.text] == [("same", True, "1")]


def test_words_are_marked_and_a_number_is_one_word() -> None:
    pair = only("全年公开7549条，按季听取汇报。", "全年公开7546条，定期听取汇报。")
    assert [(s.kind, s.text) for s in pair.segments] == [
        ("same", "全年公开"),
        ("gone", "7546"),
        ("new", "7549"),
        ("same", "条，"),
        ("gone", "定期"),
        ("new", "按季"),
        ("same", "听取汇报。"),
    ]


@settings(max_examples=60)
@given(st.text("政府信息公开条例年0123456789，。 a", max_size=60), st.text("政府信息公开条例年0123456789，。 a", max_size=60))
def test_the_marks_give_back_both_wordings(now: str, then: str) -> None:
    found = segments(now, then)
    assert "".join(s.text for s in found if s.kind != "gone") == now
    assert "".join(s.text for s in found if s.kind != "new") == then
    assert all(s.text for s in found)


def test_the_share_taken_over_is_what_the_rule_on_repeated_text_reckons() -> None:
    now, then = report(LONG, FIRST), report(LONG, THIRD, year=2022)
    comparison = compare(now, then)
    share = section(comparison).share or 0
    assert comparison.share == share and 0.8 < share < 1 and comparison.alike
    (finding,) = [f for f in check(now, previous=then) if f.code == "near_duplicate"]
    assert finding.found == f"{round(share * 100)}%"


def test_numbers_and_punctuation_do_not_make_a_text_new() -> None:
    assert compare(report(SECOND), report(SECOND.replace("120", "7").replace("，", "；"), year=2022)).share == 1.0


def test_a_short_text_and_a_corrected_version_are_not_called_repeated() -> None:
    assert not compare(report(FIRST), report(FIRST, year=2022)).alike
    assert not compare(report(LONG), report(LONG, THIRD)).alike


def test_between_sisters_names_of_places_and_agencies_do_not_count() -> None:
    words = f"{{0}}主动公开政府信息，{LONG}"
    comparison = compare(
        report(words.format("云水县青石镇人民政府"), "我镇办理申请均未超期。", send="云水县青石镇人民政府"),
        report(words.format("白鹭乡"), "我乡办理申请均未超期。", agency=OTHER_TOWN, send="云水县白鹭乡人民政府"),
    )
    assert comparison.kind == "sister" and comparison.share == 1.0 and comparison.alike
    assert {p.change for s in comparison.sections for p in s.paragraphs} == {"same"} and not comparison.equal
    assert {"青石镇", "白鹭乡", "云水县"} <= set(comparison.left_out)
    assert compare(report("青石镇" + FIRST), report("白鹭乡" + FIRST, year=2022)).left_out == []


def test_introduction_and_signature_do_not_count_in_the_share_of_the_whole() -> None:
    comparison = compare(report(FIRST, sintro=LONG), report(THIRD, sintro=LONG, year=2022))
    assert section(comparison, "intro").share == 1.0 and (comparison.share or 0) < 0.2


def test_a_text_without_words_has_no_share() -> None:
    comparison = compare(report(""), report(FIRST, year=2022))
    assert comparison.share is None and section(comparison).share is None
    assert [p.change for p in section(comparison).paragraphs] == ["gone"]
