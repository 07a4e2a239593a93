"""Seeded made-up reports: `report(seed)` is right in every respect, `pair(seed)` brings last year's report with it.

A defect (defects.py) is worked in at two points: before the words are written, so that they follow the changed
numbers, and after.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from . import numbers, wording
from .forms import form, form_of_year
from .model import Agency, Report, Text

KINDS = ("township", "township", "township", "subdistrict", "department", "department", "county", "city")
Change = Callable[[Report, Random], None]


def agency(rng: Random, kind: str) -> Agency:
    """A made-up agency."""
    county = rng.choice(wording.COUNTY_HEADS) + rng.choice(["县", "县", "区"])
    if kind == "township":
        suffix = rng.choice("镇乡")
        place = county + rng.choice(wording.TOWN_HEADS) + suffix
        return Agency(place + "人民政府", place, kind, county, f"我{suffix}", f"全{suffix}")
    if kind == "subdistrict":
        place = county + rng.choice(wording.STREET_HEADS) + "街道"
        return Agency(place + "办事处", place, kind, county, "我街道", "全街道")
    if kind == "department":
        name = county + rng.choice(wording.DEPARTMENTS)
        return Agency(name, name, kind, county, "我局", "我局")
    if kind == "county":
        return Agency(county + "人民政府", county, kind, county, f"我{county[-1]}", f"全{county[-1]}")
    city = rng.choice(wording.CITY_HEADS) + "市"
    return Agency(city + "人民政府", city, "city", city, "我市", "全市")


def report(
    seed: int,
    *,
    kind: str | None = None,
    year: int | None = None,
    who: Agency | None = None,
    numbers_change: Change | None = None,
    words_change: Change | None = None,
    proactive_total: int | None = None,
) -> Report:
    """A report. Without changes it deserves neither an error nor a warning."""
    rng = Random(f"report {seed}")
    if who is None:
        who = agency(rng, kind or rng.choice(KINDS))
    year = year or rng.choice([2019, 2020, 2021, 2022, 2023, 2024, 2025])
    name = form_of_year(year)
    made = Report(seed, who, year, {"table2": name, "table3": name})
    made.tables = {
        "table2": numbers.table2(rng, name, who.kind),
        "table3": numbers.table3(rng, name, who.kind),
        "table4": numbers.table4(rng, name, who.kind),
    }
    scale = {"township": 200, "subdistrict": 250, "department": 900, "county": 9000, "city": 30000}[who.kind]
    made.facts["total"] = proactive_total or rng.randint(scale // 3, scale)
    made.facts["last_total"] = rng.randint(scale // 3, scale)
    if numbers_change:
        numbers_change(made, rng)
    _write(made, Random(f"words {seed}"))
    if words_change:
        words_change(made, rng)
    return made


def pair(seed: int, *, numbers_change: Change | None = None, words_change: Change | None = None, **given: object) -> Report:
    """A report with `previous` set; the two agree wherever the law ties them."""
    year = Random(f"pair {seed}").choice([2020, 2021, 2022, 2023, 2024, 2025])
    this = report(seed, year=year, numbers_change=numbers_change, words_change=words_change, **given)  # type: ignore[arg-type]

    def tie(before: Report, rng: Random) -> None:
        _tie_table2(before, this, rng)
        _tie_table3(before, this)
        for row, cells in before.tables["table4"].items():
            now = this.tables["table4"][row]
            cells |= {k: v for k, v in now.items() if k not in ("pending", "total")}
            cells["pending"] = rng.randint(0, min(4, int(now["total"] or 0)))
            cells["total"] = sum(int(v or 0) for k, v in cells.items() if k != "total")

    this.previous = report(
        seed + 5_000_003, year=year - 1, who=this.agency, numbers_change=tie, proactive_total=this.facts["last_total"]
    )
    return this


def _tie_table2(before: Report, this: Report, rng: Random) -> None:
    """Documents in force follow from last year's; other counts move by a third at most; items carry on."""
    for row, then in before.tables["table2"].items():
        now = this.tables["table2"].get(row, {})
        for column in then:
            if column in ("decisions", "projects", "made", "published", "total_public") and column in now:
                then[column] = int(int(now[column] or 0) * rng.uniform(0.7, 1.3))
            if column in ("amount", "amount_wan") and column in now:
                then[column] = now[column]
        if "published" in then:
            then["total_public"] = max(int(then["total_public"] or 0), int(then["published"] or 0))
        if "in_force" in now and "in_force" in then:
            left = int(now["in_force"] or 0) - int(now["issued"] or 0) + int(now["abolished"] or 0)
            then["in_force"], then["issued"], then["abolished"] = left, min(int(now["issued"] or 0), left), 0
        if "prev_items" in now and "prev_items" in then:
            then["prev_items"], then["change"] = int(now["prev_items"] or 0), 0


