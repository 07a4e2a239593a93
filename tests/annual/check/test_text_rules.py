"""The rules about the text: what each one finds, and where it stays silent. All offices and sentences are made up."""

from __future__ import annotations

import time
from typing import Any

import pytest

from gongkai.annual.check import text_law, text_lists, text_numbers, text_substance, text_years
from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import RULES, Finding, Severity
from gongkai.annual.report import AnnualReport

_MODULES = {m.__name__ for m in (text_law, text_lists, text_numbers, text_substance, text_years)}
_TEXT_RULES = [r for r in RULES if r.apply.__module__ in _MODULES]
TOWN = "临川县青溪镇人民政府"
COUNTY = "临川县人民政府"
BUREAU = "临川县民政局"
_SIX = ("natural_person", "commercial", "research", "public_welfare", "legal_service", "other_org")
_RESULTS = ("granted", "partial", "denied_state_secret", "unable_not_held", "refused_petition", "other_misc")


def _row(total: int) -> dict[str, Any]:
    return {"natural_person": total, **dict.fromkeys(_SIX[1:], 0), "total": total}


def tables(
    new: int = 0,
    over: int = 0,
    forward: int = 0,
    results: dict[str, int] | None = None,
    review: tuple[int, int, int, int] = (0, 0, 0, 0),
    direct: tuple[int, int, int, int] = (0, 0, 0, 0),
    after: tuple[int, int, int, int] = (0, 0, 0, 0),
    fee: float = 0,
    documents: tuple[int, int, int] = (0, 0, 0),
) -> dict[str, Any]:
    """Tables of the 2021 form that agree with themselves."""
    done = results or {"granted": new + over - forward}
    table3 = {
        "new_received": _row(new),
        "carried_over": _row(over),
        "carried_forward": _row(forward),
        "total": _row(sum(done.values())),
    }
    table3 |= {key: _row(done.get(key, 0)) for key in _RESULTS}
    names = ("upheld", "corrected", "other_result", "pending")
    table4 = {
        key: dict(zip(names, values, strict=True)) | {"total": sum(values)}
        for key, values in (("review", review), ("litigation_direct", direct), ("litigation_after_review", after))
    }
    table2: dict[str, Any] = {
        "regulations": {"issued": 0, "abolished": 0, "in_force": 0},
        "normative_documents": dict(zip(("issued", "abolished", "in_force"), documents, strict=True)),
        "licensing": {"decisions": 0}, "penalty": {"decisions": 0}, "coercion": {"decisions": 0},
        "fees": {"amount_wan": fee},
    }  # fmt: skip
    return {"table2": table2, "table3": table3, "table4": table4}


def report(
    year: int = 2023, agency: str = TOWN, made: dict[str, Any] | None = None, title: str | None = None, **sections: str
) -> AnnualReport:
    """A report with these sections (`s1` is part 一); tables of zeros unless given."""
    return AnnualReport(
        title=title if title is not None else f"{agency}{year}年政府信息公开工作年度报告",
        agency=agency,
        year=year,
        form="2021" if year >= 2021 else "2019",
        sections={(k[1:] if k[0] == "s" else k): v for k, v in sections.items()},
        tables=tables() if made is None else made,
    )


def findings(of: AnnualReport, previous: AnnualReport | None = None) -> list[Finding]:
    """What the rules of the text say, in the order of the rules."""
    out: list[Finding] = []
    context = Context(of, previous)
    for rule in _TEXT_RULES:

        def say(
            where: str,
            message: str,
            *,
            severity: Severity | None = None,
            code: str | None = None,
            rule: Any = rule,
            **more: Any,
        ) -> None:
            out.append(Finding(code or rule.code, severity or rule.severity, where, message, basis=rule.basis, **more))

        rule.apply(context, say)
    return out


def codes(of: AnnualReport, previous: AnnualReport | None = None) -> list[str]:
    return sorted(f"{f.code}:{f.severity}" for f in findings(of, previous) if f.severity is not Severity.INFO)


# ---- text against tables

