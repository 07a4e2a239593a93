"""A report written as a file: as it was read, as corrected, with the findings as comments; and the empty form to fill in."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.annual import AnnualReport
from gongkai.annual.correcting import correct
from gongkai.annual.forms import FORMS, form, form_for_year
from gongkai.annual.write import KINDS, write
from gongkai.documents.typesetting import CannotTypeset
from gongkai.portal import editing, limits
from gongkai.portal.folder import Folder
from gongkai.portal.models import CheckVisit
from gongkai.portal.views.access import own_visit
from gongkai.portal.views.answers import as_file, cannot
from gongkai.portal.views.result import readable
from gongkai.records.base import clock

_LONGEST_AGENCY = 60


@require_safe
@own_visit
def as_read(request: HttpRequest, visit: CheckVisit, token: str, position: int, kind: str) -> HttpResponse:
    """The report as it was read, written as the official document."""
    result = readable(visit, position)
    return _written(request, AnnualReport.from_json(result["report"]), kind, f"{_stem(result)}-{_('规范格式')}")


@require_safe
@own_visit
def corrected(request: HttpRequest, visit: CheckVisit, token: str, position: int, kind: str) -> HttpResponse:
    """The report as corrected in the page."""
    result = readable(visit, position)
    made = correct(AnnualReport.from_json(result["report"]), editing.edits(Folder(visit.pk), position))
    return _written(request, made, kind, f"{_stem(result)}-{_('改正')}")


@require_safe
@own_visit
def commented(request: HttpRequest, visit: CheckVisit, token: str, position: int) -> HttpResponse:
    """The report as it was read, its findings as comments at the cells and words in question."""
    from gongkai.annual.write.docx import write_docx

    result = readable(visit, position)
    data = write_docx(AnnualReport.from_json(result["report"]), findings=_findings(result))
    return as_file(data, "docx", f"{_stem(result)}-{_('批注')}")


@require_safe
def empty_form(request: HttpRequest) -> HttpResponse:
    """Choose year and agency of an empty form to fill in."""
    this_year = clock.today().year
    years = range(this_year, form(FORMS[0]).from_year - 1, -1)
    context = {"years": years, "chosen": this_year - 1, "longest": _LONGEST_AGENCY}
    return render(request, "portal/form.html", context)


@require_safe
def empty_form_xlsx(request: HttpRequest) -> HttpResponse:
    """The empty form of a year as a workbook."""
    from gongkai.annual.write import sheet

    year = request.GET.get("year", "")
    agency = " ".join(request.GET.get("agency", "").split())
    due = form_for_year(int(year)) if year.isascii() and year.isdigit() and len(year) == 4 else None
    if due is None or int(year) > clock.today().year:
        return cannot(request, _("没有这一年度的空白表。请从列出的年度中选择。"), status=404)
    if len(agency) > _LONGEST_AGENCY or not agency.isprintable():
        return cannot(request, _("单位名称太长，或含有不能显示的字符。请改短后再下载。"), status=422)
    name = _("%(year)s年政府信息公开工作年度报告（空白表）") % {"year": year}
    return as_file(sheet.empty_form(int(year), agency or None), "xlsx", f"{agency}{name}")


def _written(request: HttpRequest, report: AnnualReport, kind: str, stem: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    if sum(map(len, report.sections.values())) > limits.WRITTEN_CHARACTERS:
        return cannot(request, _("正文太长，不像年度报告，没有生成文件。请确认选对了文件。"), status=422)
    try:
        data = write(report, kind)
    except CannotTypeset as error:
        return cannot(request, error.message, status=503)
    return as_file(data, kind, stem)


def _findings(result: dict[str, Any]) -> list[Any]:
    from gongkai.annual.check.findings import Finding, Severity

    return [Finding(**{**finding, "severity": Severity(finding["severity"])}) for finding in result["findings"]]


def _stem(result: dict[str, Any]) -> str:
    return PurePath(result["file"]).stem
