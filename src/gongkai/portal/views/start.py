"""年报体检: handing over files, pasted text, or a sample."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.portal import limits, profile, visits
from gongkai.portal.samples import content, samples
from gongkai.portal.uploads import Bytes, Uploaded, pasted
from gongkai.portal.views.access import remember, visitor
from gongkai.records.base.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
def check(request: HttpRequest) -> HttpResponse:
    """The form; a POST begins a visit, or shows the form again with what is wrong."""
    if request.method != "POST":
        return _form(request)
    text = request.POST.get("text", "").strip()
    try:
        uploads: list[Uploaded] = cast("list[Uploaded]", request.FILES.getlist("files"))
        if text:
            uploads.append(pasted(text))
        previous = cast("Uploaded | None", request.FILES.get("previous"))
        demands = cast("Uploaded | None", request.FILES.get("profile"))
        return _begin(request, visits.Material(uploads, previous, profile.read(demands) if demands else None))
    except Refused as refused:
        return _form(request, problem=refused.message, text=text, status=422)


@require_POST
@csrf_protect
def sample(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a visit with a sample."""
    chosen = next((s for s in samples() if s.key == key), None)
    if chosen is None:
        raise Http404
    uploads: Sequence[Uploaded] = [Bytes(name, content(file)) for file, name in chosen.files]
    previous = Bytes(chosen.previous[1], content(chosen.previous[0])) if chosen.previous else None
    try:
        return _begin(request, visits.Material(uploads, previous, sample=True))
    except Refused as refused:
        return _form(request, problem=refused.message, status=422)


@require_POST
@csrf_protect
def clear(request: HttpRequest) -> HttpResponse:
    """Delete the material of all visits of this browser, also those whose address it has lost."""
    if secret := visitor(request):
        visits.delete_all(secret)
    return HttpResponseRedirect(reverse("portal:deleted"))


def _begin(request: HttpRequest, material: visits.Material) -> HttpResponse:
    secret = visitor(request) or visits.new_visitor()
    begun = visits.begin(material, secret)
    response = HttpResponseRedirect(reverse("portal:visit", args=[begun.token]))
    remember(response, secret)
    return response


def _form(request: HttpRequest, problem: str = "", text: str = "", status: int = 200) -> HttpResponse:
    secret = visitor(request)
    context = {
        "problem": problem,
        "text": text,
        "samples": samples(),
        "kept": visits.kept(secret) if secret else [],
        "limits": {
            "file_mb": limits.FILE_BYTES // limits.MB,
            "visit_mb": limits.VISIT_BYTES // limits.MB,
            "files": limits.VISIT_FILES,
            "hours": limits.KEPT_HOURS,
        },
    }
    return render(request, "portal/check.html", context, status=status)