FIGURES_AND_TABLES: list[tuple[str, dict[str, Any], str, list[str]]] = [
    ("全年收到政府信息公开申请12件。", {"new": 12}, TOWN, []),
    ("全年收到政府信息公开申请12件。", {"new": 13}, TOWN, ["text_table_mismatch:error"]),
    ("全年收到政府信息公开申请约12件。", {"new": 13}, TOWN, []),
    ("全年收到政府信息公开申请10余件。", {"new": 13}, TOWN, []),
    ("2022年收到政府信息公开申请8件，2023年收到13件。", {"new": 13}, TOWN, []),
    ("全年未收到政府信息公开申请。", {"new": 2}, TOWN, ["text_table_mismatch:error"]),
    ("全年未收到政府信息公开申请。", {"over": 2}, TOWN, []),
    ("共受理政府信息公开申请15件。", {"new": 12, "over": 3}, TOWN, []),
    ("新收政府信息公开申请15件。", {"new": 12, "over": 3}, TOWN, ["text_table_mismatch:error"]),
    ("共收到政府信息公开申请15件（含上年结转3件）。", {"new": 12, "over": 3}, TOWN, []),
    ("共收到政府信息公开申请16件（含上年结转3件）。", {"new": 12, "over": 3}, TOWN, ["text_table_mismatch:error"]),
    ("收到政府信息公开申请12件，办结11件，结转下年度1件。", {"new": 12, "forward": 1}, TOWN, []),
    ("收到政府信息公开申请12件，办结10件，结转下年度1件。", {"new": 12, "forward": 1}, TOWN, ["text_table_mismatch:error"]),
    ("收到政府信息公开申请12件，办结11件，结转下年度2件。", {"new": 12, "forward": 1}, TOWN, ["text_table_mismatch:error"]),
    ("收到政府信息公开申请12件，答复12件，上年结转1件。", {"new": 12, "over": 1}, TOWN, []),
    ("收到政府信息公开申请12件，上年结转2件。", {"new": 12, "over": 1}, TOWN, ["text_table_mismatch:error"]),
    ("因政府信息公开被申请行政复议3件。", {"review": (2, 1, 0, 0)}, TOWN, []),
    ("因政府信息公开被申请行政复议4件。", {"review": (2, 1, 0, 0)}, TOWN, ["text_table_mismatch:error"]),
    ("政府信息公开行政复议3件，其中结果维持1件，结果纠正2件。", {"review": (2, 1, 0, 0)}, TOWN,
     ["text_table_mismatch:error"] * 2),
    ("政府信息公开行政诉讼5件。", {"direct": (1, 0, 0, 1), "after": (3, 0, 0, 0)}, TOWN, []),
    ("政府信息公开行政诉讼2件。", {"direct": (1, 0, 0, 1), "after": (3, 0, 0, 0)}, TOWN, ["text_table_mismatch:error"]),
    ("未经复议直接起诉2件，复议后起诉3件。", {"direct": (1, 0, 0, 1), "after": (3, 0, 0, 0)}, TOWN, []),
    ("未发生因政府信息公开引起的行政复议、行政诉讼。", {"review": (1, 0, 0, 0)}, TOWN, ["text_table_mismatch:error"]),
    ("没有发生行政复议被纠正的情况。", {"review": (1, 0, 0, 0)}, TOWN, []),
    ("全县共受理政府信息公开申请120件，其中县本级35件。", {"new": 120}, COUNTY, []),
    ("全县共受理政府信息公开申请120件。", {"new": 35}, COUNTY, ["text_table_mismatch:warning"]),
    ("全县民政系统共受理政府信息公开申请120件。", {"new": 35}, BUREAU, ["text_table_mismatch:warning"]),
    ("我局共收到政府信息公开申请34件。", {"new": 35}, BUREAU, ["text_table_mismatch:error"]),
    ("制发行政规范性文件3件，废止1件，现行有效12件。", {"documents": (3, 1, 12)}, COUNTY, []),
    ("制发行政规范性文件4件，废止1件，现行有效12件。", {"documents": (3, 1, 12)}, COUNTY, ["text_table_mismatch:error"]),
    ("印发规范性文件4件。", {"documents": (3, 1, 12)}, COUNTY, ["text_table_mismatch:warning"]),
    ("主动公开规范性文件8件。", {"documents": (3, 1, 12)}, COUNTY, []),
    ("不予公开2件，部分公开1件。", {"new": 3, "results": {"denied_state_secret": 2, "partial": 1}}, TOWN, []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "made", "agency", "expected"), FIGURES_AND_TABLES)
