"""A roll-up as a workbook: the official tables as formulas over the members' shares, and the lists a person works through."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from gongkai.annual.forms import FORMS, form
from gongkai.annual.report import ABSENT_MARK, Number
from gongkai.annual.rollup.model import KIND_NAMES, RollUp, Share, plain
from gongkai.annual.rollup.output import (
    REFUSAL_NAMES,
    RULE_NAMES,
    WARNING_NAMES,
    SummedCell,
    cells,
    figure_columns,
    figure_text,
    share_text,
    summary,
    table_keys,
    title,
)
from gongkai.annual.write.plan import PrintedCell, PrintedTable, plan, printed_number

_FONT = "宋体"
_HEAD_ROWS = 4
"""Rows of a source sheet above the members: title, hint, row labels, column labels."""


def write_workbook(rolled: RollUp) -> bytes:
    """The workbook. The tables' cells are formulas on the sources' sums, so that a corrected share corrects the table."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"title": title(rolled), "comments": ""})
    styles = _Styles(book)
    _overview(book, styles, rolled)
    printed = {part.table.key: part.table for part in plan(rolled.report).parts if part.table}
    for table in table_keys(rolled):
        _official(book, styles, rolled, printed[table])
    for table in table_keys(rolled):
        _source(book, styles, rolled, table)
    _lists(book, styles, rolled)
    book.close()
    return buffer.getvalue()


class _Styles:
    """The formats, each made once."""

    def __init__(self, book: Any) -> None:
        base = {"font_name": _FONT, "font_size": 10.5, "valign": "vcenter"}
        boxed = {**base, "border": 1, "align": "center", "text_wrap": True}

        def style(**more: Any) -> Any:
            return book.add_format({**base, **more})

        self.title = style(bold=True, font_size=16, align="center")
        self.left_title = style(bold=True, font_size=14)
        self.hint = style(font_color="#595959", text_wrap=True, valign="top")
        self.text = style(text_wrap=True, valign="top")
        self.head = book.add_format({**boxed, "bold": True, "bg_color": "#E7EEF5"})
        self.label = book.add_format({**boxed, "bg_color": "#F3F6F9"})
        self.name = book.add_format({**boxed, "align": "left"})
        self.number = book.add_format({**boxed, "num_format": "0"})
        self.money = book.add_format({**boxed, "num_format": "0.######"})
        self.blank = book.add_format({**boxed, "bg_color": "#FFF2CC"})
        self.absent = book.add_format({**boxed, "bg_color": "#F8D7DA"})
        self.total = book.add_format({**boxed, "bold": True, "bg_color": "#E2EFDA", "num_format": "0.######"})
        self.whole = book.add_format({**boxed, "bold": True, "bg_color": "#E2EFDA", "num_format": "0"})


def _overview(book: Any, styles: _Styles, rolled: RollUp) -> None:
    sheet = book.add_worksheet("汇总说明")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 100)
    sheet.write(0, 0, title(rolled), styles.left_title)
    sheet.set_row(0, 28)
    at = 1
    for line in summary(rolled):
        sheet.write(at, 0, line, styles.text)
        sheet.set_row(at, 16 * (1 + len(line) // 50))
        at += 1
    for line in (
        "“表二”“表三”“表四”是汇总结果，每格都是公式，数取自后面的“来源”各表。",
        "“来源”各表一行一个单位、一列一格；黄色是原报告空白（按 0 计），红色是原报告没有这一格或单位不明（没有计入）。",
        "单位更正数据后，可以直接改“来源”里的数，汇总表随之更新；正式上报前请用更正后的报告重新汇总。",
    ):
        at += 1
        sheet.write(at, 0, line, styles.hint)
        sheet.set_row(at, 32)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _official(book: Any, styles: _Styles, rolled: RollUp, table: PrintedTable) -> None:
    """A table as the form prints it, its cells formulas on the source sheet."""
    sheet = book.add_worksheet(table.name)
    sheet.hide_gridlines(2)
    definition = form(rolled.form or FORMS[-1])
    heading = next(s.heading for s in definition.sections if s.table == table.key)
    sheet.merge_range(0, 0, 0, table.width - 1, heading, styles.title)
    sheet.set_row(0, 30)
    columns = {cell.where: n for n, cell in enumerate(cells(rolled, table.key))}
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(table.rows, 1):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            taken |= {(y + dy, x + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan)}
            _official_cell(sheet, styles, rolled, table, cell, y, x, columns)
            x += cell.colspan
    if table.key == "table3":
        sheet.set_column(0, 1, 10)
        sheet.set_column(2, 2, 40)
        sheet.set_column(3, table.width - 1, 11.5)
        for y in range(1, len(table.rows) + 1):
            sheet.set_row(y, 34 if any(len(c.text) > 20 and c.kind == "row" for c in table.rows[y - 1]) else 20)
    else:
        sheet.set_column(0, table.width - 1, 8.5 if table.key == "table4" else 11)
        for y in range(1, len(table.rows) + 1):
            sheet.set_row(y, 24)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    if table.width > 10:
        sheet.set_landscape()


def _official_cell(
    sheet: Any, styles: _Styles, rolled: RollUp, table: PrintedTable, cell: PrintedCell, y: int, x: int, columns: dict[str, int]
) -> None:
    style = styles.label if cell.kind != "value" else styles.money if _is_money(cell.value) else styles.number
    if cell.rowspan > 1 or cell.colspan > 1:
        sheet.merge_range(y, x, y + cell.rowspan - 1, x + cell.colspan - 1, "", style)
    if cell.kind != "value":
        sheet.write_string(y, x, cell.text, style)
    elif cell.state == "absent":
        sheet.write_string(y, x, ABSENT_MARK, styles.absent)
    elif cell.where:
        last = _HEAD_ROWS + len(rolled.members)
        place = _place(last, 2 + columns[cell.where])
        sheet.write_formula(y, x, f"='{_source_name(table.name)}'!{place}", style, cell.value)


def _is_money(value: Number | None) -> bool:
    return isinstance(value, float) and value != int(value)


def _source_name(table_name: str) -> str:
    return f"{table_name}来源"


def _place(row: int, column: int, absolute: bool = False) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column, absolute, absolute))


