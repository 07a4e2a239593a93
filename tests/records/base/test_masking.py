"""Log records hold no personal data."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.test import Client

from gongkai.config.logs import JsonLines, WithoutPersonalData, request_id
from gongkai.records.base.masking import holds_identity_number, masked


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("申请人身份证11010519491231002X。", "申请人身份证[身份证件号]。"),
        ("旧证号110105491231002", "旧证号[身份证件号]"),
        ("电话13800138000，", "电话[手机号]，"),
        ("+86 138 0013 8000", "[手机号]"),
        ("卡号6222 0212 3456 7890 123", "卡号[银行卡号]"),
        ("6222021234567890123", "[银行卡号]"),
        ("写信到 some.body+x@example.gov.cn 即可", "写信到 [邮箱] 即可"),
        ("2026年3月10日第12号", "2026年3月10日第12号"),
        ("用时 12345678 毫秒", "用时 12345678 毫秒"),
    ],
)
def test_personal_numbers_are_named_and_not_shown(text: str, without: str) -> None:
    assert masked(text) == without


def test_only_a_number_with_the_right_check_digit_is_an_identity_number() -> None:
    assert holds_identity_number("号码11010519491231002X")
    assert not holds_identity_number("号码110105194912310021")
    assert not holds_identity_number("a" * 20 + "11010519491231002")


def line(record: logging.LogRecord) -> dict[str, object]:
    assert WithoutPersonalData().filter(record)
    return json.loads(JsonLines().format(record))


def test_a_record_is_one_json_line_without_personal_data_anywhere() -> None:
    try:
        raise ValueError("bad number 11010519491231002X")
    except ValueError:
        record = logging.LogRecord("gongkai.x", logging.ERROR, "f.py", 1, "手机 %s", ("13800138000",), sys.exc_info())
    record.path, record.holder = "/a/13800138000/", {"name": "某某"}
    token = request_id.set("request-1")
    made = line(record)
    request_id.reset(token)
    assert made["message"] == "手机 [手机号]"
    assert made["request"] == "request-1"
    assert made["path"] == "/a/[手机号]/"
    assert made["holder"] == "dict"
    assert "[身份证件号]" in str(made["error"])
    assert "11010519491231002X" not in json.dumps(made)


def test_the_log_of_a_request_has_no_query_string_and_its_id_is_in_the_answer(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "gongkai.request"):
        answer = Client().get("/healthz?name=secret", headers={"X-Request-ID": "abcdefgh-1"})
    record = caplog.records[-1]
    assert (record.path, record.status) == ("/healthz", 200)  # type: ignore[attr-defined]
    assert "secret" not in str(vars(record))
    assert answer["X-Request-ID"] == "abcdefgh-1"


def test_an_id_that_could_forge_log_lines_is_not_taken_over(db: None) -> None:
    answer = Client().get("/healthz", headers={"X-Request-ID": 'x" }\n{"level"'})
    assert len(answer["X-Request-ID"]) == 32