def _tie_table3(before: Report, this: Report) -> None:
    """Last year ended with what this year carries over; its results are of this year's size."""
    then, now = before.tables["table3"], this.tables["table3"]
    handled = form(before.forms["table3"]).handled
    for column in numbers.KINDS:
        for row in handled:
            then[row][column] = int(now.get(row, {}).get(column) or 0)
        done = sum(int(then[row][column] or 0) for row in handled)
        forward = int(now["carried_over"][column] or 0)
        over = min(forward, done)
        then["total"][column], then["carried_forward"][column] = done, forward
        then["carried_over"][column], then["new_received"][column] = over, done + forward - over
    for cells in then.values():
        cells["total"] = sum(int(cells[column] or 0) for column in numbers.KINDS)


def _write(made: Report, rng: Random) -> None:
    year, who = made.year, made.agency
    say = {"y": year, "we": who.we, "name": who.name, "county": who.county, "notice": wording.NOTICE[form_of_year(year)]}

    def pick(pool: list[str], **more: object) -> str:
        return rng.choice(wording.half(pool, year)).format(**say, **more)

    made.title = _title(who, year, rng)
    made.intro = [
        pick(wording.INTRO) + pick(wording.PERIOD),
        pick(wording.CONTACT, n=rng.randint(1, 99), a=rng.randint(400, 998), p=rng.randint(3_000_000, 8_999_999)),
    ]
    made.headings = {key: f"{number}、{title}" for key, number, title in form(form_of_year(year)).sections}
    made.sections = {key: [] for key in made.headings}
    made.sections["1"] = _overview(made, rng, pick)
    made.sections["5"] = _problems(rng, pick)
    fee_sentence = _fee(made, rng, pick) if year >= 2021 else ""
    made.sections["6"] = [Text(fee_sentence + (pick(wording.NOTHING_ELSE) if not fee_sentence or rng.random() < 0.6 else ""))]
    last = date(year + 1, 3, 25) if who.kind in ("county", "city") else date(year + 1, 1, 29)
    made.signed_on = date(year + 1, 1, 4) + timedelta(days=rng.randint(0, (last - date(year + 1, 1, 4)).days))
    made.end = [who.name, _date(made.signed_on, rng)]


def _title(who: Agency, year: int, rng: Random) -> list[str]:
    named = rng.choice([who.name, who.place])
    words = "政府信息公开工作年度报告"
    return rng.choice([[f"{named}{year}年{words}"], [f"{named}{year}年{words}"], [named, f"{year}年{words}"]])


def _date(day: date, rng: Random) -> str:
    digits = "〇一二三四五六七八九"

    def chinese(n: int) -> str:
        tens, ones = divmod(n, 10)
        return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones else "")

    if rng.random() < 0.2:
        return f"{''.join(digits[int(c)] for c in str(day.year))}年{chinese(day.month)}月{chinese(day.day)}日"
    return f"{day.year}年{day.month}月{day.day}日"


def _sum_list(rng: Random, total: int, count: int, *, all_of_it: bool) -> list[tuple[str, int]]:
    names = rng.sample(wording.CATEGORIES, count)
    whole = total if all_of_it else int(total * rng.uniform(0.3, 0.75))
    cuts = sorted(rng.randint(0, whole) for _ in range(count - 1))
    values = [b - a for a, b in zip([0, *cuts], [*cuts, whole], strict=True)]
    return list(zip(names, values, strict=True))


