"""What stands in a single cell: counts that are none, blanks, units, values an agency cannot have."""

from __future__ import annotations

from gongkai.annual.check.context import Context
from gongkai.annual.check.findings import Say, Severity, rule
from gongkai.annual.check.official import (
    BASIS_FORMS,
    TABLE_KEYS,
    TABLE_NAMES,
    cell_name,
    definition,
    place_name,
    plain,
    present,
)
from gongkai.law import parameters

_FORM_RULES = f"{BASIS_FORMS} 填表要求"
_NAMED_CELLS = 5
"""A message names at most so many cells; all of them are in the finding's `cells`."""


@rule("not_a_count", Severity.ERROR, basis=_FORM_RULES, tables=True)
def counts_are_whole_and_not_negative(context: Context, say: Say) -> None:
    """Counts are 0, 1, 2 …; 本年增/减 may be negative and money may have decimals, but neither is a word."""
    for table in TABLE_KEYS:
        spec = definition(context, table)
        if spec is None:
            continue
        for row_key, cells in context.report.tables.get(table, {}).items():
            row = spec.row(row_key)
            for key, value in cells.items():
                if value is None or (type(value) is int and value >= 0):
                    continue
                column = row.column(key) if row else None
                kind = column.value if column else "count"
                whole = isinstance(value, int) or value.is_integer()
                if (whole and (value >= 0 or kind == "change")) or (kind == "money" and value >= 0):
                    continue
                if kind == "money":
                    fault = "金额不会是负数"
                elif kind == "change":
                    fault = "增减的项目数应是整数"
                else:
                    fault = "件数不会是负数" if value < 0 else "件数应是整数"
                where = f"{table}.{row_key}.{key}"
                say(
                    where,
                    f"{cell_name(table, row_key, key)}填的是{plain(value)}，{fault}。请核对后改正。",
                    found=value,
                    cells=[where],
                )
    for note in context.report.notes:
        if note.code == "not_a_number" and note.where.count(".") == 2:
            say(
                note.where,
                f"{place_name(note.where)}填的是“{note.found or ''}”，不是数字。请填写数字，没有的填“0”，说明写到正文。",
                found=note.found,
                cells=[note.where],
            )


@rule("blank_cells", Severity.WARNING, basis=f"{_FORM_RULES}（没有的填“0”）", tables=True)
def no_cell_is_left_blank(context: Context, say: Say) -> None:
    """No blank, "/" or 无 instead of 0: one finding a table. A table wholly blank is `blank_table` and only that."""
    marks = {n.where: n.found for n in context.report.notes if n.code == "printed_mark"}
    for table in TABLE_KEYS:
        blank = []
        filled = 0
        for row_key, cells in context.report.tables.get(table, {}).items():
            if None in cells.values():
                blank += [f"{table}.{row_key}.{key}" for key, value in cells.items() if value is None]
            filled += len(cells)
        if not blank or len(blank) == filled:
            continue
        marked = [where for where in blank if where in marks]
        names = "、".join(place_name(where).removeprefix(TABLE_NAMES[table]) for where in blank[:_NAMED_CELLS])
        more = f"等{len(blank)}格" if len(blank) > _NAMED_CELLS else ""
        signs = "、".join(sorted({f"“{marks[where]}”" for where in marked if marks[where]}))
        how = f"没有填写数字，其中{len(marked)}格填的是{signs}" if marked and signs else "空着没有填写"
        say(
            table,
            f"{TABLE_NAMES[table]}{filled}格中有{len(blank)}格{how}：{names}{more}。没有发生的请填“0”，不留空白，不用“/”“无”代替。",
            expected=0,
            found=len(blank),
            cells=blank,
        )


@rule("unit_in_cell", Severity.INFO, basis=_FORM_RULES, tables=True)
def cells_hold_numbers_only(context: Context, say: Say) -> None:
    """A unit or a remark stands inside a number cell (4批, 93.8万元)."""
    for note in context.report.notes:
        if note.code in ("unit_in_cell", "remark_in_cell"):
            say(
                note.where,
                f"{place_name(note.where)}填的是“{note.found or ''}”，数字格里带了单位或说明。请只填数字，单位写在表头。",
                found=note.found,
                expected=note.expected,
                cells=[note.where],
            )


