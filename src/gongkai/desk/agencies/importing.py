"""The tree of agencies from a workbook, or from the region table: a file, what it would do, then all of it or nothing."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.desk.access import must, staff
from gongkai.desk.forms import checked
from gongkai.desk.here import DeskRequest
from gongkai.desk.pages import page
from gongkai.records.accounts.roles import AGENCIES_SEE
from gongkai.records.accounts.selectors import agencies_with
from gongkai.records.agencies.importing import acting, exporting, planning, regions
from gongkai.records.agencies.policies import MANAGE
from gongkai.records.base import clock, sheets
from gongkai.records.base.errors import Refused
from gongkai.web.widgets import FileInput

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200
_IMPORT = "agencies.import"


class FileForm(forms.Form):
    """The filled workbook, and the day for rows without one of their own."""

    use_required_attribute = False
    file = forms.FileField(
        widget=FileInput,
        label=gettext_lazy("填好的机构表"),
        help_text=gettext_lazy("xlsx、xls、ods、csv 都可以，不超过 5 MB。"),
        error_messages={"required": gettext_lazy("请选择文件。"), "empty": gettext_lazy("文件是空的，请确认选对了文件。")},
    )
    set_up_on = forms.DateField(
        label=gettext_lazy("没有填成立日期的，自哪一天起登记"),
        help_text=gettext_lazy("这一天之前的机构树里没有这些单位；要汇总往年年报的，请填往年的 1 月 1 日。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("请填写日期。"), "invalid": gettext_lazy("请写成 2019-03-01 的样子。")},
    )


class RegionForm(forms.Form):
    """A county of the region table, with a list of its villages if there is one."""

    use_required_attribute = False
    county = forms.CharField(
        label=gettext_lazy("县（市、区、旗）名称或 6 位代码"),
        max_length=20,
        error_messages={"required": gettext_lazy("请填写名称或代码。")},
    )
    villages = forms.FileField(
        widget=FileInput,
        label=gettext_lazy("村（社区）名单"),
        required=False,
        help_text=gettext_lazy("含“代码”（12 位）和“名称”两列的 CSV 或 xlsx；没有的可以只建乡镇街道。"),
    )
    set_up_on = FileForm.base_fields["set_up_on"]


def _may(request: DeskRequest) -> None:
    must(request.here.can(MANAGE), gettext("导入机构由系统管理员或政务公开主管部门办理。"))


@require_safe
@staff
def template(request: DeskRequest) -> HttpResponse:
    """The empty workbook."""
    _may(request)
    return _workbook(exporting.template(), "机构导入模板.xlsx")


@require_safe
@staff
def export(request: DeskRequest) -> HttpResponse:
    """The agencies one sees of the tree of a day, from the agency where one sits down, as the workbook the import reads."""
    must(request.here.can(AGENCIES_SEE))
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = clock.today()
    seen = set(agencies_with(request.here.user, AGENCIES_SEE).values_list("pk", flat=True))
    return _workbook(exporting.export(day, request.here.agency.pk, seen), f"机构树{day.isoformat()}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def bring_in(request: DeskRequest) -> HttpResponseBase:
    """The forms; after one of them what would be done, or what is wrong in which row. Nothing is imported here."""
    _may(request)
    today = clock.today()
    first = {"set_up_on": date(today.year, 1, 1)}
    way = request.POST.get("way", "")
    file_form = FileForm(request.POST, request.FILES) if way == "file" else FileForm(initial=first)
    region_form = (
        RegionForm(request.POST, request.FILES, prefix="region")
        if way == "region"
        else RegionForm(initial=first, prefix="region")
    )
    context: dict[str, Any] = {"file_form": file_form, "region_form": region_form}
    status = 200
    if request.method == "POST":
        form = region_form if way == "region" else file_form
        status = 422
        if form.is_valid():
            try:
                planned, about = _planned(request, form, way)
            except Refused as refused:
                form.add_error("county" if way == "region" else "file", refused.message)
            else:
                context.update(_shown(planned))
                if planned.ok:
                    status = 200
                    rows = {"rows": acting.as_rows(planned), "set_up_on": planned.set_up_on.isoformat(), **about}
                    context["signed"] = checked.seal(request, _IMPORT, rows)
    return page(
        request,
        "desk/agencies/import.html",
        context,
        title=gettext("导入机构"),
        crumbs=_crumbs(),
        help_topic="agencies",
        status=status,
    )


@require_POST
@staff
def do_import(request: DeskRequest) -> HttpResponseBase:
    """All of it in one act."""
    _may(request)
    found = checked.unseal(request, _IMPORT, request.POST.get("signed", ""))
    done = acting.import_tree(
        found["rows"],
        date.fromisoformat(found["set_up_on"]),
        found["file"],
        found["sha256"],
        actor=request.here.user,
    )
    messages.success(request, gettext("已登记 %(made)d 个单位。") % {"made": done.result["made"]})
    return HttpResponseRedirect(reverse("desk:agencies"))


def _planned(request: DeskRequest, form: forms.Form, way: str) -> tuple[planning.Plan, dict[str, str]]:
    given = form.cleaned_data
    if way != "region":
        data = _content(given["file"])
        planned = planning.plan(data, given["file"].name, given["set_up_on"])
        return planned, {"file": given["file"].name[-100:], "sha256": hashlib.sha256(data).hexdigest()}
    code = _county_code(given["county"])
    villages = given["villages"]
    listed = regions.villages_in(_content(villages), villages.name, code) if villages else []
    lines = regions.proposal(code, request.here.agency.name, listed)
    return planning.plan_lines(lines, given["set_up_on"]), {"file": gettext("区划表 %(code)s") % {"code": code}, "sha256": ""}


def _content(file: Any) -> bytes:
    if file.size > sheets.LARGEST:
        raise Refused(gettext("文件超过 5 MB，请删去图片和多余的工作表后再选。"), "too_large")
    data: bytes = file.read()
    return data


def _county_code(words: str) -> str:
    words = words.strip()
    if words.isdigit():
        return words
    found = regions.counties(words)
    if len(found) == 1:
        return found[0][0]
    if not found:
        said = gettext("区划表中没有“%(name)s”，请写全称（如“某某县”）或填 6 位代码。")
        raise Refused(said % {"name": words}, "county_unknown")
    named = "；".join(f"{''.join(path)} {code}" for code, path in found[:8])
    said = gettext("全国有 %(many)d 个“%(name)s”，请填代码：%(named)s。")
    raise Refused(said % {"many": len(found), "name": words, "named": named}, "county_ambiguous")


def _shown(planned: planning.Plan) -> dict[str, Any]:
    return {
        "plan": planned,
        "problems": planned.problems[:SHOWN],
        "more_problems": max(0, len(planned.problems) - SHOWN),
        "new": planned.new[:SHOWN],
        "more_new": max(0, len(planned.new) - SHOWN),
        "kinds": [(name, count) for name, count in planned.counts().items() if name not in ("rows", "new", "equal", "bad")],
    }


def _workbook(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _crumbs() -> list[tuple[str, str]]:
    return [(gettext("机构"), reverse("desk:agencies"))]
