"""The numbers of the text against the tables, against each other, and those that are no numbers (余条)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.figures.analysis import Mention
from gongkai.annual.figures.subject import OWN, WHOLE, is_same_office
from gongkai.annual.forms import form
from gongkai.annual.report import Figure, Number

_ADD_UP = "国办公开办函〔2021〕30号（年度报告格式）；条例第五十条"


@dataclass(slots=True)
class Side:
    """The table's side of a comparison: its value, other values that say the same, its cells and their name for people."""

    value: Number
    also: frozenset[Number]
    cells: list[str]
    name: str


# ---- the table's side of each figure


def _row_total(context: Context, table: str, row: str) -> tuple[Number, Number] | None:
    """(printed total, sum of the other columns) of a row; None where the total is not there or the table is blank."""
    cells = context.report.tables.get(table, {}).get(row)
    if not cells or "total" not in cells or all(v is None for v in cells.values()):
        return None
    others = sum(v or 0 for k, v in cells.items() if k != "total")
    total = cells["total"]
    return (others if total is None else total), others


def _label(context: Context, table: str, row: str) -> str:
    definition = form(context.report.forms.get(table) or context.form or "2021").tables[table].row(row)
    return definition.label if definition else row


def _rows(table: str, *rows: str, prefix: str = "", extra: tuple[str, ...] = ()) -> Callable[[Context], Side | None]:
    """The sum of the totals of some rows, or of all whose key begins with `prefix`. `extra` rows may be counted in or not."""

    def side(context: Context) -> Side | None:
        keys = [k for k in context.report.tables.get(table, {}) if k.startswith(prefix)] if prefix else list(rows)
        totals = [_row_total(context, table, key) for key in keys]
        if not totals or any(t is None for t in totals):
            return None
        value = sum(t[0] for t in totals if t)
        also = {sum(t[1] for t in totals if t)}
        for key in extra:
            more = _row_total(context, table, key)
            if more is not None:
                also.add(value + more[0])
        name = (
            "、".join(_label(context, table, k) for k in keys)
            if len(keys) <= 2
            else f"{_label(context, table, keys[0])}等{len(keys)}项"
        )
        return Side(value, frozenset(also), [f"{table}.{k}.total" for k in keys], name)

    return side


def _answered(context: Context) -> Side | None:
    """总计 of the results. A text may leave out what came over from last year, or what was ended without a reply."""
    side = _rows("table3", "total")(context)
    if side is None:
        return None
    over = _row_total(context, "table3", "carried_over")
    rows = context.report.tables["table3"]
    unanswered = [sum((rows[k].get("total") or 0) for k in rows if k.startswith(p)) for p in ("other", "refused")]
    less = {0, over[0] if over else 0}
    less |= {a + b for a in less for b in (*unanswered, sum(unanswered))}
    return Side(side.value, frozenset(side.value - x for x in less) | side.also, side.cells, side.name)


def _outcome(column: str, *rows: str) -> Callable[[Context], Side | None]:
    """A column of 表四, summed over the groups."""

    def side(context: Context) -> Side | None:
        cells = [context.report.tables.get("table4", {}).get(row, {}) for row in rows]
        if any(column not in c for c in cells) or all(v is None for c in cells for v in c.values()):
            return None
        value = sum(c[column] or 0 for c in cells)
        also = (
            {sum(v or 0 for k, v in c.items() if k != "total") for c in cells}
            if column == "total" and len(rows) == 1
            else set()
        )
        columns = form(context.report.forms.get("table4") or context.form or "2021").tables["table4"].columns
        label = next(c.label for c in columns if c.key == column)
        group = "行政诉讼" if len(rows) == 2 else _label(context, "table4", rows[0])
        return Side(value, frozenset(also), [f"table4.{r}.{column}" for r in rows], f"{group}{label}")

    return side


def _table2(row: str, *columns: str) -> Callable[[Context], Side | None]:
    def side(context: Context) -> Side | None:
        for column in columns:
            value = context.cell("table2", row, column)
            if value is not None:
                return Side(value, frozenset(), [f"table2.{row}.{column}"], _label(context, "table2", row))
        return None

    return side


_SIDES: dict[str, tuple[Callable[[Context], Side | None], Severity]] = {
    "applications_new": (_rows("table3", "new_received"), Severity.ERROR),
    "applications_in_hand": (_rows("table3", "new_received", "carried_over"), Severity.ERROR),
    "applications_answered": (_answered, Severity.ERROR),
    "carried_over": (_rows("table3", "carried_over"), Severity.ERROR),
    "carried_forward": (_rows("table3", "carried_forward"), Severity.ERROR),
    "granted": (_rows("table3", "granted", extra=("partial",)), Severity.WARNING),
    "applications_partial": (_rows("table3", "partial"), Severity.WARNING),
    "applications_denied": (_rows("table3", prefix="denied_"), Severity.WARNING),
    "applications_unable": (_rows("table3", prefix="unable_"), Severity.WARNING),
    "applications_refused": (_rows("table3", prefix="refused_"), Severity.WARNING),
    "applications_other": (_rows("table3", prefix="other"), Severity.WARNING),
    "normative_issued": (_table2("normative_documents", "issued", "made"), Severity.ERROR),
    "normative_abolished": (_table2("normative_documents", "abolished"), Severity.ERROR),
    "normative_in_force": (_table2("normative_documents", "in_force"), Severity.ERROR),
    "licensing": (_table2("licensing", "decisions"), Severity.WARNING),
    "penalty": (_table2("penalty", "decisions"), Severity.WARNING),
    "coercion": (_table2("coercion", "decisions"), Severity.WARNING),
}
for _group, _members in (
    ("review", ("review",)),
    ("litigation", ("litigation_direct", "litigation_after_review")),
    ("litigation_direct", ("litigation_direct",)),
    ("litigation_after_review", ("litigation_after_review",)),
):
    for _column in ("upheld", "corrected", "other_result", "pending", "total"):
        _SIDES[f"{_group}_{_column}"] = (_outcome(_column, *_members), Severity.ERROR)