@rule("unit", Severity.WARNING, basis="国办公开办函〔2021〕30号 表二第（八）项；〔2019〕60号 表二第（九）项", tables=True)
def money_is_in_the_forms_unit(context: Context, say: Say) -> None:
    """元 and 万元 are not mixed: the form's own unit where it prints one, else one unit from year to year."""
    for path, unit in context.report.units.items():
        table, _, cell = path.partition(".")
        row_key, _, column_key = cell.partition(".")
        spec = definition(context, table) if table in TABLE_KEYS else None
        row = spec.row(row_key) if spec else None
        column = row.column(column_key) if row else None
        value = context.cell(table, row_key, column_key)
        if column is None or column.value != "money" or value is None:
            continue
        if unit and column.unit and unit != column.unit:
            say(
                path,
                f"{place_name(path)}应以{column.unit}为单位，表中写的是{plain(value)}{unit}。请换算成{column.unit}，并改正表头的单位。",
                expected=column.unit,
                found=unit,
                cells=[path],
            )
        elif column.unit is None:
            before = context.previous.units.get(path) if context.previous else None
            if unit and before and unit != before:
                say(
                    path,
                    f"{place_name(path)}今年以{unit}填写，上年以{before}填写。请用同一个单位，并在表头注明。",
                    expected=before,
                    found=unit,
                    cells=[path],
                )


@rule("unit", Severity.INFO, basis="国办公开办函〔2019〕60号 表二第（九）项", tables=True)
def money_says_its_unit(context: Context, say: Say) -> None:
    """Where the form prints no unit, the amount must say whether it is 元 or 万元."""
    spec = definition(context, "table2")
    for row, column in spec.cells() if spec else ():
        if column.value == "money" and column.unit is None and context.cell("table2", row.key, column.key):
            path = f"table2.{row.key}.{column.key}"
            if not context.report.units.get(path):
                value = context.cell("table2", row.key, column.key)
                say(
                    path,
                    f"{place_name(path)}填的是{plain(value)}，没有注明是元还是万元。请在表头注明单位。",
                    found=value,
                    cells=[path],
                )


@rule("implausible_value", Severity.WARNING, basis="立法法第九十一条、第九十三条", tables=True)
def only_rule_makers_have_regulations(context: Context, say: Say) -> None:
    """规章 > 0 where the agency cannot make any. Where the name does not tell whether it can, at most info."""
    cells = context.report.tables.get("table2", {}).get("regulations")
    if not cells or not any(cells.values()) or not context.report.agency:
        return
    from gongkai.annual.agencies import can_make_regulations

    may = can_make_regulations(context.report.agency, context.year)
    if may:
        return
    paths = [f"table2.regulations.{key}" for key, value in cells.items() if value]
    values = "、".join(
        f"“{cell_name('table2', 'regulations', key).rpartition('的“')[2]}{plain(value)}"
        for key, value in cells.items()
        if value
    )
    words = (
        "规章只能由国务院部门、省级政府、设区的市和自治州政府制定" if may is False else "请确认本机关是否有规章制定权：没有的"
    )
    tail = "。请改为0，并核对是否把规范性文件或上级规章填到了这里。" if may is False else "请填0。"
    say(
        paths[0],
        f"表二“规章”一行填了{values}，{words}{tail}",
        expected=0,
        found=next(v for v in cells.values() if v),
        severity=None if may is False else Severity.INFO,
        cells=paths,
    )


@rule("blank_table", Severity.ERROR, basis=f"{_FORM_RULES}（没有的填“0”）", tables=True)
def no_table_is_wholly_blank(context: Context, say: Say) -> None:
    """A table none of whose cells is filled."""
    said = set()
    for table in TABLE_KEYS:
        rows = context.report.tables.get(table, {})
        if present(context, table) and not any(v is not None for cells in rows.values() for v in cells.values()):
            said.add(table)
    said |= {n.where for n in context.report.notes if n.code == "blank_table" and n.where in TABLE_NAMES}
    for table in sorted(said):
        say(table, f"{TABLE_NAMES[table]}整张没有填写。请按台账逐格填写，没有发生的填“0”。", found="空表")


_LAST_DECIMAL = 1e-9


@rule("unit", Severity.INFO, basis="国办公开办函〔2021〕30号 表二第（八）项（最多六位小数）", tables=True)
def fees_have_at_most_six_decimals(context: Context, say: Say) -> None:
    """本年收费金额 in 万元 has at most six decimals: a hundredth of a 分 does not exist."""
    value = context.cell("table2", "fees", "amount_wan")
    if value is None or isinstance(value, int) or context.year is None or context.form is None:
        return
    try:
        digits = parameters.for_year("annual_report.fee_amount.decimals", context.year)
    except parameters.ParameterError:
        return
    if abs(value - round(value, digits)) > _LAST_DECIMAL:
        path = "table2.fees.amount_wan"
        say(
            path,
            f"{place_name(path)}填的是{value}，超过{digits}位小数。请核对金额，换算成万元后最多保留{digits}位小数。",
            found=value,
            cells=[path],
        )