def test_a_figure_is_held_against_its_cell_where_both_speak_of_the_same(
    sentence: str, made: dict[str, Any], agency: str, expected: list[str]
) -> None:
    assert codes(report(agency=agency, made=tables(**made), s1="（二）依申请公开情况\n" + sentence)) == expected


def test_a_report_without_tables_or_with_a_blank_row_is_not_held_against_them() -> None:
    text = "全年收到政府信息公开申请12件。"
    assert codes(report(made={}, s1=text)) == []
    blank = tables()
    blank["table3"]["new_received"] = dict.fromkeys(blank["table3"]["new_received"])
    assert codes(report(made=blank, s1=text)) == []


def test_the_finding_names_both_numbers_the_cell_and_the_words_as_printed() -> None:
    (finding,) = findings(report(made=tables(new=13), s1="一是收到 政府信息公开申请 １２ 件。"))
    assert (finding.expected, finding.found, finding.cells) == (13, 12, ["table3.new_received.total"])
    assert finding.quote == "一是收到 政府信息公开申请 １２ 件"
    assert "12" in finding.message and "13" in finding.message and finding.where == "section1"


# ---- sums

LISTS: list[tuple[str, list[str]]] = [
    ("共公开信息100条，其中社会救助40条、应急管理35条、财政资金25条。", []),
    ("共公开信息100条，其中社会救助60条、应急管理45条。", ["category_sum_mismatch:error"]),
    ("共公开信息100条，其中社会救助40条、应急管理20条。", []),
    ("共公开信息100条，其中社会救助40条、应急管理30条、财政资金20条、乡村振兴5条。", ["category_sum_mismatch:warning"]),
    ("共公开信息100条，其中社会救助40条、应急管理30条、财政资金20条、乡村振兴5条等。", []),
    ("共公开信息100条，其中社会救助40条、应急管理20条、财政资金10条、乡村振兴5条。", []),
    ("共公开信息100条，分别为社会救助40条、应急管理30条。", ["category_sum_mismatch:error"]),
    ("共公开信息70条，分别为社会救助40条、应急管理30条。", []),
    ("公开社会救助信息40条、应急管理信息30条，共计80条。", ["category_sum_mismatch:error"]),
    ("公开社会救助信息40条、应急管理信息30条，共计70条。", []),
    ("共公开信息100条，其中网站80条、微信公众号60条、微博40条。", []),
    ("共公开信息100条，其中社会救助40余条、应急管理70条。", []),
    ("共公开信息100余条，其中社会救助60条、应急管理70条。", []),
    ("共公开信息100条，其中社会救助40条，占40%，应急管理60条，占60%。", []),
    ("共公开信息100条，其中：机构职能10条；政策文件40条；财政预决算30条；工作动态15条。", ["category_sum_mismatch:warning"]),
    ("共公开信息100条（其中社会救助70条、应急管理40条）。", ["category_sum_mismatch:error"]),
    ("共公开信息100条，其中社会救助40条（含低保20条）、应急管理60条。", []),
    ("共公开信息100条，其中社会救助40条，同时回复留言80条。", []),
    ("收到政府信息公开申请12件，其中自然人10件、企业2件，网上申请9件、信函申请3件。", []),
    ("收到政府信息公开申请12件，其中自然人10件、企业3件。", ["category_sum_mismatch:error"]),
    ("政府信息公开行政复议5件，其中结果维持2件，结果纠正1件，其他结果1件，尚未审结0件。", ["category_sum_mismatch:error"]),
    ("政府信息公开行政复议4件，其中结果维持2件，结果纠正1件，其他结果1件，尚未审结0件；行政诉讼3件，其中结果维持3件。", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), LISTS)
