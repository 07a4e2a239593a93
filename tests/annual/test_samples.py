"""The real reports beside the repository: read as `*.expected.json` says, and told what is wrong with them."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from gongkai.annual import AnnualReport, read
from gongkai.annual.check import check
from gongkai.annual.check.findings import Finding, Severity
from gongkai.documents.errors import Unreadable

TEXTS = ["seed_000", "seed_001", "seed_002", "seed_003", "seed_004"]
ALL = [*TEXTS, "huaian_city_2024"]
_READ: dict[Path, AnnualReport] = {}


def _report(folder: Path, name: str) -> AnnualReport:
    path = next(p for p in (folder / f"{name}.txt", folder / f"{name}.pdf") if p.exists())
    if path not in _READ:
        _READ[path] = read(path.read_bytes(), name=path.name)
    return _READ[path]


def _expected(folder: Path, name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / f"{name}.expected.json").read_text(encoding="utf-8"))
    return data


def _certain(tables: dict[str, Any], uncertain: list[str]) -> dict[str, Any]:
    return {
        f"{t}.{r}.{c}": value
        for t, rows in tables.items()
        for r, cells in rows.items()
        for c, value in cells.items()
        if not any(fnmatchcase(f"{t}.{r}.{c}", pattern) for pattern in uncertain)
    }


@pytest.mark.parametrize("name", ALL)
def test_every_certain_cell_of_a_real_report_is_read(reports_dir: Path, name: str) -> None:
    expected = _expected(reports_dir, name)
    uncertain = expected["uncertain_cells"] or []
    assert _certain(_report(reports_dir, name).tables, uncertain) == _certain(expected["tables"], uncertain)


@pytest.mark.parametrize("name", ALL)
def test_year_form_agency_date_and_units_of_a_real_report_are_read(reports_dir: Path, name: str) -> None:
    got, expected = _report(reports_dir, name), _expected(reports_dir, name)
    found = {"agency": got.agency, "year": got.year, "form": got.form, "signed_on": got.signed_on}
    assert found == {key: expected[key] for key in found}
    usual = {"table2.fees.amount_wan": "万元"}
    assert {k: v for k, v in got.units.items() if v and usual.get(k) != v} == {k: v for k, v in expected["units"].items() if v}


def _figures(expected: dict[str, Any]) -> set[tuple[str, str | None, float, bool]]:
    out = set()
    for name, value in expected.items():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, list):
                out.add((name, part[0], float(part[1]), False))
            elif isinstance(part, dict):
                out.add((name, None, float(part["n"]), bool(part.get("approx"))))
            else:
                out.add((name, None, float(part), False))
    return out


@pytest.mark.parametrize("name", ALL)
def test_the_figures_a_real_text_states_are_read_with_their_words(reports_dir: Path, name: str) -> None:
    got, expected = _report(reports_dir, name), _figures(_expected(reports_dir, name)["figures"])
    wanted = {figure[0] for figure in expected}
    found = {
        (f.name, f.label if f.name == "proactive_items" else None, float(f.value), f.approximate)
        for f in got.figures
        if f.name in wanted
    }
    assert expected <= found
    # A name of the list may not carry another exact value of the report's own year.
    more = {f for f in found - expected if f[0] != "proactive_items"}
    assert not more
    text = re.sub(r"\s", "", "".join(got.sections.values()))
    assert all(f.quote and re.sub(r"\s", "", f.quote) in text for f in got.figures if f.name in wanted)


def _is(finding: Finding, wanted: dict[str, str]) -> bool:
    return finding.code == wanted["code"] and (finding.where + ".").startswith(wanted["where"] + ".")


@pytest.mark.parametrize("name", ALL)
def test_what_must_be_found_in_a_real_report_is_found(reports_dir: Path, name: str) -> None:
    found = check(_report(reports_dir, name))
    missing = [w for w in _expected(reports_dir, name)["must_find"] if not any(_is(f, w) for f in found)]
    assert not missing, [(f.code, f.where) for f in found]


@pytest.mark.parametrize("name", ALL)
def test_a_real_report_is_given_no_error_that_is_not_there(reports_dir: Path, name: str) -> None:
    wanted = _expected(reports_dir, name)["must_find"]
    errors = [f for f in check(_report(reports_dir, name)) if f.severity == Severity.ERROR]
    assert [(f.code, f.where, f.message) for f in errors if not any(_is(f, w) for w in wanted)] == []


@pytest.mark.parametrize("name", ["seed_000", "huaian_city_2024"])
def test_a_sound_real_report_has_no_error(reports_dir: Path, name: str) -> None:
    assert [f.code for f in check(_report(reports_dir, name)) if f.severity == Severity.ERROR] == []


@pytest.mark.parametrize("name", ALL)
def test_a_real_report_survives_its_own_json(reports_dir: Path, name: str) -> None:
    got = _report(reports_dir, name)
    again = AnnualReport.from_json(json.loads(json.dumps(got.to_json(), ensure_ascii=False)))
    assert again.to_json() == got.to_json()
    assert [f.to_json() for f in check(again)] == [f.to_json() for f in check(got)]


def test_the_official_form_is_told_to_be_empty_in_one_chinese_sentence(reports_dir: Path) -> None:
    path = reports_dir / "official_form_2021.docx"
    with pytest.raises(Unreadable) as told:
        read(path.read_bytes(), name=path.name)
    assert told.value.code == "empty_form"
    assert re.search("空|未填", told.value.message)
    assert not re.search(r"[A-Za-z]{3,}", told.value.message.replace("Word", ""))
