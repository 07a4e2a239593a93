"""The product's addresses, and one that does the sample act."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from gongkai.records.base.actors import Anonymous
from tests.records.example.services import receive


@csrf_exempt
def receive_view(request: HttpRequest) -> JsonResponse:
    done = receive(request.POST["title"], {"name": "某某"}, UUID(int=1), actor=Anonymous(), key=request.POST["key"])
    return JsonResponse({"parcel": str(done.record_id), "number": done.result["number"], "repeated": done.repeated})


urlpatterns = [path("example/receive", receive_view), path("", include("gongkai.config.urls"))]
