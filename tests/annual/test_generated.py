"""Made-up reports of both forms, right or with one defect, in every layout: read and checked without a slip.

`python -m bench generated` runs two thousand of them.
"""

from __future__ import annotations

import re

import pytest

from gongkai.annual import read
from gongkai.documents.errors import Unreadable
from tests.generator import cases, layouts
from tests.generator.cases import Case
from tests.generator.defects import DEFECTS
from tests.generator.layouts import office
from tests.generator.model import Text
from tests.generator.reports import report

SPREAD = list(cases.cases(60))


@pytest.mark.needs("fonts")
@pytest.mark.parametrize("case", SPREAD, ids=str)
def test_every_cell_is_right_and_every_defect_found_in_every_layout(case: Case) -> None:
    problems = case.problems()
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("defect", list(DEFECTS))
def test_each_injected_defect_is_found_and_nothing_else(defect: str) -> None:
    case = Case("html_fragment", "plain", 1009, defect)
    problems = case.problems()
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("seed", range(500, 540))
def test_a_right_report_is_met_with_silence(seed: int) -> None:
    case = Case("html_fragment", "plain", seed, "pair" if seed % 4 == 0 else None)
    problems = case.problems()
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("disguise", list(cases.DISGUISES))
@pytest.mark.parametrize("layout", ["text_tab_led_lines", "html_cms", "docx_breaks", "xlsx"])
def test_the_reader_sees_through_every_disguise(layout: str, disguise: str) -> None:
    case = Case(layout, disguise, 4242, None)
    problems = case.problems()
    assert not problems, "\n".join(problems)


def test_the_same_seed_gives_the_same_bytes() -> None:
    for name in layouts.LAYOUTS:
        case = Case(name, "padded", 7, None)
        assert case.file(case.report()) == case.file(case.report()), name


def test_the_sixty_use_every_layout_and_both_forms() -> None:
    assert {case.layout for case in SPREAD} == set(layouts.LAYOUTS)
    assert {case.report().forms["table3"] for case in SPREAD} == {"2019", "2021"}


@pytest.mark.needs("soffice", "fonts")
@pytest.mark.parametrize("target", ["pdf", "html", "doc", "rtf", "odt", "txt"])
def test_a_round_through_libreoffice_keeps_the_tables(target: str) -> None:
    seeds = range(900, 910)
    made = [report(seed) for seed in seeds]
    sources = [
        layouts.render("docx" if target == "txt" or seed % 2 else "docx_breaks", one, seed)
        for seed, one in zip(seeds, made, strict=True)
    ]
    problems = [
        f"libreoffice-{target}-{one.seed}: {line}"
        for one, file in zip(made, office.convert(sources, target), strict=True)
        for line in cases.judged(one, file)
    ]
    assert not problems, "\n".join(problems)


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("target", ["xls", "ods"])
def test_spreadsheets_of_the_other_kinds_are_read(target: str) -> None:
    seeds = range(940, 945)
    made = [report(seed) for seed in seeds]
    sources = [layouts.render("xlsx", one, one.seed) for one in made]
    problems = [
        f"libreoffice-{target}-{one.seed}: {line}"
        for one, file in zip(made, office.convert(sources, target), strict=True)
        for line in cases.judged(one, file)
    ]
    assert not problems, "\n".join(problems)


def _refusal(file: layouts.Rendered) -> Unreadable:
    with pytest.raises(Unreadable) as told:
        read(file.data, file.name)
    assert re.search("[\u4e00-\u9fff]{6}", told.value.message)
    return told.value


@pytest.mark.parametrize("layout", ["text_tab_led_lines", "html_cms", "docx", "xlsx"])
def test_an_empty_form_is_told_from_a_report(layout: str) -> None:
    made = report(31)
    made.tables = {t: {r: dict.fromkeys(cells) for r, cells in rows.items()} for t, rows in made.tables.items()}
    made.title, made.intro, made.end = ["政府信息公开工作年度报告格式模板"], [], []
    made.sections = {key: [Text("（文字描述）")] if key in "156" else [] for key in made.headings}
    assert _refusal(layouts.render(layout, made, 31)).code == "empty_form"


@pytest.mark.parametrize("layout", ["text_tabs", "html_fragment"])
def test_two_reports_in_one_file_are_told(layout: str) -> None:
    first, second = (report(seed, kind="township", year=2023) for seed in (41, 44))
    assert first.agency != second.agency
    parts = [_as_utf8(layouts.render(layout, one, one.seed).data) for one in (first, second)]
    assert (
        _refusal(layouts.Rendered(b"\n".join(parts), "both." + ("html" if layout[0] == "h" else "txt"))).code == "two_reports"
    )


def _as_utf8(data: bytes) -> bytes:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    raise AssertionError("no encoding fits")


@pytest.mark.parametrize("name", ["notice.txt", "notice.html"])
def test_a_paper_that_is_no_report_is_told(name: str) -> None:
    words = (
        "关于开展冬季森林防火巡查的通知\n各村、各单位：\n请于本月底前完成巡查，并将台账报应急管理办公室。\n二〇二三年十一月二日"
    )
    text = words if name.endswith("txt") else "".join(f"<p>{line}</p>" for line in words.splitlines())
    assert _refusal(layouts.Rendered(text.encode(), name)).code == "no_report"
