"""Comparisons as people get them: a page, a Word document, a workbook, a few lines."""

from __future__ import annotations

import copy
import io
import re
import zipfile

import openpyxl
import pytest
from docx import Document
from lxml import html
from playwright.sync_api import Browser

from gongkai.annual import AnnualReport
from gongkai.annual.compare import Comparison, compare
from gongkai.annual.compare.output.docx import as_docx
from gongkai.annual.compare.output.page import as_fragment, as_page, style
from gongkai.annual.compare.output.text import as_text
from gongkai.annual.compare.output.workbook import as_workbook
from gongkai.annual.figures import extract
from tests import tools
from tests.annual.write.reports import example
from tests.generator.layouts import office
from tests.generator.layouts.base import Rendered

TOWN, OTHER_TOWN = "云水县青石镇人民政府", "云水县白鹭乡人民政府"


def made(year: int, seed: int, agency: str = TOWN) -> AnnualReport:
    report = example("2019" if year < 2021 else "2021", seed, year, agency)
    report.figures = extract(report.sections, report.year)
    return report


@pytest.fixture(scope="module")
def last_year() -> Comparison:
    """Two years with one reworded, one gone and one new paragraph, cells of every state, and a broken identity."""
    now, then = made(2023, 3), made(2022, 4)
    lines = now.sections["1"].split("\n")
    lines[2] = lines[2].replace("逐件确定公开属性", "每季度核定一次公开属性")
    now.sections["1"] = "\n".join([lines[0], *lines[2:], "开展政府开放日活动，邀请<群众>代表参加。"])
    now.tables["table3"]["granted"]["research"] = None
    then.tables["table3"]["granted"]["commercial"] = None
    del then.tables["table3"]["partial"]["research"]
    then.tables["table3"]["carried_forward"]["total"] = 77
    return compare(now, then)


@pytest.fixture(scope="module")
def across_forms() -> Comparison:
    return compare(made(2021, 3), made(2020, 4))


@pytest.fixture(scope="module")
def sister() -> Comparison:
    return compare(made(2023, 3), made(2023, 4, OTHER_TOWN))


# ---- the page


