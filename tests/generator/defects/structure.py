"""Forms, tables, rows, columns, cells and headings that are missing, wrong or badly filled."""

from __future__ import annotations

import re
from decimal import Decimal
from random import Random

from ..forms import form, form_of_year
from ..model import Report, Text
from ..numbers import KINDS, table2, table3
from ..reports import report
from .base import busy, defect, edit, expect, topic


def _zero_rows(made: Report) -> list[str]:
    """Rows of 表三 without a count, which can go without breaking a sum."""
    keep = ("new_received", "total", "carried_over", "carried_forward")
    return [r for r, cells in made.tables["table3"].items() if r not in keep and not any(cells.values())]


@defect
def wrong_form(seed: int) -> Report:
    """The form of the other period, in both tables that differ."""

    def change(made: Report, rng: Random) -> None:
        other = "2021" if form_of_year(made.year) == "2019" else "2019"
        made.forms = {"table2": other, "table3": other}
        made.tables["table2"] = table2(rng, other, made.agency.kind)
        made.tables["table3"] = table3(rng, other, made.agency.kind)

    made = report(seed, numbers_change=change)
    if made.year >= 2021:
        _no_fee_amount(made)
    return expect(made, "format_mismatch", "table", allowed=("label_variant",))


def _no_fee_amount(made: Report) -> None:
    made.sections["6"] = [Text("没有收取政府信息公开信息处理费，也没有其他需要报告的事项。")]
    made.figures.pop("fee_yuan", None)


@defect
def mixed_forms(seed: int) -> Report:
    """表二 of one form and 表三 of the other."""

    def change(made: Report, rng: Random) -> None:
        other = "2021" if form_of_year(made.year) == "2019" else "2019"
        made.forms["table2"] = other
        made.tables["table2"] = table2(rng, other, made.agency.kind)

    made = report(seed, numbers_change=change)
    if made.year >= 2021:
        _no_fee_amount(made)
    return expect(made, "format_mismatch", "table2", allowed=("label_variant",))


@defect
def table_missing(seed: int) -> Report:
    """One of the three tables is not there."""
    made = report(seed)
    table = f"table{seed % 3 + 2}"
    made.dropped.add(table)
    made.unsure.add("form")
    return expect(made, "missing_tables", table)


@defect
def table_is_a_picture(seed: int) -> Report:
    """A table pasted as a picture."""
    made = report(seed)
    table = f"table{seed % 3 + 2}"
    made.pictures.add(table)
    made.needs.add("picture")
    made.unsure.add("form")
    return expect(made, "table_as_picture", table, allowed=("missing_tables",))


@defect
def row_missing(seed: int) -> Report:
    """A row of 表三 without counts is left out."""
    made = report(seed)
    row = Random(seed).choice(_zero_rows(made))
    made.dropped.add(f"table3.{row}")
    return expect(made, "missing_rows", "table3")


@defect
def row_of_table2_missing(seed: int) -> Report:
    """A row of 表二 is left out."""
    made = report(seed)
    made.dropped.add(f"table2.{Random(seed).choice(['penalty', 'coercion', 'regulations', 'licensing'])}")
    return expect(made, "missing_rows", "table2")


@defect
def total_column_missing(seed: int) -> Report:
    """表三 without its last column."""
    made = report(seed)
    made.dropped.add("table3.*.total")
    return expect(made, "missing_columns", "table3")


@defect
def kind_column_missing(seed: int) -> Report:
    """表三 without one kind of applicant, where that kind has only zeros."""
    for other in range(seed, seed + 997 * 300, 997):
        made = report(other)
        empty = [k for k in KINDS[1:] if not any(cells[k] for cells in made.tables["table3"].values())]
        if empty:
            made.dropped.add(f"table3.*.{empty[0]}")
            return expect(made, "missing_columns", "table3")
    raise AssertionError("no empty column")


