"""Catalogues as counties have them, made up: rows, and files of them in several layouts (openpyxl, python-docx)."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from itertools import groupby
from typing import Any

from gongkai.law import matters
from gongkai.records.catalogue.exchange.layout import domain_name, frequency_name, rule_name, texts
from gongkai.records.catalogue.exchange.limits import read_limit
from gongkai.records.catalogue.rows import Row

LIMITS = (
    "信息形成或者变更之日起20个工作日内",
    "自作出行政许可决定之日起7个工作日内",
    "实时公开",
    "每季度终了后15日内",
    "按月公开",
    "长期公开，变更后3个工作日内更新",
    "每年1月31日前",
    "批准后二十日内",
)
NAMES = ("政策文件", "办事指南", "审核信息", "审定结果", "监督检查", "资金分配")
SECOND = ("法律法规", "申报条件", "对象名单", "发放明细", "投诉渠道", "年度计划", "结果公示")
ORGANS = ("云水县民政局", "云水县财政局", "云水县石桥镇人民政府")


def rows(seed: int, count: int = 24, whole: bool = False) -> list[Row]:
    """Rows of three or four domains, and at the end some of none. `whole`: with what the official table has no column for."""
    luck = random.Random(seed)
    codes = [*sorted(luck.sample([d.code for d in matters.domains()], 3)), ""]
    out: list[Row] = []
    for at in range(count):
        domain = codes[at * len(codes) // count]
        text = luck.choice(LIMITS)
        limit = read_limit(text)
        row = Row(
            domain=domain,
            level1=f"{NAMES[at // 3 % len(NAMES)]}{at // (3 * len(NAMES)) or ''}",
            level2=f"{luck.choice(SECOND)}{at}",
            elements=f"1.适用对象\n2.标准{at}\n3.结果",
            basis="《中华人民共和国政府信息公开条例》、云水县有关文件",
            limit_text=text,
            limit_unit=limit.unit,
            limit_days=limit.days,
            frequency=limit.frequency,
            period=limit.period,
            subject=luck.choice(ORGANS),
            channels=tuple(c.code for c in matters.channels() if luck.random() < 0.3) or ("website",),
            audience=luck.choice(("public", "public", "particular")),
            manner=luck.choice(("proactive", "proactive", "on_application")),
            levels=luck.choice((("county",), ("township",), ("county", "township"))),
        )
        if row.audience == "particular" and luck.random() < 0.5:
            row = replace(row, audience_note="低保对象")
        if whole and luck.random() < 0.5:
            row = replace(row, **_more(luck))
        out.append(row)
    return out


def _more(luck: random.Random) -> dict[str, Any]:
    return luck.choice(
        [
            {"note": "按上级部署调整"},
            {"items": ("20-7", "21-T8")},
            {"limit_unit": "calendar_days", "limit_days": 12},
            {"limit_unit": "", "limit_days": None},
            {"frequency": "periodic", "period": "half_year"},
            {"frequency": "staged", "period": ""},
            {"channels_note": "县惠民服务平台"},
            {"not_applicable": "本级没有此项职能"},
            {"reason": "由镇财政所办理"},
            {"levels": ("county", "township", "village")},
            {"audience_note": "补贴对象"},
        ]
    )


HEAD = (
    ("序号", ""),
    ("公开事项", "一级事项"),
    ("公开事项", "二级事项"),
    ("公开内容\n（要素）", ""),
    ("公开依据", ""),
    ("公开时限", ""),
    ("公开主体", ""),
    ("公开渠道和载体", ""),
    ("公开对象", "全社会"),
    ("公开对象", "特定群众"),
    ("公开方式", "主动"),
    ("公开方式", "依申请公开"),
    ("公开层级", "县级"),
    ("公开层级", "乡级"),
)
KEYS = [
    "number",
    "level1",
    "level2",
    "elements",
    "basis",
    "limit",
    "subject",
    "channels",
    "audience_public",
    "audience_particular",
    "proactive",
    "on_application",
    "county",
    "township",
]


def by_domain(all_rows: list[Row]) -> list[tuple[str, list[Row]]]:
    return [(code, list(group)) for code, group in groupby(all_rows, key=lambda row: row.domain)]


def line(row: Row, number: int, boxes: str = "■□") -> list[str]:
    """The cells of a row in the order of KEYS, with other boxes and ticks where asked."""
    said = {**texts(row), "number": str(number)}
    on, off = boxes
    said["channels"] = said["channels"].replace("■", on).replace("□", off)
    return [said[key] for key in KEYS]


def plain(row: Row) -> Row:
    """The row as a file without additional columns can tell it."""
    limit = read_limit(row.limit_text)
    return replace(
        row,
        limit_unit=limit.unit,
        limit_days=limit.days,
        frequency=limit.frequency,
        period=limit.period,
    )


def sheets_xlsx(all_rows: list[Row]) -> bytes:
    """A sheet a domain; two-row heading and first names merged; a note under each; the same organ once, 同上 below."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for code, group in by_domain(all_rows):
        sheet = book.create_sheet(domain_name(code))
        sheet.append([f"云水县{domain_name(code)}领域基层政务公开标准目录"])
        sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEAD))
        sheet.append([])
        _head(sheet, 3)
        organ = None
        for number, row in enumerate(group, 1):
            cells = line(row, number, "☑□")
            if cells[6] == organ:
                cells[6] = "同上"
            organ = row.subject
            sheet.append(cells)
        _merge_names(sheet, group, 5)
        sheet.append([])
        sheet.append(["注：本目录由云水县政务公开办负责解释。"])
    return _saved(book)


