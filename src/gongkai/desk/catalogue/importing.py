"""Bringing a file into a draft: chosen, read apart, shown with every bad row; then, confirmed, one act.

Between the two steps the file lies in the store; the second step gets its hash, signed for this person and version.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.crypto import get_random_string
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.desk.access import must, staff
from gongkai.desk.catalogue.forms import ImportForm
from gongkai.desk.catalogue.overview import said_changes
from gongkai.desk.catalogue.seen import address, crumbs, may_change, version_seen
from gongkai.desk.forms import checked
from gongkai.desk.here import DeskRequest
from gongkai.desk.pages import page
from gongkai.documents.errors import Unreadable
from gongkai.records.base.errors import Refused
from gongkai.records.base.files.services import store
from gongkai.records.base.files.store import Written
from gongkai.records.catalogue import bringing, demands, filing
from gongkai.records.catalogue.exchange import reading
from gongkai.records.catalogue.exchange.columns import LABELS
from gongkai.records.catalogue.models import CatalogueVersion

IMPORT = "catalogue.import"
VALID_SECONDS = 6 * 3600
MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@staff
def bring(request: DeskRequest, identity: UUID) -> HttpResponseBase:
    """GET: the form. POST with a file: the preview. POST with `confirmed`: the act."""
    version = version_seen(request.here, identity)
    must(may_change(request.here, version), gettext("只有草稿可以导入，且须有编制目录的权限。"))
    if "confirmed" in request.POST:
        return _confirmed(request, version)
    form = ImportForm(request.POST or None, request.FILES or None)
    form.fields["file"].user = request.here.user  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        told = {"sha256": upload.written.sha256, "size": upload.written.size, "class": upload.written.file_class}
        told |= {"name": upload.name, "type": upload.media_type, "replace": form.cleaned_data["replace"] == "1"}
        try:
            return _preview(request, version, told)
        except Unreadable as problem:
            form.add_error("file", problem.message)
    return _form(request, version, form)


@require_safe
@staff
def blank(request: DeskRequest) -> HttpResponse:
    """An empty workbook in the columns of the official table."""
    from gongkai.records.catalogue.exchange.workbook import write_workbook

    response = HttpResponse(write_workbook(gettext("基层政务公开标准目录"), [], blank=20), content_type=filing.MEDIA["xlsx"])
    response["Content-Disposition"] = content_disposition_header(True, gettext("公开目录样表.xlsx")) or "attachment"
    return response


def _form(request: DeskRequest, version: CatalogueVersion, form: ImportForm, said: str = "") -> HttpResponse:
    context = {"form": form, "version": version, "refused": said, "back": address(version)}
    return page(
        request,
        "desk/catalogue/import.html",
        context,
        title=gettext("导入目录"),
        crumbs=crumbs(version.catalogue.agency, version),
        help_topic="catalogue",
        status=422 if form.errors or said else 200,
    )


def _read(version: CatalogueVersion, told: dict[str, Any]) -> reading.Read:
    with store().open(told["class"], told["sha256"]) as stream:
        data = stream.read()
    found = reading.read_apart(data, told["name"], version.catalogue.agency.name)
    for row, (table, line) in zip(found.rows, found.places, strict=True):
        for lack in demands.unsound(row):
            if lack.field != "level1" or row.level1:
                value = str(getattr(row, lack.field, ""))[:60]
                found.problems.append(reading.Problem(table, line, LABELS.get(lack.field, lack.field), value, lack.message))
    return found


def _preview(request: DeskRequest, version: CatalogueVersion, told: dict[str, Any], said: str = "") -> HttpResponse:
    found = _read(version, told)
    plan = bringing.plan_import(version, found.rows, told["replace"])
    places = {id(row): place for row, place in zip(found.rows, found.places, strict=True)}
    for row in plan.unexplained:
        table, line = places.get(id(row), ("", 0))
        what = gettext("“%(name)s”承接自上级目录，与上级不同的须在“调整理由”列写明理由。") % {
            "name": f"{row.level1} {row.level2}".strip()
        }
        found.problems.append(reading.Problem(table, line, gettext("调整理由"), "", what))
    severe = found.severe
    notices = [problem for problem in found.problems if not problem.severe]
    context = {
        "version": version,
        "told": told,
        "found": found,
        "plan": plan,
        "changes": said_changes(plan.changed)[:MOST_SHOWN],
        "severe": list(reading.numbered(severe))[:MOST_SHOWN],
        "severe_many": len(severe),
        "notices": list(reading.numbered(notices))[:MOST_SHOWN],
        "absent": found.absent,
        "token": "" if severe else checked.seal(request, IMPORT, {**told, "version": str(version.pk)}),
        "key": get_random_string(32),
        "refused": said,
        "back": request.path,
    }
    return page(
        request,
        "desk/catalogue/import_preview.html",
        context,
        title=gettext("导入预览：%(name)s") % {"name": told["name"]},
        crumbs=crumbs(version.catalogue.agency, version),
        help_topic="catalogue",
        status=422 if severe or said else 200,
    )


def _confirmed(request: DeskRequest, version: CatalogueVersion) -> HttpResponseBase:
    try:
        told = checked.unseal(request, IMPORT, request.POST.get("token", ""), VALID_SECONDS)
        if told.pop("version") != str(version.pk):
            raise FileNotFoundError(version.pk)
        found = _read(version, told)
    except (Refused, FileNotFoundError, Unreadable):
        return _form(request, version, ImportForm(), gettext("预览已过期，请重新选择文件。"))
    if found.severe:
        return _preview(request, version, told)
    rows = [{k: v for k, v in asdict(row).items() if k not in ("key", "inherited_key")} for row in found.rows]
    source = Written(told["sha256"], told["size"], told["class"])
    try:
        done = bringing.import_rows(
            version.pk,
            rows,
            told["replace"],
            source,
            told["type"],
            found.absent,
            actor=request.here.user,
            key=request.POST.get("key", "")[:64] or None,
        )
    except Refused as refused:
        return _preview(request, version, told, refused.message)
    from django.contrib import messages

    said = gettext("已导入 %(imported)d 项：新增 %(added)d 项，更新 %(changed)d 项。")
    messages.success(request, said % {name: done.result[name] for name in ("imported", "added", "changed")})
    return HttpResponseRedirect(address(version))
