"""What is no single filled-in report is refused in one sentence: nothing is guessed."""

from __future__ import annotations

import re

from gongkai.annual.assemble.builder import TableBuilder
from gongkai.annual.assemble.items import Item
from gongkai.annual.assemble.lexicon import lexicon
from gongkai.annual.assemble.normal import bare
from gongkai.annual.assemble.opening import Opening, parse_title
from gongkai.annual.assemble.sections import Outline
from gongkai.annual.forms import FORMS, form
from gongkai.annual.report import AnnualReport
from gongkai.documents.errors import Unreadable

_HEADER_ROWS = 3
_YEAR_CELL = re.compile(r"^\s*(20[0-4]\d)\s*年?(?:度|度数|数)?\s*$")
_TEMPLATE_WORDS = re.compile(r"[（(]\s*(?:文字描述|此处填写|请填写|文字说明)[^（()）]*[)）]")
_MIN_TEXT = 60


def refuse_what_is_no_report(
    items: list[Item],
    found: Outline,
    tables: dict[str, TableBuilder],
    opening: Opening,
    report: AnnualReport,
    *,
    prompted: bool,
) -> None:
    """Raise Unreadable for: no report, an empty form, a comparison of years, several reports in one file. `prompted`: a
    form's prompts stood in it unfilled, so that a name in it does not make it a report."""
    filled = any(value is not None for t in tables.values() for row in t.cells.values() for value in row.values())
    if opening.title is None and len(found.headings) < 3 and not filled and len(tables) < 2:
        raise Unreadable(
            "no_report",
            "文件里没有找到政府信息公开工作年度报告。请确认是否选错了文件；正文要有“一、总体情况”等六个部分或表二、表三、表四。",
        )
    for item in items:
        if item.grid is not None and tables:
            years = {m[1] for c in item.grid.cells if c.row < _HEADER_ROWS and (m := _YEAR_CELL.match(c.text))}
            if len(years) >= 2 and any("申请" in c.text or "信息内容" in c.text for c in item.grid.cells):
                raise Unreadable(
                    "comparison",
                    f"表格里并列着 {'、'.join(sorted(years))} 年的数，是两年对比表，不是一份年度报告。请分年上传。",
                )
    named = opening.agency is not None and opening.year is not None and not prompted
    if not filled and not named and _empty(report) and (tables or len(found.headings) >= 4):
        raise Unreadable("empty_form", "这是一份没有填写的空白表样，没有数字也没有正文。请上传填写好的年度报告。")
    opens = form(FORMS[-1]).sections[0]
    firsts = sum(
        1 for i in items if i.is_text and i.text.lstrip().startswith(f"{opens.number}、") and opens.title in i.text[:16]
    )
    if firsts < 2 or _third_tables(items) < 2:
        return
    titles = {t for item in items if item.is_text and len(item.text) < 80 and (t := parse_title(item.text)) and t[1]}
    if len(titles) >= 2:
        raise Unreadable("two_reports", "文件里有不止一份年度报告。请拆成一份一个文件，再分别上传。")


def _third_tables(items: list[Item]) -> int:
    """How many times the first row of 表三 occurs."""
    first = form(FORMS[-1]).tables["table3"].rows[0]
    label = bare(first.label)

    def names_it(text: str) -> bool:
        match = lexicon("table3").row(text)
        return (match is not None and match.key == first.key) or label in text

    return sum(
        any(names_it(c.text) for c in item.grid.cells) if item.grid is not None else names_it(item.text)
        for item in items
        if item.picture is None
    )


def _empty(report: AnnualReport) -> bool:
    text = "".join(report.sections.get(k, "") for k in ("1", "5", "6"))
    return len(_TEMPLATE_WORDS.sub("", text).strip()) < _MIN_TEXT
