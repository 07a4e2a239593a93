"""The OpenAPI document and a page that lists what is in it, both for everybody: they say nothing of anybody."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.api.errors import JSON


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document as data."""
    from gongkai.api.reports import components
    from gongkai.api.service import PREFIX, api

    found = dict(api.get_openapi_schema(path_prefix=PREFIX))
    found["components"]["schemas"].update(components())
    return dict(orjson.loads(orjson.dumps(found, default=str, option=orjson.OPT_NON_STR_KEYS)))


@cache
def _bytes() -> bytes:
    return orjson.dumps(document())


EVERYWHERE = frozenset({"limit", "cursor", "Idempotency-Key", "If-Match"})
"""Parameters that are said once, at the head of the page."""


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The document."""
    return HttpResponse(_bytes(), content_type=JSON)


@require_safe
def endpoints(request: HttpRequest) -> HttpResponse:
    """The page: endpoints by group, each with what it takes."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document()["paths"].items():
        for method, said in methods.items():
            groups.setdefault(said["tags"][0], []).append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": said["summary"],
                    "parameters": [_parameter(one) for one in said["parameters"] if _is_its_own(one)],
                    "fields": _fields(said),
                }
            )
    return render(request, "api/endpoints.html", {"groups": groups.items()})


def _is_its_own(said: dict[str, Any]) -> bool:
    return said["in"] != "path" and said["name"] not in EVERYWHERE


def _parameter(said: dict[str, Any]) -> dict[str, Any]:
    return {"name": said["name"], "required": said["required"], "said": said.get("description", "")}


def _fields(said: dict[str, Any]) -> list[dict[str, Any]]:
    content = said.get("requestBody", {}).get("content", {})
    schema = next(iter(content.values()))["schema"] if content else {}
    if "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    required = schema.get("required", [])
    return [{"name": name, "required": name in required} for name in schema.get("properties", {})]
