"""The year and form of a roll-up, and the reports that cannot be in its sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from gongkai.annual.forms import FORMS, TABLES, form, form_for_year
from gongkai.annual.report import AnnualReport
from gongkai.annual.rollup import names
from gongkai.annual.rollup.model import Member, RollUpError


def year_of(reports: Iterable[AnnualReport]) -> int | None:
    """The year most reports are of; None where none tells one. Raises RollUpError where two years are equally many."""
    counted = Counter(report.year for report in reports if report.year is not None).most_common(2)
    if len(counted) == 2 and counted[0][1] == counted[1][1]:
        one, other = sorted(year for year, _ in counted)
        raise RollUpError(f"交来的报告里 {one} 年和 {other} 年的一样多，不能断定汇总哪一年。请指明年度，或只选一个年度的文件。")
    return counted[0][0] if counted else None


def refusal(member: Member, superior: str, year: int | None) -> tuple[str, str] | None:
    """Why a file cannot be in the sums, as code and Chinese sentence; None where it can."""
    report = member.report
    if report is None:
        return "unreadable", member.error or "读不出来。请换一份能打开的文件。"
    if not report.agency:
        return "no_agency", "看不出是哪个单位的年报。请在标题或落款里写明单位全称后重新交来。"
    if report.year is None:
        return "no_year", "看不出是哪一年的年报。请在标题里写明年度后重新交来。"
    if report.year != year:
        return "wrong_year", f"这是 {report.year} 年的年报，本次汇总的是 {year} 年。请交 {year} 年的报告。"
    if names.is_elsewhere(report.agency, superior):
        return "other_place", f"从名称看，{report.agency}不属于{superior}。请核对文件；名称有误的，改正后重新交来。"
    due = form_for_year(year)
    if due is None:
        return "no_form", f"{year} 年的年报没有统一的表格，数据不能汇总。"
    return _form_refusal(report, due.form) or _table_refusal(report)


def _form_refusal(report: AnnualReport, due: str) -> tuple[str, str] | None:
    # 表四 is the same in both forms: which one it was read by says nothing.
    used = {name for table in ("table2", "table3") if (name := report.forms.get(table) or report.form) in FORMS}
    if used == {due} or not used:
        return None
    basis = form(due).basis
    if len(used) > 1:
        wrong = "、".join(
            form(due).tables[t].name for t in ("table2", "table3") if (report.forms.get(t) or report.form) not in (due, None)
        )
        return "mixed_forms", (
            f"一份报告里混用了两种格式（{wrong}用的不是 {due} 年格式）。{_differences(due)}两种格式的数不能相加。"
            f"请按 {due} 年格式（{basis}）改填后重新交来。"
        )
    other = next(name for name in used if name)
    return "wrong_form", (
        f"{report.year} 年的年报应用 {due} 年格式（{basis}），这份用的是 {other} 年格式。{_differences(due)}"
        f"两种格式的数不能相加，请按 {due} 年格式改填后重新交来。"
    )


@cache
def _differences(due: str) -> str:
    """The columns and rows that only the form in force has, in words."""
    other = next(name for name in FORMS if name != due)
    parts = []
    for key in TABLES:
        mine, theirs = form(due).tables[key], form(other).tables[key]
        known = {(row.key, column.key) for row, column in theirs.cells()}
        labels: list[str] = []
        for row, column in mine.cells():
            if (row.key, column.key) not in known:
                label = row.label if theirs.row(row.key) is None else column.label
                if label not in labels:
                    labels.append(label)
        if labels:
            parts.append(f"{mine.name}的“{labels[0]}”" + (f"等 {len(labels)} 项" if len(labels) > 1 else ""))
    return f"{due} 年格式{'、'.join(parts)}，{other} 年格式里没有，" if parts else ""


def _table_refusal(report: AnnualReport) -> tuple[str, str] | None:
    absent = [table for table in TABLES if not any(report.tables.get(table, {}).values())]
    if not absent:
        return None
    words = "、".join(form(FORMS[-1]).tables[table].name for table in absent)
    return "missing_table", f"没有读到{words}，不能汇总。请补齐表格（不要用图片）后重新交来。"


def is_roll_up(own: AnnualReport, others: Sequence[AnnualReport]) -> bool:
    """Whether the superior's own report holds at least what all the others hold together, in every cell: then it has been
    rolled up already, and adding it would count everybody twice. With fewer than three others nothing can be said."""
    if len(others) < 3:
        return False
    found = False
    for table in ("table3", "table4"):
        for row, cells in own.tables.get(table, {}).items():
            for column, value in cells.items():
                rest = sum(report.cell(table, row, column) or 0 for report in others)
                if rest > (value or 0):
                    return False
                found = found or rest > 0
    return found
