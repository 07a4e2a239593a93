"""The form a report's tables are drawn by, and the headings of its sections."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.annual.forms import FORMS, form


def table_form(forms: Mapping[str, str | None], table: str, default: str | None) -> str:
    """The form a table of this report is drawn in: its own, else the report's, else the newest."""
    name = forms.get(table) or default
    return name if name in FORMS else FORMS[-1]


def section_headings(form_name: str | None) -> dict[str, str]:
    """“一、总体情况” for "1" and so on; of the newest form where the report has none."""
    return {s.key: s.heading for s in form(form_name if form_name in FORMS else FORMS[-1]).sections}
