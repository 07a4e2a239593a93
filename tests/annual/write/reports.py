"""Made-up reports in the shape `annual.read` gives, and what tells two of them apart.

`reports()` is a hypothesis strategy over everything a report may be: both forms and mixtures, blanks, absent cells, rows,
columns and tables, money, units, signatures, texts. `example(form, seed)` is one full, consistent report. `same(a, b)`
names every difference that a written and read report must not have.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from gongkai.annual import AnnualReport, agencies
from gongkai.annual.forms import FORMS, TABLES, Column, Row, form
from gongkai.annual.report import Number, Table
from gongkai.annual.write.plan import chinese_date

FULL_NAMES = (
    "云水县人民政府",
    "云水县青石镇人民政府",
    "云水县白鹭乡人民政府",
    "云水县临江街道办事处",
    "云水县自然资源局",
    "云水县教育和体育局",
    "云水县卫生健康委员会",
    "云水县人民政府办公室",
    "澄沅市岚柏区财政局",
    "澄沅市交通运输局",
)
PLACE_NAMES = {"青石镇": "云水县青石镇人民政府", "白鹭乡": "云水县白鹭乡人民政府", "临江街道": "云水县临江街道办事处"}
"""Titles that name a place only, and the signature that says whose report it is."""

_PHRASES = (
    "本机关全年主动公开政府信息",
    "围绕群众关心的“急难愁盼”问题推进公开",
    "修订《云水县政府信息公开指南》",
    "依托“云水发布”微信公众号",
    "办理答复均在法定期限内完成",
    "对照《中华人民共和国政府信息公开条例》逐项核对",
    "按照“谁起草、谁解读”的要求",
    "公开内容的时效性还不够强",
    "下一步将加强对基层的指导(每季度一次)",
    "组织培训（含线上）",
    "较上年增长１２．５％",
    "占总数的37.5%",
    "网站访问量为 1,024 次",
    "其中：文字类、图表类各占一半",
    "电话:0000-1234567",
    "咨询邮箱 gongkai@example.cn",
    "全年没有收取信息处理费",
    "详见 https://www.example.cn/zwgk/a_b?x=1&y=2#c",
    "印发云政办〔2024〕3号文件",
    "区分<内部>与<公开>两类 & 逐件标注",
    "*重点*、_要点_、#话题#、$5、`码`、~约数~、@某处、\\路径",
    "[办事指南](见网站)、【提醒】、{备注}",
    "面积50㎡、气温20℃，①②③各项",
    "连续——多年……未变",
    "＝合计项＋分项－重复项",
)
_HEADINGS = ("（一）有关做法。", "（二）队伍建设情况", "1.日常管理。", "(3)督促检查情况", "=1+1 均为文字", "- 要点", "**加粗**")
_ENDS = ("。", "。", "。", "；", "！")
_WIDEST = {"table2": 10**8, "table3": 10**5, "table4": 10**4}


# ---- one full report


def example(name: str, seed: int = 0, year: int | None = None, agency: str | None = None) -> AnnualReport:
    """A full report of this form in which every identity holds and the text says what the tables say."""
    rng = random.Random(f"{name}/{seed}")
    year = year or (rng.choice((2019, 2020)) if name == "2019" else rng.choice((2021, 2022, 2023, 2024, 2025)))
    agency = agency or rng.choice(FULL_NAMES)
    report = AnnualReport(
        title=f"{agency}{year}年政府信息公开工作年度报告",
        agency=agency,
        agency_as_written=[agency],
        year=year,
        form=name,
        forms={"table2": name, "table3": name},
        signed_on=f"{year + 1}-01-{rng.randrange(4, 20):02d}",
    )
    report.tables = {"table2": _consistent_table2(name, rng), "table3": _consistent_table3(name, rng)}
    report.tables["table4"] = _consistent_table4(rng)
    if name == "2019":
        report.units = {"table2.procurement.amount": rng.choice(("元", "万元"))}
    report.sections = _texts(report, rng)
    return report


def _consistent_table2(name: str, rng: random.Random) -> Table:
    table: Table = {}
    for row, column in form(name).tables["table2"].cells():
        cells = table.setdefault(row.key, {})
        if column.value == "money":
            cells[column.key] = round(rng.uniform(0, 5000), 4)
        elif column.value == "change":
            cells[column.key] = rng.randrange(-5, 6)
        elif row.key == "regulations":
            cells[column.key] = 0
        else:
            cells[column.key] = rng.randrange(0, 300)
    documents = table["normative_documents"]
    if "in_force" in documents:
        documents["in_force"] = (documents["issued"] or 0) + rng.randrange(0, 40)
    if "total_public" in documents:
        documents["total_public"] = (documents["published"] or 0) + rng.randrange(0, 40)
    return table


def _consistent_table3(name: str, rng: random.Random) -> Table:
    definition = form(name).tables["table3"]
    kinds = [c.key for c in definition.columns if c.key != "total"]
    handled = next(i for i in definition.identities if i.code == "t3_result_total").left
    table: Table = {row.key: dict.fromkeys(kinds, 0) for row in definition.rows}
    for kind in kinds:
        for key in rng.sample(handled, 5):
            table[key][kind] = rng.randrange(0, 12)
        total = sum(table[key][kind] or 0 for key in handled)
        forward = rng.randrange(0, 4)
        over = rng.randrange(0, min(3, total + forward) + 1)
        table["total"][kind], table["carried_forward"][kind] = total, forward
        table["carried_over"][kind], table["new_received"][kind] = over, total + forward - over
    for cells in table.values():
        cells["total"] = sum(cells[kind] or 0 for kind in kinds)
    return table


def _consistent_table4(rng: random.Random) -> Table:
    table: Table = {}
    for row in form(FORMS[-1]).tables["table4"].rows:
        cells = {c.key: rng.randrange(0, 9) for c in row.columns if c.key != "total"}
        table[row.key] = {**cells, "total": sum(cells.values())}
    return table


def _texts(report: AnnualReport, rng: random.Random) -> dict[str, str]:
    year, agency = report.year, report.agency
    new = report.cell("table3", "new_received", "total")
    total = rng.randrange(200, 2000)
    return {
        "intro": f"根据《中华人民共和国政府信息公开条例》第五十条规定，现公布{agency}{year}年政府信息公开工作年度报告。\n"
        f"所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。如有疑问，请致电0000-1234567。",
        "1": f"（一）主动公开。{year}年，本机关主动公开政府信息{total}条，重点公开财政预决算、乡村建设等群众关心的事项。\n"
        f"（二）依申请公开。本年新收政府信息公开申请{new}件，均按规定的期限和程序办理。\n"
        "（三）政府信息管理。建立政府信息清单，逐件确定公开属性，过期文件及时清理。\n"
        "（四）平台建设。政府网站栏目按目录调整，检索更方便。\n"
        "（五）监督保障。分管负责人按季听取汇报，组织业务培训2次。工作考核结果为良好，社会评议满意，没有需要追究责任的情形。",
        "2": "",
        "3": "",
        "4": "",
        "5": "存在的问题：一是政策解读的形式还比较单一；二是少数信息公开不够及时。\n"
        "改进措施：一是增加图表、短片等解读形式；二是按月核对公开目录，逾期的逐件提醒。",
        "6": f"{year}年度没有收取信息处理费。没有其他需要报告的事项。",
        "end": f"{agency}\n{chinese_date(report.signed_on or '')}",
    }


# ---- every report there can be


@st.composite
def reports(draw: st.DrawFn) -> AnnualReport:
    """Any report, as `annual.read` gives it. Which cells there are and what is odd about them is drawn one by one (and so
    shrinks); the ordinary numbers and sentences come from a drawn seed."""
    rng = random.Random(draw(st.integers(0, 2**32 - 1)))
    year = draw(st.integers(2019, 2026))
    usual = "2019" if year < 2021 else "2021"
    names = {key: draw(st.sampled_from((usual, usual, *FORMS))) for key in ("table2", "table3")}
    report = AnnualReport(year=year)
    for key in TABLES:
        if table := _any_table(draw, key, names.get(key, usual), rng):
            report.tables[key] = table
    report.forms = {key: name if key in report.tables else None for key, name in names.items()}
    report.form = report.forms["table2"] or report.forms["table3"]
    for row, column in money(report):
        unit = draw(st.sampled_from((column.unit, "元", "万元")))
        if unit != column.unit or column.unit is None:
            report.units[f"table2.{row.key}.{column.key}"] = unit
    _any_sections(draw, report, rng)
    _name(draw, report)
    return report


def money(report: AnnualReport) -> Iterator[tuple[Row, Column]]:
    """The money cells a report has."""
    name = report.forms.get("table2")
    for row, column in form(name).tables["table2"].cells() if name else ():
        if column.value == "money" and report.has_cell("table2", row.key, column.key):
            yield row, column


def _any_table(draw: st.DrawFn, key: str, name: str, rng: random.Random) -> Table:
    shape = draw(st.sampled_from(("full", "full", "full", "holes", "blank", "absent")))
    if shape == "absent":
        return {}
    cells = list(form(name).tables[key].cells())
    table: Table = {}
    few = rng.random() < 0.5
    for row, column in cells:
        value = None if shape == "blank" else _number(key, column, rng, few)
        table.setdefault(row.key, {})[column.key] = value
    if shape == "full":
        return table
    keys = [(row.key, column.key) for row, column in cells]
    for row_key in draw(st.lists(st.sampled_from(sorted({r for r, _ in keys})), max_size=3)):
        table.pop(row_key, None)
    for column_key in draw(st.lists(st.sampled_from(sorted({c for _, c in keys})), max_size=2)):
        for row_cells in table.values():
            row_cells.pop(column_key, None)
    for (r, c), hole in draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(("blank", "absent"))), max_size=8)):
        if c in table.get(r, {}):
            if hole == "blank":
                table[r][c] = None
            else:
                del table[r][c]
    return {r: row_cells for r, row_cells in table.items() if row_cells}


def _number(key: str, column: Column, rng: random.Random, few: bool) -> Number:
    if column.value == "money":
        return rng.choice((0, rng.randrange(10**9), round(rng.uniform(0, 10**6), rng.randrange(1, 7)), 0.00001, 93.8605))
    if column.value == "change":
        return rng.randrange(-500, 500)
    if few and rng.random() < 0.8:
        return 0
    return rng.randrange(10 ** rng.randrange(1, len(str(_WIDEST[key])))) if rng.random() < 0.9 else _WIDEST[key] - 1


def _name(draw: st.DrawFn, report: AnnualReport) -> None:
    place = draw(st.sampled_from((None, None, *PLACE_NAMES)))
    signer = PLACE_NAMES[place] if place else draw(st.sampled_from(FULL_NAMES))
    titled = place or signer
    # A name alone in the last section would be its text.
    undated = ("signed", "none") if report.sections.get("6") else ("none",)
    style = draw(st.sampled_from(("dated", "dated", "dated", "digits", *undated)))
    day = draw(st.sampled_from(("01-05", "01-31", "02-28", "10-09")))
    signed_on = f"{report.year + 1}-{day}" if report.year else ""
    if style in ("dated", "digits"):
        report.signed_on = signed_on
        date = chinese_date(signed_on) if style == "dated" else _in_chinese_digits(signed_on)
        contact = draw(st.sampled_from(("", "", "\n（联系电话：0000-1234567，地址：云水县迎晖路1号）")))
        report.sections["end"] = f"{signer}\n{date}{contact}"
    else:
        report.sections["end"] = signer if style == "signed" else ""
    report.agency_as_written = [titled] if titled == signer or style == "none" else [titled, signer]
    report.agency = agencies.normalise(titled, report.agency_as_written)
    words = draw(st.sampled_from(("年政府信息公开工作年度报告", "年度政府信息公开工作年度报告", "年政府信息公开年度报告")))
    report.title = f"{titled}{report.year}{words}"


def _in_chinese_digits(day: str) -> str:
    digits = "〇一二三四五六七八九"
    year, month, date = day.split("-")

    def spoken(number: int) -> str:
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")

    return "".join(digits[int(d)] for d in year) + f"年{spoken(int(month))}月{spoken(int(date))}日"


def _any_sections(draw: st.DrawFn, report: AnnualReport, rng: random.Random) -> None:
    report.sections["intro"] = _any_text(rng, draw(st.integers(0, 2)))
    missing = draw(st.sets(st.sampled_from(("1", "5", "6")), max_size=2))
    for section in form(report.form or FORMS[-1]).sections:
        if section.table:
            if section.table in report.tables or draw(st.booleans()):
                report.sections[section.key] = _any_text(rng, draw(st.sampled_from((0, 0, 1, 2))))
        elif section.key not in missing:
            report.sections[section.key] = _any_text(rng, draw(st.integers(0, 5)))


def _any_text(rng: random.Random, paragraphs: int) -> str:
    lines = []
    for _ in range(paragraphs):
        if rng.random() < 0.25:
            lines.append(rng.choice(_HEADINGS))
        words = [
            f"{rng.choice(_PHRASES)}{rng.choice(('', '', f'{rng.randrange(2000)}条'))}" for _ in range(rng.randrange(1, 9))
        ]
        lines.append("，".join(words) + rng.choice(_ENDS))
    return "\n".join(lines)


# ---- what tells two reports apart


def same(a: AnnualReport, b: AnnualReport) -> list[str]:
    """Every difference between a report and what came back of it, one line each. Blank and absent cells are two things;
    rows and tables without a cell are none. Text counts after NFKC and without white space."""
    out = [
        f"{name}: {getattr(a, name)!r} ≠ {getattr(b, name)!r}"
        for name in ("year", "form", "agency", "signed_on")
        if getattr(a, name) != getattr(b, name)
    ]
    out += [f"forms.{k}: {a.forms.get(k)} ≠ {b.forms.get(k)}" for k in ("table2", "table3") if a.forms.get(k) != b.forms.get(k)]
    out += differing_cells(a, b)
    units = _units(a), _units(b)
    out += [f"units.{k}: {units[0].get(k)} ≠ {units[1].get(k)}" for k in sorted({*units[0], *units[1]}) if _differ(*units, k)]
    texts = _plain_texts(a), _plain_texts(b)
    out += [
        f"section {k}: {texts[0].get(k)!r} ≠ {texts[1].get(k)!r}" for k in sorted({*texts[0], *texts[1]}) if _differ(*texts, k)
    ]
    return out


def differing_cells(a: AnnualReport, b: AnnualReport) -> list[str]:
    """The cells that are not the same in both."""
    one, two = _cells(a), _cells(b)
    return [f"{k}: {one.get(k, 'absent')} ≠ {two.get(k, 'absent')}" for k in sorted({*one, *two}) if _differ(one, two, k)]


def _differ(one: dict[str, Any], two: dict[str, Any], key: str) -> bool:
    return (key in one, one.get(key)) != (key in two, two.get(key))


def _cells(report: AnnualReport) -> dict[str, Decimal | None]:
    return {
        f"{table}.{row}.{column}": None if value is None else Decimal(repr(value))
        for table, rows in report.tables.items()
        for row, cells in rows.items()
        for column, value in cells.items()
    }


def _units(report: AnnualReport) -> dict[str, str | None]:
    """Every money cell's unit: as stated, else the one its form prescribes."""
    return {(where := f"table2.{row.key}.{column.key}"): report.units.get(where, column.unit) for row, column in money(report)}


def _plain_texts(report: AnnualReport) -> dict[str, str]:
    """Section → its text. An empty intro or ending is none; a section whose table is there has its heading with it."""
    texts = {key: re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)) for key, text in report.sections.items()}
    for section in form(FORMS[-1]).sections:
        if section.table in report.tables:
            texts.setdefault(section.key, "")
    return {key: text for key, text in texts.items() if text or key not in ("intro", "end")}


def without_signature(report: AnnualReport) -> AnnualReport:
    """The same report before it is signed."""
    return replace(report, signed_on=None, sections={**report.sections, "end": ""})