@pytest.mark.needs("chromium", "axe")
@pytest.mark.parametrize("which", ["last_year", "across_forms", "sister"])
def test_the_page_is_open_to_everyone_and_fits_a_phone(which: str, browser: Browser, request: pytest.FixtureRequest) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.set_content(as_page(request.getfixturevalue(which)))
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.evaluate(tools.AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']})")
    assert [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found["violations"]] == []
    assert asked == []
    page.close()


def test_the_page_begins_with_what_grew_fell_and_was_taken_over(last_year: Comparison) -> None:
    tree = html.fromstring(as_page(last_year))
    headings = tree.xpath("//h2/text()")
    assert headings == ["摘要", "主要数字", "与上年的衔接", "三张表", "文中数据", "文字对照"]
    words = tree.text_content()
    for part in ("格增加", "格减少", "1格由空白填为数字", "1格由数字变为空白", "1格是另一份没有的"):
        assert part in words, part
    assert {"增加", "减少"} <= set(tree.xpath("//div[@class='lists']//h3/text()"))
    assert re.search(r"核对3项：.*[123]项不符", words) and tree.xpath("//svg//rect")


def test_the_page_draws_the_form_with_both_values_and_marks_the_words(last_year: Comparison) -> None:
    tree = html.fromstring(as_page(last_year))
    (table,) = tree.xpath("//table[@class='table3']")
    assert len(table.xpath(".//tr")) == 3 + 25 and len(table.xpath(".//td")) == 1 + 25 * 7
    pair = next(c for c in last_year.tables[1].cells if c.where == "table3.total.total")
    drawn = [td.text_content() for td in table.xpath(".//tr")[-2].xpath("td")][-1]
    assert drawn.startswith(f"{pair.value}{pair.other_value} ")
    assert any("缺" in td.text_content() for td in table.xpath(".//td"))
    assert any("空白" in td.text_content() for td in table.xpath(".//td"))
    assert "每季度核定一次" in "".join(tree.xpath("//ol//ins/text()")) and "逐件确定" in "".join(tree.xpath("//ol//del/text()"))
    assert "邀请<群众>代表" in "".join(tree.xpath("//ol//ins/text()"))


def test_what_only_one_form_has_stands_below_the_table_with_the_reason(across_forms: Comparison) -> None:
    tree = html.fromstring(as_page(across_forms))
    below = {table.xpath("string(caption)"): table for table in tree.xpath("//table[contains(caption, '没有的栏目')]")}
    (old,) = (table for caption, table in below.items() if "（2021年的表格没有这一栏，不能比较）" in caption)
    assert "规章·对外公开总数量" in old.xpath(".//tbody/tr/th/text()")
    (sums,) = (table for caption, table in below.items() if "各行之和" in caption)
    assert "（六）其他处理·总计" in sums.xpath(".//tbody/tr/th/text()")


def test_the_site_can_take_the_page_apart(sister: Comparison) -> None:
    part = as_fragment(sister)
    tree = html.fragment_fromstring(part)
    assert tree.get("class") == "cmp" and not tree.xpath(".//h1|.//style|.//script") and "style=" not in part
    rules = re.sub(r"@media[^{]*\{|@page[^}]*\}", "", style())
    assert all(one.strip().startswith(".cmp") for one in re.findall(r"([^{}]+)\{", rules))
    assert "青石镇" in part and "白鹭乡" in part and "地名和机关名称也不计" in part


# ---- Word


def test_the_word_document_has_the_tables_and_the_marked_text(last_year: Comparison) -> None:
    data = as_docx(last_year)
    assert data == as_docx(last_year)
    document = Document(io.BytesIO(data))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["一、摘要", "二、三张表", "三、文中数据", "四、文字对照"]
    words = [run for p in document.paragraphs for run in p.runs]
    assert any(run.underline and "每季度核定一次" in run.text for run in words)
    assert any(run.font.strike and "逐件确定" in run.text for run in words)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "（七）总计" in cells and any(text.startswith("缺") or "\n缺" in text for text in cells)


# ---- the workbook


def test_the_workbook_has_a_sheet_a_table_with_differences_as_formulas(last_year: Comparison) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(last_year)), rich_text=True)
    assert book.sheetnames == ["摘要", "表二", "表三", "表四", "文中数据", "文字"]
    sheet = book["表三"]
    assert [c.value for c in sheet[1]] == ["栏目", "2023年", "2022年", "增减", "增幅", "说明"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    total = rows["（七）总计·总计"]
    pair = next(c for c in last_year.tables[1].cells if c.where == "table3.total.total")
    assert (total[1].value, total[2].value) == (pair.value, pair.other_value)
    assert total[3].value == f"=B{total[0].row}-C{total[0].row}"
    blank, absent = rows["（一）予以公开·科研机构"], next(v for k, v in rows.items() if k.startswith("（二）") and "科研" in k)
    assert (blank[1].value, blank[3].value) == ("空白", None) and absent[2].value == "缺"
    text = [row for row in book["文字"].iter_rows(min_row=2) if row[1].value == "改写"]
    assert len(text) == 1 and any(getattr(part, "font", None) is not None and part.font.u for part in text[0][3].value)


def test_words_that_look_like_a_formula_stay_words() -> None:
    now, then = made(2023, 3), made(2022, 4)
    now.sections["6"] = '=HYPERLINK("http://example.cn")'
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook(compare(now, then))))["文字"]
    cells = [cell for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert cells and all(cell.data_type == "s" for cell in cells)


@pytest.mark.needs("soffice")
def test_libreoffice_opens_both_and_reckons_the_formulas_as_they_were_given(
    last_year: Comparison, across_forms: Comparison
) -> None:
    both = (last_year, across_forms)
    (first, second) = office.convert([Rendered(as_docx(one), "a.docx") for one in both], "pdf")
    assert first.data[:5] == second.data[:5] == b"%PDF-"
    books = office.convert([Rendered(as_workbook(one), "a.xlsx") for one in both], "ods")
    for one, book in zip(both, books, strict=True):
        content = zipfile.ZipFile(io.BytesIO(book.data)).read("content.xml").decode()
        assert "Err:" not in content and "#DIV" not in content
        values = re.findall(
            r'table:formula="of:=\[\.B\d+\]-\[\.C\d+\]" office:value-type="float" office:value="([^"]+)"', content
        )
        wanted = [c.difference for t in one.tables for c in t.cells if type(c.difference) is int]
        wanted += [f.difference for f in one.figures if f.difference is not None]
        assert [float(v) for v in values[: len(wanted)]] == [float(w) for w in wanted if w is not None]


# ---- the terminal


def test_the_terminal_gets_a_few_chinese_lines(last_year: Comparison) -> None:
    text = as_text(last_year)
    assert text.startswith("2023年：云水县青石镇人民政府2023年政府信息公开工作年度报告\n2022年：")
    assert len(text.splitlines()) < 70 and "与上年不符：" in text and "各部分沿用的文字：" in text


def test_equal_reports_are_said_to_be_equal() -> None:
    report = made(2023, 3)
    comparison = compare(report, copy.deepcopy(report))
    for words in (as_text(comparison), as_page(comparison)):
        assert "两份报告的数据和文字完全相同。" in words
    assert "增加：" not in as_text(comparison)


def test_of_two_versions_every_changed_cell_is_named() -> None:
    old = made(2023, 3)
    new = copy.deepcopy(old)
    new.tables["table3"]["granted"]["legal_service"] = (old.tables["table3"]["granted"]["legal_service"] or 0) + 1
    assert "（一）予以公开·法律服务机构" in as_text(compare(new, old))
