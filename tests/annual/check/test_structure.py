"""The rules about sections, titles and signatures, case by case."""

from __future__ import annotations

import pytest

from gongkai.annual.check import check
from tests.annual.check.cases import Case, become, both, gone, note, nothing, put, say, swap
from tests.annual.check.made import right

FIVE = (
    "（一）主动公开情况\n全年主动公开政府信息12条。\n（二）依申请公开情况\n未收到政府信息公开申请。\n（三）政府信息管理情况\n发布前进行保密审查。\n"
    "（四）政府信息公开平台建设情况\n网站栏目定期巡查。\n（五）监督保障情况\n开展业务培训。工作考核合格，社会评议满意，没有责任追究的情形。"
)
TITLE = "云水县清河乡人民政府2023年政府信息公开工作年度报告"

SECTIONS = [
    *(Case("missing_section", f"section {key}", gone(key), "error", f"section{key}") for key in "123456"),
    Case("missing_section", "五 without a word", say("5", " \n。", instead=True), "error", "section5"),
    Case("missing_section", "六 without a word", say("6", "", instead=True), "error", "section6"),
    Case("missing_section", "二 holds a table only", say("2", "", instead=True)),
    Case("missing_section", "六 says 无", say("6", "无", instead=True)),
    Case("missing_section", "before there was a form", both(become(year=2016, form=None, tables={}, forms={}), gone("6"))),
    Case(
        "section_title",
        "a heading of its own",
        note("section_title", "section5", "五、不足和方向", "存在的主要问题及改进情况"),
        "warning",
        "section5",
    ),
    Case("section_title", "official headings", nothing),
    Case("section_numbering", "六 numbered 七", note("section_numbering", "section6", "7", "六"), "warning", "section6"),
    Case("section_numbering", "no number", note("section_numbering", "section3", None, "三"), "warning", "section3"),
    Case("section_numbering", "out of order", note("sections_out_of_order", "section4", "一、三、二"), "warning", "section4"),
    Case("section_numbering", "in order", nothing),
    Case("two_reports", "two in one file", note("two_reports", "title", "2"), "warning", "title"),
    Case("two_reports", "one", nothing),
]

NONE = both(put("table3.*.*", 0), say("1", FIVE, instead=True))
ELEMENTS = [
    Case("missing_element", "five topics, by content", NONE),
    *(
        Case("missing_element", f"without {name}", both(NONE, swap("1", old, new)), "warning", "section1", kind="department")
        for name, old, new in [
            ("依申请公开", "（二）依申请公开情况\n未收到政府信息公开申请。\n", ""),
            ("依申请公开, 申请指南 is none", "（二）依申请公开情况\n未收到政府信息公开申请。\n", "申请指南上墙。\n"),
            ("依申请公开, nor is 公开申请表", "（二）依申请公开情况\n未收到政府信息公开申请。\n", "申请表上墙。\n"),
            ("政府信息管理", "（三）政府信息管理情况\n发布前进行保密审查。\n", ""),
            ("平台建设", "（四）政府信息公开平台建设情况\n网站栏目定期巡查。\n", ""),
            ("平台建设, a heading alone", "网站栏目定期巡查。\n", ""),
            ("监督保障", "（五）监督保障情况\n开展业务培训。工作考核合格，社会评议满意，没有责任追究的情形。", ""),
            ("主动公开", "（一）主动公开情况\n全年主动公开政府信息12条。\n", ""),
        ]
    ),
    Case("missing_element", "other headings, same content", both(NONE, swap("1", "（三）政府信息管理情况", "（三）规范运行"))),
    Case(
        "missing_element",
        "no number although 表三 counts some",
        both(NONE, put("table3.new_received.total", 2), swap("1", "未收到政府信息公开申请。", "申请及答复工作顺利。")),
        "warning",
        "section1",
    ),
    Case(
        "missing_element",
        "the number is there",
        both(NONE, put("table3.new_received.total", 2), swap("1", "未收到政府信息公开申请。", "收到申请2件。")),
    ),
    Case(
        "missing_element",
        "the number in words",
        both(NONE, put("table3.new_received.total", 2), swap("1", "未收到政府信息公开申请。", "收到申请两批共二件。")),
    ),
    *(
        Case("missing_element", f"a government without {word}", both(NONE, swap("1", word, "某事")), "warning", "section1")
        for word in ("考核", "评议", "追究")
    ),
    Case(
        "missing_element",
        "a county without them",
        both(NONE, swap("1", "工作考核合格，社会评议满意，没有责任追究的情形。", "")),
        "warning",
        "section1",
        kind="county",
    ),
    Case(
        "missing_element",
        "a department need not",
        both(NONE, swap("1", "工作考核合格，社会评议满意，没有责任追究的情形。", "")),
        kind="department",
    ),
    Case(
        "missing_element",
        "nor a 街道办事处",
        both(NONE, swap("1", "工作考核合格，社会评议满意，没有责任追究的情形。", "")),
        kind="subdistrict",
    ),
    Case(
        "missing_element",
        "an agency of unknown kind: info",
        both(NONE, swap("1", "工作考核合格，社会评议满意，没有责任追究的情形。", ""), become(agency=None)),
        "info",
        "section1",
    ),
    Case(
        "missing_element",
        "said in 六 instead",
        both(
            NONE,
            swap("1", "工作考核合格，社会评议满意，没有责任追究的情形。", ""),
            say("6", "工作考核、社会评议良好，无责任追究。"),
        ),
    ),
    Case("missing_element", "六 without the fee", say("6", "无其他需要报告的事项。", instead=True), "warning", "section6"),
    Case("missing_element", "六 with the fee", say("6", "本年度未收取信息处理费。", instead=True)),
    Case("missing_element", "the fee was not asked in 2020", say("6", "无其他需要报告的事项。", instead=True), year=2020),
    Case("missing_element", "六 empty is missing_section", say("6", "", instead=True)),
]

