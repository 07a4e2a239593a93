"""What a person should know of the reports that are in the sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongkai.annual.check import check_by
from gongkai.annual.check.official import cell_name
from gongkai.annual.forms import TABLES, Form
from gongkai.annual.report import AnnualReport
from gongkai.annual.rollup.model import Counted, Warned

_NAMED = 3
"""How many cells a sentence names before it only counts them."""

_RULES = ("t3_identity", "t3_result_total", "t3_row_sum", "t4_row_sum")
"""The identities whose breach the sum inherits."""

_SENTENCES = {
    "blank_cells": "{cells}是空白，按 0 计。请该单位确认后填 0 或改填实数。",
    "absent_cells": "报告里没有{cells}，没有计入。请该单位补齐后重新交来，否则合计会偏小。",
    "not_a_count": "{cells}填的是负数或小数，照原样计入。请核对原报告。",
    "unit_converted": "{cells}的单位与汇总表不同，已换算后计入。请核对换算前后的数。",
    "unit_unknown": "{cells}没有写明金额单位，各单位都没有写，照数相加。请核对单位是否一致。",
    "unit_not_counted": "{cells}没有写明金额单位，不能换算，没有计入。请该单位注明元或万元。",
}


def cells_warned(members: Sequence[Counted], noticed: Mapping[tuple[int, str], Sequence[str]]) -> list[Warned]:
    """The notices of the sums, one for each member and code, naming its cells."""
    out = []
    for (number, code), cells in noticed.items():
        member = members[number]
        where = cells[0] if len(cells) == 1 else cells[0].partition(".")[0] if len({c[:6] for c in cells}) == 1 else ""
        sentence = _SENTENCES[code].format(cells=_cells(cells))
        name = "unit_unknown" if code == "unit_not_counted" else code
        out.append(Warned(name, member.agency, member.file, where, sentence, tuple(cells)))
    return out


def identities_warned(members: Sequence[Counted]) -> list[Warned]:
    """The identities that do not hold within a member's own tables: the sum inherits the error."""
    out: list[Warned] = []
    for member in members:
        for finding in check_by(member.report, _RULES):
            kept = f"该单位说明的理由：{finding.reason}" if finding.reason else ""
            cells = tuple(finding.cells)
            out.append(Warned("identity", member.agency, member.file, finding.where, finding.message + kept, cells))
    return out


def extra_cells_warned(members: Sequence[Counted], form: Form) -> list[Warned]:
    """Rows and columns that a member's tables have beyond the form; they have no place in the sums."""
    known = {table: {row.key: {c.key for c in row.columns} for row in form.tables[table].rows} for table in TABLES}
    out = []
    for member in members:
        extra = [
            f"{table}.{row}.{column}"
            for table in TABLES
            for row, cells in member.report.tables.get(table, {}).items()
            if (columns := known[table].get(row)) is None or not cells.keys() <= columns
            for column, value in cells.items()
            if value and (columns is None or column not in columns)
        ]
        if extra or _extra_noted(member.report):
            words = "表里有格式以外的行或列，没有计入。需要汇总的，请另行统计。"
            out.append(Warned("extra_cells", member.agency, member.file, "", words, tuple(extra)))
    return out


def _extra_noted(report: AnnualReport) -> bool:
    return any(note.code in ("extra_rows", "extra_columns") for note in report.notes)


def _cells(cells: Sequence[str]) -> str:
    names = [cell_name(*where.split(".")) for where in cells[:_NAMED]]
    return "、".join(names) + (f"等 {len(cells)} 格" if len(cells) > _NAMED else "")
