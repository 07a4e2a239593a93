"""Taking in a new year's holiday arrangement: what is accepted, what is refused, what a person is asked to look at."""

import json
from datetime import date

import pytest

from gongkai.law import calendar
from gongkai.law.calendar import CalendarError, doubts, table_from_csv, table_from_data, table_from_json

TABLE = {
    "year": 2027,
    "notices": [{"number": "国办发明电〔2026〕9号", "published": "2026-11-05"}],
    "rest": ["2027-01-01", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11", "2027-04-05", "2027-05-03",
             "2027-05-04", "2027-05-05", "2027-06-09", "2027-09-15", "2027-10-01", "2027-10-04", "2027-10-05", "2027-10-06",
             "2027-10-07"],
    "worked": ["2027-02-14", "2027-05-08", "2027-09-26", "2027-10-09"],
}  # fmt: skip
STATUTORY = calendar.standard().statutory_days(2027)


def as_csv(table) -> str:
    number = table["notices"][0]["number"]
    lines = [f"{day},休,{number}" for day in table["rest"]] + [f"{day},班,{number}" for day in table["worked"]]
    return "\n".join(["\ufeff日期,安排,文号", *lines, ""])


def test_json_and_csv_give_the_same_table():
    from_json, from_csv = table_from_json(json.dumps(TABLE)), table_from_csv(as_csv(TABLE))
    assert (from_json.year, from_json.rest, from_json.worked) == (from_csv.year, from_csv.rest, from_csv.worked)
    assert from_json.source == from_csv.source == "国办发明电〔2026〕9号"


def test_a_new_year_settles_what_was_provisional():
    before = calendar.standard()
    after = before.with_table(table_from_data(TABLE))
    assert before.add_workdays(date(2027, 2, 1), 6).provisional
    assert after.add_workdays(date(2027, 2, 1), 6) == calendar.Due(date(2027, 2, 15)), "02-05 to 02-11 rest, 02-14 Sunday works"
    assert after.announced_until == date(2027, 12, 31)
    assert before.announced_until == date(2026, 12, 31), "a calendar is never changed in place"


def test_a_one_off_change_replaces_a_year():
    changed = {**TABLE, "rest": [*TABLE["rest"], "2027-05-06"]}
    twice = calendar.standard().with_table(table_from_data(TABLE)).with_table(table_from_data(changed))
    assert not twice.is_workday(date(2027, 5, 6))


def test_a_year_may_not_be_left_out():
    later = table_from_data({**TABLE, "year": 2028, "rest": ["2028-01-03"], "worked": []})
    with pytest.raises(CalendarError, match="不能缺年"):
        calendar.standard().with_table(later)


def test_a_complete_table_leaves_no_doubts():
    assert doubts(table_from_data(TABLE), STATUTORY, 13) == []


def test_a_forgotten_holiday_and_a_forgotten_make_up_day_are_asked_about():
    slip = {**TABLE, "rest": TABLE["rest"][1:]}
    found = doubts(table_from_data(slip), STATUTORY, 13)
    assert any("2027-01-01 是法定节假日" in line for line in found)
    assert any("通常相等" in line for line in found)


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025, 2026])
def test_announced_years_leave_no_doubts(year):
    table = next(t for t in calendar.standard().tables() if t.year == year)
    assert doubts(table, (), 13 if year >= 2025 else 11) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"rest": ["2027-02-06"]}, "本是周末"),
        ({"worked": ["2027-02-15"]}, "本是平日"),
        ({"rest": ["2028-01-03"]}, "不在"),
        ({"rest": ["2027-01-01", "2027-01-01"]}, "列了两次"),
        ({"rest": ["1月1日"]}, "YYYY-MM-DD"),
        ({"rest": []}, "没有列出"),
        ({"rest": "2027-01-01"}, "列表"),
        ({"notices": []}, "文号"),
        ({"notices": [{"number": "通知"}]}, "文号"),
        ({"year": "2027"}, "年份"),
        ({"workdays": 200}, "不符"),
        ({"covers_from": "2026-06-01"}, "covers_from"),
        ({"holiday": []}, "应有"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused(change, fault):
    with pytest.raises(CalendarError, match=fault) as caught:
        table_from_data({**TABLE, **change})
    assert caught.value.code == "bad_table"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "三列"),
        ("日期,安排\n2027-01-01,休", "三列"),
        ("日期,安排,文号\n2027-01-01,歇,国办发明电〔2026〕9号", "第2行"),
        ("日期,安排,文号\n", "没有一天"),
        ("日期,安排,文号\n元旦,休,国办发明电〔2026〕9号", "YYYY-MM-DD"),
        ("日期,安排,文号\n2027-01-01,休", "文号"),
    ],
)
def test_a_csv_that_cannot_be_right_is_refused(text, fault):
    with pytest.raises(CalendarError, match=fault):
        table_from_csv(text)


def test_text_that_is_not_json_is_refused():
    with pytest.raises(CalendarError, match="JSON"):
        table_from_json("{")