@defect
def cell_missing(seed: int) -> Report:
    """A row of 表三 ends one cell early."""
    made = report(seed)
    row = Random(seed).choice(_zero_rows(made))
    made.dropped.add(f"table3.{row}.total")
    made.needs.add("ragged")
    return expect(made, "missing_cell", "table3", f"table3.{row}*")


@defect
def table_blank(seed: int) -> Report:
    """A table without a single number."""
    made = report(seed, kind="township")
    table = f"table{seed % 3 + 2}"
    for cells in made.tables[table].values():
        for column in cells:
            cells[column] = None
    made.needs.add("blank")
    return expect(made, "blank_table", table, allowed=("text_table_mismatch", "t3_carry_over", "fee_mismatch"))


def _blank(seed: int, print_as: str) -> Report:
    made = report(seed)
    rows = made.tables["table3"]
    rng = Random(seed)
    zeros = [(r, c) for r in rows for c, v in rows[r].items() if v == 0]
    for row, column in rng.sample(zeros, min(len(zeros), rng.randint(3, 40))):
        rows[row][column] = None
        if print_as:
            made.printed[f"table3.{row}.{column}"] = print_as
    if not print_as:
        made.needs.add("blank")
    return expect(made, "blank_cells", "table3")


@defect
def cells_blank(seed: int) -> Report:
    """Cells left empty instead of 0."""
    return _blank(seed, "")


@defect
def cells_with_slash(seed: int) -> Report:
    """/ instead of 0."""
    return _blank(seed, "/")


@defect
def cells_with_none(seed: int) -> Report:
    """无 or a dash instead of 0."""
    return _blank(seed, ["无", "—", "-"][seed % 3])


@defect
def unit_in_count(seed: int) -> Report:
    """件 printed inside a number cell."""
    made = report(seed)
    value = made.tables["table2"]["penalty"]["decisions"]
    made.printed["table2.penalty.decisions"] = f"{value}{['件', '宗', '条'][seed % 3]}"
    return expect(made, "unit_in_cell", "table2.penalty.decisions", allowed=("unit",))