TITLES = [
    Case("title_error", "without 公开", become(title="云水县清河乡2023年政府信息工作年度报告"), "warning", "title"),
    Case("title_error", "政务公开", become(title="云水县清河乡2023年政务公开工作年度报告"), "warning", "title"),
    Case("title_error", "no year", become(title="云水县清河乡政府信息公开工作年度报告"), "warning", "title"),
    Case("title_error", "no title", become(title=None), "warning", "title"),
    Case("title_error", "without 工作", become(title="云水县清河乡2023年政府信息公开年度报告"), "info", "title"),
    Case("title_error", "年报", become(title="云水县清河乡2023年政府信息公开工作年报"), "info", "title"),
    Case("title_error", "no agency", become(title="2023年政府信息公开工作年度报告"), "info", "title"),
    Case("title_error", "right", become(title=TITLE)),
    Case("title_error", "right, on two lines", become(title="云水县清河乡人民政府\n2023年政府信息公开工作年度报告")),
    Case("title_error", "right, with spaces", become(title="云水县清河乡 2023 年 政府信息公开工作年度报告")),
    Case("title_error", "right, Chinese digits", become(title="云水县清河乡二〇二三年政府信息公开工作年度报告")),
    Case("title_error", "right, year in the middle", become(title="云水县清河乡政府信息公开工作2023年度报告")),
    Case("title_error", "before there was a form", become(title="云水县2016年政府信息公开年度报告", year=2016, form=None)),
    Case("title_split", "torn", note("title_split", "title", "云水县清河乡2023年政府信息公开工作\n年度报告"), "info", "title"),
    Case("title_split", "whole", nothing),
    Case(
        "duplicated_words",
        "年度…年度 in the title",
        become(title="云水县清河乡2023年度政府信息公开工作年度报告"),
        "info",
        "title",
    ),
    Case("duplicated_words", "年…年度 in the title", become(title=TITLE)),
]

SIGNATURES = [
    Case("missing_signature", "nothing", both(say("end", "", instead=True), become(signed_on=None)), "info", "end"),
    Case("missing_signature", "no section", both(gone("end"), become(signed_on=None)), "info", "end"),
    Case(
        "missing_signature", "no date", both(say("end", "清河乡人民政府", instead=True), become(signed_on=None)), "info", "end"
    ),
    Case(
        "missing_signature",
        "no agency",
        both(say("end", "2024年1月5日", instead=True), become(signed_on="2024-01-05")),
        "info",
        "end",
    ),
    Case(
        "missing_signature",
        "both",
        both(say("end", "清河乡人民政府\n2024年1月5日", instead=True), become(signed_on="2024-01-05")),
    ),
    Case(
        "missing_signature",
        "in Chinese digits",
        both(say("end", "清河乡人民政府\n二〇二四年一月五日", instead=True), become(signed_on=None)),
    ),
    Case("late_signature", "a township on 1 February", become(signed_on="2024-02-01"), "warning", "end"),
    Case("late_signature", "a township on 31 January", become(signed_on="2024-01-31")),
    Case("late_signature", "a department on 1 February", become(signed_on="2024-02-01"), "warning", "end", kind="department"),
    Case("late_signature", "a 街道 on 1 February", become(signed_on="2024-02-01"), "warning", "end", kind="subdistrict"),
    Case("late_signature", "a county on 1 February", become(signed_on="2024-02-01"), kind="county"),
    Case("late_signature", "a county on 31 March", become(signed_on="2024-03-31"), kind="county"),
    Case("late_signature", "a county on 1 April", become(signed_on="2024-04-01"), "warning", "end", kind="county"),
    Case("late_signature", "an unknown agency in February", become(signed_on="2024-02-20", agency=None)),
    Case("late_signature", "an unknown agency in April", become(signed_on="2024-04-02", agency=None), "info", "end"),
    Case("late_signature", "before the year ended", become(signed_on="2023-12-20"), "warning", "end"),
    Case("late_signature", "on the last day of the year", become(signed_on="2023-12-31"), "warning", "end"),
    Case("late_signature", "no date", become(signed_on=None)),
    Case("late_signature", "a date that is none", become(signed_on="2024-02-31")),
]


