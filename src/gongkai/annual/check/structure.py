"""The six sections: there, in order, under their official titles, and saying what the statute asks of them."""

from __future__ import annotations

import re

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.check.official import BASIS_FORMS, numeral_of, place_name, plain
from gongkai.annual.forms import FORMS, Form, form, form_for_year
from gongkai.law import parameters

_REGULATION = "《中华人民共和国政府信息公开条例》第五十条"
_WORD = re.compile(r"[一-鿿0-9A-Za-z]")
_MUST_SAY = ("5", "6")
_HEADING_LINE = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。；，]{0,30}$")
_HEADING_END = re.compile(r"^[^。\n]{0,30}。")

_TOPICS = {
    "主动公开": re.compile(
        r"主动公开|(?:公开|发布|公布)(?:了)?(?:各类|相关|各项)?(?:政府|政务|工作|重点)?(?:信息|文件)|公开[^。\n]{0,25}信息(?!公开)|信息予以公开|尽公开"
    ),
    # 申请指南 on the wall is a channel, not the handling of applications.
    "依申请公开": re.compile(r"依申请|申请公开|公开申请|信息申请|申请(?!指南|表|书|流程|条件|材料|低保|救助|补助)"),
    "政府信息管理": re.compile(
        r"信息管理|保密|审查|审核(?:制度|机制|流程|把关|发布|登记)|审签|三审|三校|公开属性|公开目录|信息目录|清理|归档|存档|台账|登记簿|"
        r"信息资源|全生命周期|源头(?:管理|认定)|动态(?:调整|更新|管理)|规范性文件(?:管理|数据库|集中)|失效|信息发布(?:制度|机制|流程|管理)|"
        r"管理(?:制度|机制|规范)|信息员"
    ),
    "政府信息公开平台建设": re.compile(
        r"平台|网站|网页|栏目|专栏|专区|公众号|微博|抖音|新媒体|公示栏|公开栏|公告栏|宣传栏|显示屏|查阅点|查阅场所|两微一端|客户端|触摸屏|一体机"
    ),
    "监督保障": re.compile(
        r"监督|保障|考核|评议|评估|培训|追究|问责|督查|督导|督办|自查|检查|领导小组|组织领导|责任(?:制|分工|到人|落实)|带教|听取汇报|经费"
    ),
}
"""Each sub-topic of 一 by its content, not its heading."""
_ELEMENTS = {
    "工作考核": re.compile(r"考核|考评|绩效"),
    "社会评议": re.compile(r"评议|满意度|民意调查|社会评价|测评"),
    "责任追究": re.compile(r"追究|问责|追责"),
}
_FEE = re.compile(r"处理费|信息费|收费|收取费用|109号|费用")
_APPLICATION_COUNT = re.compile(
    r"申请[^。；\n]{0,40}?(?:\d|[零〇一二三四五六七八九十]{1,9}[件条份宗起])|\d[件条份宗起次]?[^。；\n]{0,25}?申请"
)


def _statutory(context: Context) -> Form | None:
    """The form whose sections the report must have; None for years before it. Unknown year: the report's own."""
    if context.year is not None:
        return form_for_year(context.year)
    return form(context.form) if context.form in FORMS else None


@rule("missing_section", Severity.ERROR, basis=BASIS_FORMS)
def six_sections_are_there(context: Context, say: Say) -> None:
    """Each of the six sections is there; 五 and 六 have words."""
    official = _statutory(context)
    if official is None:
        return
    for section in official.sections:
        words = context.report.sections.get(section.key)
        where = f"section{section.key}"
        if words is None:
            say(where, f"没有找到“{section.heading}”这一部分。请补上这一部分，没有内容的也要写明。", expected=section.heading)
        elif section.key in _MUST_SAY and not _WORD.search(words):
            say(
                where,
                f"“{section.heading}”只有标题，没有内容。请如实填写，没有的写明“无”。",
                expected=section.heading,
                found="空白",
            )


@rule("section_title", Severity.WARNING, basis=BASIS_FORMS)
def section_titles_are_official(context: Context, say: Say) -> None:
    """A section heading that is not the official wording."""
    for note in context.report.notes:
        if note.code == "section_title":
            say(
                note.where,
                f"{place_name(note.where)}的标题写的是“{note.found or ''}”，"
                f"规定的标题是“{note.expected or ''}”。请改用规定的标题。",
                expected=note.expected,
                found=note.found,
            )