def _source(book: Any, styles: _Styles, rolled: RollUp, table: str) -> None:
    """A row a member, a column a cell, the sum below."""
    definition = form(rolled.form or FORMS[-1]).tables[table]
    sheet = book.add_worksheet(_source_name(definition.name))
    everything = list(cells(rolled, table))
    sheet.write(0, 0, f"{definition.name}每格来源", styles.left_title)
    sheet.write(1, 0, "一行一个单位；最下面一行是合计。", styles.hint)
    for column, words in enumerate(("单位", "文件")):
        sheet.merge_range(2, column, 3, column, words, styles.head)
    _row_heads(sheet, styles, everything)
    for x, cell in enumerate(everything):
        unit = rolled.report.units.get(cell.where)
        words = cell.column.label + (f"（{unit}）" if unit and unit not in cell.column.label else "")
        sheet.write_string(3, 2 + x, words, styles.head)
    for n, member in enumerate(rolled.members):
        sheet.write_string(_HEAD_ROWS + n, 0, member.agency, styles.name)
        sheet.write_string(_HEAD_ROWS + n, 1, member.file, styles.name)
    for x, cell in enumerate(everything):
        for n, share in enumerate(rolled.shares.get(cell.where, ())):
            _share(sheet, styles, rolled, cell, share, _HEAD_ROWS + n, 2 + x)
    last = _HEAD_ROWS + len(rolled.members)
    sheet.merge_range(last, 0, last, 1, "合计", styles.head)
    for x, cell in enumerate(everything):
        span = f"{_place(_HEAD_ROWS, 2 + x)}:{_place(last - 1, 2 + x)}"
        style = styles.total if _is_money(cell.value) else styles.whole
        sheet.write_formula(last, 2 + x, f"=SUM({span})", style, cell.value or 0)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 1 + len(everything), 10)
    sheet.set_row(2, 44)
    sheet.set_row(3, 30)
    sheet.freeze_panes(_HEAD_ROWS, 2)
    sheet.set_landscape()
    sheet.repeat_rows(2, 3)
    sheet.repeat_columns(0, 0)


def _row_heads(sheet: Any, styles: _Styles, everything: Sequence[SummedCell]) -> None:
    start = 0
    for x in range(1, len(everything) + 1):
        if x < len(everything) and everything[x].row is everything[start].row:
            continue
        words = "".join((*everything[start].row.path, everything[start].row.label))
        if x - start > 1:
            sheet.merge_range(2, 2 + start, 2, 1 + x, words, styles.head)
        else:
            sheet.write_string(2, 2 + start, words, styles.head)
        start = x


def _share(sheet: Any, styles: _Styles, rolled: RollUp, cell: SummedCell, share: Share, y: int, x: int) -> None:
    if share.state == "blank":
        sheet.write_blank(y, x, None, styles.blank)
    elif share.state == "absent":
        sheet.write_string(y, x, ABSENT_MARK, styles.absent)
    elif share.state == "no_unit":
        sheet.write_string(y, x, share_text(rolled, cell.where, share.member), styles.absent)
    else:
        counted = plain(share.counted)
        sheet.write_number(y, x, counted or 0, styles.money if _is_money(counted) else styles.number)
        if counted != share.value:
            sheet.write_comment(y, x, f"原报告：{share_text(rolled, cell.where, share.member)}", {"author": "汇总"})