_TABLE_NAMES = {"table2": "表二", "table3": "表三", "table4": "表四"}
_ON_TIME = re.compile(r"按时|按期|及时|当场|提前|网上|书面|邮")
_ALL_WORK = re.compile(r"受理|办理|处理")


@rule("text_table_mismatch", Severity.ERROR, basis=_ADD_UP)
def text_equals_table(context: Context, say: Say) -> None:
    """A number of applications, cases, documents or decisions in the text equals its cell, where both are of the same
    thing, year and scope and the number is exact."""
    if not context.report.tables:
        return
    said: set[tuple[str, Number]] = set()
    mentions = [m for m in context.mentions if m.figure.name in _SIDES and not m.figure.approximate]
    for mention in mentions:
        figure = mention.figure
        if (figure.year is not None and context.year is not None and figure.year != context.year) or (
            figure.name,
            figure.value,
        ) in said:
            continue
        make, usual = _SIDES[figure.name]
        side = make(context)
        if side is None or figure.value == side.value or figure.value in side.also:
            continue
        severity = _severity(context, mention, mentions, side, usual)
        if severity is None:
            continue
        said.add((figure.name, figure.value))
        table = _TABLE_NAMES[side.cells[0].split(".")[0]]
        what = "应一致" if severity is Severity.ERROR else "口径若相同则应一致"
        say(
            figure.where,
            f"正文“{figure.quote}”中的数为 {figure.value}，{table}“{side.name}”为 {side.value}，两处{what}。"
            f"请按台账核对，改正错的一处。",
            expected=side.value,
            found=figure.value,
            severity=severity,
            cells=side.cells,
            quote=figure.quote,
        )


def _severity(context: Context, mention: Mention, mentions: list[Mention], side: Side, usual: Severity) -> Severity | None:
    """How sure it is that text and table speak of the same thing; None where they plainly need not."""
    figure = mention.figure
    words = mention.sentence.text
    if figure.name == "applications_new":
        over = context.count("table3", "carried_over", "total") or 0
        # 受理15件 may count what came over from last year; 新收 may not.
        if over and figure.value == side.value + over and "新收" not in words:
            # “收到42件，上年结转3件” states both beside each other: then the first one means 新收.
            beside = "含" not in words and any(
                m.figure.name == "carried_over" and m.sentence is mention.sentence for m in mentions
            )
            return Severity.WARNING if beside or not ("结转" in words or _ALL_WORK.search(words)) else None
    if figure.name == "applications_answered" and figure.value < side.value and _ON_TIME.search(words):
        return None
    if figure.name.startswith("normative") and "行政规范性文件" not in words:
        usual = Severity.WARNING
    scope = figure.scope
    if scope not in (None, WHOLE, OWN):
        # Another office's number; the agency's own name says nothing new.
        if not is_same_office(scope or "", context.report.agency):
            return None
        scope = None
    if scope is None:
        return usual
    if context.kind is None:
        return Severity.INFO
    if context.kind != "government" or context.level == "township":
        return Severity.WARNING if scope == WHOLE else usual
    # A government's table may be of the whole county or of itself: if the text gives both, the other one may be the table's.
    for other in mentions:
        if other.figure.name == figure.name and other.figure.scope != figure.scope and other.figure.value == side.value:
            return None
    return Severity.WARNING


# ---- the text against itself

_ONCE = frozenset(
    (
        *("proactive_total", "proactive_electronic", "website", "applications_new", "applications_answered"),
        *("applications_in_hand", "carried_over", "carried_forward", "review_total", "litigation_total"),
        *("normative_issued", "normative_in_force"),
    )
)
_SUMS = re.compile(r"共|累计|总|合计|全年|20\d\d年")
_OF_OTHERS = re.compile(r"各(?:村|社区|单位|部门|乡镇|镇|科室|站所|街道|县|区)")


