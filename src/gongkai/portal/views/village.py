"""The page behind a village's QR code: a telephone, a weak line, no account.

Photos come in pieces, and what was typed stays.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.records.base.errors import Refused
from gongkai.records.incoming import pieces, selectors, services
from gongkai.records.incoming.actors import DoorBearer
from gongkai.records.incoming.models import Door
from gongkai.web import tries

MOST_PIECE = 2 * pieces.MB


def through_door(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Calls the view with the open door of the address; a calm page for one that never was (404) or is closed (410),
    and for who tries addresses out (429)."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        door = None if (spent := tries.spent(request)) else selectors.door_of(token)
        response: HttpResponseBase
        if spent:
            response = render(request, "portal/village/closed.html", {"why": tries.sentence()}, status=429)
            tries.wait(response)
        elif door is None:
            tries.count_wrong(request)
            response = render(request, "portal/village/closed.html", {"door": None}, status=404)
        elif not selectors.is_open(door):
            response = render(request, "portal/village/closed.html", {"door": door}, status=410)
        else:
            response = view(request, door, **rest)
        patch_cache_control(response, private=True, no_store=True)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@through_door
def village(request: HttpRequest, door: Door) -> HttpResponseBase:
    """The form; a POST leaves the item behind, or shows the form again with what is wrong and everything that was typed."""
    if request.method != "POST":
        return _form(request, door, key=get_random_string(32))
    key = request.POST.get("key", "")[:64] or get_random_string(32)
    done = reverse("portal:village-done", args=[door.token])
    chosen = request.POST.getlist("photo")[: services.MOST_PHOTOS + 1]
    try:
        if not selectors.sent_before(door, key):
            _leave(request, door, key, chosen)
    except Refused as refused:
        if not selectors.sent_before(door, key):  # the other of two clicks was quicker
            return _refused(request, door, key, refused.message)
    pieces.forget(door, chosen)
    return JsonResponse({"done": done}) if _by_script(request) else HttpResponseRedirect(done)


def _leave(request: HttpRequest, door: Door, key: str, chosen: list[str]) -> None:
    given = request.FILES.getlist("photos")[: services.MOST_PHOTOS + 1]
    if len(chosen) + len(given) > services.MOST_PHOTOS:
        raise Refused(_("一次最多交 %(most)d 张照片，其余的请再交一次。") % {"most": services.MOST_PHOTOS}, "photos_many")
    photos = [pieces.clean(pieces.whole(door, identity)) for identity in chosen]
    photos += [pieces.clean(file.read(pieces.PHOTO_BYTES + 1)) for file in given]
    services.receive(
        door.pk,
        request.POST.get("about", ""),
        request.POST.get("place", ""),
        photos,
        actor=DoorBearer(door),
        key=key,
    )


def _refused(request: HttpRequest, door: Door, key: str, sentence: str) -> HttpResponseBase:
    if _by_script(request):
        return JsonResponse({"problem": sentence}, status=422)
    typed = {name: request.POST.get(name, "") for name in ("about", "place")}
    return _form(request, door, key=key, problem=sentence, status=422, **typed)


def _form(request: HttpRequest, door: Door, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "door": door,
        "to": door.agency.parent,
        "most": services.MOST_PHOTOS,
        "longest": services.LONGEST,
        "photo_mb": pieces.PHOTO_BYTES // pieces.MB,
        "piece": pieces.PIECE,
        **more,
    }
    return render(request, "portal/village/form.html", context, status=status)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Gongkai") == "village"


@require_POST
@csrf_protect
@through_door
def photo_begin(request: HttpRequest, door: Door) -> HttpResponseBase:
    """`size` → id of a new upload."""
    size = request.POST.get("size", "")
    try:
        begun = pieces.begin(door, int(size) if size.isdigit() and len(size) < 12 else 0)
    except Refused as refused:
        return JsonResponse({"problem": refused.message}, status=422)
    return JsonResponse({"id": begun.id, "received": 0})


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_protect
@through_door
def photo_piece(request: HttpRequest, door: Door, identity: str) -> HttpResponseBase:
    """GET: how many bytes are here. POST: a piece (the file part "piece") that begins at `offset`."""
    found = pieces.find(door, identity)
    if found is None:
        return JsonResponse({"received": 0}, status=404)
    if request.method == "POST":
        piece, offset = request.FILES.get("piece"), request.POST.get("offset", "")
        if not isinstance(piece, UploadedFile) or not offset.isdigit() or len(offset) > 12 or (piece.size or 0) > MOST_PIECE:
            return JsonResponse({"received": found.received}, status=400)
        found = pieces.add(door, identity, int(offset), piece.read()) or found
    return JsonResponse({"received": found.received, "size": found.size})


@require_safe
@through_door
def done(request: HttpRequest, door: Door) -> HttpResponseBase:
    """It has come."""
    return render(request, "portal/village/done.html", {"door": door, "to": door.agency.parent})