def test_parts_are_added_up_only_where_they_must_fit(sentence: str, expected: list[str]) -> None:
    made = tables(new=12, review=(2, 1, 1, 0), direct=(3, 0, 0, 0))
    assert [c for c in codes(report(made=made, s1=sentence)) if not c.startswith("text_table")] == expected


def test_results_may_exceed_what_came_in_by_what_was_carried_over() -> None:
    text = "收到政府信息公开申请10件，其中予以公开8件，部分公开4件。"
    made = tables(new=10, over=2, results={"granted": 8, "partial": 4})
    assert codes(report(made=made, s1=text)) == []
    made = tables(new=10, results={"granted": 6, "partial": 4})
    assert "category_sum_mismatch:error" in codes(report(made=made, s1=text))


# ---- percentages

PERCENTAGES: list[tuple[str, int]] = [
    ("共公开信息520条，其中社会救助48条，占9.2%。", 0),
    ("共公开信息520条，其中社会救助48条，占总数的9.23%。", 0),
    ("共公开信息520条，其中社会救助48条，占9%。", 0),
    ("共公开信息520条，其中社会救助48条，占12.5%。", 1),
    ("共公开信息520条，其中社会救助48条，占比为90%。", 1),
    ("主动公开政府信息500条，较上年的400条增长25%。", 0),
    ("主动公开政府信息500条，较上年的400条增长20%。", 1),
    ("主动公开政府信息500条，比上年增加100条，增长25%。", 0),
    ("主动公开政府信息500条，比上年增加100条，增长20%。", 1),
    ("主动公开政府信息400条，同比减少100条，下降20%。", 0),
    ("主动公开政府信息400条，同比减少100条，下降25%。", 1),
    ("2022年主动公开政府信息400条，2023年主动公开500条，增长25%。", 0),
    ("主动公开政府信息500条，同比增长25%。", 0),
    ("主动公开政府信息500余条，比上年增加100条，增长20%。", 0),
    ("答复率100%，满意率98.5%。", 0),
    ("办结率较上年提高3个百分点。", 0),
    ("收到申请12件，按时办结率达100%。", 0),
    ("主动公开政府信息500条，其中占全县总量的3%。", 0),
]


@pytest.mark.parametrize(("sentence", "expected"), PERCENTAGES)
def test_a_percentage_follows_from_the_numbers_beside_it(sentence: str, expected: int) -> None:
    found = [f for f in findings(report(made={}, s1=sentence)) if f.code == "percent_mismatch"]
    assert len(found) == expected


def test_a_growth_rate_is_held_against_last_years_report_where_it_is_given() -> None:
    last = report(year=2022, made=tables(new=10))
    assert codes(report(made=tables(new=12), s1="收到政府信息公开申请12件，同比增长20%。"), last) == []
    assert codes(report(made=tables(new=12), s1="收到政府信息公开申请12件，同比增长50%。"), last) == [
        "percent_mismatch:warning"
    ]


# ---- contradictions, fees, vague counts

OTHERS: list[tuple[dict[str, str], dict[str, Any], list[str]]] = [
    ({"s1": "全年主动公开政府信息500条。\n2023年共主动公开政府信息510条。"}, {}, ["internal_contradiction:warning"]),
    ({"s1": "全年主动公开政府信息500条。\n2023年共主动公开政府信息500条。"}, {}, []),
    ({"s1": "2022年主动公开政府信息450条。2023年主动公开政府信息500条。"}, {}, []),
    ({"s6": "全年收取信息处理费3940元。"}, {"fee": 12.5}, []),
    ({"s6": "全年收取信息处理费3940元。"}, {"fee": 0.394}, []),
    ({"s6": "全年收取信息处理费3940元。"}, {"fee": 0.39}, []),
    ({"s6": "全年收取信息处理费3940元。"}, {"fee": 0}, ["fee_mismatch:warning"]),
    ({"s6": "全年收取信息处理费3940元。"}, {"fee": 3940}, ["fee_mismatch:warning"]),
    ({"s6": "全年收取信息处理费0.5万元。"}, {"fee": 0.3}, ["fee_mismatch:warning"]),
    ({"s6": "本年度未收取信息处理费。"}, {"fee": 12.5}, []),
    ({"s1": "收取信息处理费120元。", "s6": "本年度未收取信息处理费。"}, {"fee": 12.5}, ["fee_mismatch:warning"]),
    ({"s6": "行政事业性收费12.5万元。"}, {"fee": 12.5}, []),
    ({"s6": "行政事业性收费12.5万元。"}, {"fee": 125000}, ["fee_mismatch:warning"]),
    ({"s6": "本年度没有收取行政事业性收费。"}, {"fee": 3}, ["fee_mismatch:warning"]),
]