def agency(title: str, end: str, intro: str = "") -> object:
    """A report of `title` signed by `end`."""
    return both(
        become(title=f"{title}2023年政府信息公开工作年度报告", agency=None),
        say("end", end, instead=True),
        say("intro", intro, instead=True),
    )


AGENCIES = [
    *(
        Case("wrong_agency", f"{a} signed by {b}", agency(a, f"{b}\n2024年1月5日"), "warning", "end")  # type: ignore[arg-type]
        for a, b in [
            ("云水县清河乡", "云水县白石乡人民政府"),
            ("云水县清河乡", "白石乡人民政府"),
            ("清河镇人民政府", "白石镇人民政府"),
            ("云水县人民政府", "白石县人民政府"),
            ("云水县财政局", "云水县民政局"),
            ("云水县财政局", "白石县财政局"),
            ("云水县城关街道办事处", "云水县河西街道办事处"),
        ]
    ),
    *(
        Case("wrong_agency", f"{a} signed by {b}", agency(a, f"{b}\n2024年1月5日"))  # type: ignore[arg-type]
        for a, b in [
            ("云水县清河乡", "清河乡人民政府"),
            ("清河乡", "云水县清河乡人民政府"),
            ("云水县", "云水县人民政府办公室"),
            ("云水县财政局", "财政局"),
            ("云水县发展和改革局", "云水县发改局"),
            ("云水县财政局", "云水县财政局办公室"),
            ("云水县城关街道", "城关街道办事处"),
            ("云水县清河乡", "（盖章）"),
            ("云水经济开发区管委会", "云水经济开发区管理委员会"),
            ("云水县清河乡", ""),
        ]
    ),
    Case(
        "wrong_agency",
        "the intro names a neighbour",
        agency("云水县清河乡", "清河乡人民政府", "现公布白石乡人民政府2023年政府信息公开工作年度报告。"),
        "warning",
        "intro",
    ),  # type: ignore[arg-type]
    Case(
        "wrong_agency",
        "the intro asks to call a neighbour",
        agency("云水县清河乡", "清河乡人民政府", "如有疑问，请与云水县白石乡人民政府联系。"),
        "warning",
        "intro",
    ),  # type: ignore[arg-type]
    Case(
        "wrong_agency",
        "the intro names itself",
        agency("云水县清河乡", "清河乡人民政府", "本报告由云水县清河乡人民政府编制。如有疑问，请与清河乡人民政府党政办联系。"),
    ),  # type: ignore[arg-type]
    Case(
        "wrong_agency",
        "the intro names the county",
        agency("云水县清河乡", "清河乡人民政府", "电子版登载于云水县人民政府网站，请与云水县人民政府办公室联系。"),
    ),  # type: ignore[arg-type]
]

CASES = [*SECTIONS, *ELEMENTS, *TITLES, *SIGNATURES, *AGENCIES]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_of_the_structure_finds_its_fault_and_nothing_else(case: Case) -> None:
    case.holds()


def test_a_reason_stays_with_the_finding_and_takes_it_out_of_the_count() -> None:
    from gongkai.annual.check import counts, is_open

    report = right(7, kind="township", year=2023)
    report.signed_on = "2024-02-20"
    (before,) = [f for f in check(report) if f.code == "late_signature"]
    assert counts([before]) == {"error": 0, "warning": 1, "info": 0} and is_open(before)
    report.reasons = {"late_signature@end": "县里统一延期"}
    (after,) = [f for f in check(report) if f.code == "late_signature"]
    assert after.reason == "县里统一延期" and after.severity == before.severity
    assert counts([after]) == {"error": 0, "warning": 0, "info": 0} and not is_open(after)
    assert after.to_json()["reason"] == "县里统一延期"


def test_findings_come_in_the_order_of_the_document() -> None:
    report = right(7, kind="township", year=2023)
    report.title = "云水县清河乡2023年政府信息工作年度报告"
    report.signed_on = "2024-02-20"
    put("table3.granted.total", -1)(report)
    say("1", "全年举办××次。")(report)
    places = [f.where.split(".")[0] for f in check(report)]
    order = ["title", "intro", "section1", "table2", "table3", "table4", "section5", "section6", "end"]
    assert places == sorted(places, key=order.index) and {"title", "section1", "table3", "end"} <= set(places)
