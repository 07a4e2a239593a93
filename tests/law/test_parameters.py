"""The values of the law, as a lawyer would read them, and the loader that refuses a faulty file."""

from datetime import date

import pytest

from gongkai.law import parameters
from gongkai.law.parameters import MonthDay, ParameterError, ParameterSet, Status
from gongkai.law.parameters.loader import load_folder, load_text

GOOD = """
a.rule:
  title: 某期限
  kind: integer
  values:
    - {from: 2008-05-01, value: 15, source: 旧条例, status: settled}
    - {from: 2019-05-15, value: 20, source: 新条例, status: setting}
"""


@pytest.mark.parametrize(
    ("key", "day", "value"),
    [
        ("annual_report.deadline.department", date(2019, 3, 1), MonthDay(3, 31)),
        ("annual_report.deadline.department", date(2024, 1, 5), MonthDay(1, 31)),
        ("annual_report.deadline.township", date(2024, 1, 5), MonthDay(1, 31)),
        ("annual_report.deadline.government", date(2024, 1, 5), MonthDay(3, 31)),
        ("application.reply.workdays", date(2019, 5, 14), 15),
        ("application.reply.workdays", date(2019, 5, 15), 20),
        ("annual_report.rulemaking.cities", date(2022, 12, 31), ("东莞市", "中山市", "嘉峪关市")),
        ("annual_report.rulemaking.cities", date(2023, 12, 31), ("东莞市", "中山市", "嘉峪关市", "儋州市")),
    ],
)
def test_a_value_is_the_one_in_force_on_the_day(key, day, value):
    assert parameters.get(key, on=day) == value


@pytest.mark.parametrize(
    ("key", "year", "number"),
    [
        ("instrument.regulation", 2018, "国务院令第492号"),
        ("instrument.regulation", 2019, "国务院令第711号"),
        ("annual_report.format_notice", 2019, "国办公开办函〔2019〕60号"),
        ("annual_report.format_notice", 2020, "国办公开办函〔2019〕60号"),
        ("annual_report.format_notice", 2021, "国办公开办函〔2021〕30号"),
        ("instrument.fee_rule", 2021, "国办函〔2020〕109号"),
    ],
)
def test_a_report_year_has_its_instrument(key, year, number):
    assert parameters.for_year(key, year).number == number


def test_the_old_regulation_is_cited_until_the_day_before_the_new_one():
    assert parameters.get("instrument.regulation", on=date(2019, 5, 14)).number == "国务院令第492号"
    assert parameters.get("instrument.regulation", on=date(2019, 5, 15)).number == "国务院令第711号"


def test_a_citation_is_printed_whole():
    citation = parameters.for_year("instrument.regulation", 2024).citation
    assert citation == "《中华人民共和国政府信息公开条例》（国务院令第711号）"


@pytest.mark.parametrize(("key", "code"), [("no.such", "unknown_key"), ("instrument.fee_rule", "not_in_force")])
def test_a_value_that_is_not_there_is_refused_by_name(key, code):
    with pytest.raises(ParameterError, match=key) as caught:
        parameters.get(key, on=date(2019, 1, 1))
    assert caught.value.code == code


def test_a_month_day_knows_its_day_of_a_year():
    assert parameters.for_year("annual_report.deadline.department", 2024).in_year(2025) == date(2025, 1, 31)


def test_every_shipped_value_names_its_source():
    for parameter in parameters.standard():
        for dated in parameter.values:
            assert dated.source, parameter.key


def test_an_office_may_set_what_is_a_setting():
    own = ParameterSet(load_text(GOOD, "a.yaml").values(), {"a.rule": 12})
    entry = own.entry("a.rule", on=date(2024, 1, 1))
    assert (entry.value, entry.source) == (12, "本单位设置")
    assert own.get("a.rule", on=date(2018, 1, 1)) == 15, "an earlier, settled value stays"


def test_an_office_may_not_set_what_the_law_settles():
    with pytest.raises(ParameterError, match="不能另设") as caught:
        ParameterSet(parameters.standard(), {"application.reply.workdays": 30})
    assert caught.value.code == "settled"


def test_a_setting_of_the_wrong_kind_is_refused():
    with pytest.raises(ParameterError, match="应为整数") as caught:
        ParameterSet(load_text(GOOD, "a.yaml").values(), {"a.rule": "十二"})
    assert caught.value.code == "wrong_kind"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("a.rule:", "Rule:", "小写字母"),
        ("kind: integer", "kind: whole", "不认识的类型"),
        ("value: 15", "value: 1.5", "应为整数"),
        ("value: 15", "value: true", "应为整数"),
        ("from: 2008-05-01", "from: 2020-01-01", "由早到晚"),
        ("from: 2008-05-01", "from: soon", "日期"),
        ("source: 旧条例", "source: ''", "非空文字"),
        ("status: settled", "status: sure", "sure"),
        (", status: settled", "", "字段"),
        ("  title: 某期限", "  title: 某期限\n  titel: x", "字段"),
    ],
)
def test_a_faulty_file_is_refused_with_its_fault(old, new, fault):
    assert old in GOOD
    with pytest.raises(ParameterError, match=fault) as caught:
        load_text(GOOD.replace(old, new, 1), "a.yaml")
    assert caught.value.code == "bad_file"


def test_a_key_written_twice_is_refused():
    with pytest.raises(ParameterError, match="写了两次"):
        load_text(GOOD + GOOD.replace("\na.rule", "a.rule"), "a.yaml")


def test_two_files_may_not_define_the_same_key(tmp_path):
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(ParameterError, match="重名"):
        load_folder(tmp_path)


def test_month_days_exist_in_every_year():
    with pytest.raises(ParameterError, match="不是每年都有"):
        load_text(GOOD.replace("integer", "month_day").replace("value: 15", 'value: "02-29"'), "a.yaml")


def test_statuses_are_the_two_of_the_house():
    assert {s.value for s in Status} == {"settled", "setting"}