@rule("internal_contradiction", Severity.WARNING, basis=_ADD_UP)
def text_agrees_with_itself(context: Context, say: Say) -> None:
    """Two places of the text do not state different values of the same thing. Where a table has it, the table decides."""
    first: dict[tuple[str, int | None, str | None], Figure] = {}
    for mention in context.mentions:
        figure = mention.figure
        if figure.name not in _ONCE or figure.approximate:
            continue
        if mention.section == "5" and (mention.year_words is None or mention.year_words.relative):
            # Part 五 speaks of problems and plans; only what it says of a named year is a statement of that year.
            continue
        if figure.name in ("proactive_total", "website", "proactive_electronic") and (
            not _SUMS.search(figure.quote) or _OF_OTHERS.search(figure.quote)
        ):
            continue
        if figure.name in _SIDES and _SIDES[figure.name][0](context) is not None:
            continue
        known = first.setdefault((figure.name, figure.year, figure.scope), figure)
        if known.value != figure.value:
            say(
                figure.where,
                f"前文写“{known.quote}”，此处写“{figure.quote}”，"
                f"同一项数字一处为 {known.value}、一处为 {figure.value}。请核对后统一。",
                expected=known.value,
                found=figure.value,
                quote=figure.quote,
            )


# ---- fees

_NO_ADMIN_FEE = re.compile(r"(?:未|无|没有)(?:收取|产生|发生)?[^，。；]{0,6}行政事业性收费(?!标准|目录|清单|信息|公示)")


@rule("fee_mismatch", Severity.WARNING, basis="国办函〔2020〕109号；国办公开办函〔2021〕30号")
def fees_agree(context: Context, say: Say) -> None:
    """The processing fee of part 六 fits 行政事业性收费 of 表二, of which it is one, and does not contradict itself."""
    fees = [m.figure for m in context.mentions if m.figure.name == "fee_yuan" and m.figure.year in (None, context.year)]
    none = next((f for f in fees if f.value == 0), None)
    some = next((f for f in fees if f.value > 0 and not f.approximate), None)
    if none and some:
        say(
            none.where,
            f"一处写“{none.quote}”，另一处写“{some.quote}”，收取信息处理费的说法相互矛盾。请按缴费台账核对后统一。",
            expected=some.value,
            found=0,
            quote=none.quote,
        )
    amount = context.cell("table2", "fees", "amount_wan")
    if amount is None:
        return
    cell = ["table2.fees.amount_wan"]
    in_wan = context.report.units.get("table2.fees.amount_wan") != "元"
    table_yuan = amount * 10_000 if in_wan else amount
    step = 10 ** -len(repr(amount).partition(".")[2].removesuffix("0")) * (10_000 if in_wan else 1)
    if some and some.value > table_yuan + (step if amount else 0):
        say(
            some.where,
            f"正文“{some.quote}”为 {some.value} 元，"
            f"表二“行政事业性收费”为 {amount} {'万元' if in_wan else '元'}（即 {_plain(table_yuan)} 元），"
            "信息处理费计入行政事业性收费，不应大于它。请核对金额和单位（表二以万元填写）。",
            expected=f"≤ {_plain(table_yuan)} 元",
            found=some.value,
            cells=cell,
            quote=some.quote,
        )
    elif some and in_wan and amount == some.value:
        say(
            some.where,
            f"正文“{some.quote}”为 {some.value} 元，表二“行政事业性收费”也填 {amount}，而表二的单位是万元，"
            f"可能误以元填写。请核对单位。",
            expected=some.value / 10_000,
            found=amount,
            cells=cell,
            quote=some.quote,
        )
    for mention in context.mentions:
        figure = mention.figure
        if (
            figure.name == "admin_fee_yuan"
            and not figure.approximate
            and figure.scope is None
            and abs(figure.value - table_yuan) >= max(step, 1)
        ):
            say(
                figure.where,
                f"正文“{figure.quote}”为 {_plain(figure.value)} 元，表二“行政事业性收费”为 {_plain(table_yuan)} 元。"
                f"请核对金额和单位（表二以万元填写）。",
                expected=_plain(table_yuan),
                found=figure.value,
                cells=cell,
                quote=figure.quote,
            )
    if amount > 0 and "行政事业性收费" in context.text:
        for sentence in context.sentences:
            match = _NO_ADMIN_FEE.search(sentence.text) if "行政事业性收费" in sentence.text else None
            if match:
                quote = context.quote(sentence, *match.span())
                say(
                    sentence.where,
                    f"正文写“{quote}”，而表二“行政事业性收费”为 {amount}。请核对后统一。",
                    expected=amount,
                    found=0,
                    cells=cell,
                    quote=quote,
                )


def _plain(value: float) -> Number:
    value = round(value, 2)
    return int(value) if value == int(value) else value


# ---- counts that are none

_NOT_STATUTORY = frozenset(("followers", "activities", "trainings", "interpretations"))


@rule("vague_count", Severity.INFO, basis="国办公开办函〔2021〕30号：数据应当准确")
def counts_are_exact(context: Context, say: Say) -> None:
    """A statutory report counts: 200余条 is no count."""
    for mention in context.mentions:
        figure = mention.figure
        if figure.approximate and figure.name not in _NOT_STATUTORY:
            say(
                figure.where,
                f"“{figure.quote}”是约数。年度报告中的数量应写准确数字，请按台账改为实数。",
                found=figure.quote,
                quote=figure.quote,
            )
