"""The arithmetic of the tables. The identities stand in the forms (`annual/forms/*.yaml`); here is how they are applied.

In identities a blank counts as 0; an absent row or column switches off what needs it.
"""

from __future__ import annotations

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.check.official import BASIS_FORMS, TABLE_NAMES, column_name, definition, noted, plain, present, row_name
from gongkai.annual.forms import Identity
from gongkai.annual.forms import Table as Definition
from gongkai.annual.report import Number, Table

_NOISE = 1e-6
"""Sums of decimals differ by less than this only through floating point: money has at most six decimals."""


@rule("t3_identity", Severity.ERROR, basis=f"{BASIS_FORMS} 表三注", tables=True)
def received_equals_handled(context: Context, say: Say) -> None:
    """新收 + 结转 = 总计 + 结转下年, in each of the seven columns."""
    _columns(context, say, "table3", "t3_identity")


@rule("t3_result_total", Severity.ERROR, basis=f"{BASIS_FORMS} 表三第三项（七）", tables=True)
def total_is_sum_of_results(context: Context, say: Say) -> None:
    """总计 = the sum of its result rows, in each column. Off where a province has added result rows."""
    if not noted(context, "extra_rows", "table3"):
        _columns(context, say, "table3", "t3_result_total")


@rule("t3_row_sum", Severity.ERROR, basis=f"{BASIS_FORMS} 表三申请人情况", tables=True)
def kinds_of_applicant_add_up(context: Context, say: Say) -> None:
    """自然人 + the five kinds of organisation = 总计, in each row. Off where the table has columns of its own."""
    if not noted(context, "extra_columns", "table3"):
        _rows(context, say, "table3", "t3_row_sum")


@rule("t4_row_sum", Severity.ERROR, basis=f"{BASIS_FORMS} 表四", tables=True)
def outcomes_add_up(context: Context, say: Say) -> None:
    """维持 + 纠正 + 其他 + 尚未审结 = 总计, in each of the three groups."""
    if not noted(context, "extra_columns", "table4"):
        _rows(context, say, "table4", "t4_row_sum")


@rule("t2_public_total", Severity.WARNING, basis="国办公开办函〔2019〕60号 表二第（一）项", tables=True)
def public_total_covers_the_year(context: Context, say: Say) -> None:
    """对外公开总数量 ≥ 本年新公开数量 (form 2019)."""
    _rows(context, say, "table2", "t2_public_total")


def _identities(spec: Definition, code: str) -> list[Identity]:
    return [i for i in spec.identities if i.code == code]


def _columns(context: Context, say: Say, table: str, code: str) -> None:
    """Apply the identities of one code down each column of a table."""
    spec = definition(context, table)
    if spec is None or not present(context, table):
        return
    cells = context.report.tables[table]
    for identity in _identities(spec, code):
        if not all(term in cells for term in (*identity.left, *identity.right)):
            continue
        left_rows = [cells[term] for term in identity.left]
        right_rows = [cells[term] for term in identity.right]
        for column in spec.columns:
            key = column.key
            try:
                left = sum([row[key] or 0 for row in left_rows])
                right = sum([row[key] or 0 for row in right_rows])
            except KeyError:
                continue
            if _holds(left, right, identity):
                continue
            words = f"{TABLE_NAMES[table]}“{column.label}”列"
            _speak(
                say, words, table, identity, cells, [(term, key) for term in identity.left], [(t, key) for t in identity.right]
            )


def _rows(context: Context, say: Say, table: str, code: str) -> None:
    """Apply the identities of one code along each row of a table."""
    spec = definition(context, table)
    if spec is None or not present(context, table):
        return
    cells = context.report.tables[table]
    for identity in _identities(spec, code):
        for row in spec.rows:
            values = cells.get(row.key)
            if not values or (identity.rows and row.key not in identity.rows):
                continue
            try:
                left = sum([values[term] or 0 for term in identity.left])
                right = sum([values[term] or 0 for term in identity.right])
            except KeyError:
                continue
            if _holds(left, right, identity):
                continue
            words = f"{TABLE_NAMES[table]}“{row_name(table, row.key)}”行"
            _speak(
                say,
                words,
                table,
                identity,
                cells,
                [(row.key, t) for t in identity.left],
                [(row.key, t) for t in identity.right],
            )


def _holds(left: Number, right: Number, identity: Identity) -> bool:
    if identity.relation == "at_most":
        return left <= right + _NOISE
    return left == right or abs(left - right) < _NOISE


def _speak(
    say: Say,
    words: str,
    table: str,
    identity: Identity,
    cells: Table,
    left: list[tuple[str, str]],
    right: list[tuple[str, str]],
) -> None:
    total_left, total_right = _sum(cells, left), _sum(cells, right)
    across = left[0][0] == right[0][0]
    if identity.relation == "at_most":
        message = (
            f"{words}：{_side(table, cells, left, across)}，{_side(table, cells, right, across)}，前者不应大于后者。"
            "请按目录核对这两个数，改正填错的一个。"
        )
    else:
        message = (
            f"{words}：{_side(table, cells, left, across)}，而{_side(table, cells, right, across)}，"
            f"相差{plain(abs(total_left - total_right))}。请逐格核对台账，改正填错的数，使两边相等。"
        )
    say(
        f"{table}.{right[0][0]}.{right[0][1]}",
        message,
        expected=total_left,
        found=total_right,
        cells=[f"{table}.{row}.{column}" for row, column in (*left, *right)],
    )


def _sum(cells: Table, terms: list[tuple[str, str]]) -> Number:
    return sum(cells[row][column] or 0 for row, column in terms)


def _side(table: str, cells: Table, terms: list[tuple[str, str]], across: bool) -> str:
    """One side in words: “新收 2 + 结转 0 = 2”. A long list names only the cells that are not zero."""
    name = (lambda row, column: column_name(table, column)) if across else (lambda row, column: row_name(table, row))
    shown = terms if len(terms) <= 2 else [(r, c) for r, c in terms if cells[r][c]]
    total = plain(_sum(cells, terms))
    parts = " + ".join(f"{name(row, column)} {plain(cells[row][column] or 0)}" for row, column in shown)
    if len(terms) == 1:
        return parts
    if not parts:
        return "各分项合计为 0"
    return f"{parts} = {total}"
