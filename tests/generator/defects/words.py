"""Wrong years, laws, names and words."""

from __future__ import annotations

from datetime import date
from random import Random

from .. import wording
from ..model import Report, Text
from ..reports import report
from .base import add, defect, edit, expect, topic

TOTAL = r"[^。（）]*?主动公开(?:各类)?政府信息(\d+)条"


def _intro(made: Report, old: str, new: str) -> None:
    assert any(old in line for line in made.intro), old
    made.intro = [line.replace(old, new) for line in made.intro]


@defect
def year_of_title(seed: int) -> Report:
    """The title still carries last year."""
    made = report(seed)
    made.title = [line.replace(f"{made.year}年", f"{made.year - 1}年") for line in made.title]
    made.unsure |= {"year", "figures"}
    return expect(made, "wrong_year", "title", allowed=("wrong_year", "statistics_period", "late_signature", "format_mismatch"))


@defect
def year_of_a_count(seed: int) -> Report:
    """Last year stands before this year's total."""
    made = report(seed)
    edit(made, "1", TOTAL, lambda m: f"{made.year - 1}年全年共主动公开政府信息{m[1]}条")
    made.unsure.add("figures")
    return expect(made, "wrong_year", "section1.1", allowed=("percent_mismatch", "internal_contradiction"))


@defect
def year_of_the_period(seed: int) -> Report:
    """The statistics period is last year's."""
    made = report(seed)
    made.intro = [
        line.replace(f"{made.year}年1月1日", f"{made.year - 1}年1月1日").replace(
            f"{made.year}年12月31日", f"{made.year - 1}年12月31日"
        )
        for line in made.intro
    ]
    return expect(made, "wrong_year", "intro", allowed=("statistics_period",))


@defect
def period_too_short(seed: int) -> Report:
    """The statistics period ends early in December."""
    made = report(seed)
    _intro(made, "12月31日", f"12月{10 + seed % 15}日")
    return expect(made, "statistics_period", "intro")


@defect
def old_law(seed: int) -> Report:
    """国务院令第492号 as the law in force."""
    made = report(seed)
    made.intro[0] = made.intro[0].replace("（国务院令第711号，以下简称《条例》）", "")
    _intro(made, "《中华人民共和国政府信息公开条例》", "《中华人民共和国政府信息公开条例》（国务院令第492号）")
    return expect(made, "outdated_law", "intro")


@defect
def old_notice(seed: int) -> Report:
    """A report of 2021 on that names the notice of 2019 as its basis."""
    made = report(seed, year=2021 + seed % 5)
    _intro(made, wording.NOTICE["2021"], wording.NOTICE["2019"])
    return expect(made, "outdated_notice", "intro")


@defect
def fee_contradicts_table(seed: int) -> Report:
    """六 collects a fee, 表二 says nothing was collected."""

    def change(made: Report, rng: Random) -> None:
        made.tables["table2"]["fees"]["amount_wan"] = 0

    made = report(seed, year=2021 + seed % 5, numbers_change=change)
    fee = 1000 + seed % 7000
    made.sections["6"] = [Text(f"本年度收取信息处理费{fee}元。")]
    made.figures["fee_yuan"] = fee
    return expect(made, "fee_mismatch", "section6|table2.fees")


@defect
def no_problem_named(seed: int) -> Report:
    """五 praises and names no problem."""
    made = report(seed)
    made.sections["5"] = [Text(f"{made.agency.we}各项工作扎实推进，成效明显，得到群众好评。今后将再接再厉，再创佳绩。")]
    return expect(made, "empty_problems", "section5")


@defect
def title_without_disclosure(seed: int) -> Report:
    """政府信息工作年度报告: 公开 is missing."""
    made = report(seed)
    made.title = [line.replace("政府信息公开工作", "政府信息工作") for line in made.title]
    return expect(made, "title_error", "title")


@defect
def no_signature(seed: int) -> Report:
    """No agency and no date at the end."""
    made = report(seed)
    made.end, made.signed_on = [], None
    return expect(made, "missing_signature", "end")


@defect
def signed_too_late(seed: int) -> Report:
    """Signed weeks after the deadline of its level."""
    made = report(seed)
    made.signed_on = date(made.year + 1, 4 if made.agency.kind in ("county", "city") else 3, 6 + seed % 20)
    made.end[1] = f"{made.signed_on.year}年{made.signed_on.month}月{made.signed_on.day}日"
    return expect(made, "late_signature", "end")


@defect
def signed_before_the_year_ended(seed: int) -> Report:
    """Signed in December of the report year."""
    made = report(seed)
    made.signed_on = date(made.year, 12, 3 + seed % 20)
    made.end[1] = f"{made.signed_on.year}年{made.signed_on.month}月{made.signed_on.day}日"
    return expect(made, "late_signature", "end")


@defect
def signed_by_another(seed: int) -> Report:
    """The signature of a neighbour."""
    made = report(seed, kind="township")
    county = made.agency.county
    other = next(t for t in wording.TOWN_HEADS if t not in made.agency.name)
    made.end[0] = f"{county}{other}镇人民政府"
    made.unsure.add("agency")
    return expect(made, "wrong_agency", "end|title")


@defect
def place_doubled(seed: int) -> Report:
    """云…县云…县."""
    made = report(seed)
    county = made.agency.county
    add(made, 3, f"依照{county}{county}信息发布规程，逐条登记。")
    return expect(made, "duplicated_words", "section1.3")


@defect
def year_word_doubled(seed: int) -> Report:
    """年度 … 年度 in the title: info."""
    made = report(seed)
    made.title = [line.replace(f"{made.year}年", f"{made.year}年度") for line in made.title]
    return expect(made, "duplicated_words", "title")


@defect
def wrong_word(seed: int) -> Report:
    """布署 for 部署."""
    made = report(seed)
    add(made, 5, "年初即作出布署，年中开展督促。")
    return expect(made, "wrong_word", "section1.5")


@defect
def law_misnamed(seed: int) -> Report:
    """《中华人民共和国政府信息公开法》 does not exist."""
    made = report(seed)
    add(made, 5, "组织学习《中华人民共和国政府信息公开法》。")
    return expect(made, "law_name", "section1.5")


@defect
def vague_count(seed: int) -> Report:
    """余条 in a statutory count."""
    made = report(seed, numbers_change=lambda m, r: m.options.update(style="bare", growth=False))
    edit(made, "1", TOTAL, lambda m: m[0].replace(f"{m[1]}条", f"{m[1]}余条"))
    made.unsure.add("figures")
    return expect(made, "vague_count", "section1.1")


@defect
def missing_subtopic_words(seed: int) -> Report:
    """一 without anything on applications."""
    made = report(seed)
    start, stop = topic(made, 2)
    head = made.sections["1"][start].text[:3]
    made.sections["1"][start:stop] = [Text(f"{head}工作亮点。推出便民地图，标注服务网点和办事时间。")]
    for key in (
        "applications_new",
        "carried_over",
        "applications_answered",
        "carried_forward",
        "review_total",
        "litigation_total",
    ):
        made.figures.pop(key, None)
    return expect(made, "missing_element", "section1")
