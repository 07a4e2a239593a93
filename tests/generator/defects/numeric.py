"""Numbers that break an identity, contradict the words, or are no counts."""

from __future__ import annotations

from random import Random

from ..model import Report, Text, Value
from ..reports import pair, report
from .base import broken_identities, busy, defect, edit, expect, pick_kind


def _more(made: Report, *cells: tuple[str, str], by: int = 1) -> None:
    for row, column in cells:
        table = made.tables["table3"]
        table[row][column] = int(table[row][column] or 0) + by


def _identities(seed: int, change: object, **given: object) -> Report:
    made = report(seed, numbers_change=change, **given)  # type: ignore[arg-type]
    made.expected += broken_identities(made)
    assert made.expected
    return made


@defect
def column_identity(seed: int) -> Report:
    """新收 counts more than was handled and carried on; rows and results still add up."""

    def change(made: Report, rng: Random) -> None:
        _more(made, *((("new_received", pick_kind(rng))), ("new_received", "total")), by=rng.randint(1, 30))

    return _identities(seed, change)


@defect
def result_total(seed: int) -> Report:
    """A result is counted that the total does not hold."""

    def change(made: Report, rng: Random) -> None:
        row = rng.choice(["granted", "partial", "unable_not_held", "refused_petition"])
        _more(made, (row, pick_kind(rng)), (row, "total"), by=rng.randint(1, 9))

    return _identities(seed, change)


@defect
def row_sum(seed: int) -> Report:
    """The 总计 column is too high in rows that balance each other downwards."""

    def change(made: Report, rng: Random) -> None:
        by = rng.randint(1, 9)
        _more(made, ("granted", "total"), ("total", "total"), ("new_received", "total"), by=by)

    return _identities(seed, change)


@defect
def single_cell(seed: int) -> Report:
    """One number of 表三 is mistyped; every identity it breaks must be named, and no other."""

    def change(made: Report, rng: Random) -> None:
        row = rng.choice(list(made.tables["table3"]))
        _more(made, (row, rng.choice([*made.tables["table3"][row]])), by=rng.randint(1, 99))

    return _identities(seed, change)


@defect
def two_digits_swapped(seed: int) -> Report:
    """12 typed as 21 in a busy report."""
    seed = busy(seed, kind="city")

    def change(made: Report, rng: Random) -> None:
        rows = made.tables["table3"]
        cells = [(r, c) for r in rows for c, v in rows[r].items() if v and len(set(str(v)[-2:])) == 2 and int(v) > 11]
        row, column = rng.choice(cells)
        text = str(rows[row][column])
        rows[row][column] = int(text[:-2] + text[-1] + text[-2])

    return _identities(seed, change, kind="city")


@defect
def table4_sum(seed: int) -> Report:
    """A group of 表四 does not add up."""

    def change(made: Report, rng: Random) -> None:
        group = rng.choice(list(made.tables["table4"]))
        cells = made.tables["table4"][group]
        column = rng.choice(list(cells))
        cells[column] = int(cells[column] or 0) + rng.randint(1, 5)

    return _identities(seed, change)


@defect
def more_published_than_public(seed: int) -> Report:
    """表二 of 2019: 对外公开总数量 below 本年新公开数量."""

    def change(made: Report, rng: Random) -> None:
        made.tables["table2"]["normative_documents"] = {"made": 9, "published": 9, "total_public": rng.randint(0, 8)}

    made = report(seed, year=2019 + seed % 2, numbers_change=change)
    return expect(made, "t2_public_total", "table2.normative_documents")


def _said(seed: int, which: str) -> Report:
    def change(made: Report, rng: Random) -> None:
        if which in ("review", "suit"):
            real = made.tables["table4"]["review" if which == "review" else "litigation_direct"]
            real["upheld"] = int(real["upheld"] or 0) + 2
            real["total"] = int(real["total"] or 0) + 2
            now = sum(
                int(made.tables["table4"][g]["total"] or 0)
                for g in made.tables["table4"]
                if (g == "review") == (which == "review")
            )
        else:
            now = int(made.tables["table3"][which]["total"] or 0)
        made.options["said"] = {which: now + rng.randint(1, 7)}

    return report(busy(seed), numbers_change=change)


@defect
def text_says_other_new(seed: int) -> Report:
    """The words give another number of new applications than 表三."""
    return expect(_said(seed, "new_received"), "text_table_mismatch", "section1.2|table3", allowed=("internal_contradiction",))


@defect
def text_says_other_forward(seed: int) -> Report:
    """The words give another number carried forward."""
    return expect(
        _said(seed, "carried_forward"), "text_table_mismatch", "section1.2|table3", allowed=("internal_contradiction",)
    )


@defect
def text_says_other_review(seed: int) -> Report:
    """The words give another number of reconsiderations than 表四."""
    return expect(_said(seed, "review"), "text_table_mismatch", "section1.2|table4")


@defect
def text_says_none(seed: int) -> Report:
    """未收到申请 beside a table that counts some."""

    def change(made: Report, rng: Random) -> None:
        made.options["said"] = dict.fromkeys(("new_received", "carried_over", "total", "carried_forward"), 0)

    made = report(busy(seed), numbers_change=change)
    return expect(made, "text_table_mismatch", "section1.2|table3", allowed=("missing_element",))


