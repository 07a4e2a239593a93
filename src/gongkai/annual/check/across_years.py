"""What this year's tables must agree with in last year's report. Without that report all rules here are silent."""

from __future__ import annotations

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.check.official import TABLE_NAMES, cell_name, definition, plain, present
from gongkai.annual.report import AnnualReport, Number
from gongkai.law import parameters

_PREVIOUS = "previous."
_FIRST_DAY_OF_CHECKS = 2008


@rule("t3_carry_over", Severity.WARNING, basis="国办公开办函〔2021〕30号 表三第二项", tables=True)
def carried_over_is_last_years_carried_forward(context: Context, say: Say) -> None:
    """This year's 上年结转 = last year's 结转下年度继续办理, in each column."""
    spec = definition(context, "table3")
    for column in spec.columns if spec else ():
        _identity(context, say, "table3", "t3_carry_over", column=column.key)


@rule("t2_in_force", Severity.WARNING, basis="国办公开办函〔2021〕30号 表二第（一）项", tables=True)
def in_force_follows_from_last_year(context: Context, say: Say) -> None:
    """现行有效 = last year's 现行有效 + 制发 − 废止, both years in form 2021. A clean-up may correct old counts."""
    spec = definition(context, "table2")
    for identity in spec.identities if spec else ():
        if identity.code == "t2_in_force":
            for row in identity.rows:
                _identity(context, say, "table2", "t2_in_force", row=row)


@rule("t4_pending", Severity.WARNING, basis="国办公开办函〔2021〕30号 表四", tables=True)
def pending_cases_come_back(context: Context, say: Say) -> None:
    """This year's 总计 of a group ≥ last year's 尚未审结: a case that was pending is counted again by what became of it."""
    previous = _last_year(context, "table4")
    if previous is None:
        return
    for row in ("review", "litigation_direct", "litigation_after_review"):
        pending, total = _count(previous, "table4", row, "pending"), context.count("table4", row, "total")
        if pending is not None and total is not None and total < pending:
            say(
                f"table4.{row}.total",
                f"{cell_name('table4', row, 'total')}是{plain(total)}件，少于上年尚未审结的{plain(pending)}件。"
                "上年未审结的案件今年应按结果继续计入，请核对案件台账；确有原因的，写明理由。",
                expected=pending,
                found=total,
                cells=[f"table4.{row}.total"],
            )


@rule("implausible_value", Severity.WARNING, basis="国办公开办函〔2021〕30号 数据准确的要求", tables=True)
def no_jump_by_a_factor_of_a_hundred(context: Context, say: Say) -> None:
    """A cell is not a hundred times last year's, nor a hundredth: mostly a unit or a slipped column."""
    for table in ("table2", "table3", "table4"):
        previous = _last_year(context, table)
        if previous is None or context.year is None:
            continue
        factor = parameters.for_year("check.implausible.factor", max(context.year, _FIRST_DAY_OF_CHECKS))
        for row, cells in context.report.tables[table].items():
            before = previous.tables[table].get(row, {})
            for column, now in cells.items():
                then = before.get(column)
                if now and then and (now >= then * factor > 0 or then >= now * factor > 0):
                    say(
                        f"{table}.{row}.{column}",
                        f"{cell_name(table, row, column)}今年是{plain(now)}，上年是{plain(then)}，相差{factor}倍以上。"
                        "请核对单位和列次有没有填错；数据无误的，写明理由。",
                        expected=then,
                        found=now,
                        cells=[f"{table}.{row}.{column}"],
                    )


def _last_year(context: Context, table: str) -> AnnualReport | None:
    """Last year's report, where it is really the year before and both have this table filled in."""
    previous = context.previous
    if previous is None or context.year is None or previous.year != context.year - 1:
        return None
    if not present(context, table) or not _filled(context.report, table) or not _filled(previous, table):
        return None
    return previous


def _filled(report: AnnualReport, table: str) -> bool:
    return any(v is not None for row in report.tables.get(table, {}).values() for v in row.values())


def _count(report: AnnualReport, table: str, row: str, column: str) -> Number | None:
    """A cell in an identity: blank counts as 0, absent is None."""
    return (report.cell(table, row, column) or 0) if report.has_cell(table, row, column) else None


def _identity(context: Context, say: Say, table: str, code: str, *, row: str | None = None, column: str | None = None) -> None:
    """Apply the previous-year identities of one code to one row (terms are columns) or one column (terms are rows)."""
    previous = _last_year(context, table)
    spec = definition(context, table)
    if previous is None or spec is None:
        return
    for identity in spec.identities:
        if identity.code != code:
            continue
        sides = []
        cells = []
        for terms in (identity.left, identity.right):
            parts: list[tuple[str, Number]] = []
            for term in terms:
                sign = -1 if term.startswith("-") else 1
                name = term.removeprefix("-")
                old = name.startswith(_PREVIOUS)
                term_key = name.removeprefix(_PREVIOUS)
                cell = (row or term_key, column or term_key)
                value = _count(previous if old else context.report, table, *cell)
                if value is None:
                    return
                if not old:
                    cells.append(f"{table}.{cell[0]}.{cell[1]}")
                label = cell_name(table, *cell).removeprefix(TABLE_NAMES[table])
                parts.append((f"{'上年' if old else '今年'}{label}", sign * value))
            sides.append(parts)
        left, right = (sum(value for _, value in side) for side in sides)
        if left != right:
            say(
                cells[-1] if code == "t2_in_force" else cells[0],
                f"{TABLE_NAMES[table]}：{_words(sides[0])}，而{_words(sides[1])}，相差{plain(abs(left - right))}。"
                "请与上年报告核对并改正；因清理、机构调整等确有原因的，写明理由。",
                expected=right if code == "t3_carry_over" else left,
                found=left if code == "t3_carry_over" else right,
                cells=cells,
            )


def _words(side: list[tuple[str, Number]]) -> str:
    out = "".join(
        f"{' − ' if value < 0 else ' + ' if i else ''}{label} {plain(abs(value))}" for i, (label, value) in enumerate(side)
    )
    return out if len(side) == 1 else f"{out} = {plain(sum(value for _, value in side))}"
