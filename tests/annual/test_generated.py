"""Made-up reports of both forms, right or with one defect, in every layout: read and checked without a slip.

`python -m bench generated` runs two thousand of them.
"""

from __future__ import annotations

import pytest

from tests.generator import cases, layouts
from tests.generator.cases import Case
from tests.generator.defects import DEFECTS
from tests.generator.layouts import office
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