@defect
def unit_in_procurement(seed: int) -> Report:
    """批 and 万元 printed in the cells of 政府集中采购."""

    def change(made: Report, rng: Random) -> None:
        made.tables["table2"]["procurement"] = {
            "projects": rng.randint(1, 60),
            "amount": Decimal(rng.randint(10001, 9999999)).scaleb(-4),
        }

    made = report(seed, year=2019 + seed % 2, numbers_change=change)
    row = made.tables["table2"]["procurement"]
    unit = ["万元", "元"][seed % 4 // 2]
    if unit == "元":
        row["amount"] = Decimal(row["amount"] or 0).quantize(Decimal("1.00")) + Decimal("0.07")
    made.printed["table2.procurement.projects"] = f"{row['projects']}{['批', '个', '项'][seed % 3]}"
    made.printed["table2.procurement.amount"] = [f"{row['amount']}（{unit}）", f"{row['amount']}{unit}"][seed % 2]
    made.units["table2.procurement.amount"] = unit
    return expect(made, "unit_in_cell", "table2.procurement", allowed=("unit",))


@defect
def remark_in_count(seed: int) -> Report:
    """23（其中修订16件）: the number counts, the remark does not."""

    def change(made: Report, rng: Random) -> None:
        row = made.tables["table2"]["normative_documents"]
        row[next(iter(row))] = 3
        for column in ("in_force", "total_public"):
            if column in row:
                row[column] = int(row[column] or 0) + 9

    made = report(seed, kind="county", numbers_change=change)
    column = next(iter(made.tables["table2"]["normative_documents"]))
    made.printed[f"table2.normative_documents.{column}"] = ["3（其中修订1件）", "3（含修订1件）", "3 其中修订1件"][seed % 3]
    return expect(made, "unit_in_cell", "table2.normative_documents")


@defect
def change_in_words(seed: int) -> Report:
    """+2, and 增5/减4, in 本年增/减: forms people use, which deserve no more than a word on taste."""

    def change(made: Report, rng: Random) -> None:
        made.tables["table2"]["licensing"] |= {"prev_items": 40, "change": 2}
        made.tables["table2"]["penalty"] |= {"prev_items": 50, "change": 1}

    made = report(seed, year=2019 + seed % 2, numbers_change=change)
    made.printed["table2.licensing.change"] = ["+2", "增2", "＋2"][seed % 3]
    made.printed["table2.penalty.change"] = "增5/减4"
    made.allowed |= {"unit_in_cell"}
    return made


@defect
def fee_in_yuan(seed: int) -> Report:
    """The fee column headed （单位：元） on a form that wants 万元."""
    made = report(seed, year=2021 + seed % 5)
    made.labels["table2.header.amount_wan"] = "本年收费金额（单位：元）"
    made.units["table2.fees.amount_wan"] = "元"
    return expect(made, "unit", "table2", allowed=("label_variant", "fee_mismatch"))


@defect
def label_not_official(seed: int) -> Report:
    """A heading that people often write otherwise."""
    made = report(seed)
    rng = Random(seed)
    known = [(k, v) for name in (made.forms["table2"],) for k, v in form(name).variants.items() if v and "amount" not in k]
    key, variants = rng.choice(known)
    made.labels[key] = rng.choice(variants)
    return expect(made, "label_variant", key.split(".")[0])


@defect
def section_missing(seed: int) -> Report:
    """六 is left out altogether."""
    made = report(seed)
    del made.headings["6"]
    made.figures.pop("fee_yuan", None)
    return expect(made, "missing_section", "section6", allowed=("missing_element",))


@defect
def section_without_a_word(seed: int) -> Report:
    """五 has a heading and nothing else."""
    made = report(seed)
    made.sections["5"] = []
    return expect(made, "missing_section", "section5", allowed=("empty_problems",))


@defect
def section_number_wrong(seed: int) -> Report:
    """六 is numbered 七."""
    made = report(seed)
    made.headings["6"] = made.headings["6"].replace("六、", "七、")
    return expect(made, "section_numbering", "section")


@defect
def section_title_wrong(seed: int) -> Report:
    """A heading of its own making."""
    made = report(seed)
    made.headings["5"] = "五、工作中的不足和努力方向"
    return expect(made, "section_title", "section5")


@defect
def subtopic_missing(seed: int) -> Report:
    """One of the five things 一 must speak of is not spoken of."""
    made = report(seed)
    number = [3, 4][seed % 2]
    start, stop = topic(made, number)
    del made.sections["1"][start:stop]
    heads = [i for i, part in enumerate(made.sections["1"]) if re.match("（[一二三四五]）", part.text)]
    for numeral, i in zip("一二三四", heads, strict=True):
        part = made.sections["1"][i]
        made.sections["1"][i] = Text(f"（{numeral}{part.text[2:]}", part.level)
    if number == 4:
        made.figures = {k: v for k, v in made.figures.items() if k not in ("website", "wechat_account")}
    return expect(made, "missing_element", "section1")


@defect
def assessment_missing(seed: int) -> Report:
    """A government that says nothing of 考核, 评议 and 追究."""
    made = report(seed, kind=["township", "county", "city"][seed % 3])
    edit(made, "1", "[^。]*(?:社会评议)[^。]*。", "")
    return expect(made, "missing_element", "section1")


@defect
def fee_statement_missing(seed: int) -> Report:
    """六 of 2021 on without a word on the fee."""
    made = report(busy(seed), year=2021 + seed % 5)
    made.sections["6"] = [Text("全年完成政务公开工作要点所列任务，没有其他需要报告的事项。")]
    made.figures.pop("fee_yuan", None)
    return expect(made, "missing_element", "section6")