def _overview(made: Report, rng: Random, pick: Callable[..., str]) -> list[Text]:
    year, total = made.year, made.facts["total"]
    words = [[], [], [], [], []]  # type: list[list[str]]

    first = pick(wording.TOTAL, total=total)
    made.figures["proactive_total"] = total
    style = rng.choice(["complete", "among", "bare"])
    style = made.options.get("style", style)
    if style == "bare":
        words[0].append(first + "。")
    else:
        parts = _sum_list(rng, total, made.options.get("parts", rng.randint(3, 6)), all_of_it=style == "complete")
        joined = "、".join(f"{name}{n}条" for name, n in parts)
        words[0].append(first + pick(wording.COMPLETE if style == "complete" else wording.AMONG, parts=joined))
    last = made.facts["last_total"]
    if (made.options.get("growth") or rng.random() < 0.4) and last != total:
        grown = wording.GROWTH if total > last else wording.DECLINE
        ratio = round(Decimal(abs(total - last) * 100) / last, 1)
        words[0].append(pick(grown, p=last, d=abs(total - last), r=ratio))
    documents = made.tables["table2"]["normative_documents"].get("issued")
    if documents and rng.random() < 0.5:
        words[0].append(pick(wording.NORMATIVE, n=documents))
    words[0] += [pick(wording.PROACTIVE_MORE)]

    words[1] += _applications(made, rng, pick)
    words[2] += [pick(wording.MANAGEMENT)]
    words[3] += [pick(wording.PLATFORM)]
    for name, pool in (("website", wording.WEBSITE), ("wechat_account", wording.WECHAT)):
        if rng.random() < 0.5:
            made.figures[name] = rng.randint(1, total)
            words[3].append(pick(pool, n=made.figures[name]))
    words[4] += [pick(wording.SUPERVISION)]
    if made.agency.is_government or rng.random() < 0.5:
        words[4].append(pick(wording.ASSESSMENT))

    out = [Text(pick(wording.OPENING))] if rng.random() < 0.7 else []
    run_in = rng.random() < 0.35
    for number, topic, sentences in zip("一二三四五", wording.TOPICS[year % 2], words, strict=True):
        head = f"（{number}）{topic}"
        if run_in:
            out.append(Text(f"{head}。{''.join(sentences)}"))
        else:
            out.append(Text(head, 1))
            if len(sentences) > 2 and rng.random() < 0.5:
                out.append(Text("".join(sentences[:2])))
                out.append(Text("".join(sentences[2:])))
            else:
                out.append(Text("".join(sentences)))
    return out


def _applications(made: Report, rng: Random, pick: Callable[..., str]) -> list[str]:
    table3, table4 = made.tables["table3"], made.tables["table4"]
    said = made.options.get("said", {})
    new, over, done, forward = (
        said.get(row, int(table3.get(row, {}).get("total") or 0))
        for row in ("new_received", "carried_over", "total", "carried_forward")
    )
    out = []
    if new == over == done == forward == 0:
        out.append(pick(wording.NO_APPLICATIONS))
        made.figures["applications_new"] = 0
    else:
        out.append(pick(wording.APPLICATIONS, new=new, over=over, done=done, forward=forward))
        made.figures |= {
            "applications_new": new,
            "carried_over": over,
            "applications_answered": done,
            "carried_forward": forward,
        }
    out.append(pick(wording.APPLICATION_WAYS))
    review = said.get("review", int(table4["review"]["total"] or 0))
    suit = said.get("suit") or sum(int(table4[row]["total"] or 0) for row in ("litigation_direct", "litigation_after_review"))
    if review == suit == 0:
        out.append(pick(wording.NO_DISPUTES))
    else:
        out.append(pick(wording.DISPUTES, review=review, suit=suit))
        made.figures |= {"review_total": review, "litigation_total": suit}
    return out


def _problems(rng: Random, pick: Callable[..., str]) -> list[Text]:
    problems = pick(wording.PROBLEMS_LEAD) + pick(wording.PROBLEMS) + pick(wording.PROBLEMS_2)
    better = (pick(wording.LAST_YEAR) if rng.random() < 0.5 else "") + pick(wording.IMPROVEMENTS)
    return [Text(problems), Text(better)]


def _fee(made: Report, rng: Random, pick: Callable[..., str]) -> str:
    """六's statement (国办函〔2020〕109号): an amount only where 表二's 行政事业性收费 can hold it."""
    collected = made.tables["table2"]["fees"].get("amount_wan") or 0
    if collected and rng.random() < 0.5:
        fee = rng.randint(1, min(20, max(1, int(collected * 1000)))) * 10
        if fee <= collected * 10000:
            made.figures["fee_yuan"] = fee
            return pick(wording.FEE, fee=fee)
    return pick(wording.NO_FEE)
