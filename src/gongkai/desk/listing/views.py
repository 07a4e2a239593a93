"""A list as a screen: the page, its table alone for htmx, the workbook, saved views, bulk acts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.crypto import get_random_string
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from gongkai.desk.access import View, must, staff
from gongkai.desk.here import DeskRequest
from gongkai.desk.listing import saved
from gongkai.desk.listing.bulk import MOST, BulkAct, do_each
from gongkai.desk.listing.export import as_xlsx
from gongkai.desk.listing.listing import Listing, Look, page_of
from gongkai.desk.pages import page
from gongkai.records.base import clock
from gongkai.records.base.errors import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def listing_view(listing: Listing) -> View:
    """The view of a list. Its address's arguments go to `listing.rows`."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @csrf_protect
    @staff
    def view(request: DeskRequest, **address: Any) -> HttpResponseBase:
        must(listing.may(request.here))
        look = Look(listing, request.GET, request.here, address)
        if request.method == "POST":
            return _post(request, look)
        if request.GET.get("format") == "xlsx":
            return _workbook(look)
        context = {"look": look, "page": page_of(look), "acts": [act for act in listing.acts if act.shown(request.here)]}
        if request.headers.get("HX-Request"):
            response = render(request, "desk/parts/table.html", context)
            response["Vary"] = "HX-Request"
            return response
        context["views"] = saved.of_list(request.here.user, listing.key)
        context["links"] = listing.links(request.here)
        return _page(request, look, "desk/list.html", context)

    return view


def _page(request: DeskRequest, look: Look, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    listing = look.listing
    response = page(
        request,
        template,
        context,
        title=str(listing.title),
        crumbs=listing.crumbs(request.here, **look.address),
        help_topic=listing.help_topic,
        status=status,
    )
    response["Vary"] = "HX-Request"
    return response


def _workbook(look: Look) -> HttpResponse:
    response = HttpResponse(as_xlsx(look), content_type=XLSX)
    name = f"{look.listing.title}_{clock.today():%Y%m%d}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _post(request: DeskRequest, look: Look) -> HttpResponseBase:
    what = request.POST.get("do", "")
    user, key = request.here.user, look.listing.key
    if what == "save-view":
        try:
            saved.keep(user, key, request.POST.get("name", ""), look.kept_query)
            messages.success(request, gettext("视图已保存。"))
        except Refused as refused:
            messages.error(request, refused.message)
        return HttpResponseRedirect(request.get_full_path())
    if what.startswith("drop-view:"):
        saved.drop(user, key, what.partition(":")[2])
        messages.success(request, gettext("视图已删除。"))
        return HttpResponseRedirect(request.get_full_path())
    act = next((act for act in look.listing.acts if act.name == what and act.shown(request.here)), None)
    if act is None:
        messages.error(request, gettext("请选择要办理的事项。"))
        return HttpResponseRedirect(request.get_full_path())
    return _bulk(request, look, act)


def _bulk(request: DeskRequest, look: Look, act: BulkAct) -> HttpResponseBase:
    """First what will be done to what, and what the act needs; then, confirmed, the answer for each."""
    chosen = request.POST.getlist("chosen")
    listing = look.listing
    model = listing.rows(request.here, **look.address).model
    ids = [pk for text in chosen[: MOST + 1] if (pk := _pk(model, text)) is not None]
    rows = list(listing.rows(request.here, **look.address).filter(pk__in=ids))
    if not rows or len(chosen) > MOST:
        said = (
            gettext("请先勾选要办理的记录。")
            if not rows
            else gettext("一次最多办理 %(most)d 条，请分批办理。") % {"most": MOST}
        )
        messages.error(request, said)
        return HttpResponseRedirect(request.get_full_path())
    listing.prepare(request.here, rows)

    def title(row: Any) -> tuple[str, str]:
        first = listing.columns[0]
        return first.said(row), first.link(row) if first.link else ""

    confirmed = "confirmed" in request.POST
    form = act.form(request.POST if confirmed else None)
    key = request.POST.get("key") or get_random_string(32)
    context = {"look": look, "act": act, "form": form, "key": key, "back": request.get_full_path()}
    if confirmed and form.is_valid():
        answers = do_each(act, rows, form.cleaned_data, request.here, key[:60], title)
        context |= {"done": [a for a in answers if not a.why], "refused": [a for a in answers if a.why]}
        return _page(request, look, "desk/bulk_done.html", context)
    context["rows"] = [(row, *title(row)) for row in rows]
    return _page(request, look, "desk/bulk.html", context, status=422 if confirmed else 200)


def _pk(model: Any, text: str) -> Any:
    from django.core.exceptions import ValidationError

    try:
        return model._meta.pk.to_python(text)
    except ValidationError:
        return None
