"""The annual report over the API: read and checked, written, compared, rolled up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.annual import AnnualReport, load
from gongkai.annual.write import write
from gongkai.api import limits, reports
from gongkai.records.accounts.models import User
from tests.annual.rollup.county import AGENCIES, COUNTY, data
from tests.records.api.conftest import Program
from tests.records.conftest import administrator, county, now, officer, stores, township

__all__ = ["administrator", "county", "now", "officer", "stores", "township"]

Ask = Callable[..., Any]


@pytest.fixture
def ask(officer: User) -> Ask:
    """Posts for an officer; the answer."""
    asks = Program(officer)

    def posted(path: str, content: Any, content_type: str = "application/json") -> Any:
        body = content if isinstance(content, bytes) else orjson.dumps(content)
        return asks.client.post(
            f"/api/v1/annual-report/{path}", body, content_type=content_type, headers={"Authorization": f"Bearer {asks.token}"}
        )

    posted.asks = asks  # type: ignore[attr-defined]
    return posted


def upload(ask: Ask, **files: SimpleUploadedFile) -> Any:
    asks = ask.asks  # type: ignore[attr-defined]
    headers = {"Authorization": f"Bearer {asks.token}"}
    return asks.client.post("/api/v1/annual-report/check/", files, headers=headers)


@pytest.fixture
def report() -> AnnualReport:
    return data(AGENCIES[0])


def test_a_file_is_read_and_checked(ask: Ask, report: AnnualReport) -> None:
    document = SimpleUploadedFile("年报.docx", write(report, "docx"))
    answer = upload(ask, file=document)
    assert answer.status_code == 200
    said = answer.json()
    assert (said["readable"], said["report"]["agency"], said["file"]) == (True, report.agency, "年报.docx")
    assert said["counts"].keys() == {"error", "warning", "info"}


def test_a_file_that_is_no_report_is_said_to_be_none(ask: Ask) -> None:
    said = upload(ask, file=SimpleUploadedFile("a.docx", b"PK\x03\x04 broken")).json()
    assert (said["readable"], said["report"]) == (False, None)
    assert said["error"]["message"]
    assert upload(ask).status_code == 422


def test_local_demands_and_last_year_are_taken_and_patterns_are_not(ask: Ask, report: AnnualReport) -> None:
    document = write(report, "docx")
    profile = "name: 云水县\nsource: 云水县政务公开办要求\ndemands:\n- code: a\n  any: ['%s']\n  message: 须写明培训情况\n"

    def with_profile(word: str) -> Any:
        return upload(
            ask,
            file=SimpleUploadedFile("年报.docx", document),
            profile=SimpleUploadedFile("a.yaml", (profile % word).encode()),
        )

    assert with_profile("/(a+)+$/").json()["code"] == "profile_invalid"
    assert (
        upload(
            ask, file=SimpleUploadedFile("年报.docx", document), profile=SimpleUploadedFile("a.yaml", b"a: &x [1]\nb: *x")
        ).json()["code"]
        == "profile_invalid"
    )


def test_no_more_files_are_read_at_once_than_there_is_room_for(ask: Ask, report: AnnualReport) -> None:
    for _ in range(limits.READING):
        assert reports._room.acquire(blocking=False)
    try:
        answer = upload(ask, file=SimpleUploadedFile("年报.txt", b"abc"))
    finally:
        for _ in range(limits.READING):
            reports._room.release()
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "5", "busy")


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "txt", "json"])
def test_a_report_in_json_is_written_and_read_back(kind: str, ask: Ask, report: AnnualReport) -> None:
    answer = ask(f"write/?kind={kind}", report.to_json())
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="annual-report.{kind}"'
    assert load(answer.content, f"a.{kind}").tables == report.tables


@pytest.mark.needs("fonts")
def test_a_report_in_json_becomes_a_pdf(ask: Ask, report: AnnualReport) -> None:
    assert ask("write/?kind=pdf", report.to_json()).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "bad_json"),
        (b"[]", "not_our_json"),
        (b'{"schema": "other/1"}', "other_schema"),
        (orjson.dumps({"schema": "gongkai.annual-report/1", "tables": 3}), "bad_report"),
        (orjson.dumps({"schema": "gongkai.annual-report/1", "sections": {"1": "文" * 500_001}}), "too_long"),
    ],
)
def test_what_is_no_report_is_not_written(body: bytes, code: str, ask: Ask) -> None:
    answer = ask("write/", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_two_reports_are_compared(ask: Ask, report: AnnualReport) -> None:
    other = data(AGENCIES[0], seed=1, year=2022).to_json()
    said = ask("compare/", {"report": report.to_json(), "other": other}).json()
    assert said["kind"] == "last_year"
    assert ask("compare/", {"report": report.to_json(), "other": other, "kind": "x"}).status_code == 422


def test_reports_are_rolled_up(ask: Ask) -> None:
    handed_in = [data(who).to_json() for who in AGENCIES[:4]]
    said = ask("rollup/", {"agency": COUNTY, "reports": handed_in, "expected": [a.name for a in AGENCIES[:5]]}).json()
    assert said["agency"] == COUNTY
    assert len(said["missing"]) == 1
    assert ask("rollup/", {"agency": " ", "reports": handed_in}).json()["code"] == "cannot_roll_up"
    assert ask("rollup/", {"agency": COUNTY, "reports": []}).status_code == 422


def test_the_schemas_are_those_of_the_commands(ask: Ask) -> None:
    asks = ask.asks  # type: ignore[attr-defined]
    for name in ("schema", "rollup-schema", "comparison-schema"):
        assert asks.get(f"/annual-report/{name}/")["$schema"].startswith("https://json-schema.org/")
