"""The law as a whole: its stamp, an installation's settings, and the worked scenario of the domain."""

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from gongkai import law
from gongkai.law.calendar import CalendarError
from gongkai.law.parameters import MonthDay, ParameterError

LOCAL = {"local_holidays": [{"date": "2026-05-06", "name": "某节", "source": "自治县通知"}]}


def period(key: str) -> int:
    return law.standard().get(f"application.{key}.workdays", on=date(2026, 4, 27))


def test_the_scenario_of_an_application_received_on_2026_04_27():
    add, between = law.standard().calendar.add_workdays, law.standard().calendar.workdays_between
    received = date(2026, 4, 27)
    reply, extension = period("reply"), period("extension")
    assert add(received, reply).date == date(2026, 5, 27)
    suspended = between(date(2026, 5, 11), date(2026, 5, 22)).days
    assert suspended == 9
    assert add(received, reply + suspended).date == date(2026, 6, 9)
    assert add(received, reply + extension).date == date(2026, 6, 25)
    assert add(received, reply + extension + suspended).date == date(2026, 7, 8)
    assert add(received, period("correction_notice")).date == date(2026, 5, 9), "a working Saturday"
    assert add(date(2026, 5, 15), reply).date == date(2026, 6, 12)
    assert add(date(2026, 5, 11), period("third_party")).date == date(2026, 6, 1)
    assert add(date(2026, 5, 20), period("fee.pay")).date == date(2026, 6, 17)


def test_the_stamp_is_that_of_the_content():
    assert law.law_with({}).stamp == law.standard().stamp
    assert law.law_with(LOCAL).stamp == law.law_with(LOCAL).stamp


@pytest.mark.parametrize(
    "settings",
    [
        LOCAL,
        {"parameters": {"annual_report.deadline.township": "01-26"}},
        {
            "calendar": [
                {"year": 2027, "notices": [{"number": "国办发明电〔2026〕1号"}], "rest": ["2027-01-01"], "worked": []},
            ]
        },
    ],
)
def test_every_setting_changes_the_stamp(settings):
    assert law.law_with(settings).stamp != law.standard().stamp


def test_the_law_cannot_be_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        law.standard().stamp = "x"  # type: ignore[misc]


def test_an_installations_settings_rule_its_own_law_only():
    own = law.law_with({**LOCAL, "parameters": {"annual_report.deadline.township": "01-26"}})
    assert own.get("annual_report.deadline.township", on=date(2026, 1, 1)) == MonthDay(1, 26)
    assert own.calendar.add_workdays(date(2026, 4, 27), 20).date == date(2026, 5, 28)
    assert law.standard().get("annual_report.deadline.township", on=date(2026, 1, 1)) == MonthDay(1, 31)


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"holidays": []}, ParameterError, "holidays"),
        ({"local_holidays": [{"date": "2026-05-06"}]}, CalendarError, "source"),
        ({"local_holidays": [{"date": "5月6日", "name": "某节", "source": "通知"}]}, CalendarError, "YYYY-MM-DD"),
        ({"parameters": {"annual_report.deadline.department": "02-28"}}, ParameterError, "不能另设"),
        ({"calendar": [{"year": 2028, "notices": [{"number": "国办发明电〔2027〕1号"}], "rest": ["2028-01-03"], "worked": []}]},
         CalendarError, "不能缺年"),
    ],
)  # fmt: skip
def test_faulty_settings_are_refused_in_words(settings, error, words):
    with pytest.raises(error, match=words):
        law.law_with(settings)
