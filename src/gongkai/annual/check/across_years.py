"""What this year's tables must agree with in last year's report. Without that report all rules here are silent."""

from __future__ import annotations

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.check.official import cell_name, column_name, definition, plain, present, row_name
from gongkai.annual.report import AnnualReport, Number
from gongkai.law import parameters

_PREVIOUS = "previous."
_FIRST_YEAR_OF_CHECKS = 2008


@rule("t3_carry_over", Severity.WARNING, basis="国办公开办函〔2021〕30号 表三第二项", tables=True)
def carried_over_is_last_years_carried_forward(context: Context, say: Say) -> None:
    """This year's 上年结转 = last year's 结转下年度继续办理, in each column. One finding names all columns that differ."""
    previous = _last_year(context, "table3")
    spec = definition(context, "table3")
    if previous is None or spec is None:
        return
    for identity in spec.identities:
        if identity.code != "t3_carry_over":
            continue
        (row,), (old_row,) = identity.left, [term.removeprefix(_PREVIOUS) for term in identity.right]
        differing = []
        for column in spec.columns:
            now, then = context.count("table3", row, column.key), _count(previous, "table3", old_row, column.key)
            if now is not None and then is not None and now != then:
                differing.append((column, now, then))
        if differing:
            shown = "；".join(f"{column.label}今年{plain(now)}、上年{plain(then)}" for column, now, then in differing)
            cells = [f"table3.{row}.{column.key}" for column, _, _ in differing]
            say(
                cells[0] if len(cells) == 1 else f"table3.{row}",
                f"表三“{row_name('table3', row)}”与上年报告的“{row_name('table3', old_row)}”不一致：{shown}。"
                "请与上年报告核对并改正；因机构调整等确有原因的，写明理由。",
                expected=differing[-1][2],
                found=differing[-1][1],
                cells=cells,
            )


@rule("t2_in_force", Severity.WARNING, basis="国办公开办函〔2021〕30号 表二第（一）项", tables=True)
def in_force_follows_from_last_year(context: Context, say: Say) -> None:
    """现行有效 = last year's 现行有效 + 制发 − 废止, both years in form 2021. A clean-up may correct old counts."""
    previous = _last_year(context, "table2")
    spec = definition(context, "table2")
    if previous is None or spec is None:
        return
    for identity in spec.identities:
        if identity.code != "t2_in_force":
            continue
        for row in identity.rows:
            parts = [_term(context, previous, row, term) for term in identity.left]
            found = context.count("table2", row, identity.right[0])
            if found is None or any(part is None for part in parts):
                continue
            known = [part for part in parts if part is not None]
            expected = sum(value for _, value in known)
            if found != expected:
                where = f"table2.{row}.{identity.right[0]}"
                say(
                    where,
                    f"{cell_name('table2', row, identity.right[0])}填的是{plain(found)}，"
                    f"按{_words(known)}，应为{plain(expected)}。"
                    "请核对文件目录并改正；因清理、机构调整等确有原因的，写明理由。",
                    expected=expected,
                    found=found,
                    cells=[where, *(f"table2.{row}.{term.lstrip('-')}" for term in identity.left if _PREVIOUS not in term)],
                )


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
        year = max(context.year, _FIRST_YEAR_OF_CHECKS)
        factor = parameters.for_year("check.implausible.factor", year)
        smallest = parameters.for_year("check.implausible.smallest", year)
        spec = definition(context, table)
        for row, cells in context.report.tables[table].items():
            before = previous.tables[table].get(row, {})
            columns = spec.row(row) if spec else None
            for column, now in cells.items():
                then = before.get(column)
                if not now or not then or min(now, then) < smallest:
                    continue
                kind = columns.column(column) if columns else None
                if (now >= then * factor or then >= now * factor) and not (kind and kind.value == "change"):
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


def _term(context: Context, previous: AnnualReport, row: str, term: str) -> tuple[str, Number] | None:
    """A term of the identity in words and with its sign; None where the cell is absent."""
    sign = -1 if term.startswith("-") else 1
    name = term.removeprefix("-")
    old = name.startswith(_PREVIOUS)
    column = name.removeprefix(_PREVIOUS)
    value = _count(previous if old else context.report, "table2", row, column)
    return None if value is None else (f"{'上年' if old else ''}{column_name('table2', column)}", sign * value)


def _words(terms: list[tuple[str, Number]]) -> str:
    return "".join(f"{(' − ' if n < 0 else ' + ') if i else ''}{label} {plain(abs(n))}" for i, (label, n) in enumerate(terms))
