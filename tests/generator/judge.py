"""Compare what the reader and the checker say with what a made-up report must give. Every difference is one line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase

from gongkai.annual.check.findings import Finding, Severity
from gongkai.annual.report import AnnualReport

from .disguises import fold
from .model import Expected, Report

# annual_report_json.md, Findings: the severities a code may have. Codes of two severities depend on the case.
SEVERITIES = {
    "error": """t3_identity t3_result_total t3_row_sum t4_row_sum wrong_year outdated_law format_mismatch missing_tables
        missing_rows missing_columns missing_cell blank_table table_as_picture missing_section not_a_count
        text_table_mismatch category_sum_mismatch personal_data""",
    "warning": """t3_carry_over t4_pending t2_in_force t2_public_total text_table_mismatch category_sum_mismatch
        percent_mismatch internal_contradiction statistics_period outdated_notice section_title section_numbering
        missing_element fee_mismatch empty_problems misread_column blank_cells unit_in_cell unit implausible_value
        title_error title_split late_signature wrong_agency duplicated_words wrong_word foreign_text law_name
        outdated_term word_residue markdown_residue template_residue placeholder personal_data near_duplicate
        local_requirement""",
    "info": """label_variant unit_in_cell unit title_error title_split missing_signature duplicated_words vague_count
        off_topic punctuation whitespace table_split paragraph_split""",
}
ALLOWED = {
    code: {Severity(s) for s, codes in SEVERITIES.items() if code in codes.split()}
    for codes in SEVERITIES.values()
    for code in codes.split()
}


def cells(made: Report, got: AnnualReport) -> Iterator[str]:
    """Every cell: number, blank, or absent."""
    wanted = made.wanted()
    paths = {
        f"{t}.{r}.{c}" for tables in (wanted, got.tables) for t, rows in tables.items() for r, row in rows.items() for c in row
    }
    for path in sorted(paths - made.unsure):
        table, row, column = path.split(".")
        is_there = column in got.tables.get(table, {}).get(row, {})
        should_be = column in wanted.get(table, {}).get(row, {})
        value = got.tables[table][row][column] if is_there else None
        right = wanted[table][row][column] if should_be else None
        if is_there != should_be:
            yield f"cell {path}: expected {_show(right) if should_be else 'absent'}, got {value if is_there else 'absent'}"
        elif (value is None) != (right is None) or (right is not None and Decimal(str(value)) != Decimal(right)):
            yield f"cell {path}: expected {_show(right)}, got {value}"


def _show(value: object) -> str:
    return "blank" if value is None else str(value)


def facts(made: Report, got: AnnualReport) -> Iterator[str]:
    """Year, form, agency, date, units, figures."""
    forms = {t: f for t, f in made.forms.items() if made.has(t)}
    wanted: dict[str, object] = {
        "year": made.year,
        "form": forms.get("table2", forms.get("table3")),
        "agency": fold(made.agency.name),
        "signed_on": str(made.signed_on) if isinstance(made.signed_on, date) else None,
    }
    found = {"year": got.year, "form": got.form, "agency": fold(got.agency or ""), "signed_on": got.signed_on}
    for key, value in wanted.items():
        if key not in made.unsure and found[key] != value:
            yield f"{key}: expected {value}, got {found[key]}"
    for table, name in forms.items():
        if "form" not in made.unsure and got.forms.get(table) != name:
            yield f"forms.{table}: expected {name}, got {got.forms.get(table)}"
    usual = {"table2.fees.amount_wan": "万元"}
    units = {k: v for k, v in got.units.items() if v is not None and usual.get(k) != v}
    if units != made.units:
        yield f"units: expected {made.units}, got {units}"
    if "figures" in made.unsure:
        return
    for name, number in made.figures.items():
        same = [f.value for f in got.figures if f.name == name and f.year in (None, made.year)]
        if not any(Decimal(str(v)) == Decimal(number) for v in same):
            yield f"figure {name}: expected {number}, got {same}"


def sections(made: Report, got: AnnualReport, lost: frozenset[str] = frozenset()) -> Iterator[str]:
    """The words of each section, white space and disguise aside; nothing of a table may stick to them.

    A layout that loses "between" leaves page numbers and the like between the rows of a table.
    """
    if "sections" in made.unsure:
        return
    for key in made.headings:
        wanted = fold("".join(part.text for part in made.sections.get(key, [])))
        found = fold(got.sections.get(key, ""))
        if key in "234" and "between" in lost:
            continue
        if wanted != found:
            pairs = enumerate(zip(wanted, found, strict=False))
            at = next((i for i, (a, b) in pairs if a != b), min(len(wanted), len(found)))
            around = slice(max(0, at - 8), at + 24)
            yield f"section {key}: at {at} expected …{wanted[around]}…, got …{found[around]}…"
    intro = fold(got.sections.get("intro", ""))
    for line in made.intro:
        if fold(line) not in intro:
            yield f"intro: {line[:30]}… is not in {intro[:60]}…"


def matches(wanted: Expected, finding: Finding) -> bool:
    """Whether a finding is the one expected."""
    if finding.code != wanted.code:
        return False
    places = wanted.where.split("|")
    if not any(finding.where == p or finding.where.startswith((p + ".", p)) for p in places):
        return False
    return wanted.cell is None or any(fnmatchcase(c, wanted.cell) for c in (*finding.cells, finding.where))


def findings(made: Report, found: list[Finding]) -> Iterator[str]:
    """Every defect found; no error and no warning besides; severities as agreed."""
    for wanted in made.expected:
        if not any(matches(wanted, f) for f in found):
            same = [f"{f.where} {f.cells}" for f in found if f.code == wanted.code]
            yield f"finding {wanted.code} at {wanted.where} {wanted.cell or ''}: not found; same code: {same}"
    for finding in found:
        # A rule that does not know its condition speaks as info, whatever its code.
        if finding.severity not in ALLOWED.get(finding.code, set(Severity)) | {Severity.INFO}:
            yield f"severity of {finding.code} at {finding.where}: {finding.severity}"
        if finding.severity == Severity.INFO or finding.code in made.allowed:
            continue
        if not any(matches(wanted, finding) for wanted in made.expected):
            yield f"false {finding.severity} {finding.code} at {finding.where}: {finding.message}"