@rule("section_numbering", Severity.WARNING, basis=BASIS_FORMS)
def sections_are_numbered_in_order(context: Context, say: Say) -> None:
    """A section whose number is wrong or missing, or sections out of order."""
    for note in context.report.notes:
        if note.code == "section_numbering":
            found = f"写的是“{note.found}”" if note.found else "没有序号"
            key = note.where.removeprefix("section")[:1]
            say(
                note.where,
                f"{place_name(note.where)}的序号{found}，应为“{numeral_of(key)}、”。请改正序号。",
                expected=note.expected,
                found=note.found,
            )
        elif note.code == "sections_out_of_order":
            say(
                note.where or "section1",
                f"六个部分的次序与格式不同{f'（{note.found}）' if note.found else ''}。请按一至六的次序排列。",
                expected=note.expected,
                found=note.found,
            )


@rule("missing_element", Severity.WARNING, basis=f"{_REGULATION}；{BASIS_FORMS} 第一部分")
def overview_has_five_topics(context: Context, say: Say) -> None:
    """一 speaks of 主动公开, 依申请公开, 政府信息管理, 平台建设 and 监督保障: by content, whatever the headings."""
    if _statutory(context) is None or "1" not in context.report.sections:
        return
    text = _body(context.section("1").text)
    missing = [topic for topic, pattern in _TOPICS.items() if not pattern.search(text)]
    if missing:
        names = "、".join(f"“{topic}”" for topic in missing)
        say(
            "section1",
            f"总体情况没有写到{names}。请按主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面补写。",
            expected="、".join(_TOPICS),
            found="、".join(topic for topic in _TOPICS if topic not in missing),
        )
    if "依申请公开" not in missing:
        _applications_are_counted(context, say, text)


def _applications_are_counted(context: Context, say: Say, text: str) -> None:
    """Where 表三 has applications, 一 says how many."""
    new, over = context.cell("table3", "new_received", "total"), context.cell("table3", "carried_over", "total")
    if not (new or over) or _APPLICATION_COUNT.search(text):
        return
    say(
        "section1",
        f"表三本年新收{plain(new or 0)}件、上年结转{plain(over or 0)}件，"
        "总体情况没有写收到和办理申请的件数。请按表三补写依申请公开的数字。",
        expected=new,
        cells=["table3.new_received.total", "table3.carried_over.total"],
    )


@rule("missing_element", Severity.WARNING, basis=f"{_REGULATION}第（四）项")
def governments_report_assessment(context: Context, say: Say) -> None:
    """各级人民政府: 工作考核, 社会评议 and 责任追究结果. Departments need not; where the kind is unknown, at most info."""
    if context.year is None or _statutory(context) is None or "1" not in context.report.sections:
        return
    if context.kind not in ("government", None):
        return
    text = context.section("1").text
    if context.report.sections.get("6"):
        text += context.section("6").text
    names = parameters.for_year("annual_report.government.elements", context.year)
    missing = [name for name in names if name in _ELEMENTS and not _ELEMENTS[name].search(text)]
    if missing:
        say(
            "section1",
            f"没有写{'、'.join(missing)}的情况。各级人民政府的年度报告应写明工作考核、社会评议和责任追究结果，没有发生的也要写明。",
            expected="、".join(names),
            found="、".join(name for name in names if name not in missing) or None,
            severity=None if context.kind == "government" else Severity.INFO,
        )


@rule("missing_element", Severity.WARNING, basis="国办公开办函〔2021〕30号 第六部分；国办函〔2020〕109号")
def fee_statement_is_there(context: Context, say: Say) -> None:
    """六 reports the 信息处理费 (report year 2021 on), also when none was collected."""
    words = context.report.sections.get("6")
    if context.year is None or not words or not _WORD.search(words):
        return
    try:
        required = parameters.for_year("annual_report.fee_statement.required", context.year)
    except parameters.ParameterError:
        return
    if required and not _FEE.search(context.section("6").text):
        say(
            "section6",
            "“六、其他需要报告的事项”没有写收取信息处理费的情况。请补写收取的金额和件数；"
            "没有收取的，写明“本年度未收取信息处理费”。",
            expected="信息处理费情况",
        )


@rule("two_reports", Severity.WARNING, basis="一份文件报送一份年度报告")
def file_holds_one_report(context: Context, say: Say) -> None:
    """The file holds more than one report; only the first was read."""
    for note in context.report.notes:
        if note.code == "two_reports":
            say(note.where or "title", "文件里不止一份年度报告，只核对了第一份。请每份报告单独成为一个文件。", found=note.found)


def _body(text: str) -> str:
    """The section without headings under which nothing stands."""
    lines = [line for line in text.split("\n") if line]
    kept = []
    for line, after in zip(lines, [*lines[1:], "（一）"], strict=False):
        if _HEADING_LINE.fullmatch(line) and _HEADING_LINE.fullmatch(after):
            continue
        kept.append(line)
    return "\n".join(kept)