def titles_xlsx(all_rows: list[Row]) -> bytes:
    """One table from the third column on, a title row a domain, names not merged but left blank below, organs merged."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "目录"
    sheet["C2"] = "云水县基层政务公开标准目录汇总表"
    _head(sheet, 4, left=2)
    at = 6
    for n, (code, group) in enumerate(by_domain(all_rows), 1):
        title = f"（{'一二三四五六'[n - 1]}）{domain_name(code)}领域" if code else "其他事项"
        sheet.cell(at, 3, title)
        sheet.merge_cells(start_row=at, end_row=at, start_column=3, end_column=2 + len(HEAD))
        at += 1
        before = None
        for number, row in enumerate(group, 1):
            cells = line(row, number, "√□")
            if row.level1 == before:
                cells[1] = ""
            before = row.level1
            for column, text in enumerate(cells, 3):
                sheet.cell(at, column, text or None)
            at += 1
    return _saved(book)


def columns_xlsx(all_rows: list[Row]) -> bytes:
    """Everything in words in one-row headings of other names and another order, the domain in a column."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(
        [
            "领域",
            "事项名称",
            "二级事项",
            "责任单位",
            "公开的内容（要素）",
            "法律依据",
            "公开时间",
            "公开渠道",
            "公开范围",
            "公开属性",
            "公开层级",
            "更新频次",
            "时限折算",
            "备注",
            "条例条款",
        ]
    )
    for row in all_rows:
        audience = "全社会" if row.audience == "public" else row.audience_note or "特定群体"
        levels = "、".join({"county": "县级", "township": "乡镇级", "village": "村（社区）级"}[level] for level in row.levels)
        channels = "、".join(c.name for c in matters.channels() if c.code in row.channels)
        sheet.append(
            [
                domain_name(row.domain),
                row.level1,
                row.level2,
                row.subject,
                row.elements,
                row.basis,
                row.limit_text,
                channels,
                audience,
                "主动公开" if row.manner == "proactive" else "依申请公开",
                levels,
                frequency_name(row),
                rule_name(row),
                row.note,
                "、".join(row.items),
            ]
        )
    return _saved(book)


def pages_docx(all_rows: list[Row], size: int = 5) -> bytes:
    """Word: a heading paragraph a domain, its table broken into pieces of `size` rows (a page break), the first piece with the
    two-row heading, every second one with it again; first names merged where they stand together."""
    from docx import Document

    document = Document()
    document.add_paragraph("云水县基层政务公开标准目录")
    for n, (code, group) in enumerate(by_domain(all_rows), 1):
        document.add_paragraph(f"{'一二三四五六'[n - 1]}、{domain_name(code)}领域基层政务公开标准目录")
        for piece in range(0, len(group), size):
            part = group[piece : piece + size]
            headed = piece // size % 2 == 0
            table = document.add_table(rows=(2 if headed else 0) + len(part), cols=len(HEAD))
            if headed:
                _head_docx(table)
            first = 2 if headed else 0
            cells = [line(row, piece + i, "■□") for i, row in enumerate(part, 1)]
            grid = [table.rows[first + i].cells for i in range(len(part))]
            for i, texts_of_row in enumerate(cells):
                for column, text in enumerate(texts_of_row):
                    if column == 1 and i and part[i - 1].level1 == part[i].level1:
                        continue
                    grid[i][column].text = text
            start = 0
            for _, same in groupby(part, key=lambda row: row.level1):
                count = len(list(same))
                if count > 1:
                    grid[start][1].merge(grid[start + count - 1][1])
                start += count
            if piece + size < len(group):
                document.add_paragraph("")
    document.add_paragraph("未涉及领域事项说明")
    document.add_paragraph("税收管理：本县由税务部门垂直管理，不在本目录内。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _head(sheet: Any, at: int, left: int = 0) -> None:
    column = 1
    while column <= len(HEAD):
        above, below = HEAD[column - 1]
        end = column
        while below and end < len(HEAD) and HEAD[end][0] == above:
            end += 1
        sheet.cell(at, left + column, above)
        if below:
            for c in range(column, end + 1):
                sheet.cell(at + 1, left + c, HEAD[c - 1][1])
            sheet.merge_cells(start_row=at, end_row=at, start_column=left + column, end_column=left + end)
        else:
            sheet.merge_cells(start_row=at, end_row=at + 1, start_column=left + column, end_column=left + column)
        column = end + 1


def _head_docx(table: Any) -> None:
    for column, (above, below) in enumerate(HEAD):
        table.cell(1, column).text = below
        if column and below and HEAD[column - 1][0] == above:
            continue
        table.cell(0, column).text = above
    for column, (above, below) in enumerate(HEAD):
        if not below:
            table.cell(0, column).merge(table.cell(1, column))
        elif HEAD[column - 1][0] == above:
            table.cell(0, column - 1).merge(table.cell(0, column))


def _merge_names(sheet: Any, group: list[Row], first: int) -> None:
    at = first
    for _, same in groupby(group, key=lambda row: row.level1):
        count = len(list(same))
        if count > 1:
            for row in range(at + 1, at + count):
                sheet.cell(row, 2).value = None
            sheet.merge_cells(start_row=at, end_row=at + count - 1, start_column=2, end_column=2)
        at += count


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