@pytest.mark.parametrize(("sections", "made", "expected"), OTHERS)
def test_contradictions_and_fees(sections: dict[str, str], made: dict[str, Any], expected: list[str]) -> None:
    assert codes(report(made=tables(**made), **sections)) == expected


def test_a_round_count_is_mentioned_and_no_more() -> None:
    (finding,) = findings(report(made={}, s1="主动公开政府信息200余条，粉丝1000余人。"))
    assert (finding.code, finding.severity, finding.quote) == ("vague_count", Severity.INFO, "主动公开政府信息200余条")


# ---- years

YEARS: list[tuple[dict[str, str], list[str]]] = [
    ({"title": "临川县青溪镇人民政府2022年政府信息公开工作年度报告"}, ["wrong_year:error"]),
    ({"title": "临川县青溪镇人民政府2023年政府信息公开工作年度报告"}, []),
    ({"title": "2023年度政府信息公开工作年度报告（2024年1月）"}, []),
    ({"intro": "本报告统计期限为2022年1月1日至2022年12月31日。"}, ["wrong_year:error"]),
    ({"intro": "本报告统计期限为2022年1月1日至12月31日。"}, ["wrong_year:error"]),
    ({"intro": "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"}, []),
    ({"intro": "本报告所列数据的统计期限自2023年1月1日起到12月31日止。"}, []),
    ({"intro": "本报告统计期限为2023年1月1日至2023年11月30日。"}, ["statistics_period:warning"]),
    ({"intro": "本报告统计期限为2023年3月1日至12月31日。"}, ["statistics_period:warning"]),
    ({"intro": "统计数据截至2023年12月31日。"}, []),
    ({"intro": "现将青溪镇2022年度政府信息公开工作情况报告如下。"}, ["wrong_year:error"]),
    ({"intro": "现将青溪镇2023年度政府信息公开工作情况报告如下。"}, []),
    ({"s1": "2022年，我镇主动公开政府信息520条。"}, ["wrong_year:error"]),
    ({"s1": "2022年全年共发布信息520条。"}, ["wrong_year:error"]),
    ({"s1": "2022年，我镇未收到政府信息公开申请。"}, ["wrong_year:error"]),
    ({"s1": "2022年全年组织召开推进会3次。"}, ["wrong_year:error"]),
    ({"s1": "2022年，我镇共收到政府信息公开申请0件。"}, ["wrong_year:error"]),
    ({"s1": "2024年，我镇通过微信公众号发布信息88条。"}, ["wrong_year:error"]),
    ({"s1": "2023年主动公开政府信息520条，2022年为480条。"}, []),
    ({"s1": "2023年主动公开政府信息520条，较2022年增加40条。"}, []),
    ({"s1": "与2022年的480条相比，主动公开政府信息增加40条。"}, []),
    ({"s1": "2022年主动公开政府信息480条。2023年主动公开政府信息520条。"}, []),
    ({"s1": "印发《2022年政务公开工作要点》，公开信息520条。"}, []),
    ({"s1": "公开2022年度部门决算35份。"}, []),
    ({"s1": "自2020年以来累计公开信息5000条。"}, []),
    ({"s1": "2021—2023年共公开信息5000条。"}, []),
    ({"s1": "截至2024年1月10日，共主动公开政府信息520条。"}, []),
    ({"s1": "2022年结转政府信息公开申请0件。"}, []),
    ({"s1": "去年共主动公开政府信息480条。"}, []),
    ({"s5": "2022年存在公开信息不及时的问题，共整改15条，渠道仍不够丰富。"}, []),
    ({"s1": "2024年，我镇计划主动公开政府信息600条。"}, []),
    ({"s1": "2022年建成政务公开专区1个。"}, []),
]