@defect
def complete_list_differs(seed: int) -> Report:
    """分别为 … does not add up to the total stated before it."""

    def words(made: Report, rng: Random) -> None:
        edit(made, "1", r"(\d+)条、", lambda m: f"{int(m[1]) + rng.randint(1, 20)}条、")

    made = report(seed, numbers_change=lambda m, r: m.options.update(style="complete"), words_change=words)
    return expect(made, "category_sum_mismatch", "section1.1")


@defect
def parts_exceed_total(seed: int) -> Report:
    """其中 … 等 is more than the whole."""

    def words(made: Report, rng: Random) -> None:
        edit(made, "1", r"(\d+)条、", lambda m: f"{int(m[1]) + made.facts['total']}条、")

    made = report(seed, numbers_change=lambda m, r: m.options.update(style="among"), words_change=words)
    return expect(made, "category_sum_mismatch", "section1.1")


@defect
def list_falls_short(seed: int) -> Report:
    """其中 with five parts, without 等, that give 93 % of the total."""

    def words(made: Report, rng: Random) -> None:
        edit(made, "1", "，(?:由以下部分组成：|按类别分别为)", "，其中")
        edit(made, "1", r"(\d+)条。", lambda m: f"{int(m[1]) - short}条。")

    short = 0

    def numbers(made: Report, rng: Random) -> None:
        made.options |= {"style": "complete", "parts": 5, "growth": False}
        nonlocal short
        short = max(1, made.facts["total"] // 15)

    # the last part must be able to give up what is missing
    for other in range(seed, seed + 997 * 400, 997):
        made = report(other, numbers_change=numbers)
        last = next(p.text for p in made.sections["1"] if "组成" in p.text or "分别" in p.text).split("条。")[0]
        number = int("".join(c for c in last[-6:] if c.isdigit()) or 0)
        if number > short:
            made = report(other, numbers_change=numbers, words_change=words)
            return expect(made, "category_sum_mismatch", "section1.1")
    raise AssertionError("no list with a large last part")


@defect
def growth_rate_wrong(seed: int) -> Report:
    """A growth rate that does not follow from the two totals."""

    def words(made: Report, rng: Random) -> None:
        edit(made, "1", r"([\d.]+)%", lambda m: f"{float(m[1]) + rng.choice([3.5, 7.1, 11.0]):.1f}%")

    made = report(seed, numbers_change=lambda m, r: m.options.update(growth=True), words_change=words)
    return expect(made, "percent_mismatch", "section1.1")


@defect
def two_totals(seed: int) -> Report:
    """The total of proactive disclosure is given twice, differently."""

    def words(made: Report, rng: Random) -> None:
        first = f"{made.year}年，{made.agency.we}主动公开政府信息{made.facts['total'] + rng.randint(3, 40)}条。"
        made.sections["5"].insert(0, Text(first))

    made = report(seed, words_change=words)
    made.unsure.add("figures")
    return expect(made, "internal_contradiction", "section")


@defect
def negative_count(seed: int) -> Report:
    """A count below zero."""

    def change(made: Report, rng: Random) -> None:
        made.tables["table2"]["penalty"]["decisions"] = -rng.randint(1, 9)

    return expect(report(seed, numbers_change=change), "not_a_count", "table2.penalty.decisions")


@defect
def fractional_count(seed: int) -> Report:
    """2.5 decisions."""

    def words(made: Report, rng: Random) -> None:
        made.printed["table2.licensing.decisions"] = "2.5"
        made.unsure.add("table2.licensing.decisions")

    return expect(report(seed, words_change=words), "not_a_count", "table2.licensing.decisions")


@defect
def words_for_count(seed: int) -> Report:
    """若干 where a number belongs."""

    def words(made: Report, rng: Random) -> None:
        made.printed["table2.licensing.decisions"] = "若干"
        made.unsure.add("table2.licensing.decisions")

    return expect(report(seed, words_change=words), "not_a_count", "table2.licensing.decisions")


@defect
def regulations_of_a_township(seed: int) -> Report:
    """规章 counted by an agency that cannot make any."""

    def change(made: Report, rng: Random) -> None:
        row: dict[str, Value] = made.tables["table2"]["regulations"]
        row["in_force" if "in_force" in row else "total_public"] = rng.randint(1, 9)

    made = report(seed, kind=["township", "subdistrict", "department"][seed % 3], numbers_change=change)
    return expect(made, "implausible_value", "table2.regulations")


@defect
def jump_against_last_year(seed: int) -> Report:
    """行政处罚 two hundred times last year's."""

    def change(made: Report, rng: Random) -> None:
        made.tables["table2"]["penalty"]["decisions"] = 30 + rng.randint(0, 9)

    made = pair(seed, kind="department", numbers_change=change)
    assert made.previous
    then = int(made.previous.tables["table2"]["penalty"]["decisions"] or 0)
    made.tables["table2"]["penalty"]["decisions"] = max(then, 5) * 250
    return expect(made, "implausible_value", "table2.penalty")
