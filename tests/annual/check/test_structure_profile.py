"""A county's demands: read from YAML, refused where wrong, applied to whom they are made for."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.annual.check import check
from gongkai.annual.profiles import ProfileError, example, load_profile, parse_profile
from tests.annual.check.cases import Case, become, nothing, say
from tests.annual.check.made import right


def profile(**demand: Any) -> dict[str, Any]:
    """A profile of one demand."""
    return {"name": "云水县要求", "demands": [{"id": "one", "message": "请照办。", **demand}]}


LONG = profile(kind="max_chars", section="1", limit=10)
SHORT = profile(kind="min_chars", section="5", limit=100000)
MENTION = profile(kind="mention", section="6", any=["工作要点", r"/要点\d+项/"])
ALL = profile(kind="mention", section="all", all=["工作要点", "提案办理"])
AVOID = profile(kind="avoid", section="1", any=["荣获"])
FIGURE = profile(kind="figure", name="weibo")
DAY = profile(kind="sign_by", date="01-20")

CASES = [
    Case("local_requirement", "no profile", nothing),
    Case("local_requirement", "too long", nothing, "warning", "section1", profile=LONG),
    Case("local_requirement", "long enough", nothing, profile=profile(kind="max_chars", section="1", limit=100000)),
    Case("local_requirement", "too short", nothing, "warning", "section5", profile=SHORT),
    Case("local_requirement", "not mentioned", nothing, "warning", "section6", profile=MENTION),
    Case("local_requirement", "mentioned", say("6", "落实工作要点。"), profile=MENTION),
    Case("local_requirement", "mentioned by pattern", say("6", "落实要点12项。"), profile=MENTION),
    Case("local_requirement", "one of two is missing", say("6", "落实工作要点。"), "warning", "section1", profile=ALL),
    Case("local_requirement", "to avoid", say("1", "我乡荣获表彰。"), "warning", "section1", profile=AVOID),
    Case("local_requirement", "avoided", nothing, profile=AVOID),
    Case("local_requirement", "a figure is missing", nothing, "warning", "section1", profile=FIGURE),
    Case("local_requirement", "signed after the county's day", become(signed_on="2024-01-25"), "warning", "end", profile=DAY),
    Case("local_requirement", "signed on the county's day", become(signed_on="2024-01-20"), profile=DAY),
    Case(
        "local_requirement",
        "info where the county wants it so",
        nothing,
        "info",
        "section1",
        profile=profile(kind="figure", name="weibo", severity="info"),
    ),
    Case(
        "local_requirement",
        "not for this kind",
        nothing,
        profile=profile(kind="figure", name="weibo", for_kinds=["department"]),
    ),
    Case(
        "local_requirement", "not for this level", nothing, profile=profile(kind="figure", name="weibo", for_levels=["county"])
    ),
    Case("local_requirement", "not yet", nothing, profile=profile(kind="figure", name="weibo", from_year=2024)),
    Case("local_requirement", "no more", nothing, profile=profile(kind="figure", name="weibo", to_year=2022)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_kind_of_demand_is_checked(case: Case) -> None:
    case.holds()


def test_the_shipped_example_is_a_profile_and_applies() -> None:
    found = [f for f in check(right(7, kind="township", year=2023), profile=example()) if f.code == "local_requirement"]
    assert found and all(f.message.startswith("云水县政府信息公开工作年度报告编制要求（示例）：") for f in found)


def test_a_profile_is_read_from_a_file(tmp_path: Any) -> None:
    path = tmp_path / "county.yaml"
    path.write_text("name: 甲县\ndemands:\n  - {id: a, kind: figure, name: weibo, message: 写明微博条数。}\n", encoding="utf-8")
    assert load_profile(path)["demands"][0]["kind"] == "figure"
    with pytest.raises(ProfileError, match="打不开"):
        load_profile(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- a", "demands"),
        ("name: x", "demands"),
        ("name: [", "YAML"),
        ("demands: [1]", "第1条"),
        ("demands: [{id: a, kind: figure, name: weibo}]", "message"),
        ("demands: [{id: a, kind: magic, message: m}]", "magic"),
        ("demands: [{id: a, kind: figure, message: m}]", "name"),
        ("demands: [{id: a, kind: max_chars, section: '9', limit: 3, message: m}]", "section"),
        ("demands: [{id: a, kind: max_chars, section: '1', limit: many, message: m}]", "limit"),
        ("demands: [{id: a, kind: mention, section: '1', message: m}]", "any"),
        ("demands: [{id: a, kind: mention, section: '1', any: ['/(/'], message: m}]", "正则"),
        ("demands: [{id: a, kind: sign_by, date: 1-2, message: m}]", "月-日"),
        ("demands: [{id: a, kind: figure, name: weibo, message: m, colour: red}]", "colour"),
        ("demands: [{id: a, kind: figure, name: weibo, message: m, severity: error}]", "severity"),
        ("demands: [{id: a, kind: figure, name: b, message: m}, {id: a, kind: figure, name: c, message: m}]", "重复"),
    ],
)
def test_a_wrong_profile_is_refused_with_a_sentence_that_names_the_fault(text: str, fault: str) -> None:
    with pytest.raises(ProfileError, match=fault):
        parse_profile(text)