@pytest.mark.parametrize(("sections", "expected"), YEARS)
def test_another_year_is_wrong_only_where_it_counts_the_offices_own_year(sections: dict[str, str], expected: list[str]) -> None:
    found = codes(report(made={}, **sections))
    assert [c for c in found if c.startswith(("wrong_year", "statistics"))] == expected


# ---- citations

LAW: list[tuple[int, str, list[str]]] = [
    (2023, "根据《中华人民共和国政府信息公开条例》（国务院令第492号）编制。", ["outdated_law:error"]),
    (2019, "根据《政府信息公开条例》（国令第492号）编制。", ["outdated_law:error"]),
    (2018, "根据《中华人民共和国政府信息公开条例》（国务院令第492号）编制。", []),
    (2023, "根据《中华人民共和国政府信息公开条例》（国务院令第711号）编制。", []),
    (2023, "根据《中华人民共和国政府信息公开条例》（2007年国务院令第492号公布，2019年国务院令第711号修订）编制。", []),
    (2019, "新修订的《条例》自5月15日起施行，国务院令第492号公布的旧条例不再适用。", []),
    (2022, "根据国办公开办函〔2019〕60号文件要求编制。", ["outdated_notice:warning"]),
    (2022, "按照《政府信息公开工作年度报告格式（试行）》要求编制。", ["outdated_notice:warning"]),
    (2020, "根据国办公开办函〔2019〕60号文件要求编制。", []),
    (2022, "根据国办公开办函〔2021〕30号文件要求编制，国办公开办函〔2019〕60号同时废止。", []),
    (2022, "根据国办公开办函〔2021〕30号文件要求编制。", []),
    (2023, "根据《中华人民共和国信息公开条例》编制。", ["law_name:warning"]),
    (2023, "根据《中华人民共和国政府信息公开条列》编制。", ["law_name:warning"]),
    (2023, "根据《政府信息公开法》编制。", ["law_name:warning"]),
    (2023, "严格执行《政府信息公开处理费管理办法》。", ["law_name:warning"]),
    (2023, "根据《中华人民共和国政府信息公开条例》（国务院令第771号）编制。", ["law_name:warning"]),
    (2023, "根据《政府信息公开条例》《政府信息公开信息处理费管理办法》编制。", []),
    (2023, "根据《临江省政府信息公开条例》《中华人民共和国保守国家秘密法》编制。", []),
    (2023, "根据《临川县政府信息公开工作制度》《信访工作条例》开展工作。", []),
    (2023, "根据《关于印发〈政府信息公开信息处理费管理办法〉的通知》执行。", []),
    (2023, "《优化营商环境条例》（国务院令第722号）公布后，及时公开。", []),
]


@pytest.mark.parametrize(("year", "sentence", "expected"), LAW)
def test_citations_are_those_in_force(year: int, sentence: str, expected: list[str]) -> None:
    assert codes(report(year=year, made={}, intro=sentence)) == expected


# ---- substance

PROBLEMS: list[tuple[str, list[str]]] = [
    ("无。", ["empty_problems:warning"]),
    ("不存在问题。", ["empty_problems:warning"]),
    ("2023年我镇没有存在的主要问题。", ["empty_problems:warning"]),
    ("下一步，我镇将继续加强学习，提高公开质量。", ["empty_problems:warning"]),
    ("一是公开的及时性不够；二是人员力量薄弱。下一步将加强培训。", []),
    ("存在的主要问题是：一是队伍建设需进一步加强。", []),
    ("主要问题：一是政策解读形式单一。", []),
]


@pytest.mark.parametrize(("text", "expected"), PROBLEMS)
def test_part_five_names_a_problem(text: str, expected: list[str]) -> None:
    assert codes(report(made={}, s5=text)) == expected