def _lists(book: Any, styles: _Styles, rolled: RollUp) -> None:
    def listing(name: str, heads: Sequence[tuple[str, int]], rows: Sequence[Sequence[Any]], nothing: str) -> None:
        sheet = book.add_worksheet(name)
        for x, (head, width) in enumerate(heads):
            sheet.write_string(0, x, head, styles.head)
            sheet.set_column(x, x, width)
        for y, row in enumerate(rows or [[nothing]], 1):
            for x, value in enumerate(row):
                (sheet.write_number if isinstance(value, int | float) else sheet.write_string)(y, x, value, styles.name)
            # A Chinese character is two units of a column's width; no program fits rows by itself when it opens a file.
            needed = [
                sum(1 + 2 * len(part) // width for part in str(v).split("\n"))
                for v, (_, width) in zip(row, heads, strict=False)
            ]
            sheet.set_row(y, 15 * max(needed) + 3)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    kinds: Callable[[Any], str] = lambda kind: KIND_NAMES[kind] if kind else ""  # noqa: E731
    missing = [[n, m.name, kinds(m.kind), m.unified_code or "", m.note or ""] for n, m in enumerate(rolled.missing, 1)]
    nothing = "名单上的单位都已报送。" if rolled.listed else "没有提供应报名单，不能判断是否报齐。"
    listing("应报未报", [("序号", 8), ("单位", 36), ("类型", 16), ("统一社会信用代码", 24), ("说明", 60)], missing, nothing)
    doubles = [[d.agency, "\n".join(d.files), d.chosen or "", RULE_NAMES[d.rule], d.message] for d in rolled.doubles]
    heads = [("单位", 36), ("文件", 40), ("采用", 36), ("依据", 16), ("说明", 60)]
    listing("重复与版本", heads, doubles, "没有单位交来多份。")
    outside = [
        [words, o.agency or "", o.file, REFUSAL_NAMES[o.code], o.message]
        for words, things in (
            ("不能汇总", rolled.refused),
            ("不在名单", rolled.unexpected),
            ("按要求不计入", rolled.left_out),
        )
        for o in things
    ]
    heads = [("情况", 14), ("单位", 36), ("文件", 36), ("原因", 14), ("说明", 80)]
    listing("不予汇总及原因", heads, outside, "没有不予汇总的报告。")
    warned = [[w.agency, WARNING_NAMES[w.code], w.message, w.file] for w in rolled.warnings]
    listing("核对事项", [("单位", 36), ("情况", 14), ("说明", 90), ("文件", 30)], warned, "没有需要核对的情况。")
    _figures(book, styles, rolled)
    headings = {(c.name, c.label): c.heading for c in figure_columns(rolled)}
    quotes = [
        [
            rolled.members[stated.member].agency,
            headings[stated.name, stated.label],
            ("约 " if stated.approximate else "") + printed_number(stated.value),
            stated.quote,
        ]
        for stated in rolled.figures
    ]
    heads = [("单位", 36), ("数据", 30), ("数", 14), ("原文", 80)]
    listing("文字数据原文", heads, quotes, "各单位正文里没有读到数据。")


def _figures(book: Any, styles: _Styles, rolled: RollUp) -> None:
    """What the members' texts state, for those who write the superior's text."""
    sheet = book.add_worksheet("各单位文字数据")
    columns = figure_columns(rolled)
    sheet.write(0, 0, "各单位正文里的数据", styles.left_title)
    sheet.write(1, 0, "供撰写正文参考；口径可能不同，合计只在各单位都只有一个确数时给出。", styles.hint)
    sheet.write_string(2, 0, "单位", styles.head)
    last = 3 + len(rolled.members)
    sheet.write_string(last, 0, "合计（供参考）", styles.head)
    for n, member in enumerate(rolled.members):
        sheet.write_string(3 + n, 0, member.agency, styles.name)
    for x, column in enumerate(columns, 1):
        sheet.write_string(2, x, column.heading, styles.head)
        for n, values in enumerate(column.values):
            if len(values) == 1 and not values[0].approximate:
                sheet.write_number(3 + n, x, values[0].value, styles.money if _is_money(values[0].value) else styles.number)
            else:
                sheet.write_string(3 + n, x, figure_text(values), styles.number)
        if column.total is None:
            sheet.write_string(last, x, "", styles.total)
        else:
            span = f"{_place(3, x)}:{_place(last - 1, x)}"
            sheet.write_formula(
                last, x, f"=SUM({span})", styles.total if _is_money(column.total) else styles.whole, column.total
            )
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, max(1, len(columns)), 14)
    sheet.set_row(2, 44)
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()


__all__ = ["write_workbook"]
