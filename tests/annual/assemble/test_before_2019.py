"""Reports for 2008–2018 have no statutory form: their text and figures are read, and nothing is missed that was not due."""

from __future__ import annotations

from gongkai.annual import read
from gongkai.annual.check import check

REPORT = """云水县松陵镇人民政府2015年政府信息公开工作年度报告

根据《中华人民共和国政府信息公开条例》（国务院令第492号）要求，编制本报告。统计期限自2015年1月1日起至2015年12月31日止。
一、概述
2015年，我镇主动公开政府信息215条，其中通过县政府网站公开102条，公开栏公开113条。
二、依申请公开办理情况
2015年，我镇收到政府信息公开申请2件，均已答复。
三、收费及减免情况
未收取费用。
四、存在的主要问题和改进措施
一是公开不够及时；二是内容不够全面。下一步将加强培训。

云水县松陵镇人民政府
2016年1月15日
"""


def test_a_report_before_the_statutory_form_is_read_as_text_with_figures() -> None:
    report = read(REPORT.encode(), "2015.txt")
    assert (report.agency, report.year, report.form, report.tables) == ("云水县松陵镇人民政府", 2015, None, {})
    assert report.signed_on == "2016-01-15"
    assert {f.name: f.value for f in report.figures}.items() >= {"proactive_total": 215, "applications_new": 2}.items()


def test_nothing_of_the_later_form_is_asked_of_it() -> None:
    findings = check(read(REPORT.encode(), "2015.txt"))
    assert [f.code for f in findings if f.severity != "info"] == []