def test_part_five_is_not_last_years() -> None:
    text = "一是公开的及时性不够，部分栏目更新较慢；二是人员力量薄弱，业务培训次数较少。下一步将加强培训，落实责任。"
    assert codes(report(s5=text), report(year=2022, s5=text)) == ["empty_problems:warning"]
    other = "一是政策解读的形式单一，群众看不懂；二是公开专区设备陈旧，使用率偏低。下一步将更换设备，丰富解读形式。"
    assert codes(report(s5=text), report(year=2022, s5=other)) == []


def test_part_one_with_new_numbers_alone_is_last_years() -> None:
    words = [
        f"围绕第{i}类重点领域做好公开，完善{name}的目录和流程，及时更新有关栏目，方便群众查询办事。"
        for i, name in enumerate("教育医疗养老住房就业环保交通水利")
    ]
    text = "2023年，我镇主动公开政府信息{}条。" + "".join(words)
    assert codes(report(s1=text.format(300)), report(year=2022, s1=text.format(280))) == ["near_duplicate:warning"]
    fresh = "2023年，我镇主动公开政府信息300条。" + "".join(
        f"{name}方面新建栏目，由专人每周核对，邀请代表评议并公布结果，另设查询电话。"
        for name in "民政农业文化林业财政司法应急统计"
    )
    assert codes(report(s1=fresh), report(year=2022, s1=text.format(280))) == []


# ---- a correct report is met with silence

CORRECT = {
    "intro": "根据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号要求，编制本报告。"
    "报告由总体情况等六个部分组成，"
    "所列数据的统计期限自2023年1月1日起至2023年12月31日止。联系电话：0000-1234567。",
    "s1": "2023年，我镇以新修订的《条例》为遵循，落实《临川县2023年政务公开工作要点》。\n"
    "（一）主动公开情况。全年主动公开政府信息362条，较2022年增加62条，"
    "增长20.7%，其中通过县政府网站公开290条，微信公众号公开210条。公开财政预决算8条，其中2022年决算4条。制作解读材料12篇。\n"
    "（二）依申请公开情况。共收到政府信息公开申请12件，上年结转1件，办结12件，结转下年度1件，其中予以公开8件，不予公开2件，无法提供2件。"
    "未发生行政复议被纠正的情况，因政府信息公开被申请行政复议1件，未发生行政诉讼。\n（三）政府信息管理情况。落实“三审三校”，审核信息362条。"
    "\n（四）政府信息公开平台建设情况。更新栏目35个，微信公众号关注人数2310人。\n（五）监督保障情况。组织培训3次，参训126人次；2022年发现的5个问题已整改。",
    "s5": "一是政策解读形式较单一；二是基层人员变动频繁。2024年，我镇将组织培训4次，公开信息400条以上。",
    "s6": "2023年，我镇未收取信息处理费。无其他需要报告的事项。",
}


def test_a_correct_report_is_met_with_silence() -> None:
    made = tables(
        new=12, over=1, forward=1, results={"granted": 8, "denied_state_secret": 2, "unable_not_held": 2}, review=(1, 0, 0, 0)
    )
    for agency in (TOWN, BUREAU, COUNTY, "某某单位"):
        assert findings(report(agency=agency, made=made, **CORRECT)) == []


# ---- sentences that invite a false alarm

SILENT: list[tuple[str, str, dict[str, Any]]] = [
    ("全年收到申请256件，其中区政府本级28件，比上年增加56件，增长28%；办结260件，结转下年度41件。", "临川市东湖区人民政府",
     {"new": 256, "over": 45, "forward": 41, "results": {"granted": 100, "other_misc": 160}}),
    ("共收到申请36件，其中当面申请3件，网络申请29件，信函申请4件，其中“予以公开”的20件，"
     "“部分公开”的6件，“无法提供”的10件。", BUREAU,
     {"new": 36, "results": {"granted": 20, "partial": 6, "unable_not_held": 10}}),
    ("共受理依申请公开38件（含2022年结转2件），办结37件，结转2024年1件。", BUREAU, {"new": 36, "over": 2, "forward": 1}),
    ("共收到依申请公开36件，加上2022年结转的2件，共计38件；办结37件，1件结转到2024年办理。", BUREAU,
     {"new": 36, "over": 2, "forward": 1}),
    ("收到依申请公开36件，较2022年的30件增长20%。", BUREAU, {"new": 36}),
    ("被提起行政诉讼4件，未经复议直接起诉3件，其中维持2件、其他结果1件；复议后起诉1件，尚未审结。", BUREAU,
     {"direct": (2, 0, 1, 0), "after": (0, 0, 0, 1)}),
    ("全年未收到政府信息公开申请，2022年结转的1件已办结。", BUREAU, {"over": 1}),
    ("全县未发生因政府信息公开引发的行政诉讼案件，发生行政复议1件，复议结果为维持。", COUNTY, {"review": (1, 0, 0, 0)}),
    ("县住建局受理申请28件，办结27件，县自然资源局受理申请35件，为申请量最多的部门。", COUNTY, {"new": 120}),
    ("共收到政府信息公开申请120件，其中县政府办公室受理20件，县直部门受理70件，乡镇受理30件。", COUNTY, {"new": 120}),
    ("以县政府名义印发规范性文件3件，部门制发规范性文件5件。", COUNTY, {"documents": (3, 1, 12)}),
    ("收到政府信息公开申请12件，办理政府信息公开申请13件（含上年结转1件），予以公开8件，其他处理5件。", BUREAU,
     {"new": 12, "over": 1, "results": {"granted": 8, "other_misc": 5}}),
    ("针对去年收到的3件申请答复不规范的问题，完善了答复文本。2023年收到申请2件。", TOWN, {"new": 2}),
    ("办理依申请公开业务培训2次，印发申请须知300份。", TOWN, {}),
    ("共收到申请20件，其中予以公开12件，占总数的60%；部分公开2件，占10%；无法提供6件，占30%。", TOWN,
     {"new": 20, "results": {"granted": 12, "partial": 2, "unable_not_held": 6}}),
    ("一季度收到申请3件，上半年收到申请5件，全年共收到申请9件。", TOWN, {"new": 9}),
    ("按时编制并公布2022年政府信息公开工作年度报告，公开2022年度决算3份。", TOWN, {}),
    ("为做好年度报告编制工作，2024年1月1日至1月15日开展自查。", TOWN, {}),
    ("县司法局办理行政复议案件86件，行政应诉案件23件。", COUNTY, {}),
    ("政府网站发布信息2.3万条，政务微博发布3562条，政务微信推送1820条。", COUNTY, {}),
    ("各村共公开信息300条。\n全年主动公开政府信息520条。", TOWN, {}),
    ("推进会2次，培训4次、320人次。对28个部门、16个乡镇检查4次，通报问题56个，已整改56个。", COUNTY, {}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "agency", "made"), SILENT)
def test_a_correct_sentence_raises_no_alarm(sentence: str, agency: str, made: dict[str, Any]) -> None:
    assert codes(report(agency=agency, made=tables(**made), s1="（二）依申请公开情况\n" + sentence)) == []


def test_a_bureau_that_names_itself_is_held_to_its_own_table() -> None:
    text = "临川县民政局共收到政府信息公开申请34件。"
    assert codes(report(agency=BUREAU, made=tables(new=35), s1=text)) == ["text_table_mismatch:error"]


HOSTILE = {
    "fillers": "公开" + "各类" * 20000 + "某3条",
    "sums": "收到申请" + "数数量" * 10000,
    "one sentence of counts": "共公开信息50条，其中" + "社会救助3条、" * 5000,
    "open brackets": "共5条其中" + "（" * 10000 + "3条" * 2000,
    "percentages": "公开5条占3%增加2条增长4%" * 3000,
    "a number without end": "1" * 50000 + "条，占" + "9" * 400 + "%",
    "years": "较2022年2021年比2020年3条" * 3000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_takes_no_more_than_its_length_is_worth(text: str) -> None:
    started = time.process_time()
    findings(report(made={}, intro=text, s1=text))
    assert time.process_time() - started < 8
